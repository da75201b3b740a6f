// Preempts: every interval, who takes over from whom, and how long the way in takes at the worst.
#include <algorithm>
#include <cstring>
#include <memory>

#include "arterial.h"
#include "crossroads.h"
#include "harness.h"

namespace {

using stopline::PreemptInterval;
using test::Crossroads;
using test::Dice;
using test::FourLeg;
using test::Site;

constexpr int Set(int a, int b = 0) { return (1 << (a - 1)) | (b == 0 ? 0 : 1 << (b - 1)); }

// Preempt 1: a train. The road over its track is green with 1 and 6; while it passes 3, 4, 7 and 8 may go.
// Preempt 2: an ambulance on 4 and 7, remembered. Preempt 3: the fire station's gate, on 2 alone.
stopline::Tables WithPreempts() {
  stopline::Tables t = test::TablesOf(FourLeg());
  for (int i = 0; i < 3; ++i) t.preempt_enabled[i] = 1;
  t.preempt_track[0] = Set(1, 6);
  t.preempt_track_green[0] = 100;
  t.preempt_dwell[0] = Set(3, 4) | Set(7, 8);
  t.preempt_min_dwell[0] = 80;
  t.preempt_exit[0] = Set(2, 6);
  t.preempt_max_presence[0] = 3000;
  t.preempt_lock[1] = 1;
  t.preempt_delay[1] = 30;
  t.preempt_dwell[1] = Set(4, 7);
  t.preempt_min_dwell[1] = 50;
  t.preempt_min_duration[1] = 200;
  t.preempt_exit[1] = Set(2, 6);
  t.preempt_delay[2] = 50;
  t.preempt_dwell[2] = Set(2);
  return t;
}

struct Road : Crossroads {
  Road() : Crossroads(FourLeg(), WithPreempts()) { Settle(2, 6); }
  void Preempt(int number, bool on) { input.preempt[number - 1] = on ? 1 : 0; }
  PreemptInterval interval() const { return static_cast<PreemptInterval>(Look().preempt_interval[0]); }
  int served() const { return Look().preempt[0]; }
  int UntilInterval(PreemptInterval wanted, int limit = 6000) {
    return Until([&] { return interval() == wanted; }, limit);
  }
};

using Heap = std::unique_ptr<Road>;
Heap NewRoad() { return std::make_unique<Road>(); }

}  // namespace

TEST("a train: the track is cleared, the others go in turn while it passes, and behind it everyone is served") {
  const Heap road = NewRoad();
  road->Preempt(1, true);
  road->Step();
  CHECK(road->Told(102, 1) && road->Told(105, 1) && road->interval() == PreemptInterval::kEntry && road->served() == 1);
  // 2 gives way to 1 in its ring; 6 stays as it is a track phase.
  CHECK(!road->Green(2) && road->told(20, 2) == road->tick - 1 && road->Green(6));
  CHECK(road->UntilGreen(1) == 36 + 15);
  CHECK(road->UntilInterval(PreemptInterval::kTrackClearance) <= 1 && road->Told(106, 1));
  // Everyone waits, and nothing of it counts.
  for (int number = 1; number <= 8; ++number) road->Call(number);
  for (int i = 0; i < 100; ++i) {
    CHECK(road->Green(1) && road->Green(6));
    road->Step();
  }
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0 && road->Told(107, 1));
  CHECK(road->told(20, 1) > 0 && road->told(20, 6) > 0);
  // Of those who may go everyone does, and nobody else, for as long as the train takes.
  bool gone[9] = {};
  for (int i = 0; i < 1500; ++i) {
    for (int number = 1; number <= 8; ++number) {
      gone[number] = gone[number] || road->Green(number);
      if (i % 200 == 0) road->Call(number);
    }
    CHECK(road->Red(1) && road->Red(2) && road->Red(5) && road->Red(6));
    road->Step();
  }
  CHECK(gone[3] && gone[4] && gone[7] && gone[8]);
  road->Preempt(1, false);
  road->Step();
  CHECK(road->Told(104, 1) && road->Told(111, 1) && road->interval() == PreemptInterval::kExit);
  CHECK(road->Until([&] { return road->Green(2) && road->Green(6); }) > 0);
  CHECK(road->Red(1) && road->Red(5));
  road->Step(2);
  CHECK(road->interval() == PreemptInterval::kNone && road->served() == 0);
  CHECK(road->broken == nullptr);
}

TEST("behind a preempt every phase is called, though nobody is on its loop") {
  const Heap road = NewRoad();
  road->Preempt(3, true);
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0);
  road->Preempt(3, false);
  road->Step();
  CHECK(road->Told(111, 3));
  const int left = road->tick;
  road->Step(2000);
  for (int number = 1; number <= 8; ++number) CHECK(number == 2 || road->told(1, number) >= left);
  // And once is enough.
  const int greens = road->count(1);
  road->Step(2000);
  CHECK(road->count(1) == greens);
}

TEST("a green beside the dwell phase that is none itself turns red though nobody waits, and its ring stands in red") {
  const Heap road = NewRoad();
  road->Preempt(3, true);
  road->Step(51);
  CHECK(road->Told(105, 3) && road->Told(20, 6));
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 36);
  road->Step(1000);
  CHECK(road->Green(2) && road->Red(6) && road->Red(5));
  CHECK(road->broken == nullptr);
}

TEST("an input that goes off in its delay is forgotten, unless the preempt is locked") {
  const Heap road = NewRoad();
  road->Preempt(3, true);
  road->Step(50);
  CHECK(road->interval() == PreemptInterval::kDelay && road->served() == 3);
  road->Preempt(3, false);
  road->Step();
  CHECK(road->interval() == PreemptInterval::kNone && road->Told(104, 3));
  road->Step(200);
  CHECK(road->count(105) == 0);
  // It counts anew.
  road->Preempt(3, true);
  road->Step(50);
  CHECK(road->count(105) == 0);
  road->Step();
  CHECK(road->Told(105, 3));
  road->Preempt(3, false);
  CHECK(road->UntilInterval(PreemptInterval::kNone) > 0);

  road->Settle(2, 6);
  road->Preempt(2, true);
  road->Step(1);
  road->Preempt(2, false);
  road->Step(29);
  CHECK(road->interval() == PreemptInterval::kDelay);
  road->Step();
  CHECK(road->Told(105, 2));
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0);
}

TEST("what has begun is led to its end, though the input went off on the way in; no sooner than its shortest times") {
  const Heap road = NewRoad();
  road->Preempt(2, true);
  road->Step(31);
  CHECK(road->Told(105, 2));
  const int entered = road->tick - 1;
  road->Preempt(2, false);
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0);
  const int dwells = road->tick - 1;
  CHECK(road->Green(4) && road->Green(7));
  CHECK(road->UntilInterval(PreemptInterval::kExit) > 0);
  CHECK(road->tick - 1 - dwells >= 50 && road->tick - 1 - entered == 200);
  CHECK(road->broken == nullptr);
}

TEST("a train that is gone before it was there still has its shortest dwell") {
  const Heap road = NewRoad();
  road->Preempt(1, true);
  road->Step();
  road->Preempt(1, false);
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0);
  const int dwells = road->tick;
  CHECK(road->UntilInterval(PreemptInterval::kExit) == 80 && road->tick == dwells + 80);
}

TEST("on the way in nobody is let go on foot, in dwell they are") {
  const Heap road = NewRoad();
  road->Preempt(1, true);
  road->Step();
  while (road->interval() != PreemptInterval::kDwell) {
    road->Press(6);
    road->Press(4);
    CHECK(!road->Walks(6) && !road->Walks(4));
    road->Step();
  }
  CHECK(road->Until([&] { return road->Walks(4); }, 400) >= 0);
  CHECK(road->broken == nullptr);
}

TEST("on the way out a green that is in nobody's way stays") {
  stopline::Tables tables = WithPreempts();
  tables.preempt_dwell[2] = Set(2, 6);
  tables.preempt_exit[2] = Set(1);
  const auto road = std::make_unique<Crossroads>(FourLeg(), tables);
  road->Settle(4, 8);
  road->input.preempt[2] = 1;
  CHECK(road->UntilGreen(6) > 0);
  road->Step(100);
  road->input.preempt[2] = 0;
  // 2 gives way to 1 in its ring, and 6 goes beside it.
  road->Step();
  CHECK(!road->Green(2) && road->Green(6));
  for (int i = 0; i < 60; ++i) {
    CHECK(road->Green(6));
    road->Step();
  }
  CHECK(road->Green(1) && road->broken == nullptr);
}

TEST("a more important preempt takes over in every interval of a lesser one, a lesser one in none") {
  for (const PreemptInterval when :
       {PreemptInterval::kDelay, PreemptInterval::kEntry, PreemptInterval::kDwell, PreemptInterval::kExit}) {
    const Heap road = NewRoad();
    road->Preempt(2, true);
    road->Step(when == PreemptInterval::kExit ? 40 : 0);
    road->Preempt(2, when != PreemptInterval::kExit);
    CHECK(road->UntilInterval(when) >= 0);
    road->Preempt(1, true);
    road->Step();
    CHECK(road->Told(105, 1) && road->served() == 1 && road->interval() == PreemptInterval::kEntry);
    CHECK(road->UntilInterval(PreemptInterval::kTrackClearance) >= 0 && road->Green(1) && road->Green(6));
    CHECK(road->broken == nullptr);
  }
  for (const PreemptInterval when :
       {PreemptInterval::kEntry, PreemptInterval::kTrackClearance, PreemptInterval::kDwell}) {
    const Heap road = NewRoad();
    road->Preempt(1, true);
    CHECK(road->UntilInterval(when) >= 0);
    road->Preempt(2, true);
    road->Step(60);
    CHECK(road->told(105, 2) == -1 && road->served() == 1);
  }
}

TEST("a preempt that waits for a more important one is served behind it, without an exit between, if it is still on") {
  for (const bool still : {true, false}) {
    for (const int lesser : {2, 3}) {
      const Heap road = NewRoad();
      road->Preempt(lesser, true);
      CHECK(road->UntilInterval(PreemptInterval::kDwell) >= 0);
      road->Preempt(1, true);
      CHECK(road->UntilInterval(PreemptInterval::kTrackClearance) >= 0);
      road->Preempt(lesser, still);
      CHECK(road->UntilInterval(PreemptInterval::kDwell) >= 0);
      road->Step(100);
      road->Preempt(1, false);
      road->Step();
      const bool again = still || lesser == 2;  // preempt 2 is remembered until it has been served
      CHECK(road->Told(105, lesser) == again && road->Told(111, 1) == !again);
      CHECK(road->broken == nullptr);
    }
  }
}

TEST("an input that is on for too long counts as stuck: the preempt ends, and is deaf to it until it goes off") {
  const Heap road = NewRoad();
  road->Preempt(1, true);
  road->Step(3000);
  CHECK(road->interval() == PreemptInterval::kDwell && road->count(110) == 0);
  road->Step();
  CHECK(road->Told(110, 1) && road->Told(111, 1));
  road->Step(5000);
  CHECK(road->count(105) == 1 && road->count(110) == 1 && road->interval() == PreemptInterval::kNone);
  road->Preempt(1, false);
  road->Step();
  CHECK(road->Told(104, 1));
  road->Preempt(1, true);
  road->Step();
  CHECK(road->Told(105, 1));
  CHECK(road->broken == nullptr);
}

TEST("a preempt in stop time waits with everything else, and goes on where it stood") {
  const Heap road = NewRoad();
  road->Press(4);
  CHECK(road->UntilGreen(4) > 0);
  road->Step(20);
  road->input.stop_time[0] = 1;
  road->Preempt(1, true);
  std::int32_t lamps[32];
  road->Step();
  std::memcpy(lamps, road->output.channels, sizeof lamps);
  for (int i = 0; i < 500; ++i) {
    road->Step();
    CHECK(std::memcmp(lamps, road->output.channels, sizeof lamps) == 0);
  }
  CHECK(road->count(105) == 0);
  road->input.stop_time[0] = 0;
  road->Step();
  CHECK(road->Told(105, 1));
  CHECK(road->UntilInterval(PreemptInterval::kTrackClearance) >= 0);
}

TEST("an officer has no say while a preempt is in force, and has it again behind it") {
  const Heap road = NewRoad();
  road->input.manual[0] = 1;
  road->Call(4);
  road->Step(600);
  CHECK(road->Green(2));
  road->Preempt(1, true);
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0);
  road->Preempt(1, false);
  CHECK(road->UntilInterval(PreemptInterval::kNone) > 0);
  road->Step(1000);
  CHECK(road->Green(2) && road->Green(6) && road->broken == nullptr);
}

TEST("flash ends a preempt, and behind it the input that is still on begins anew") {
  const Heap road = NewRoad();
  road->Preempt(1, true);
  CHECK(road->UntilInterval(PreemptInterval::kTrackClearance) >= 0);
  road->input.flash[0] = static_cast<int>(stopline::FlashStatus::kLocalManual);
  road->Step();
  CHECK(road->Told(104, 1) && road->interval() == PreemptInterval::kNone);
  road->input.flash[0] = 0;
  CHECK(road->Until([&] { return road->Told(105, 1); }) > 100);
  CHECK(road->Told(102, 1));
  CHECK(road->UntilInterval(PreemptInterval::kDwell) > 0);
  CHECK(road->broken == nullptr);
}

TEST("a preempt sets coordination aside, and behind it the cycle comes back into step") {
  constexpr int kSplit[8] = {150, 350, 150, 250, 150, 350, 150, 250};
  const auto road = std::make_unique<test::Arterial>(FourLeg(), WithPreempts());
  road->Coordinate(900, 0, kSplit);
  road->Go(4 * 900);
  road->GoTo(20);
  road->input.preempt[1] = 1;
  // 2 and 6 are held until their yield point at 29.9 s; the ambulance does not wait for it.
  road->Go(31);
  road->Go(80);
  CHECK(road->ended[2] < 350 - 51 && road->cause[2] == 20);
  road->Go(2000);
  CHECK(road->told[105] == 1 && road->told[107] == 1);
  // A train instead: its dwell phases take turns by their own maximums, of which the plan knows nothing.
  road->input.preempt[0] = 1;
  road->Go(700);
  const int forced = road->told[20];
  road->Go(2000);
  CHECK(road->told[20] == forced && road->greens[3] > 5 && (road->cause[3] == 5 || road->cause[3] == 4));
  road->input.preempt[0] = 0;
  road->Go(1500);
  CHECK(road->output.channels[3] == stopline::kGreen && road->output.channels[6] == stopline::kGreen);
  road->input.preempt[1] = 0;
  road->Go(20 * 900);
  CHECK(road->told[111] == 1 && road->Status() == stopline::CoordinationStatus::kInStep);
  road->GoTo(899);
  CHECK(road->began[2] == 0 && road->ended[2] == 350 - 51 && road->broken == nullptr);
}

namespace {

// By the timing sheet alone: someone who must go has just been let go, on foot too, maybe ahead of the green; or
// someone who is wanted has just begun to go.
int LongestEntry(const Site& site, int wanted) {
  int longest = 0;
  for (int p = 0; p < 8; ++p) {
    const test::Phase& sheet = site.phase[p];
    const int green =
        (wanted >> p & 1) != 0 ? 0 : std::max(sheet.leading_walk + sheet.min_green, sheet.walk + sheet.ped_clear);
    longest = std::max(longest, green + sheet.yellow + sheet.red_clear);
  }
  return longest;
}

}  // namespace

TEST("the way in takes as long as what holds always, at the worst: whenever the train comes") {
  for (const bool leads : {false, true}) {
    Site site = FourLeg();
    // A short walk behind a long lead: the minimum behind it is what is waited for.
    for (const int p : {1, 3, 5, 7}) {
      if (leads)
        site.phase[p] = {.min_green = 180,
                         .passage = 25,
                         .yellow = 36,
                         .red_clear = 15,
                         .walk = 60,
                         .ped_clear = 100,
                         .lock = false,
                         .leading_walk = 40};
    }
    stopline::Tables tables = WithPreempts();
    const stopline::Tables led = test::TablesOf(site);
    std::copy(led.min_green, led.min_green + 16, tables.min_green);
    std::copy(led.walk, led.walk + 16, tables.walk);
    std::copy(led.ped_clear, led.ped_clear + 16, tables.ped_clear);
    std::copy(led.leading_walk, led.leading_walk + 16, tables.leading_walk);
    const int sheet = LongestEntry(site, Set(1, 6));
    CHECK(sheet == (leads ? 40 + 180 : 70 + 140) + 36 + 15);
    int longest = 0;
    for (int when = 0; when < 900; when += leads ? 7 : 1) {
      const auto road = std::make_unique<Crossroads>(site, tables);
      road->Settle(2, 6);
      for (int number = 1; number <= 8; ++number) road->Call(number);
      for (const int number : {2, 4, 6, 8}) road->Press(number);
      road->Step(1 + when);
      road->input.preempt[0] = 1;
      road->Step();
      const int took = road->Until([&] { return road->Told(106, 1); });
      CHECK(took >= 0 && road->Green(1) && road->Green(6));
      longest = std::max(longest, took);
      CHECK(road->Until([&] { return road->Told(107, 1); }) >= 0);
      CHECK(road->broken == nullptr);
    }
    std::printf("  # %d tenths; %d by the sheet\n", longest, sheet);
    // A tenth more: the interval turns in the tenth after the greens have come.
    CHECK(longest <= sheet + 1 && longest >= sheet - 10);
  }
}

namespace {

// Preempts of any kind on any site, that come and go as they like.
void AnyPreempts(Dice& dice, const Site& site, stopline::Tables& t) {
  int group_of[16];
  std::fill(group_of, group_of + 16, -1);
  for (int g = 0; g < site.groups; ++g) {
    for (int r = 0; r < 4; ++r) {
      for (const int number : site.rings[r][g]) {
        if (number != 0) group_of[number - 1] = g;
      }
    }
  }
  const auto together = [&](int most) {
    int set = 0;
    const int first = dice.Roll(16);
    for (int i = 0; i < 16 && most > 0; ++i) {
      const int p = (first + i) % 16;
      if (t.enabled[p] == 0 || (set & ~t.concurrent[p]) != 0) continue;
      set |= 1 << p;
      --most;
    }
    return set;
  };
  for (int i = 0; i < stopline::kPreempts; ++i) {
    t.preempt_enabled[i] = dice.OneIn(2) ? 1 : 0;
    t.preempt_lock[i] = dice.Roll(2);
    t.preempt_delay[i] = dice.OneIn(2) ? 0 : dice.Roll(100);
    t.preempt_min_duration[i] = dice.Roll(400);
    t.preempt_max_presence[i] = dice.OneIn(2) ? 0 : dice.Roll(2000);
    t.preempt_track[i] = dice.OneIn(2) ? 0 : together(dice.Between(1, 3));
    t.preempt_track_green[i] = dice.Roll(200);
    for (int p = 0; p < 16; ++p) {
      if (t.enabled[p] != 0 && dice.OneIn(3)) t.preempt_dwell[i] |= 1 << p;
    }
    if (t.preempt_dwell[i] == 0) t.preempt_dwell[i] = together(4);
    t.preempt_min_dwell[i] = dice.Roll(200);
    t.preempt_exit[i] = dice.OneIn(4) ? 0 : together(dice.Between(1, 4));
  }
}

}  // namespace

TEST("any preempts on any site, whoever calls: never an unsafe lamp, and none that waits for ever") {
  int served = 0;
  for (std::uint32_t seed = 1; seed <= test::Long(200u); ++seed) {
    Dice dice(seed);
    const Site site = seed % 2 == 0 ? test::AnySite(dice) : test::AnySiteWithOptions(dice);
    stopline::Tables tables = test::TablesOf(site);
    AnyPreempts(dice, site, tables);
    const auto road = std::make_unique<Crossroads>(site, tables);
    CHECK(road->broken == nullptr);
    const int busy = dice.OneIn(3) ? 5 : dice.Between(20, 1000);
    int since = 0;
    for (int i = 0; i < 10'000; ++i) {
      for (int p = 0; p < 16; ++p) {
        if (tables.enabled[p] == 0) continue;
        road->input.vehicle[p] = dice.OneIn(30) ? dice.OneIn(busy) : road->input.vehicle[p];
        if (dice.OneIn(busy)) road->Call(p + 1);
        if (dice.OneIn(busy)) road->Press(p + 1);
        if (i == 0) road->input.max_green[p] = dice.Roll(400);
      }
      for (int n = 0; n < stopline::kPreempts; ++n) {
        int& input = road->input.preempt[n];
        if (dice.OneIn(input != 0 ? 300 : 4000)) input ^= 1;
      }
      if (dice.OneIn(8000)) road->input.flash[0] ^= 1;
      if (dice.OneIn(road->input.stop_time[0] != 0 ? 50 : 4000)) road->input.stop_time[0] ^= 1;
      if (dice.OneIn(road->input.manual[0] != 0 ? 300 : 4000)) road->input.manual[0] ^= 1;
      road->input.advance[0] = dice.OneIn(100) ? 1 : 0;
      road->Step();
      if (road->broken != nullptr) std::printf("  seed %u\n", seed);
      CHECK(road->broken == nullptr);
      // Every way in and out comes to its end.
      const auto interval = static_cast<PreemptInterval>(road->Look().preempt_interval[0]);
      const bool on_the_way = interval == PreemptInterval::kEntry || interval == PreemptInterval::kExit ||
                              interval == PreemptInterval::kTrackClearance;
      since = on_the_way && !road->Told(105, road->Look().preempt[0]) ? since + 1 : 0;
      if (since > 2000) std::printf("  seed %u, tenth %d: interval %d\n", seed, i, static_cast<int>(interval));
      CHECK(since <= 2000);
    }
    served += road->count(107);
  }
  std::printf("  # %d preempts were served\n", served);
  CHECK(served > test::Long(1000));
}
