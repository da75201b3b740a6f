// Of the rings together: greens and walks that begin, last and end.
#include <algorithm>

#include "barriers.h"

namespace stopline {

void Barriers::CountActuations(const Input& input) {
  const PhaseSet counting = sequence_.all() & ~green();
  for (int p = 0; p < kPhases; ++p) {
    if (Has(counting, p)) initial_[p].Count(*tables_, p, input.actuations[p]);
  }
}

void Barriers::BeginGreens(const Input& input, const Control& control, Calls& calls, Events& events) {
  for (Ring& ring : rings_) {
    if (!ring.Pending()) continue;
    const int phase = ring.next();
    if (Has(control.not_yet, phase) || !interlock_.May(phase, on())) continue;
    const bool walk = calls.WalkDue(phase);
    calls.ServeVehicles(phase, events);
    if (walk) calls.ServePedestrians(phase);
    ring.Begin(*tables_, walk, initial_[phase].Of(*tables_, phase), events);
    if (ring.Green()) Begun(phase, input, calls, events);
  }
}

void Barriers::Begun(int phase, const Input& input, const Calls& calls, Events& events) {
  initial_[phase].Served();
  const Tenths pattern = std::max(input.max_green[phase], 0);
  if (MaxGreen(phase, pattern, calls) > pattern) events.OfPhase(Event::kDynamicMax, phase);
}

Tenths Barriers::MaxGreen(int phase, Tenths pattern, const Calls& calls) const {
  const Tenths max_green = std::clamp(pattern, 0, kLongestGreen);
  return calls.Held(phase) ? max_green : dynamic_max_[phase].Of(*tables_, phase, max_green);
}

Tenths Barriers::MaxLeft(const Ring& ring, Tenths max_green, const Calls& calls) const {
  if (!ring.Conflict()) return 0;
  const Tenths whole = MaxGreen(ring.phase(), max_green, calls);
  return std::max((ring.cap() == kNone ? whole : std::min(whole, ring.cap())) - ring.max_elapsed(), 0);
}

// Walk rest: as long as nobody conflicting waits. An officer's walk stays for the officer.
bool Barriers::WalkStays(const Ring& ring, bool conflict, const Control& control) const {
  const int phase = ring.phase();
  if (control.manual) return true;
  return tables_->walk_rest[phase] != 0 && !conflict && !Has(control.no_walk_rest | control.to_red, phase);
}

void Barriers::TimeGreens(const Input& input, const Control& control, Calls& calls, Events& events) {
  calls.PlaceSoft(SoftCalls(calls));
  const PhaseSet waiting = Waiting(calls);
  const strategies::Strategy& strategy = strategies::At(input.strategy[0]);
  for (Ring& ring : rings_) {
    if (!ring.Green()) continue;
    const int phase = ring.phase();
    const bool conflict = (waiting & sequence_.Conflicting(phase)) != 0;
    const bool walked = ring.pedestrian().Running();
    const Tenths max_green = MaxGreen(phase, input.max_green[phase], calls);
    // A pedestrian recall would call it back as soon as it was red.
    const bool recalled = input.ped_recall[phase] != 0 && tables_->walk[phase] > 0;
    ring.TimeGreen(*tables_, strategy,
                   {.demand = calls.Demand(phase),
                    .called = calls.Called(phase) || recalled || Has(control.vehicle_call, phase),
                    .conflict = conflict,
                    .held = Has(control.hold, phase),
                    .still = Has(control.still, phase),
                    .may_max_out = !Has(control.max_inhibit, phase),
                    .to_red = Has(control.to_red, phase),
                    .manual = control.manual,
                    .walk_stays = WalkStays(ring, conflict, control),
                    .forced = control.Forced(phase),
                    .extended = Has(control.extend, phase),
                    .max_green = max_green},
                   events);
    if (!walked) LetGoAgain(ring, conflict, input, control, calls, events);
  }
}

// While nobody else wants the intersection, a pedestrian need not wait for the green to come round again; with
// pedestrian recycle neither while somebody does, if walk and clearance are over before the green must end. A walk
// never follows a pedestrian clearance without don't walk between them.
void Barriers::LetGoAgain(Ring& ring, bool conflict, const Input& input, const Control& control, Calls& calls,
                          Events& events) {
  const int phase = ring.phase();
  if (!calls.Pedestrian(phase) || Has(control.no_walk_rest | control.to_red, phase)) return;
  if (conflict) {
    if (tables_->ped_recycle[phase] == 0 || control.manual || control.Forced(phase) != Termination::kNone) return;
    const bool held = Has(control.hold, phase);
    const bool inhibited = Has(control.max_inhibit, phase) && ring.cap() == kNone;
    const Tenths needs = tables_->walk[phase] + tables_->ped_clear[phase];
    if (!held && (inhibited || MaxLeft(ring, input.max_green[phase], calls) < needs)) return;
  }
  calls.ServePedestrians(phase);
  ring.BeginWalk(events);
}

void Barriers::EndGreens(const Input& input, const Control& control, Calls& calls, Events& events) {
  const PhaseSet waiting = Waiting(calls);
  const int beyond = sequence_.GroupAfter(group_, waiting);
  bool together = beyond != kNone;
  for (int r = 0; r < kRings; ++r) {
    Ring& ring = rings_[r];
    if (!ring.Ready()) {
      together = together && ring.Idle();
      if (ring.On()) ring.Wish(kNone);
      continue;
    }
    const int same = Follow(r, waiting, beyond, input);
    const bool free = same != kNone && Free(r, same);
    const bool to_red = !ring.Conflict() || Has(control.to_red, ring.phase()) || InTheWay(ring.phase());
    if (free || to_red) {
      End(ring, input, calls, events);
    }
    if (free) {
      ring.Choose(same, events);
    } else {
      ring.Wish(same);
    }
    together = together && ring.Green() && same == kNone;
  }
  if (!together) {
    if (beyond != kNone && input.cycle[0] == 0) ServeOnceMore(input, control, waiting, calls, events);
    return;
  }
  crossing_to_ = beyond;
  for (Ring& ring : rings_) {
    if (ring.Green()) End(ring, input, calls, events);
  }
  ChooseEntries(beyond, 0, waiting, control.omit, input, events);
}

// Conditional service: a ring that has nothing to do but wait at the barrier serves one of its phases once more, if the
// other ring's green has enough of its maximum left for all of it. The cap is that maximum, so that nobody beyond the
// barrier waits longer for it.
void Barriers::ServeOnceMore(const Input& input, const Control& control, PhaseSet waiting, Calls& calls,
                             Events& events) {
  Tenths left = 0;
  for (const Ring& ring : rings_) {
    const bool counts = ring.Green() && !ring.Ready() && !Has(control.max_inhibit, ring.phase());
    if (counts) left = std::max(left, MaxLeft(ring, input.max_green[ring.phase()], calls));
  }
  for (int r = 0; r < kRings; ++r) {
    Ring& ring = rings_[r];
    if (!ring.Ready() || ring.cap() != kNone) continue;
    const int phase = sequence_.First(r, group_, waiting & conditional_);
    if (phase == kNone || !Free(r, phase) || (sequence_.Conflicting(phase) & on() & ~Only(ring.phase())) != 0) continue;
    const bool walk = calls.WalkDue(phase);
    const Tenths before = interlock_.Intergreen(ring.phase(), phase) + (walk ? tables_->leading_walk[phase] : 0);
    const Tenths walks = walk ? tables_->walk[phase] + tables_->ped_clear[phase] : 0;
    const Tenths least = std::max(initial_[phase].Of(*tables_, phase), walks);
    if (left < before + least) continue;
    End(ring, input, calls, events);
    ring.Choose(phase, events, left - before);
  }
}

void Barriers::End(Ring& ring, const Input& input, Calls& calls, Events& events) {
  const int phase = ring.phase();
  const Termination by = ring.ending();
  terminated_by_[phase] = by;
  if (!calls.Held(phase) && ring.cap() == kNone)
    dynamic_max_[phase].Ended(*tables_, phase, by, std::clamp(input.max_green[phase], 0, kLongestGreen), events);
  // Who is between the detector and the stop line when the green is taken away must not be forgotten.
  if (by != Termination::kGapOut && (calls.Vehicle(phase) || ring.gap() > 0)) calls.Retain(phase);
  ring.End(events);
}

}  // namespace stopline
