// One line a strategy; table.cc gives them their order.
#pragma once

#include "strategy.h"

namespace stopline::strategies {

extern const Strategy kFullyActuated;
extern const Strategy kFixed;
extern const Strategy kMaxPressure;
extern const Strategy kAdaptive;

// What the first proposes; of those that plan, where their plan is silent.
Proposal ByGaps(const Green& green);

}  // namespace stopline::strategies
