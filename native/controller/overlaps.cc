#include "overlaps.h"

namespace stopline {

void Overlaps::Gate(const Barriers&, Control&) const {}

void Overlaps::Step(const Barriers&, Events&) {}

void Overlaps::Drop(Events&) {
  for (Interval& interval : interval_) interval = Interval::kRed;
  for (Lamp& lamp : lamp_) lamp = kRed;
}

}  // namespace stopline
