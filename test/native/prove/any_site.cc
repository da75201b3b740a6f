#include "any_site.h"

#include "../overlaid.h"

namespace prove {

using stopline::kPhases;
using stopline::kRings;
using test::Dice;

namespace {

int Perhaps(Dice& dice, int one_in, int low, int high) { return dice.OneIn(one_in) ? dice.Between(low, high) : 0; }

void AnyOptions(Dice& dice, stopline::Tables& t) {
  const bool rich = dice.OneIn(2);
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] == 0) continue;
    t.red_revert[p] = Perhaps(dice, 3, 1, 60);
    if (!rich) continue;
    if (dice.OneIn(3)) {
      t.added_initial[p] = dice.Between(1, 20);
      t.max_initial[p] = dice.Between(1, 150);
    }
    if (dice.OneIn(3)) {
      t.time_before_reduction[p] = dice.Between(0, 100);
      t.time_to_reduce[p] = dice.Between(0, 100);
      t.min_gap[p] = dice.Between(0, t.passage[p]);
    }
    if (dice.OneIn(3)) {
      t.dynamic_max_limit[p] = dice.Between(1, 600);
      t.dynamic_max_step[p] = dice.Between(1, 50);
    }
    if (t.walk[p] > 0) {
      t.leading_walk[p] = Perhaps(dice, 3, 1, t.walk[p]);
      t.walk_rest[p] = dice.OneIn(3) ? 1 : 0;
      t.ped_recycle[p] = dice.OneIn(3) ? 1 : 0;
      t.ped_clear_through_yellow[p] = dice.OneIn(3) ? 1 : 0;
    }
    t.dual_entry[p] = dice.Roll(2);
    t.simultaneous_gap[p] = dice.Roll(2);
    t.conditional_service[p] = dice.OneIn(3) ? 1 : 0;
    t.lock[p] = dice.Roll(2);
  }
  for (int r = 0; r < kRings; ++r) t.red_rest[r] = rich && dice.OneIn(3) ? 1 : 0;
}

// Some sums that are longer than yellow and red; the monitor's matrix stays as it is, and so looser.
void AnyClearances(Dice& dice, stopline::Tables& t) {
  for (std::int32_t& least : t.clearance) least = Perhaps(dice, 8, 1, 120);
}

// Some pairs beside each other that may not be green together all the same. Not with overlaps: what may go with them
// was worked out before.
void AnyConflicts(Dice& dice, AnySite& site) {
  stopline::Tables& t = site.tables;
  for (int p = 0; p < kPhases; ++p) {
    for (int q = 0; q < p; ++q) {
      if (!In(static_cast<Set>(t.concurrent[p]), q) || !dice.OneIn(3)) continue;
      const bool start = t.start_phase[t.ring[p]] == p + 1 && t.start_phase[t.ring[q]] == q + 1;
      if (start) continue;
      t.concurrent[p] &= ~static_cast<std::int32_t>(Bit(q));
      t.concurrent[q] &= ~static_cast<std::int32_t>(Bit(p));
      const int one[] = {p, test::PedestrianChannel(p)};
      const int other[] = {q, test::PedestrianChannel(q)};
      for (const int c : one) {
        for (const int d : other) {
          site.monitor.compatible[c] &= ~static_cast<std::int32_t>(Bit(d));
          site.monitor.compatible[d] &= ~static_cast<std::int32_t>(Bit(c));
        }
      }
    }
  }
}

// The phases of each ring and group in another order.
void AnySequences(Dice& dice, stopline::Tables& t) {
  for (int s = 1; s < 4; ++s) {
    for (int r = 0; r < kRings; ++r) {
      std::int32_t* const order = t.sequence + (s * kRings + r) * kPhases;
      for (int i = 0; i < kPhases; ++i) order[i] = t.sequence[r * kPhases + i];
      for (int i = 0; i + 1 < kPhases && order[i + 1] != 0; ++i) {
        if (t.group[order[i] - 1] == t.group[order[i + 1] - 1] && dice.OneIn(2)) std::swap(order[i], order[i + 1]);
      }
    }
  }
}

void AnyPreempts(Dice& dice, stopline::Tables& t) {
  for (int i = 0; i < stopline::kPreempts; ++i) {
    if (!dice.OneIn(3)) continue;
    t.preempt_enabled[i] = 1;
    t.preempt_lock[i] = dice.Roll(2);
    t.preempt_delay[i] = Perhaps(dice, 2, 0, 100);
    t.preempt_min_duration[i] = dice.Roll(400);
    t.preempt_max_presence[i] = Perhaps(dice, 2, 1, 2'000);
    t.preempt_track[i] = dice.OneIn(2) ? 0 : static_cast<std::int32_t>(AnyTogether(dice, t, dice.Between(1, 3)));
    t.preempt_track_green[i] = dice.Roll(200);
    for (int p = 0; p < kPhases; ++p) {
      if (t.enabled[p] != 0 && dice.OneIn(3)) t.preempt_dwell[i] |= static_cast<std::int32_t>(Bit(p));
    }
    if (t.preempt_dwell[i] == 0) t.preempt_dwell[i] = static_cast<std::int32_t>(AnyTogether(dice, t, 4));
    t.preempt_min_dwell[i] = dice.Roll(200);
    t.preempt_exit[i] = dice.OneIn(4) ? 0 : static_cast<std::int32_t>(AnyTogether(dice, t, dice.Between(1, 4)));
  }
}

void AnyPriority(Dice& dice, stopline::Tables& t) {
  t.priority_interval[0] = dice.Roll(600);
  for (int p = 0; p < kPhases; ++p) {
    t.priority_extension[p] = Perhaps(dice, 2, 1, 150);
    t.priority_reduction[p] = Perhaps(dice, 2, 1, 150);
    t.priority_insertion[p] = dice.OneIn(3) ? 1 : 0;
  }
}

}  // namespace

Set AnyTogether(Dice& dice, const stopline::Tables& tables, int most) {
  Set set = 0;
  const int first = dice.Roll(kPhases);
  for (int i = 0; i < kPhases && most > 0; ++i) {
    const int p = (first + i) % kPhases;
    if (tables.enabled[p] == 0 || (set & ~static_cast<Set>(tables.concurrent[p])) != 0) continue;
    set |= Bit(p);
    --most;
  }
  return set;
}

AnySite::AnySite(Dice& dice) {
  if (dice.OneIn(2)) {
    const test::Overlaid overlaid = test::AnyOverlaid(dice);
    tables = overlaid.tables;
    monitor = overlaid.monitor;
  } else {
    const test::Site site = test::AnySite(dice);
    tables = test::TablesOf(site);
    monitor = test::MonitorTablesOf(site);
    if (dice.OneIn(2)) AnyConflicts(dice, *this);
  }
  AnyOptions(dice, tables);
  if (dice.OneIn(3)) AnyClearances(dice, tables);
  AnySequences(dice, tables);
  AnyPreempts(dice, tables);
  AnyPriority(dice, tables);
  tables.flash_min[0] = Perhaps(dice, 2, 1, 100);
  if (dice.OneIn(2)) tables.flash_entry[0] = static_cast<std::int32_t>(AnyTogether(dice, tables, 4));
  if (dice.OneIn(2)) tables.flash_exit[0] = static_cast<std::int32_t>(AnyTogether(dice, tables, 4));
}

}  // namespace prove
