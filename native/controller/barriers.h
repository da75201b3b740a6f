// The rings together: which phase follows which, and when all of them cross a barrier.
#pragma once

#include "calls.h"
#include "control.h"
#include "dynamic_max.h"
#include "interlock.h"
#include "ring.h"

namespace stopline {

// An hour, as the tables have it: what the pattern in force orders is not checked before it gets here.
inline constexpr Tenths kLongestGreen = 36'000;

class Barriers {
 public:
  void Open(const Tables& tables);

  // Enters the group of these phases, at most one a ring; their rings begin with them in the step that follows.
  void Start(PhaseSet first, const Input& input, Calls& calls, Events& events);
  // One tenth: ends of clearances and the greens behind them, timers of greens, and the greens that end.
  void Step(const Input& input, const Control& control, Calls& calls, Events& events);
  void Drop(Events& events);

  PhaseSet green() const;
  // Being served: green, or with its walk ahead of the green.
  PhaseSet on() const;
  PhaseSet walk() const;
  // Until the last of the pedestrians who have been let go has crossed.
  Tenths PedestriansLeft() const;
  const Ring& ring(int r) const { return rings_[r]; }
  const Ring (&rings() const)[kRings] { return rings_; }
  Termination terminated_by(int phase) const { return terminated_by_[phase]; }
  // Of a green that counts its maximum; 0 of any other.
  Tenths MaxLeft(const Ring& ring, Tenths max_green, const Calls& calls) const;
  // The phase that would have the ring next, as calls stand; kNone if it would stay.
  int Next(int r, const Calls& calls) const;

 private:
  // succession.cc
  PhaseSet Chosen() const;
  PhaseSet Waiting(const Calls& calls) const;
  bool Free(int r, int phase) const;
  bool InTheWay(int phase) const;
  int Behind(int r, PhaseSet waiting, int beyond) const;
  int Follow(int r, PhaseSet waiting, int beyond, const Input& input);
  PhaseSet SoftCalls(const Calls& calls) const;
  void ChooseInRed(const Input& input, const Control& control, const Calls& calls, Events& events);
  void ChooseEntries(int group, PhaseSet first, PhaseSet waiting, PhaseSet omit, const Input& input, Events& events);
  // greens.cc
  void CountActuations(const Input& input);
  void BeginGreens(const Input& input, const Control& control, Calls& calls, Events& events);
  void Begun(int phase, const Input& input, const Calls& calls, Events& events);
  void TimeGreens(const Input& input, const Control& control, Calls& calls, Events& events);
  void LetGoAgain(Ring& ring, bool conflict, const Input& input, const Control& control, Calls& calls, Events& events);
  void EndGreens(const Input& input, const Control& control, Calls& calls, Events& events);
  void ServeOnceMore(const Input& input, const Control& control, PhaseSet waiting, Calls& calls, Events& events);
  void End(Ring& ring, const Input& input, Calls& calls, Events& events);
  Tenths MaxGreen(int phase, Tenths pattern, const Calls& calls) const;
  bool WalkStays(const Ring& ring, bool conflict, const Control& control) const;
  // barriers.cc
  void TimeClearances(const Input& input, const Control& control, const Calls& calls, Events& events);
  void Advance();
  void Cross(Events& events);

  const Tables* tables_ = nullptr;
  PhaseSet conditional_ = 0;
  Sequence sequence_;
  Interlock interlock_;
  Ring rings_[kRings];
  Initial initial_[kPhases];
  DynamicMax dynamic_max_[kPhases];
  Termination terminated_by_[kPhases] = {};
  std::int32_t group_ = 0;
  std::int32_t crossing_to_ = kNone;  // the group that all rings are on their way to
};

}  // namespace stopline
