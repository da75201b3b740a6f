// Pedestrians, seen from the kerb: what the options of a sheet do for them, and what never happens to them.
#include "crossroads.h"
#include "harness.h"

namespace {

using test::Crossroads;
using test::FourLeg;
using test::Site;

// Phases 2, 4, 6, 8 walk for 7 s and clear for 14 s; yellow change is 3.6 s.
Crossroads Settled(const Site& site) {
  Crossroads crossroads(site, test::TablesOf(site));
  crossroads.Settle(2, 6);
  return crossroads;
}

Site With(void (*change)(test::Phase&)) {
  Site site = FourLeg();
  for (int p = 1; p < 8; p += 2) change(site.phase[p]);
  return site;
}

int Walk(const Crossroads& crossroads, int number) {
  return crossroads.output.channels[test::PedestrianChannel(number - 1)];
}

}  // namespace

TEST("a walk rests while nobody else waits, and its clearance runs when somebody does") {
  Crossroads road = Settled(With([](test::Phase& phase) { phase.walk_rest = true; }));
  road.Press(2);
  road.Step(1000);
  CHECK(Walk(road, 2) == stopline::kGreen && road.Green(2));
  road.Call(4);
  road.Step();
  CHECK(Walk(road, 2) == stopline::kFlashingRed);
  CHECK(road.UntilEnd(2) == 140 && road.broken == nullptr);
}

TEST("a walk that rests does not keep a soft recall from its green") {
  Crossroads road = Settled(With([](test::Phase& phase) { phase.walk_rest = true; }));
  road.Press(2);
  road.Step(1000);
  road.input.recall[3] = stopline::kSoftRecall;
  CHECK(road.UntilGreen(4, 500) > 0 && road.broken == nullptr);
}

TEST("a pedestrian who comes late in a green is let go in it only with recycle, and only if there is time") {
  // Phase 6 holds the barrier with a standing queue; walk and clearance take 21 s of the 30.
  const auto walks = [](bool recycle, int late) {
    Site site = FourLeg();
    site.phase[1].ped_recycle = recycle;
    Crossroads road = Settled(site);
    road.input.vehicle[1] = road.input.vehicle[5] = 1;
    road.Call(4);
    road.Step(late);
    road.Press(2);
    road.Step(2);
    const bool let_go = road.Walks(2) && road.broken == nullptr;
    const int left = road.UntilEnd(2);
    return let_go ? left : 0;
  };
  CHECK(walks(true, 50) == 300 - 51);
  CHECK(walks(false, 50) == 0);
  CHECK(walks(true, 120) == 0);
}

TEST("a leading walk shows before the green, whose minimum counts from the green") {
  Site site = With([](test::Phase& phase) { phase.leading_walk = 40; });
  Crossroads road = Settled(site);
  road.Call(4);
  road.Press(4);
  road.input.vehicle[1] = 0;
  CHECK(road.Until([&] { return road.Walks(4); }) > 0);
  CHECK(road.Red(4) && road.Look().phase_interval[3] == static_cast<int>(stopline::Interval::kLeadingWalk));
  CHECK(road.UntilGreen(4) == 40);
  CHECK(Walk(road, 4) == stopline::kGreen && road.broken == nullptr);
  CHECK(road.Until([&] { return Walk(road, 4) == stopline::kFlashingRed; }) == 30);
}

TEST("without a pedestrian there is no leading walk, and a recall brings one") {
  Site site = With([](test::Phase& phase) { phase.leading_walk = 40; });
  Crossroads road = Settled(site);
  road.Call(4);
  CHECK(road.UntilGreen(4) == 1 + 36 + 15 && !road.Walks(4));
  road.Call(2);
  road.UntilGreen(2);
  road.input.ped_recall[3] = 1;
  CHECK(road.Until([&] { return road.Walks(4); }) > 0 && road.Red(4));
  CHECK(road.UntilGreen(4) == 40 && road.broken == nullptr);
}

TEST("a clearance that may end with the yellow lets the green end so much earlier, and no more") {
  const auto green = [](bool through) {
    Site site = FourLeg();
    site.phase[3].ped_clear_through_yellow = through;
    Crossroads road = Settled(site);
    road.Press(4);
    road.UntilGreen(4);
    road.Call(1);
    const int left = road.UntilEnd(4);
    const bool flashes = Walk(road, 4) == stopline::kFlashingRed;
    road.UntilGreen(1);
    return road.broken == nullptr && flashes == through ? left : 0;
  };
  CHECK(green(false) == 70 + 140);
  CHECK(green(true) == 70 + 140 - 36);
}

TEST("a walk that leads by a tenth leads by a tenth") {
  Site site = With([](test::Phase& phase) { phase.leading_walk = 1; });
  Crossroads road = Settled(site);
  road.Press(4);
  CHECK(road.Until([&] { return road.Walks(4); }) > 0);
  CHECK(road.Red(4) && road.UntilGreen(4) == 1 && road.broken == nullptr);
}

TEST("a green behind a leading walk has all of its minimum, and what was counted for it once") {
  Site site = With([](test::Phase& phase) { phase.leading_walk = 40; });
  site.phase[3].walk = 50;
  site.phase[3].ped_clear = 5;
  site.phase[3].added_initial = 10;
  site.phase[3].max_initial = 300;
  Crossroads road = Settled(site);
  const auto green = [&](int counted) {
    road.input.vehicle[1] = 0;
    road.input.actuations[3] = counted;
    road.Step();
    road.input.actuations[3] = 0;
    road.Press(4);
    road.UntilGreen(4);
    road.Call(2);
    const int lasted = road.UntilEnd(4);
    road.UntilGreen(2);
    road.Step(300);
    return road.broken == nullptr ? lasted : -1;
  };
  CHECK(green(0) == 80);
  CHECK(green(15) == 150);
  CHECK(green(0) == 80);
}

TEST("a walk that leads by all of its time is over when the green begins, unless an officer keeps it") {
  const auto green = [](bool officer) {
    Site site = With([](test::Phase& phase) {
      phase.leading_walk = 30;
      phase.walk_rest = true;
    });
    site.phase[3].walk = 30;
    Crossroads road = Settled(site);
    road.Press(4);
    road.Until([&] { return road.Walks(4); });
    road.input.manual[0] = officer ? 1 : 0;
    road.UntilGreen(4);
    return Walk(road, 4);
  };
  CHECK(green(false) == stopline::kFlashingRed);
  CHECK(green(true) == stopline::kGreen);
}

TEST("whoever is let go in the very tenth in which the green would end has all of the walk and the clearance") {
  int let_go = 0;
  for (int tenth = 0; tenth < 60; ++tenth) {
    Site site = With([](test::Phase& phase) { phase.ped_recycle = true; });
    Crossroads road = Settled(site);
    road.input.vehicle[1] = road.input.vehicle[5] = 1;
    road.Call(4);
    road.Step(2);
    road.input.vehicle[1] = road.input.vehicle[5] = 0;
    road.Step(tenth);
    if (!road.Green(2)) break;
    road.Press(2);
    road.Step();
    if (!road.Walks(2)) continue;
    ++let_go;
    CHECK(road.UntilEnd(2) >= site.phase[1].walk + site.phase[1].ped_clear - 1 && road.broken == nullptr);
  }
  CHECK(let_go > 0);
}

TEST("no green ends in its walk, however short the clearance is that may go on through the yellow") {
  Site site = FourLeg();
  site.phase[3].walk = 120;
  site.phase[3].ped_clear = 20;
  site.phase[3].ped_clear_through_yellow = true;
  Crossroads road = Settled(site);
  road.Press(4);
  road.UntilGreen(4);
  road.Call(1);
  CHECK(road.UntilEnd(4) == 120 && Walk(road, 4) == stopline::kFlashingRed && road.broken == nullptr);
}

TEST("flash in the middle of a leading walk gives those who were let go their time") {
  Site site = With([](test::Phase& phase) { phase.leading_walk = 40; });
  Crossroads road = Settled(site);
  road.Press(4);
  CHECK(road.Until([&] { return road.Walks(4); }) > 0);
  road.Step(20);
  road.input.flash[0] = static_cast<int>(stopline::FlashStatus::kLocalManual);
  road.Step(5);
  road.input.flash[0] = 0;
  road.Step(2000);
  CHECK(road.broken == nullptr);
}

TEST(
    "pedestrian recall at rings that rest in red: on an empty street the greens stay, and nobody sees yellow all "
    "night") {
  Site site = FourLeg();
  site.red_rest[0] = site.red_rest[1] = true;
  Crossroads road(site, test::TablesOf(site));
  road.input.ped_recall[1] = road.input.ped_recall[5] = 1;
  road.Step(3'000);
  CHECK(road.Green(2) && road.Green(6));
  CHECK(road.UntilEnd(2, 6'000) == -1);
  CHECK(road.Green(6) && road.broken == nullptr);
  // Whoever comes across is served, and then they are called back.
  road.input.vehicle[3] = 1;
  CHECK(road.UntilGreen(4) >= 0);
  road.input.vehicle[3] = 0;
  CHECK(road.UntilGreen(2) >= 0 && road.Walks(2));
}
