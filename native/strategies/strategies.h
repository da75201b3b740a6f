// One line a strategy; table.cc gives them their order.
#pragma once

#include "strategy.h"

namespace stopline::strategies {

extern const Strategy kFullyActuated;

}  // namespace stopline::strategies
