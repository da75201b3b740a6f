// The pedestrian movement of a phase: walk, then flashing don't walk. Once begun nothing shortens it.
#pragma once

#include "events.h"
#include "sequence.h"

namespace stopline {

class Pedestrian {
 public:
  void Begin(int phase, Events& events) {
    interval_ = PedInterval::kWalk;
    elapsed_ = 0;
    events.OfPhase(Event::kBeginWalk, phase);
  }

  // One tenth later.
  void Time(const Tables& tables, int phase, Events& events) {
    if (!Running()) return;
    ++elapsed_;
    if (interval_ == PedInterval::kWalk && elapsed_ >= tables.walk[phase]) {
      interval_ = PedInterval::kPedClear;
      elapsed_ = 0;
      events.OfPhase(Event::kBeginPedClear, phase);
    } else if (interval_ == PedInterval::kPedClear && elapsed_ >= tables.ped_clear[phase]) {
      interval_ = PedInterval::kDontWalk;
      events.OfPhase(Event::kBeginDontWalk, phase);
    }
  }

  bool Running() const { return interval_ != PedInterval::kDontWalk; }
  // Until the last of those whom it lets go has crossed.
  Tenths Left(const Tables& tables, int phase) const {
    if (!Running()) return 0;
    const Tenths walk_left = interval_ == PedInterval::kWalk ? tables.walk[phase] : 0;
    return walk_left + tables.ped_clear[phase] - elapsed_;
  }
  PedInterval interval() const { return interval_; }

 private:
  PedInterval interval_ = PedInterval::kDontWalk;
  Tenths elapsed_ = 0;
};

}  // namespace stopline
