// Priority for a vehicle that is on its way (NTCIP 1211): its green is extended or comes early, or is inserted, within
// the limits of the site; what it asks for is a better place within the cycle, never a right over a minimum.
#pragma once

#include "coordination.h"

namespace stopline {

class Priority {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }
  // One tenth, after coordination: changes its force-offs and holds. Codes 112 to 115.
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, const Coordination& coordination,
            Control& control, Events& events);
  void Drop(Events& events);

  PriorityStatus status(int slot) const { return status_[slot]; }

 private:
  const Tables* tables_ = nullptr;
  PriorityStatus status_[kRequests] = {};
};

}  // namespace stopline
