#include "priority.h"

namespace stopline {

void Priority::Step(const Input&, const Barriers&, const Calls&, const Coordination&, Control&, Events&) {}

void Priority::Drop(Events&) {
  for (PriorityStatus& status : status_) status = PriorityStatus::kIdle;
}

}  // namespace stopline
