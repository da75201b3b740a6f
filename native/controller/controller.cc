#include "controller.h"

#include <algorithm>

#include "centre.h"
#include "check.h"
#include "lamps.h"

namespace stopline {

const char* Controller::Open(const Tables& tables) {
  if (const char* wrong = Check(tables)) return wrong;
  tables_ = tables;
  barriers_.Open(tables_);
  overlaps_.Open(tables_);
  coordination_.Open(tables_);
  priority_.Open(tables_);
  preemption_.Open(tables_);
  steering_.Open(tables_);
  Tenths longest = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (tables.enabled[p] == 0) continue;
    all_ |= Only(p);
    if (tables.walk[p] > 0) longest = std::max(longest, tables.ped_clear[p]);
  }
  calls_.Open(tables_, all_);
  flash_.Open(tables_, longest);
  return nullptr;
}

void Controller::Step(const Input& input, FlashStatus asked, Output& output) {
  Events events(output);
  const Flash::Stage before = flash_.stage();
  const Flash::Stage stage = flash_.Step(Heeded(asked), input.stop_time[0] != 0, barriers_, overlaps_, events);
  if (flash_.entering()) {
    coordination_.Drop(events);
    priority_.Drop(events);
  }
  if (stage == Flash::Stage::kOver) {
    Run(input, before, events);
  } else if (before == Flash::Stage::kOver) {
    flash_.Interrupt(barriers_.PedestriansLeft());
    Drop(events);
  }
  output.start_up[0] = stage == Flash::Stage::kOver ? 0 : 1;
  for (int i = 0; i < kRequests; ++i) output.request_status[i] = static_cast<std::int32_t>(priority_.status(i));
  ShowLamps(tables_, stage, barriers_, overlaps_, output.channels);
  for (int p = 0; p < kPhases; ++p) max_green_[p] = input.max_green[p];
}

// A train or an ambulance comes before the switch for the night; in flash nobody is led through.
FlashStatus Controller::Heeded(FlashStatus asked) const {
  return preemption_.InForce() && asked == FlashStatus::kAutomatic ? FlashStatus::kNotFlash : asked;
}

// The order is the order of who may overrule whom: a plan or coordination proposes, the centre and priority bend it,
// automatic flash and preemption set both aside, and the officer at the door comes last; the overlaps' gates are
// nobody's to open.
void Controller::Run(const Input& input, Flash::Stage before, Events& events) {
  const bool begins = before != Flash::Stage::kOver;
  if (begins) calls_.CallEveryone();
  calls_.Register(input, barriers_.on(), barriers_.walk(), events);
  if (begins) barriers_.Start(flash_.first(), input, calls_, events);
  Control control;
  if (!flash_.entering()) {
    steering_.Step(input, barriers_, calls_, all_, control);
    coordination_.Step(input, barriers_, calls_, control, events);
    ObeyCentre(input, all_, control);
    priority_.Step(input, barriers_, calls_, coordination_, preemption_.InForce(), control, events);
  }
  flash_.Steer(barriers_, all_, control);
  preemption_.Step(input, barriers_, calls_, control, events);
  manual_.Step(input, all_, preemption_.InForce() || flash_.entering(), control, events);
  overlaps_.Gate(control);
  barriers_.Step(input, control, calls_, events);
  if (!control.stopped) overlaps_.Step(barriers_, events);
}

void Controller::Drop(Events& events) {
  barriers_.Drop(events);
  calls_.Drop(events);
  overlaps_.Drop(events);
  coordination_.Drop(events);
  priority_.Drop(events);
  preemption_.Drop(events);
  steering_.Drop();
}

strategies::Standing Controller::Standing() const {
  strategies::Standing standing{};
  standing.running = flash_.stage() == Flash::Stage::kOver;
  standing.led = preemption_.InForce() || flash_.entering() || manual_.on();
  standing.green = barriers_.on();
  standing.elapsed = kLongestGreen;
  for (const Ring& ring : barriers_.rings()) {
    const int phase = ring.phase();
    if (ring.next() != kNone) standing.chosen |= Only(ring.next());
    if (ring.Clearing()) {
      const Tenths change = ring.interval() == Interval::kYellow ? tables_.yellow_change[phase] : 0;
      const Tenths left = change + tables_.red_clear[phase] - ring.elapsed();
      standing.until_green = std::max(standing.until_green, left);
    } else if (ring.On()) {
      const Tenths least = std::max(ring.initial() - ring.elapsed(), ring.pedestrian().Left(tables_, phase));
      standing.until_end = std::max(standing.until_end, least);
      if (least > 0) standing.firm |= Only(phase);
      standing.elapsed = std::min(standing.elapsed, ring.elapsed());
    }
  }
  standing.called = calls_.Asked(standing.green);
  for (int p = 0; p < kPhases; ++p) {
    if (tables_.enabled[p] != 0 && calls_.WalkDue(p)) standing.walk_due |= Only(p);
  }
  return standing;
}

void Controller::Look(State& state) const {
  for (int r = 0; r < kRings; ++r) LookAtRing(r, state);
  for (int p = 0; p < kPhases; ++p) LookAtPhase(p, state);
  for (int o = 0; o < kOverlaps; ++o) state.overlap_interval[o] = static_cast<std::int32_t>(overlaps_.interval(o));
  state.coordination[0] = static_cast<std::int32_t>(coordination_.status());
  state.cycle_second[0] = coordination_.local();
  state.local_free[0] = static_cast<std::int32_t>(coordination_.local_free());
  state.preempt[0] = preemption_.active() + 1;
  state.preempt_interval[0] = static_cast<std::int32_t>(preemption_.interval());
  state.flash_status[0] = static_cast<std::int32_t>(flash_.status());
}

void Controller::LookAtRing(int r, State& state) const {
  const Ring& ring = barriers_.ring(r);
  const int phase = ring.phase();
  const Tenths elapsed = ring.elapsed();
  const auto left = [elapsed](Tenths whole) { return whole > elapsed ? whole - elapsed : 0; };
  state.ring_phase[r] = phase + 1;
  state.ring_interval[r] = static_cast<std::int32_t>(ring.interval());
  state.ring_elapsed[r] = elapsed;
  state.ring_min_left[r] = state.ring_gap_left[r] = state.ring_max_left[r] = state.ring_clear_left[r] = 0;
  state.ring_next[r] = barriers_.Next(r, calls_) + 1;
  if (phase == kNone) return;
  if (ring.Green()) {
    state.ring_min_left[r] = left(ring.initial());
    state.ring_gap_left[r] = ring.gap();
    state.ring_max_left[r] = barriers_.MaxLeft(ring, max_green_[phase], calls_);
  } else if (ring.Clearing()) {
    state.ring_clear_left[r] =
        left(ring.interval() == Interval::kYellow ? tables_.yellow_change[phase] : tables_.red_clear[phase]);
  }
}

void Controller::LookAtPhase(int p, State& state) const {
  const bool enabled = tables_.enabled[p] != 0;
  const Ring& ring = barriers_.ring(enabled ? tables_.ring[p] : 0);
  const bool on = enabled && ring.phase() == p;
  const PedInterval still = enabled && tables_.walk[p] > 0 ? PedInterval::kDontWalk : PedInterval::kNone;
  const PedInterval ped = on && still != PedInterval::kNone ? ring.pedestrian().interval() : still;
  state.phase_interval[p] = static_cast<std::int32_t>(on ? ring.interval() : Interval::kRed);
  state.phase_ped[p] = static_cast<std::int32_t>(ped);
  state.phase_call[p] = enabled && calls_.VehicleWaits(p) ? 1 : 0;
  state.phase_ped_call[p] = enabled && calls_.WalkDue(p) ? 1 : 0;
  state.phase_terminated_by[p] = static_cast<std::int32_t>(barriers_.terminated_by(p));
  state.phase_fault_recall[p] = enabled && calls_.FaultRecall(p) ? 1 : 0;
}

}  // namespace stopline
