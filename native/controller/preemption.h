// Preemption (NTCIP 1202 preempt, NEMA TS 2 3.7): delay, entry, track clearance, dwell, exit. The first preempt of the
// table is the most important and takes over from a later one. It acts through `Control` alone, so minimum greens,
// pedestrian clearances, yellow changes and red clearances hold.
#pragma once

#include "barriers.h"
#include "control.h"

namespace stopline {

class Preemption {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }
  // One tenth. While a preempt is in force it takes back what coordination and priority asked. Codes 101 to 111.
  void Step(const Input& input, const Barriers& barriers, Control& control, Events& events);
  // Into flash: inputs that are still on begin anew behind it.
  void Drop(Events& events);

  int active() const { return active_; }  // from 0, kNone
  PreemptInterval interval() const { return interval_; }

 private:
  const Tables* tables_ = nullptr;
  int active_ = kNone;
  PreemptInterval interval_ = PreemptInterval::kNone;
};

}  // namespace stopline
