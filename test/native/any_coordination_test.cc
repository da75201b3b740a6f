// Any pattern that can be kept, on any site, under any calls, changes and jumps of the clock.
#include <algorithm>

#include "arterial.h"

namespace {

using stopline::CoordinationStatus;
using stopline::LocalFree;
using test::Arterial;
using test::Dice;
using test::Site;

struct Pattern {
  int cycle = 0;
  int split[16] = {};
  int coordinated = 0;
};

// Splits that hold every minimum, made up to the same on every ring's side of a barrier. `walks`: they hold the walks.
Pattern AnyPattern(const Site& site, Dice& dice, bool walks) {
  Pattern pattern;
  int of = 0;
  do of = dice.Roll(site.groups);
  while (site.rings[0][of][0] == 0);
  for (int g = 0; g < site.groups; ++g) {
    int clearance = 0;
    for (int r = 0; r < 4; ++r) {
      for (const int n : site.rings[r][g]) {
        if (n != 0) clearance = std::max(clearance, site.phase[n - 1].yellow + site.phase[n - 1].red_clear);
      }
    }
    int need[4] = {};
    int length = 0;
    for (int r = 0; r < 4; ++r) {
      for (const int n : site.rings[r][g]) {
        if (n == 0) continue;
        const test::Phase& sheet = site.phase[n - 1];
        const int least = walks ? std::max(sheet.min_green, sheet.walk + sheet.ped_clear) : sheet.min_green;
        pattern.split[n - 1] = least + clearance;
        need[r] += pattern.split[n - 1];
      }
      length = std::max(length, need[r]);
    }
    length += length == 0 || dice.OneIn(4) ? 0 : dice.Between(0, 300);
    for (int r = 0; r < 4; ++r) {
      int last = 0;
      for (const int n : site.rings[r][g]) last = n != 0 ? n : last;
      if (last == 0) continue;
      const int first = site.rings[r][g][0];
      const int more = dice.Roll(length - need[r] + 1);
      pattern.split[first - 1] += more;
      pattern.split[last - 1] += length - need[r] - more;
      if (g == of && (pattern.coordinated == 0 || dice.OneIn(2))) {
        pattern.coordinated |= 1 << ((dice.OneIn(2) ? first : last) - 1);
      }
    }
    pattern.cycle += length;
  }
  return pattern;
}

void Order(Arterial& street, const Pattern& pattern, Dice& dice) {
  std::copy(pattern.split, pattern.split + 16, street.input.split);
  street.input.cycle[0] = pattern.cycle;
  street.input.offset[0] = dice.Roll(pattern.cycle);
  street.input.coordinated[0] = pattern.coordinated;
  street.input.reference[0] = dice.Roll(2);
  street.input.force_off_mode[0] = dice.Roll(2);
  street.input.correction[0] = dice.Roll(3);
  street.input.max_inhibit[0] = dice.Roll(2);
}

// In step from one yield to the next, they are a cycle apart.
struct Yields {
  int since[16] = {};  // in step, since the phase's yield; 0: not yet
  int cycles = 0;
};

void LookAtYields(Arterial& street, int cycle, Yields& yields) {
  const bool in_step = street.Status() == CoordinationStatus::kInStep;
  for (int& since : yields.since) since = in_step && since > 0 ? since + 1 : 0;
  for (int i = 0; in_step && i < street.output.event_count[0]; ++i) {
    if (street.output.events[2 * i] != 151) continue;
    int& since = yields.since[street.output.events[2 * i + 1] - 1];
    if (since > 0 && since != cycle + 1) street.broken = "a cycle in step was not as long as the pattern says";
    if (since > 0) ++yields.cycles;
    since = 1;
  }
}

bool Holds(const Arterial& street, std::uint32_t seed, int tenth) {
  if (street.broken == nullptr) return true;
  std::printf("  seed %u, tenth %d: %s\n", seed, tenth, street.broken);
  return false;
}

}  // namespace

TEST("under any pattern that can be kept no promise is broken, and who waits is served within a few cycles") {
  int longest = 0;
  int steps = 0;
  int in_step = 0;
  for (std::uint32_t seed = 1; seed <= test::Long(300u); ++seed) {
    Dice dice(seed);
    const Site site = seed % 4 == 0 ? test::FourLeg() : test::AnySite(dice);
    Pattern pattern = AnyPattern(site, dice, dice.OneIn(2));
    Arterial street(site);
    CHECK(street.broken == nullptr);
    Order(street, pattern, dice);
    street.input.clock[0] = dice.Roll(1'000'000);
    street.Queues({});
    // The longest cycle is half as long again, after it one is missed, and every walk that no split holds comes on top.
    const auto bound = [&site](const Pattern& p) {
      int walks = 0;
      for (const test::Phase& sheet : site.phase) walks += sheet.walk + sheet.ped_clear;
      return 3 * p.cycle + 2 * walks;
    };
    street.watch.bound = bound(pattern);
    int arrivals = dice.Between(1, 400);
    int changed = 0;
    Yields yields;
    for (int i = 0; i < 20'000; ++i) {
      if (i - changed > street.watch.bound && dice.OneIn(2'000)) {
        changed = i;
        pattern = AnyPattern(site, dice, dice.OneIn(2));
        const int before = street.watch.bound;
        Order(street, pattern, dice);
        street.watch.bound = std::max(before, bound(pattern)) * 2;
        arrivals = dice.Between(1, 400);
      }
      if (i - changed > street.watch.bound && dice.OneIn(5'000)) {
        changed = i;
        street.input.clock[0] += dice.Roll(3'000);
        street.watch.bound = bound(pattern) * 2;
      }
      for (int p = 0; p < 16; ++p) {
        const bool phase = pattern.split[p] > 0;
        if (phase && dice.OneIn(arrivals)) street.queue[p + 1] = true;
        if (street.watch.Green(p) && dice.OneIn(20)) street.queue[p + 1] = false;
        if (street.queue[p + 1]) street.watch.WaitForGreen(p);
        if (phase && site.phase[p].walk > 0 && dice.OneIn(4 * arrivals)) {
          street.input.pedestrian[p] = 1;
          street.watch.WaitForWalk(p);
        }
      }
      street.Go(1);
      if (changed == i) std::fill(yields.since, yields.since + 16, 0);
      LookAtYields(street, pattern.cycle, yields);
      if (!Holds(street, seed, i)) break;
      ++steps;
    }
    longest = std::max(longest, street.watch.closest);
    in_step += yields.cycles;
    CHECK(street.LocalFree() == LocalFree::kNotFree);
    CHECK(Holds(street, seed, 20'000));
  }
  std::printf("  # %d tenths, %d cycles in step, the longest wait was %d %% of its bound\n", steps, in_step, longest);
  CHECK(in_step > test::Long(3'000) && longest > 40);
}
