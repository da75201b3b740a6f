// Where the signals stand, for a strategy that plans. A value: strategies know nothing of the controller.
#pragma once

#include <cstdint>

namespace stopline::strategies {

// Sets have bit p for phase p + 1, times are tenths.
struct Standing {
  bool running;              // neither in flash nor in start-up
  bool led;                  // a preempt, an officer or the way into flash decides: nothing that is wanted is heeded
  std::uint32_t green;       // with those whose walk leads their green
  std::uint32_t chosen;      // to follow, in yellow and red clearance: this can not be changed any more
  std::uint32_t firm;        // greens that may not end yet: minimums and pedestrians
  std::int32_t until_end;    // until the last of the greens may end: minimums and pedestrians
  std::int32_t until_green;  // until the chosen are green
  std::int32_t elapsed;      // of the youngest green
  std::uint32_t walk_due;    // pedestrians wait for them
  std::uint32_t called;      // somebody waits for them: vehicles, pedestrians, recalls
};

}  // namespace stopline::strategies
