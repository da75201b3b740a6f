// An officer at the cabinet's door: stops time, leads the traffic by hand, and can shorten nothing that is a minimum.
#include "crossroads.h"
#include "harness.h"

namespace {

using test::Crossroads;
using test::FourLeg;

Crossroads Settled() {
  Crossroads road(FourLeg(), test::TablesOf(FourLeg()));
  road.Settle(2, 6);
  return road;
}

Crossroads Led() {
  Crossroads road = Settled();
  road.input.manual[0] = 1;
  road.Step();
  return road;
}

int Walk(const Crossroads& road, int number) { return road.output.channels[test::PedestrianChannel(number - 1)]; }

}  // namespace

TEST("stopped time holds every lamp, and the yellow goes on where it stood") {
  Crossroads road = Settled();
  road.Call(4);
  CHECK(road.UntilEnd(2) > 0);
  road.Step(10);
  road.input.stop_time[0] = 1;
  road.Step(1000);
  CHECK(road.count(180) == 1 && road.output.channels[1] == stopline::kYellow);
  road.input.stop_time[0] = 0;
  CHECK(road.UntilGreen(4) == 36 + 15 - 10 && road.count(180) == 2 && road.broken == nullptr);
}

TEST("under an officer's hand everyone is called and no green ends by itself") {
  Crossroads road = Led();
  CHECK(road.Told(178, 1));
  road.Step(3000);
  CHECK(road.Green(2) && road.Green(6) && road.Look().phase_call[0] == 1);
}

TEST("the officer leads all phases through in turn, walks first and then greens") {
  Crossroads road = Led();
  road.Step(100);
  road.input.advance[0] = 1;
  CHECK(road.UntilGreen(3) == 1 + 36 + 15 && road.Green(7) && road.told(179, 1) > 0 && road.told(6, 2) > 0);
  road.Step(500);
  road.input.advance[0] = 1;
  CHECK(road.UntilGreen(4) == 1 + 32 + 12 && road.Green(8));
  road.Step(500);
  CHECK(Walk(road, 4) == stopline::kGreen && Walk(road, 8) == stopline::kGreen);
  road.input.advance[0] = 1;
  road.Step();
  CHECK(Walk(road, 4) == stopline::kFlashingRed && Walk(road, 8) == stopline::kFlashingRed);
  road.Step(500);
  CHECK(road.Green(4) && Walk(road, 4) == stopline::kRed);
  road.input.advance[0] = 1;
  CHECK(road.UntilGreen(1) == 1 + 36 + 15 && road.Green(5) && road.broken == nullptr);
}

TEST("an officer who presses too soon is obeyed when minimum, walk and clearance are over") {
  Crossroads road = Led();
  road.Step(100);
  road.input.advance[0] = 1;
  road.UntilGreen(3);
  road.input.advance[0] = 1;
  road.Step();
  CHECK(road.UntilEnd(3) == 50 - 1);
  road.UntilGreen(4);
  road.input.advance[0] = 1;
  road.Step(10);
  CHECK(Walk(road, 4) == stopline::kGreen);
  CHECK(road.Until([&] { return Walk(road, 4) == stopline::kFlashingRed; }) == 70 - 10);
  road.input.advance[0] = 1;
  CHECK(road.UntilEnd(4) == 140 && road.broken == nullptr);
}

TEST("a contact that stays closed is one press") {
  Crossroads road = Led();
  road.Step(100);
  for (int i = 0; i < 2000; ++i) {
    road.input.advance[0] = 1;
    road.Step();
  }
  CHECK(road.count(179) == 1 && road.Green(3) && road.Green(7));
}

TEST("a press in yellow is for nobody") {
  Crossroads road = Led();
  road.Step(100);
  road.input.advance[0] = 1;
  CHECK(road.UntilEnd(2) > 0);
  road.Step(5);
  road.input.advance[0] = 1;
  road.UntilGreen(3);
  road.Step(1000);
  CHECK(road.Green(3));
}

TEST("when the officer leaves, greens end by themselves again") {
  Crossroads road = Led();
  road.Step(1000);
  road.input.manual[0] = 0;
  road.Call(4);
  CHECK(road.UntilGreen(4) > 0 && road.told(178, 0) > 0 && road.broken == nullptr);
}
