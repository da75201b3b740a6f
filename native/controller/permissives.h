// Permissives: which phases may be served in the cycle under way. A phase that is called while there is still time for
// it before its force-off is admitted, and stays so until it is served; one that is called later waits for the next
// cycle. It is served once in a cycle.
#pragma once

#include "barriers.h"
#include "plan.h"

namespace stopline {

class Permissives {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }
  // One tenth, `at` tenths into the cycle of the plan.
  void Step(const Plan& plan, Tenths at, const Barriers& barriers, const Calls& calls);
  void Drop() { *this = Permissives{tables_}; }

  // Phases that are waiting and have been let in, those that must wait for the next cycle, and those whose pedestrians
  // must.
  PhaseSet admitted() const { return admitted_; }
  PhaseSet omitted() const { return omitted_; }
  PhaseSet ped_omitted() const { return ped_omitted_; }

  // Until the green, or the clearance, of a ring's phase may end.
  Tenths Until(const Ring& ring) const;

  Permissives() = default;

 private:
  explicit Permissives(const Tables* tables) : tables_(tables) {}
  bool Admits(const Plan& plan, Tenths at, int p, const Barriers& barriers, const Calls& calls) const;
  bool Passed(const Plan& plan, int p, const Barriers& barriers) const;
  Tenths Earliest(const Plan& plan, Tenths since, int p, const Barriers& barriers) const;
  bool WalkFits(const Plan& plan, Tenths at, int p, bool green) const;

  const Tables* tables_ = nullptr;
  PhaseSet green_ = 0;  // in the tenth before
  PhaseSet admitted_ = 0;
  PhaseSet omitted_ = 0;
  PhaseSet ped_omitted_ = 0;
  PhaseSet served_ = 0;  // since they could be in this cycle
  // Whose pedestrians were passed over by a green: they walk in the next, whatever that does to the cycle.
  PhaseSet owed_ = 0;
};

}  // namespace stopline
