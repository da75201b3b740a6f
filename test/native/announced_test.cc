// What neighbours announce, in a plan: lanes and announcements in, wanted greens and expected departures out.
#include <memory>

#include "harness.h"
#include "strategies/planner/planner.h"
#include "strategies/strategy.h"

namespace {

using stopline::kAhead;
using stopline::kLanes;
using stopline::strategies::Planner;

constexpr std::int32_t kFirst = 1, kSecond = 2;  // sets

// Two streets, a lane each, one stage each; the first is green, and on the second somebody waits from second `waits`
// on.
struct Street {
  stopline::Tables tables{};
  stopline::Lanes lanes{};
  stopline::Traffic traffic{};
  stopline::Input input{};
  stopline::strategies::Standing standing{};
  std::unique_ptr<Planner> planner = std::make_unique<Planner>();

  Street() {
    tables.groups[0] = 1;
    for (int p = 0; p < 2; ++p) {
      tables.enabled[p] = 1;
      tables.min_green[p] = 50;
      tables.yellow_change[p] = 30;
      tables.red_clear[p] = 10;
      lanes.served[p] = 1 << p;
      lanes.stop_line[p] = 1;
      lanes.travel[p] = 30;
      lanes.room[p] = 5;
      traffic.trusted[p] = 1;
    }
    for (std::int32_t& seen : traffic.seen) seen = -1;
    planner->Open(tables, lanes);
    for (std::int32_t i = 0; i < stopline::strategies::Count(); ++i) {
      if (stopline::strategies::At(i).kind == stopline::strategies::Kind::kPlan) input.strategy[0] = i;
    }
    standing.running = true;
    standing.green = kFirst;
    standing.elapsed = 100;
  }

  void Pass(int tenths) {
    for (int i = 0; i < tenths; ++i) planner->Step(standing, traffic, input);
  }
  // One vehicle over a lane's advance loop, and to the stop line where it waits.
  void Come(int lane) {
    traffic.arrived[lane] = 1;
    Pass(1);
    traffic.arrived[lane] = 0;
    traffic.stopped[lane] = 1;
    Pass(30);
  }
  // Thousandths of vehicles in each of `steps` steps from `from` on.
  void Announce(int lane, int from, int steps, std::int32_t each) {
    for (int s = from; s < from + steps; ++s) traffic.announced[lane * kAhead + s] = each;
  }
  std::int32_t want() const { return input.want[0]; }
  stopline::State Look() const {
    stopline::State state{};
    planner->Look(state);
    return state;
  }
};

}  // namespace

TEST("a green goes on for a platoon that a neighbour announces, though somebody waits on the side street") {
  Street silent, told;
  for (Street* street : {&silent, &told}) {
    street->Pass(100);
    if (street == &told) street->Announce(0, 2, 6, 1'000);
    street->Come(1);
    street->Pass(10);
  }
  CHECK(silent.want() == kSecond);
  CHECK(told.want() == kFirst);
}

TEST("a platoon that is announced finds its green: it is prepared before the first is seen") {
  Street silent, told;
  for (Street* street : {&silent, &told}) {
    street->standing.green = kSecond;
    street->Pass(100);
    if (street == &told) street->Announce(0, 2, 6, 1'200);
    street->Pass(20);
  }
  CHECK(silent.want() == kSecond);
  CHECK(told.want() == kFirst);
}

TEST("whatever is announced, nobody waits for longer than the pattern says") {
  for (const std::int32_t lie : {2'000, 2'147'483'647, -2'147'483'647 - 1}) {
    Street street;
    street.input.longest_wait[0] = 600;
    street.Announce(0, 0, kAhead, lie);
    street.Come(1);
    int tenths = 31;
    while (street.want() != kSecond && tenths < 2'000) {
      street.Pass(1);
      ++tenths;
    }
    CHECK(tenths <= 620);
  }
}

TEST("fewer than usual can be announced, and never fewer than nobody") {
  Street street;
  for (int i = 0; i < 40; ++i) {
    street.traffic.departed[0] = street.traffic.arrived[0] = 1;
    street.Pass(1);
    street.traffic.departed[0] = street.traffic.arrived[0] = 0;
    street.Pass(49);
  }
  const auto sum = [&street] {
    std::int32_t all = 0;
    const stopline::State state = street.Look();
    for (int s = 0; s < kAhead; ++s) all += state.lane_leaving[s];
    return all;
  };
  const std::int32_t usual = sum();
  street.Announce(0, 0, kAhead, -2'000);
  street.Pass(20);
  CHECK(usual > 5'000);
  const std::int32_t fewer = sum();
  CHECK(fewer >= 0);
  CHECK(fewer < 1'500);
}

TEST("a queue that has green is expected to leave, one behind the other, and who has red is not") {
  Street street;
  for (int i = 0; i < 4; ++i) {
    street.traffic.arrived[0] = 1;
    street.Pass(1);
    street.traffic.arrived[0] = 0;
    street.Pass(9);
  }
  street.traffic.stopped[0] = 1;
  street.Pass(40);
  const stopline::State state = street.Look();
  CHECK(state.lane_leaving[0] == 1'000);
  CHECK(state.lane_leaving[1] == 1'000);
  for (int s = 0; s < 4; ++s) CHECK(state.lane_leaving[kAhead + s] == 0);
  // Without a plan nothing is expected.
  street.standing.led = true;
  street.Pass(1);
  CHECK(street.Look().lane_leaving[0] == 0);
}
