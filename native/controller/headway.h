// The time between now and a phase's green: who is ahead of it, and how long they would take if they gave what they can
// give. An estimate for priority to act on; what the rings then do they decide themselves.
#pragma once

#include "coordination.h"

namespace stopline {

// What one tenth is looked at with.
struct Scene {
  const Input& input;
  const Barriers& barriers;
  const Calls& calls;
  const Coordination& coordination;
};

class Headway {
 public:
  void Open(const Tables& tables);

  PhaseSet all() const { return all_; }
  PhaseSet Conflicting(int phase) const { return conflicting_[phase]; }

  // Those between the same barriers.
  PhaseSet Group(int phase) const { return group_[tables_->group[phase]]; }

  // Phases that wait, conflict with it and have their turn before it.
  PhaseSet Ahead(const Scene& scene, int phase) const;
  // Phases whose green ends before its own, if those of `ahead` come between: who conflicts with it; and when the rings
  // leave its group first, also who could go beside it.
  PhaseSet InTheWay(int phase, PhaseSet ahead) const;
  // Until its green, if greens in its way end as early as they may and those of `ahead` come between.
  Tenths Until(const Scene& scene, int phase, PhaseSet ahead) const;
  // How much of a green is left that must not be taken from it: minimum, pedestrians, and its time less its reduction.
  Tenths Kept(const Scene& scene, int r) const;

 private:
  int Stands(const Ring& ring) const;
  int Here(const Barriers& barriers) const;
  int Place(const Input& input, int phase) const;
  int Away(const Scene& scene, int phase) const;
  bool Beyond(int phase, PhaseSet ahead) const;
  PhaseSet Turns(const Scene& scene, int phase) const;
  bool Before(const Input& input, int q, int phase) const;
  Tenths Change(int phase) const { return tables_->yellow_change[phase] + tables_->red_clear[phase]; }
  Tenths Least(const Ring& ring) const;
  bool Gapped(const Scene& scene, const Ring& ring) const;
  Tenths Given(const Input& input, int phase) const;
  Tenths Lead(const Scene& scene, int phase) const;
  Tenths Turn(const Scene& scene, int phase) const;
  Tenths Rest(const Scene& scene, int r, int phase, PhaseSet in_the_way) const;

  const Tables* tables_ = nullptr;
  PhaseSet all_ = 0;
  PhaseSet conflicting_[kPhases] = {};
  PhaseSet group_[kPhases] = {};  // by group
};

}  // namespace stopline
