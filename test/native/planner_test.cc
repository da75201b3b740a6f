// The strategies that plan, alone: lanes and standings in, wanted greens out.
#include "strategies/planner/planner.h"

#include <memory>

#include "harness.h"
#include "strategies/strategy.h"

namespace {

using stopline::Input;
using stopline::Lanes;
using stopline::PlanReason;
using stopline::Tables;
using stopline::Traffic;
using stopline::strategies::Planner;
using stopline::strategies::Standing;

constexpr std::int32_t kFirst = 1, kSecond = 2;  // sets
constexpr std::int32_t kAdvance = 30;            // tenths from the advance loop to the stop line

std::int32_t Index(stopline::strategies::Kind kind) {
  for (std::int32_t i = 0; i < stopline::strategies::Count(); ++i) {
    if (stopline::strategies::At(i).kind == kind) return i;
  }
  return -1;
}

// Two streets, a lane each, one stage each.
struct Crossing {
  Tables tables{};
  Lanes lanes{};
  Traffic traffic{};
  Input input{};
  Standing standing{};
  std::unique_ptr<Planner> planner = std::make_unique<Planner>();

  explicit Crossing(stopline::strategies::Kind kind = stopline::strategies::Kind::kPlan) {
    tables.groups[0] = 1;
    for (int p = 0; p < 2; ++p) {
      tables.enabled[p] = 1;
      tables.min_green[p] = 50;
      tables.yellow_change[p] = 30;
      tables.red_clear[p] = 10;
      lanes.served[p] = 1 << p;
      lanes.stop_line[p] = 1;
      lanes.travel[p] = kAdvance;
      lanes.room[p] = 5;
      traffic.trusted[p] = 1;
    }
    for (std::int32_t& seen : traffic.seen) seen = -1;
    planner->Open(tables, lanes);
    input.strategy[0] = Index(kind);
    standing.running = true;
    standing.green = kFirst;
    standing.elapsed = 100;
  }

  // So many tenths of the same.
  void Pass(int tenths) {
    for (int i = 0; i < tenths; ++i) planner->Step(standing, traffic, input);
  }
  // Vehicles that come over an advance loop, two seconds apart.
  void Come(int lane, int vehicles) {
    for (int i = 0; i < vehicles; ++i) {
      traffic.arrived[lane] = 1;
      Pass(1);
      traffic.arrived[lane] = 0;
      Pass(19);
    }
  }
  std::int32_t want() const { return input.want[0]; }
  stopline::State Look() const {
    stopline::State state{};
    planner->Look(state);
    return state;
  }
};

}  // namespace

TEST("a green goes on while nobody waits anywhere else") {
  Crossing crossing;
  crossing.Pass(600);
  CHECK(crossing.want() == kFirst);
  CHECK(crossing.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kNobody));
}

TEST("where nobody waits the signals rest where most come, not where the last one went") {
  Crossing crossing;
  crossing.standing.green = kSecond;
  for (int i = 0; i < 30; ++i) {
    crossing.Come(1, 1);
    crossing.Pass(20);
    crossing.traffic.departed[1] = 1;
    crossing.Pass(1);
    crossing.traffic.departed[1] = 0;
    crossing.Pass(40);
  }
  CHECK(crossing.want() == kSecond);
  crossing.standing.green = kFirst;
  crossing.Pass(40);
  CHECK(crossing.want() == kSecond);
  CHECK(crossing.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kNobody));
}

TEST("behind a stop line's loop alone there are more until nobody follows within a gap") {
  Crossing crossing;
  crossing.lanes.travel[1] = 0;
  crossing.planner->Open(crossing.tables, crossing.lanes);
  crossing.traffic.stopped[1] = 1;
  crossing.Pass(300);
  CHECK(crossing.Look().lane_queue[1] >= 10);
  crossing.standing.green = kSecond;
  for (int i = 0; i < 5; ++i) {
    crossing.traffic.stopped[1] = 1;
    crossing.Pass(10);
    crossing.traffic.stopped[1] = 0;
    crossing.traffic.departed[1] = 1;
    crossing.Pass(1);
    crossing.traffic.departed[1] = 0;
    crossing.Pass(9);
    CHECK(crossing.Look().lane_queue[1] >= 10);
  }
  crossing.Pass(20);
  CHECK(crossing.Look().lane_queue[1] == 0);
}

TEST("a queue on the side street gets its green when the main street is empty") {
  Crossing crossing;
  crossing.traffic.stopped[1] = 1;
  crossing.Come(1, 3);
  crossing.Pass(40);
  CHECK(crossing.want() == kSecond);
  CHECK(crossing.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kSwitch));
  CHECK(crossing.Look().lane_queue[1] == 30);
}

TEST("a green that stays for its own long queue stays because that costs least, not because nobody waits elsewhere") {
  Crossing crossing;
  crossing.standing.green = 0;
  crossing.standing.chosen = kFirst;
  crossing.Come(0, 12);
  crossing.standing.green = kFirst;
  crossing.standing.chosen = 0;
  crossing.traffic.stopped[0] = 1;
  crossing.traffic.stopped[1] = 1;
  crossing.Pass(10);
  CHECK(crossing.want() == kFirst);
  // No way that begins with the other green is left in the end, and somebody waits for it all the same.
  CHECK(crossing.Look().plan_delay[1] == -1);
  CHECK(crossing.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kStay));
}

TEST("a green that has not had its minimum is not given up, whoever waits") {
  Crossing crossing;
  crossing.standing.until_end = 1;
  crossing.standing.firm = kFirst;
  crossing.traffic.stopped[1] = 1;
  crossing.Come(1, 5);
  CHECK(crossing.want() == kFirst);
  CHECK(crossing.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kCommitted));
}

TEST("a green that has had its minimum is weighed in that tenth, not up to a second later") {
  Crossing crossing;
  crossing.Pass(5);
  crossing.standing.until_end = 1;
  crossing.standing.firm = kFirst;
  crossing.traffic.stopped[1] = 1;
  crossing.Come(1, 5);
  crossing.standing.until_end = 0;
  crossing.standing.firm = 0;
  crossing.Pass(1);
  CHECK(crossing.want() == kSecond);
}

TEST("a green is not given up with its last still at the line because he might go in the yellow") {
  Crossing crossing;
  crossing.traffic.stopped[1] = 1;
  for (int last = 0; last < 5; ++last) {
    crossing.traffic.stopped[0] = 1;
    crossing.traffic.arrived[1] = last < 2;
    crossing.Pass(1);
    crossing.traffic.arrived[1] = 0;
    crossing.Pass(18);
    CHECK(crossing.want() == kFirst);
    crossing.traffic.stopped[0] = 0;
    crossing.traffic.departed[0] = 1;
    crossing.Pass(1);
    crossing.traffic.departed[0] = 0;
  }
  crossing.Pass(10);
  CHECK(crossing.want() == kSecond);
}

TEST("a lone vehicle on the side street goes before the longest wait is over, whatever the main street brings") {
  Crossing crossing;
  crossing.input.longest_wait[0] = 600;
  crossing.traffic.stopped[1] = 1;
  crossing.traffic.stopped[0] = 1;
  crossing.traffic.covered[0] = 1;
  crossing.Pass(50);
  int tenths = 50;
  while (crossing.want() != kSecond && tenths < 2'000) {
    // The main street's queue never ends: a vehicle leaves and one comes every two seconds.
    crossing.traffic.departed[0] = crossing.traffic.arrived[0] = tenths % 20 == 0 ? 1 : 0;
    crossing.Pass(1);
    ++tenths;
  }
  CHECK(tenths <= 600 + 20);
}

TEST("a covered advance loop tells of more than stand before it, and a gap tells of their end") {
  Crossing crossing;
  crossing.standing.green = kSecond;
  crossing.traffic.stopped[0] = 1;
  crossing.Come(0, 5);
  crossing.traffic.covered[0] = 1;
  crossing.Pass(100);
  CHECK(crossing.Look().lane_queue[0] > 50);
  crossing.traffic.covered[0] = 0;
  crossing.Pass(40);
  CHECK(crossing.Look().lane_queue[0] == 50);
  // Nobody at the line: nobody behind it.
  crossing.traffic.stopped[0] = 0;
  crossing.Pass(40);
  CHECK(crossing.Look().lane_queue[0] == 0);
}

TEST("who left the stop line slowly holds the next green for as long as the way through takes") {
  Crossing crossing;
  crossing.traffic.stopped[0] = 1;
  crossing.Pass(20);
  crossing.traffic.stopped[0] = 0;
  crossing.traffic.departed[0] = 1;
  crossing.standing.green = 0;
  crossing.standing.chosen = kSecond;
  crossing.Pass(1);
  crossing.traffic.departed[0] = 0;
  CHECK(crossing.input.red_extension[0] == 1);
  crossing.Pass(43);
  CHECK(crossing.input.red_extension[0] == 1);
  crossing.Pass(2);
  CHECK(crossing.input.red_extension[0] == 0);
}

TEST("nothing is wanted in a preempt, in a cycle, in start-up and under a strategy of gaps") {
  Crossing crossing;
  crossing.Pass(20);
  CHECK(crossing.want() != 0);
  crossing.standing.led = true;
  crossing.Pass(1);
  CHECK(crossing.want() == 0);
  crossing.standing.led = false;
  crossing.input.cycle[0] = 900;
  crossing.Pass(1);
  CHECK(crossing.want() == 0);
  crossing.input.cycle[0] = 0;
  crossing.standing.running = false;
  crossing.Pass(1);
  CHECK(crossing.want() == 0);
  crossing.standing.running = true;
  crossing.input.strategy[0] = 0;
  crossing.Pass(1);
  CHECK(crossing.want() == 0);
}

TEST("max-pressure gives the green to the longer queue, and omits who is omitted") {
  Crossing crossing(stopline::strategies::Kind::kPressure);
  crossing.traffic.stopped[1] = 1;
  crossing.Come(1, 3);
  crossing.Pass(100);
  CHECK(crossing.want() == kSecond);
  Crossing omitting(stopline::strategies::Kind::kPressure);
  omitting.input.omit[0] = kSecond;
  omitting.traffic.stopped[1] = 1;
  omitting.Come(1, 3);
  omitting.Pass(100);
  CHECK(omitting.want() == kFirst);
}

TEST(
    "a lane whose detector has failed is served as if somebody stood there, within the bound where others always "
    "come") {
  Crossing quiet;
  quiet.Pass(100);
  CHECK(quiet.want() == kFirst);
  quiet.traffic.trusted[1] = 0;
  quiet.Pass(20);
  CHECK(quiet.want() == kSecond);
  Crossing busy;
  busy.traffic.trusted[1] = 0;
  busy.input.longest_wait[0] = 600;
  busy.Come(0, 3);
  int tenths = 60;
  for (; busy.want() != kSecond && tenths < 2000; tenths += 20) busy.Come(0, 1);
  CHECK(tenths <= 620);
  // Green, it has had its turn.
  busy.standing.green = kSecond;
  busy.Come(0, 4);
  CHECK(busy.want() == kFirst);
}

namespace {

// Both advance loops are covered for long, each green ends before there was a gap, and the first is green again.
struct Full : Crossing {
  // `second_room`: vehicles in the second lane's zone; 0: it has none.
  explicit Full(int greens = 2, bool watched = false, std::int32_t ageing = 0, std::int32_t second_room = kZone) {
    traffic.ageing[0] = ageing;
    if (watched) {
      for (int l = 0; l < 2; ++l) {
        const std::int32_t room = l == 0 ? kZone : second_room;
        lanes.view_travel[l] = room > 0 ? 3 * kAdvance : 0;
        lanes.view_room[l] = room;
        traffic.seen[l] = room > 0 ? 0 : -1;
      }
      planner->Open(tables, lanes);
      Pass(600);
      for (int l = 0; l < 2; ++l) traffic.seen[l] = lanes.view_room[l] > 0 ? lanes.view_room[l] : -1;
    }
    Stand(0, true);
    Stand(1, true);
    standing.green = 0;
    Pass(100);
    for (int i = 0; i < greens; ++i) {
      standing.green = kFirst;
      Pass(60);
      standing.green = kSecond;
      Pass(60);
    }
    standing.green = kFirst;
    Pass(100);
  }
  // Of those who stand at a green one leaves every two seconds.
  void Pass(int tenths) {
    for (int i = 0; i < tenths; ++i) {
      const bool leaves = traffic.stopped[0] != 0 && standing.green == kFirst && ++beat % 20 == 0;
      traffic.departed[0] = leaves ? 1 : 0;
      Crossing::Pass(1);
    }
    traffic.departed[0] = 0;
  }
  static constexpr std::int32_t kZone = 14;
  int beat = 0;
  void Stand(int lane, bool there) { traffic.covered[lane] = traffic.stopped[lane] = there ? 1 : 0; }
  // Nobody is on the advance loop any more, and whoever stands before it has left but the last.
  void Dissolve() {
    traffic.covered[0] = 0;
    Pass(40);
  }
  // Tenths until the second street is wanted.
  int UntilSecond() {
    for (int tenths = 0; tenths < 600; ++tenths) {
      if (want() == kSecond) return tenths;
      Pass(1);
    }
    return -1;
  }
};

}  // namespace

TEST(
    "where queues of lanes that do not go together outlast greens, a green goes on until there is a gap, and is not "
    "given up for another") {
  Full street;
  CHECK(street.want() == kFirst);
  CHECK(street.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kSaturated));
  street.Stand(0, false);
  street.Pass(50);
  CHECK(street.want() == kSecond);
}

TEST(
    "where cameras see the queues that outlast greens the plan goes on, and a long wait weighs less: one such green is "
    "enough") {
  CHECK(Full(1, true).Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kStay));
  // Waits are longer behind it, and weigh less all the same.
  const auto delay = [](int greens, std::int32_t ageing) { return Full(greens, true, ageing).Look().plan_delay[0]; };
  const std::int64_t plain = delay(0, 0), outlasted = delay(1, 0);
  CHECK(plain > 0 && outlasted > 0);
  CHECK((delay(1, 20) - outlasted) * plain < (delay(0, 20) - plain) * outlasted);
}

TEST(
    "where one of the cameras has failed that see the queues which outlast greens, gaps lead until it is back for a "
    "minute") {
  Full street(2, true);
  CHECK(street.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kStay));
  // The loops of its lane are trusted all the while.
  street.traffic.seen[1] = -1;
  street.Pass(10);
  CHECK(street.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kSaturated));
  street.traffic.seen[1] = Full::kZone;
  street.Pass(580);
  CHECK(street.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kSaturated));
  street.Pass(30);
  CHECK(street.Look().plan_reason[0] != static_cast<std::int32_t>(PlanReason::kSaturated));
}

TEST("one outlasted green that cameras saw is no saturation once one of them has failed, or a loop of its lane") {
  Full camera(1, true), loop(1, true);
  camera.traffic.seen[0] = -1;
  loop.traffic.trusted[0] = 0;
  for (Full* street : {&camera, &loop}) {
    street->Pass(10);
    CHECK(street->Look().plan_reason[0] != static_cast<std::int32_t>(PlanReason::kSaturated));
  }
}

TEST(
    "a lane without a camera, or with one that sees no farther than its advance loop, leaves what outlasts greens to "
    "gaps") {
  for (const std::int32_t room : {0, 5}) {
    CHECK(Full(2, true, 0, room).Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kSaturated));
  }
}

TEST("one green that a queue outlasts is no saturation: the plan goes on") {
  Full once(1);
  CHECK(once.Look().plan_reason[0] != static_cast<std::int32_t>(PlanReason::kSaturated));
}

TEST("a saturated green ends behind the last vehicle of its queue, where the advance loop saw that nobody follows") {
  Full street;
  street.Dissolve();
  CHECK(street.want() == kFirst);
  street.traffic.stopped[0] = 0;
  // 0.8 s, and up to a second to the next plan.
  const int until = street.UntilSecond();
  CHECK(until > 0 && until <= 18);
}

TEST("while somebody is on his way to the line, or the advance loop has failed, a saturated green waits for the gap") {
  Full street;
  street.Dissolve();
  street.traffic.arrived[0] = 1;
  street.Pass(1);
  street.traffic.arrived[0] = street.traffic.stopped[0] = 0;
  const int followed = street.UntilSecond();
  CHECK(followed >= 25);
  Full failed;
  failed.Dissolve();
  failed.traffic.trusted[0] = 0;
  failed.traffic.stopped[0] = 0;
  const int blind = failed.UntilSecond();
  CHECK(blind >= 25 && blind <= 35);
}

namespace {

// Two rings of two phases each, all of which may go with those of the other ring; a lane each.
struct TwoRings : Crossing {
  static constexpr std::int32_t kLeft = 1, kThrough = 2, kOther = 8;
  TwoRings() {
    tables.groups[0] = 1;
    for (int p = 0; p < 4; ++p) {
      tables.enabled[p] = 1;
      tables.min_green[p] = 50;
      tables.yellow_change[p] = 30;
      tables.red_clear[p] = 10;
      tables.ring[p] = p / 2;
      tables.concurrent[p] = p < 2 ? 12 : 3;
      lanes.served[p] = 1 << p;
      lanes.stop_line[p] = 1;
      lanes.travel[p] = p == 0 ? 0 : kAdvance;
      lanes.room[p] = 5;
      traffic.trusted[p] = 1;
    }
    planner->Open(tables, lanes);
    // The first ring's left has been green for long; the second ring is on its way to its second phase.
    standing.green = kLeft;
    standing.chosen = kOther;
    standing.until_green = 40;
    traffic.stopped[1] = 1;
    Pass(60);
  }
};

}  // namespace

TEST("while one ring changes, a green of the other that nobody uses ends, towards those who wait") {
  TwoRings street;
  CHECK(street.want() == (TwoRings::kThrough | TwoRings::kOther));
  // Nor is it kept while the other ring's green is young.
  street.standing.green = TwoRings::kLeft | TwoRings::kOther;
  street.standing.chosen = 0;
  street.standing.firm = TwoRings::kOther;
  street.standing.until_end = 30;
  street.Pass(1);
  CHECK(street.want() == (TwoRings::kThrough | TwoRings::kOther));
}

TEST(
    "while one ring changes, a green of the other stays for who uses it, for its own minimum, and where nobody waits") {
  TwoRings used;
  used.traffic.stopped[0] = 1;
  used.Pass(1);
  CHECK(used.want() == (TwoRings::kLeft | TwoRings::kOther));
  TwoRings young;
  young.standing.firm = TwoRings::kLeft;
  young.Pass(1);
  CHECK(young.want() == (TwoRings::kLeft | TwoRings::kOther));
  TwoRings alone;
  alone.traffic.stopped[1] = 0;
  alone.Pass(60);
  CHECK(alone.want() == (TwoRings::kLeft | TwoRings::kOther));
}

namespace {

// One direction with its left's own lane, the other with a left that gives way to it, and a side street. First both
// directions are green, then the one with its left, then the side street.
struct Oncoming : Crossing {
  static constexpr int kThrough = 0, kTurning = 1, kSide = 2, kLeft = 3;  // lanes
  static constexpr std::int32_t kBoth = 1, kOne = 2, kAcross = 4;
  Oncoming() {
    for (int p = 0; p < 3; ++p) {
      tables.enabled[p] = 1;
      tables.min_green[p] = 50;
      tables.yellow_change[p] = 30;
      tables.red_clear[p] = 10;
    }
    for (int l = 0; l < 4; ++l) {
      lanes.stop_line[l] = traffic.trusted[l] = 1;
      lanes.travel[l] = kAdvance;
      lanes.room[l] = 5;
    }
    lanes.served[kThrough] = kBoth | kOne;
    lanes.served[kTurning] = lanes.yields[kTurning] = kBoth;
    lanes.served[kSide] = kAcross;
    lanes.served[kLeft] = kOne;
    lanes.foes[kTurning] = 1 << kThrough;
    planner->Open(tables, lanes);
    standing.green = kBoth;
  }
  void Leave(int lane, int slowly = 0) {
    traffic.stopped[lane] = 1;
    Pass(slowly);
    traffic.stopped[lane] = 0;
    traffic.departed[lane] = 1;
    Pass(1);
    traffic.departed[lane] = 0;
  }
  // Somebody turns into the middle in the first tenths of the green, and others come towards him all the time.
  void Enter() {
    Pass(9);
    Leave(kThrough);
    Leave(kTurning, 15);
    coming = true;
  }
  bool coming = false;
  void Pass(int tenths) {
    for (int i = 0; i < tenths; ++i) {
      const bool passes = coming && standing.green != kAcross && ++beat % 20 == 0;
      if (passes) traffic.departed[kThrough] = 1;
      Crossing::Pass(1);
      if (passes) traffic.departed[kThrough] = 0;
    }
  }
  void Come(int lane, int vehicles) {
    for (int i = 0; i < vehicles; ++i) {
      traffic.arrived[lane] = 1;
      Pass(1);
      traffic.arrived[lane] = 0;
      Pass(19);
    }
  }
  int beat = 0;
  // So many come towards him, one a second.
  void Meet(int vehicles) {
    for (int i = 0; i < vehicles; ++i) {
      Pass(9);
      Leave(kThrough);
    }
  }
  // Tenths that the next green is held, from the end of the one that is on.
  int Held() {
    standing.green = 0;
    standing.chosen = kAcross;
    for (int tenths = 1; tenths < 300; ++tenths) {
      Pass(1);
      if (input.red_extension[0] == 0) return tenths;
    }
    return -1;
  }
};

}  // namespace

TEST(
    "a left that gives way does not lose its green while the oncoming vehicles keep theirs: another green comes "
    "between") {
  Oncoming street;
  street.Enter();
  street.traffic.stopped[Oncoming::kLeft] = 1;
  street.Come(Oncoming::kLeft, 4);
  for (int tenths = 0; tenths < 600 && street.want() == Oncoming::kBoth; ++tenths) street.Pass(1);
  CHECK(street.want() == Oncoming::kAcross);
  street.standing.green = Oncoming::kAcross;
  street.Pass(60);
  CHECK(street.want() == Oncoming::kOne);
  // From there to both nobody is caught.
  street.traffic.stopped[Oncoming::kLeft] = 0;
  street.standing.green = Oncoming::kOne;
  street.traffic.stopped[Oncoming::kTurning] = 1;
  street.Come(Oncoming::kTurning, 4);
  street.Pass(60);
  CHECK(street.want() == Oncoming::kBoth);
}

TEST(
    "whoever has waited for too long is served by way of another green where his own would catch a left that gives "
    "way") {
  Oncoming street;
  street.input.longest_wait[0] = 300;
  street.traffic.stopped[Oncoming::kLeft] = street.traffic.stopped[Oncoming::kTurning] = 1;
  street.Come(Oncoming::kTurning, 20);
  CHECK(street.want() == Oncoming::kAcross);
  CHECK(street.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kOverdue));
}

TEST(
    "a left that gives way is thought to leave while nobody comes towards it, and to wait while others come as a "
    "queue") {
  using stopline::strategies::kVehicle;
  const Oncoming street;
  const auto choices = std::make_unique<stopline::strategies::Choices>();
  choices->Open(street.tables, street.lanes);
  const auto search = std::make_unique<stopline::strategies::Search>();
  search->Open(*choices);
  const int both = choices->Of(Oncoming::kBoth);
  // Vehicle seconds of four lefts in ten seconds of that green, by how many come towards them in each two.
  const auto delay = [&](std::int32_t come, bool towards) {
    stopline::strategies::Problem problem{};
    problem.queues = 2;
    problem.steps = 5;
    problem.now = both;
    problem.standing[Oncoming::kTurning] = 4 * kVehicle;
    problem.weight[Oncoming::kThrough] = problem.weight[Oncoming::kTurning] = 16;
    problem.open[both] = 3;
    problem.yields[both] = 1 << Oncoming::kTurning;
    if (towards) problem.foes[Oncoming::kTurning] = 1 << Oncoming::kThrough;
    problem.rate[both][Oncoming::kThrough] = kVehicle;
    problem.rate[both][Oncoming::kTurning] = kVehicle / 2;
    for (auto& step : problem.arriving) step[Oncoming::kThrough] = come;
    stopline::strategies::Weighed weighed{};
    search->Run(problem, weighed);
    return weighed.delay[both];
  };
  CHECK(delay(kVehicle, true) > 2 * delay(0, true));
  CHECK(delay(kVehicle / 2, true) > delay(0, true));
  CHECK(delay(kVehicle / 2, true) < delay(kVehicle, true));
  CHECK(delay(kVehicle, false) == delay(0, false));
  CHECK(delay(0, false) > delay(0, true));
}

TEST("where nobody is in the middle and nobody can be there soon, the oncoming vehicles keep their green") {
  Oncoming street;
  street.traffic.stopped[Oncoming::kLeft] = 1;
  street.Come(Oncoming::kLeft, 4);
  CHECK(street.want() == Oncoming::kOne);
  // Somebody is on his way to the line; he would drive into the middle in the yellow.
  for (const bool comes : {false, true}) {
    Oncoming soon;
    soon.standing.until_end = 1;
    soon.traffic.stopped[Oncoming::kLeft] = 1;
    soon.Come(Oncoming::kLeft, 4);
    soon.traffic.arrived[Oncoming::kTurning] = comes ? 1 : 0;
    soon.Pass(1);
    soon.traffic.arrived[Oncoming::kTurning] = 0;
    soon.standing.until_end = 0;
    soon.Pass(10);
    CHECK((soon.want() == Oncoming::kOne) != comes);
  }
  // His detectors have failed: nobody would see him.
  Oncoming failed;
  failed.traffic.trusted[Oncoming::kTurning] = 0;
  failed.traffic.stopped[Oncoming::kLeft] = 1;
  failed.Come(Oncoming::kLeft, 4);
  CHECK(failed.want() == Oncoming::kAcross);
}

TEST("who turned in a gap is in the middle no longer: two seconds behind the last who came towards him it is free") {
  Oncoming street;
  street.Enter();
  street.coming = false;
  street.Pass(60);
  street.traffic.stopped[Oncoming::kLeft] = 1;
  street.Come(Oncoming::kLeft, 4);
  CHECK(street.want() == Oncoming::kOne);
}

TEST("who rolls over his line behind the last oncoming vehicle has the next of them before him") {
  Oncoming street;
  street.Pass(80);
  street.Leave(Oncoming::kTurning);
  street.Pass(5);
  street.coming = true;
  street.beat = 18;
  street.Pass(25);
  street.traffic.stopped[Oncoming::kLeft] = 1;
  street.Come(Oncoming::kLeft, 4);
  CHECK(street.want() == Oncoming::kAcross);
}

TEST("max-pressure serves whoever has waited for too long by way of another green where his own would be a trap") {
  Oncoming street;
  street.input.strategy[0] = Index(stopline::strategies::Kind::kPressure);
  street.input.longest_wait[0] = 300;
  street.traffic.stopped[Oncoming::kLeft] = street.traffic.stopped[Oncoming::kTurning] = 1;
  street.coming = true;
  // The longest queues are in the green that is on.
  street.Come(Oncoming::kTurning, 5);
  street.Pass(250);
  street.standing.elapsed = 200;
  street.Pass(11);
  CHECK(street.want() == Oncoming::kAcross);
  CHECK(street.Look().plan_reason[0] == static_cast<std::int32_t>(PlanReason::kOverdue));
}

TEST("where nothing but the oncoming vehicles' own green can follow, it does") {
  Oncoming street;
  street.lanes.served[Oncoming::kSide] = 0;
  street.tables.enabled[2] = 0;
  street.planner->Open(street.tables, street.lanes);
  street.Enter();
  street.traffic.stopped[Oncoming::kLeft] = 1;
  street.Come(Oncoming::kLeft, 4);
  street.Pass(60);
  CHECK(street.want() == Oncoming::kOne);
}

TEST(
    "who waits in the middle for a gap has time to leave it when the oncoming vehicles have stopped, one behind the "
    "other") {
  Oncoming one;
  one.Pass(70);
  one.Leave(Oncoming::kThrough);
  one.Leave(Oncoming::kTurning, 15);
  one.Pass(10);
  one.Leave(Oncoming::kThrough);
  const int first = one.Held();
  CHECK(first >= 40 && first <= 60);
  Oncoming two;
  two.Pass(70);
  two.Leave(Oncoming::kThrough);
  two.Leave(Oncoming::kTurning, 15);
  two.Leave(Oncoming::kTurning, 15);
  two.Pass(10);
  two.Leave(Oncoming::kThrough);
  CHECK(two.Held() == first + 20);
}

TEST(
    "who turned in a gap of the oncoming vehicles, and whoever starts at the begin of a green, is waited for no longer "
    "than usual") {
  Oncoming gap;
  gap.Pass(70);
  gap.Leave(Oncoming::kThrough);
  gap.Leave(Oncoming::kTurning, 15);
  gap.Pass(60);
  CHECK(gap.Held() == 1);
  Oncoming start;
  start.Leave(Oncoming::kThrough);
  start.Leave(Oncoming::kTurning, 15);
  start.Meet(6);
  CHECK(start.Held() == 1);
}

TEST("who was held up at the line until the yellow has longer to be through than who only drove slowly") {
  Oncoming slow;
  slow.Pass(70);
  slow.Leave(Oncoming::kLeft, 12);
  slow.standing.green = Oncoming::kAcross;
  const int usual = slow.Held();
  Oncoming held;
  held.Pass(70);
  held.traffic.stopped[Oncoming::kThrough] = 1;
  held.Pass(40);
  held.Leave(Oncoming::kThrough);
  CHECK(held.Held() >= usual + 20);
}

TEST("who stands at the line of a green because there is no room in the middle tells of those who wait there") {
  Oncoming street;
  street.Pass(70);
  street.traffic.stopped[Oncoming::kTurning] = 1;
  street.Meet(4);
  const int held = street.Held();
  CHECK(held >= 80 && held <= 100);
}

TEST("a short green that ends while one stands across the line behind another who turns waits for both") {
  Oncoming street;
  street.lanes.view_travel[Oncoming::kTurning] = 90;
  street.lanes.view_room[Oncoming::kTurning] = 13;
  street.planner->Open(street.tables, street.lanes);
  street.traffic.seen[Oncoming::kTurning] = 2;
  street.standing.green = Oncoming::kAcross;
  street.Pass(120);
  street.standing.green = Oncoming::kBoth;
  street.Leave(Oncoming::kTurning, 15);
  street.traffic.seen[Oncoming::kTurning] = 1;
  // His loop is free again, and a camera sees somebody behind him who stands before it.
  street.Meet(4);
  const int held = street.Held();
  CHECK(held >= 60 && held <= 100);
}

namespace {

// The first street has green, somebody stands at its line, and nobody leaves.
struct FullExit : Crossing {
  FullExit() {
    standing.elapsed = 0;
    traffic.stopped[0] = 1;
    Pass(70);
  }
};

}  // namespace

TEST(
    "a green in which nobody leaves though somebody stands at its line is told of, until one has left or a minute is "
    "over") {
  FullExit street;
  CHECK(street.input.blocked[0] == kFirst);
  street.standing.green = kSecond;
  street.Pass(590);
  CHECK(street.input.blocked[0] == kFirst);
  street.Pass(10);
  CHECK(street.input.blocked[0] == 0);
  FullExit again;
  again.standing.green = kSecond;
  again.Pass(100);
  again.traffic.departed[0] = 1;
  again.Pass(1);
  CHECK(again.input.blocked[0] == 0);
  Crossing moving;
  moving.traffic.stopped[0] = 1;
  for (int i = 0; i < 10; ++i) {
    moving.traffic.departed[0] = 1;
    moving.Pass(1);
    moving.traffic.departed[0] = 0;
    moving.Pass(39);
    CHECK(moving.input.blocked[0] == 0);
  }
}

TEST("a loop that is stuck at the line blocks nobody: more come than have room, or it has been found to have failed") {
  FullExit come;
  come.Come(0, 7);
  CHECK(come.input.blocked[0] == 0);
  FullExit failed;
  failed.traffic.trusted[0] = 0;
  failed.Pass(1);
  CHECK(failed.input.blocked[0] == 0);
  FullExit seen;
  seen.traffic.seen[0] = 0;
  seen.Pass(1);
  CHECK(seen.input.blocked[0] == 0);
  // Nothing but the loop at the line tells of it.
  FullExit alone;
  alone.lanes.travel[0] = 0;
  alone.planner->Open(alone.tables, alone.lanes);
  alone.Pass(60);
  CHECK(alone.input.blocked[0] == kFirst);
  alone.standing.green = kSecond;
  alone.Pass(150);
  CHECK(alone.input.blocked[0] == 0);
}

TEST(
    "a left that waits for a gap stands before no full way out, and one that does says nothing of the green beside "
    "which it gives way") {
  Oncoming gap;
  gap.traffic.stopped[Oncoming::kTurning] = 1;
  gap.Pass(300);
  CHECK(gap.input.blocked[0] == 0);
  // The left has a green of its own, too, and stands through that.
  Oncoming own;
  own.lanes.served[Oncoming::kTurning] = Oncoming::kBoth | Oncoming::kAcross;
  own.planner->Open(own.tables, own.lanes);
  own.traffic.stopped[Oncoming::kTurning] = 1;
  own.Pass(300);
  CHECK(own.input.blocked[0] == 0);
  own.standing.green = Oncoming::kAcross;
  own.Pass(100);
  CHECK(own.input.blocked[0] == Oncoming::kAcross);
}
