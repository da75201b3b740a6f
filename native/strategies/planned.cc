#include "strategies.h"

namespace stopline::strategies {

// The two that plan want greens (adaptive/planner.h); where a plan has nothing to say, gaps end a green.
const Strategy kMaxPressure{"max-pressure", ByGaps};
const Strategy kAdaptive{"adaptive", ByGaps};

}  // namespace stopline::strategies
