#include "preemption.h"

namespace stopline {

void Preemption::Step(const Input&, const Barriers&, Control&, Events&) {}

void Preemption::Drop(Events&) {
  active_ = kNone;
  interval_ = PreemptInterval::kNone;
}

}  // namespace stopline
