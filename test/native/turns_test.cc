// Whose turn it is where phases of different rings must not be green together, and what a ring does between two
// sequences, at a barrier and on its second turn. Rings by themselves, told as a journal (Indiana codes): 1 green
// begins, 4 gaps out, 5 maxes out, 8 ends, 18 chosen, 31 barrier crossed. Times in tenths; a left changes in 44, a
// through in 51.
#include <algorithm>
#include <string>

#include "corner.h"
#include "harness.h"

namespace {

using test::Reads;
using test::Set;

using Street = test::Corner;

// Three rings without a barrier: 1, 2, 3; 4, 5; 7, 8. All like lefts. 1, 4 and 7 begin.
test::Site ThreeRings(std::initializer_list<std::pair<int, int>> apart) {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2, 3}}, {{4, 5}}, {{7, 8}}});
  for (auto& phase : site.phase) phase = test::FourLeg().phase[0];
  test::KeepApart(site, apart);
  site.start[0] = 1, site.start[1] = 4, site.start[2] = 7;
  return site;
}

}  // namespace

TEST("of two that come to wait in the same tenth for one who conflicts with them, the lower ring goes first") {
  // 8 has been chosen when 1 and 4 max out together; 2 must wait for it, and 5 goes with 8 but not with 2.
  Street street(ThreeRings({{2, 8}, {2, 5}, {1, 8}, {4, 8}}));
  street.Queue(1, 2, 4, 5, 8);
  CHECK(Reads(street.Tell(900, {1, 8, 18}),
              "1 18/1, 1 18/4, 1 18/7, 1 1/1, 1 1/4, 1 1/7, 51 8/7, 51 18/8, 301 8/1, 301 8/4, 345 1/8, 346 18/2, 645 "
              "8/8, 689 1/2, 690 18/5, 690 18/8, "));
}

TEST("who waits for one that stands in his way keeps nobody waiting that he could go with") {
  Street street(ThreeRings({{2, 8}, {1, 8}, {4, 8}}));
  street.Queue(1, 2, 4, 5, 8);
  CHECK(Reads(street.Tell(500, {1, 8, 18}),
              "1 18/1, 1 18/4, 1 18/7, 1 1/1, 1 1/4, 1 1/7, 51 8/7, 51 18/8, 301 8/1, 301 8/4, 301 18/5, 345 1/5, 345 "
              "1/8, 346 18/2, "));
}

TEST("who waited for his turn and goes on for another vehicle keeps nobody waiting any more") {
  Street street(ThreeRings({{2, 8}, {2, 5}}));
  street.Queue(1, 2, 4, 5, 8);
  std::string told = street.Tell(60, {1, 8, 18});
  street.Queue(2, 4, 5, 8);  // 1 gaps out at 80 and waits for 8
  told += street.Tell(10, {1, 8, 18});
  street.Queue(2, 5, 8);
  told += street.Tell(12, {1, 8, 18});
  street.Queue(1, 2, 5, 8);
  told += street.Tell(200, {1, 8, 18});
  CHECK(
      Reads(told, "1 18/1, 1 18/4, 1 18/7, 1 1/1, 1 1/4, 1 1/7, 51 8/7, 51 18/8, 90 8/4, 90 18/5, 95 1/8, 134 1/5, "));
}

TEST("who comes a tenth later than another waits behind him, though his ring be the lower") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1}, {2}}, {{3}, {4}}, {{}, {5}}});
  test::KeepApart(site, {{2, 4}, {2, 5}, {4, 5}});
  site.start[0] = 1, site.start[1] = 3;
  Street street(site);
  street.Step();
  street.Call(4);
  street.Call(5);
  std::string told;
  while (told.empty()) told = street.Tell(1, {31});  // 4 comes first; 5 waits from here on
  street.Call(2);
  told += street.Tell(1000, {1, 18});
  CHECK(Reads(told, "95 31/1, 96 18/5, 226 1/5, 227 18/2, 320 1/2, "));
}

TEST("behind a second turn the ring goes on as ever, once nobody waits beyond the barrier") {
  test::Site site = test::FourLeg();
  site.options = true;
  site.phase[0].conditional_service = true;
  Street street(site);
  street.Queue(2, 6, 4);
  street.Step(100);
  street.Queue(1, 6, 4);
  std::string told = street.Tell(80, {1, 8, 18});
  street.Queue(2, 6);
  told += street.Tell(200, {1, 8, 18});
  CHECK(Reads(told, "125 8/2, 125 18/1, 176 1/1, 226 8/1, 226 18/2, 270 1/2, "));
}

TEST("a second turn is not given beside one who was chosen, nor out of turn while nobody waits beyond the barrier") {
  test::Site site = ThreeRings({{1, 8}});
  site.groups = 2;
  site.rings[0][0][2] = 0, site.rings[0][1][0] = 3;
  site.options = true;
  site.phase[0].conditional_service = true;
  site.start[0] = 2;
  Street beside(site);
  beside.Queue(2, 4, 8, 3);
  beside.Call(1);
  beside.Step(60);
  beside.Queue(4, 8, 3);  // 2 gaps out at 80, when 8 has been chosen and is not green yet
  CHECK(Reads(beside.Tell(300, {1, 8, 18}), "95 1/8, "));
  test::Site round = ThreeRings({{3, 8}});
  round.options = true;
  round.phase[0].conditional_service = true;
  round.start[0] = 2;
  Street waits(round);
  waits.Queue(2, 3, 4, 5, 8);
  waits.Call(1);
  waits.Step(60);
  waits.Queue(3, 4, 5, 8);
  CHECK(Reads(waits.Tell(300, {1, 8, 18}), "95 1/8, 95 8/2, 95 18/3, 301 8/4, 301 18/5, 345 1/5, "));
}

TEST("a green on its second turn that maxes out does not count towards the dynamic maximum, whatever came before it") {
  test::Site site = test::FourLeg();
  site.options = true;
  site.phase[0].conditional_service = true;
  site.phase[0].dynamic_max_limit = 400, site.phase[0].dynamic_max_step = 40;
  site.start[0] = 1;
  Street street(site);
  street.input.max_green[0] = 100;
  street.input.max_green[5] = 600;
  street.Queue(1, 6, 4);
  street.Call(2);
  CHECK(Reads(
      street.Tell(700, {1, 5, 8, 53}),
      "1 1/1, 1 1/6, 101 5/1, 101 8/1, 145 1/2, 225 8/2, 276 1/1, 601 5/1, 601 8/1, 601 5/6, 601 8/6, 652 1/4, "));
}

TEST(
    "a second turn ends by the first one's maximum though nobody may max out, and who walks in it has crossed by "
    "then") {
  test::Site site = test::FourLeg();
  site.options = true;
  site.phase[0].conditional_service = site.phase[0].ped_recycle = true;
  site.phase[0].walk = 20, site.phase[0].ped_clear = 30;
  Street street(site);
  street.control.max_inhibit = Set(1);
  street.input.max_green[5] = 400;
  street.Queue(2, 6, 4);
  street.Step(100);
  street.Queue(1, 6, 4);
  std::string told = street.Tell(100, {1, 5, 8, 21});
  street.Press(1);
  told += street.Tell(160, {1, 5, 8, 21});
  street.Press(1);
  told += street.Tell(100, {1, 5, 8, 21});
  CHECK(Reads(told, "125 8/2, 176 1/1, 201 21/1, 401 5/1, 401 8/1, 401 5/6, 401 8/6, 452 1/4, "));
}

TEST(
    "an intersection begins in the group of its start phases; beside them goes who is called first in his ring, and "
    "else the dual entry, be it phase 1") {
  std::string told;
  test::Site turned = test::FourLeg();
  test::LayOut(turned, {{{3, 4}, {1, 2}}, {{7, 8}, {5, 6}}});
  turned.start[0] = 1, turned.start[1] = 0;
  told += Street(turned).Tell(10, {1, 18}) + "; ";
  test::Site six = test::FourLeg();
  six.options = true;
  six.start[0] = 0;
  six.phase[0].dual_entry = true;
  told += Street(six).Tell(10, {1, 18}) + "; ";
  Street called(six);
  called.Call(1);
  called.Call(2);
  told += called.Tell(10, {1, 18});
  CHECK(Reads(told, "1 18/1, 1 18/6, 1 1/1, 1 1/6, ; 1 18/6, 1 18/1, 1 1/1, 1 1/6, ; 1 18/1, 1 18/6, 1 1/1, 1 1/6, "));
}

TEST(
    "dual entries of two rings go together where they may; else the first has it, and none beside a phase in its way") {
  std::string told;
  for (const auto& [p, q] : {std::pair{5, 7}, std::pair{5, 8}, std::pair{1, 5}}) {
    test::Site site = ThreeRings({{p, q}});
    site.options = true;
    site.phase[4].dual_entry = site.phase[7].dual_entry = true;
    site.start[1] = site.start[2] = 0;
    told += Street(site).Tell(10, {1, 18}) + "; ";
  }
  CHECK(Reads(told,
              "1 18/1, 1 18/5, 1 18/8, 1 1/1, 1 1/5, 1 1/8, ; 1 18/1, 1 18/5, 1 1/1, 1 1/5, ; 1 18/1, 1 18/8, 1 1/1, 1 "
              "1/8, ; "));
}

TEST("another sequence is in force with a ring's new round, not while nobody calls it, and with barriers behind them") {
  test::Site three = ThreeRings({{1, 8}});
  three.turned = 1;
  three.turns[1][0][0] = true;
  Street street(three);
  street.Step(60);
  street.Call(8);
  std::string told = street.Tell(60, {1, 8, 18});
  street.input.sequence[0] = 1;  // 3, 2, 1
  told += street.Tell(20, {1, 8, 18});
  street.Call(2);
  street.Call(3);
  told += street.Tell(200, {1, 8, 18}) + "; ";
  test::Site four = test::FourLeg();
  four.turned = 1;
  four.turns[1][0][0] = true;
  Street round(four);
  round.Step(100);
  round.input.sequence[0] = 1;  // 2 before 1
  round.Call(1);
  told += round.Tell(60, {1, 8, 18});
  round.Call(2);
  round.Call(4);
  told += round.Tell(300, {1, 8, 18});
  CHECK(Reads(told,
              "61 8/7, 61 18/8, 62 8/1, 106 1/8, 141 18/2, 141 1/2, 191 8/2, 191 18/3, 235 1/3, ; 101 8/2, 101 18/1, "
              "152 1/1, 202 8/1, 202 18/2, 246 1/2, 326 8/2, 326 8/6, 326 18/4, 326 18/8, 377 1/4, 377 1/8, "));
}

TEST("a soft recall is a call while who is green rests, though he be recalled; not beside one who was sent to red") {
  const auto soft = stopline::kSoftRecall;
  std::string told;
  Street rests(test::FourLeg());
  rests.input.recall[1] = stopline::kMinRecall;
  rests.input.recall[3] = soft;
  told += rests.Tell(200, {1, 8, 18}) + "; ";
  Street first(test::FourLeg());
  first.input.recall[0] = soft;
  first.Queue(6);
  told += first.Tell(200, {1, 8, 18}) + "; ";
  Street red(test::FourLeg());
  red.input.recall[1] = red.input.recall[3] = soft;
  red.Step(20);
  red.control.to_red = red.control.omit = Set(2) | Set(6);
  told += red.Tell(200, {1, 8, 18}) + "; ";
  // Who has gapped out for somebody does not rest: beside 4 goes 8, by dual entry, and not 7.
  Street gone(test::FourLeg());
  gone.input.recall[6] = soft;
  gone.Queue(4);
  told += gone.Tell(200, {1, 8, 18});
  CHECK(Reads(told,
              "1 18/2, 1 18/6, 1 1/2, 1 1/6, 82 8/2, 82 8/6, 82 18/4, 82 18/8, 133 1/4, 133 1/8, ; 1 18/2, 1 18/6, 1 "
              "1/2, 1 1/6, 82 8/2, 82 18/1, 133 1/1, ; 81 8/2, 81 8/6, 132 18/4, 132 18/8, 133 1/4, 133 1/8, ; 1 18/2, "
              "1 18/6, 1 1/2, 1 1/6, 81 8/2, 81 8/6, 81 18/4, 81 18/8, 132 1/4, 132 1/8, "));
}

TEST("nobody is let go on foot in a green that is to be red, though nobody waits; and nothing extends such a green") {
  std::string told;
  for (const bool extends : {false, true}) {
    Street street(test::FourLeg());
    street.Step(20);
    street.control.to_red = Set(2);
    if (extends)
      street.control.extend = Set(2);
    else
      street.Press(2);
    told += street.Tell(70, {6, 8, 21}) + "; ";
  }
  CHECK(Reads(told, "81 6/2, 81 8/2, ; 81 6/2, 81 8/2, ; "));
}

TEST("phase 1 has its added initial, and a walk of a tenth on recall keeps a ring green that would rest in red") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  t.added_initial[0] = 20, t.max_initial[0] = 170;
  Street street(t);
  street.Step();
  street.input.actuations[0] = 5;
  street.Step();
  street.input.actuations[0] = 0;
  street.Call(1);
  CHECK(street.UntilGreen(1) > 0);
  street.Call(2);
  CHECK(street.UntilEnd(1) == 100);
  for (const int walk : {0, 1}) {
    t = test::TablesOf(test::FourLeg());
    t.red_rest[0] = 1;
    t.walk[1] = t.ped_clear[1] = walk;
    Street rests(t);
    rests.input.ped_recall[1] = 1;
    CHECK(rests.Tell(300, {8}).empty() == (walk == 1));
  }
}

TEST("a dynamic maximum grows from the pattern's, which is nothing at the least and an hour at the most") {
  std::string told;
  struct Case {
    int max, limit, step;
  };
  for (const auto& [max, limit, step] : {Case{-5, 97, 100}, Case{0, 100, 100}, Case{0, 1, 1}}) {
    stopline::Tables t = test::TablesOf(test::FourLeg());
    t.dynamic_max_limit[1] = limit, t.dynamic_max_step[1] = step;
    Street street(t);
    street.input.max_green[1] = max;
    for (const int p : {3, 5, 7}) street.input.max_green[p] = 80;
    street.Queue(2, 4);
    told += street.Tell(700, {52, 53}) + "; ";
  }
  // 2 has maxed out and waits for 6 when the pattern's maximum becomes longer than anything.
  stopline::Tables t = test::TablesOf(test::FourLeg());
  t.dynamic_max_limit[1] = 36'000, t.dynamic_max_step[1] = 1;
  Street street(t);
  street.Queue(2, 4, 6);
  for (int turn = 0; turn < 3; ++turn) {
    street.input.max_green[1] = 100;
    CHECK(street.UntilGreen(2) >= 0);
    street.Step(200);
    street.input.max_green[1] = 1'000'000;
    CHECK(street.UntilEnd(2) > 0 && street.ended_by(2) == stopline::Termination::kMaxOut);
    CHECK(!street.Told(stopline::Event::kDynamicMaxUp, 2));
  }
  CHECK(Reads(told, "; 343 53/2, 525 52/2, ; 343 53/2, 525 52/2, ; "));
}

TEST("who has gapped out and waits at the barrier is not remembered for a vehicle that came and has gone") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  t.simultaneous_gap[1] = t.dual_entry[1] = 0;
  Street street(t);
  street.Queue(2, 6, 4);
  street.Step(60);
  street.Queue(6, 4);
  street.Step(190);
  street.Queue(2, 6, 4);
  std::string told = street.Tell(52, {1, 4, 8});
  street.Queue(4);
  told += street.Tell(100, {1, 4, 8});
  street.Queue();
  told += street.Tell(500, {1, 4, 8});
  CHECK(Reads(told, "301 4/2, 301 8/2, 301 8/6, 352 1/4, 352 1/8, 432 4/4, 432 8/4, 432 4/8, 432 8/8, 483 1/6, "));
}

TEST("who has maxed out and waits at the barrier goes on when from now on nobody maxes out") {
  Street street(test::FourLeg());
  street.input.max_green[1] = 100;
  street.input.max_green[5] = 400;
  street.Queue(2, 6, 4);
  street.Step(200);
  street.control.max_inhibit = Set(2);
  std::string told = street.Tell(300, {4, 5, 8});
  street.Queue(6, 4);
  told += street.Tell(60, {4, 5, 8});
  CHECK(Reads(told, "525 4/2, 525 8/2, 525 5/6, 525 8/6, "));
}

TEST("a phase without red clearance tells none, and one of a tenth is told") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  t.red_clear[1] = 0, t.red_clear[5] = 1;
  Street street(t);
  street.Queue(4);
  CHECK(Reads(street.Tell(200, {8, 9, 10, 11, 12}),
              "81 8/2, 81 8/6, 117 9/2, 117 12/2, 117 9/6, 117 10/6, 118 11/6, 118 12/6, "));
}

TEST("a ring that waited for one phase and was given another keeps nobody waiting for the first") {
  // 3 goes neither with 5 nor with 7. It is called while 5 is chosen, and then 2 comes, which goes with both.
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2, 3}}, {{4, 5, 7}}});
  for (auto& phase : site.phase) phase = test::FourLeg().phase[0];
  site.phase[4].min_green = 10, site.phase[4].passage = 0;
  test::KeepApart(site, {{3, 5}, {3, 7}});
  site.start[0] = 1, site.start[1] = 4;
  Street street(site);
  street.Step();
  street.Call(5);
  street.Call(7);
  street.Step(60);
  street.Call(3);
  street.Step(25);
  street.Call(2);
  CHECK(Reads(street.Tell(100, {1, 8, 18}),
              "87 8/1, 87 18/2, 95 1/5, 105 8/5, 105 18/7, 131 1/2, 149 1/7, 181 8/2, 181 18/3, "));
}

TEST("whose rival's last vehicle has gone in this very tenth is served before the barrier is crossed") {
  // 6 waits for 8, 4 for 6 and 2 for 4. When 8 begins the vehicle before 6 has gone, and a tenth later the one
  // before 4.
  test::Site site = test::FourLeg();
  site.options = true;
  test::LayOut(site, {{{1, 2}, {9}}, {{3, 4}, {}}, {{5, 6}, {}}, {{7, 8}, {}}});
  for (auto& phase : site.phase) phase = test::FourLeg().phase[0];
  site.phase[7].min_green = 1, site.phase[7].passage = 0;
  test::KeepApart(site, {{6, 8}, {4, 6}, {2, 4}});
  site.start[0] = 1, site.start[1] = 3, site.start[2] = 5, site.start[3] = 7;
  Street street(site);
  street.Step();
  street.Call(8);
  street.Queue(9);
  street.Step(59);
  street.Queue(6, 9);
  street.Step(2);
  street.Queue(4, 6, 9);
  street.Step(2);
  street.Queue(2, 4, 6, 9);
  while (street.ring(3).interval() != stopline::Interval::kRedClear) street.Step();
  std::string told = street.Tell(11, {1});
  street.Queue(2, 4, 9);
  told += street.Tell(1, {1});
  street.Queue(2, 9);
  told += street.Tell(80, {1, 8, 18, 31});
  CHECK(Reads(told, "95 1/8, 97 8/1, 97 18/2, 141 1/2, "));
}

TEST("who was chosen is made way for, though the vehicle that called it has gone since") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2}}, {{5, 6}}});
  test::KeepApart(site, {{1, 6}});
  site.start[0] = 1, site.start[1] = 5;
  Street street(site);
  street.Queue(1, 6);
  std::string told = street.Tell(55, {1, 8, 18});
  street.Queue(1);
  told += street.Tell(15, {1, 8, 18});
  street.Queue();
  CHECK(Reads(told + street.Tell(100, {1, 8, 18}), "1 18/1, 1 18/5, 1 1/1, 1 1/5, 51 8/5, 51 18/6, 90 8/1, 134 1/6, "));
}
