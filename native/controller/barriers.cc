#include "barriers.h"

#include <algorithm>

namespace stopline {

void Barriers::Open(const Tables& tables) {
  tables_ = &tables;
  sequence_.Open(tables);
  interlock_.Open(tables, sequence_.all());
}

void Barriers::Start(PhaseSet first, const Input& input, Calls& calls, Events& events) {
  interlock_.Start();
  for (int p = 0; p < kPhases; ++p) {
    if (Has(first, p)) group_ = sequence_.GroupOf(p);
  }
  ChooseEntries(group_, first, calls.Waiting(0), 0, input, events);
}

void Barriers::Step(const Input& input, const Control& control, Calls& calls, Events& events) {
  if (control.stopped) return;
  calls.Obey(control, on());
  for (Ring& ring : rings_) {
    if (ring.Clearing()) ring.TimeClearance(*tables_, events);
  }
  if (crossing_to_ != kNone) Cross(events);
  if (crossing_to_ == kNone) ChooseInRed(input, control, calls, events);
  if (crossing_to_ == kNone) BeginGreens(control, calls, events);
  TimeGreens(input, control, calls, events);
  if (crossing_to_ == kNone) EndGreens(input, control, calls, events);
  interlock_.See(green(), walk());
}

void Barriers::Drop(Events& events) {
  for (Ring& ring : rings_) ring.Drop(events);
  for (Termination& by : terminated_by_) by = Termination::kNone;
  crossing_to_ = kNone;
  wished_ = 0;
}

void Barriers::Cross(Events& events) {
  for (const Ring& ring : rings_) {
    if (ring.Clearing()) return;
  }
  events.Add(Event::kBarrierCrossed, group_ + 1);
  group_ = crossing_to_;
  crossing_to_ = kNone;
  for (Ring& ring : rings_) {
    if (ring.next() == kNone) ring = Ring{};
  }
}

void Barriers::BeginGreens(const Control& control, Calls& calls, Events& events) {
  for (Ring& ring : rings_) {
    if (!ring.Pending()) continue;
    const int phase = ring.next();
    if (Has(control.not_yet, phase) || !interlock_.May(phase, NotRed())) continue;
    const bool walk = calls.WalkDue(phase);
    calls.ServeVehicles(phase, events);
    if (walk) calls.ServePedestrians(phase);
    ring.Begin(*tables_, walk, events);
  }
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
    ring.TimeGreen(*tables_, strategy,
                   {.demand = calls.Demand(phase),
                    .conflict = conflict,
                    .held = Has(control.hold, phase),
                    .still = Has(control.still, phase),
                    .may_max_out = !Has(control.max_inhibit, phase),
                    .to_red = Has(control.to_red, phase),
                    .forced = control.Forced(phase),
                    .max_green = input.max_green[phase]},
                   events);
    // While nobody else wants the intersection, a pedestrian need not wait for the green to come round again; but a
    // walk never follows a pedestrian clearance without don't walk between them.
    if (!conflict && !walked && !ring.pedestrian().Running() && !ring.Ready() && calls.Pedestrian(phase) &&
        !Has(control.no_walk_rest, phase)) {
      calls.ServePedestrians(phase);
      ring.BeginWalk(events);
    }
  }
}

void Barriers::EndGreens(const Input& input, const Control& control, Calls& calls, Events& events) {
  const PhaseSet waiting = Waiting(calls);
  const int beyond = sequence_.GroupAfter(group_, waiting);
  bool together = beyond != kNone;
  for (int r = 0; r < kRings; ++r) {
    Ring& ring = rings_[r];
    if (!ring.Green() || !ring.Ready()) {
      together = together && ring.Idle();
      continue;
    }
    const int same = Follow(r, waiting, beyond, input);
    const bool free = same != kNone && Free(same);
    if (free || InTheWay(ring.phase()) || Has(control.to_red, ring.phase())) {
      End(ring, calls, events);
      ring.Choose(free ? same : kNone, events);
    }
    together = together && ring.Green() && same == kNone;
  }
  if (!together) return;
  crossing_to_ = beyond;
  for (Ring& ring : rings_) {
    if (ring.Green()) End(ring, calls, events);
  }
  ChooseEntries(beyond, 0, waiting, control.omit, input, events);
}

void Barriers::End(Ring& ring, Calls& calls, Events& events) {
  const int phase = ring.phase();
  terminated_by_[phase] = ring.ending();
  // Who is between the detector and the stop line when the green is taken away must not be forgotten.
  if (ring.ending() != Termination::kGapOut && (calls.Vehicle(phase) || ring.gap() > 0)) calls.Retain(phase);
  ring.End(events);
}

}  // namespace stopline
