// What a strategy that plans wants, said to the rings in the words that they obey. It is bounded twice: by the rings,
// that keep every minimum and clearance, and here by a count of its own, so that nobody who calls is passed over for
// ever.
#pragma once

#include "barriers.h"

namespace stopline {

class Steering {
 public:
  void Open(const Tables& tables);
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all, Control& control);
  void Drop();

 private:
  void ExtendRed(const Input& input, const Barriers& barriers, PhaseSet all, Control& control);
  void Count(const Input& input, const Barriers& barriers, const Calls& calls);
  // Of the sets that have waited for too long those that are to be served: all of them, and one of each at the least.
  PhaseSet Overdue(const Input& input, PhaseSet all, PhaseSet want, bool& passed_over) const;

  Tenths extended_ = 0;
  // Who is counted: whoever calls a set of phases, and each phase that the sheet calls or that nobody calls with
  // others.
  static constexpr int kCounted = kCallers + kPhases;
  PhaseSet sets_[kCounted] = {};
  PhaseSet alone_ = 0;
  Tenths waited_[kCounted] = {};  // since a phase of the set had green
};

}  // namespace stopline
