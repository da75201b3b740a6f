#include "ring.h"

namespace stopline {

void Ring::Choose(int next, Events& events, Tenths cap) {
  next_ = next;
  next_cap_ = cap;
  Wish(kNone);
  if (next != kNone) events.OfPhase(Event::kNextPhaseDecision, next);
}

void Ring::Wish(int phase) {
  wish_ = phase;
  if (phase == kNone) waited_ = 0;
}

void Ring::Begin(const Tables& tables, bool walk, Tenths initial, Events& events) {
  const int phase = next_;
  const Tenths cap = next_cap_;
  *this = Ring{};
  phase_ = phase;
  cap_ = cap;
  events.OfPhase(Event::kPhaseOn, phase);
  if (walk && tables.leading_walk[phase] > 0) {
    interval_ = Interval::kLeadingWalk;
  } else {
    BeginGreen(initial, events);
  }
  if (walk) BeginWalk(events);
}

void Ring::BeginGreen(Tenths initial, Events& events) {
  interval_ = Interval::kGreen;
  elapsed_ = 0;
  begun_ = 1;
  initial_ = initial;
  events.OfPhase(Event::kBeginGreen, phase_);
}

void Ring::BeginWalk(Events& events) {
  pedestrian_.Begin(phase_, events);
  ending_ = Termination::kNone;
  outlasts_ = 0;
}

void Ring::TimeLeadingWalk(const Tables& tables, bool walk_stays, Tenths initial, Events& events) {
  ++elapsed_;
  pedestrian_.Time(tables, phase_, walk_stays, events);
  if (elapsed_ >= tables.leading_walk[phase_]) BeginGreen(initial, events);
}

void Ring::TimeClearance(const Tables& tables, Events& events) {
  ++elapsed_;
  pedestrian_.Time(tables, phase_, false, events);
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
  const bool begun = begun_ != 0;
  begun_ = 0;
  if (!begun) {
    elapsed_ = Later(elapsed_);
    if (look.conflict && Conflict()) max_elapsed_ = Later(max_elapsed_);
    pedestrian_.Time(tables, phase_, look.walk_stays, events);
  }
  if (elapsed_ == tables.min_green[phase_]) events.OfPhase(Event::kMinComplete, phase_);
  if (elapsed_ == initial_ && initial_ > tables.min_green[phase_]) events.OfPhase(Event::kAddedInitialDone, phase_);

  // The maximum counts from the first conflicting call; when the last of them goes, nobody is kept waiting any more.
  if (look.conflict && !Conflict()) {
    max_elapsed_ = 0;
    events.OfPhase(Event::kPhaseCheck, phase_);
  } else if (!look.conflict) {
    max_elapsed_ = kNone;
    advanced_ = 0;
  }
  if (!begun) ++open_;
  TimeGap(tables, look, events);
  ending_ = Propose(tables, strategy, look);
  outlasts_ = look.extended && !look.to_red && ending_ != Termination::kNone ? 1 : 0;
}

void Ring::TimeGap(const Tables& tables, const Look& look, Events& events) {
  const Tenths before = tables.time_before_reduction[phase_];
  if (Reduces(tables, phase_)) {
    if (max_elapsed_ == before) events.OfPhase(Event::kGapReductionStart, phase_);
    if (max_elapsed_ == before + tables.time_to_reduce[phase_]) events.OfPhase(Event::kGapReductionMin, phase_);
  }
  open_ = look.demand ? 0 : std::min(open_, tables.passage[phase_]);
  gap_ = std::max(AllowedGap(tables, phase_, max_elapsed_) - open_, 0);
}

// Minimum and pedestrians. Those who have begun to cross may see the yellow, where the sheet says so; the last of them
// has crossed when it ends.
bool Ring::Through(const Tables& tables, const Look& look) const {
  if (elapsed_ < initial_ || look.still) return false;
  if (!pedestrian_.Running()) return true;
  return tables.ped_clear_through_yellow[phase_] != 0 && pedestrian_.interval() == PedInterval::kPedClear &&
         pedestrian_.Left(tables, phase_) <= tables.yellow_change[phase_];
}

// A phase that has gapped out and waits at the barrier for the other ring goes on if a vehicle comes (simultaneous
// gap-out, where it has it); one that has maxed out does not.
Termination Ring::Propose(const Tables& tables, const strategies::Strategy& strategy, const Look& look) const {
  if (!Through(tables, look)) return Termination::kNone;
  if (look.forced != Termination::kNone && (look.conflict || look.to_red)) return look.forced;
  if (advanced_ != 0) return Termination::kForceOff;
  if (look.manual || look.held) return Termination::kNone;
  if (!look.conflict) {
    const bool wanted = look.called || gap_ > 0 || tables.red_rest[tables.ring[phase_]] == 0;
    return wanted ? Termination::kNone : Termination::kGapOut;
  }
  if (ending_ == Termination::kMaxOut && look.may_max_out) return ending_;
  if (ending_ == Termination::kGapOut && tables.simultaneous_gap[phase_] == 0) return ending_;
  const Tenths max_green = cap_ != kNone ? std::min(cap_, look.max_green) : look.max_green;
  const bool capped = look.may_max_out || cap_ != kNone;
  const Tenths max_left = !capped ? kLongest : max_green > max_elapsed_ ? max_green - max_elapsed_ : 0;
  const strategies::Green green{phase_, elapsed_, gap_, max_left, look.demand};
  if (strategy.propose(green) == strategies::Proposal::kGapOut) return Termination::kGapOut;
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
  ending_ = Termination::kNone;
  max_elapsed_ = cap_ = kNone;
  elapsed_ = initial_ = open_ = gap_ = advanced_ = outlasts_ = 0;
  events.OfPhase(Event::kGreenTermination, phase_);
  events.OfPhase(Event::kBeginYellow, phase_);
}

void Ring::Drop(Events& events) {
  if (interval_ != Interval::kRed) events.OfPhase(Event::kPhaseInactive, phase_);
  *this = Ring{};
}

bool Ring::Resting(const Tables& tables) const {
  return elapsed_ >= initial_ && gap_ == 0 && (!pedestrian_.Running() || pedestrian_.Resting(tables, phase_));
}

}  // namespace stopline
