// The rings together: which phase follows which, and when all of them cross a barrier.
#pragma once

#include "calls.h"
#include "control.h"
#include "ring.h"

namespace stopline {

class Barriers {
 public:
  void Open(const Tables& tables);

  // Enters the group of these phases, at most one a ring; their rings begin with them.
  void Start(PhaseSet first, Calls& calls, Events& events);
  // One tenth: ends of clearances and the greens behind them, timers of greens, and the greens that end.
  void Step(const Input& input, const Control& control, Calls& calls, Events& events);
  void Drop(Events& events);

  PhaseSet green() const;
  PhaseSet walk() const;
  // Until the last of the pedestrians who have been let go has crossed.
  Tenths PedestriansLeft() const;
  const Ring& ring(int r) const { return rings_[r]; }
  Termination terminated_by(int phase) const { return terminated_by_[phase]; }
  // The phase that would have the ring next, as calls stand; kNone if it would stay.
  int Next(int r, const Calls& calls) const;

 private:
  void BeginGreens(Calls& calls, Events& events);
  void Enter(int group, PhaseSet first, Calls& calls, Events& events);
  void Begin(Ring& ring, int phase, Calls& calls, Events& events);
  void TimeGreens(const Input& input, Calls& calls, Events& events);
  PhaseSet SoftCalls(const Calls& calls) const;
  void EndGreens(Calls& calls, Events& events);
  void End(Ring& ring, int next, Calls& calls, Events& events);

  const Tables* tables_ = nullptr;
  Sequence sequence_;
  Ring rings_[kRings];
  Termination terminated_by_[kPhases] = {};
  int group_ = 0;
  int crossing_to_ = kNone;  // the group that all rings are on their way to
};

}  // namespace stopline
