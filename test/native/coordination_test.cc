// Coordination, seen from the street: when greens begin and end by the clock, who is let in, and how the cycle comes
// back into step.
#include "arterial.h"

namespace {

using stopline::CoordinationStatus;
using stopline::LocalFree;
using test::Arterial;

// 90 s. Lefts 15 s, the coordinated through phases 35 s, the cross street's 25 s.
constexpr int kSplit[8] = {150, 350, 150, 250, 150, 350, 150, 250};

// A minute into the cycle of a street that has been in step for a while.
Arterial InStep(int offset = 0) {
  Arterial street;
  street.Coordinate(900, offset, kSplit);
  street.Go(5 * 900);
  street.GoTo(600);
  return street;
}

// How many cycles end before it is in step again; -1 if that is not within so many. The shortest and the longest of
// them, from yield to yield of phase 2.
struct Back {
  int cycles = 0;
  int shortest = 100'000;
  int longest = 0;
};
Back BackInStep(Arterial& street, int limit) {
  Back back;
  int since = -1;
  for (int i = 0; i < limit * 900 * 2; ++i) {
    const int yields = street.told[151];
    street.Go(1);
    if (since >= 0) ++since;
    if (street.told[151] > yields && street.parameter[151] == 6) {
      if (since > 0) {
        ++back.cycles;
        back.shortest = since < back.shortest ? since : back.shortest;
        back.longest = since > back.longest ? since : back.longest;
      }
      since = 0;
    }
    if (street.Status() == CoordinationStatus::kInStep && since == 0) return back;
  }
  back.cycles = -1;
  return back;
}

}  // namespace

TEST("under saturation every green begins and ends at its tenth of the cycle, cycle after cycle") {
  for (const int mode : {stopline::kFixed, stopline::kFloating}) {
    Arterial street = InStep(123);
    street.input.force_off_mode[0] = mode;
    CHECK(street.Status() == CoordinationStatus::kInStep);
    for (int n = 0; n < 50; ++n) {
      street.GoTo(0);
      const int before = street.greens[2];
      street.GoTo(899);
      CHECK(street.greens[2] == before + 1);
      // Reference: begin of green of 2 and 6. Throughs clear in 5.1 s, lefts in 4.4 s.
      CHECK(street.began[2] == 0 && street.ended[2] == 350 - 51);
      CHECK(street.began[6] == 0 && street.ended[6] == 350 - 51);
      CHECK(street.began[3] == 350 && street.ended[3] == 500 - 44);
      CHECK(street.began[4] == 500 && street.ended[4] == 750 - 51);
      CHECK(street.began[1] == 750);
      for (int p = 1; p <= 8; ++p) CHECK(street.cause[p] == 6);
    }
    CHECK(street.broken == nullptr);
  }
}

TEST("with its left lagging, and with the yellow as reference, the coordinated phase still stands at the offset") {
  test::Site site = test::FourLeg();
  site.rings[1][0][0] = 6;
  site.rings[1][0][1] = 5;
  Arterial street(site);
  // 6 goes first with 1, then 2 with 5.
  street.Coordinate(900, 200, kSplit);
  street.input.split[5] = 300;
  street.input.split[4] = 200;
  street.Go(6 * 900);
  street.GoTo(10);
  CHECK(street.Status() == CoordinationStatus::kInStep);
  CHECK(street.began[6] == 0);
  street.GoTo(899);
  CHECK(street.ended[6] == 300 - 51 && street.began[5] == 300);
  CHECK(street.began[2] == 150 && street.ended[2] == 500 - 51);

  street.input.reference[0] = stopline::kBeginYellow;
  street.Go(9 * 900);
  street.GoTo(10);
  CHECK(street.Status() == CoordinationStatus::kInStep);
  CHECK(street.ended[6] == 0);
  street.GoTo(899);
  CHECK(street.began[6] == 900 - 300 + 51 && street.broken == nullptr);
}

TEST(
    "a green that ends early gives its time to the next where force-offs are fixed, to the coordinated where they "
    "float") {
  for (const int mode : {stopline::kFixed, stopline::kFloating}) {
    Arterial street = InStep();
    street.input.force_off_mode[0] = mode;
    street.Queues({1, 2, 4, 5, 6, 8});
    street.queue[3] = street.queue[7] = true;
    street.GoTo(370);
    street.queue[3] = street.queue[7] = false;  // a car each, and gone
    street.GoTo(0);
    CHECK(street.ended[3] == 350 + 50 && street.began[4] == 350 + 50 + 44);
    CHECK(street.cause[3] == 4 && street.cause[4] == 6);
    if (mode == stopline::kFixed) {
      CHECK(street.ended[4] == 750 - 51 && street.began[2] == 0);
    } else {
      CHECK(street.ended[4] == 444 + 250 - 51);
      CHECK(street.began[1] == 444 + 250);
    }
    CHECK(street.broken == nullptr);
  }
}

TEST(
    "who comes while there is time for it is served in this cycle, who comes later in the next; nobody calls: it stays "
    "green") {
  Arterial street = InStep();
  street.Queues({});
  street.Go(1800);
  street.GoTo(0);
  const int greens = street.greens[2];
  street.Go(1800);
  CHECK(street.greens[2] == greens && street.watch.Green(1) && street.watch.Green(5));
  // The yield point is at 299, 8's force-off at 699; from the coordinated green it takes 5.1 s to begin and 8 s for its
  // minimum: until 568.
  street.GoTo(568);
  street.queue[8] = true;
  street.GoTo(640);
  CHECK(street.began[8] == 568 + 51);
  street.GoTo(0);
  CHECK(street.ended[8] == 699 && street.cause[8] == 6);
  street.queue[8] = false;
  street.GoTo(0);
  street.GoTo(569);
  street.queue[8] = true;
  street.GoTo(298);
  CHECK(street.watch.Green(1));
  street.GoTo(360);
  CHECK(street.began[8] == 299 + 51);
  CHECK(street.Status() == CoordinationStatus::kInStep && street.broken == nullptr);
}

TEST(
    "a left that lags and runs out of vehicles waits at the barrier when the cross street stands there, and else makes "
    "way") {
  test::Site site = test::FourLeg();
  site.rings[0][0][0] = 2;
  site.rings[0][0][1] = 1;
  // 2 yields at 30 s, 1 follows it up to the barrier at 50 s, where 6, behind 5, yields too. Another 2 in between would
  // need 8 s and clear in 5.1 s.
  constexpr int kLags[8] = {200, 300, 150, 250, 150, 350, 150, 250};
  for (const bool cross : {true, false}) {
    Arterial street(site);
    street.Coordinate(900, 0, kLags);
    street.Go(5 * 900);
    street.GoTo(250);
    CHECK(street.began[2] == 0);
    if (!cross) street.Queues({1, 2, 5, 6});
    street.Go(900);  // whoever was cut off there is through
    street.GoTo(360);
    CHECK(street.watch.Green(0));
    street.queue[1] = false;
    const int greens = street.greens[2];
    street.GoTo(600);
    if (cross) {
      CHECK(street.greens[2] == greens && street.ended[1] == 500 - 51);
      CHECK(street.began[3] == 500 && street.began[7] == 500);
    } else {
      CHECK(street.greens[2] == greens + 1 && street.ended[1] < 400 && street.watch.Green(1));
    }
    CHECK(street.broken == nullptr);
  }
}

TEST("the coordinated green comes back early when the others are done, and still stays until its yield point") {
  Arterial street = InStep();
  street.Queues({});
  street.Go(1800);
  street.GoTo(250);
  street.Queues({4});
  street.GoTo(370);
  street.Queues({});
  street.GoTo(600);
  // Gapped out after its minimum of 8 s.
  CHECK(street.began[4] == 350 && street.ended[4] == 350 + 80 && street.cause[4] == 4);
  CHECK(street.began[2] == 350 + 80 + 51);
  street.queue[4] = true;  // served already in this cycle
  street.GoTo(298);
  CHECK(street.watch.Green(1));
  street.GoTo(310);
  CHECK(street.ended[2] == 299 && street.broken == nullptr);
}

TEST("one that was let go out of its place makes way when the turn of another comes") {
  Arterial street = InStep();
  street.Queues({});
  street.Go(1800);
  street.GoTo(250);
  street.queue[1] = true;  // its place is from 750 on
  street.GoTo(420);
  CHECK(street.began[1] == 350 && street.watch.Green(5));
  street.queue[4] = true;  // its place is from 500 on
  const int greens = street.greens[4];
  street.GoTo(700);
  // The ring goes on to 2, whose call stands, for its least green before it crosses the barrier.
  CHECK(street.ended[1] == 456 && street.began[2] == 500 && street.ended[2] == 580);
  CHECK(street.greens[4] == greens + 1 && street.began[4] == 631);
  street.GoTo(0);
  CHECK(street.began[2] == 0 || street.watch.Green(1));
  CHECK(street.Status() == CoordinationStatus::kInStep && street.broken == nullptr);
}

TEST("phases do not max out under coordination if the pattern says so, and do if it does not") {
  for (const int inhibit : {1, 0}) {
    Arterial street = InStep();
    street.input.max_inhibit[0] = inhibit;
    for (int p = 0; p < 8; ++p) street.input.max_green[p] = 90;
    street.Go(900);
    street.GoTo(899);
    CHECK(street.cause[4] == (inhibit == 1 ? 6 : 5));
    CHECK(street.ended[2] == 299 && street.broken == nullptr);
  }
}

TEST(
    "an offset that is elsewhere, a clock that jumps: in step again within the cycles that its correction takes at the "
    "most") {
  for (const int correction : {stopline::kShortWay, stopline::kAddOnly, stopline::kDwell}) {
    int most = 0;
    for (int late = 1; late < 900; late += 29) {
      Arterial street = InStep();
      street.input.correction[0] = correction;
      street.input.clock[0] += late;
      const Back back = BackInStep(street, 8);
      CHECK(back.cycles >= 0);
      most = back.cycles > most ? back.cycles : most;
      // The bounds of correction.h, from the yield of the cycle in which it happened: that one ends as it was.
      CHECK(back.cycles <= (correction == stopline::kShortWay ? 3 : correction == stopline::kAddOnly ? 5 : 2));
      CHECK(back.longest <= 900 + (correction == stopline::kDwell ? 450 : 180));
      CHECK(back.shortest >= (correction == stopline::kShortWay ? 900 - 180 : 900));
      street.Go(900);
      street.GoTo(899);
      CHECK(street.began[2] == 0 && street.ended[2] == 299 && street.began[4] == 500);
      CHECK(street.broken == nullptr);
    }
    CHECK(most == (correction == stopline::kShortWay ? 3 : correction == stopline::kAddOnly ? 5 : 2));
  }
}

TEST("a cycle that cannot be shorter, since every split is at its minimum, comes back the long way") {
  // Lefts 5 s, throughs 21 s with their pedestrians, and what clears them.
  constexpr int kLeast[8] = {94, 261, 94, 261, 94, 261, 94, 261};
  Arterial street;
  street.Coordinate(710, 0, kLeast);
  street.Go(10 * 710);
  street.GoTo(500);
  CHECK(street.Status() == CoordinationStatus::kInStep);
  street.input.clock[0] += 20;
  street.Go(3);
  CHECK(street.Status() == CoordinationStatus::kTransitionAdd);
  const Back back = BackInStep(street, 8);
  CHECK(back.cycles >= 0 && back.cycles <= 5 && back.shortest >= 710 && street.broken == nullptr);
}

TEST("traffic stood still by stop time costs a cycle or two, and then greens begin at their tenths again") {
  for (const int stopped : {100, 400, 900, 1300}) {
    for (const int at : {100, 320, 600, 800}) {
      Arterial street = InStep();
      street.GoTo(at);
      street.input.stop_time[0] = 1;
      street.Go(stopped);
      street.input.stop_time[0] = 0;
      street.Go(7 * 900);
      street.GoTo(899);
      CHECK(street.Status() == CoordinationStatus::kInStep);
      CHECK(street.began[2] == 0 && street.ended[2] == 299 && street.began[4] == 500 && street.began[1] == 750);
      CHECK(street.broken == nullptr);
    }
  }
}

TEST("another pattern is in step within as many cycles as its correction takes at the most, whenever it comes") {
  constexpr int kOther[8] = {120, 280, 130, 270, 120, 280, 130, 270};
  for (int at = 0; at < 900; at += 75) {
    Arterial street = InStep();
    street.GoTo(at);
    street.Coordinate(800, 321, kOther);
    street.Go((1 + 3) * 800);
    street.GoTo(799);
    CHECK(street.Status() == CoordinationStatus::kInStep);
    street.Go(800);
    CHECK(street.began[2] == 0 && street.began[4] == 410 && street.broken == nullptr);
  }
}

TEST("a pedestrian whose walk no split holds is let go all the same, and those behind it make up for it") {
  Arterial street = InStep();  // walk and clearance of 4 take 21 s, its split has 19.9 s of green
  street.GoTo(320);
  street.Press(4);
  street.GoTo(760);
  CHECK(street.walks[4] > 0 && street.began[4] == 500 && street.ended[4] == 500 + 210);
  street.GoTo(100);
  CHECK(street.began[1] == 750 + 11 && street.ended[1] == 856 && street.began[2] == 0);
  street.GoTo(899);
  CHECK(street.ended[2] == 299 && street.began[4] == 500);
  CHECK(street.Status() == CoordinationStatus::kInStep && street.broken == nullptr);
}

TEST("a pedestrian who comes too late for the split walks in the next cycle; the vehicles are served in this one") {
  // 4 and 8 have room for their walks.
  constexpr int kWalks[8] = {150, 290, 150, 310, 150, 290, 150, 310};
  Arterial street;
  street.Coordinate(900, 0, kWalks);
  street.Go(4 * 900);
  street.Queues({});
  street.Go(1800);
  street.GoTo(470);
  street.queue[8] = true;  // 8's force-off is at 699
  street.Press(8);
  const int before = street.walks[8];
  street.GoTo(0);
  CHECK(street.began[8] == 470 + 51 && street.walks[8] == before);
  street.GoTo(899);
  CHECK(street.walks[8] == before + 1);
  CHECK(street.Status() == CoordinationStatus::kInStep && street.broken == nullptr);
}

TEST("a pedestrian at the coordinated phase walks when there is time before the yield point, else after it") {
  Arterial street = InStep();
  street.Queues({});
  street.Go(1800);
  street.GoTo(80);
  street.Press(2);
  const int before = street.walks[2];
  street.Go(2);
  CHECK(street.walks[2] == before + 1);
  street.GoTo(200);  // 21 s do not fit before 299
  street.Press(2);
  street.GoTo(290);
  street.Go(2);
  CHECK(street.walks[2] == before + 1);
  street.GoTo(310);
  CHECK(street.walks[2] == before + 2 && street.broken == nullptr);
}

TEST("a pattern that cannot be kept runs free, and the journal says why") {
  struct Wrong {
    void (*make)(stopline::Input&);
    LocalFree free;
  };
  const Wrong wrongs[] = {
      {[](stopline::Input& input) { input.split[0] += 1; }, LocalFree::kSplitOverrun},
      {[](stopline::Input& input) { input.cycle[0] += 1; }, LocalFree::kSplitOverrun},
      {[](stopline::Input& input) { input.split[0] += 10, input.split[1] -= 10, input.split[2] += 10; },
       LocalFree::kSplitOverrun},
      {[](stopline::Input& input) { input.split[0] = 93, input.split[1] += 57; }, LocalFree::kBadCycleTime},
      {[](stopline::Input& input) { input.ped_recall[3] = 1; }, LocalFree::kBadCycleTime},
      {[](stopline::Input& input) { input.split[0] = -1; }, LocalFree::kBadCycleTime},
      {[](stopline::Input& input) { input.cycle[0] = 2'000'000'000; }, LocalFree::kBadCycleTime},
      {[](stopline::Input& input) { input.offset[0] = 900; }, LocalFree::kInvalidOffset},
      {[](stopline::Input& input) { input.offset[0] = -1; }, LocalFree::kInvalidOffset},
      {[](stopline::Input& input) { input.coordinated[0] = Arterial::Two(2, 4); }, LocalFree::kBadPlan},
      {[](stopline::Input& input) { input.coordinated[0] = Arterial::Two(2, 9); }, LocalFree::kBadPlan},
      {[](stopline::Input& input) { input.coordinated[0] = 0; }, LocalFree::kBadPlan},
      {[](stopline::Input& input) { input.cycle[0] = 0; }, LocalFree::kCommandFree},
  };
  for (const Wrong& wrong : wrongs) {
    Arterial street = InStep();
    CHECK(street.LocalFree() == LocalFree::kNotFree && street.told[361] == 0);
    wrong.make(street.input);
    street.Go(2000);
    CHECK(street.Status() == CoordinationStatus::kFree && street.LocalFree() == wrong.free);
    CHECK(street.parameter[150] == 0 && street.greens[4] > 0 && street.broken == nullptr);
    const bool commanded = wrong.free == LocalFree::kCommandFree;
    CHECK(street.told[361] == (commanded ? 0 : 1));
    CHECK(commanded || street.parameter[361] == static_cast<int>(wrong.free));
  }
}

TEST("cycle, offset, splits and status are told when they change and not again, the yield in every cycle") {
  Arterial street = InStep(250);
  CHECK(street.told[132] == 1 && street.parameter[132] == 90);
  CHECK(street.told[133] == 1 && street.parameter[133] == 25);
  for (int p = 0; p < 8; ++p) CHECK(street.told[134 + p] == 1 && street.parameter[134 + p] == kSplit[p] / 10);
  CHECK(street.parameter[150] == 1);
  const int statuses = street.told[150];
  const int yields = street.told[151];
  street.Go(10 * 900);
  CHECK(street.told[151] == yields + 20 && street.told[150] == statuses);
  street.input.split[0] += 14;
  street.input.split[1] -= 14;
  street.Go(10);
  CHECK(street.told[132] == 1 && street.told[133] == 1 && street.told[134] == 2 && street.told[136] == 1);
}

TEST("flash takes it out of coordination, and behind it it is in step again") {
  Arterial street = InStep();
  street.input.flash[0] = static_cast<int>(stopline::FlashStatus::kLocalManual);
  street.Go(300);
  CHECK(street.Status() == CoordinationStatus::kFree && street.parameter[150] == 0);
  street.input.flash[0] = 0;
  street.Go(5 * 900);
  street.GoTo(899);
  CHECK(street.Status() == CoordinationStatus::kInStep && street.parameter[150] == 1);
  CHECK(street.began[2] == 0 && street.began[4] == 500 && street.broken == nullptr);
}

TEST("a walk that rests in the coordinated green turns into its clearance in time for the yield point") {
  stopline::Tables tables = test::TablesOf(test::FourLeg());
  tables.walk_rest[1] = tables.walk_rest[5] = 1;
  Arterial street(test::FourLeg(), tables);
  street.Coordinate(900, 0, kSplit);
  street.Go(5 * 900);
  street.Queues({});
  street.Go(1800);
  street.GoTo(20);
  street.Press(2);
  street.GoTo(299 - 140);
  CHECK(street.output.channels[test::PedestrianChannel(1)] == stopline::kGreen);
  street.GoTo(250);
  street.queue[4] = true;
  street.GoTo(360);
  CHECK(street.ended[2] == 299 && street.began[4] == 350);
  CHECK(street.Status() == CoordinationStatus::kInStep && street.output.fault[0] == 0);
}

TEST("a walk that leads stands at the offset, its green comes behind it, and ends where the split does") {
  stopline::Tables tables = test::TablesOf(test::FourLeg());
  for (const int p : {1, 3, 5, 7}) tables.leading_walk[p] = 40;
  Arterial street(test::FourLeg(), tables);
  constexpr int kWalks[8] = {150, 290, 150, 310, 150, 290, 150, 310};
  street.Coordinate(900, 0, kWalks);
  for (const int p : {1, 3, 5, 7}) street.input.ped_recall[p] = 1;
  street.Go(6 * 900);
  for (int n = 0; n < 10; ++n) {
    street.GoTo(899);
    CHECK(street.began[2] == 40 && street.ended[2] == 290 - 51);
    CHECK(street.began[4] == 440 + 40 && street.ended[4] == 750 - 51);
    CHECK(street.Status() == CoordinationStatus::kInStep && street.output.fault[0] == 0);
  }
}
