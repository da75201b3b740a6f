// One ring: the phase that has it, where that phase stands in green, yellow change, red clearance, and the phase that
// was chosen to follow.
#pragma once

#include "../strategies/strategy.h"
#include "density.h"
#include "pedestrian.h"

namespace stopline {

class Ring {
 public:
  // What a green looks at in one tick.
  struct Look {
    bool demand;    // a vehicle holds the green
    bool called;    // it has a call of its own
    bool conflict;  // someone who conflicts with it has a call
    bool held;
    bool still;  // an overlap's minimum hangs on it
    bool may_max_out;
    bool to_red;         // though nobody waits
    bool manual;         // it ends by interval advance alone
    bool walk_stays;     // beyond its time
    Termination forced;  // kNone: it is not
    bool extended;       // it goes on though it would end
    Tenths max_green;
  };

  // The phase to follow, once the way is free. It stands from the end of the green on. With a `cap` it is served once
  // more before the barrier, and longer than that in no case.
  void Choose(int next, Events& events, Tenths cap = kNone);
  void Unchoose() { next_ = kNone; }
  // It begins: with the green, or with a walk that leads it.
  void Begin(const Tables& tables, bool walk, Tenths initial, Events& events);
  // Somebody is let go, and the green stays until they have crossed.
  void BeginWalk(Events& events);
  // One tenth of leading walk; `initial` is the least green if it follows now.
  void TimeLeadingWalk(const Tables& tables, bool walk_stays, Tenths initial, Events& events);
  // One tenth of yellow change or red clearance.
  void TimeClearance(const Tables& tables, Events& events);
  // It waits for a phase that others have chosen against; kNone: for none. And one tenth of that.
  void Wish(int phase);
  void Wait() { waited_ = wish_ == kNone ? 0 : Later(waited_); }
  // One tenth of green.
  void TimeGreen(const Tables& tables, const strategies::Strategy& strategy, const Look& look, Events& events);
  // Interval advance: of the walk, or of the green.
  void AdvanceWalk() { pedestrian_.Advance(); }
  void Advance() { advanced_ = 1; }
  // From green to yellow.
  void End(Events& events);
  // Into flash.
  void Drop(Events& events);

  int phase() const { return phase_; }  // kNone before the ring's first, and in a group where it has none
  // Chosen to follow; kNone while green, and where nothing follows.
  int next() const { return next_; }
  Interval interval() const { return interval_; }
  Tenths elapsed() const { return elapsed_; }
  Tenths initial() const { return initial_; }  // the least green
  Tenths gap() const { return gap_; }
  // Of green with a conflicting call; kNone while there is none.
  Tenths max_elapsed() const { return max_elapsed_; }
  int wish() const { return wish_; }
  Tenths waited() const { return waited_; }
  Tenths cap() const { return cap_; }  // kNone: it is not served out of turn
  const Pedestrian& pedestrian() const { return pedestrian_; }
  bool Green() const { return interval_ == Interval::kGreen; }
  bool On() const { return Green() || interval_ == Interval::kLeadingWalk; }
  bool Clearing() const { return interval_ == Interval::kYellow || interval_ == Interval::kRedClear; }
  // Red, with a phase chosen or with nothing to do.
  bool Pending() const { return interval_ == Interval::kRed && next_ != kNone; }
  bool Idle() const { return interval_ == Interval::kRed && next_ == kNone; }
  // It is green, and somebody who conflicts with it waits.
  bool Conflict() const { return max_elapsed_ != kNone; }
  // It is green and may end: minimum and pedestrians are through, and it has gapped, maxed or been forced out.
  bool Ready() const { return ending_ != Termination::kNone && outlasts_ == 0; }
  // It would have ended in this tenth, and was extended.
  bool Outlasts() const { return outlasts_ != 0; }
  Termination ending() const { return ending_; }
  // Nobody holds the green: it stands because it may as well.
  bool Resting(const Tables& tables) const;

 private:
  void BeginGreen(Tenths initial, Events& events);
  void TimeGap(const Tables& tables, const Look& look, Events& events);
  bool Through(const Tables& tables, const Look& look) const;
  Termination Propose(const Tables& tables, const strategies::Strategy& strategy, const Look& look) const;

  static constexpr Tenths kLongest = 1'000'000;  // a day and more, as far as anything is counted
  static constexpr Tenths Later(Tenths time) { return time < kLongest ? time + 1 : time; }

  std::int32_t phase_ = kNone;
  std::int32_t next_ = kNone;
  Interval interval_ = Interval::kRed;
  Tenths elapsed_ = 0;      // in the interval
  std::int32_t begun_ = 0;  // in this tick
  Tenths initial_ = 0;
  Tenths open_ = 0;  // since a vehicle last held the green, up to the passage time
  Tenths gap_ = 0;   // left of the gap that is allowed
  Tenths max_elapsed_ = kNone;
  std::int32_t wish_ = kNone;
  Tenths waited_ = 0;
  Tenths cap_ = kNone;
  Tenths next_cap_ = kNone;
  std::int32_t advanced_ = 0;
  Termination ending_ = Termination::kNone;
  std::int32_t outlasts_ = 0;
  Pedestrian pedestrian_;
};

}  // namespace stopline
