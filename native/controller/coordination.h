// Coordination: keeps the local cycle and turns splits into holds, permissives and force-offs of the rings (NEMA TS 2
// 3.6, NTCIP 1202 pattern and split). Free while the pattern has no cycle.
#pragma once

#include "barriers.h"
#include "control.h"

namespace stopline {

class Coordination {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }
  // One tenth. Writes holds, omits, force-offs and maximum inhibits into `control`, and codes 132 to 134 on, 150, 151.
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, Control& control, Events& events);
  // Into flash: the next step begins anew.
  void Drop();

  CoordinationStatus status() const { return status_; }
  Tenths local() const { return local_; }  // into the local cycle; kNone while free

 private:
  const Tables* tables_ = nullptr;
  CoordinationStatus status_ = CoordinationStatus::kFree;
  Tenths local_ = kNone;
};

}  // namespace stopline
