#include "coordination.h"

namespace stopline {

void Coordination::Step(const Input&, const Barriers&, const Calls&, Control&, Events&) {}

void Coordination::Drop() {
  status_ = CoordinationStatus::kFree;
  local_ = kNone;
}

}  // namespace stopline
