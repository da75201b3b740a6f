// Rings and barriers as sets: who may go with whom, and who comes next.
#pragma once

#include "../buffers.h"
#include "../sets.h"

namespace stopline {

using Tenths = std::int32_t;
inline constexpr int kNone = -1;

// A set of phases, bit p for phase p + 1.
using PhaseSet = std::uint32_t;

class Sequence {
 public:
  void Open(const Tables& tables);

  // From here on the ring's order is that of sequence `wanted`; one that the site has not got is the first.
  void Use(int ring, std::int32_t wanted);

  PhaseSet all() const { return all_; }
  PhaseSet dual_entry() const { return dual_entry_; }
  PhaseSet Group(int group) const { return group_[group]; }
  int groups() const { return tables_->groups[0]; }
  int GroupOf(int phase) const { return tables_->group[phase]; }
  PhaseSet Conflicting(int phase) const { return conflicting_[phase]; }

  // The first phase of `among` behind `phase` in its ring, before the next barrier.
  int After(int phase, PhaseSet among) const;
  // The first phase of `among` in a ring and group.
  int First(int ring, int group, PhaseSet among) const;
  // The next group, in turn, that has a phase of `among`; kNone if only `group` itself has.
  int GroupAfter(int group, PhaseSet among) const;

 private:
  const std::int32_t* Order(int ring) const { return tables_->sequence + (in_use_[ring] * kRings + ring) * kPhases; }

  const Tables* tables_ = nullptr;
  PhaseSet all_ = 0;
  PhaseSet dual_entry_ = 0;
  PhaseSet group_[kPhases] = {};
  PhaseSet conflicting_[kPhases] = {};
  std::int32_t in_use_[kRings] = {};
};

}  // namespace stopline
