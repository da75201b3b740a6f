// What a timing sheet may ask of rings: each of its lines, seen on the street.
#include "corner.h"
#include "crossroads.h"
#include "harness.h"

namespace {

using stopline::Termination;
using test::Corner;
using test::FourLeg;
using test::Set;
using test::TablesOf;

stopline::Tables With(void (*change)(stopline::Tables&)) {
  stopline::Tables tables = TablesOf(FourLeg());
  change(tables);
  return tables;
}

// Stages: one ring, one group, in turn.
stopline::Tables Stages() {
  test::Site site = FourLeg();
  site.groups = 1;
  for (auto& ring : site.rings) {
    for (auto& group : ring) {
      for (int& number : group) number = 0;
    }
  }
  for (int i = 0; i < 4; ++i) site.rings[0][0][i] = 2 * i + 1;
  site.start[0] = 1;
  site.start[1] = 0;
  return TablesOf(site);
}

}  // namespace

TEST("the first green grows with those who came since the last one, yellow included, up to its most") {
  const auto least = [](int vehicles) {
    Corner corner(With([](stopline::Tables& t) {
      t.added_initial[3] = 20;
      t.max_initial[3] = 170;
    }));
    corner.Step();
    corner.input.actuations[3] = vehicles;
    corner.Step();
    corner.input.actuations[3] = 0;
    corner.Call(4);
    corner.Step();
    corner.control.vehicle_call = Set(2);
    corner.UntilGreen(4);
    return corner.UntilEnd(4);
  };
  CHECK(least(2) == 80);
  CHECK(least(5) == 100);
  CHECK(least(9) == 170);
}

TEST("who was counted in one green is not counted for the next") {
  Corner corner(With([](stopline::Tables& t) {
    t.added_initial[3] = 20;
    t.max_initial[3] = 170;
  }));
  corner.Step();
  corner.input.actuations[3] = 8;
  corner.Step();
  corner.input.actuations[3] = 0;
  corner.control.vehicle_call = Set(2) | Set(4);
  corner.UntilGreen(4);
  CHECK(corner.UntilEnd(4) == 160);
  corner.UntilGreen(4);
  CHECK(corner.UntilEnd(4) == 80);
}

TEST("the gap that ends a green shrinks from the first conflicting call on, and each step is told") {
  const auto tables = With([](stopline::Tables& t) {
    t.time_before_reduction[1] = 100;
    t.time_to_reduce[1] = 100;
    t.min_gap[1] = 5;
  });
  // A vehicle every 1.8 s: within the passage time of 2.5 s, and no longer within the reduced gap.
  Corner corner(tables);
  corner.Step(100);
  corner.Call(4);
  int began = 0;
  int least = 0;
  int held = 0;
  for (; corner.Green(2) && held < 1000; ++held) {
    corner.input.vehicle[1] = held % 18 == 0 ? 1 : 0;
    corner.Step();
    if (corner.Told(Corner::Event::kGapReductionStart, 2)) began = held;
    if (corner.Told(Corner::Event::kGapReductionMin, 2)) least = held;
  }
  CHECK(began == 100 && least == 0);
  CHECK(held > 130 && held < 165 && corner.ended_by(2) == Termination::kGapOut);

  Corner busy(tables);
  busy.Step(100);
  busy.Call(4);
  busy.input.vehicle[1] = 1;
  int reduced = 0;
  for (int i = 0; i < 290; ++i) {
    busy.Step();
    if (busy.Told(Corner::Event::kGapReductionMin, 2)) reduced = i;
  }
  CHECK(reduced == 200);
  busy.input.vehicle[1] = 0;
  CHECK(busy.UntilEnd(2) == 5);
}

TEST("two max-outs in a row lengthen the maximum by a step, as far as its limit, and two gap-outs shorten it") {
  Corner corner(With([](stopline::Tables& t) {
    t.dynamic_max_limit[1] = 400;
    t.dynamic_max_step[1] = 60;
  }));
  corner.control.vehicle_call = Set(2) | Set(4);
  corner.input.vehicle[1] = 1;
  corner.Step();
  const auto green = [&corner] {
    corner.UntilGreen(2);
    return corner.UntilEnd(2);
  };
  CHECK(green() == 300 && green() == 300);
  CHECK(corner.Told(Corner::Event::kDynamicMaxUp, 2));
  CHECK(green() == 360);
  CHECK(green() == 360 && !corner.Told(Corner::Event::kDynamicMaxUp, 2));
  corner.input.vehicle[1] = 0;
  CHECK(green() < 100 && green() < 100);
  CHECK(corner.Told(Corner::Event::kDynamicMaxDown, 2));
  corner.input.vehicle[1] = 1;
  CHECK(green() == 300);
}

TEST("a broken detector's recall neither learns a maximum nor has one") {
  Corner corner(With([](stopline::Tables& t) {
    t.dynamic_max_limit[1] = 400;
    t.dynamic_max_step[1] = 60;
  }));
  corner.control.vehicle_call = Set(4);
  corner.input.fault_recall[1] = 1;
  corner.Step();
  for (int i = 0; i < 4; ++i) {
    corner.UntilGreen(2);
    CHECK(corner.UntilEnd(2) == 300);
  }
}

TEST("a ring that rests in red goes there when nobody calls, told as a gap-out, and comes when it is called") {
  Corner corner(With([](stopline::Tables& t) { t.red_rest[0] = t.red_rest[1] = 1; }));
  corner.Step();
  CHECK(corner.UntilEnd(2) == 80);
  CHECK(corner.Told(Corner::Event::kGapOut, 2) && corner.ring(0).next() == stopline::kNone);
  corner.Step(300);
  CHECK(corner.ring(0).Idle() && corner.ring(1).Idle());
  corner.Call(4);
  // One tenth to cross the barrier; and phase 8 goes along by dual entry.
  CHECK(corner.UntilGreen(4) == 2 && corner.Green(8));
}

TEST("a ring that rests in red keeps a green that is recalled") {
  Corner corner(With([](stopline::Tables& t) { t.red_rest[0] = 1; }));
  corner.input.recall[1] = stopline::kSoftRecall;
  corner.Step(500);
  CHECK(corner.Green(2));
}

TEST("a phase that gapped out at the barrier goes on for another vehicle only where the sheet lets it") {
  const auto reverts = [](bool simultaneous) {
    Corner corner(TablesOf([simultaneous] {
      test::Site site = FourLeg();
      site.phase[1].simultaneous_gap = simultaneous;
      return site;
    }()));
    corner.Step(100);
    corner.input.vehicle[5] = 1;
    corner.Call(4);
    corner.Step(100);
    corner.input.vehicle[1] = 1;
    corner.Step();
    return !corner.ring(0).Ready();
  };
  CHECK(reverts(true));
  CHECK(!reverts(false));
}

TEST("a green that has maxed out and waits at the barrier is told as one, though its queue goes meanwhile") {
  Corner corner(TablesOf(FourLeg()));
  corner.input.max_green[5] = 900;
  corner.Step();
  corner.input.vehicle[1] = corner.input.vehicle[5] = 1;
  corner.Call(4);
  corner.Step(400);
  CHECK(corner.Green(2) && corner.ring(0).ending() == Termination::kMaxOut);
  corner.input.vehicle[1] = 0;
  corner.Step(100);
  CHECK(corner.Green(2));
  CHECK(corner.UntilEnd(2) > 0 && corner.ended_by(2) == Termination::kMaxOut);
}

TEST("a left turn is served once more while the other ring has time, and nobody beyond the barrier waits for it") {
  const auto tables = With([](stopline::Tables& t) { t.conditional_service[0] = 1; });
  const auto crossing = [](Corner& corner, bool left) {
    corner.Step(100);
    corner.input.vehicle[5] = 1;
    corner.Call(4);
    corner.Step(20);
    corner.input.vehicle[0] = left ? 1 : 0;
    return corner.UntilGreen(4);
  };
  Corner without(tables);
  Corner with(tables);
  const int wait = crossing(without, false);
  CHECK(wait > 0 && crossing(with, true) == wait);
  CHECK(with.ended_by(1) != Termination::kNone && without.ended_by(1) == Termination::kNone);
}

TEST("a left turn that would not be through in time is not served once more") {
  Corner corner(With([](stopline::Tables& t) { t.conditional_service[0] = 1; }));
  corner.Step(100);
  corner.input.vehicle[5] = 1;
  corner.Call(4);
  // Its minimum and phase 2's clearance are 10.1 s.
  corner.Step(300 - 95);
  corner.Call(1);
  corner.UntilGreen(4);
  CHECK(corner.ended_by(1) == Termination::kNone);
}

TEST("in one round a ring serves one phase once more, and not another behind it") {
  Corner corner(With([](stopline::Tables& t) { t.conditional_service[0] = t.conditional_service[1] = 1; }));
  corner.input.max_green[5] = 2000;
  corner.Step(100);
  corner.input.vehicle[5] = 1;
  corner.Call(4);
  corner.Step(50);
  corner.Call(1);
  CHECK(corner.UntilGreen(1) > 0);
  corner.Call(2);
  CHECK(corner.UntilGreen(2, 1500) == -1);
}

TEST("a vehicle from whom the green is taken at the maximum is remembered, though it has left the loop") {
  Corner corner(TablesOf(FourLeg()));
  corner.Step();
  corner.input.vehicle[1] = 1;
  corner.Call(4);
  CHECK(corner.UntilEnd(2) > 0 && corner.ended_by(2) == Termination::kMaxOut);
  corner.input.vehicle[1] = 0;
  CHECK(corner.UntilGreen(4) > 0 && corner.UntilGreen(2) > 0);
}

TEST("two phases that must not go together take turns in red, and both rings cross the barrier together") {
  Corner corner(With([](stopline::Tables& t) {
    t.concurrent[0] &= ~(1 << 4);
    t.concurrent[4] &= ~(1 << 0);
  }));
  corner.control.vehicle_call = Set(1) | Set(5) | Set(4);
  corner.Step();
  int first = 0;
  int second = 0;
  int beyond = 0;
  for (int i = 0; i < 20'000; ++i) {
    corner.Step();
    CHECK(!(corner.Green(1) && corner.Green(5)));
    first += corner.Told(Corner::Event::kBeginGreen, 1);
    second += corner.Told(Corner::Event::kBeginGreen, 5);
    beyond += corner.Told(Corner::Event::kBeginGreen, 4);
    if (corner.Told(Corner::Event::kBeginGreen, 4)) CHECK(corner.Green(8));
  }
  CHECK(beyond > 30 && first >= beyond - 1 && second >= beyond - 1);
}

TEST("three rings in each other's way each have their turn") {
  test::Site site{};
  site.groups = 1;
  for (int p = 0; p < 6; ++p) {
    site.phase[p] = test::Phase{50, 20, 30, 10, 0, 0, false};
    site.rings[p / 2][0][p % 2] = p + 1;
  }
  site.start[0] = 1;
  // 2, 3 and 5 exclude each other.
  for (const int p : {1, 2, 4}) {
    for (const int q : {1, 2, 4}) site.apart[p][q] = p != q;
  }
  Corner corner(TablesOf(site));
  int greens[6] = {};
  corner.input.recall[0] = 0;
  for (int i = 0; i < 20'000; ++i) {
    for (int p = 0; p < 6; ++p) corner.input.vehicle[p] = 1;
    corner.Step();
    for (int p = 0; p < 6; ++p) greens[p] += corner.Told(Corner::Event::kBeginGreen, p + 1);
  }
  for (const int count : greens) CHECK(count > 10);
}

TEST("a ring without dual entry is served when it is called, though the other rests") {
  Corner corner(With([](stopline::Tables& t) {
    for (auto& dual : t.dual_entry) dual = 0;
  }));
  corner.Step(200);
  corner.Call(4);
  CHECK(corner.UntilGreen(4) > 0);
  corner.Step(200);
  CHECK(corner.ring(1).phase() == stopline::kNone);
  corner.Call(8);
  CHECK(corner.UntilGreen(8) == 1 && corner.Green(4));
}

TEST("stages follow each other in turn, and those that nobody calls are passed over") {
  Corner corner(Stages());
  corner.Step(100);
  corner.Call(7);
  corner.Call(3);
  CHECK(corner.UntilGreen(3) == 32 + 12 + 1);
  CHECK(corner.UntilGreen(7) > 0);
  corner.Call(5);
  corner.Call(1);
  CHECK(corner.UntilGreen(1) > 0 && corner.UntilGreen(5) > 0);
}

TEST("another sequence takes effect behind the barrier and not before") {
  test::Site site = FourLeg();
  site.turned = 1;
  site.turns[1][0][0] = site.turns[1][0][1] = true;
  Corner corner(TablesOf(site));
  corner.control.vehicle_call = 0xff;
  corner.Step();
  CHECK(corner.UntilGreen(3) > 0);
  corner.input.sequence[0] = 1;
  CHECK(corner.UntilGreen(4) > 0 && !corner.Green(1));
  // Phase 1 lags phase 2 now, and phase 3 phase 4; the other ring leads as before.
  CHECK(corner.UntilGreen(5) > 0 && corner.Green(2));
  CHECK(corner.UntilGreen(1) > 0 && corner.Green(6));
  CHECK(corner.UntilGreen(7) > 0 && corner.Green(4));
  CHECK(corner.UntilGreen(3) > 0 && corner.Green(8));
}

TEST("stages take another sequence when their round is over") {
  stopline::Tables tables = Stages();
  const int turned[] = {7, 5, 3, 1};
  for (int i = 0; i < 4; ++i) tables.sequence[4 * 16 + i] = turned[i];
  Corner corner(tables);
  corner.control.vehicle_call = 0xff;
  corner.Step();
  corner.UntilGreen(3);
  corner.input.sequence[0] = 1;
  CHECK(corner.UntilEnd(3) > 0 && corner.UntilGreen(5) == 32 + 12);
  CHECK(corner.UntilEnd(5) > 0 && corner.UntilGreen(7) == 32 + 12);
  // 7 would be first in the new round, and has just been served.
  CHECK(corner.UntilEnd(7) > 0 && corner.UntilGreen(5) == 32 + 12);
  CHECK(corner.UntilEnd(5) > 0 && corner.UntilGreen(3) == 32 + 12);
}

TEST("every green is told with one cause") {
  Corner corner(With([](stopline::Tables& t) {
    t.red_rest[0] = 1;
    t.conditional_service[0] = t.conditional_service[4] = 1;
  }));
  test::Dice dice(3);
  for (auto& max_green : corner.input.max_green) max_green = 100;
  int ends = 0;
  for (int i = 0; i < 50'000; ++i) {
    for (int p = 0; p < 8; ++p) {
      if (dice.OneIn(60)) corner.input.vehicle[p] ^= 1;
      if (dice.OneIn(500)) corner.Press(p + 1);
    }
    corner.control.hold = dice.OneIn(50) ? Set(dice.Between(1, 8)) : 0;
    corner.control.force_off = dice.OneIn(50) ? Set(dice.Between(1, 8)) : 0;
    corner.control.to_red = dice.OneIn(500) ? Set(dice.Between(1, 8)) : 0;
    corner.control.cause = dice.OneIn(2) ? Termination::kForceOff : Termination::kPreemptForceOff;
    corner.Step();
    for (int number = 1; number <= 8; ++number) {
      int causes = 0;
      for (const auto cause : {Corner::Event::kGapOut, Corner::Event::kMaxOut, Corner::Event::kForceOff,
                               Corner::Event::kPriorityForceOff, Corner::Event::kPreemptForceOff})
        causes += corner.Told(cause, number);
      CHECK(causes == (corner.Told(Corner::Event::kGreenTermination, number) ? 1 : 0));
      ends += causes;
    }
  }
  CHECK(ends > 300);
}

TEST("a red clearance that is longer than its yellow change is kept once and told once") {
  test::Site site = test::FourLeg();
  site.phase[1].red_clear = site.start_all_red = 90;
  test::Crossroads road(site, test::TablesOf(site));
  road.Settle(2, 6);
  road.Call(4);
  CHECK(road.UntilEnd(2) >= 0);
  const int told = road.count(9);
  CHECK(road.UntilGreen(4) == 36 + 90 && road.count(9) == told + 2 && road.broken == nullptr);
}

TEST("beside each other but apart: while a walk leads one's green the other does not begin") {
  test::Site site = test::FourLeg();
  site.phase[3].leading_walk = 60;
  site.apart[3][7] = site.apart[7][3] = true;
  test::Crossroads road(site, test::TablesOf(site));
  road.Settle(2, 6);
  road.Press(4);
  CHECK(road.Until([&] { return road.Walks(4); }) > 0);
  for (int i = 0; i < 59; ++i) {
    road.Call(8);
    road.Step();
    CHECK(road.Red(8) && road.Red(4) && road.Walks(4));
  }
  road.Step();
  CHECK(road.Green(4) && road.Red(8) && road.broken == nullptr);
}

TEST("a site without phases 1 and 5: nobody waits for them, and the journal tells nothing of them") {
  test::Site site = test::FourLeg();
  for (int r = 0; r < 2; ++r) {
    site.rings[r][0][0] = r == 0 ? 2 : 6;
    site.rings[r][0][1] = 0;
  }
  test::Crossroads road(site, test::TablesOf(site));
  for (int p = 0; p < 8; ++p) road.input.vehicle[p] = road.input.ped_recall[p] = 1;
  road.input.flash[0] = 0;
  for (int i = 0; i < 4'000; ++i) {
    if (i == 2'000) road.input.flash[0] = static_cast<int>(stopline::FlashStatus::kAutomatic);
    if (i == 3'000) road.input.flash[0] = 0;
    road.Step();
    CHECK(road.Look().phase_call[0] == 0 && road.output.channels[0] == stopline::kDark);
  }
  for (const int code : {0, 1, 2, 3, 7, 8, 12, 18, 21, 43, 44, 45, 52}) {
    CHECK(road.told(code, 1) == -1 && road.told(code, 5) == -1);
  }
  CHECK(road.count(173) >= 4 && road.broken == nullptr);
}

TEST("without dual entry nobody is green beside another's call; with it, those whom the sheet names") {
  test::Site site = test::FourLeg();
  for (const bool dual : {false, true}) {
    site.phase[0].dual_entry = dual;
    test::Crossroads road(site, test::TablesOf(site));
    road.Settle(4, 8);
    road.Call(5);
    CHECK(road.UntilGreen(5) > 0);
    road.Step(2);
    CHECK(road.Green(1) == dual && road.broken == nullptr);
  }
}

TEST("a left turn that the sheet does not serve once more waits for the next round") {
  const auto tables = With([](stopline::Tables& t) { t.conditional_service[2] = 1; });
  Corner corner(tables);
  corner.Step(100);
  corner.input.vehicle[5] = 1;
  corner.Call(4);
  corner.Step(20);
  corner.input.vehicle[0] = 1;
  CHECK(corner.UntilGreen(4) > 0 && corner.ended_by(1) == Termination::kNone);
}
