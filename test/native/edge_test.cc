// Moments at the edge of a cycle, found by chance: streets were drawn until one told a controller that is broken in one
// place from the whole. Told as in cycle_test.cc.
#include <string>

#include "cabinet.h"
#include "harness.h"

namespace {

using test::Cabinet;
using test::Reads;
using test::Set;

}  // namespace

TEST("the coordinated green that begins in the tenth behind the plan's first look begins in the cycle like any other") {
  Cabinet cabinet;
  cabinet.Coordinate(1260, Set(2), {330, 510, 170, 250, 310, 530, 280, 140});
  cabinet.input.offset[0] = 187;
  cabinet.input.reference[0] = stopline::kBeginYellow;
  CHECK(Reads(cabinet.TellTo(700, {1, 8, 150, 151}),
              "140 150/1, 140 1/2, 140 1/6, 141 150/4, 220 151/2, 220 8/2, 220 8/6, 271 1/3, 271 1/7, 321 8/3, 321 "
              "8/7, 365 1/4, "
              "365 1/8, 575 8/4, 575 8/8, 626 1/1, 640 1/5, 676 8/1, 690 8/5, "));
}

TEST(
    "a plan that coordinates another phase takes over in the middle of a cycle: who holds is not sent away for those "
    "let in") {
  Cabinet cabinet([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    test::LayOut(site, {{{1, 2, 3}, {4}}, {{5, 6}, {8}}, {{7}, {}}});
    t = test::TablesOf(site);
  });
  cabinet.Step(109);
  cabinet.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  cabinet.Step(412);
  cabinet.Coordinate(1190, Set(3), {260, 320, 370, 240, 390, 560, 950, 240});
  cabinet.Step(99);
  cabinet.Coordinate(860, Set(1), {300, 180, 140, 240, 390, 230, 620, 240});
  CHECK(Reads(
      cabinet.TellTo(2000, {1, 8, 150, 151}),
      "620 150/1, 802 8/4, 802 8/8, 853 1/1, 853 1/5, 853 1/7, 1116 151/1, 1116 8/1, 1153 8/5, 1160 1/2, 1197 1/6, "
      "1289 8/2, 1340 1/3, 1429 8/3, 1429 8/6, 1429 8/7, 1480 1/4, 1480 1/8, 1669 8/4, 1669 8/8, 1720 1/1, 1720 1/5, "
      "1720 1/7, 1976 151/1, 1976 8/1, "));
}

TEST(
    "a left alone is coordinated: the phase behind the one that is green has not been passed, wherever the cycle "
    "begins") {
  Cabinet cabinet([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    site.options = true;
    t = test::TablesOf(site);
  });
  cabinet.input.offset[0] = 839;
  cabinet.Step(1081);
  cabinet.Queue(7);
  cabinet.Step(56);
  cabinet.Coordinate(1260, Set(5), {170, 450, 310, 330, 270, 350, 370, 270});
  cabinet.Step(86);
  cabinet.input.pedestrian[7] = 1;
  CHECK(Reads(cabinet.TellTo(2000, {1, 8, 150, 151}), "1437 8/7, 1481 1/8, 1691 8/8, 1742 1/5, "));
}

TEST("a sequence that the site has not got is the first, in the plan as in the rings") {
  std::string told[2];
  for (const int i : {0, 1}) {
    Cabinet cabinet([](stopline::Tables& t) {
      test::Site site = test::FourLeg();
      site.turned = 1;
      for (auto& ring : site.turns[1]) {
        for (bool& turned : ring) turned = true;
      }
      t = test::TablesOf(site);
    });
    cabinet.Coordinate(1000, Set(2, 6), {200, 300, 230, 270, 200, 300, 230, 270});
    cabinet.input.sequence[0] = i == 0 ? 0 : 9;
    cabinet.Queue(1, 2, 3, 4, 5, 6, 7, 8);
    told[i] = cabinet.TellTo(3000, {1, 8, 150, 151});
  }
  CHECK(told[0].find("151/2") != std::string::npos);
  CHECK(told[0] == told[1]);
}

TEST("a plan that begins in the green of phase 1 has served it: one who comes behind it waits for the next cycle") {
  std::string told;
  for (const int offset : {400, 600, 800, 1000}) {
    Cabinet cabinet([](stopline::Tables& t) {
      test::LeftsLag(t);
      t.start_phase[0] = 1, t.start_phase[1] = 5;
      t.walk[3] = t.ped_clear[3] = t.walk[7] = t.ped_clear[7] = 0;
    });
    cabinet.Step(160);
    cabinet.Coordinate(1400, Set(4, 8), {600, 200, 200, 400, 600, 200, 200, 400});
    cabinet.input.offset[0] = offset;
    cabinet.Step(190);
    cabinet.Call(1);
    told += std::to_string(offset) + ": " + cabinet.TellTo(800, {1, 8, 151});
  }
  CHECK(Reads(told, "400: 749 151/4, 749 151/8, 749 8/4, 749 8/8, 600: 800: 1000: "));
}

TEST("behind a time without a cycle nobody counts as served in the one that begins") {
  Cabinet cabinet(test::LeftsLag);
  cabinet.Coordinate(1000, Set(4, 8), {250, 250, 250, 250, 250, 250, 250, 250});
  cabinet.Step(600);
  cabinet.input.cycle[0] = 0;
  cabinet.Queue(2);
  cabinet.Step(900);
  cabinet.Queue(1);
  cabinet.input.cycle[0] = 1000;
  CHECK(Reads(cabinet.TellTo(2600, {1, 8, 150, 151}),
              "1500 150/1, 1500 8/2, 1551 1/1, 1757 8/1, 1757 8/6, 1808 1/4, 1808 1/8, 2199 151/4, 2199 151/8, "
              "2199 8/4, 2199 8/8, 2250 1/2, 2250 1/6, 2330 8/2, 2381 1/1, 2587 8/1, 2587 8/6, "));
}

TEST(
    "a plan that begins in two coordinated greens does not take them for late because one has let somebody walk "
    "again") {
  std::string told;
  for (const int offset : {0, 150, 300, 450, 600, 750}) {
    Cabinet cabinet;
    cabinet.Step(1500);
    cabinet.Queue(2, 6);
    cabinet.Step(500);
    cabinet.Queue();
    cabinet.Step(300);
    cabinet.input.pedestrian[1] = 1;
    cabinet.Step(2);
    cabinet.Coordinate(1000, Set(2, 6), {200, 300, 200, 300, 200, 300, 200, 300});
    cabinet.input.offset[0] = offset;
    told += std::to_string(offset) + ": " + cabinet.TellTo(3300, {21, 22, 23, 150, 151});
  }
  CHECK(Reads(told,
              "0: 2302 150/4, 2302 151/2, 2302 151/6, 2370 22/2, 2510 23/2, 150: 2302 150/1, 2370 22/2, 2399 "
              "151/2, 2399 151/6, 2510 23/2, 300: 2302 150/1, 2370 22/2, 2510 23/2, 2549 151/2, 2549 151/6, 450: "
              "2302 150/4, 2370 22/2, 2510 23/2, 2551 151/2, 2551 151/6, 600: 2302 150/4, 2370 22/2, 2510 23/2, "
              "2551 151/2, 2551 151/6, 750: 2302 150/4, 2302 151/2, 2302 151/6, 2370 22/2, 2510 23/2, "));
}

TEST("behind a preempt nobody is owed a green by priority: phase 1 comes in its turn") {
  Cabinet cabinet([](stopline::Tables& t) {
    t.preempt_enabled[2] = 1;
    t.preempt_dwell[2] = t.preempt_exit[2] = static_cast<int>(Set(3));
    t.preempt_min_dwell[2] = 50;
  });
  cabinet.Step(300);
  cabinet.input.preempt[2] = 1;
  cabinet.Step(247);
  cabinet.input.preempt[2] = 0;
  CHECK(Reads(cabinet.TellTo(1200, {1, 8, 102, 111}),
              "547 111/3, 548 1/7, 548 8/3, 592 1/4, 598 8/7, 642 1/8, 852 8/4, 852 8/8, 903 1/1, 903 1/5, 953 "
              "8/1, 953 8/5, 997 1/2, 997 1/6, "));
}

TEST("a cycle that begins in a walk ahead of its green has all of that green's minimum still before it") {
  std::string told;
  for (const int offset : {0, 200, 400, 600, 800}) {
    Cabinet cabinet([](stopline::Tables& t) {
      t.leading_walk[3] = 30, t.walk[3] = 40, t.ped_clear[3] = 20;
      t.min_green[3] = 200;
    });
    cabinet.Step(1500);
    cabinet.input.pedestrian[3] = 1;
    cabinet.Until(21, 4);
    cabinet.Step(5);
    cabinet.Coordinate(1000, Set(2, 6), {200, 250, 200, 350, 200, 250, 200, 350});
    cabinet.input.offset[0] = offset;
    told += std::to_string(offset) + ": " + cabinet.TellTo(3400, {150, 151});
  }
  CHECK(Reads(told,
              "0: 1550 150/4, 2724 151/2, 2724 151/6, 200: 1550 150/4, 2399 151/2, 2399 151/6, 3000 150/1, 3399 "
              "151/2, 3399 151/6, 400: 1550 150/4, 2599 151/2, 2599 151/6, 3200 150/1, 600: 1550 150/4, 2724 "
              "151/2, 2724 151/6, 800: 1550 150/4, 2724 151/2, 2724 151/6, "));
}

TEST("whoever goes beside the one who is let in out of turn keeps the green") {
  Cabinet cabinet([](stopline::Tables& t) {
    test::LeftsLag(t);
    t.priority_insertion[3] = 1;
    t.priority_reduction[7] = 300;
  });
  cabinet.Step(1500);
  cabinet.Queue(2, 3, 7, 8);
  cabinet.Until(1, 8);
  cabinet.Step(100);
  cabinet.input.request_phase[0] = 4;
  CHECK(
      Reads(cabinet.TellTo(2600, {1, 8, 112, 113, 114, 115}), "2296 112/1, 2495 8/3, 2495 8/8, 2539 1/4, 2546 1/7, "));
}

TEST("a pedestrian who waits beside the green of phase 1 when a plan begins in it has not been passed over by that") {
  // The walk beside 4 is longer than its split and makes 1 so late that its own walk has no room in that cycle.
  Cabinet cabinet([](stopline::Tables& t) {
    t.start_phase[0] = 1;
    t.walk[0] = 40, t.ped_clear[0] = 60;
  });
  cabinet.Queue(1, 2, 4, 8);
  cabinet.Step(260);
  cabinet.input.pedestrian[0] = 1;
  cabinet.input.offset[0] = 51;
  cabinet.Coordinate(740, Set(6), {150, 350, 100, 140, 150, 350, 100, 140});
  std::string told = cabinet.TellTo(300, {1, 8, 21, 150, 151});
  cabinet.input.pedestrian[3] = 1;
  CHECK(Reads(
      told + cabinet.TellTo(1500, {1, 8, 21, 150, 151}),
      "260 150/1, 350 151/6, 350 8/1, 350 8/6, 401 1/3, 401 1/7, 451 8/3, 451 8/7, 495 1/4, 495 21/4, 495 1/8, 495 "
      "21/8, 705 8/4, 705 8/8, 756 1/1, 756 1/5, 806 8/1, 806 8/5, 850 1/2, 850 21/2, 850 1/6, 1090 151/6, 1090 8/2, "
      "1090 8/6, 1141 1/4, 1141 1/8, 1230 8/4, 1230 8/8, 1281 1/6, 1330 1/1, 1330 21/1, 1436 8/1, 1480 1/2, "));
}

TEST("who comes in the red clearance has the whole of what is left of it behind him") {
  Cabinet cabinet([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    site.options = true;
    test::LayOut(site, {{{2}, {4}}, {{6}, {8}}});
    for (const int p : {1, 5}) site.phase[p].red_clear = 30;
    site.phase[3].min_green = 50;
    t = test::TablesOf(site);
  });
  cabinet.Coordinate(800, Set(2, 6), {0, 500, 0, 300, 0, 500, 0, 300});
  cabinet.Until(151, 2);
  std::string told = cabinet.TellTo(1384, {1, 8});
  cabinet.Call(4);
  told += cabinet.TellTo(1384 + 60, {1, 8});
  cabinet.Call(8);
  CHECK(Reads(told + cabinet.TellTo(2900, {1, 8, 151}),
              "500 1/4, 500 1/8, 710 8/4, 710 8/8, 761 1/2, 761 1/6, 1384 8/2, 1384 8/6, 1450 1/4, 1450 1/8, 1530 8/4, "
              "1530 8/8, 1581 1/2, 1581 1/6, 2034 151/2, 2034 151/6, 2834 151/2, 2834 151/6, "));
}

TEST("in the tenth of the yield point a left that lags goes on to the barrier; a tenth before the ring comes back") {
  std::string told;
  for (const int offset : {41, 42}) {
    Cabinet cabinet([](stopline::Tables& t) {
      test::LeftsLag(t);
      t.start_phase[0] = 1;
      t.min_green[0] = 100, t.min_green[1] = 120;
      t.walk[5] = t.ped_clear[5] = 0;
    });
    cabinet.Queue(6);
    cabinet.Step(230);
    cabinet.Queue(4, 6);
    cabinet.Coordinate(944, Set(2, 6), {144, 250, 200, 350, 139, 255, 200, 350});
    cabinet.input.offset[0] = offset;
    told += std::to_string(offset) + ": " + cabinet.TellTo(300, {1, 8, 18, 150, 151});
  }
  CHECK(Reads(told,
              "41: 230 150/1, 240 151/2, 245 151/6, 245 8/6, 245 18/5, 296 1/5, 42: 230 150/1, 240 8/1, 240 18/2, 241 "
              "151/2, 246 151/6, 246 8/6, 246 18/5, 284 1/2, 285 150/4, 297 1/5, "));
}

TEST(
    "in a cycle cut short two that are kept apart may come to overlap: who is green makes way when the other's turn "
    "comes") {
  Cabinet cabinet([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    site.options = true;
    for (int p = 0; p < 8; ++p) {
      auto& phase = site.phase[p];
      phase.min_green = 70, phase.passage = 30, phase.yellow = 30, phase.red_clear = 20;
      phase.walk = phase.ped_clear = 0;
    }
    site.phase[7].min_green = 250;  // nothing is taken from its split
    test::LayOut(site, {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}});
    test::KeepApart(site, {{3, 8}});
    t = test::TablesOf(site);
  });
  cabinet.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  cabinet.Coordinate(1050, Set(2, 6), {150, 300, 300, 300, 150, 300, 300, 300});
  cabinet.input.correction[0] = stopline::kShortWay;
  cabinet.Step(5000);
  cabinet.input.clock[0] += 250;
  cabinet.TellTo(5660, {150});
  // 3 has 15.3 s of its 20.2, and 8 begins in time for the whole of what it must have.
  CHECK(Reads(cabinet.TellTo(6200, {1, 8}),
              "5687 1/3, 5687 1/7, 5840 8/3, 5840 8/7, 5890 1/4, 5890 1/8, 6140 8/4, 6140 8/8, 6190 1/1, 6190 1/5, "));
}
