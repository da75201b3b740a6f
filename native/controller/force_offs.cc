// What coordination asks of the rings in a tenth: who is held, who is forced off, who must wait.
#include <algorithm>

#include "coordination.h"

namespace stopline {

void Coordination::Ask(const Input& input, const Barriers& barriers, const Calls& calls, Control& control) const {
  control.vehicle_call |= plan_.coordinated();
  control.omit |= permissives_.omitted();
  control.ped_omit |= permissives_.ped_omitted();
  if (input.max_inhibit[0] != 0) control.max_inhibit |= plan_.all();
  for (int c = 0; c < kPhases; ++c) {
    if (Has(plan_.coordinated(), c) && ComesTooLate(c, barriers, calls)) control.omit |= Only(c);
  }
  for (const Ring& ring : barriers.rings()) {
    const int g = ring.phase();
    if (g == kNone) continue;
    if (!Has(plan_.coordinated(), g)) {
      if (ring.Green() && ForcedOff(input, ring)) control.force_off |= Only(g);
      continue;
    }
    const bool holds = Holds(g);
    // A walk that rests turns into its clearance in time for the yield point, and none rests in a green that came
    // early.
    const Tenths left = Wrap(plan_.ForceOff(g) - at_, plan_.length());
    if (!calls.Pedestrian(g) && (!holds || left <= tables_->ped_clear[g])) control.no_walk_rest |= Only(g);
    if (!ring.Green()) continue;
    if (holds || (permissives_.admitted() & plan_.Conflicting(g)) == 0) {
      control.hold |= Only(g);
    } else {
      control.force_off |= Only(g);
    }
  }
}

// From its begin of green to its yield point.
bool Coordination::Holds(int c) const { return Wrap(at_ - plan_.Start(c), plan_.length()) < plan_.Green(c); }

// Behind a phase that lags, between its yield point and the barrier, the ring would come back for a minimum that keeps
// those waiting who stand beyond: it waits at the barrier instead.
bool Coordination::ComesTooLate(int c, const Barriers& barriers, const Calls& calls) const {
  const Ring& ring = barriers.ring(tables_->ring[c]);
  const int g = ring.phase();
  if (g == kNone || g == c || plan_.Side(g) != 0) return false;
  const Tenths barrier = plan_.ForceOff(g) + plan_.Change(g);
  if (at_ < plan_.ForceOff(c) || at_ >= barrier) return false;
  const PhaseSet waiting = permissives_.admitted() | permissives_.omitted();
  bool beyond = false;
  for (int q = 0; q < kPhases; ++q) beyond = beyond || (Has(waiting, q) && plan_.Side(q) != 0);
  Tenths begin = at_ + permissives_.Until(ring);
  if (ring.On())
    begin += std::max(tables_->yellow_change[g] + tables_->red_clear[g], tables_->clearance[g * kPhases + c]);
  const Tenths needs = std::max(plan_.Least(c), calls.WalkDue(c) ? plan_.Walk(c) : 0);
  return beyond && begin + needs + plan_.Change(c) > barrier;
}

bool Coordination::ForcedOff(const Input& input, const Ring& ring) const {
  const int g = ring.phase();
  if (Wrap(at_ - plan_.Opening(g), plan_.length()) >= plan_.Width(g)) return true;
  if (input.force_off_mode[0] == kFloating && ring.elapsed() + 1 >= plan_.Green(g)) return true;
  return InTheWay(g);
}

// Of one whose own turn comes before its end: a phase that was let go early, out of its place in the cycle.
bool Coordination::InTheWay(int g) const {
  const auto from_opening = [this, g](Tenths t) { return Wrap(t - plan_.Opening(g), plan_.length()); };
  const Tenths since = from_opening(at_);
  for (int q = 0; q < kPhases; ++q) {
    if (!Has(permissives_.admitted() & plan_.Conflicting(g), q)) continue;
    if (since >= from_opening(plan_.Start(q)) - plan_.Change(g)) return true;
  }
  return false;
}

}  // namespace stopline
