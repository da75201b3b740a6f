// Makes the states of an intersection finite without changing what it does: counters stop at the largest time that they
// are compared with, and what is written anew in every tenth before it is read is wiped. That this changes nothing is
// itself tested: settle_check runs a settled intersection beside one that is left alone.
#pragma once

#include <vector>

#include "seen.h"

namespace prove {

class Settle {
 public:
  // Rings that have both waited for each other's phases for `longest_wish` are taken to have waited equally long.
  Settle(const stopline::Tables& tables, const stopline::monitor::Tables& monitor,
         const std::vector<stopline::Input>& patterns, std::int32_t longest_wish);
  void operator()(stopline::Junction& junction) const;

 private:
  std::int32_t longest_wish_;
  void Controller(stopline::Controller& controller) const;
  static void Flash(stopline::Flash& flash);
  static void Calls(stopline::Calls& calls);
  void Ring(stopline::Ring& ring) const;
  void Overlaps(stopline::Overlaps& overlaps) const;
  void Preemption(stopline::Preemption& preemption) const;
  void Monitor(stopline::monitor::Monitor& monitor) const;

  std::int32_t green_[stopline::kPhases] = {};  // largest time that an elapsed green is compared with
  Set steps_ = 0;                               // phases whose maximum is dynamic
  std::int32_t max_[stopline::kPhases] = {};    // largest maximum
  std::int32_t overlap_[stopline::kOverlaps] = {};
  std::int32_t preempt_ = 0;                        // largest time that a preempt's interval is compared with
  std::int32_t preempt_duration_ = 0;               // and all of it
  std::int32_t lamp_[stopline::kChannels][7] = {};  // by channel and lamp: largest time its age is compared with
  std::int32_t walked_[stopline::kChannels] = {};
};

}  // namespace prove
