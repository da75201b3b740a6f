// What coordination, preemption and the like may ask of the rings, and what they never get.
#include "corner.h"
#include "harness.h"

namespace {

using stopline::Interval;
using stopline::Termination;
using test::Corner;
using test::FourLeg;
using test::Set;
using test::TablesOf;

}  // namespace

TEST("a green that is forced off ends when its minimum is over, towards who waits") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step();
  corner.control.force_off = Set(2) | Set(6);
  corner.Step(200);
  CHECK(corner.Green(2) && corner.Green(6));
  corner.Call(4);
  CHECK(corner.UntilEnd(2) == 1);
  CHECK(corner.ended_by(2) == Termination::kForceOff && corner.Told(Corner::Event::kForceOff, 6));
}

TEST("nobody who is forced off loses a tenth of minimum, walk or pedestrian clearance") {
  Corner corner(TablesOf(FourLeg()));
  corner.control.force_off = ~0u;
  corner.control.cause = Termination::kPreemptForceOff;
  corner.control.vehicle_call = ~0u;
  corner.Press(2);
  corner.Step();
  CHECK(corner.Green(2));
  CHECK(corner.UntilEnd(2) == 70 + 140 && corner.ended_by(2) == Termination::kPreemptForceOff);
  CHECK(corner.UntilGreen(3) == 36 + 15);
  CHECK(corner.UntilEnd(3) == 50);
}

TEST("a green that is held outlasts its maximum, until it is forced off") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step();
  corner.control.hold = Set(2);
  corner.Call(4);
  corner.Step(1000);
  CHECK(corner.Green(2) && corner.Green(6));
  corner.control.force_off = Set(2);
  CHECK(corner.UntilEnd(2) == 1);
}

TEST("nobody's green ends for a phase that is omitted, and its call is kept") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step();
  corner.control.omit = Set(4) | Set(8);
  corner.Call(4);
  corner.Step(1000);
  CHECK(corner.Green(2) && corner.Green(6));
  corner.Call(3);
  CHECK(corner.UntilGreen(3) > 0);
  CHECK(!corner.Green(8));
  corner.Step(500);
  CHECK(corner.Green(3) && corner.ring(1).Idle());
  corner.control.omit = 0;
  CHECK(corner.UntilGreen(4) == 32 + 12 + 1);
}

TEST("pedestrians who are omitted call nobody and are not let go") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step();
  corner.control.ped_omit = Set(4);
  corner.Press(4);
  corner.Step(500);
  CHECK(corner.Green(2));
  corner.Call(4);
  CHECK(corner.UntilGreen(4) > 0);
  CHECK(!corner.ring(0).pedestrian().Running());
}

TEST("who comes next is told when the green ends, and a later call does not change it") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step(200);
  corner.Call(4);
  CHECK(corner.UntilEnd(2) == 1);
  CHECK(corner.ring(0).next() == 3 && corner.Told(Corner::Event::kNextPhaseDecision, 4));
  CHECK(corner.ring(1).next() == 7 && corner.Told(Corner::Event::kNextPhaseDecision, 8));
  corner.Call(3);
  CHECK(corner.UntilGreen(4) == 36 + 15);
}

TEST("a maximum that is inhibited keeps a busy green, and a gap ends it") {
  Corner corner(TablesOf(FourLeg()));
  corner.input.vehicle[1] = 1;
  corner.Step();
  corner.control.max_inhibit = Set(2);
  corner.Call(4);
  corner.Step(1000);
  CHECK(corner.Green(2));
  corner.input.vehicle[1] = 0;
  CHECK(corner.UntilEnd(2) == 25 && corner.ended_by(2) == Termination::kGapOut);
}

TEST("a green that is wanted red ends though nobody waits for its place") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step(200);
  corner.control.force_off = corner.control.omit = Set(6);
  corner.Step(100);
  CHECK(corner.Green(6));
  corner.control.to_red = Set(6);
  CHECK(corner.UntilEnd(6) == 1);
  corner.Step(300);
  CHECK(corner.Green(2) && corner.ring(1).Idle());
}

TEST("a phase that is wanted red is not begun though it was chosen") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step(200);
  corner.Call(4);
  CHECK(corner.UntilEnd(2) == 1);
  corner.control.force_off = corner.control.omit = Set(4) | Set(8);
  corner.control.to_red = Set(4) | Set(8);
  corner.control.vehicle_call = Set(3) | Set(7);
  CHECK(corner.UntilGreen(3) == 36 + 15);
  CHECK(!corner.Green(4) && !corner.Green(8) && corner.Green(7));
}

TEST("a phase begins when the overlap that bars it is through, and ends when one that hangs on it may") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step(200);
  corner.control.still = Set(2);
  corner.Call(4);
  corner.Step(100);
  CHECK(corner.Green(2));
  corner.control.still = 0;
  corner.control.not_yet = Set(4);
  corner.Step(200);
  CHECK(!corner.Green(4) && corner.Green(8) && corner.ring(0).Pending());
  corner.control.not_yet = 0;
  CHECK(corner.UntilGreen(4) == 1);
}

TEST("when time is stopped nothing moves, and it goes on where it stood") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step(200);
  corner.Call(4);
  CHECK(corner.UntilEnd(2) == 1);
  corner.Step(10);
  corner.control.stopped = true;
  corner.Step(500);
  CHECK(corner.ring(0).interval() == Interval::kYellow && corner.ring(0).elapsed() == 10);
  corner.control.stopped = false;
  CHECK(corner.UntilGreen(4) == 36 + 15 - 10);
}
