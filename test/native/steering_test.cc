// A strategy that plans: what is done of what it wants, when others come before it, and what it is told of the signals.
#include "controller/controller.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::FlashStatus;
using stopline::strategies::Standing;

constexpr std::uint32_t Set(auto... numbers) { return ((1u << (numbers - 1)) | ...); }

// Four legs, in the hands of a strategy.
struct Planned {
  explicit Planned(void (*change)(stopline::Tables&) = nullptr) {
    stopline::Tables tables = test::TablesOf(test::FourLeg());
    if (change != nullptr) change(tables);
    controller.Open(tables);
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
  }
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      controller.Step(input, asked, output);
      for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
    }
  }
  void Want(auto... numbers) { input.want[0] = static_cast<std::int32_t>(Set(numbers...)); }
  // Everybody's first green is over and nothing but 2 and 6 is green.
  void Settle() {
    Step(3000);
    Want(2, 6);
    Step(1000);
  }
  bool Green(int number) const { return output.channels[number - 1] == stopline::kGreen; }
  int UntilGreen(int number, int limit = 3000) {
    for (int i = 0; i <= limit; ++i) {
      if (Green(number)) return i;
      Step();
    }
    return -1;
  }
  Standing Now() const { return controller.Standing(); }

  stopline::Controller controller;
  stopline::Input input{};
  stopline::Output output{};
  FlashStatus asked = FlashStatus::kNotFlash;
};

}  // namespace

TEST("what a strategy wants is green as soon as the others may end, whoever waits, and stays for as long as it wants") {
  Planned street;
  street.Settle();
  CHECK(street.Green(2) && street.Green(6));
  street.Want(4, 8);
  CHECK(street.UntilGreen(4) == 1 + 36 + 15 && street.Green(8));
  street.input.vehicle[0] = street.input.vehicle[1] = 1;
  street.Step(2000);
  CHECK(street.Green(4) && street.Green(8));
  // Wanted away in its first tenth, a green has its minimum.
  street.Want(1, 5);
  CHECK(street.UntilGreen(1) == 1 + 36 + 15 && street.Green(5));
  street.Want(2, 6);
  CHECK(street.UntilGreen(2) == 50 + 32 + 12 && street.Green(6));
  // One green stays, the other changes.
  street.Step(300);
  street.Want(2, 5);
  CHECK(street.UntilGreen(5) == 1 + 36 + 15 && street.Green(2));
}

TEST("a strategy that wants nothing leaves the rings to themselves, and so does a pattern with a cycle") {
  Planned street;
  street.Settle();
  street.input.want[0] = 0;
  street.input.vehicle[2] = 1;
  CHECK(street.UntilGreen(3) == 1 + 36 + 15);
  street.input.vehicle[2] = 0;
  street.Want(2, 6);
  street.Step(1000);
  street.input.cycle[0] = 1;
  street.input.vehicle[2] = 1;
  CHECK(street.UntilGreen(3) > 0);
}

TEST("a phase that is left out of the pattern is not served, though a strategy wants it, and its call is kept") {
  Planned street;
  street.Settle();
  street.input.omit[0] = static_cast<std::int32_t>(Set(3, 4));
  street.Want(3, 7);
  street.input.locking[2] = 1;
  CHECK(street.UntilGreen(7) > 0 && street.UntilGreen(3, 1000) == -1);
  street.input.want[0] = 0;
  street.input.locking[0] = 1;
  CHECK(street.UntilGreen(1) > 0);
  street.input.omit[0] = 0;
  CHECK(street.UntilGreen(3) > 0);
}

TEST("who has waited for twice as long as the plan allows is served, and no longer than he needs; none below it") {
  Planned street;
  street.Settle();
  street.input.longest_wait[0] = 200;
  street.input.vehicle[2] = 1;
  // 400 tenths of waiting, and 2 and 6 end in the tenth behind them.
  CHECK(street.UntilGreen(3) == 400 + 36 + 15);
  street.input.vehicle[2] = 0;
  CHECK(street.UntilGreen(2, 50 + 32 + 12 + 2) > 0);
  // Who is served in time is not counted on, and nobody is where there is no bound.
  for (int i = 0; i < 3; ++i) {
    street.input.vehicle[2] = 1;
    street.Step(300);
    CHECK(street.Green(2));
    street.input.vehicle[2] = 0;
    street.Step(2);
  }
  street.input.longest_wait[0] = 0;
  street.input.vehicle[2] = 1;
  street.Step(5000);
  CHECK(street.Green(2) && street.Green(6));
  // Nor is a wait counted on from before the strategy wanted anything.
  street.input.vehicle[2] = 0;
  street.input.want[0] = 0;
  street.Settle();
  street.input.longest_wait[0] = 200;
  street.input.vehicle[2] = 1;
  CHECK(street.UntilGreen(3) == 400 + 36 + 15);
}

TEST("what somebody had waited when flash came is not counted on behind it, where everybody is called anew") {
  Planned street;
  street.Settle();
  street.input.longest_wait[0] = 200;
  street.input.vehicle[2] = 1;
  street.Step(390);
  CHECK(street.Green(2));
  street.asked = FlashStatus::kLocalManual;
  street.Step(50);
  street.asked = FlashStatus::kNotFlash;
  CHECK(street.UntilGreen(2) > 0);
  CHECK(street.UntilGreen(3) > 400);
}

TEST("who calls several phases has waited no longer since any of them was green, and is let go in one of them") {
  Planned street([](stopline::Tables& t) {
    t.callers[0] = static_cast<std::int32_t>(Set(3, 4));
    t.callers[1] = static_cast<std::int32_t>(Set(1, 4));
  });
  street.Settle();
  street.input.longest_wait[0] = 300;
  // Somebody always stands there; 4 lets both go, so neither 3 nor 1 is ever due.
  for (int i = 0; i < 6; ++i) {
    street.input.vehicle[0] = street.input.vehicle[2] = street.input.vehicle[3] = 1;
    street.Want(4, 8);
    CHECK(street.UntilGreen(4) > 0);
    street.Want(2, 6);
    CHECK(street.UntilGreen(2) > 0);
    for (int t = 0; t < 300; ++t) {
      street.Step();
      CHECK(!street.Green(3) && !street.Green(1));
    }
  }
  // Without 4 they have waited since it was green.
  CHECK(street.UntilGreen(4, 1) == -1);
  street.Step(100);
  bool let_go = false;
  for (int t = 0; t < 600 && !let_go; ++t) {
    street.Step();
    let_go = street.Green(3) || street.Green(4) || street.Green(1);
  }
  CHECK(let_go);
  // What the sheet calls is called for itself, whoever else calls it.
  Planned called([](stopline::Tables& t) { t.callers[0] = static_cast<std::int32_t>(Set(3, 4)); });
  called.Settle();
  called.input.longest_wait[0] = 200;
  called.input.recall[2] = static_cast<std::int32_t>(stopline::kMinRecall);
  CHECK(called.UntilGreen(3) > 0);
}

TEST("a strategy is told who is green and how long that must last, from the youngest green and the last pedestrian") {
  Planned street;
  CHECK(!street.Now().running && street.Now().green == 0);
  street.Settle();
  Standing now = street.Now();
  CHECK(now.running && !now.led && now.green == Set(2, 6) && now.chosen == 0 && now.until_end == 0);
  CHECK(now.until_green == 0 && now.called == 0 && now.walk_due == 0 && now.elapsed > 80);
  CHECK(now.firm == 0);
  street.input.vehicle[0] = 1;
  street.input.pedestrian[3] = 1;
  street.Step();
  CHECK(street.Now().called == Set(1, 4) && street.Now().walk_due == Set(4));
  street.Want(4, 8);
  street.Step();
  now = street.Now();
  CHECK(now.green == 0 && now.chosen == Set(4, 8) && now.until_green == 36 + 15 && now.until_end == 0);
  street.Step(36);
  CHECK(street.Now().until_green == 15 && street.Now().chosen == Set(4, 8));
  street.Step(10);
  CHECK(street.Now().until_green == 5);
  CHECK(street.UntilGreen(4) == 5);
  now = street.Now();
  CHECK(now.green == Set(4, 8) && now.chosen == 0 && now.until_green == 0 && now.until_end == 70 + 140);
  CHECK(now.elapsed == 0 && now.walk_due == 0 && now.called == Set(1));
  CHECK(now.firm == Set(4, 8));
  street.Step(30);
  CHECK(street.Now().until_end == 180 && street.Now().elapsed == 30);
  street.Step(300);
  street.Want(4, 7);
  CHECK(street.UntilGreen(7) > 0);
  CHECK(street.Now().elapsed == 0 && street.Now().until_end == 50 && street.Now().green == Set(4, 7));
  street.Step(20);
  CHECK(street.Now().elapsed == 20 && street.Now().until_end == 30);
}

TEST("a strategy is told when a preempt, an officer or the way into flash leads, and when flash is there") {
  const auto rails = [](stopline::Tables& t) {
    t.preempt_enabled[0] = 1;
    t.preempt_dwell[0] = static_cast<std::int32_t>(Set(2, 6));
  };
  Planned officer;
  officer.Settle();
  officer.input.manual[0] = 1;
  officer.Step();
  CHECK(officer.Now().led && officer.Now().running);
  officer.input.manual[0] = 0;
  officer.Step();
  CHECK(!officer.Now().led);
  Planned train(rails);
  train.Settle();
  train.input.preempt[0] = 1;
  train.Step(3);
  CHECK(train.Now().led && train.Now().running);
  Planned night;
  night.Settle();
  night.asked = FlashStatus::kAutomatic;
  night.Step();
  CHECK(night.Now().led && night.Now().running);
  night.Step(1000);
  CHECK(!night.Now().running);
}
