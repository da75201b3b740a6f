// Stop time, manual control enable and interval advance (NEMA TS 2 3.9): what an officer does at the cabinet's door.
#pragma once

#include "control.h"
#include "events.h"

namespace stopline {

class Manual {
 public:
  // One tenth. Codes 178 to 180, each when its input changes (179 when it is pressed).
  void Step(const Input& input, PhaseSet all, Control& control, Events& events);

 private:
  bool enabled_ = false;
  bool stopped_ = false;
};

}  // namespace stopline
