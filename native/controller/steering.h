// What a strategy that plans wants, said to the rings in the words that they obey. It is bounded twice: by the rings,
// that keep every minimum and clearance, and here by a count of its own, so that nobody who calls is passed over for
// ever.
#pragma once

#include "barriers.h"

namespace stopline {

class Steering {
 public:
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all, Control& control);
  void Drop() { *this = Steering{}; }

 private:
  void Count(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all);
  PhaseSet Overdue(const Input& input) const;

  Tenths waited_[kPhases] = {};  // since a phase that is called was green
};

}  // namespace stopline
