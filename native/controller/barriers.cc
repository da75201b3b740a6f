#include "barriers.h"

#include <algorithm>

namespace stopline {

void Barriers::Open(const Tables& tables) {
  tables_ = &tables;
  sequence_.Open(tables);
}

PhaseSet Barriers::green() const {
  PhaseSet set = 0;
  for (const Ring& ring : rings_) {
    if (ring.Green()) set |= Only(ring.phase());
  }
  return set;
}

PhaseSet Barriers::walk() const {
  PhaseSet set = 0;
  for (const Ring& ring : rings_) {
    if (ring.pedestrian().interval() == PedInterval::kWalk) set |= Only(ring.phase());
  }
  return set;
}

Tenths Barriers::PedestriansLeft() const {
  Tenths left = 0;
  for (const Ring& ring : rings_) {
    if (ring.phase() != kNone) left = std::max(left, ring.pedestrian().Left(*tables_, ring.phase()));
  }
  return left;
}

void Barriers::Start(PhaseSet first, Calls& calls, Events& events) {
  int group = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (Has(first, p)) group = sequence_.GroupOf(p);
  }
  Enter(group, first, calls, events);
}

void Barriers::Step(const Input& input, const Control&, Calls& calls, Events& events) {
  for (Ring& ring : rings_) {
    if (ring.Clearing()) ring.TimeClearance(*tables_, events);
  }
  BeginGreens(calls, events);
  TimeGreens(input, calls, events);
  EndGreens(calls, events);
}

void Barriers::Drop(Events& events) {
  for (Ring& ring : rings_) ring.Drop(events);
  for (Termination& by : terminated_by_) by = Termination::kNone;
  crossing_to_ = kNone;
}

void Barriers::BeginGreens(Calls& calls, Events& events) {
  if (crossing_to_ == kNone) {
    for (Ring& ring : rings_) {
      if (ring.Green() || ring.Clearing() || ring.next() == kNone) continue;
      // A call that came during the clearance may stand before the phase that was chosen when the green ended.
      const PhaseSet waiting = calls.Waiting(green()) | Only(ring.next());
      const int behind = sequence_.After(ring.phase(), waiting);
      Begin(ring, behind != kNone ? behind : ring.next(), calls, events);
    }
    return;
  }
  for (const Ring& ring : rings_) {
    if (ring.Clearing()) return;
  }
  events.Add(Event::kBarrierCrossed, group_ + 1);
  Enter(crossing_to_, 0, calls, events);
}

void Barriers::Enter(int group, PhaseSet first, Calls& calls, Events& events) {
  group_ = group;
  crossing_to_ = kNone;
  const PhaseSet waiting = calls.Waiting(0);
  for (int r = 0; r < kRings; ++r) {
    const int wanted = sequence_.First(r, group, first);
    const int phase = wanted != kNone ? wanted : sequence_.Entry(r, group, waiting);
    if (phase == kNone) {
      rings_[r] = Ring{};
    } else {
      Begin(rings_[r], phase, calls, events);
    }
  }
}

void Barriers::Begin(Ring& ring, int phase, Calls& calls, Events& events) {
  const bool walk = calls.WalkDue(phase);
  calls.ServeVehicles(phase, events);
  if (walk) calls.ServePedestrians(phase);
  ring.Begin(*tables_, phase, walk, events);
}

void Barriers::TimeGreens(const Input& input, Calls& calls, Events& events) {
  calls.PlaceSoft(SoftCalls(calls));
  const PhaseSet waiting = calls.Waiting(green());
  const strategies::Strategy& strategy = strategies::At(input.strategy[0]);
  for (Ring& ring : rings_) {
    if (!ring.Green()) continue;
    const int phase = ring.phase();
    const bool conflict = (waiting & sequence_.Conflicting(phase)) != 0;
    const bool walked = ring.pedestrian().Running();
    ring.TimeGreen(*tables_, strategy, {calls.Demand(phase), conflict, input.max_green[phase]}, events);
    // While nobody else wants the intersection, a pedestrian need not wait for the green to come round again; but a
    // walk never follows a pedestrian clearance without don't walk between them.
    if (!conflict && !walked && !ring.pedestrian().Running() && calls.Pedestrian(phase)) {
      calls.ServePedestrians(phase);
      ring.BeginWalk(events);
    }
  }
}

// NTCIP 1202: a soft recall is a call as long as no phase that conflicts with it is called, and those that are green
// only rest. Of two phases on soft recall the one that is green stays.
PhaseSet Barriers::SoftCalls(const Calls& calls) const {
  PhaseSet busy = calls.Firm() & ~green();
  for (const Ring& ring : rings_) {
    if (ring.Green() && (!ring.Resting(*tables_) || Has(calls.soft(), ring.phase()))) busy |= Only(ring.phase());
  }
  PhaseSet placed = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (Has(calls.soft() & ~green(), p) && (busy & sequence_.Conflicting(p)) == 0) placed |= Only(p);
  }
  return placed;
}

void Barriers::EndGreens(Calls& calls, Events& events) {
  if (crossing_to_ != kNone) return;
  const PhaseSet waiting = calls.Waiting(green());
  const int beyond = sequence_.GroupAfter(group_, waiting);
  bool together = beyond != kNone;
  for (Ring& ring : rings_) {
    if (!ring.Green()) {
      together = together && !ring.Clearing();
      continue;
    }
    const int behind = sequence_.After(ring.phase(), waiting);
    const int same =
        behind != kNone || beyond != kNone ? behind : sequence_.First(tables_->ring[ring.phase()], group_, waiting);
    together = together && same == kNone && ring.Ready();
    if (same != kNone && ring.Ready()) End(ring, same, calls, events);
  }
  if (!together) return;
  crossing_to_ = beyond;
  for (Ring& ring : rings_) {
    if (ring.Green()) End(ring, kNone, calls, events);
  }
}

void Barriers::End(Ring& ring, int next, Calls& calls, Events& events) {
  const int phase = ring.phase();
  terminated_by_[phase] = ring.ending();
  // Who is between the detector and the stop line when the green is taken away must not be forgotten.
  if (ring.ending() != Termination::kGapOut && (calls.Vehicle(phase) || ring.gap() > 0)) calls.Retain(phase);
  ring.End(next, events);
}

int Barriers::Next(int r, const Calls& calls) const {
  const Ring& ring = rings_[r];
  const PhaseSet waiting = calls.Waiting(green());
  if (crossing_to_ != kNone) return sequence_.Entry(r, crossing_to_, waiting);
  if (ring.next() != kNone || ring.phase() == kNone) return ring.next();
  const int behind = sequence_.After(ring.phase(), waiting);
  if (behind != kNone) return behind;
  const int beyond = sequence_.GroupAfter(group_, waiting);
  return beyond != kNone ? sequence_.Entry(r, beyond, waiting) : sequence_.First(r, group_, waiting);
}

}  // namespace stopline
