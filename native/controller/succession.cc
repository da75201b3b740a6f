// Of the rings together: who comes next.
#include <algorithm>

#include "barriers.h"

namespace stopline {

PhaseSet Barriers::green() const {
  PhaseSet set = 0;
  for (const Ring& ring : rings_) {
    if (ring.Green()) set |= Only(ring.phase());
  }
  return set;
}

PhaseSet Barriers::on() const {
  PhaseSet set = 0;
  for (const Ring& ring : rings_) {
    if (ring.On()) set |= Only(ring.phase());
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

PhaseSet Barriers::Chosen() const {
  PhaseSet set = 0;
  for (const Ring& ring : rings_) {
    if (ring.next() != kNone) set |= Only(ring.next());
  }
  return set;
}

// A phase that was chosen waits like one that is called, be it that its call has gone since: the others make way.
PhaseSet Barriers::Waiting(const Calls& calls) const { return calls.Waiting(on()) | Chosen(); }

// It goes together with everything that other rings have chosen, and with what those wish for who have waited longer.
bool Barriers::Free(int r, int phase) const {
  const PhaseSet conflicting = sequence_.Conflicting(phase);
  for (int o = 0; o < kRings; ++o) {
    const Ring& other = rings_[o];
    if (o == r) continue;
    if (other.next() != kNone && Has(conflicting, other.next())) return false;
    const bool before = other.waited() > rings_[r].waited() || (other.waited() == rings_[r].waited() && o < r);
    if (other.wish() != kNone && Has(conflicting, other.wish()) && before) return false;
  }
  return true;
}

bool Barriers::InTheWay(int phase) const { return (sequence_.Conflicting(phase) & Chosen()) != 0; }

// The phase that a ring serves next in this group: what waits behind its phase; and while nobody waits beyond the
// barrier the ring may go round within it.
int Barriers::Behind(int r, PhaseSet waiting, int beyond) const {
  if (rings_[r].cap() != kNone && beyond != kNone) return kNone;  // it has been through the group already
  const int phase = rings_[r].phase();
  const bool here = phase != kNone && sequence_.GroupOf(phase) == group_;
  const int behind = here ? sequence_.After(phase, waiting) : sequence_.First(r, group_, waiting);
  return behind != kNone || beyond != kNone ? behind : sequence_.First(r, group_, waiting);
}

// The same when the ring is about to move. Where there is no barrier to cross, a ring's new round is where another
// sequence takes effect.
int Barriers::Follow(int r, PhaseSet waiting, int beyond, const Input& input) {
  const int phase = rings_[r].phase();
  const int next = Behind(r, waiting, beyond);
  if (sequence_.groups() > 1 || next == kNone || phase == kNone || sequence_.After(phase, waiting) != kNone)
    return next;
  sequence_.Use(r, input.sequence[0]);
  return sequence_.First(r, group_, waiting);
}

// Rings that are red and have nothing to follow: when all are, the group is entered anew; else each goes on with who
// waits behind its phase.
void Barriers::ChooseInRed(const Input& input, const Control& control, const Calls& calls, Events& events) {
  bool all = true;
  for (Ring& ring : rings_) {
    if (ring.Pending() && Has(control.to_red, ring.next())) ring.Unchoose();
    all = all && ring.Idle();
  }
  const PhaseSet waiting = Waiting(calls);
  if (all && (waiting & sequence_.Group(group_)) != 0)
    return ChooseEntries(group_, 0, waiting, control.omit, input, events);
  const int beyond = sequence_.GroupAfter(group_, waiting);
  for (int r = 0; r < kRings; ++r) {
    Ring& ring = rings_[r];
    if (!ring.Idle()) continue;
    const int next = Follow(r, waiting, beyond, input);
    if (next == kNone || !Free(r, next)) {
      ring.Wish(next);
    } else {
      ring.Choose(next, events);
    }
  }
}

// What each ring enters a group with: one of `first`, its first phase that is called, or its dual-entry phase beside
// those of others. Of phases that conflict the lower ring's goes first; the other follows when it is its turn.
void Barriers::ChooseEntries(int group, PhaseSet first, PhaseSet waiting, PhaseSet omit, const Input& input,
                             Events& events) {
  PhaseSet beside = sequence_.dual_entry() & ~omit;
  for (int r = 0; r < kRings; ++r) {
    sequence_.Use(r, input.sequence[0]);
    const int wanted = sequence_.First(r, group, first);
    const int entry = wanted != kNone ? wanted : sequence_.First(r, group, waiting);
    const bool free = entry != kNone && !InTheWay(entry);
    rings_[r].Choose(free ? entry : kNone, events);
    if (free) beside &= ~sequence_.Conflicting(entry);
  }
  for (int r = 0; r < kRings; ++r) {
    if (rings_[r].next() != kNone || sequence_.First(r, group, waiting) != kNone) continue;
    const int entry = sequence_.First(r, group, beside);
    rings_[r].Choose(entry, events);
    if (entry != kNone) beside &= ~sequence_.Conflicting(entry);
  }
}

// NTCIP 1202: a soft recall is a call as long as no phase that conflicts with it is called, and those that are green
// only rest. Of two phases on soft recall the one that is green stays.
PhaseSet Barriers::SoftCalls(const Calls& calls) const {
  PhaseSet busy = calls.Firm() & ~on();
  for (const Ring& ring : rings_) {
    if (ring.Green() && (!ring.Resting(*tables_) || Has(calls.soft(), ring.phase()))) busy |= Only(ring.phase());
  }
  PhaseSet placed = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (Has(calls.soft() & ~on(), p) && (busy & sequence_.Conflicting(p)) == 0) placed |= Only(p);
  }
  return placed;
}

int Barriers::Next(int r, const Calls& calls) const {
  const Ring& ring = rings_[r];
  if (ring.next() != kNone || crossing_to_ != kNone) return ring.next();
  const PhaseSet waiting = Waiting(calls);
  const int beyond = sequence_.GroupAfter(group_, waiting);
  const int behind = Behind(r, waiting, beyond);
  if (behind != kNone || beyond == kNone) return behind;
  const int entry = sequence_.First(r, beyond, waiting);
  return entry != kNone ? entry : sequence_.First(r, beyond, sequence_.dual_entry());
}

}  // namespace stopline
