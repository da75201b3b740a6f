#include "calls.h"

namespace stopline {

namespace {

PhaseSet SetOf(const std::int32_t (&flags)[kPhases]) {
  PhaseSet set = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (flags[p] != 0) set |= Only(p);
  }
  return set;
}

void AddEach(PhaseSet phases, Event event, Events& events) {
  for (int p = 0; p < kPhases; ++p) {
    if (Has(phases, p)) events.OfPhase(event, p);
  }
}

}  // namespace

void Calls::Open(const Tables& tables, PhaseSet all) {
  all_ = all;
  with_walk_ = SetOf(tables.walk) & all;
  with_lock_ = SetOf(tables.lock) & all;
}

void Calls::Register(const Input& input, PhaseSet green, PhaseSet walk, Events& events) {
  const PhaseSet locking = SetOf(input.locking) & all_;
  vehicle_ = (SetOf(input.vehicle) & all_) | locking;
  locked_ |= (locking | (vehicle_ & with_lock_)) & ~green;

  placed_ = omitted_ = ped_omitted_ = 0;
  fault_recalled_ = SetOf(input.fault_recall) & all_;
  held_ = fault_recalled_;
  recalled_ = fault_recalled_;
  soft_ = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(all_ & ~fault_recalled_, p)) continue;
    if (input.recall[p] == kMaxRecall) held_ |= Only(p);
    if (input.recall[p] == kMaxRecall || input.recall[p] == kMinRecall) recalled_ |= Only(p);
    if (input.recall[p] == kSoftRecall) soft_ |= Only(p);
  }

  // A phase that rests in green is not recalled to walk again and again: pedestrian recall works on greens to come.
  ped_recalled_ = SetOf(input.ped_recall) & with_walk_ & ~green;
  const PhaseSet pressed = SetOf(input.pedestrian) & with_walk_ & ~walk & ~pedestrian_;
  pedestrian_ |= pressed;
  AddEach(pressed, Event::kPedCallRegistered, events);

  // The enumerations leave out phases on recall: they always have a call.
  const PhaseSet registered = (vehicle_ | locked_) & ~recalled_ & ~green;
  AddEach(registered & ~registered_, Event::kCallRegistered, events);
  AddEach(registered_ & ~registered, Event::kCallDropped, events);
  registered_ = registered;
}

void Calls::Obey(const Control& control, PhaseSet green) {
  placed_ = control.vehicle_call & all_ & ~green;
  ped_recalled_ |= control.ped_call & with_walk_ & ~green;
  omitted_ = control.omit;
  ped_omitted_ = control.ped_omit;
}

void Calls::CallEveryone() {
  locked_ = all_;
  pedestrian_ = with_walk_;
}

void Calls::Drop(Events& events) {
  AddEach(registered_, Event::kCallDropped, events);
  vehicle_ = recalled_ = held_ = soft_ = soft_placed_ = ped_recalled_ = locked_ = pedestrian_ = registered_ = 0;
  placed_ = omitted_ = ped_omitted_ = 0;
}

void Calls::ServeVehicles(int phase, Events& events) {
  locked_ &= ~Only(phase);
  AddEach(registered_ & Only(phase), Event::kCallDropped, events);
  registered_ &= ~Only(phase);
}

void Calls::ServePedestrians(int phase) { pedestrian_ &= ~Only(phase); }

void Calls::Retain(int phase) { locked_ |= Only(phase); }

}  // namespace stopline
