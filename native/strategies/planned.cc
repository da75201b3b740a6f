#include "strategies.h"

namespace stopline::strategies {

// The two that plan want greens (planner/planner.h); where a plan has nothing to say, gaps end a green.
const Strategy kMaxPressure{"max-pressure", ByGaps, Kind::kPressure};
const Strategy kAdaptive{"adaptive", ByGaps, Kind::kPlan};

}  // namespace stopline::strategies
