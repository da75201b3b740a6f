// What the centre asks of phases, on the whole intersection: what it gets, and what it never gets.
#include "arterial.h"
#include "corner.h"
#include "crossroads.h"
#include "harness.h"

namespace {

using test::Crossroads;
using test::Dice;
using test::FourLeg;
using test::Set;
using test::TablesOf;

struct Road : Crossroads {
  Road() : Crossroads(FourLeg(), TablesOf(FourLeg())) { Settle(2, 6); }
  void Hold(unsigned set) { input.control_hold[0] = static_cast<int>(set); }
  void Omit(unsigned set) { input.omit[0] = static_cast<int>(set); }
  void ForceOff(unsigned set) { input.control_force_off[0] = static_cast<int>(set); }
};

}  // namespace

TEST("a green that the centre holds outlasts its gap and its maximum, and ends as it would when the hold is over") {
  Road road;
  road.Hold(Set(2));
  road.Call(4);
  road.Step(1'000);
  CHECK(road.Green(2) && road.Green(6) && !road.Green(4));
  road.Hold(0);
  CHECK(road.UntilEnd(2) == 1);
  CHECK(road.UntilGreen(4) > 0 && road.broken == nullptr);
}

TEST("the centre's force-off ends no green before its minimum, nor anyone's walk or clearance") {
  Road road;
  road.Press(4);
  CHECK(road.UntilGreen(4) > 0);
  road.ForceOff(~0u);
  road.Call(2);
  const stopline::Tables tables = TablesOf(FourLeg());
  CHECK(road.UntilEnd(4) == tables.walk[3] + tables.ped_clear[3]);
  CHECK(road.UntilGreen(2) == tables.yellow_change[3] + tables.red_clear[3]);
  road.Call(4);
  CHECK(road.UntilEnd(2) == tables.min_green[1]);
  CHECK(road.broken == nullptr);
}

TEST("whoever called a phase that the centre omits is remembered, and served when it does so no longer") {
  Road road;
  road.Omit(Set(4) | Set(8));
  road.Step();
  road.Call(4);
  road.Step(3'000);
  CHECK(road.Green(2) && !road.Green(4) && road.told(43, 4) > 0);
  road.Omit(0);
  CHECK(road.UntilGreen(4, 200) > 0 && road.broken == nullptr);
}

TEST("pedestrians whom the centre omits wait, vehicles beside them are served, and the walk comes afterwards") {
  Road road;
  road.input.control_ped_omit[0] = static_cast<int>(Set(4));
  road.Step();
  road.Press(4);
  road.Step(1'000);
  CHECK(road.Green(2));
  road.Call(4);
  CHECK(road.UntilGreen(4) > 0 && !road.Walks(4));
  road.Call(2);
  CHECK(road.UntilGreen(2) > 0);
  road.input.control_ped_omit[0] = 0;
  CHECK(road.UntilGreen(4) > 0 && road.Walks(4));
}

TEST("a plan that wants others does not end a green that the centre holds, and gets its way behind it") {
  Road road;
  road.Hold(Set(2) | Set(6));
  road.input.longest_wait[0] = 6'000;
  road.input.want[0] = static_cast<int>(Set(4) | Set(8));
  road.Step(1'000);
  CHECK(road.Green(2) && road.Green(6));
  road.Hold(0);
  CHECK(road.UntilGreen(4, 200) > 0 && road.broken == nullptr);
}

TEST("a preempt comes as soon as ever, whatever the centre holds, omits or forces off") {
  const auto way_in = [](bool asked) {
    stopline::Tables tables = TablesOf(FourLeg());
    tables.preempt_enabled[0] = 1;
    tables.preempt_dwell[0] = static_cast<int>(Set(4));
    Crossroads road(FourLeg(), tables);
    road.Settle(2, 6);
    if (asked) {
      road.input.control_hold[0] = static_cast<int>(Set(2) | Set(6));
      road.input.omit[0] = static_cast<int>(Set(4));
      road.input.control_force_off[0] = static_cast<int>(Set(4));
    }
    road.Step();
    road.input.preempt[0] = 1;
    const int came = road.UntilGreen(4, 600);
    return road.broken == nullptr ? came : -2;
  };
  CHECK(way_in(true) > 0 && way_in(true) == way_in(false));
}

TEST("in a cycle a green that the centre holds ends at its force-off all the same, and the cycle stays in step") {
  test::Arterial arterial;
  arterial.Coordinate(900, 0, {150, 300, 150, 300, 150, 300, 150, 300});
  arterial.Go(4'000);
  const int greens = arterial.greens[4];
  arterial.input.control_hold[0] = static_cast<int>(Set(4) | Set(8));
  arterial.Go(4 * 900);
  CHECK(arterial.greens[4] == greens + 4 && arterial.cause[4] == 6);
  CHECK(arterial.Status() == stopline::CoordinationStatus::kInStep && arterial.broken == nullptr);
}
