#include "overlaid.h"

#include <algorithm>

namespace test {

namespace {

struct Place {
  int ring = -1, group = -1;
};

Place PlaceOf(const Site& site, int p) {
  for (int r = 0; r < 4; ++r) {
    for (int g = 0; g < site.groups; ++g) {
      for (const int number : site.rings[r][g]) {
        if (number == p + 1) return {r, g};
      }
    }
  }
  return {};
}

bool Has(std::uint32_t set, int p) { return (set >> p & 1) != 0; }

bool Together(const Site& site, int p, int q) {
  const Place one = PlaceOf(site, p);
  const Place other = PlaceOf(site, q);
  return p == q || (one.ring >= 0 && one.group == other.group && one.ring != other.ring);
}

// With what a channel goes, and beside what it never does.
struct Going {
  std::uint32_t with = 0, never = 0;
};

bool Meet(const Site& site, Going one, Going other) {
  for (int p = 0; p < 16; ++p) {
    for (int q = 0; q < 16; ++q) {
      if (Has(one.with & ~other.never, p) && Has(other.with & ~one.never, q) && Together(site, p, q)) return true;
    }
  }
  return false;
}

}  // namespace

Overlaid::Overlaid(const Site& sheet, std::span<const Overlap> overlaps)
    : site(sheet), tables(TablesOf(sheet)), monitor(MonitorTablesOf(sheet)) {
  Going own[32];
  Going arrow[32];
  for (int p = 0; p < 16; ++p) {
    if (PlaceOf(site, p).ring >= 0) own[p].with = own[PedestrianChannel(p)].with = 1u << p;
  }
  int c = 31;
  for (const Overlap& each : overlaps) {
    while (c >= 0 && tables.channel_kind[c] != stopline::kUnused) --c;
    if (c < 0 || count == kMost) break;
    const int o = count++;
    overlap[o] = each;
    channel[o] = c;
    const bool minus = each.kind == stopline::kMinusGreenYellow;
    int min_green = 1'000;
    std::uint32_t beside = 0;
    for (int p = 0; p < 16; ++p) {
      if (!Has(each.included, p)) continue;
      min_green = std::min(min_green, site.phase[p].min_green);
      for (int q = 0; q < 16; ++q) beside |= Together(site, p, q) ? 1u << q : 0;
    }
    std::uint32_t there = 0;
    for (int p = 0; p < 16; ++p) there |= tables.enabled[p] != 0 ? 1u << p : 0;
    tables.overlap_kind[o] = each.kind;
    tables.overlap_included[o] = static_cast<std::int32_t>(each.included);
    tables.overlap_modifiers[o] = static_cast<std::int32_t>(each.modifiers);
    tables.overlap_conflicts[o] = static_cast<std::int32_t>(there & (~beside | (minus ? each.modifiers : 0)));
    tables.overlap_min_green[o] = min_green;
    tables.overlap_trailing_green[o] = each.trailing;
    tables.overlap_yellow[o] = each.yellow;
    tables.overlap_red[o] = each.red;
    tables.channel_kind[c] = stopline::kOverlapChannel;
    tables.channel_source[c] = o + 1;
    // An arrow's flash is its yellow one, so that flash and arrow look alike.
    const bool flashes = each.kind == stopline::kFlashingYellowArrow;
    tables.channel_flash[c] = monitor.flash[c] = flashes ? stopline::kFlashingYellow : stopline::kFlashingRed;
    monitor.kind[c] = flashes ? 3 : 1;
    monitor.min_green[c] = min_green;
    monitor.min_yellow[c] = each.yellow;
    for (int d = 0; d < 32; ++d) monitor.clearance[c * 32 + d] = each.red;
    own[c] = {each.included, minus ? each.modifiers : 0};
    if (flashes) arrow[c] = {each.modifiers, 0};
  }
  for (int one = 0; one < 32; ++one) {
    monitor.compatible[one] = monitor.permissive[one] = 0;
    for (int other = 0; other < 32; ++other) {
      if (monitor.kind[one] == 0 || monitor.kind[other] == 0) continue;
      const std::int32_t bit = static_cast<std::int32_t>(1u << other);
      if (Meet(site, own[one], own[other])) monitor.compatible[one] |= bit;
      if (Meet(site, arrow[one], own[other]) || Meet(site, arrow[one], arrow[other])) monitor.permissive[one] |= bit;
    }
  }
}

Overlaid FourLegOverlaid() {
  using namespace stopline;
  const Overlap overlaps[] = {
      {kNormal, Phases(2, 3), 0, 0, 32, 10},
      {kNormal, Phases(1, 2), 0, 25, 40, 20},
      {kMinusGreenYellow, Phases(8, 5), Phases(4), 0, 30, 15},
      {kFlashingYellowArrow, Phases(1), Phases(2), 0, 32, 12},
      {kFlashingYellowArrow, Phases(5), Phases(6), 0, 45, 25},
  };
  return Overlaid(FourLeg(), overlaps);
}

Overlaid AnyOverlaid(Dice& dice) {
  const Site site = AnySite(dice);
  const auto any = [&dice, &site](int most) {
    std::uint32_t set = 0;
    for (int n = dice.Between(1, most); n > 0; --n) {
      const int p = dice.Roll(16);
      if (PlaceOf(site, p).ring >= 0) set |= 1u << p;
    }
    return set != 0 ? set : 1u;
  };
  Overlap overlaps[Overlaid::kMost];
  for (Overlap& each : overlaps) {
    each.kind = dice.Between(stopline::kNormal, stopline::kFlashingYellowArrow);
    each.included = any(4);
    each.modifiers = each.kind == stopline::kNormal ? 0 : any(3) & ~each.included;
    each.trailing = dice.OneIn(2) ? 0 : dice.Between(1, 60);
    each.yellow = dice.Between(27, 60);
    each.red = dice.Between(0, 30);
  }
  return Overlaid(site, std::span(overlaps, static_cast<std::size_t>(dice.Between(1, Overlaid::kMost))));
}

}  // namespace test
