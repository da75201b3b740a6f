// What happens seldom, and must be right when it does: two things in the same moment, a sheet that says much of
// nothing.
#include "controller/controller.h"
#include "corner.h"
#include "crossroads.h"
#include "harness.h"
#include "overlaid.h"

namespace {

using stopline::FlashStatus;
using stopline::Tables;
using test::Corner;
using test::Crossroads;
using test::FourLeg;
using test::PedestrianChannel;
using test::Site;
using test::TablesOf;

int Walk(const Crossroads& road, int number) { return road.output.channels[PedestrianChannel(number - 1)]; }

// Into flash for a moment and on to the first greens behind it.
bool Flash(Crossroads& road, int first) {
  road.input.flash[0] = static_cast<int>(FlashStatus::kMmu);
  road.Step(3);
  road.input.flash[0] = 0;
  return road.UntilGreen(first) > 0;
}

}  // namespace

TEST("vehicles that were counted for the first of all phases before flash do not make its green behind it longer") {
  Site site = FourLeg();
  site.phase[0].added_initial = 20;
  site.phase[0].max_initial = 300;
  Crossroads road(site, TablesOf(site));
  road.Settle(4, 8);
  road.input.actuations[0] = 10;
  road.Step();
  road.input.actuations[0] = 0;
  CHECK(Flash(road, 2) && road.UntilGreen(1) > 0);
  CHECK(road.Look().ring_min_left[0] == 50);
}

TEST("an arrow that flash took away while it gave way is a green arrow if its own phase is the first behind flash") {
  test::Overlaid site = test::FourLegOverlaid();
  site.tables.start_phase[0] = 1;
  site.tables.start_phase[1] = 5;
  stopline::Controller controller;
  CHECK(controller.Open(site.tables) == nullptr);
  stopline::Input input{};
  stopline::Output output{};
  for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  const std::int32_t& arrow = output.channels[site.channel[3]];  // of 1, beside 2
  const auto until = [&](int channel, int lamp, FlashStatus asked) {
    for (int i = 0; i < 5'000; ++i) {
      controller.Step(input, asked, output);
      if (output.channels[channel] == lamp) return true;
    }
    return false;
  };
  CHECK(until(site.channel[3], stopline::kGreen, FlashStatus::kNotFlash));
  CHECK(until(site.channel[3], stopline::kRed, FlashStatus::kNotFlash));
  CHECK(until(site.channel[3], stopline::kFlashingYellow, FlashStatus::kNotFlash));
  CHECK(output.channels[1] == stopline::kGreen);
  CHECK(until(1, stopline::kFlashingRed, FlashStatus::kMmu));
  CHECK(until(0, stopline::kGreen, FlashStatus::kNotFlash) && arrow == stopline::kGreen);
}

TEST("a vehicle that comes while a walk leads its green goes with that green, and is not called for again") {
  Site site = FourLeg();
  site.phase[3].leading_walk = 40;
  Crossroads road(site, TablesOf(site));
  road.Settle(2, 6);
  road.Press(4);
  CHECK(road.Until([&] { return road.Walks(4); }) > 0);
  const int calls = road.count(43);
  road.Call(4);
  road.Step();
  CHECK(road.Red(4) && road.count(43) == calls);
  CHECK(road.UntilGreen(4) > 0);
  road.Call(2);
  CHECK(road.UntilEnd(4) > 0 && road.UntilGreen(2) > 0);
  road.Step(1000);
  CHECK(road.Green(2) && road.broken == nullptr);
}

TEST("an officer who has sent one walk on its way leaves the next one in the same green as long as it may stay") {
  Site site = FourLeg();
  for (int p = 1; p < 8; p += 2) site.phase[p].walk_rest = true;
  Crossroads road(site, TablesOf(site));
  road.Settle(2, 6);
  road.Press(2);
  road.Step(100);
  CHECK(Walk(road, 2) == stopline::kGreen);
  road.input.manual[0] = 1;
  road.Step();
  road.input.advance[0] = 1;
  road.Step(2);
  road.input.manual[0] = 0;
  CHECK(Walk(road, 2) == stopline::kFlashingRed);
  CHECK(road.Until([&] { return Walk(road, 2) == stopline::kRed; }) > 0 && road.Green(2));
  road.Press(2);
  road.Step(200);
  CHECK(Walk(road, 2) == stopline::kGreen && road.Green(2) && road.broken == nullptr);
}

TEST("a phase on soft recall is a call when the last pedestrian beside the resting green has crossed, and not before") {
  Crossroads road(FourLeg(), TablesOf(FourLeg()));
  road.Settle(2, 6);
  road.Press(2);
  road.Step();
  CHECK(Walk(road, 2) == stopline::kGreen);
  road.input.recall[3] = stopline::kSoftRecall;
  const int checked = road.count(2);
  road.Step(70 + 140 - 1);
  CHECK(Walk(road, 2) == stopline::kFlashingRed && road.count(2) == checked);
  road.Step(2);
  CHECK(Walk(road, 2) == stopline::kRed && road.count(2) > checked);
  CHECK(road.UntilGreen(4) == 1 + 36 + 15 - 1 && road.broken == nullptr);
}

TEST("of two that wait for a third the one goes first who has waited longer, in whichever ring") {
  Site site{};
  site.groups = 1;
  for (int p = 0; p < 4; ++p) {
    site.phase[p] = test::Phase{50, 20, 30, 10, 0, 0, false};
    site.rings[p][0][0] = p + 1;
    for (int q = 0; q < 4; ++q) site.apart[p][q] = p != q;
  }
  site.start[2] = 3;
  for (const bool first : {false, true}) {
    Corner corner(TablesOf(site));
    corner.Step(1000);
    corner.Call(3);
    CHECK(corner.UntilGreen(3) >= 0);
    corner.Step(100);
    corner.input.vehicle[2] = 1;
    corner.Call(2);
    corner.Step(10);
    corner.Call(first ? 1 : 4);
    corner.Step(10);
    corner.Call(first ? 4 : 1);
    corner.Step(10);
    corner.input.vehicle[2] = 0;
    CHECK(corner.UntilGreen(2) > 0);
    while (!corner.Green(1) && !corner.Green(4)) corner.Step();
    CHECK(corner.Green(first ? 1 : 4));
  }
}

TEST("the sixteenth phase of a sheet has its intergreen like any other") {
  Site site = FourLeg();
  site.rings[1][1][0] = 15;
  site.rings[1][1][1] = 16;
  site.phase[14] = site.phase[6];
  site.phase[15] = site.phase[7];
  Tables t = TablesOf(site);
  t.clearance[15 * 16 + 1] = 120;
  stopline::Interlock lock;
  lock.Open(t, 0xc03f);
  lock.Start();
  lock.See(stopline::Only(15), 0);
  for (int i = 0; i < 120; ++i) {
    CHECK(!lock.May(1, 0));
    lock.See(0, 0);
  }
  CHECK(lock.May(1, 0));
}

TEST("nobody waits for the clearance of a phase that is not there, whatever the sheet says of it") {
  Site site = FourLeg();
  for (int p = 1; p < 8; p += 2) site.phase[p].walk = site.phase[p].ped_clear = 0;
  Tables t = TablesOf(site);
  for (int q = 0; q < 16; ++q) t.clearance[8 * 16 + q] = 30'000;
  Crossroads road(site, t);
  CHECK(road.UntilGreen(2) == 60 + 60 + 1 && road.Green(6) && road.broken == nullptr);
}

TEST("the flash of start-up is as long as the sheet says, and so is the all red behind it") {
  Site site = FourLeg();
  site.start_flash = 47;
  site.start_all_red = 93;
  Crossroads road(site, TablesOf(site));
  int flashed = 0;
  int red = 0;
  while (!road.Green(2)) {
    road.Step();
    flashed += road.output.channels[0] == stopline::kFlashingRed;
    red += road.Red(1) && road.Red(2);
  }
  CHECK(flashed == 47 && red == 93);
}

TEST(
    "the switch is thrown for a moment while one is yellow for the other: who was to follow follows, decided on once") {
  Tables t = TablesOf(FourLeg());
  t.flash_entry[0] = 1 << 5;  // 6, which is green for long
  Crossroads road(FourLeg(), t);
  road.Settle(2, 6);
  road.Call(1);
  CHECK(road.UntilGreen(1) > 0 && road.Green(6));
  road.Call(2);
  CHECK(road.UntilEnd(1) > 0 && road.Green(6) && road.Told(18, 2));
  road.Step(5);
  const int decided = road.told(18, 2);
  road.input.flash[0] = static_cast<int>(FlashStatus::kAutomatic);
  road.Step();
  road.input.flash[0] = 0;
  CHECK(road.UntilGreen(2) > 0 && road.told(18, 2) == decided && road.broken == nullptr);
}

TEST("stop time in the very tenth before the lamps would flash: they flash in the first tenth behind it") {
  const auto asked = [](Crossroads& road) {
    road.Settle(2, 6);
    road.input.flash[0] = static_cast<int>(FlashStatus::kAutomatic);
  };
  const auto flashes = [](const Crossroads& road) { return road.output.channels[0] == stopline::kFlashingRed; };
  Crossroads free(FourLeg(), TablesOf(FourLeg()));
  asked(free);
  const int way = free.Until([&] { return flashes(free); });
  CHECK(way > 0 && free.broken == nullptr);
  Crossroads road(FourLeg(), TablesOf(FourLeg()));
  asked(road);
  road.Step(way - 1);
  road.input.stop_time[0] = 1;
  for (int i = 0; i < 50; ++i) {
    road.Step();
    CHECK(!flashes(road));
  }
  road.input.stop_time[0] = 0;
  road.Step();
  CHECK(flashes(road) && road.broken == nullptr);
}

TEST("a walk that begins while a bus comes, in the tenth in which its green would have ended, is no extension for it") {
  Site site = FourLeg();
  site.phase[1].ped_recycle = true;
  Tables t = TablesOf(site);
  t.priority_extension[1] = 100;
  Crossroads road(site, t);
  road.Settle(2, 6);
  road.input.request_phase[0] = 2;
  road.input.request_arrival[0] = 50;
  road.Step(2);
  road.Press(2);
  road.Call(4);
  road.Step();
  CHECK(Walk(road, 2) == stopline::kGreen && road.count(112) == 1);
  road.Step(10);
  CHECK(road.count(114) == 0 && road.broken == nullptr);
}

TEST("a left turn that is served once more and cut off keeps nobody waiting who stands behind it in its ring") {
  Tables t = TablesOf(FourLeg());
  t.conditional_service[0] = 1;
  Corner corner(t);
  corner.input.max_green[5] = 2000;
  corner.Step(100);
  corner.input.vehicle[5] = 1;
  corner.Call(4);
  corner.Step(50);
  corner.Call(1);
  CHECK(corner.UntilGreen(1) > 0 && corner.ring(0).cap() != stopline::kNone);
  corner.control.to_red = test::Set(1);
  CHECK(corner.UntilEnd(1) == 50);
  corner.control.to_red = 0;
  corner.Call(2);
  CHECK(corner.UntilGreen(2, 100) > 0 && !corner.Green(4));
}

TEST("nobody needs more time while a green rests with nobody on foot, and then as much as the last of them needs") {
  stopline::Controller controller;
  CHECK(controller.Open(TablesOf(FourLeg())) == nullptr);
  stopline::Input input{};
  stopline::Output output{};
  for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  for (int i = 0; i < 4000; ++i) {
    input.vehicle[1] = i < 3000 ? 1 : 0;
    controller.Step(input, FlashStatus::kNotFlash, output);
  }
  CHECK(controller.Standing().green != 0 && controller.Standing().until_end == 0);
  input.pedestrian[1] = 1;
  controller.Step(input, FlashStatus::kNotFlash, output);
  CHECK(controller.Standing().until_end == 70 + 140);
}

namespace {

struct Told {
  int code, parameter, tenth;
};

}  // namespace

TEST("the journal tells of an overlap by its number, and of each of its intervals in the tenth in which it begins") {
  Tables t = TablesOf(FourLeg());
  t.overlap_kind[6] = stopline::kNormal;
  t.overlap_included[6] = 1 << 3;
  t.overlap_min_green[6] = 50;
  t.overlap_trailing_green[6] = 25;
  t.overlap_yellow[6] = 30;
  t.overlap_red[6] = 20;
  stopline::Controller controller;
  CHECK(controller.Open(t) == nullptr);
  stopline::Input input{};
  stopline::Output output{};
  for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  Told told[8] = {};
  int count = 0;
  int ended = 0;
  int green = 0;
  for (int i = 0; i < 2'500 && count < 5; ++i) {
    controller.Step(input, FlashStatus::kNotFlash, output);
    for (int e = 0; e < output.event_count[0]; ++e) {
      const int code = output.events[2 * e];
      const int parameter = output.events[2 * e + 1];
      if (code == 1 && parameter == 4) green = i;
      if (code == 8 && parameter == 4) ended = i;
      if (code >= 61 && code <= 65) told[count++] = {code, parameter, i};
    }
  }
  const Told must[] = {{61, 7, green}, {62, 7, ended}, {63, 7, ended + 25}, {64, 7, ended + 55}, {65, 7, ended + 75}};
  CHECK(count == 5 && green > 0 && ended > green);
  for (int i = 0; i < 5; ++i) {
    CHECK(told[i].code == must[i].code && told[i].parameter == must[i].parameter && told[i].tenth == must[i].tenth);
  }
}

TEST("the journal tells once that an arrow's flashing has ended, though flash comes in the yellow behind it") {
  test::Overlaid site = test::FourLegOverlaid();
  stopline::Controller controller;
  CHECK(controller.Open(site.tables) == nullptr);
  stopline::Input input{};
  stopline::Output output{};
  for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  const std::int32_t& arrow = output.channels[site.channel[3]];  // overlap 4, of 1, beside 2
  int ended = 0;
  const auto step = [&](FlashStatus asked) {
    controller.Step(input, asked, output);
    for (int e = 0; e < output.event_count[0]; ++e)
      ended += output.events[2 * e] == 33 && output.events[2 * e + 1] == 4;
  };
  for (int i = 0; i < 5'000 && arrow != stopline::kFlashingYellow; ++i) step(FlashStatus::kNotFlash);
  for (int i = 0; i < 200; ++i) step(FlashStatus::kNotFlash);
  for (int i = 0; i < 5'000 && arrow != stopline::kFlashingYellow; ++i) step(FlashStatus::kNotFlash);
  ended = 0;
  input.vehicle[3] = 1;
  for (int i = 0; i < 5'000 && arrow != stopline::kYellow; ++i) step(FlashStatus::kNotFlash);
  CHECK(arrow == stopline::kYellow && ended == 1);
  step(FlashStatus::kMmu);
  CHECK(ended == 1);
}
