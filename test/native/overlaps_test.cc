// Overlaps beside each other and beside arrows: who waits for whom, in whatever order they are numbered.
#include <cstdint>

#include "controller/controller.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::kFlashingYellow;
using stopline::kGreen;
using stopline::kRed;
using stopline::kYellow;
using stopline::Tables;

constexpr int Bit(int phase) { return 1 << (phase - 1); }

// Overlap `number` on channel 24 + number, which nobody but other overlaps need wait for unless the test says so.
void Add(Tables& t, int number, std::int32_t kind, int included, int modifiers = 0) {
  const int o = number - 1;
  t.overlap_kind[o] = kind;
  t.overlap_included[o] = included;
  t.overlap_modifiers[o] = modifiers;
  t.overlap_conflicts[o] = 0;
  t.overlap_min_green[o] = 50;
  t.overlap_yellow[o] = 32;
  t.overlap_red[o] = 12;
  t.channel_kind[23 + number] = stopline::kOverlapChannel;
  t.channel_source[23 + number] = number;
  t.channel_flash[23 + number] = stopline::kFlashingRed;
}

struct Road {
  explicit Road(const Tables& tables) {
    wrong = controller.Open(tables);
    for (int p = 0; p < 8; ++p) input.max_green[p] = 200;
    for (int i = 0; i < 3'000; ++i) Step();
    Go(2);
    for (int i = 0; i < 400; ++i) Step();
  }
  void Step() {
    controller.Step(input, stopline::FlashStatus::kNotFlash, output);
    for (int p = 0; p < 8; ++p) input.locking[p] = input.pedestrian[p] = 0;
  }
  std::int32_t Lamp(int channel) const { return output.channels[channel - 1]; }
  // Tenths until it shows this, or -1.
  int Until(int channel, std::int32_t lamp) {
    for (int i = 0; i < 2'000; ++i) {
      if (Lamp(channel) == lamp) return i;
      Step();
    }
    return -1;
  }
  // Somebody comes to a phase, until it is green.
  int Go(int phase) {
    input.locking[phase - 1] = 1;
    Step();
    return Until(phase, kGreen);
  }
  const char* wrong = nullptr;
  stopline::Controller controller;
  stopline::Input input{};
  stopline::Output output{};
};

}  // namespace

TEST(
    "of two overlaps that conflict the one waits for the other's trailing green, yellow and red, whatever their "
    "numbers") {
  for (const bool turned : {false, true}) {
    const int trails = turned ? 2 : 1;
    const int waits = 3 - trails;
    Tables t = test::TablesOf(test::FourLeg());
    Add(t, trails, stopline::kNormal, Bit(4));
    Add(t, waits, stopline::kNormal, Bit(2));
    t.overlap_trailing_green[trails - 1] = 90;
    Road road(t);
    CHECK(road.wrong == nullptr && road.Lamp(24 + waits) == kGreen);
    CHECK(road.Go(4) > 0 && road.Lamp(24 + trails) == kGreen);
    road.input.locking[1] = 1;
    CHECK(road.Until(4, kYellow) > 0);
    CHECK(road.Until(24 + waits, kGreen) == 90 + 32 + 12 && road.Lamp(2) == kGreen);
  }
}

TEST(
    "an overlap waits for those that conflict with it and for no others, though one of them stands behind in the "
    "list") {
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kNormal, Bit(2));
  Add(t, 2, stopline::kNormal, Bit(6) | Bit(8));
  Add(t, 3, stopline::kNormal, Bit(4));
  Road road(t);
  CHECK(road.Go(4) > 0 && road.Lamp(27) == kGreen);
  CHECK(road.Go(2) > 0 && road.Lamp(25) == kGreen);
}

TEST("an arrow flashes only beside those to whom it gives way, and not while another overlap is in its way") {
  Tables alone = test::TablesOf(test::FourLeg());
  Add(alone, 1, stopline::kFlashingYellowArrow, Bit(1), Bit(2));
  alone.dual_entry[1] = 0;
  Road nobody(alone);
  CHECK(nobody.Lamp(25) == kFlashingYellow);
  CHECK(nobody.Go(4) > 0 && nobody.Go(6) > 0);
  for (int i = 0; i < 200; ++i) {
    CHECK(nobody.Lamp(2) == kRed && nobody.Lamp(25) != kFlashingYellow);
    nobody.Step();
  }
  Tables t = alone;
  Add(t, 2, stopline::kNormal, Bit(4));
  t.overlap_trailing_green[1] = 90;
  Road road(t);
  CHECK(road.Go(4) > 0);
  road.input.locking[1] = 1;
  CHECK(road.Until(4, kYellow) > 0 && road.Until(25, kFlashingYellow) == 90 + 32 + 12);
}

TEST("a green arrow waits for an overlap beside which it might have flashed") {
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kFlashingYellowArrow, Bit(1), Bit(6));
  Add(t, 2, stopline::kNormal, Bit(6) | Bit(2));
  t.concurrent[0] &= ~Bit(6);
  t.concurrent[5] &= ~Bit(1);
  t.overlap_trailing_green[1] = 90;
  Road road(t);
  CHECK(road.wrong == nullptr && road.Lamp(26) == kGreen);
  road.input.locking[0] = 1;
  CHECK(road.Until(2, kYellow) >= 0 && road.Until(26, kYellow) > 0);
  CHECK(road.Lamp(25) != kGreen && road.Until(25, kGreen) >= 32 + 12);
}

TEST("whoever may not be green beside those to whom an arrow gives way waits for its yellow and red") {
  // 5 goes beside 1, and not beside 2; and with rings turned round, 1 beside 5 and not beside 6.
  const int cases[2][3] = {{1, 2, 5}, {5, 6, 1}};
  for (const auto& [own, way, third] : cases) {
    Tables t = test::TablesOf(test::FourLeg());
    Add(t, 1, stopline::kFlashingYellowArrow, Bit(own), Bit(way));
    t.concurrent[way - 1] &= ~Bit(third);
    t.concurrent[third - 1] &= ~Bit(way);
    t.overlap_yellow[0] = 90;
    t.overlap_red[0] = 60;
    Road road(t);
    CHECK(road.wrong == nullptr && road.Go(way) >= 0);
    for (int i = 0; i < 300; ++i) road.Step();
    CHECK(road.Lamp(25) == kFlashingYellow);
    road.input.locking[third - 1] = 1;
    CHECK(road.Until(25, kYellow) >= 0 && road.Until(third, kGreen) == 90 + 60);
  }
}

TEST("a walk that leads the first of all phases, be it by a tenth, finds no overlap green in its way") {
  test::Site site = test::FourLeg();
  site.phase[0].walk = 70;
  site.phase[0].ped_clear = 100;
  site.phase[0].leading_walk = 1;
  Tables t = test::TablesOf(site);
  Add(t, 1, stopline::kNormal, Bit(1) | Bit(4));
  t.overlap_conflicts[0] = Bit(2) | Bit(3) | Bit(6) | Bit(7);
  Road road(t);
  CHECK(road.wrong == nullptr && road.Go(4) > 0 && road.Lamp(25) == kGreen);
  road.input.pedestrian[0] = 1;
  CHECK(road.Until(4, kYellow) >= 0 && road.Lamp(25) == kYellow);
  CHECK(road.Until(1, kGreen) > 0 && road.Lamp(25) == kGreen);
}

TEST("an overlap that is not there is never out, whatever phases the sheet says of it, and the journal is silent") {
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 2, stopline::kNormal, Bit(2));
  for (const int o : {0, 2, 31}) t.overlap_included[o] = Bit(2) | Bit(4);
  Road road(t);
  CHECK(road.wrong == nullptr && road.Lamp(26) == kGreen);
  for (const int phase : {4, 2}) {
    CHECK(road.Go(phase) > 0);
    stopline::State state{};
    road.controller.Look(state);
    for (const int o : {0, 2, 31}) CHECK(state.overlap_interval[o] == static_cast<int>(stopline::Interval::kRed));
  }
}

TEST("two overlaps that would meet only while one of them is suppressed do not meet") {
  // Beside 8 there is 4, for whose sake the second is red; 2 is not beside 8, though nobody says so on the sheet.
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kNormal, Bit(2) | Bit(4));
  Add(t, 2, stopline::kMinusGreenYellow, Bit(8), Bit(4));
  t.dual_entry[3] = 0;
  t.overlap_trailing_green[1] = 120;
  Road road(t);
  CHECK(road.wrong == nullptr && road.Go(8) > 0 && road.Lamp(26) == kGreen);
  road.input.locking[1] = 1;
  CHECK(road.Until(8, kYellow) >= 0 && road.Until(2, kGreen) > 0 && road.Lamp(26) == kGreen);
  while (road.Lamp(26) != kRed) {
    CHECK(road.Lamp(25) == kRed);
    road.Step();
  }
  CHECK(road.Until(25, kGreen) >= 0);
}

TEST("an overlap that is red for somebody else's sake stays red when he is alone, and flashes for nobody") {
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kMinusGreenYellow, Bit(2), Bit(6));
  t.dual_entry[1] = 0;
  Road road(t);
  CHECK(road.Go(4) > 0 && road.Go(6) > 0);
  for (int i = 0; i < 200; ++i) {
    CHECK(road.Lamp(2) == kRed && road.Lamp(25) == kRed);
    road.Step();
  }
}

TEST("a phase whose overlap is red for another's sake ends as soon as it may") {
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kMinusGreenYellow, Bit(2), Bit(6));
  Road road(t);
  CHECK(road.Go(6) >= 0 && road.Lamp(2) == kGreen && road.Lamp(25) == kRed);
  road.input.locking[3] = 1;
  CHECK(road.Until(2, kYellow) >= 0 && road.Until(4, kGreen) == 36 + 15);
}

TEST("one to whom an arrow gives way follows another of them without waiting for the arrow's yellow") {
  // 5 and 6 come towards 1 in turn, and the sheet lets both go beside it.
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kFlashingYellowArrow, Bit(1), Bit(5) | Bit(6));
  t.dual_entry[1] = t.dual_entry[3] = 0;
  t.overlap_yellow[0] = 90;
  t.overlap_red[0] = 60;
  Road road(t);
  CHECK(road.Go(8) > 0 && road.Go(5) > 0 && road.Until(25, kFlashingYellow) >= 0);
  for (int i = 0; i < 100; ++i) road.Step();
  CHECK(road.Lamp(2) == kRed && road.Lamp(25) == kFlashingYellow);
  road.input.locking[5] = 1;
  CHECK(road.Until(5, kYellow) >= 0 && road.Lamp(25) == kYellow);
  CHECK(road.Until(6, kGreen) == 32 + 12 && road.Lamp(25) == kYellow);
}

TEST("those to whom an arrow gives way do not begin anew while it is yellow and red behind its flashing") {
  Tables t = test::TablesOf(test::FourLeg());
  Add(t, 1, stopline::kFlashingYellowArrow, Bit(1), Bit(2));
  t.overlap_conflicts[0] = Bit(2) | Bit(3) | Bit(4) | Bit(7) | Bit(8);
  t.overlap_yellow[0] = 150;
  t.overlap_red[0] = 60;
  t.red_rest[0] = 1;
  Road road(t);
  CHECK(road.wrong == nullptr && road.Go(2) >= 0 && road.Until(25, kFlashingYellow) >= 0);
  CHECK(road.Until(2, kYellow) > 0 && road.Lamp(25) == kYellow);
  road.input.locking[1] = 1;
  CHECK(road.Until(2, kRed) == 36 && road.Until(2, kGreen) == 150 + 60 - 36);
}
