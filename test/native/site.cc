#include "site.h"

#include <algorithm>

namespace test {

namespace {

// Where a phase stands in the site's rings; found by looking, so that the tests do not lean on the controller's own
// arrays.
bool PlaceOf(const Site& site, int number, int& ring, int& group) {
  for (ring = 0; ring < 4; ++ring) {
    for (group = 0; group < site.groups; ++group) {
      for (const int n : site.rings[ring][group]) {
        if (n == number) return true;
      }
    }
  }
  return false;
}

}  // namespace

void LayOut(Site& site, Numbers rings) {
  for (auto& ring : site.rings) {
    for (auto& group : ring) std::fill(group, group + 4, 0);
  }
  site.groups = static_cast<int>(rings.begin()->size());
  int r = 0;
  for (const auto& ring : rings) {
    int g = 0;
    for (const auto& group : ring) std::copy(group.begin(), group.end(), site.rings[r][g++]);
    ++r;
  }
}

void KeepApart(Site& site, std::initializer_list<std::pair<int, int>> pairs) {
  for (const auto& [p, q] : pairs) site.apart[p - 1][q - 1] = site.apart[q - 1][p - 1] = true;
}

void LeftsLag(stopline::Tables& t) {
  for (int r = 0; r < 2; ++r) {
    for (int i = 0; i < 4; i += 2) std::swap(t.sequence[r * 16 + i], t.sequence[r * 16 + i + 1]);
  }
}

Site FourLeg() {
  Site site{};
  for (int p = 0; p < 8; ++p) {
    site.phase[p] = p % 2 == 0 ? Phase{50, 20, 32, 12, 0, 0, false} : Phase{80, 25, 36, 15, 70, 140, false};
  }
  LayOut(site, {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}});
  site.start[0] = 2;
  site.start[1] = 6;
  site.start_flash = 60;
  site.start_all_red = 60;
  return site;
}

Site AnySite(Dice& dice) {
  Site site{};
  const int rings = dice.Between(1, 4);
  site.groups = dice.Between(1, 4);
  int next = 1;
  for (int g = 0; g < site.groups; ++g) {
    for (int r = 0; r < rings; ++r) {
      const int count = r == 0 ? dice.Between(1, 2) : dice.Between(0, 2);
      for (int i = 0; i < count && next <= 16; ++i) site.rings[r][g][i] = next++;
    }
  }
  for (Phase& phase : site.phase) {
    const bool walks = dice.OneIn(2);
    phase = {dice.Between(1, 100), dice.Between(0, 50), dice.Between(27, 60), dice.Between(0, 30), 0, 0, dice.OneIn(4)};
    if (walks) {
      phase.walk = dice.Between(1, 100);
      phase.ped_clear = dice.Between(1, 200);
    }
  }
  int group = dice.Roll(site.groups);
  if (site.rings[0][group][0] == 0) group = 0;  // sixteen phases were used up before it
  for (int r = 0; r < rings; ++r) site.start[r] = site.rings[r][group][0];
  site.start_flash = dice.Between(0, 60);
  site.start_all_red = dice.Between(30, 60);
  return site;
}

Site AnySiteWithOptions(Dice& dice) {
  Site site = AnySite(dice);
  site.options = true;
  for (Phase& phase : site.phase) {
    phase.red_revert = dice.OneIn(2) ? 0 : dice.Between(1, 50);
    phase.leading_walk = phase.walk > 0 && dice.OneIn(2) ? dice.Between(1, phase.walk) : 0;
    phase.added_initial = dice.OneIn(2) ? 0 : dice.Between(1, 30);
    phase.max_initial = dice.Between(0, 200);
    phase.time_before_reduction = dice.OneIn(2) ? 0 : dice.Between(1, 100);
    phase.time_to_reduce = dice.OneIn(2) ? 0 : dice.Between(1, 100);
    phase.min_gap = dice.Between(0, 30);
    phase.dynamic_max_limit = dice.OneIn(2) ? 0 : dice.Between(1, 600);
    phase.dynamic_max_step = dice.OneIn(2) ? 0 : dice.Between(1, 100);
    for (bool* option : {&phase.dual_entry, &phase.simultaneous_gap, &phase.conditional_service, &phase.walk_rest,
                         &phase.ped_recycle, &phase.ped_clear_through_yellow})
      *option = dice.OneIn(2);
  }
  for (bool& rest : site.red_rest) rest = dice.OneIn(3);
  const int often = dice.OneIn(3) ? 0 : dice.Between(2, 6);  // how many pairs are kept apart
  const int start = dice.OneIn(2) ? 0 : 1;
  for (int p = 0; p < 16; ++p) {
    for (int q = 0; q < 16; ++q) site.clearance[p][q] = dice.OneIn(8) ? dice.Between(1, 150) : 0;
    for (int q = 0; q < p; ++q) {
      const bool both =
          std::count(site.start, site.start + 4, p + 1) + std::count(site.start, site.start + 4, q + 1) == 2;
      site.apart[p][q] = site.apart[q][p] = often != 0 && dice.OneIn(often) && !both;
    }
  }
  site.turned = dice.Roll(4);
  for (auto& sequence : site.turns) {
    for (auto& ring : sequence) {
      for (bool& turns : ring) turns = dice.OneIn(2);
    }
  }
  // Some rings have no say in how it begins.
  for (int r = start; r < 4 && start != 0; ++r) site.start[r] = dice.OneIn(2) ? site.start[r] : 0;
  return site;
}

bool Beside(const Site& site, int p, int q) {
  int ring = 0;
  int group = 0;
  int other_ring = 0;
  int other_group = 0;
  return PlaceOf(site, p + 1, ring, group) && PlaceOf(site, q + 1, other_ring, other_group) && group == other_group &&
         ring != other_ring && !site.apart[p][q];
}

int PedestrianChannel(int phase) { return 16 + phase; }

void WriteOptions(const Phase& phase, int p, stopline::Tables& t) {
  t.red_revert[p] = phase.red_revert;
  t.leading_walk[p] = phase.leading_walk;
  t.added_initial[p] = phase.added_initial;
  t.max_initial[p] = phase.max_initial;
  t.time_before_reduction[p] = phase.time_before_reduction;
  t.time_to_reduce[p] = phase.time_to_reduce;
  t.min_gap[p] = phase.min_gap;
  t.dynamic_max_limit[p] = phase.dynamic_max_limit;
  t.dynamic_max_step[p] = phase.dynamic_max_step;
  t.dual_entry[p] = phase.dual_entry ? 1 : 0;
  t.simultaneous_gap[p] = phase.simultaneous_gap ? 1 : 0;
  t.conditional_service[p] = phase.conditional_service ? 1 : 0;
  t.walk_rest[p] = phase.walk_rest ? 1 : 0;
  t.ped_recycle[p] = phase.ped_recycle ? 1 : 0;
  t.ped_clear_through_yellow[p] = phase.ped_clear_through_yellow ? 1 : 0;
}

// One ring's order in a sequence; the first is the site's own.
void WriteSequence(const Site& site, int sequence, int r, stopline::Tables& t) {
  int at = (sequence * 4 + r) * 16;
  for (int g = 0; g < site.groups; ++g) {
    const bool turned = sequence > 0 && site.turns[sequence][r][g];
    for (int i = 0; i < 4; ++i) {
      const int number = site.rings[r][g][turned ? 3 - i : i];
      if (number != 0) t.sequence[at++] = number;
    }
  }
}

stopline::Tables TablesOf(const Site& site) {
  stopline::Tables t{};
  for (int p = 0; p < 16; ++p) {
    int ring = 0;
    int group = 0;
    if (!PlaceOf(site, p + 1, ring, group)) continue;
    const Phase& phase = site.phase[p];
    t.enabled[p] = 1;
    for (int q = 0; q < 16; ++q) {
      if (Beside(site, p, q)) t.concurrent[p] |= 1 << q;
      t.clearance[p * 16 + q] = site.clearance[p][q];
    }
    WriteOptions(phase, p, t);
    t.min_green[p] = phase.min_green;
    t.passage[p] = phase.passage;
    t.yellow_change[p] = phase.yellow;
    t.red_clear[p] = phase.red_clear;
    t.walk[p] = phase.walk;
    t.ped_clear[p] = phase.ped_clear;
    t.lock[p] = phase.lock ? 1 : 0;
    t.ring[p] = ring;
    t.group[p] = group;
    t.channel_kind[p] = stopline::kVehicle;
    t.channel_source[p] = p + 1;
    t.channel_flash[p] = stopline::kFlashingRed;
    if (phase.walk > 0) {
      t.channel_kind[PedestrianChannel(p)] = stopline::kPedestrian;
      t.channel_source[PedestrianChannel(p)] = 1 << p;
    }
  }
  for (int r = 0; r < 4; ++r) {
    for (int s = 0; s <= site.turned; ++s) WriteSequence(site, s, r, t);
    for (int g = 0; g < site.groups && !site.options; ++g) {
      int last = 0;
      for (const int number : site.rings[r][g]) last = number != 0 ? number : last;
      if (last != 0) t.dual_entry[last - 1] = 1;
    }
    t.start_phase[r] = site.start[r];
    t.red_rest[r] = site.red_rest[r] ? 1 : 0;
  }
  t.groups[0] = site.groups;
  t.start_flash[0] = site.start_flash;
  t.start_all_red[0] = site.start_all_red;
  return t;
}

stopline::monitor::Tables MonitorTablesOf(const Site& site) {
  stopline::monitor::Tables t{};
  for (int p = 0; p < 16; ++p) {
    int ring = 0;
    int group = 0;
    if (!PlaceOf(site, p + 1, ring, group)) continue;
    const Phase& phase = site.phase[p];
    std::uint32_t compatible = 0;
    for (int q = 0; q < 16; ++q) {
      if (q == p || Beside(site, p, q)) compatible |= (1u << q) | (1u << PedestrianChannel(q));
    }
    t.kind[p] = 1;
    t.compatible[p] = static_cast<std::int32_t>(compatible);
    t.min_green[p] = phase.min_green;
    t.min_yellow[p] = phase.yellow;
    for (int d = 0; d < 32; ++d)
      t.clearance[p * 32 + d] = std::max(phase.red_clear, site.clearance[p][d % 16] - phase.yellow);
    t.flash[p] = 4;
    if (phase.walk == 0) continue;
    const int w = PedestrianChannel(p);
    t.kind[w] = 2;
    t.compatible[w] = static_cast<std::int32_t>(compatible);
    t.min_green[w] = phase.walk;
    for (int d = 0; d < 32; ++d) t.clearance[w * 32 + d] = phase.red_clear;
    t.ped_clear[w] = phase.ped_clear;
    t.flash[w] = 0;
  }
  return t;
}

}  // namespace test
