// Cycles of any coordinated phases from start-up on, told as greens (1, and 8 where they end), yields (151) and how far
// in step (150): NTCIP 1202's patterns coordinate one phase, or two that need not stand across from each other. Clocks
// in tenths from the start of the controller, which is green at 140.
#include <string>

#include "cabinet.h"
#include "harness.h"

namespace {

using test::Cabinet;
using test::Reads;
using test::Set;

// Further sequences: all turned round, those of ring 1, those of the first side.
void Turned(stopline::Tables& t) {
  test::Site site = test::FourLeg();
  site.turned = 3;
  for (int r = 0; r < 4; ++r) {
    for (int g = 0; g < 4; ++g) site.turns[1][r][g] = true, site.turns[2][r][g] = r == 0, site.turns[3][r][g] = g == 0;
  }
  t = test::TablesOf(site);
}

}  // namespace

TEST("one left alone is coordinated: whoever was green when the others may be served again is let in once more") {
  Cabinet cabinet;
  cabinet.Coordinate(1000, Set(5), {130, 320, 230, 320, 130, 320, 270, 280});
  cabinet.input.offset[0] = 323;
  cabinet.input.reference[0] = stopline::kBeginYellow;
  CHECK(Reads(cabinet.TellTo(700, {1, 8, 151}),
              "140 1/2, 140 1/6, 220 8/2, 220 8/6, 271 1/1, 271 1/5, 321 8/1, 323 151/5, 323 8/5, 365 1/2, 367 1/6, "
              "577 8/2, 577 8/6, 628 1/3, 628 1/7, 678 8/3, 678 8/7, "));
}

TEST("in another sequence a cycle is another, though every split be the same: leading and lagging change their turns") {
  std::string told;
  for (const int sequence : {1, 2, 3}) {
    Cabinet cabinet(Turned);
    cabinet.Coordinate(1000, Set(5), {130, 320, 230, 320, 130, 320, 270, 280});
    cabinet.Step(1600);
    cabinet.Queue(1, 2, 3, 4, 6, 7, 8);
    cabinet.input.sequence[0] = sequence;
    told += std::to_string(sequence) + ": " + cabinet.TellTo(2900, {1, 8, 150, 151});
  }
  CHECK(Reads(
      told,
      "1: 1600 150/4, 1686 151/5, 1686 8/5, 1730 1/6, 1810 8/1, 1810 8/6, 1861 1/4, 1861 1/8, 1959 8/8, 1999 8/4, 2010 "
      "1/7, 2050 1/3, 2236 8/3, 2236 8/7, 2280 1/2, 2280 1/5, 2580 8/2, 2631 1/1, 2: 1600 150/4, 1686 151/5, 1686 8/5, "
      "1730 1/6, 1999 8/1, 1999 8/6, 2050 1/4, 2050 1/7, 2276 8/7, 2319 8/4, 2320 1/8, 2370 1/3, 2549 8/3, 2549 8/8, "
      "2600 1/2, 2600 1/5, 3: 1600 150/4, 1686 151/5, 1686 8/5, 1730 1/6, 1810 8/1, 1810 8/6, 1861 1/3, 1861 1/7, 1916 "
      "8/3, 1956 8/7, 1960 1/4, 2000 1/8, 2229 8/4, 2229 8/8, 2280 1/2, 2280 1/5, 2580 8/2, 2631 1/1, "));
}

TEST("a plan behind another begins where the street stands, and owes nothing to a yield that was missed in the last") {
  std::string told;
  {
    Cabinet cabinet;
    cabinet.Coordinate(810, Set(1, 5), {160, 230, 210, 210, 130, 260, 180, 240});
    cabinet.input.offset[0] = 185;
    cabinet.Step(700);
    cabinet.input.sequence[0] = 4;
    told += cabinet.TellTo(1150, {1, 8, 150, 151});
  }
  Cabinet cabinet(Turned);
  cabinet.Coordinate(1100, Set(1, 6), {120, 420, 290, 270, 160, 380, 200, 360});
  cabinet.input.offset[0] = 246;
  cabinet.input.reference[0] = stopline::kBeginYellow;
  told += "; " + cabinet.TellTo(900, {1, 8, 150, 151});
  cabinet.Step(1300);
  cabinet.input.sequence[0] = 2;
  CHECK(Reads(told + "; " + cabinet.TellTo(2600, {1, 8, 150, 151}),
              "700 150/4, 705 8/4, 705 8/8, 756 1/1, 756 1/5, 1081 151/5, 1111 151/1, ; 140 150/1, 140 1/2, 140 1/6, "
              "220 8/2, 246 151/1, 271 1/1, 272 150/4, 321 151/1, 321 8/1, 350 8/6, 365 1/2, 401 1/5, 451 8/5, 495 "
              "1/6, 575 8/2, 626 1/1, 734 151/6, 734 8/1, 734 8/6, 785 1/3, 785 1/7, 835 8/3, 835 8/7, 879 1/4, 879 "
              "1/8, ; 2200 150/1, 2446 151/1, 2446 151/6, "));
}

TEST("a through and the left across the barrier are coordinated: who came early makes way for each of the others") {
  Cabinet cabinet;
  cabinet.Coordinate(1200, Set(2, 5), {300, 400, 300, 200, 250, 450, 300, 200});
  cabinet.input.reference[0] = stopline::kBeginYellow;
  cabinet.Queue(1, 6, 7);
  CHECK(Reads(
      cabinet.TellTo(1600, {1, 8, 151}),
      "140 1/2, 140 1/6, 443 151/2, 443 8/2, 443 8/6, 494 1/3, 494 1/7, 544 8/3, 588 1/4, 750 8/7, 794 1/8, 1004 8/4, "
      "1004 8/8, 1055 1/1, 1055 1/5, 1200 151/5, 1200 8/5, 1244 1/6, 1250 8/1, 1294 1/2, 1544 8/6, 1595 1/5, "));
}

TEST("one through alone is coordinated: who missed its yield once puts no later cycle back") {
  Cabinet cabinet;
  cabinet.Coordinate(1200, Set(4), {400, 250, 200, 350, 350, 300, 300, 250});
  CHECK(Reads(
      cabinet.TellTo(1200, {1, 8, 150, 151}),
      "140 150/1, 140 1/2, 140 1/6, 299 151/4, 350 8/2, 350 8/6, 401 1/3, 401 1/8, 451 8/3, 495 1/4, 496 150/4, 705 "
      "151/4, 705 8/4, 705 8/8, 756 1/1, 756 1/5, 806 8/5, 850 1/6, 1060 8/1, 1060 8/6, 1111 1/4, 1111 1/8, "));
}

TEST("a walk that may end in the yellow is through by so much earlier, when a cycle begins in it") {
  std::string told;
  for (const int begins : {2000, 2050, 2100, 2150, 2200}) {
    Cabinet cabinet([](stopline::Tables& t) { t.ped_clear_through_yellow[3] = 1; });
    cabinet.Queue(2, 3, 4, 8);
    cabinet.Step(begins);
    cabinet.Coordinate(1250, Set(3, 7), {350, 200, 350, 350, 350, 200, 350, 350});
    cabinet.input.offset[0] = 400;
    cabinet.input.reference[0] = stopline::kBeginYellow;
    told += std::to_string(begins) + ": " + cabinet.TellTo(begins + 400, {1, 8, 150});
  }
  CHECK(Reads(told,
              "2000: 2000 150/4, 2055 8/4, 2055 8/8, 2106 1/2, 2106 1/6, 2255 8/2, 2255 8/6, 2306 1/3, 2306 1/7, 2050: "
              "2050 150/4, 2055 8/4, 2055 8/8, 2106 1/2, 2106 1/6, 2255 8/2, 2255 8/6, 2306 1/3, 2306 1/7, 2100: 2100 "
              "150/4, 2100 8/4, 2100 8/8, 2151 1/2, 2151 1/6, 2300 8/2, 2300 8/6, 2351 1/3, 2351 1/7, 2150: 2150 "
              "150/4, 2150 8/4, 2150 8/8, 2201 1/2, 2201 1/6, 2350 8/2, 2350 8/6, 2401 1/3, 2401 1/7, 2200: 2200 "
              "150/4, 2200 8/4, 2200 8/8, 2251 1/2, 2251 1/6, 2400 8/2, 2400 8/6, 2451 1/3, 2451 1/7, "));
}

TEST("behind a flash in the night a cycle begins anew: nobody counts as served in it") {
  Cabinet cabinet([](stopline::Tables& t) { t.start_flash[0] = 1, t.start_all_red[0] = 20; });
  cabinet.Coordinate(1090, Set(1, 5), {240, 280, 150, 420, 220, 300, 300, 270});
  cabinet.Queue(4);
  cabinet.Step(1500);
  cabinet.asked = stopline::FlashStatus::kAutomatic;
  cabinet.Step(400);
  cabinet.asked = stopline::FlashStatus::kNotFlash;
  CHECK(Reads(cabinet.TellTo(2600, {1, 8, 150, 151, 173}),
              "1900 173/2, 1920 150/1, 1920 1/2, 1920 1/6, 2000 8/2, 2000 8/6, 2051 1/4, 2051 1/8, 2131 8/4, 2131 8/8, "
              "2182 1/1, 2182 1/5, 2356 151/5, 2356 8/5, 2376 151/1, 2376 8/1, 2400 1/6, 2420 1/2, "));
}

TEST("pedestrians of phase 1 for whom its green came too late are owed a walk by the next, and by the first nothing") {
  std::string told;
  for (const int offset : {0, 200, 400, 600, 800}) {
    Cabinet cabinet([](stopline::Tables& t) { t.walk[0] = 50, t.ped_clear[0] = 60; });
    cabinet.Coordinate(1100, Set(2, 6), {240, 320, 230, 310, 240, 320, 230, 310});
    cabinet.input.offset[0] = offset;
    cabinet.Queue(1, 4);
    told += std::to_string(offset) + ": " + cabinet.TellTo(1500, {1, 21});
  }
  CHECK(Reads(
      told,
      "0: 140 1/2, 140 1/6, 320 1/3, 320 1/7, 414 1/4, 414 21/4, 414 1/8, 414 21/8, 724 1/1, 724 21/1, 724 1/5, 818 "
      "1/6, 818 21/6, 964 1/2, 964 21/2, 1420 1/4, 1420 1/8, 200: 140 1/2, 140 21/2, 140 1/6, 140 21/6, 520 1/3, 520 "
      "1/7, 614 1/4, 614 21/4, 614 1/8, 614 21/8, 924 1/1, 924 21/1, 924 1/5, 1018 1/6, 1164 1/2, 400: 140 1/2, 140 "
      "21/2, 140 1/6, 140 21/6, 401 1/1, 401 1/5, 495 1/2, 495 1/6, 720 1/3, 720 1/7, 814 1/4, 814 21/4, 814 1/8, 814 "
      "21/8, 1124 1/1, 1124 21/1, 1124 1/6, 1364 1/2, 600: 140 1/2, 140 21/2, 140 1/6, 140 21/6, 401 1/4, 401 1/8, 532 "
      "1/1, 532 1/5, 626 1/2, 626 1/6, 920 1/3, 920 1/7, 1014 1/4, 1014 21/4, 1014 1/8, 1014 21/8, 1324 1/1, 1324 "
      "21/1, 1324 1/6, 800: 140 1/2, 140 21/2, 140 1/6, 140 21/6, 401 1/3, 401 1/7, 495 1/4, 495 1/8, 626 1/1, 626 "
      "21/1, 626 1/5, 720 1/6, 800 1/2, 1120 1/4, 1120 21/4, 1120 1/8, 1120 21/8, 1430 1/1, 1430 1/6, "));
}

TEST("kept apart from the through across from it, a left is let in behind the yield of both, while both rest") {
  std::string told;
  for (const int moment : {400, 430, 449, 460, 600}) {
    Cabinet cabinet([](stopline::Tables& t) {
      test::Site site = test::FourLeg();
      test::KeepApart(site, {{1, 6}, {2, 5}});
      t = test::TablesOf(site);
      t.red_clear[1] = 50;  // 2 and 6 yield at 414: at a barrier the longest change is everyone's
    });
    cabinet.Coordinate(1000, Set(2, 6), {200, 300, 200, 300, 200, 300, 200, 300});
    cabinet.input.reference[0] = stopline::kBeginGreen;
    cabinet.input.offset[0] = 200;
    cabinet.Step(2000 + moment);
    cabinet.Queue(1);
    told += std::to_string(moment) + ": " + cabinet.TellTo(3400, {1, 8, 150, 151});
  }
  CHECK(Reads(told,
              "400: 2414 151/2, 2414 151/6, 2414 8/2, 2414 8/6, 2500 1/1, 2656 8/1, 2700 1/2, 2700 1/6, 430: 2430 8/2, "
              "2430 8/6, 2516 1/1, 2672 8/1, 2716 1/2, 2716 1/6, 449: 2449 8/2, 2449 8/6, 2535 1/1, 2691 8/1, 2735 "
              "1/2, 2735 1/6, 460: 2460 8/2, 2460 8/6, 2546 1/1, 2702 8/1, 2746 1/2, 2746 1/6, 600: 2600 8/2, 2600 "
              "8/6, 2686 1/1, 2842 8/1, 2886 1/2, 2886 1/6, "));
}

TEST("a left before two others of its ring is let in behind the yield of the through that it is kept apart from") {
  std::string told;
  for (const int moment : {448, 449, 460}) {
    Cabinet cabinet([](stopline::Tables& t) {
      test::Site site = test::FourLeg();
      test::LayOut(site, {{{1, 2, 3}, {4}}, {{5, 6}, {7, 8}}});
      test::KeepApart(site, {{1, 6}});
      t = test::TablesOf(site);
    });
    // 2 yields at 299 and rests, as nobody calls 3; 6 yields at 449.
    cabinet.Coordinate(1000, Set(2, 6), {150, 200, 150, 500, 200, 300, 200, 300});
    cabinet.input.offset[0] = 150;
    cabinet.Step(2000 + moment);
    cabinet.Queue(1);
    told += std::to_string(moment) + ": " + cabinet.TellTo(3400, {1, 8, 150, 151});
  }
  CHECK(Reads(told,
              "448: 2449 151/6, 2449 8/2, 2449 8/6, 2500 1/1, 2606 8/1, 2650 1/2, 2650 1/6, 3299 151/2, 449: 2449 "
              "151/6, 2449 8/2, 2449 8/6, 2500 1/1, 2606 8/1, 2650 1/2, 2650 1/6, 3299 151/2, 460: 2460 8/2, 2460 8/6, "
              "2511 1/1, 2617 8/1, 2661 1/2, 2661 1/6, 3299 151/2, "));
}
