// The picture that is given of the controller on request: what a technician reads at the door.
#include <cstring>

#include "crossroads.h"
#include "harness.h"
#include "overlaid.h"

namespace {

using stopline::Interval;
using stopline::PedInterval;
using stopline::State;
using stopline::Termination;
using test::Crossroads;
using test::FourLeg;
using test::TablesOf;

constexpr int Is(auto word) { return static_cast<int>(word); }

}  // namespace

TEST("of each ring the picture says phase, interval and age, and what is left of minimum, gap, maximum and clearance") {
  Crossroads road(FourLeg(), TablesOf(FourLeg()));
  road.Settle(2, 6);
  road.input.vehicle[1] = road.input.vehicle[5] = 1;
  road.Step();
  State was = road.Look();
  road.Step();
  State now = road.Look();
  CHECK(now.ring_phase[0] == 2 && now.ring_phase[1] == 6 && now.ring_phase[2] == 0 && now.ring_phase[3] == 0);
  CHECK(now.ring_interval[0] == Is(Interval::kGreen) && now.ring_interval[2] == Is(Interval::kRed));
  CHECK(now.ring_elapsed[0] == was.ring_elapsed[0] + 1 && now.ring_elapsed[0] > 80);
  CHECK(now.ring_min_left[0] == 0 && now.ring_gap_left[0] == 25 && now.ring_max_left[0] == 0);
  CHECK(now.ring_clear_left[0] == 0 && now.ring_next[0] == 0);
  road.Call(4);
  road.Step(11);
  now = road.Look();
  CHECK(now.ring_max_left[0] == 290 && now.ring_gap_left[0] == 25 && now.ring_next[0] == 4 && now.ring_next[1] == 8);
  road.input.vehicle[1] = 0;
  road.Step(10);
  CHECK(road.Look().ring_gap_left[0] == 15 && road.Look().ring_gap_left[1] == 25);
  road.input.vehicle[5] = 0;
  CHECK(road.Until([&] { return !road.Green(2); }) > 0);
  now = road.Look();
  CHECK(now.ring_phase[0] == 2 && now.ring_interval[0] == Is(Interval::kYellow) && now.ring_elapsed[0] == 0);
  CHECK(now.ring_clear_left[0] == 36 && now.ring_next[0] == 4 && now.ring_max_left[0] == 0 &&
        now.ring_gap_left[0] == 0);
  road.Step(30);
  CHECK(road.Look().ring_clear_left[0] == 6 && road.Look().ring_elapsed[0] == 30);
  road.Step(6);
  now = road.Look();
  CHECK(now.ring_interval[0] == Is(Interval::kRedClear) && now.ring_clear_left[0] == 15 && now.ring_min_left[0] == 0);
  road.UntilGreen(4);
  now = road.Look();
  CHECK(now.ring_phase[0] == 4 && now.ring_elapsed[0] == 0 && now.ring_min_left[0] == 80 &&
        now.ring_clear_left[0] == 0);
  road.Step(30);
  CHECK(road.Look().ring_min_left[0] == 50 && road.broken == nullptr);
}

TEST("a ring that has gone to red is red from nothing on, and says of no phase that it is under way") {
  test::Site site = FourLeg();
  site.red_rest[0] = site.red_rest[1] = true;
  Crossroads road(site, TablesOf(site));
  CHECK(road.Until([&] { return road.tick > 2'000 && road.Red(2) && road.Red(4) && road.Red(6) && road.Red(8); }) > 0);
  const State now = road.Look();
  CHECK(now.ring_interval[0] == Is(Interval::kRed) && now.ring_elapsed[0] == 0 && now.ring_clear_left[0] == 0);
  for (int p = 0; p < 16; ++p) CHECK(now.phase_interval[p] == Is(Interval::kRed));
}

TEST(
    "of each phase the picture says where it stands, who waits for it, how it ended, and what its detectors are "
    "worth") {
  Crossroads road(FourLeg(), TablesOf(FourLeg()));
  road.Settle(2, 6);
  road.input.vehicle[0] = 1;
  road.input.vehicle[8] = road.input.pedestrian[8] = road.input.fault_recall[8] = 1;
  road.input.fault_recall[6] = 1;
  road.Press(4);
  road.Press(1);
  road.Press(2);
  road.input.vehicle[1] = 1;
  road.Step();
  State now = road.Look();
  for (int p = 0; p < 16; ++p) {
    const int number = p + 1;
    CHECK(now.phase_interval[p] == Is(number == 2 || number == 6 ? Interval::kGreen : Interval::kRed));
    const bool walks = p < 8 && number % 2 == 0;
    CHECK(now.phase_ped[p] == Is(number == 2 ? PedInterval::kWalk
                                 : walks     ? PedInterval::kDontWalk
                                             : PedInterval::kNone) ||
          number == 2);
    CHECK(now.phase_call[p] == (number == 1 || number == 2 || number == 7 ? 1 : 0));
    CHECK(now.phase_ped_call[p] ==
          (number == 4 || (number == 2 && now.phase_ped[1] != Is(PedInterval::kWalk)) ? 1 : 0));
    CHECK(now.phase_fault_recall[p] == (number == 7 ? 1 : 0));
  }
  road.input = {};
  for (int p = 0; p < 16; ++p) road.input.max_green[p] = 300;
  road.UntilGreen(4);
  now = road.Look();
  CHECK(now.phase_ped[3] == Is(PedInterval::kWalk) && now.phase_ped_call[3] == 0);
  CHECK(now.phase_terminated_by[1] == Is(Termination::kGapOut) && now.phase_interval[3] == Is(Interval::kGreen));
  road.Step(75);
  CHECK(road.Look().phase_ped[3] == Is(PedInterval::kPedClear));
  road.input.vehicle[3] = road.input.vehicle[7] = 1;
  road.Call(2);
  CHECK(road.Until([&] { return !road.Green(4); }) > 0);
  CHECK(road.Look().phase_terminated_by[3] == Is(Termination::kMaxOut));
  road.input.flash[0] = Is(stopline::FlashStatus::kMmu);
  road.Step();
  now = road.Look();
  CHECK(now.flash_status[0] == Is(stopline::FlashStatus::kMmu) && now.phase_terminated_by[3] == 0);
  CHECK(now.ring_phase[0] == 0 && road.broken == nullptr);
}

TEST("the picture says where overlaps stand, and that a pattern that is free has no cycle") {
  const test::Overlaid site = test::FourLegOverlaid();
  stopline::Junction junction;
  CHECK(junction.Open(site.tables, site.monitor) == nullptr);
  stopline::Input input{};
  stopline::Output output{};
  State now{};
  for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  for (int i = 0; i < 3'000; ++i) {
    input.vehicle[1] = input.vehicle[5] = i > 2'000 && i < 2'900 ? 1 : 0;
    junction.Step(input, output);
  }
  junction.Look(now);
  CHECK(now.overlap_interval[0] == Is(Interval::kGreen) && now.overlap_interval[2] == Is(Interval::kRed));
  CHECK(now.overlap_interval[1] == Is(Interval::kGreen) && now.overlap_interval[31] == Is(Interval::kRed));
  CHECK(now.coordination[0] == Is(stopline::CoordinationStatus::kFree) && now.cycle_second[0] == -1);
  CHECK(now.local_free[0] == Is(stopline::LocalFree::kCommandFree) && output.fault[0] == 0);
  CHECK(now.flash_status[0] == Is(stopline::FlashStatus::kNotFlash));
  input.cycle[0] = 900;
  junction.Step(input, output);
  junction.Look(now);
  CHECK(now.coordination[0] == Is(stopline::CoordinationStatus::kFree) && now.cycle_second[0] == -1);
  CHECK(now.local_free[0] == Is(stopline::LocalFree::kBadPlan));
}

TEST("the picture says how far the local cycle is from its reference, and that it is in step") {
  Crossroads road(FourLeg(), TablesOf(FourLeg()));
  road.input.cycle[0] = 900;
  road.input.offset[0] = 100;
  road.input.coordinated[0] = 1 << 1 | 1 << 5;
  const int split[8] = {150, 300, 150, 300, 150, 300, 150, 300};
  for (int p = 0; p < 8; ++p) road.input.split[p] = split[p];
  for (int i = 0; i < 9'000; ++i) {
    road.input.clock[0] = i;
    road.Step();
  }
  const State now = road.Look();
  CHECK(now.coordination[0] == Is(stopline::CoordinationStatus::kInStep));
  CHECK(now.local_free[0] == Is(stopline::LocalFree::kNotFree));
  CHECK(now.cycle_second[0] == ((8'999 - 100) % 900 + 1) % 900 || now.cycle_second[0] == (8'999 - 100) % 900);
}
