// A strategy says when a green should end. It sees one green at a time and proposes; the controller keeps minimum,
// maximum, pedestrian intervals and barriers whatever is proposed, so a strategy can be unwise but not unsafe.
#pragma once

#include <cstdint>

namespace stopline::strategies {

// A green that may end: its minimum and its pedestrian intervals are over and someone who conflicts with it is waiting.
// Tenths.
struct Green {
  std::int32_t phase;  // from 0
  std::int32_t elapsed;
  std::int32_t gap_left;  // until the passage time of the last vehicle is over; a vehicle on the detector holds it at
                          // the passage time
  std::int32_t max_left;  // until the controller ends it anyway
  bool demand;            // a vehicle is on a detector, or the phase is recalled to its maximum
};

enum class Proposal : std::int32_t { kStay, kGapOut, kForceOff };

struct Strategy {
  const char* name;
  Proposal (*propose)(const Green& green);
};

// The strategies by index, as the tables name them. Returns nullptr past the last.
const Strategy* At(std::int32_t index);

}  // namespace stopline::strategies
