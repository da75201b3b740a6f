// What coordination asks of the rings in a tenth: who is held, who is forced off, who must wait.
#include "coordination.h"

namespace stopline {

void Coordination::Ask(const Input& input, const Barriers& barriers, const Calls& calls, Control& control) const {
  control.vehicle_call |= plan_.coordinated();
  control.omit |= permissives_.omitted();
  control.ped_omit |= permissives_.ped_omitted();
  if (input.max_inhibit[0] != 0) control.max_inhibit |= plan_.all();
  for (int r = 0; r < kRings; ++r) {
    const Ring& ring = barriers.ring(r);
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
    if (from_opening(plan_.ForceOff(q)) >= plan_.Width(g)) continue;
    if (since >= from_opening(plan_.Start(q)) - plan_.Change(g)) return true;
  }
  return false;
}

}  // namespace stopline
