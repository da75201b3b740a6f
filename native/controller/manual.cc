#include "manual.h"

namespace stopline {

void Manual::Step(const Input&, PhaseSet, Control&, Events&) {}

}  // namespace stopline
