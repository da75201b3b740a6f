// The last gate before a green, alone: whoever asks, and whatever the rings believe.
#include "controller/interlock.h"

#include "harness.h"
#include "site.h"

namespace {

using stopline::PhaseSet;
using test::Set;

struct Gate {
  explicit Gate(void (*change)(stopline::Tables&) = nullptr) : tables(test::TablesOf(test::FourLeg())) {
    if (change != nullptr) change(tables);
    lock.Open(tables, 0xff);
    lock.Start();
  }
  void See(int tenths, PhaseSet green, PhaseSet walk = 0) {
    for (; tenths > 0; --tenths) lock.See(green, walk);
  }
  // In how many tenths without any green the phase may begin.
  int Until(int number) {
    int tenths = 0;
    for (; !lock.May(number - 1, 0) && tenths < 1000; ++tenths) lock.See(0, 0);
    return tenths;
  }

  stopline::Tables tables;
  stopline::Interlock lock;
};

}  // namespace

TEST("nobody begins beside one who is not red and conflicts, and anyone beside one who does not") {
  Gate gate;
  CHECK(gate.lock.May(3, 0) && gate.lock.May(3, Set(8)) && gate.lock.May(3, Set(7)));
  CHECK(!gate.lock.May(3, Set(3)) && !gate.lock.May(3, Set(2)) && !gate.lock.May(3, Set(4)));
}

TEST("yellow change and red clearance of whoever was green are over before a conflicting green") {
  Gate gate;
  gate.See(1, Set(2));
  CHECK(gate.Until(4) == 36 + 15);
  gate.See(1, Set(1));
  CHECK(gate.Until(4) == 32 + 12);
}

TEST("a clearance between two phases counts from the end of green, and for these two alone") {
  Gate gate([](stopline::Tables& t) { t.clearance[1 * 16 + 3] = 90; });
  gate.See(1, Set(2));
  CHECK(gate.Until(3) == 36 + 15);
  gate.See(1, Set(2));
  CHECK(gate.Until(4) == 90);
}

TEST("pedestrians have crossed before a conflicting green, though their own phase were forgotten") {
  Gate gate;
  gate.See(1, Set(2), Set(2));
  CHECK(gate.Until(4) == 140);
}

TEST("a phase's own red before its next green is as long as its red revert, and never nothing") {
  Gate gate([](stopline::Tables& t) {
    t.red_revert[1] = 40;
    t.red_clear[0] = 0;
  });
  gate.See(1, Set(2));
  CHECK(gate.Until(2) == 36 + 40);
  gate.See(1, Set(1));
  CHECK(gate.Until(1) == 32 + 1);
}

TEST("behind start-up's all red a longer clearance is kept all the same") {
  Gate gate([](stopline::Tables& t) { t.clearance[7 * 16 + 1] = 120; });
  CHECK(gate.lock.May(0, 0));
  CHECK(gate.Until(2) == 120 - 36 - 60);
}

TEST("a clearance towards the first of all phases counts, and one of a phase towards itself does not") {
  Gate gate([](stopline::Tables& t) {
    t.clearance[7 * 16 + 0] = 120;
    t.clearance[1 * 16 + 1] = 500;
  });
  gate.See(1, Set(8));
  CHECK(gate.Until(1) == 120);
  gate.See(1, Set(2));
  CHECK(gate.Until(2) == 36 + 15);
  gate.See(1, Set(2), Set(2));
  CHECK(gate.Until(2) == 36 + 15);
}

TEST("who was let go for a tenth has crossed before a conflicting green, like anyone") {
  Gate gate([](stopline::Tables& t) { t.walk[1] = 1; });
  gate.See(1, Set(2), Set(2));
  CHECK(gate.Until(4) == 140);
}
