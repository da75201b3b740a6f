#include "strategies.h"

namespace stopline::strategies {

// NEMA's actuated phase: green as long as the gaps between vehicles are shorter than the passage time.
Proposal ByGaps(const Green& green) { return green.demand || green.gap_left > 0 ? Proposal::kStay : Proposal::kGapOut; }

const Strategy kFullyActuated{"fully-actuated", ByGaps};

}  // namespace stopline::strategies
