// The pedestrian movement of a phase: walk, then flashing don't walk. Once begun nothing shortens it.
#pragma once

#include <algorithm>

#include "events.h"
#include "sequence.h"

namespace stopline {

class Pedestrian {
 public:
  void Begin(int phase, Events& events) {
    interval_ = PedInterval::kWalk;
    elapsed_ = 0;
    advanced_ = 0;
    events.OfPhase(Event::kBeginWalk, phase);
  }

  // One tenth later; a walk that `stays` goes on beyond its time.
  void Time(const Tables& tables, int phase, bool stays, Events& events) {
    if (!Running()) return;
    if (interval_ == PedInterval::kWalk) {
      elapsed_ = std::min(elapsed_ + 1, tables.walk[phase]);
      if (elapsed_ < tables.walk[phase] || (stays && advanced_ == 0)) return;
      interval_ = PedInterval::kPedClear;
      elapsed_ = 0;
      events.OfPhase(Event::kBeginPedClear, phase);
    } else if (++elapsed_ >= tables.ped_clear[phase]) {
      interval_ = PedInterval::kDontWalk;
      events.OfPhase(Event::kBeginDontWalk, phase);
    }
  }
  // The walk does not stay beyond its time.
  void Advance() { advanced_ = 1; }

  bool Running() const { return interval_ != PedInterval::kDontWalk; }
  // The walk has had its time and stays.
  bool Resting(const Tables& tables, int phase) const {
    return interval_ == PedInterval::kWalk && elapsed_ >= tables.walk[phase];
  }
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
  std::int32_t advanced_ = 0;
};

}  // namespace stopline
