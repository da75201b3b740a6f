// Rings and barriers as sets: who may go with whom, and who comes next.
#pragma once

#include "../buffers.h"

namespace stopline {

using Tenths = std::int32_t;
inline constexpr int kNone = -1;

// A set of phases, bit p for phase p + 1.
using PhaseSet = std::uint32_t;
constexpr PhaseSet Only(int phase) { return PhaseSet{1} << phase; }
constexpr bool Has(PhaseSet set, int phase) { return (set & Only(phase)) != 0; }

class Sequence {
 public:
  void Open(const Tables& tables);

  PhaseSet all() const { return all_; }
  PhaseSet Group(int group) const { return group_[group]; }
  int GroupOf(int phase) const { return group_of_[phase]; }
  PhaseSet Conflicting(int phase) const { return conflicting_[phase]; }

  // The first phase of `among` behind `phase` in its ring, before the next barrier.
  int After(int phase, PhaseSet among) const;
  // The first phase of `among` in a ring and group.
  int First(int ring, int group, PhaseSet among) const;
  // The phase that a ring enters a group with: the first that is called, else its dual-entry phase, else none.
  int Entry(int ring, int group, PhaseSet called) const;
  // The next group, in turn, that has a phase of `among`; kNone if only `group` itself has.
  int GroupAfter(int group, PhaseSet among) const;

 private:
  PhaseSet all_ = 0;
  PhaseSet dual_entry_ = 0;
  PhaseSet group_[kPhases] = {};
  PhaseSet ring_[kRings] = {};
  PhaseSet conflicting_[kPhases] = {};
  int group_of_[kPhases] = {};
  int ring_of_[kPhases] = {};
  int order_[kRings][kPhases] = {};  // kNone behind the last
  int groups_ = 0;
};

}  // namespace stopline
