// Priority: what a vehicle on its way gets, what it never gets, and what it may cost the others.
#include <algorithm>
#include <memory>

#include "arterial.h"
#include "crossroads.h"
#include "harness.h"

namespace {

using stopline::PriorityStatus;
using test::Crossroads;
using test::Dice;
using test::FourLeg;
using test::Site;

// Every through phase may be extended by 10 s and give 8 s; 4 may be put in between.
stopline::Tables WithPriority(int interval) {
  stopline::Tables t = test::TablesOf(FourLeg());
  for (const int p : {1, 3, 5, 7}) {
    t.priority_extension[p] = 100;
    t.priority_reduction[p] = 80;
  }
  for (const int p : {0, 2, 4, 6}) t.priority_reduction[p] = 30;
  t.priority_insertion[3] = 1;
  t.priority_interval[0] = interval;
  return t;
}

struct Road : Crossroads {
  explicit Road(int interval = 0, const stopline::Tables* tables = nullptr)
      : Crossroads(FourLeg(), tables != nullptr ? *tables : WithPriority(interval)) {
    Settle(2, 6);
  }
  void Ask(int slot, int phase, int arrival) {
    input.request_phase[slot - 1] = phase;
    input.request_arrival[slot - 1] = arrival;
  }
  void Pass(int slot) { input.request_phase[slot - 1] = 0; }
  // Vehicles come nearer while they wait.
  void Drive(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      Step();
      for (int& arrival : input.request_arrival) arrival = std::max(arrival - 1, 0);
    }
  }
  template <class Holds>
  int DriveUntil(Holds holds, int limit = 6000) {
    for (int i = 0; i <= limit; ++i) {
      if (holds()) return i;
      Drive();
    }
    return -1;
  }
  int DriveUntilGreen(int number) {
    return DriveUntil([&] { return Green(number); });
  }
  int DriveUntilEnd(int number) {
    return DriveUntil([&] { return !Green(number); });
  }
  PriorityStatus status(int slot) const { return static_cast<PriorityStatus>(output.request_status[slot - 1]); }
  // Vehicles stand on these loops all the time.
  void Queue(std::initializer_list<int> numbers) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = 0;
    for (const int number : numbers) input.vehicle[number - 1] = 1;
  }
};

std::unique_ptr<Road> NewRoad(int interval = 0) { return std::make_unique<Road>(interval); }

}  // namespace

TEST("a green that has gapped out waits for a bus that can still make it, and ends when it has passed") {
  const auto road = NewRoad();
  road->Ask(1, 2, 90);
  road->Drive();
  CHECK(road->Told(112, 1));
  road->Call(4);
  road->Drive(80);
  CHECK(road->Green(2) && road->status(1) == PriorityStatus::kActive && road->told(114, 1) > 0);
  road->Drive(10);
  CHECK(road->Green(2));
  road->Pass(1);
  road->Drive();
  CHECK(road->Told(115, 1) && !road->Green(2) && road->Told(4, 2));
  CHECK(road->broken == nullptr && road->status(1) == PriorityStatus::kIdle);
}

TEST("an extension has its limit, past the gap and past the maximum alike") {
  for (const bool queue : {false, true}) {
    int ended[2] = {};
    for (const bool asks : {false, true}) {
      const auto road = NewRoad();
      if (queue) road->Queue({2, 6});
      if (asks) road->Ask(1, 2, 0);
      road->Drive();
      const int from = road->tick;
      road->Call(4);
      CHECK(road->DriveUntilEnd(2) >= 0);
      ended[asks ? 1 : 0] = road->tick - from;
      CHECK(road->broken == nullptr);
      if (!asks) continue;
      CHECK(road->told(114, 1) > 0 && road->Told(queue ? 5 : 4, 2));
      road->Drive();
      CHECK(road->status(1) == PriorityStatus::kServed);
    }
    CHECK(ended[0] == (queue ? 301 : 1));
    CHECK(ended[1] == ended[0] + 100);
  }
}

TEST("a green is not kept for a bus that cannot make it in the extension") {
  const auto road = NewRoad();
  road->Ask(1, 2, 150);
  road->Call(4);
  road->Drive(3);
  CHECK(!road->Green(2) && road->told(114, 1) == -1);
  // Its next green comes as early as it can.
  CHECK(road->DriveUntilGreen(2) > 0 && road->told(112, 1) > 0);
}

TEST("no green is kept or brought for a bus that stands before a way out that is full; when it is free again it is") {
  const auto kept = NewRoad();
  kept->Ask(1, 2, 0);
  kept->Call(4);
  kept->Drive(20);
  CHECK(kept->Green(2) && kept->status(1) == PriorityStatus::kActive);
  kept->input.blocked[0] = 1 << 1;
  kept->Drive(2);
  CHECK(!kept->Green(2));
  const auto brought = NewRoad();
  brought->Queue({2, 6});
  brought->input.blocked[0] = 1 << 3;
  brought->Ask(1, 4, 0);
  brought->Drive(150);
  CHECK(brought->Green(2) && brought->told(113, 1) == -1 && brought->status(1) == PriorityStatus::kQueued);
  brought->input.blocked[0] = 0;
  CHECK(brought->DriveUntilGreen(4) >= 0 && brought->told(113, 1) > 0);
  CHECK(kept->broken == nullptr && brought->broken == nullptr);
}

TEST("others give what they can give, no more, and nobody loses a minimum or a walk") {
  for (const bool asks : {false, true}) {
    const auto road = NewRoad();
    road->Queue({2, 6});
    road->Press(2);
    road->Drive();
    road->Queue({2, 6, 4, 8});
    if (asks) road->Ask(1, 4, 0);
    const int took = road->DriveUntilEnd(2);
    CHECK(took == (asks ? 221 : 301));
    CHECK(road->Told(asks ? 19 : 5, 2) && (road->told(113, 1) > 0) == asks);
    CHECK(road->broken == nullptr);
  }
  const auto road = NewRoad();
  road->input.max_green[1] = road->input.max_green[5] = 100;
  road->Queue({2, 6});
  road->Press(2);
  road->Press(6);
  road->Drive();
  CHECK(road->Walks(2));
  road->Queue({2, 6, 4, 8});
  road->Ask(1, 4, 0);
  CHECK(road->DriveUntilEnd(2) >= 70 + 140 - 1);
  CHECK(road->broken == nullptr);
}

TEST("nothing is done before it must be: a bus that is far away shortens nobody's green, and finds its own") {
  const auto road = NewRoad();
  road->Queue({2, 6, 4, 8});
  road->Ask(1, 4, 600);
  road->Drive();
  CHECK(road->status(1) == PriorityStatus::kQueued);
  CHECK(road->DriveUntilEnd(2) > 290 && road->told(113, 1) == -1);
  CHECK(road->DriveUntil([&] { return road->input.request_arrival[0] == 0; }) > 0);
  road->Drive(300);
  // It was green in time, or gave way for a green that was.
  CHECK(road->status(1) == PriorityStatus::kServed || road->Green(4));
}

TEST("a phase that only a bus wants is called for it in time, and not before") {
  const auto road = NewRoad();
  road->Ask(1, 4, 300);
  road->Drive(200);
  CHECK(road->Green(2));
  CHECK(road->DriveUntilGreen(4) > 0);
  // Behind the clearance of who rests in green, as the bus arrives.
  CHECK(road->input.request_arrival[0] <= 2 && road->told(1, 4) == road->tick - 1);
  CHECK(road->told(4, 2) > 0 && road->told(113, 1) == -1);
  road->Pass(1);
  road->Drive();
  CHECK(road->Told(115, 1));
}

TEST(
    "a bus whose green has just ended is put in between; who was passed over comes next, and is not passed over "
    "again") {
  const auto road = NewRoad();
  road->Queue({2, 6, 3, 7, 4, 8});
  CHECK(road->DriveUntilGreen(3) > 0);
  CHECK(road->DriveUntilGreen(4) > 0);
  CHECK(road->DriveUntilGreen(2) > 0);
  // 3 and 7 wait before 4.
  road->Ask(1, 4, 0);
  CHECK(road->DriveUntilGreen(4) > 0);
  const int inserted = road->tick;
  CHECK(road->told(1, 3) < road->told(1, 2));
  road->Pass(1);
  road->Drive();
  road->Ask(2, 4, 700);
  CHECK(road->DriveUntilGreen(3) > 0);
  CHECK(road->told(1, 2) < inserted);
  CHECK(road->broken == nullptr);

  // While anyone is owed a green, nobody is passed over.
  const auto again = NewRoad();
  again->Queue({1, 5, 2, 6, 3, 7, 4, 8});
  CHECK(again->DriveUntilGreen(1) > 0);
  again->Ask(1, 4, 0);
  CHECK(again->DriveUntilGreen(4) > 0);
  const int early = again->tick - 1;
  CHECK(again->told(1, 2) < again->told(1, 1) && again->told(1, 3) < again->told(1, 1));
  again->Pass(1);
  CHECK(again->DriveUntilGreen(2) > 0);
  CHECK(again->told(1, 1) < early);
  again->Ask(1, 4, 0);
  CHECK(again->DriveUntilGreen(3) > 0);
  CHECK(again->told(1, 4) == early);
  CHECK(again->broken == nullptr);
}

TEST("of two buses the one that arrives first is served, of two at once the one in the lower slot") {
  for (const int later : {1, 2}) {
    const auto road = NewRoad();
    road->Queue({2, 6, 4, 8, 1, 5});
    road->Ask(later, 1, 60);
    road->Ask(3 - later, 4, 50);
    road->Drive(5);
    CHECK(road->status(3 - later) == PriorityStatus::kActive && road->status(later) == PriorityStatus::kQueued);
  }
  const auto road = NewRoad();
  road->Queue({2, 6, 4, 8, 1, 5});
  road->Ask(2, 4, 50);
  road->Ask(5, 1, 50);
  road->Drive(5);
  CHECK(road->status(2) == PriorityStatus::kActive && road->status(5) == PriorityStatus::kQueued);
}

TEST("between two services lies the time that the site wants between them") {
  const auto road = NewRoad(900);
  road->Ask(1, 2, 50);
  road->Call(4);
  road->Drive(50);
  CHECK(road->Green(2));
  road->Pass(1);
  road->Drive();
  const int ended = road->tick;
  road->Queue({2, 6, 4, 8});
  CHECK(road->DriveUntilGreen(2) > 0);
  road->Ask(1, 4, 0);
  while (road->tick < ended + 890) {
    CHECK(road->status(1) != PriorityStatus::kActive);
    road->Drive();
  }
  CHECK(road->DriveUntil([&] { return road->status(1) == PriorityStatus::kActive; }, 700) >= 0);
}

TEST("a request for a phase that is not there, or for which nothing may be done, is refused and changes nothing") {
  stopline::Tables tables = WithPriority(0);
  for (int p = 0; p < 8; ++p) tables.priority_reduction[p] = 0;
  const auto road = std::make_unique<Road>(0, &tables);
  const auto other = std::make_unique<Road>(0, &tables);
  const int phases[8] = {1, 3, 9, 17, 1'000'000, -5, 5, 7};
  for (int i = 0; i < 8; ++i) road->Ask(i + 1, phases[i], 0);
  road->Drive();
  other->Drive();
  for (int i = 0; i < 8; ++i) CHECK(road->Told(112, i + 1) && road->status(i + 1) == PriorityStatus::kRefused);
  for (int i = 0; i < 3000; ++i) {
    for (Crossroads* each : {static_cast<Crossroads*>(road.get()), static_cast<Crossroads*>(other.get())}) {
      for (int p = 0; p < 8; ++p) each->input.vehicle[p] = i / 100 % 3 == 0 ? 1 : 0;
      each->Step();
    }
    CHECK(std::equal(road->output.channels, road->output.channels + 32, other->output.channels));
  }
}

TEST("a preempt comes before a bus, which waits and is served behind it") {
  stopline::Tables tables = WithPriority(0);
  tables.preempt_enabled[0] = 1;
  tables.preempt_dwell[0] = 1 << 3;
  const auto road = std::make_unique<Road>(0, &tables);
  road->Ask(1, 2, 50);
  road->Call(4);
  road->Drive(5);
  CHECK(road->status(1) == PriorityStatus::kActive);
  road->input.preempt[0] = 1;
  road->Drive(2);
  CHECK(road->status(1) == PriorityStatus::kOverride && !road->Green(2) && road->told(20, 2) > 0);
  CHECK(road->DriveUntilGreen(4) > 0);
  road->Drive(300);
  CHECK(road->Green(4) && road->status(1) == PriorityStatus::kOverride);
  road->input.preempt[0] = 0;
  road->Drive(5);
  CHECK(road->status(1) == PriorityStatus::kActive);
  CHECK(road->DriveUntilGreen(2) > 0);
  CHECK(road->broken == nullptr);
}

TEST("flash checks everyone out, and behind it they check in again") {
  const auto road = NewRoad();
  road->Ask(1, 2, 50);
  road->Drive();
  road->input.flash[0] = static_cast<int>(stopline::FlashStatus::kLocalManual);
  road->Drive();
  CHECK(road->Told(115, 1) && road->status(1) == PriorityStatus::kIdle);
  road->input.flash[0] = 0;
  CHECK(road->DriveUntil([&] { return road->Told(112, 1); }) > 0);
}

namespace {

// 90 s under saturation, of which 35 s are the coordinated phases' and 25 s the cross street's.
constexpr int kSplit[8] = {150, 350, 150, 250, 150, 350, 150, 250};

std::unique_ptr<test::Arterial> Coordinated() {
  auto road = std::make_unique<test::Arterial>(FourLeg(), WithPriority(0));
  road->Coordinate(900, 0, kSplit);
  road->Go(4 * 900);
  return road;
}

void Ask(test::Arterial& road, int phase, int arrival) {
  road.input.request_phase[0] = phase;
  road.input.request_arrival[0] = arrival;
}

}  // namespace

TEST("in coordination a green outlasts its force-off for a bus, and the next cycles are in step again") {
  const auto road = Coordinated();
  // 2 and 6 yield at 29.9 s.
  road->GoTo(280);
  Ask(*road, 2, 0);
  road->Go(70);
  CHECK(road->told[114] == 1 && road->output.channels[1] == stopline::kGreen);
  Ask(*road, 0, 0);
  road->Go(2);
  CHECK(road->output.channels[1] == stopline::kYellow && road->told[115] == 1);
  road->Go(10 * 900);
  CHECK(road->Status() == stopline::CoordinationStatus::kInStep);
  road->GoTo(899);
  CHECK(road->began[2] == 0 && road->ended[2] == 350 - 51 && road->broken == nullptr);
}

TEST("in coordination others end earlier than their force-off by what they may give, a coordinated green too") {
  const auto road = Coordinated();
  road->GoTo(100);
  Ask(*road, 4, 0);
  road->GoTo(400);
  // Throughs may give 8 s, lefts 3 s; a minimum is 8 s and 5 s.
  CHECK(road->ended[2] == 350 - 51 - 80 && road->cause[2] == 19);
  // 3 and 7, which come between, are passed over.
  CHECK(road->began[4] == road->ended[2] + 51 && road->told[113] == 1);
  Ask(*road, 0, 0);
  road->Go(10 * 900);
  CHECK(road->Status() == stopline::CoordinationStatus::kInStep);
  road->GoTo(899);
  CHECK(road->began[2] == 0 && road->ended[2] == 350 - 51 && road->began[4] == 500 && road->broken == nullptr);
}

namespace {

// What priority may add to anyone's wait, by the limits alone: each green before theirs may be extended, and each phase
// before theirs may have one green put in before it.
int Harm(const Site& site, const stopline::Tables& t, int longest_max) {
  int extensions = 0;
  int inserted = 0;
  int phases = 0;
  for (int p = 0; p < 16; ++p) {
    if (t.enabled[p] == 0) continue;
    ++phases;
    const test::Phase& sheet = site.phase[p];
    const int green = std::max({sheet.min_green, sheet.walk + sheet.ped_clear, longest_max});
    extensions += t.priority_extension[p];
    if (t.priority_insertion[p] != 0)
      inserted = std::max(inserted, green + t.priority_extension[p] + sheet.yellow + sheet.red_clear);
  }
  return extensions + phases * inserted;
}

// Requests come and go as they like, honest or not.
void AnyRequests(Dice& dice, Crossroads& road, int one_in) {
  for (int i = 0; i < stopline::kRequests; ++i) {
    std::int32_t& phase = road.input.request_phase[i];
    std::int32_t& arrival = road.input.request_arrival[i];
    if (arrival > 0 && !dice.OneIn(50)) --arrival;
    if (phase == 0 ? dice.OneIn(one_in) : dice.OneIn(arrival == 0 ? 40 : 1000)) {
      phase = phase == 0 ? dice.Between(1, 17) : 0;
      arrival = dice.OneIn(3) ? 0 : dice.Roll(900);
    } else if (dice.OneIn(2000)) {
      arrival = dice.Roll(900);
    }
  }
}

}  // namespace

TEST("any requests on any site: never an unsafe lamp, and nobody's wait grows by more than the limits say") {
  int services = 0;
  int closest = 0;
  for (std::uint32_t seed = 1; seed <= test::Long(200u); ++seed) {
    Dice dice(seed);
    const Site site = seed % 2 == 0 ? test::AnySite(dice) : test::AnySiteWithOptions(dice);
    stopline::Tables tables = test::TablesOf(site);
    for (int p = 0; p < 16; ++p) {
      tables.priority_extension[p] = dice.OneIn(2) ? dice.Roll(200) : 0;
      tables.priority_reduction[p] = dice.OneIn(2) ? dice.Roll(200) : 0;
      tables.priority_insertion[p] = dice.Roll(2);
    }
    tables.priority_interval[0] = dice.OneIn(2) ? 0 : dice.Roll(2000);
    const auto road = std::make_unique<Crossroads>(site, tables);
    CHECK(road->broken == nullptr);
    for (int p = 0; p < 16; ++p) road->input.max_green[p] = dice.Roll(400);
    road->watch.grace = Harm(site, tables, 400);
    const int busy = dice.OneIn(2) ? 5 : dice.Between(20, 1000);
    const int requests = dice.Between(1, 600);
    for (int i = 0; i < 10'000; ++i) {
      for (int p = 0; p < 16; ++p) {
        if (tables.enabled[p] == 0) continue;
        if (dice.OneIn(busy)) {
          road->Call(p + 1);
          road->watch.WaitForGreen(p);
        }
        if (tables.walk[p] > 0 && dice.OneIn(10 * busy)) {
          road->Press(p + 1);
          road->watch.WaitForWalk(p);
        }
      }
      AnyRequests(dice, *road, requests);
      road->Step();
      if (road->broken != nullptr) std::printf("  seed %u, tenth %d\n", seed, i);
      CHECK(road->broken == nullptr);
    }
    services += road->count(113) + road->count(114);
    closest = std::max(closest, road->watch.closest);
  }
  std::printf("  # %d early greens and extensions; the longest wait was %d %% of what it may be\n", services, closest);
  CHECK(services > test::Long(1000));
}
