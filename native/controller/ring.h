// One ring: the phase that has it, where that phase stands in green, yellow change, red clearance, and the phase that
// was chosen to follow.
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
    bool held;
    bool still;  // an overlap's minimum hangs on it
    bool may_max_out;
    bool to_red;         // though nobody waits
    Termination forced;  // kNone: it is not
    Tenths max_green;
  };

  // The phase to follow, once the way is free. It stands from the end of the green on.
  void Choose(int next, Events& events);
  void Unchoose() { next_ = kNone; }
  void Begin(const Tables& tables, bool walk, Events& events);
  void BeginWalk(Events& events) { pedestrian_.Begin(phase_, events); }
  // One tenth of yellow change or red clearance.
  void TimeClearance(const Tables& tables, Events& events);
  // One tenth of waiting in red for the way to be free.
  void Wait() { waited_ = waited_ < kLongestWait ? waited_ + 1 : waited_; }
  // One tenth of green.
  void TimeGreen(const Tables& tables, const strategies::Strategy& strategy, const Look& look, Events& events);
  // From green to yellow.
  void End(Events& events);
  // Into flash.
  void Drop(Events& events);

  int phase() const { return phase_; }  // kNone before the ring's first, and in a group where it has none
  // Chosen to follow; kNone while green, and where nothing follows.
  int next() const { return next_; }
  Interval interval() const { return interval_; }
  Tenths elapsed() const { return elapsed_; }
  Tenths gap() const { return gap_; }
  // Of green with a conflicting call; kNone while there is none.
  Tenths max_elapsed() const { return max_elapsed_; }
  Tenths waited() const { return waited_; }
  const Pedestrian& pedestrian() const { return pedestrian_; }
  bool Green() const { return interval_ == Interval::kGreen; }
  bool Clearing() const { return interval_ == Interval::kYellow || interval_ == Interval::kRedClear; }
  // Red, with a phase chosen or with nothing to do.
  bool Pending() const { return interval_ == Interval::kRed && next_ != kNone; }
  bool Idle() const { return interval_ == Interval::kRed && next_ == kNone; }
  bool Conflict() const { return max_elapsed_ != kNone; }
  // The green may end: minimum and pedestrians are through, and it has gapped, maxed or been forced out.
  bool Ready() const { return ending_ != Termination::kNone; }
  Termination ending() const { return ending_; }
  // Nobody holds the green and nobody conflicts: it stands because it may as well.
  bool Resting(const Tables& tables) const;

 private:
  Termination Propose(const Tables& tables, const strategies::Strategy& strategy, const Look& look) const;

  static constexpr Tenths kLongestWait = 1'000'000;  // a day and more

  std::int32_t phase_ = kNone;
  std::int32_t next_ = kNone;
  Interval interval_ = Interval::kRed;
  Tenths elapsed_ = 0;      // in the interval
  std::int32_t begun_ = 0;  // in this tick
  Tenths gap_ = 0;
  Tenths max_elapsed_ = kNone;
  Tenths waited_ = 0;  // in red for the phase that was chosen
  Termination ending_ = Termination::kNone;
  Pedestrian pedestrian_;
};

}  // namespace stopline
