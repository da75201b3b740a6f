#include "barriers.h"

namespace stopline {

void Barriers::Open(const Tables& tables) {
  tables_ = &tables;
  sequence_.Open(tables);
  interlock_.Open(tables, sequence_.all());
  for (int p = 0; p < kPhases; ++p) {
    if (tables.enabled[p] != 0 && tables.conditional_service[p] != 0) conditional_ |= Only(p);
  }
}

void Barriers::Start(PhaseSet first, const Input& input, Calls& calls, Events& events) {
  interlock_.Start();
  for (int p = 0; p < kPhases; ++p) {
    if (Has(first, p)) group_ = sequence_.GroupOf(p);
  }
  ChooseEntries(group_, first, calls.Waiting(0), 0, input, events);
}

void Barriers::Step(const Input& input, const Control& control, Calls& calls, Events& events) {
  CountActuations(input);
  if (control.stopped) return;
  calls.Obey(control, on());
  if (control.advance) Advance();
  for (Ring& ring : rings_) ring.Wait();
  TimeClearances(input, control, calls, events);
  if (crossing_to_ != kNone) Cross(events);
  if (crossing_to_ == kNone) ChooseInRed(input, control, calls, events);
  if (crossing_to_ == kNone) BeginGreens(input, control, calls, events);
  TimeGreens(input, control, calls, events);
  if (crossing_to_ == kNone) EndGreens(input, control, calls, events);
  interlock_.See(green(), walk());
}

void Barriers::Drop(Events& events) {
  for (Ring& ring : rings_) ring.Drop(events);
  for (int p = 0; p < kPhases; ++p) {
    terminated_by_[p] = Termination::kNone;
    initial_[p] = Initial{};
    dynamic_max_[p] = DynamicMax{};
  }
  crossing_to_ = kNone;
}

// What goes on by itself: yellow changes, red clearances, and walks that lead their greens.
void Barriers::TimeClearances(const Input& input, const Control& control, const Calls& calls, Events& events) {
  for (Ring& ring : rings_) {
    if (ring.Clearing()) ring.TimeClearance(*tables_, events);
    if (ring.interval() != Interval::kLeadingWalk) continue;
    const int phase = ring.phase();
    ring.TimeLeadingWalk(*tables_, WalkStays(ring, true, control), initial_[phase].Of(*tables_, phase), events);
    if (ring.Green()) Begun(phase, input, calls, events);
  }
}

// The interval that comes to its end next, in all rings alike: walks first, and greens when nobody walks.
void Barriers::Advance() {
  const bool walks = walk() != 0;
  for (Ring& ring : rings_) {
    if (walks) {
      ring.AdvanceWalk();
    } else if (ring.Green()) {
      ring.Advance();
    }
  }
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

}  // namespace stopline
