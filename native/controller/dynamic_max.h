// Dynamic maximum (NTCIP 1202 phaseDynamicMaxLimit, phaseDynamicMaxStep): from the second max-out in a row each adds a
// step, as long as the limit allows it; from the second gap-out in a row each takes one away. While the pattern or a
// broken detector keeps the phase on recall to maximum it tells nothing about traffic: nobody asks, and the pattern's
// maximum stands.
#pragma once

#include <algorithm>

#include "events.h"
#include "sequence.h"

namespace stopline {

class DynamicMax {
 public:
  Tenths Of(const Tables& tables, int phase, Tenths max_green) const {
    return std::max(max_green, std::min(tables.dynamic_max_limit[phase], max_green + added_));
  }

  void Ended(const Tables& tables, int phase, Termination by, Tenths max_green, Events& events) {
    const Tenths step = tables.dynamic_max_step[phase];
    row_ = by == Termination::kMaxOut   ? std::min(std::max(row_, 0) + 1, 2)
           : by == Termination::kGapOut ? std::max(std::min(row_, 0) - 1, -2)
                                        : 0;
    if (step == 0) return;
    if (row_ == 2 && max_green + added_ + step <= tables.dynamic_max_limit[phase]) {
      added_ += step;
      events.OfPhase(Event::kDynamicMaxUp, phase);
    } else if (row_ == -2 && added_ > 0) {
      added_ -= step;
      events.OfPhase(Event::kDynamicMaxDown, phase);
    }
  }

 private:
  Tenths added_ = 0;      // whole steps
  std::int32_t row_ = 0;  // max-outs in a row, gap-outs below 0; two are enough
};

}  // namespace stopline
