// Stop time, manual control enable and interval advance (NEMA TS 2 3.9): what an officer does at the cabinet's door.
#pragma once

#include "control.h"
#include "events.h"

namespace stopline {

class Manual {
 public:
  // One tenth. Codes 178 to 180, each when its input changes (179 when it is pressed). Over a preempt and the way into
  // flash (`led`) the officer has no say but to stop time.
  void Step(const Input& input, PhaseSet all, bool led, Control& control, Events& events);

  bool on() const { return enabled_ != 0 || stopped_ != 0; }

 private:
  std::int32_t enabled_ = 0;
  std::int32_t stopped_ = 0;
  std::int32_t pressed_ = 0;
};

}  // namespace stopline
