#include "preemption.h"

namespace stopline {

void Preemption::Open(const Tables& tables) {
  tables_ = &tables;
  Sequence sequence;
  sequence.Open(tables);
  all_ = sequence.all();
  for (int p = 0; p < kPhases; ++p) conflicting_[p] = sequence.Conflicting(p);
}

void Preemption::Step(const Input& input, const Barriers& barriers, const Calls& calls, Control& control,
                      Events& events) {
  const bool timing = input.stop_time[0] == 0;
  for (int i = 0; i < kPreempts; ++i) {
    if (tables_->preempt_enabled[i] != 0) inputs_[i].Listen(*tables_, i, input.preempt[i] != 0, timing, events);
  }
  if (timing) {
    if (InForce()) {
      ++elapsed_;
      ++duration_;
    }
    Move(barriers, events);
  }
  owed_ &= ~barriers.green();
  if (InForce()) {
    control = Control{};
    Ask(barriers, calls, control);
  } else {
    control.vehicle_call |= owed_;
  }
}

void Preemption::Drop(Events& events) {
  for (int i = 0; i < kPreempts; ++i) inputs_[i].Drop(i, events);
  active_ = kNone;
  interval_ = PreemptInterval::kNone;
  owed_ = 0;
}

int Preemption::Due() const {
  for (int i = 0; i < kPreempts; ++i) {
    if (inputs_[i].due()) return i;
  }
  return kNone;
}

void Preemption::Move(const Barriers& barriers, Events& events) {
  const int due = Due();
  const bool free = !InForce() || interval_ == PreemptInterval::kExit;
  if (due != kNone && (free || due < active_)) return Enter(due, events);
  switch (interval_) {
    case PreemptInterval::kNone:
    case PreemptInterval::kDelay:
      active_ = kNone;
      for (int i = kPreempts - 1; i >= 0; --i) {
        if (inputs_[i].called()) active_ = i;
      }
      interval_ = active_ == kNone ? PreemptInterval::kNone : PreemptInterval::kDelay;
      break;
    case PreemptInterval::kEntry:
      if (tables_->preempt_track[active_] == 0) {
        if (Arrived(barriers, false)) Turn(PreemptInterval::kDwell, Event::kPreemptDwell, events);
      } else if (Arrived(barriers, true)) {
        Turn(PreemptInterval::kTrackClearance, Event::kPreemptTrackClearance, events);
      }
      break;
    case PreemptInterval::kTrackClearance:
      // The way from the track phases to the dwell phases still belongs to it.
      if (elapsed_ >= tables_->preempt_track_green[active_] && Arrived(barriers, false))
        Turn(PreemptInterval::kDwell, Event::kPreemptDwell, events);
      break;
    case PreemptInterval::kDwell:
      if (elapsed_ >= tables_->preempt_min_dwell[active_] && duration_ >= tables_->preempt_min_duration[active_])
        Leave(events);
      break;
    case PreemptInterval::kExit:
      if (Arrived(barriers, true)) {
        active_ = kNone;
        interval_ = PreemptInterval::kNone;
      }
      break;
  }
}

void Preemption::Enter(int preempt, Events& events) {
  active_ = preempt;
  duration_ = 0;
  Turn(PreemptInterval::kEntry, Event::kPreemptEntry, events);
}

// NEMA TS 2: behind a preempt every phase is called, since nobody knows who came while none was served. One that has
// waited for this one to end goes in at once.
void Preemption::Leave(Events& events) {
  inputs_[active_].Unlock();
  if (inputs_[active_].called()) return;
  owed_ = all_;
  const int waiting = Due();
  if (waiting != kNone) return Enter(waiting, events);
  Turn(PreemptInterval::kExit, Event::kPreemptExit, events);
}

void Preemption::Turn(PreemptInterval interval, Event event, Events& events) {
  interval_ = interval;
  elapsed_ = 0;
  events.Add(event, active_ + 1);
}

PhaseSet Preemption::Wanted() const {
  const auto track = static_cast<PhaseSet>(tables_->preempt_track[active_]);
  const bool clears = interval_ == PreemptInterval::kTrackClearance && elapsed_ < tables_->preempt_track_green[active_];
  if (clears || (interval_ == PreemptInterval::kEntry && track != 0)) return track;
  return static_cast<PhaseSet>(interval_ == PreemptInterval::kExit ? tables_->preempt_exit[active_]
                                                                   : tables_->preempt_dwell[active_]);
}

// Nobody else is on the way any more, and its phases are green: all of them, or some.
bool Preemption::Arrived(const Barriers& barriers, bool all) const {
  const PhaseSet wanted = Wanted();
  const PhaseSet green = barriers.green() & wanted;
  if (all ? green != wanted : green == 0) return false;
  if (interval_ == PreemptInterval::kExit) return true;
  for (const Ring& ring : barriers.rings()) {
    if (ring.interval() != Interval::kRed && !Has(wanted, ring.phase())) return false;
  }
  return true;
}

// Whoever may be green together with what is green already is called to it; of dwell phases that conflict the others
// come by their own calls. Pedestrians are let go in dwell, which may last as long as a train, and behind it.
void Preemption::Ask(const Barriers& barriers, const Calls& calls, Control& control) const {
  const PhaseSet green = barriers.green();
  const PhaseSet wanted = Wanted();
  const bool exit = interval_ == PreemptInterval::kExit;
  const bool dwell = interval_ == PreemptInterval::kDwell;
  PhaseSet together = green & wanted;
  for (int p = 0; p < kPhases; ++p) {
    if (Has(wanted, p) && (conflicting_[p] & together) == 0) together |= Only(p);
  }
  const PhaseSet waiting = calls.Waiting(green);
  control.omit = all_ & ~wanted;
  control.vehicle_call = together & ~green;
  for (int p = 0; p < kPhases; ++p) {
    const PhaseSet against = conflicting_[p] & wanted;
    if (Has(control.omit, p) && (!exit || against != 0)) control.force_off |= Only(p);
    if (Has(green & wanted, p) && (!dwell || (against & waiting) == 0)) control.hold |= Only(p);
  }
  // Though nobody may wait for them: green ends beside a track phase, too.
  control.to_red = control.force_off;
  control.cause = Termination::kPreemptForceOff;
  if (!exit && !dwell) control.ped_omit = control.no_walk_rest = all_;
}

}  // namespace stopline
