// Overlaps (NTCIP 1202 overlap table): movements that are green with any of several phases, and stay green from one to
// the next. Kinds: normal, minus green and yellow, flashing yellow arrow; each with trailing green, yellow and red.
#pragma once

#include "barriers.h"
#include "control.h"

namespace stopline {

class Overlaps {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }
  // Before the rings move: phases that may not begin because an overlap that conflicts with them is not through, and
  // phases that may not end because an overlap's minimum green hangs on them.
  void Gate(const Barriers& barriers, Control& control) const;
  // After the rings have moved. Codes 61 to 65, and 32, 33 of a flashing yellow arrow.
  void Step(const Barriers& barriers, Events& events);
  void Drop(Events& events);

  Interval interval(int overlap) const { return interval_[overlap]; }
  Lamp lamp(int overlap) const { return lamp_[overlap]; }

 private:
  const Tables* tables_ = nullptr;
  Interval interval_[kOverlaps] = {};
  Lamp lamp_[kOverlaps] = {};
};

}  // namespace stopline
