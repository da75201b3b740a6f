// The controller: from calls to what the channels should show. Every green it begins is one that rings and barriers
// allow, and lasts at least as long as the timing sheet says, whatever is called, recalled or proposed.
#pragma once

#include "../strategies/standing.h"
#include "coordination.h"
#include "flash.h"
#include "manual.h"
#include "overlaps.h"
#include "preemption.h"
#include "priority.h"
#include "steering.h"

namespace stopline {

class Controller {
 public:
  // Returns nullptr, or what is wrong with the tables in words. Nothing else may be called before it has returned
  // nullptr.
  const char* Open(const Tables& tables);

  // One tenth of a second. Writes start-up, events, and the channels as proposals. `asked`: why it must stand in flash,
  // or kNotFlash.
  void Step(const Input& input, FlashStatus asked, Output& output);

  void Look(State& state) const;
  // For a strategy that plans.
  strategies::Standing Standing() const;

 private:
  FlashStatus Heeded(FlashStatus asked) const;
  void Run(const Input& input, Flash::Stage before, Events& events);
  void Drop(Events& events);
  void LookAtRing(int r, State& state) const;
  void LookAtPhase(int p, State& state) const;

  Tables tables_{};
  Calls calls_;
  Barriers barriers_;
  Overlaps overlaps_;
  Coordination coordination_;
  Priority priority_;
  Preemption preemption_;
  Flash flash_;
  Manual manual_;
  Steering steering_;
  PhaseSet all_ = 0;
  std::int32_t max_green_[kPhases] = {};  // as last told; only to look at
};

}  // namespace stopline
