#include "priority.h"

#include <algorithm>

namespace stopline {

void Priority::Open(const Tables& tables) {
  tables_ = &tables;
  headway_.Open(tables);
}

void Priority::Step(const Input& input, const Barriers& barriers, const Calls& calls, const Coordination& coordination,
                    bool preempted, Control& control, Events& events) {
  const Scene scene{input, barriers, calls, coordination};
  const PhaseSet green = barriers.green();
  const bool inserted = active_ != kNone && Has(green, slots_[active_].phase());
  if (inserted) Overtake();
  Listen(input, green, events);
  for (const Ring& ring : barriers.rings()) {
    if (ring.Outlasts()) ++extended_[ring.phase()];
  }
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(green, p)) extended_[p] = 0;
  }
  for (Slot& slot : slots_) {
    const bool waits = slot.status == PriorityStatus::kQueued || slot.status == PriorityStatus::kActive ||
                       slot.status == PriorityStatus::kOverride;
    if (waits) slot.status = preempted ? PriorityStatus::kOverride : PriorityStatus::kQueued;
  }
  if (preempted) {
    // Behind a preempt everyone is called: nobody is owed anything more.
    active_ = kNone;
    overtaken_ = owed_ = 0;
    return;
  }
  if (input.stop_time[0] != 0) return;
  if (resting_ > 0) --resting_;
  const int chosen = Choose(scene);
  if (chosen != active_) {
    Release();
    active_ = resting_ == 0 ? chosen : kNone;
  }
  if (active_ != kNone) Serve(scene, control, events);
  Return(scene, control);
}

void Priority::Drop(Events& events) {
  for (int i = 0; i < kRequests; ++i) {
    if (slots_[i].number != 0) events.Add(Event::kPriorityCheckOut, i + 1);
    slots_[i] = Slot{};
  }
  active_ = kNone;
  overtaken_ = owed_ = 0;
  for (Tenths& extended : extended_) extended = 0;
}

// Who has come, who has gone, and who was there in a green that has ended.
void Priority::Listen(const Input& input, PhaseSet green, Events& events) {
  for (int i = 0; i < kRequests; ++i) {
    Slot& slot = slots_[i];
    const std::int32_t number = input.request_phase[i];
    if (number != slot.number) {
      if (active_ == i) Release();
      if (slot.number != 0) events.Add(Event::kPriorityCheckOut, i + 1);
      slot = Slot{};
      slot.number = number;
      if (number != 0) events.Add(Event::kPriorityCheckIn, i + 1);
      if (number != 0) slot.status = Limited(number) ? PriorityStatus::kQueued : PriorityStatus::kRefused;
    }
    if (slot.status == PriorityStatus::kIdle || slot.status == PriorityStatus::kRefused) continue;
    if (Has(green, slot.phase())) {
      slot.met = slot.met || input.request_arrival[i] <= 0;
    } else if (slot.met) {
      slot.status = PriorityStatus::kServed;
    }
  }
}

// There is something that may be done for it.
bool Priority::Limited(std::int32_t number) const {
  if (number < 1 || number > kPhases || !Has(headway_.all(), number - 1)) return false;
  bool given = false;
  for (int p = 0; p < kPhases; ++p) {
    given = given || (Has(headway_.Conflicting(number - 1), p) && tables_->priority_reduction[p] > 0);
  }
  return given || tables_->priority_extension[number - 1] > 0 || tables_->priority_insertion[number - 1] != 0;
}

// Its green must be kept for it, or it will not have one in time if nothing is done now. A green in which nobody comes
// on brings it no nearer and takes those of others: it stands behind a way out that is full, and is passed over until
// somebody there has left.
bool Priority::Wants(const Scene& scene, int i) const {
  const int p = slots_[i].phase();
  if (Has(static_cast<PhaseSet>(scene.input.blocked[0]), p)) return false;
  const Tenths arrival = std::max(scene.input.request_arrival[i], 0);
  if (Has(scene.barriers.green(), p)) {
    const Tenths left = tables_->priority_extension[p] - extended_[p];
    return left > 0 && arrival <= left;
  }
  return headway_.Until(scene, p, headway_.Ahead(scene, p)) >= arrival;
}

int Priority::Choose(const Scene& scene) const {
  int first = kNone;
  for (int i = 0; i < kRequests; ++i) {
    if (slots_[i].status != PriorityStatus::kQueued || !Wants(scene, i)) continue;
    if (i == active_) return i;
    if (first == kNone || scene.input.request_arrival[i] < scene.input.request_arrival[first]) first = i;
  }
  // What was begun for one is not left for nobody.
  const bool goes_on = active_ != kNone && slots_[active_].status == PriorityStatus::kQueued;
  return first == kNone && goes_on ? active_ : first;
}

void Priority::Release() {
  if (active_ != kNone && acted_) resting_ = tables_->priority_interval[0];
  active_ = kNone;
  acted_ = told_[0] = told_[1] = false;
  Overtake();
}

// From now on those who were passed over come first.
void Priority::Overtake() {
  owed_ |= overtaken_;
  overtaken_ = 0;
}

void Priority::Serve(const Scene& scene, Control& control, Events& events) {
  const int p = slots_[active_].phase();
  if (!Wants(scene, active_)) return;
  slots_[active_].status = PriorityStatus::kActive;
  const Ring& ring = scene.barriers.ring(tables_->ring[p]);
  if (ring.Green() && ring.phase() == p) {
    Extend(ring, control, events);
  } else {
    Hasten(scene, control, events);
  }
}

// The green is extended from before its end on; what counts is how long it would have been over.
void Priority::Extend(const Ring& ring, Control& control, Events& events) {
  control.extend |= Only(ring.phase());
  if (!ring.Outlasts()) return;
  acted_ = true;
  if (!told_[1]) events.Add(Event::kPriorityExtension, active_ + 1);
  told_[1] = true;
}

void Priority::Hasten(const Scene& scene, Control& control, Events& events) {
  const int p = slots_[active_].phase();
  const PhaseSet ahead = headway_.Ahead(scene, p);
  const Tenths arrival = std::max(scene.input.request_arrival[active_], 0);
  control.vehicle_call |= Only(p);
  control.omit &= ~Only(p);

  // Passed over are those who wait between, if cutting greens short is not enough; nobody while anyone is owed.
  const bool late = headway_.Until(scene, p, ahead) > arrival;
  const bool may = tables_->priority_insertion[p] != 0 && owed_ == 0 && ahead != 0;
  const bool inserts = may && (late || overtaken_ != 0);
  if (inserts) {
    overtaken_ |= ahead;
    control.omit |= ahead;
    acted_ = true;
  }

  const PhaseSet in_the_way = headway_.InTheWay(p, inserts ? 0 : ahead);
  for (int r = 0; r < kRings; ++r) {
    const Ring& ring = scene.barriers.ring(r);
    if (!ring.Conflict() || !Has(in_the_way, ring.phase())) continue;
    const int q = ring.phase();
    if (tables_->priority_reduction[q] == 0 || Has(control.force_off, q) || headway_.Kept(scene, r) > 1) continue;
    control.force_off |= Only(q);
    control.early |= Only(q);
    acted_ = true;
    if (!told_[0]) events.Add(Event::kPriorityEarlyGreen, active_ + 1);
    told_[0] = true;
  }
}

// Whoever was passed over comes next; beside them go those alone who can.
void Priority::Return(const Scene& scene, Control& control) {
  const PhaseSet green = scene.barriers.green();
  owed_ &= scene.calls.Waiting(green);
  const PhaseSet next = owed_ & ~control.omit;
  if (next == 0) return;
  for (int q = 0; q < kPhases; ++q) {
    if (!Has(headway_.all() & ~next & ~green, q)) continue;
    const PhaseSet beside = next & headway_.Group(q);
    if (beside == 0 || (beside & headway_.Conflicting(q)) != 0) control.omit |= Only(q);
  }
}

}  // namespace stopline
