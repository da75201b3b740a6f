#include "permissives.h"

#include <algorithm>

namespace stopline {

void Permissives::Step(const Plan& plan, Tenths at, const Barriers& barriers, const Calls& calls) {
  const PhaseSet green = barriers.green();
  const PhaseSet began = green & ~green_;
  green_ = green;
  const PhaseSet waiting = calls.Waiting(green) & ~plan.coordinated();
  admitted_ &= waiting;
  served_ |= began;
  owed_ |= ped_omitted_ & began;  // a green began and left its pedestrians standing
  ped_omitted_ = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (at == plan.Opening(p)) served_ &= ~Only(p);
    if (!calls.Pedestrian(p)) owed_ &= ~Only(p);
    if (!WalkFits(plan, at, p, Has(green, p))) ped_omitted_ |= Only(p);
    if (Has(waiting & ~admitted_, p) && Admits(plan, at, p, barriers, calls)) admitted_ |= Only(p);
  }
  omitted_ = waiting & ~admitted_;
}

bool Permissives::Admits(const Plan& plan, Tenths at, int p, const Barriers& barriers, const Calls& calls) const {
  const Tenths since = Wrap(at - plan.Opening(p), plan.length());
  if (since == 0) return true;
  if (Has(served_, p) || Passed(plan, p, barriers)) return false;
  const bool walk = plan.Walks(p) && !calls.VehicleWaits(p);  // nobody else would use the green
  const Tenths need = walk ? std::max(plan.Least(p), plan.Walk(p)) : plan.Least(p);
  return Earliest(plan, since, p, barriers) + need <= plan.Width(p);
}

// The rings have gone by it: they come to it only by way of the coordinated phases.
bool Permissives::Passed(const Plan& plan, int p, const Barriers& barriers) const {
  for (const Ring& ring : barriers.rings()) {
    const int g = ring.phase();
    if (g == kNone || Has(plan.coordinated(), g)) continue;
    if (plan.Side(p) > 0 && plan.Side(g) > plan.Side(p)) return true;
    if (plan.Side(g) != plan.Side(p) || tables_->ring[g] != tables_->ring[p]) continue;
    if (Wrap(plan.ForceOff(g) - plan.Opening(p), plan.length()) > plan.Width(p)) return true;
  }
  return false;
}

// When its green can begin, if nobody else comes. Those who are green now and in its way may stay for longer than
// that, but when its turn has come they go, and from then on its split has room for it.
Tenths Permissives::Earliest(const Plan& plan, Tenths since, int p, const Barriers& barriers) const {
  Tenths begin = since;
  for (const Ring& ring : barriers.rings()) {
    const int g = ring.phase();
    if (g == kNone || !Has(plan.Conflicting(p), g)) continue;
    begin = std::max(begin, since + Until(ring) + (ring.On() ? plan.Change(g) : 0));
  }
  return begin;
}

// Whether a walk that began now would be over in time. One that the split is not made for is let go with the green all
// the same, as one that is owed: the cycle gets longer, and coordination corrects it. A green that stands in the tenth
// in which its window opens is still the one before.
bool Permissives::WalkFits(const Plan& plan, Tenths at, int p, bool green) const {
  if (!plan.Walks(p) || (!green && Has(owed_, p))) return true;
  const Tenths since = Wrap(at - plan.Opening(p), plan.length());
  return !(green && since == 0) && since + plan.Walk(p) <= plan.Width(p);
}

// In this tenth, if the minimum or the pedestrians end with it.
Tenths Permissives::Until(const Ring& ring) const {
  const int g = ring.phase();
  if (ring.interval() == Interval::kYellow) return tables_->yellow_change[g] - ring.elapsed() + tables_->red_clear[g];
  if (ring.interval() == Interval::kRedClear) return tables_->red_clear[g] - ring.elapsed();
  const bool leads = ring.interval() == Interval::kLeadingWalk;
  const Tenths minimum = leads ? tables_->leading_walk[g] + tables_->min_green[g] : ring.initial();
  const Tenths through = tables_->ped_clear_through_yellow[g] != 0 ? tables_->yellow_change[g] : 0;
  return std::max({minimum - ring.elapsed() - 1, ring.pedestrian().Left(*tables_, g) - through - 1, 0});
}

}  // namespace stopline
