// How a local cycle that is out of step with the time base comes back: by longer or shorter cycles, each within a
// bound (NTCIP 1202 coordCorrectionMode).
#pragma once

#include <algorithm>

#include "sequence.h"

namespace stopline {

struct CorrectionStep {
  Tenths by;  // that the cycle is longer; below 0, shorter
  CoordinationStatus status;
};

// A cycle is longer or shorter by a fifth of itself at the most, and never shorter than its minimums (`room`); a dwell
// is half a cycle at the most, so that whoever waits does so for two cycles and not for three.
//
// Bounds, of whole cycles from the first that begins out of step: add-only 5, since it has less than a cycle to add and
// adds a fifth; dwell 2 by the same count; short-way 5 at the most, and 3 where there is room for a fifth, since what
// cannot be added in 2 is less than three fifths. What is left to the chosen side only shrinks, so it stays chosen.
//
// `late`: what the time base is ahead, 0 to below `cycle`.
inline CorrectionStep Correct(std::int32_t mode, Tenths late, Tenths cycle, Tenths room) {
  if (late == 0) return {0, CoordinationStatus::kInStep};
  const Tenths early = cycle - late;
  if (mode == kDwell) return {std::min(early, cycle / 2), CoordinationStatus::kTransitionDwell};
  const Tenths more = std::max(cycle / 5, 1);
  const Tenths less = mode == kShortWay ? std::min(more, room) : 0;
  const auto times = [](Tenths whole, Tenths by) { return (whole + by - 1) / by; };
  const bool shorter = less > 0 && (times(late, less) < times(early, more) ||
                                    (times(late, less) == times(early, more) && late <= early));
  if (shorter) return {-std::min(late, less), CoordinationStatus::kTransitionSubtract};
  return {std::min(early, more), CoordinationStatus::kTransitionAdd};
}

}  // namespace stopline
