// Preemption (NTCIP 1202 preempt, NEMA TS 2 3.7): delay, entry, track clearance, dwell, exit. The first preempt of the
// table is the most important and takes over from a later one. It acts through `Control` alone, so minimum greens,
// pedestrian clearances, yellow changes and red clearances hold; entry takes as long as they do.
#pragma once

#include "barriers.h"
#include "control.h"
#include "preempt_input.h"

namespace stopline {

class Preemption {
 public:
  void Open(const Tables& tables);
  // One tenth. While a preempt is in force it takes back what coordination and priority asked. Codes 101 to 111.
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, Control& control, Events& events);
  // Into flash: inputs that are still on begin anew behind it.
  void Drop(Events& events);

  int active() const { return active_; }  // from 0, kNone; in delay the one that is waited for
  PreemptInterval interval() const { return interval_; }
  // From entry to exit: the intersection is the preempt's.
  bool InForce() const { return interval_ != PreemptInterval::kNone && interval_ != PreemptInterval::kDelay; }

 private:
  void Move(const Barriers& barriers, Events& events);
  void Enter(int preempt, Events& events);
  void Leave(Events& events);
  void Turn(PreemptInterval interval, Event event, Events& events);
  int Due() const;
  // Where the preempt wants to be, as of this interval.
  PhaseSet Wanted() const;
  bool Arrived(const Barriers& barriers, bool all) const;
  void Ask(const Barriers& barriers, const Calls& calls, Control& control) const;

  const Tables* tables_ = nullptr;
  PhaseSet all_ = 0;
  PhaseSet conflicting_[kPhases] = {};
  PreemptInput inputs_[kPreempts];
  int active_ = kNone;
  PreemptInterval interval_ = PreemptInterval::kNone;
  Tenths elapsed_ = 0;   // in the interval
  Tenths duration_ = 0;  // since entry
  // Phases that have not been green since a preempt ended.
  PhaseSet owed_ = 0;
};

}  // namespace stopline
