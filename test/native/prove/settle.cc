#include "settle.h"

#include <algorithm>

#include "inside.h"

namespace prove {

using stopline::kChannels;
using stopline::kNone;
using stopline::kPhases;

Settle::Settle(const stopline::Tables& tables, const stopline::monitor::Tables& monitor,
               const std::vector<stopline::Input>& patterns, std::int32_t longest_wish)
    : longest_wish_(longest_wish) {
  for (int p = 0; p < kPhases; ++p) {
    // One more than the minimum, and the added initial: that they are complete is told once.
    green_[p] = std::max(tables.min_green[p], tables.max_initial[p]) + 1;
    // The maximum's count is the gap reduction's as well, and that is told once, too.
    max_[p] = std::max(tables.dynamic_max_limit[p], tables.time_before_reduction[p] + tables.time_to_reduce[p] + 1);
    if (tables.dynamic_max_step[p] > 0) steps_ |= Bit(p);
    for (const stopline::Input& pattern : patterns) {
      max_[p] = std::max(max_[p], pattern.max_green[p]);
      // A floating force-off counts the green of its split, which a longer cycle stretches by half a cycle at most.
      if (pattern.cycle[0] > 0) green_[p] = std::max(green_[p], pattern.split[p] + pattern.cycle[0] / 2 + 1);
    }
  }
  for (int o = 0; o < stopline::kOverlaps; ++o) overlap_[o] = tables.overlap_min_green[o];
  for (int i = 0; i < stopline::kPreempts; ++i) {
    preempt_ = std::max({preempt_, tables.preempt_track_green[i], tables.preempt_min_dwell[i]});
    preempt_duration_ = std::max(preempt_duration_, tables.preempt_min_duration[i]);
  }
  for (int c = 0; c < kChannels; ++c) {
    if (monitor.kind[c] == 0) continue;
    for (std::int32_t& most : lamp_[c]) most = 1;
    for (int d = 0; d < kChannels; ++d) {
      lamp_[c][stopline::kRed] = std::max(lamp_[c][stopline::kRed], monitor.clearance[c * kChannels + d]);
    }
    lamp_[c][stopline::kGreen] = lamp_[c][stopline::kFlashingYellow] = monitor.min_green[c];
    lamp_[c][stopline::kYellow] = std::max(monitor.min_yellow[c], stopline::monitor::kYellowFloor);
    if (monitor.kind[c] == 2) {
      lamp_[c][stopline::kFlashingRed] = monitor.ped_clear[c];
      walked_[c] = monitor.ped_clear[c];
    }
  }
}

void Settle::operator()(stopline::Junction& junction) const {
  Controller(junction.*Door(TheController{}));
  Monitor(junction.*Door(TheMonitor{}));
}

void Settle::Controller(stopline::Controller& controller) const {
  Flash(controller.*Door(TheFlash{}));
  Calls(controller.*Door(TheCalls{}));
  stopline::Barriers& barriers = controller.*Door(TheBarriers{});
  for (stopline::Ring& ring : barriers.*Door(TheRings{})) Ring(ring);
  for (int p = 0; p < kPhases; ++p) {
    if (!In(steps_, p)) (barriers.*Door(DynamicMaxes{}))[p].*Door(MaxRow{}) = 0;
    if (!In(barriers.green(), p)) (controller.*Door(ThePriority{}).*Door(Extended{}))[p] = 0;
  }
  Overlaps(controller.*Door(TheOverlaps{}));
  Preemption(controller.*Door(ThePreemption{}));
  // Only to look at.
  for (stopline::Termination& by : barriers.*Door(TerminatedBy{})) by = stopline::Termination::kNone;
  for (std::int32_t& max : controller.*Door(ToldMaximum{})) max = 0;
}

// Behind flash nothing of it matters until the next one, which begins all of this anew.
void Settle::Flash(stopline::Flash& flash) {
  if (flash.stage() != stopline::Flash::Stage::kFlash) flash.*Door(Flashed{}) = 0;
  if (flash.stage() != stopline::Flash::Stage::kOver) return;
  flash.*Door(FlashElapsed{}) = 0;
  flash.*Door(Strict{}) = false;
}

// All of this is of one tenth. What the next one registers or drops against it is told by 43 and 44 alone, and those
// are watched at random only.
void Settle::Calls(stopline::Calls& calls) {
  calls.*Door(Vehicle{}) = calls.*Door(Recalled{}) = calls.*Door(Held{}) = calls.*Door(Soft{}) = 0;
  calls.*Door(PedRecalled{}) = calls.*Door(FaultRecalled{}) = calls.*Door(Registered{}) = 0;
  calls.*Door(Placed{}) = calls.*Door(Omitted{}) = calls.*Door(PedOmitted{}) = 0;
}

void Settle::Ring(stopline::Ring& ring) const {
  if (ring.Green()) {
    stopline::Tenths& elapsed = ring.*Door(RingElapsed{});
    stopline::Tenths& max_elapsed = ring.*Door(RingMax{});
    elapsed = std::min(elapsed, green_[ring.phase()]);
    max_elapsed = std::min(max_elapsed, max_[ring.phase()]);
  }
  // Of rings that wait for each other all that counts is who has waited for longer.
  ring.*Door(RingWaited{}) = std::min(ring.*Door(RingWaited{}), longest_wish_);
  stopline::Pedestrian& pedestrian = ring.*Door(RingPedestrian{});
  if (!pedestrian.Running()) pedestrian.*Door(PedElapsed{}) = 0;
  if (pedestrian.interval() != stopline::PedInterval::kWalk) pedestrian.*Door(PedAdvanced{}) = 0;
}

void Settle::Overlaps(stopline::Overlaps& overlaps) const {
  stopline::Overlap(&each)[stopline::kOverlaps] = overlaps.*Door(EachOverlap{});
  for (int o = 0; o < stopline::kOverlaps; ++o) {
    stopline::Tenths& elapsed = each[o].*Door(OverlapElapsed{});
    const stopline::Interval interval = each[o].interval();
    // Red for a tenth or for longer.
    if (interval == stopline::Interval::kRed) elapsed = std::min(elapsed, 1);
    if (interval == stopline::Interval::kGreen) elapsed = std::min(elapsed, overlap_[o]);
    if (interval != stopline::Interval::kGreen) each[o].*Door(OverlapTrailing{}) = kNone;
  }
}

void Settle::Preemption(stopline::Preemption& preemption) const {
  stopline::Tenths& elapsed = preemption.*Door(PreemptElapsed{});
  stopline::Tenths& duration = preemption.*Door(PreemptDuration{});
  elapsed = preemption.InForce() ? std::min(elapsed, preempt_) : 0;
  duration = preemption.InForce() ? std::min(duration, preempt_duration_) : 0;
  for (stopline::PreemptInput& input : preemption.*Door(PreemptInputs{})) input.*Door(InputDue{}) = false;
}

void Settle::Monitor(stopline::monitor::Monitor& monitor) const {
  for (int c = 0; c < kChannels; ++c) {
    std::int32_t& age = (monitor.*Door(MonitorAge{}))[c];
    std::int32_t& walked = (monitor.*Door(MonitorWalked{}))[c];
    const std::int32_t lamp = (monitor.*Door(MonitorLamp{}))[c];
    age = std::min(age, lamp_[c][lamp < 0 || lamp > 6 ? 0 : lamp]);
    walked = std::min(walked, walked_[c]);
  }
}

}  // namespace prove
