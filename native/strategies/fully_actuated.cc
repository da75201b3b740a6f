#include "strategies.h"

namespace stopline::strategies {

namespace {

// NEMA's actuated phase: green as long as the gaps between vehicles are shorter than the passage time.
Proposal Propose(const Green& green) {
  return green.demand || green.gap_left > 0 ? Proposal::kStay : Proposal::kGapOut;
}

}  // namespace

const Strategy kFullyActuated{"fully-actuated", Propose};

}  // namespace stopline::strategies
