#include "ring.h"

namespace stopline {

void Ring::Choose(int next, Events& events) {
  next_ = next;
  waited_ = 0;
  if (next != kNone) events.OfPhase(Event::kNextPhaseDecision, next);
}

void Ring::Begin(const Tables& tables, bool walk, Events& events) {
  const int phase = next_;
  *this = Ring{};
  phase_ = phase;
  interval_ = Interval::kGreen;
  begun_ = 1;
  gap_ = tables.passage[phase];
  events.OfPhase(Event::kPhaseOn, phase);
  events.OfPhase(Event::kBeginGreen, phase);
  if (walk) BeginWalk(events);
}

void Ring::TimeClearance(const Tables& tables, Events& events) {
  ++elapsed_;
  if (interval_ == Interval::kYellow && elapsed_ >= tables.yellow_change[phase_]) {
    events.OfPhase(Event::kEndYellow, phase_);
    interval_ = Interval::kRedClear;
    elapsed_ = 0;
    if (tables.red_clear[phase_] > 0) events.OfPhase(Event::kBeginRedClear, phase_);
  }
  if (interval_ == Interval::kRedClear && elapsed_ >= tables.red_clear[phase_]) {
    if (tables.red_clear[phase_] > 0) events.OfPhase(Event::kEndRedClear, phase_);
    events.OfPhase(Event::kPhaseInactive, phase_);
    interval_ = Interval::kRed;
    elapsed_ = 0;
  }
}

void Ring::TimeGreen(const Tables& tables, const strategies::Strategy& strategy, const Look& look, Events& events) {
  if (begun_ != 0) {
    begun_ = 0;
  } else {
    ++elapsed_;
    gap_ = gap_ > 0 ? gap_ - 1 : 0;
    if (look.conflict && Conflict()) ++max_elapsed_;
    pedestrian_.Time(tables, phase_, events);
  }
  if (look.demand) gap_ = tables.passage[phase_];
  if (elapsed_ == tables.min_green[phase_]) events.OfPhase(Event::kMinComplete, phase_);

  // The maximum counts from the first conflicting call; when the last of them goes, nobody is kept waiting any more.
  if (look.conflict && !Conflict()) {
    max_elapsed_ = 0;
    events.OfPhase(Event::kPhaseCheck, phase_);
  } else if (!look.conflict) {
    max_elapsed_ = kNone;
  }

  ending_ = Propose(tables, strategy, look);
}

// A phase that has gapped out and waits at the barrier for the other ring goes on if a vehicle comes (simultaneous
// gap-out); one that has maxed out does not.
Termination Ring::Propose(const Tables& tables, const strategies::Strategy& strategy, const Look& look) const {
  if (elapsed_ < tables.min_green[phase_] || look.still || pedestrian_.Running()) return Termination::kNone;
  if (look.forced != Termination::kNone && (look.conflict || look.to_red)) return look.forced;
  if (!look.conflict || look.held) return Termination::kNone;
  if (ending_ == Termination::kMaxOut && look.may_max_out) return ending_;
  const Tenths max_left = !look.may_max_out               ? kLongestWait
                          : look.max_green > max_elapsed_ ? look.max_green - max_elapsed_
                                                          : 0;
  switch (strategy.propose({phase_, elapsed_, gap_, max_left, look.demand})) {
    case strategies::Proposal::kGapOut:
      return Termination::kGapOut;
    case strategies::Proposal::kForceOff:
      return Termination::kForceOff;
    case strategies::Proposal::kStay:
      break;
  }
  return max_left == 0 ? Termination::kMaxOut : Termination::kNone;
}

// The enumerations count one termination a green. A phase that gaps out, waits at the barrier and goes on for another
// vehicle has not ended, so the reason is told when it does.
void Ring::End(Events& events) {
  if (ending_ == Termination::kGapOut) events.OfPhase(Event::kGapOut, phase_);
  if (ending_ == Termination::kMaxOut) events.OfPhase(Event::kMaxOut, phase_);
  if (ending_ == Termination::kForceOff) events.OfPhase(Event::kForceOff, phase_);
  if (ending_ == Termination::kPriorityForceOff) events.OfPhase(Event::kPriorityForceOff, phase_);
  if (ending_ == Termination::kPreemptForceOff) events.OfPhase(Event::kPreemptForceOff, phase_);
  interval_ = Interval::kYellow;
  elapsed_ = 0;
  events.OfPhase(Event::kGreenTermination, phase_);
  events.OfPhase(Event::kBeginYellow, phase_);
}

void Ring::Drop(Events& events) {
  if (interval_ != Interval::kRed) events.OfPhase(Event::kPhaseInactive, phase_);
  *this = Ring{};
}

bool Ring::Resting(const Tables& tables) const {
  return Green() && !Conflict() && elapsed_ >= tables.min_green[phase_] && gap_ == 0 && !pedestrian_.Running();
}

}  // namespace stopline
