// What is made of the greens that a strategy wants: rings, calls and steering alone, without start-up and lamps. Four
// legs; 2 and 6 are green from the first tenth on. A change of theirs takes 3.6 s and 1.5 s, their least green 8 s.
#include "controller/steering.h"
#include "harness.h"
#include "site.h"

namespace {

constexpr std::uint32_t Set(auto... numbers) { return ((1u << (numbers - 1)) | ...); }
constexpr stopline::PhaseSet kAll = 0xFF;
constexpr int kChange = 36 + 15;

struct Wheel {
  explicit Wheel(void (*change)(stopline::Tables&) = nullptr) : tables(test::TablesOf(test::FourLeg())) {
    if (change != nullptr) change(tables);
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    calls.Open(tables, kAll);
    barriers.Open(tables);
    steering.Open(tables);
    Want(2, 6);
  }
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls.Register(input, barriers.on(), barriers.walk(), events);
      if (!begun) barriers.Start(Set(2, 6), input, calls, events);
      begun = true;
      control = {};
      steering.Step(input, barriers, calls, kAll, control);
      if (moves) barriers.Step(input, control, calls, events);
      for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
    }
  }
  void Want(auto... numbers) { input.want[0] = static_cast<std::int32_t>(Set(numbers...)); }
  void Stand(int number, bool there = true) { input.vehicle[number - 1] = there ? 1 : 0; }
  bool Green(int number) const { return stopline::Has(barriers.green(), number - 1); }
  int UntilGreen(int number, int limit = 3000) {
    for (int i = 0; i <= limit; ++i) {
      if (Green(number)) return i;
      Step();
    }
    return -1;
  }

  stopline::Tables tables;
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Steering steering;
  stopline::Input input{};
  stopline::Control control;
  stopline::Output output{};
  bool begun = false;
  bool moves = true;  // else the lamps stand still, and waiting alone goes on
};

}  // namespace

TEST("a slow one who left the stop line late holds the next green back, for 8 s of the change at the most") {
  Wheel first;
  first.input.red_extension[0] = 1;
  CHECK(first.UntilGreen(2) == 80 + 1);
  Wheel street;
  street.Step(300);
  street.input.red_extension[0] = 1;
  street.Step(100);
  // He is there for good: a loop may be stuck. Each change is held back for itself, whatever stood before it.
  for (int round = 0; round < 3; ++round) {
    street.Want(4, 8);
    CHECK(street.UntilGreen(4) == 1 + 80 + 1 && street.Green(8));
    street.Step(300);
    street.Want(2, 6);
    CHECK(street.UntilGreen(2) == 1 + 80 + 1 && street.Green(6));
    street.Step(300);
  }
  // Of one ring that changes alone, too; the other goes on.
  street.Want(2, 5);
  CHECK(street.UntilGreen(5) == 1 + 80 + 1 && street.Green(2));
  street.Step(300);
  street.Want(1, 5);
  CHECK(street.UntilGreen(1) == 1 + 80 + 1 && street.Green(5));
}

TEST("when the slow one is through, the green begins at once, and not before the clearance is over") {
  Wheel street;
  street.Step(300);
  street.Want(4, 8);
  street.input.red_extension[0] = 1;
  street.Step(65);
  CHECK(!street.Green(4));
  street.input.red_extension[0] = 0;
  CHECK(street.UntilGreen(4) == 1);
  street.Step(300);
  street.Want(2, 6);
  street.input.red_extension[0] = 1;
  street.Step(20);
  street.input.red_extension[0] = 0;
  CHECK(street.UntilGreen(2) == 1 + kChange - 20);
}

TEST("a strategy that wants nothing holds no green back either") {
  Wheel street;
  street.Step(300);
  street.input.want[0] = 0;
  street.input.red_extension[0] = 1;
  street.Stand(4);
  CHECK(street.UntilGreen(4) == 1 + kChange);
}

TEST("flash takes the slow one and everybody's waiting off the books: behind it both are counted anew") {
  Wheel street;
  street.Step(300);
  street.input.red_extension[0] = 1;
  street.Want(4, 8);
  street.Step(60);
  street.steering.Drop();
  CHECK(street.UntilGreen(4) == 80 + 1);

  Wheel other;
  other.Step(300);
  other.input.longest_wait[0] = 100;
  other.Stand(3);
  other.Step(150);
  other.steering.Drop();
  CHECK(other.UntilGreen(3) == 200 + kChange);
}

TEST("greens that are wanted of phases that the intersection has not got are as good as none") {
  Wheel street;
  street.Step(300);
  street.Want(9, 12);
  street.Step();
  CHECK(street.control.omit == 0 && street.control.force_off == 0 && street.control.vehicle_call == 0);
  street.Stand(3);
  CHECK(street.UntilGreen(3) == 1 + kChange);
  // And beside those that it has they are nothing.
  street.Want(3, 7, 9);
  street.Step();
  CHECK(street.control.hold == Set(3, 7) && street.control.vehicle_call == Set(3, 7));
  CHECK(street.control.omit == (kAll & ~Set(3, 7)) && street.control.force_off == (kAll & ~Set(3, 7)));
}

TEST(
    "a phase that the pattern leaves out is not called, not held and not made way for, however long it is waited for") {
  Wheel street;
  street.Step(300);
  street.input.longest_wait[0] = 50;
  street.input.omit[0] = static_cast<std::int32_t>(Set(3, 11));
  street.Stand(3);
  for (int i = 0; i < 500; ++i) {
    street.Step();
    CHECK(street.Green(2) && street.Green(6) && street.control.omit == (kAll & ~Set(2, 6)));
  }
  // Nor if it is all that is wanted: the rings are left to themselves, without it.
  street.Want(3);
  street.Step();
  CHECK(street.control.omit == Set(3) && street.control.hold == 0 && street.control.vehicle_call == 0);
}

TEST("who has waited too long for a green that is wanted anyway changes nothing: the strategy brings it") {
  Wheel street;
  street.input.longest_wait[0] = 10;
  street.Want(4, 8);
  street.Stand(4);
  // Until the least green of 2 and 6 is over; it comes with 8 beside it.
  CHECK(street.UntilGreen(4) == 1 + 80 + kChange && street.Green(8));
}

TEST("of several who have waited too long, one who is not wanted is enough: they come in their turn, and nobody else") {
  Wheel street;
  street.input.longest_wait[0] = 10;
  street.Want(4, 8);
  for (const int number : {1, 3, 4}) street.Stand(number, number != 1);
  street.Step(40);
  CHECK(street.control.omit == (kAll & ~Set(3, 4)) && street.control.force_off == kAll && street.control.hold == 0);
  // 3 comes before 4 in its ring; what the strategy wants beside it has to wait.
  CHECK(street.UntilGreen(3) == 1 + 80 + kChange - 40 && !street.Green(8) && !street.Green(7));
  street.Stand(3, false);
  CHECK(street.UntilGreen(4) == 50 + 32 + 12 && street.Green(8));
}

TEST("two who call the same phases with others are let go in any of them, be it the last detector of the sheet") {
  Wheel street([](stopline::Tables& t) { t.callers[stopline::kCallers - 1] = static_cast<std::int32_t>(Set(3, 8)); });
  street.input.longest_wait[0] = 100;
  street.moves = false;
  street.Stand(3);
  // 3 alone is called by nobody who is there: the detector would call 8, too.
  street.Step(300);
  CHECK(street.control.omit == (kAll & ~Set(2, 6)));
  street.Stand(8);
  street.Step(199);
  CHECK(street.control.omit == (kAll & ~Set(2, 6)));
  street.Step();
  CHECK(street.control.omit == (kAll & ~Set(3, 8)));
  // One of the two is wanted: that is as good.
  street.Want(4, 8);
  street.Step();
  CHECK(street.control.omit == (kAll & ~Set(4, 8)));
  // The first detector is like the last.
  Wheel other([](stopline::Tables& t) { t.callers[0] = static_cast<std::int32_t>(Set(1, 8)); });
  other.input.longest_wait[0] = 1;
  other.moves = false;
  other.Stand(1);
  other.Step(100);
  CHECK(other.control.omit == (kAll & ~Set(2, 6)));
  other.Stand(8);
  other.Step(2);
  CHECK(other.control.omit == (kAll & ~Set(1, 8)));
  // If the sheet calls 3, it is waited for by itself, and counts from then on.
  street.Want(2, 6);
  street.Stand(8, false);
  street.input.recall[2] = stopline::kMinRecall;
  street.Step(200);
  CHECK(street.control.omit == (kAll & ~Set(3)));
}

TEST("waiting counts while the strategy wants something, for whoever calls, and for half an hour of patience as well") {
  Wheel street;
  street.input.longest_wait[0] = 18'000;
  street.moves = false;
  street.Stand(1);
  street.Step(35'999);
  CHECK(street.control.omit == (kAll & ~Set(2, 6)));
  street.Step();
  CHECK(street.control.omit == (kAll & ~Set(1)));
  // It never ends, either.
  street.Step(1000);
  CHECK(street.control.omit == (kAll & ~Set(1)));
  street.input.want[0] = 0;
  street.Step();
  street.Want(2, 6);
  street.Step(1000);
  CHECK(street.control.omit == (kAll & ~Set(2, 6)));
  // A bound below nothing is no bound.
  street.input.longest_wait[0] = -1;
  street.Step(10);
  CHECK(street.control.omit == (kAll & ~Set(2, 6)));
}
