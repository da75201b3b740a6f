// What flash takes away: behind it the intersection begins as at any start, whatever was under way.
#include "crossroads.h"
#include "harness.h"
#include "overlaid.h"

namespace {

using stopline::FlashStatus;
using stopline::Tables;
using test::Crossroads;
using test::FourLeg;
using test::TablesOf;

// Flash of a moment, and on to the first greens behind it.
bool Flash(Crossroads& road, int first = 2) {
  road.input.flash[0] = static_cast<int>(FlashStatus::kMmu);
  road.Step(3);
  road.input.flash[0] = 0;
  return road.UntilGreen(first) > 0;
}

}  // namespace

TEST("vehicles that were counted before flash do not make the green behind it longer") {
  test::Site site = FourLeg();
  site.phase[1].added_initial = 20;
  site.phase[1].max_initial = 300;
  site.phase[1].walk = site.phase[1].ped_clear = 0;
  Crossroads road(site, TablesOf(site));
  road.Settle(4, 8);
  road.input.actuations[1] = 10;
  road.Step();
  road.input.actuations[1] = 0;
  CHECK(road.Red(2) && Flash(road));
  CHECK(road.Look().ring_min_left[0] == 80);
}

TEST("a maximum that had grown is the pattern's again behind flash") {
  test::Site site = FourLeg();
  site.phase[1].dynamic_max_limit = 600;
  site.phase[1].dynamic_max_step = 100;
  Crossroads road(site, TablesOf(site));
  road.input.vehicle[1] = road.input.vehicle[3] = 1;
  CHECK(road.Until([&] { return road.told(53, 2) >= 0; }, 20'000) > 0);
  CHECK(Flash(road));
  road.UntilEnd(2);
  CHECK(road.UntilGreen(2) > 0);
  road.Call(4);
  road.Step(2);
  CHECK(road.Look().ring_max_left[0] <= 300 && road.Look().ring_max_left[0] > 200);
}

TEST("flash on the way across a barrier: the rings begin where they always begin, and no barrier is told as crossed") {
  for (int tenth = 0; tenth < 52; ++tenth) {
    Crossroads road(FourLeg(), TablesOf(FourLeg()));
    road.Settle(2, 6);
    road.Call(4);
    road.Step(2);
    CHECK(!road.Green(2));
    road.Step(tenth);
    const int crossed = road.count(31);
    CHECK(Flash(road) && road.count(31) == crossed && road.Green(6));
    CHECK(road.UntilGreen(4) > 0 && road.count(31) == crossed + 1);
    road.Call(2);
    CHECK(road.UntilGreen(2) > 0 && road.count(31) == crossed + 2);
    CHECK(road.broken == nullptr);
  }
}

TEST("an arrow that flash takes away while it gives way is an ordinary green arrow with its next green") {
  const test::Overlaid site = test::FourLegOverlaid();
  stopline::Junction junction;
  CHECK(junction.Open(site.tables, site.monitor) == nullptr);
  stopline::Input input{};
  stopline::Output output{};
  for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  const std::int32_t& arrow = output.channels[site.channel[3]];  // of 1, beside 2
  const auto until = [&](auto holds) {
    for (int i = 0; i < 5'000; ++i) {
      junction.Step(input, output);
      if (holds()) return output.fault[0] == 0;
    }
    return false;
  };
  input.vehicle[1] = 1;
  CHECK(until([&] { return arrow == stopline::kFlashingYellow && output.channels[1] == stopline::kGreen; }));
  input.flash[0] = static_cast<int>(FlashStatus::kMmu);
  CHECK(until([&] { return output.channels[1] == stopline::kFlashingRed; }));
  input.flash[0] = 0;
  input.vehicle[1] = 0;
  input.vehicle[0] = 1;
  CHECK(until([&] { return output.channels[0] == stopline::kGreen; }));
  CHECK(arrow == stopline::kGreen);
}
