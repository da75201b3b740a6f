// Rings and barriers by themselves, told as a journal (Indiana codes): who follows whom, what ends a green and what it
// learns, when somebody walks. Four legs in two rings: 1 and 2, barrier, 3 and 4; 5 and 6, barrier, 7 and 8. Lefts:
// least 50, passage 20, change 32 and 12. Throughs: least 80, passage 25, change 36 and 15, walk 70 and 140. Maximum
// 300.
#include <string>

#include "corner.h"
#include "harness.h"

namespace {

using test::Reads;
using test::Set;

using Round = test::Corner;

}  // namespace

TEST(
    "phases that are kept apart across the rings take turns: who has waited longer goes first, and nobody waits for "
    "ever") {
  test::Site site = test::FourLeg();
  test::KeepApart(site, {{1, 6}, {2, 5}, {4, 8}});
  Round street(test::TablesOf(site));
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  CHECK(Reads(street.Tell(3200, {1, 8}),
              "1 1/2, 1 1/6, 301 8/2, 301 8/6, 352 1/3, 352 1/7, 652 8/3, 696 1/4, 696 8/7, 996 8/4, 1047 1/8, "
              "1347 8/8, 1398 1/1, 1398 1/5, 1698 8/1, 1698 8/5, 1742 1/2, 1742 1/6, 2042 8/2, 2042 8/6, 2093 "
              "1/3, 2093 1/7, 2393 8/3, 2437 1/4, 2437 8/7, 2737 8/4, 2788 1/8, 3088 8/8, 3139 1/1, 3139 1/5, "));
  street.Queue(1, 2, 5, 6);
  CHECK(Reads(street.Tell(1500, {1, 8, 18}),
              "3439 8/1, 3439 18/2, 3439 8/5, 3439 18/6, 3483 1/2, 3483 1/6, 3783 8/2, 3783 8/6, 3783 18/3, "
              "3783 18/7, 3834 1/3, 3834 1/7, 3884 8/3, 3884 18/4, 3928 1/4, 3928 8/7, 3928 18/8, 4008 8/4, "
              "4059 1/8, 4139 8/8, 4139 18/1, 4139 18/5, 4190 1/1, 4190 1/5, 4490 8/1, 4490 18/2, 4490 8/5, "
              "4490 18/6, 4534 1/2, 4534 1/6, "));
}

TEST("three rings in one group without a barrier: each goes round by itself, past those it conflicts with") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2, 3}}, {{4, 5}}, {{6, 7, 8}}});
  test::KeepApart(site, {{1, 4}, {1, 6}, {2, 5}, {2, 7}, {3, 8}, {4, 7}, {5, 6}});
  site.start[0] = 1, site.start[1] = 5, site.start[2] = 8;
  site.turned = 1;
  site.turns[1][0][0] = site.turns[1][2][0] = true;
  Round street(test::TablesOf(site));
  for (int p = 0; p < 8; ++p) street.input.max_green[p] = 100 + 20 * p;
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  CHECK(Reads(street.Tell(2000, {1, 8}),
              "1 1/1, 1 1/5, 1 1/8, 101 8/1, 181 8/5, 225 1/2, 225 1/4, 241 8/8, 292 1/6, 345 8/2, 385 8/4, "
              "396 1/3, 492 8/6, 536 8/3, 543 1/5, 543 1/7, 580 1/1, 680 8/1, 723 8/5, 763 8/7, 807 1/2, 807 "
              "1/4, 807 1/8, 927 8/2, 967 8/4, 1018 1/5, 1047 8/8, 1098 1/3, 1198 8/5, 1242 1/4, 1242 1/6, "
              "1242 8/3, 1402 8/4, 1442 8/6, 1493 1/1, 1493 1/5, 1493 1/7, 1593 8/1, 1673 8/5, 1713 8/7, 1757 "
              "1/2, 1757 1/4, 1757 1/8, 1877 8/2, 1917 8/4, 1968 1/5, 1997 8/8, "));
  street.input.sequence[0] = 1;
  CHECK(Reads(street.Tell(1500, {1, 8}),
              "2048 1/3, 2148 8/5, 2188 8/3, 2192 1/4, 2192 1/6, 2232 1/2, 2352 8/2, 2352 8/4, 2392 8/6, 2443 "
              "1/1, 2443 1/5, 2443 1/7, 2543 8/1, 2587 1/3, 2623 8/5, 2663 8/7, 2707 1/4, 2727 8/3, 2771 1/2, "
              "2771 1/8, 2867 8/4, 2891 8/2, 2942 1/1, 2942 1/5, 3011 8/8, 3042 8/1, 3062 1/7, 3086 1/3, 3122 "
              "8/5, 3226 8/3, 3282 8/7, 3326 1/2, 3326 1/4, 3326 1/6, 3446 8/2, 3486 8/4, "));
  street.Queue(2, 7);
  CHECK(Reads(street.Tell(1200, {1, 8, 18}),
              "3525 8/6, 3525 18/8, 3576 1/1, 3576 1/5, 3576 1/8, 3626 8/1, 3626 18/3, 3626 8/5, 3626 18/4, "
              "3656 8/8, 3670 1/4, 3707 18/7, 3707 1/3, 3750 8/4, 3801 1/7, 3801 8/3, 3801 18/2, 4021 8/7, "
              "4065 1/2, 4066 18/7, 4185 8/2, 4236 1/7, 4237 18/2, 4456 8/7, 4500 1/2, 4501 18/7, 4620 8/2, "
              "4671 1/7, 4672 18/2, "));
}

TEST(
    "conditional service: a left is served once more if the other ring's maximum holds all of it, walk and lead "
    "included") {
  // 2 has gapped out at 125, when 124 of the maximum of 6 are gone. Change and least green are 66 and 50; with a walk
  // 66, 30 of lead, and 140.
  std::string told;
  for (const int max : {239, 240, 359, 360}) {
    const bool walks = max > 300;
    test::Site site = test::FourLeg();
    site.options = true;
    for (const int p : {0, 4}) site.phase[p].conditional_service = true;
    site.phase[0].walk = walks ? 60 : 0, site.phase[0].ped_clear = walks ? 80 : 0;
    site.phase[0].leading_walk = walks ? 30 : 0;
    site.clearance[1][0] = 66;
    Round street(test::TablesOf(site));
    street.input.max_green[5] = max;
    street.Queue(2, 6, 4);
    street.Step(100);
    street.Queue(1, 6, 4);
    if (walks) street.Press(1);
    told += std::to_string(max) + ": " + street.Tell(500, {1, 4, 5, 6, 8, 18, 21, 31});
  }
  CHECK(Reads(told,
              "239: 240 4/2, 240 8/2, 240 5/6, 240 8/6, 240 18/4, 291 31/1, 291 1/4, 591 5/4, 591 8/4, 591 "
              "18/1, 591 18/6, 240: 125 4/2, 125 8/2, 125 18/1, 191 1/1, 241 5/1, 241 8/1, 241 5/6, 241 8/6, "
              "241 18/4, 292 31/1, 292 1/4, 592 5/4, 592 8/4, 592 18/1, 592 18/6, 359: 360 4/2, 360 8/2, 360 "
              "5/6, 360 8/6, 360 18/4, 411 31/1, 411 1/4, 360: 125 4/2, 125 8/2, 125 18/1, 191 21/1, 221 1/1, "
              "361 5/1, 361 8/1, 361 5/6, 361 8/6, 361 18/4, 412 31/1, 412 1/4, "));
}

TEST("who may not max out gives nobody a second turn, and a second turn is cut by the first one's maximum") {
  for (const bool inhibit : {false, true}) {
    test::Site site = test::FourLeg();
    site.options = true;
    site.phase[0].conditional_service = true;
    Round street(test::TablesOf(site));
    if (inhibit) street.control.max_inhibit = Set(6);
    street.input.max_green[0] = 400;
    street.Queue(2, 6, 4);
    street.Step(90);
    street.Queue(1, 6, 4);
    CHECK(Reads(street.Tell(600, {1, 4, 5, 8, 31}),
                inhibit
                    ? ""
                    : "115 4/2, 115 8/2, 166 1/1, 301 5/1, 301 8/1, 301 5/6, 301 8/6, 352 31/1, 352 1/4, 652 5/4, 652 "
                      "8/4, "));
  }
}

TEST(
    "two max-outs in a row lengthen the next green by a step, up to the limit; two gap-outs shorten it; recall to "
    "maximum teaches nothing") {
  test::Site site = test::FourLeg();
  for (const int p : {1, 5}) site.phase[p].dynamic_max_limit = 250, site.phase[p].dynamic_max_step = 40;
  Round street(test::TablesOf(site));
  for (int p = 0; p < 8; ++p) street.input.max_green[p] = 160;
  street.Queue(2, 4);
  CHECK(Reads(street.Tell(2900, {5, 52, 53, 54}),
              "161 5/2, 372 5/4, 583 53/2, 583 5/2, 794 5/4, 845 52/2, 1045 53/2, 1045 5/2, 1256 5/4, 1307 "
              "52/2, 1547 5/2, 1758 5/4, 1809 52/2, 2049 5/2, 2260 5/4, 2311 52/2, 2551 5/2, 2762 5/4, 2813 "
              "52/2, "));
  street.input.recall[1] = stopline::kMaxRecall;
  CHECK(Reads(street.Tell(900, {5, 8, 52, 53, 54}),
              "2973 5/2, 2973 8/2, 2973 8/6, 3184 5/4, 3184 8/4, 3184 8/8, 3395 5/2, 3395 8/2, 3395 8/6, 3606 "
              "5/4, 3606 8/4, 3606 8/8, "));
  street.input.recall[1] = 0;
  std::string told;
  for (int i = 0; i < 4; ++i) {
    street.Queue(4);
    street.Call(2);
    told += street.Tell(500, {4, 5, 52, 53, 54});
  }
  CHECK(Reads(told,
              "3826 4/2, 3826 4/6, 4461 5/4, 4461 4/8, 4512 52/2, 4592 54/2, 4592 4/2, 4592 4/6, 4961 5/4, "
              "4961 4/8, 5012 52/2, 5092 54/2, 5092 4/2, 5092 4/6, 5461 5/4, 5461 4/8, 5592 4/2, 5592 4/6, "));
  // A pattern whose maximum nobody can mean.
  street.input.max_green[1] = -20;
  street.Queue(2, 4);
  CHECK(Reads(street.Tell(800, {5, 8, 52, 53, 54}),
              "5961 5/4, 5961 8/4, 5961 8/8, 6092 5/2, 6092 8/2, 6092 8/6, 6303 5/4, 6303 8/4, 6303 8/8, 6434 "
              "53/2, 6434 5/2, 6434 8/2, 6434 8/6, "));
}

TEST(
    "the longer the queue behind a red the longer its least green, and the longer somebody waits the smaller the gap "
    "that ends it") {
  test::Site site = test::FourLeg();
  for (const int p : {1, 3}) {
    site.phase[p].added_initial = 20, site.phase[p].max_initial = 190;
    site.phase[p].time_before_reduction = 60, site.phase[p].time_to_reduce = 50, site.phase[p].min_gap = 10;
  }
  Round street(test::TablesOf(site));
  street.Queue(4);
  street.Step(200);
  // Green counts nobody, yellow and red do.
  street.input.actuations[3] = street.input.actuations[1] = 1;
  street.Step(6);
  street.input.actuations[3] = street.input.actuations[1] = 0;
  street.Queue(2, 4);
  std::string told = street.Tell(180, {1, 3, 4, 5, 8, 15, 16, 17});
  street.input.actuations[3] = 3;
  told += street.Tell(2, {1, 3, 4, 5, 8, 15, 16, 17});
  street.input.actuations[3] = 0;
  told += street.Tell(300, {1, 3, 4, 5, 8, 15, 16, 17});
  street.input.actuations[1] = 900;
  told += street.Tell(1, {17});
  street.input.actuations[1] = 0;
  street.Queue(2);
  told += street.Tell(400, {1, 3, 4, 5, 8, 15, 16, 17});
  CHECK(Reads(told,
              "212 3/4, 212 3/8, 267 15/4, 317 16/4, 507 5/4, 507 8/4, 507 4/8, 507 8/8, 558 1/2, 558 1/6, 618 "
              "15/2, 638 3/2, 638 3/6, 668 16/2, 678 17/2, 858 5/2, 858 8/2, 858 4/6, 858 8/6, 909 1/4, 909 "
              "1/8, 969 15/4, 989 3/4, 989 3/8, 989 4/4, 989 8/4, 989 4/8, 989 8/8, 1040 1/2, 1040 1/6, "));
  // Vehicles with a gap between them of one second and a half, then of nine tenths; somebody conflicting waits.
  Round gaps(test::TablesOf(site));
  gaps.Step(200);
  gaps.Call(4);
  gaps.Call(8);
  told.clear();
  for (int i = 0; i < 40; ++i) {
    gaps.input.vehicle[1] = gaps.input.vehicle[5] = 1;
    told += gaps.Tell(1, {4, 5, 8, 15, 16});
    gaps.input.vehicle[1] = gaps.input.vehicle[5] = 0;
    told += gaps.Tell(i < 3 ? 22 : 9, {4, 5, 8, 15, 16});
  }
  CHECK(Reads(told,
              "261 15/2, 311 16/2, 501 5/2, 501 8/2, 501 5/6, 501 8/6, 612 15/4, 632 4/4, 632 8/4, 632 4/8, "
              "632 8/8, "));
}

TEST(
    "somebody who presses in the green is let go again in it if nobody else waits, or by recycle while there is time") {
  std::string told;
  for (const int max : {209, 210, 420, 421, 500}) {
    for (const bool recycles : {true, false}) {
      test::Site site = test::FourLeg();
      site.options = true;
      for (const int p : {1, 5}) site.phase[p].ped_recycle = recycles;
      Round street(test::TablesOf(site));
      street.input.max_green[1] = street.input.max_green[5] = max;
      street.Step(150);
      street.Queue(2, 6, 4);
      street.Press(2);
      told += std::to_string(max) + ": " + street.Tell(120, {21, 23});
      street.Press(2);
      told += street.Tell(700, {8, 21, 23});
    }
  }
  CHECK(Reads(told,
              "209: 360 8/2, 360 8/6, 711 8/4, 762 21/2, 209: 360 8/2, 360 8/6, 711 8/4, 762 21/2, 210: 151 "
              "21/2, 361 23/2, 361 8/2, 361 8/6, 712 8/4, 763 21/2, 210: 361 8/2, 361 8/6, 712 8/4, 763 21/2, "
              "420: 151 21/2, 361 23/2, 571 8/2, 571 8/6, 922 8/4, 420: 571 8/2, 571 8/6, 922 8/4, 421: 151 "
              "21/2, 361 23/2, 362 21/2, 572 23/2, 572 8/2, 572 8/6, 923 8/4, 421: 572 8/2, 572 8/6, 923 8/4, "
              "500: 151 21/2, 361 23/2, 362 21/2, 572 23/2, 651 8/2, 651 8/6, 500: 651 8/2, 651 8/6, "));
}

TEST("recycle asks the officer, a hold, a force-off and the maximum before it lets anybody go") {
  test::Site site = test::FourLeg();
  site.options = true;
  site.phase[1].ped_recycle = true;
  std::string told;
  for (const int who : {0, 1, 2, 3, 4, 5}) {
    Round street(test::TablesOf(site));
    street.Queue(2, 6, 4);
    street.Step(200);
    if (who == 0) street.control.manual = true;
    if (who == 1) street.control.hold = Set(2);
    if (who == 2) street.control.force_off = Set(2) | Set(6);
    if (who == 3) street.control.max_inhibit = Set(2);
    if (who == 4) street.control.max_inhibit = street.control.hold = Set(2);
    if (who == 5) street.control.no_walk_rest = Set(2);
    street.Press(2);
    told += street.Tell(60, {6, 21}) + "; ";
  }
  CHECK(Reads(told, "; 201 21/2, ; 201 6/2, 201 6/6, ; ; 201 21/2, ; ; "));
}

TEST(
    "a walk rests as long as nobody waits who conflicts, and turns into its clearance for coordination or a way into "
    "flash") {
  test::Site site = test::FourLeg();
  site.options = true;
  for (const int p : {1, 5}) site.phase[p].walk_rest = true;
  std::string told;
  for (const int who : {0, 1, 2, 3}) {
    Round street(test::TablesOf(site));
    street.Step(100);
    street.Press(2);
    street.Step(150);
    if (who == 0) street.Call(4);
    if (who == 1) street.control.no_walk_rest = Set(2);
    if (who == 2) street.control.to_red = Set(2);
    if (who == 3) street.control.manual = true, street.Call(4);
    told += street.Tell(300, {6, 8, 22, 23}) + "; ";
  }
  CHECK(Reads(told,
              "251 22/2, 391 23/2, 391 8/2, 391 8/6, ; 251 22/2, 391 23/2, ; 251 22/2, 391 23/2, 391 6/2, 391 "
              "8/2, ; ; "));
}

TEST("soft recall brings a phase back when all else only rests, and of two the one that is green stays") {
  std::string told;
  for (const int softs : {1, 2}) {
    Round street(test::TablesOf(test::FourLeg()));
    street.input.recall[3] = street.input.recall[7] = stopline::kSoftRecall;
    if (softs == 2) street.input.recall[1] = stopline::kSoftRecall;
    street.Queue(2, 6);
    street.Step(200);
    street.Queue();
    street.Press(2);
    told += street.Tell(600, {1, 4, 8});
    street.Call(1);
    street.Call(5);
    told += street.Tell(900, {1, 4, 8});
    told += "; ";
  }
  CHECK(Reads(told,
              "412 4/2, 412 8/2, 412 4/6, 412 8/6, 463 1/4, 463 1/8, 801 4/4, 801 8/4, 801 4/8, 801 8/8, 852 "
              "1/1, 852 1/5, 903 4/1, 903 8/1, 903 4/5, 903 8/5, 947 1/4, 947 1/8, ; 801 4/2, 801 8/2, 801 "
              "4/6, 801 8/6, 852 1/1, 852 1/5, 903 4/1, 903 8/1, 947 1/2, ; "));
}

TEST(
    "who stands between loop and stop line when the green is taken away is remembered, and who has gapped out is not") {
  std::string told;
  for (const int way : {0, 1, 2}) {
    Round street(test::TablesOf(test::FourLeg()));
    street.input.max_green[3] = street.input.max_green[7] = 120;
    street.Call(4);
    street.Call(2);
    street.UntilGreen(4);
    street.input.vehicle[3] = 1;
    street.Step(way == 0 ? 60 : way == 1 ? 118 : 112);
    street.input.vehicle[3] = 0;
    street.Call(2);
    if (way == 2) street.Step(7), street.control.force_off = Set(4) | Set(8);
    told += street.Tell(900, {1, 4, 5, 6, 8, 43, 44}) + "; ";
  }
  CHECK(Reads(told,
              "193 43/2, 217 4/4, 217 8/4, 217 4/8, 217 8/8, 268 44/2, 268 1/2, 268 1/6, ; 251 43/2, 275 4/4, "
              "275 8/4, 275 4/8, 275 8/8, 326 44/2, 326 1/2, 326 1/6, ; 252 6/4, 252 8/4, 252 6/8, 252 8/8, "
              "253 43/4, 303 44/2, 303 1/2, 303 1/6, 383 4/2, 383 8/2, 383 4/6, 383 8/6, 434 44/4, 434 1/4, "
              "434 1/8, ; "));
}

TEST(
    "a ring that is empty in a group stays red there; one beside it enters with its dual entry, unless that is omitted "
    "or in the way") {
  std::string told;
  for (const int way : {0, 1, 2}) {
    test::Site site = test::FourLeg();
    if (way == 2) site.apart[3][7] = site.apart[7][3] = true;
    Round street(test::TablesOf(site));
    if (way == 1) street.control.omit = Set(8);
    street.Step(100);
    street.Call(4);
    told += street.Tell(300, {1, 8, 18, 31});
    street.Call(3);
    street.Call(8);
    told += street.Tell(300, {1, 8, 18, 31});
    street.Call(2);
    told += street.Tell(400, {1, 8, 18, 31});
    told += "; ";
  }
  CHECK(Reads(told,
              "101 8/2, 101 8/6, 101 18/4, 101 18/8, 152 31/1, 152 1/4, 152 1/8, 401 8/4, 401 18/3, 452 1/3, "
              "701 8/3, 701 8/8, 701 18/2, 701 18/6, 752 31/2, 752 1/2, 752 1/6, ; 101 8/2, 101 8/6, 101 18/4, "
              "152 31/1, 152 1/4, 401 8/4, 401 18/3, 452 1/3, 701 8/3, 701 18/2, 701 18/6, 745 31/2, 745 1/2, "
              "745 1/6, ; 101 8/2, 101 8/6, 101 18/4, 152 31/1, 152 1/4, 401 18/8, 401 8/4, 401 18/3, 452 1/3, "
              "452 1/8, 701 8/3, 701 8/8, 701 18/2, 701 18/6, 752 31/2, 752 1/2, 752 1/6, ; "));
}

TEST(
    "rings that rest in red begin at once with whoever comes, in the order of their sequence, and end when he has "
    "gone") {
  test::Site site = test::FourLeg();
  site.red_rest[0] = site.red_rest[1] = true;
  site.turned = 1;
  site.turns[1][0][0] = site.turns[1][1][1] = true;
  Round street(test::TablesOf(site));
  street.Step(300);
  std::string told;
  for (const int number : {2, 1, 7, 4}) {
    street.Call(number);
    told += street.Tell(200, {1, 4, 8, 18, 31}) + "; ";
  }
  street.input.sequence[0] = 1;
  street.Call(1);
  street.Call(2);
  street.Call(7);
  street.Call(8);
  told += street.Tell(700, {1, 4, 8, 18, 31}) + "; ";
  street.Call(5);
  street.Step(3);
  street.control.to_red = Set(5);
  told += street.Tell(200, {1, 4, 8, 18, 31});
  CHECK(Reads(told,
              "301 18/2, 301 18/6, 301 1/2, 301 1/6, 381 4/2, 381 8/2, 381 4/6, 381 8/6, ; 501 18/1, 501 18/6, "
              "501 1/1, 501 1/6, 551 4/1, 551 8/1, 581 4/6, 581 8/6, ; 701 18/7, 701 18/4, 702 31/1, 702 1/4, "
              "702 1/7, 752 4/7, 752 8/7, 782 4/4, 782 8/4, ; 901 18/4, 901 18/8, 901 1/4, 901 1/8, 981 4/4, "
              "981 8/4, 981 4/8, 981 8/8, ; 1101 18/8, 1101 18/4, 1101 1/4, 1101 1/8, 1181 4/8, 1181 8/8, 1181 "
              "18/7, 1232 1/7, 1282 4/4, 1282 8/4, 1282 4/7, 1282 8/7, 1282 18/2, 1282 18/6, 1333 31/2, 1333 "
              "1/2, 1333 1/6, 1413 4/2, 1413 8/2, 1413 18/1, 1413 4/6, 1413 8/6, 1464 1/1, 1514 4/1, 1514 8/1, "
              "; 1851 8/5, 1881 4/2, 1881 8/2, "));
}

TEST(
    "recycle lets nobody go under an officer's hand, in a green that is forced off or one that may not max out, though "
    "there is time") {
  test::Site site = test::FourLeg();
  site.options = true;
  site.phase[1].ped_recycle = true;
  std::string told;
  for (const int who : {0, 1, 2, 3, 4}) {
    Round street(test::TablesOf(site));
    street.input.max_green[1] = 600;
    street.Queue(2, 6, 4);
    street.Step(who == 4 ? 20 : 100);
    if (who == 1) street.control.manual = true;
    if (who == 2) street.control.force_off = Set(2) | Set(6);
    if (who == 3) street.control.max_inhibit = Set(2);
    if (who == 4) street.control.to_red = Set(2);
    street.Press(2);
    told += street.Tell(150, {4, 5, 6, 21}) + "; ";
  }
  CHECK(Reads(told, "101 21/2, ; ; 101 6/2, 101 6/6, ; ; 81 6/2, ; "));
}

TEST(
    "no phase is served a second time in a cycle, nor beside a green that it is kept apart from; the other ring's left "
    "is, like the first's") {
  std::string told;
  for (const int way : {0, 1, 2}) {
    test::Site site = test::FourLeg();
    site.options = true;
    site.phase[0].conditional_service = site.phase[4].conditional_service = true;
    if (way == 1) site.apart[0][5] = site.apart[5][0] = true;
    Round street(test::TablesOf(site));
    if (way == 0) street.input.cycle[0] = 900;
    street.Queue(2, 6, 4);
    street.Step(100);
    if (way == 2)
      street.Queue(5, 2, 4);
    else
      street.Queue(1, 6, 4);
    told += street.Tell(400, {1, 4, 5, 8}) + "; ";
  }
  CHECK(Reads(told,
              "301 4/2, 301 8/2, 301 5/6, 301 8/6, 352 1/4, ; 301 4/2, 301 8/2, 301 5/6, 301 8/6, 352 1/4, ; "
              "125 4/6, 125 8/6, 176 1/5, 301 5/2, 301 8/2, 301 5/5, 301 8/5, 352 1/4, ; "));
}

TEST("a green on recall to maximum, or on its second turn, does not count towards the dynamic maximum") {
  test::Site site = test::FourLeg();
  for (const int p : {1, 5}) site.phase[p].dynamic_max_limit = 400, site.phase[p].dynamic_max_step = 40;
  Round street(test::TablesOf(site));
  for (int p = 0; p < 8; ++p) street.input.max_green[p] = 160;
  street.input.recall[1] = stopline::kMaxRecall;
  street.Queue(2, 4);
  std::string told = street.Tell(1000, {5, 52, 53, 54}) + "; ";
  street.input.recall[1] = 0;
  told += street.Tell(1100, {5, 52, 53, 54});
  CHECK(Reads(told,
              "161 5/2, 372 5/4, 583 5/2, 794 5/4, ; 1005 5/2, 1216 5/4, 1427 53/2, 1427 5/2, 1638 5/4, 1689 "
              "52/2, 1889 53/2, 1889 5/2, 2100 5/4, "));
}

TEST(
    "a vehicle that left the detector is remembered up to the last tenth of its gap, one on a detector without passage "
    "as long as it is there") {
  std::string told;
  for (const int left : {93, 94, 95, 96, 97}) {
    Round street(test::TablesOf(test::FourLeg()));
    street.input.max_green[3] = street.input.max_green[7] = 120;
    street.Call(4);
    street.Call(2);
    street.UntilGreen(4);
    street.Call(2);
    street.input.vehicle[3] = street.input.vehicle[7] = 1;
    street.Step(left);
    street.input.vehicle[3] = 0;
    told += street.Tell(60, {4, 5, 43}) + "; ";
  }
  test::Site site = test::FourLeg();
  site.phase[3].passage = 0;
  Round none(test::TablesOf(site));
  none.Call(4);
  none.UntilGreen(4);
  none.Call(2);
  none.Queue(4);
  told += none.Tell(320, {4, 5});
  none.Queue();
  told += none.Tell(300, {1, 43}) + "; ";
  // Gapped out, it waits at the barrier for the other ring and does not begin anew.
  test::Site waits = test::FourLeg();
  waits.phase[3].simultaneous_gap = false;
  waits.options = true;
  Round gone(test::TablesOf(waits));
  gone.Call(4);
  gone.Call(8);
  gone.UntilGreen(4);
  gone.Call(2);
  gone.Queue(8);
  gone.Step(150);
  gone.Queue(4, 8);
  gone.Step(100);
  gone.Queue(8);
  told += gone.Tell(200, {1, 4, 5, 43});
  gone.Queue();
  told += gone.Tell(300, {1, 43});
  CHECK(Reads(told,
              "253 4/4, 253 5/8, 254 43/8, ; 253 4/4, 253 5/8, 254 43/8, ; 253 4/4, 253 5/8, 254 43/8, ; 253 "
              "4/4, 253 5/8, 254 43/8, ; 253 5/4, 253 5/8, 254 43/4, 254 43/8, ; 433 5/4, 433 4/8, 484 1/2, "
              "484 1/6, 615 1/4, 615 1/8, ; 433 4/4, 433 5/8, 434 43/8, 484 1/2, 564 4/2, 615 1/8, "));
}

TEST("when the last who waits goes the maximum counts anew from the next who comes") {
  Round street(test::TablesOf(test::FourLeg()));
  street.Queue(2, 6, 4);
  street.Step(200);
  street.Queue(2, 6);
  street.Step(50);
  street.Queue(2, 6, 4);
  CHECK(Reads(street.Tell(400, {2, 5}), "251 2/2, 251 2/6, 551 5/2, 551 5/6, 602 2/4, 602 2/8, "));
}

TEST("under an officer's hand a green ends by interval advance alone, and the walk before it") {
  Round street(test::TablesOf(test::FourLeg()));
  street.Queue(4);
  street.Step(100);
  street.Queue();
  street.control.manual = true;
  street.Press(2);
  street.Call(4);
  std::string told = street.Tell(300, {4, 5, 6, 8, 22});
  for (int i = 0; i < 3; ++i) {
    street.control.advance = true;
    told += street.Tell(200, {1, 4, 5, 6, 8, 21, 22}) + "; ";
  }
  CHECK(Reads(told, "401 6/4, 401 8/4, 401 6/8, 401 8/8, 452 1/2, 452 21/2, 452 1/6, ; 601 22/2, ; ; "));
}

TEST(
    "in a ring that rests in red a green stays for who is called by pedestrian recall or a plan, and for a vehicle's "
    "gap") {
  std::string told;
  for (const int way : {0, 1, 2, 3, 4}) {
    test::Site site = test::FourLeg();
    site.red_rest[0] = site.red_rest[1] = true;
    Round street(test::TablesOf(site));
    street.Step(300);
    const int number = way == 2 ? 1 : 2;
    street.Call(number);
    street.Step(2);
    if (way == 1 || way == 2) street.input.ped_recall[number - 1] = 1;
    if (way == 3) street.control.vehicle_call = Set(2);
    if (way == 4) street.Step(70), street.Queue(2), street.Step(2), street.Queue();
    told += street.Tell(300, {1, 4, 8}) + "; ";
  }
  CHECK(Reads(told,
              "381 4/2, 381 8/2, 381 4/6, 381 8/6, ; 381 4/6, 381 8/6, ; 351 4/1, 351 8/1, 381 4/6, 381 8/6, ; "
              "381 4/6, 381 8/6, ; 381 4/6, 381 8/6, 399 4/2, 399 8/2, ; "));
}

TEST(
    "a ring of three goes past one that nobody calls, and back to the first order when the sequence is one that is not "
    "there") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}});
  site.start[0] = 1, site.start[1] = 5;
  site.turned = 1;
  site.turns[1][0][0] = true;
  Round street(test::TablesOf(site));
  for (int p = 0; p < 8; ++p) street.input.max_green[p] = 100;
  street.Queue(1, 3, 4);
  std::string told = street.Tell(700, {1}) + "; ";
  for (const int sequence : {1, 7, 1, 0, 1, -3, 16}) {
    street.input.sequence[0] = sequence;
    street.Queue(1, 3, 4);
    told += street.Tell(900, {1}) + "; ";
  }
  CHECK(Reads(told,
              "1 1/1, 1 1/5, 145 1/3, 289 1/4, 440 1/1, 584 1/3, ; 728 1/4, 879 1/3, 1023 1/1, 1167 1/4, 1318 "
              "1/3, 1462 1/1, ; 1606 1/4, 1757 1/3, 1901 1/1, 2045 1/3, 2189 1/4, 2340 1/1, 2484 1/3, ; 2628 "
              "1/4, 2779 1/3, 2923 1/1, 3067 1/4, 3218 1/3, 3362 1/1, ; 3506 1/3, 3650 1/4, 3801 1/1, 3945 "
              "1/3, 4089 1/4, 4240 1/1, ; 4384 1/3, 4528 1/4, 4679 1/3, 4823 1/1, 4967 1/4, 5118 1/3, ; 5262 "
              "1/1, 5406 1/3, 5550 1/4, 5701 1/1, 5845 1/3, 5989 1/4, ; 6140 1/1, 6284 1/3, 6428 1/4, 6579 "
              "1/1, 6723 1/3, 6867 1/4, ; "));
}

TEST("an added initial of a tenth is of one phase and nobody else's") {
  test::Site site = test::FourLeg();
  for (int p = 0; p < 8; ++p) site.phase[p].added_initial = 1, site.phase[p].max_initial = 200;
  Round street(test::TablesOf(site));
  street.Step(20);
  for (int p = 0; p < 8; ++p) street.input.actuations[p] = 1;
  street.Step();
  for (int p = 0; p < 8; ++p) street.input.actuations[p] = 0;
  street.Queue(1, 3, 6, 8);
  CHECK(Reads(street.Tell(1500, {0, 1, 3, 4, 5, 7, 8, 9, 18}),
              "81 3/2, 81 3/6, 322 4/2, 322 7/2, 322 8/2, 322 5/6, 322 7/6, 322 8/6, 322 18/3, 322 18/8, 358 "
              "9/2, 358 9/6, 373 0/3, 373 1/3, 373 0/8, 373 1/8, 423 3/3, 453 3/8, 673 5/3, 673 7/3, 673 8/3, "
              "673 5/8, 673 7/8, 673 8/8, 673 18/1, 673 18/6, 705 9/3, 709 9/8, 724 0/1, 724 1/1, 724 0/6, 724 "
              "1/6, 774 3/1, 804 3/6, 1024 5/1, 1024 7/1, 1024 8/1, 1024 5/6, 1024 7/6, 1024 8/6, 1024 18/3, "
              "1024 18/8, 1056 9/1, 1060 9/6, 1075 0/3, 1075 1/3, 1075 0/8, 1075 1/8, 1125 3/3, 1155 3/8, 1375 "
              "5/3, 1375 7/3, 1375 8/3, 1375 5/8, 1375 7/8, 1375 8/8, 1375 18/1, 1375 18/6, 1407 9/3, 1411 "
              "9/8, 1426 0/1, 1426 1/1, 1426 0/6, 1426 1/6, 1476 3/1, 1506 3/6, "));
}

TEST(
    "a maximum that was learned under a short pattern is not told of a longer one, and stands when the short one is "
    "back") {
  test::Site site = test::FourLeg();
  for (const int p : {1, 5}) site.phase[p].dynamic_max_limit = 250, site.phase[p].dynamic_max_step = 40;
  Round street(test::TablesOf(site));
  for (int p = 0; p < 8; ++p) street.input.max_green[p] = 160;
  street.Queue(2, 4);
  street.Tell(850, {});
  street.input.max_green[1] = 260;
  CHECK(Reads(street.Tell(1300, {5, 52}), "1105 5/2, 1316 5/4, 1627 5/2, 1838 5/4, 2149 5/2, "));
  street.input.max_green[1] = 160;
  CHECK(Reads(street.Tell(600, {5, 52}), "2360 5/4, 2411 52/2, 2611 5/2, "));
}

TEST("under a maximum of nothing a busy green ends in the tenth in which somebody else comes") {
  for (const int max : {0, -7}) {
    Round street(test::TablesOf(test::FourLeg()));
    street.input.max_green[1] = street.input.max_green[5] = max;
    street.Queue(2, 6);
    street.Tell(120, {});
    street.Queue(2, 4, 6);
    CHECK(Reads(street.Tell(5, {2, 5}), "121 2/2, 121 2/6, 121 5/2, 121 5/6, "));
  }
}

TEST("a soft recall is served when greens of a fixed length are over: their maximum counts while nobody else waits") {
  Round street(test::TablesOf(test::FourLeg()));
  street.input.strategy[0] = 1;
  street.input.recall[3] = street.input.recall[7] = stopline::kSoftRecall;
  CHECK(
      Reads(street.Tell(900, {1, 5, 8, 151}), "1 1/2, 1 1/6, 382 5/2, 382 8/2, 382 5/6, 382 8/6, 433 1/4, 433 1/8, "));
}
