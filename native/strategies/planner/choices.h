// What may be green together: the sets of phases that a plan chooses among.
#pragma once

#include "../../buffers.h"
#include "../../sets.h"

namespace stopline::strategies {

using Set = std::uint32_t;  // bit p for phase p + 1, or bit l for lane l

struct Choice {
  Set phases;
  Set lanes;     // that have green in it
  Set yielding;  // those of them that give way
};

class Choices {
 public:
  // Every set of phases, at most one a ring, that may be green together and to which no other can be added.
  void Open(const Tables& tables, const Lanes& lanes);

  int count() const { return count_; }
  const Choice& operator[](int c) const { return choices_[c]; }
  // Tenths from the end of one's green to the green of those of the other who are not green in both.
  std::int32_t Change(int from, int to) const { return change_[from][to]; }
  // Tenths of green at the least that those have who are green in the other and not in the one.
  std::int32_t Least(int from, int to) const { return least_[from][to]; }
  // Choices that must not follow straight: who turns against oncoming vehicles and waits for his gap in the middle of
  // the intersection would have lost his green while they keep theirs, and never find it (the left-turn trap).
  // `turning`: lanes of which somebody may be there. Where nothing else could follow there are none.
  Set Traps(int from, Set turning) const;
  // The choice that all of these are in, the smallest of several; -1: there is none.
  int Of(Set phases) const;

 private:
  void Extend(const Tables& tables, int group, int ring, Set phases);
  void Keep(Set phases);
  std::int32_t Between(const Tables& tables, Set from, Set to) const;
  Set Caught(const Lanes& lanes, const Choice& from, const Choice& to) const;

  Choice choices_[kPlans] = {};
  std::int32_t change_[kPlans][kPlans] = {};
  std::int32_t least_[kPlans][kPlans] = {};
  Set caught_[kPlans][kPlans] = {};  // lanes, where the other follows the one
  int count_ = 0;
};

}  // namespace stopline::strategies
