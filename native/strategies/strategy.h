// A strategy says when a green should end. It sees one green at a time and proposes; the controller keeps minimum,
// maximum, pedestrian intervals and barriers whatever is proposed, so a strategy can be unwise but not unsafe.
#pragma once

#include <cstdint>

namespace stopline::strategies {

// What a strategy gets: a green that may end. Its minimum and its pedestrian intervals are over and someone who
// conflicts with it is waiting; it is asked again in every tenth of that, for each ring's green alone, and should keep
// no memory of its own (two intersections may ask in turn). Tenths.
struct Green {
  std::int32_t phase;  // from 0
  std::int32_t elapsed;
  std::int32_t gap_left;  // until the gap behind the last vehicle is longer than it may be: the passage time, or less
                          // by gap reduction; a vehicle on the detector holds it there
  std::int32_t max_left;  // until the controller ends it anyway; a day where its maximum is inhibited
  bool demand;            // a vehicle is on a detector, or the phase is recalled to its maximum
};

// kStay holds until max_left is 0. A gap-out (4 in the journal) ends the green as soon as it may: at once towards a
// phase of its own side of the barrier, across the barrier when every ring may. While it waits there it is asked on,
// and may stay after all.
enum class Proposal : std::int32_t { kStay, kGapOut };

// What leads the greens beside that, where it can (planner/): nothing, the longest queues, or the plan that costs
// least.
enum class Kind : std::int32_t { kGapsOnly, kPressure, kPlan };

struct Strategy {
  const char* name;  // as a site file writes it
  Proposal (*propose)(const Green& green);
  Kind kind = Kind::kGapsOnly;
};

// The strategies by index, as the pattern in force names them. An index that is not there gets the first: no green is
// without a strategy.
const Strategy& At(std::int32_t index);
std::int32_t Count();

}  // namespace stopline::strategies
