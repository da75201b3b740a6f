#include "strategies.h"

namespace stopline::strategies {

namespace {

// Every green lasts for its maximum, whatever the gaps say.
Proposal Propose(const Green&) { return Proposal::kStay; }

}  // namespace

const Strategy kFixed{"fixed", Propose};

}  // namespace stopline::strategies
