// One ring: the phase that has it, and where that phase stands in green, yellow change, red clearance.
#pragma once

#include "../strategies/strategy.h"
#include "pedestrian.h"

namespace stopline {

class Ring {
 public:
  // What a green looks at in one tick.
  struct Look {
    bool demand;    // a vehicle holds the green
    bool conflict;  // someone who conflicts with it has a call
    Tenths max_green;
  };

  void Begin(const Tables& tables, int phase, bool walk, Events& events);
  void BeginWalk(Events& events) { pedestrian_.Begin(phase_, events); }
  // One tenth of yellow change or red clearance.
  void TimeClearance(const Tables& tables, Events& events);
  // One tenth of green.
  void TimeGreen(const Tables& tables, const strategies::Strategy& strategy, const Look& look, Events& events);
  // From green to yellow. `next` is the phase of the same group to follow, or kNone if the barrier decides.
  void End(int next, Events& events);
  // Into flash.
  void Drop(Events& events);

  int phase() const { return phase_; }  // kNone before the ring's first, and in a group where it has none
  int next() const { return next_; }
  Interval interval() const { return interval_; }
  Tenths elapsed() const { return elapsed_; }
  Tenths gap() const { return gap_; }
  // Of green with a conflicting call; kNone while there is none.
  Tenths max_elapsed() const { return max_elapsed_; }
  const Pedestrian& pedestrian() const { return pedestrian_; }
  bool Green() const { return interval_ == Interval::kGreen; }
  bool Clearing() const { return interval_ == Interval::kYellow || interval_ == Interval::kRedClear; }
  bool Conflict() const { return max_elapsed_ != kNone; }
  // The green may end: minimum and pedestrians are through, someone conflicting waits, and it has gapped, maxed or been
  // forced out.
  bool Ready() const { return ending_ != Termination::kNone; }
  Termination ending() const { return ending_; }
  // Nobody holds the green and nobody conflicts: it stands because it may as well.
  bool Resting(const Tables& tables) const;

 private:
  Termination Propose(const Tables& tables, const strategies::Strategy& strategy, const Look& look) const;

  int phase_ = kNone;
  int next_ = kNone;
  Interval interval_ = Interval::kRed;
  Tenths elapsed_ = 0;  // in the interval
  bool begun_ = false;  // in this tick
  Tenths gap_ = 0;
  Tenths max_elapsed_ = kNone;
  Termination ending_ = Termination::kNone;
  Pedestrian pedestrian_;
};

}  // namespace stopline
