// What a strategy that plans wants, said to the rings in the words that they obey. It is bounded twice: by the rings,
// that keep every minimum and clearance, and here by a count of its own, so that nobody who calls is passed over for
// ever.
#pragma once

#include "barriers.h"

namespace stopline {

class Steering {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all, Control& control);
  void Drop();

 private:
  void ExtendRed(const Input& input, const Barriers& barriers, PhaseSet all, Control& control);
  void Count(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all);
  PhaseSet Overdue(const Input& input) const;

  const Tables* tables_ = nullptr;
  Tenths extended_ = 0;
  Tenths waited_[kPhases] = {};  // since those who call a phase had green, in it or in another
};

}  // namespace stopline
