// Any calls, recalls, patterns and orders, for days of the street: whatever comes in, the promises hold.
#include <cstring>

#include "harness.h"
#include "junction.h"
#include "strategies/strategy.h"
#include "watch.h"

namespace {

using stopline::Input;
using stopline::Output;
using test::Dice;
using test::Site;
using test::Watch;

// How busy the street is; changes every few minutes.
struct Mood {
  int arrivals;  // one vehicle in so many tenths; 0: a standing queue
  int presses;
  bool leave;  // waiting vehicles may turn away, so calls come and go

  static Mood Any(Dice& dice) {
    const int arrivals[] = {0, 3, 30, 200, 2000};
    return {arrivals[dice.Roll(5)], dice.OneIn(3) ? 20 : dice.Between(200, 3000), dice.OneIn(3)};
  }
};

void AnyPattern(Dice& dice, Input& input) {
  for (int p = 0; p < 16; ++p) {
    input.max_green[p] = dice.OneIn(20) ? 0 : dice.Between(1, 500);
    input.recall[p] = dice.OneIn(2) ? 0 : dice.Roll(4);
    input.ped_recall[p] = dice.OneIn(4) ? 1 : 0;
  }
  input.strategy[0] = dice.Roll(stopline::strategies::Count());
  input.sequence[0] = dice.Between(-1, 4);
}

class Street {
 public:
  Street(const Site& site, std::uint32_t seed) : dice_(seed), watch(site), tables_(test::TablesOf(site)) {
    wrong = junction_.Open(tables_, test::MonitorTablesOf(site));
  }

  void Step(bool with_flash) {
    if (dice_.OneIn(3000)) mood_ = Mood::Any(dice_);
    if (tick == 0 || dice_.OneIn(20'000)) AnyPattern(dice_, input_);
    watch.SetBound(input_.max_green);
    if (with_flash && (input_.flash[0] != 0 ? dice_.OneIn(50) : dice_.OneIn(30'000))) input_.flash[0] ^= 1;
    for (int p = 0; p < 16; ++p) Demand(p);
    if (officer) Officer();
    junction_.Step(input_, output_);
    if (output_.fault[0] != 0) broken = stopline::monitor::kFaultWords[output_.fault[0]];
    if (const char* seen = watch.See(output_.channels)) broken = seen;
    ++tick;
  }

  bool officer = false;  // somebody may be at the cabinet's door
  const char* wrong = nullptr;
  const char* broken = nullptr;
  int tick = 0;

 private:
  // Stops time for a while, or leads the traffic by hand; presses more often than anything can end.
  void Officer() {
    input_.stop_time[0] = input_.stop_time[0] != 0 ? !dice_.OneIn(50) : dice_.OneIn(5000);
    input_.manual[0] = input_.manual[0] != 0 ? !dice_.OneIn(2000) : dice_.OneIn(20'000);
    input_.advance[0] = input_.manual[0] != 0 ? dice_.OneIn(20) : dice_.OneIn(5000);
    watch.Officer(input_.stop_time[0] != 0, input_.manual[0] != 0);
  }

  void Demand(int p) {
    if (tables_.enabled[p] == 0) return;
    const bool arrives = mood_.arrivals == 0 || dice_.OneIn(mood_.arrivals);
    input_.locking[p] = arrives && dice_.OneIn(4) ? 1 : 0;
    input_.fault_recall[p] = input_.fault_recall[p] != 0 ? !dice_.OneIn(2000) : dice_.OneIn(200'000);
    if (arrives) input_.vehicle[p] = 1;
    input_.actuations[p] = arrives ? dice_.Between(1, 2) : 0;
    watch.Count(p, input_.actuations[p]);
    // Who is remembered may drive on over the loop and still waits.
    remembered_[p] = !watch.Green(p) && (remembered_[p] || input_.locking[p] != 0);
    const bool free_to_go = mood_.leave && (remembered_[p] || !watch.Waits(p));
    const bool goes = watch.Green(p) ? dice_.OneIn(15) && mood_.arrivals != 0 : free_to_go && dice_.OneIn(40);
    if (!arrives && goes) input_.vehicle[p] = 0;
    if (input_.locking[p] != 0 || (input_.vehicle[p] != 0 && !mood_.leave)) watch.WaitForGreen(p);
    input_.pedestrian[p] = tables_.walk[p] > 0 && dice_.OneIn(mood_.presses) ? 1 : 0;
    if (input_.pedestrian[p] != 0) watch.WaitForWalk(p);
  }

  Dice dice_;
  Mood mood_{30, 500, false};
  bool remembered_[16] = {};

 public:
  Watch watch;

 private:
  stopline::Tables tables_;
  stopline::Junction junction_;
  Input input_{};
  Output output_{};
};

bool Holds(Street& street, std::uint32_t seed) {
  if (street.broken == nullptr) return true;
  std::printf("  seed %u, tenth %d: %s\n", seed, street.tick, street.broken);
  return false;
}

}  // namespace

TEST("four legs keep every promise through 33 hours of any calls") {
  Street street(test::FourLeg(), 7);
  CHECK(street.wrong == nullptr);
  for (int i = 0; i < test::Long(1'200'000) && street.broken == nullptr; ++i) street.Step(true);
  CHECK(Holds(street, 7));
  std::printf("  # %d greens, %d walks, longest wait %d tenths, %d %% of what it may be\n", street.watch.greens,
              street.watch.walks, street.watch.longest_wait, street.watch.closest);
  // So that all this was not said of a street where nothing happened.
  CHECK(street.watch.greens > test::Long(5'000) && street.watch.walks > test::Long(2'000) &&
        street.watch.longest_wait > 1'000);
  // And so that the bound on waiting is one: in all of it somebody nearly reached it.
  CHECK(!test::kWhole || street.watch.closest > 75);
}

TEST("any site that can be run keeps every promise") {
  for (std::uint32_t seed = 1; seed <= test::Long(300u); ++seed) {
    Dice dice(seed);
    const Site site = test::AnySite(dice);
    Street street(site, seed);
    CHECK(street.wrong == nullptr);
    for (int i = 0; i < 5'000 && street.broken == nullptr; ++i) street.Step(seed % 2 == 0);
    CHECK(Holds(street, seed));
  }
}

TEST("any site with any options on its sheet keeps every promise, and an officer breaks none") {
  int leading = 0;
  for (std::uint32_t seed = 1; seed <= test::Long(300u); ++seed) {
    Dice dice(seed);
    const Site site = test::AnySiteWithOptions(dice);
    Street street(site, seed);
    street.officer = seed % 3 == 0;
    CHECK(street.wrong == nullptr);
    for (int i = 0; i < 5'000 && street.broken == nullptr; ++i) street.Step(seed % 2 == 0);
    CHECK(Holds(street, seed));
    leading += street.watch.leading;
  }
  CHECK(leading > test::Long(1'000));
}

TEST("the same calls give the same lamps and events") {
  stopline::Junction one;
  stopline::Junction two;
  const Site site = test::FourLeg();
  CHECK(one.Open(test::TablesOf(site), test::MonitorTablesOf(site)) == nullptr);
  CHECK(two.Open(test::TablesOf(site), test::MonitorTablesOf(site)) == nullptr);
  Dice dice(11);
  Input input{};
  AnyPattern(dice, input);
  for (int i = 0; i < 20'000; ++i) {
    for (int p = 0; p < 8; ++p) input.vehicle[p] = dice.OneIn(3);
    Output a{};
    Output b{};
    one.Step(input, a);
    two.Step(input, b);
    CHECK(std::memcmp(&a, &b, sizeof a) == 0);
  }
}

TEST("tables that cannot be run are refused in words") {
  const auto refused = [](void (*spoil)(stopline::Tables&)) {
    stopline::Tables tables = test::TablesOf(test::FourLeg());
    spoil(tables);
    stopline::Junction junction;
    return junction.Open(tables, test::MonitorTablesOf(test::FourLeg())) != nullptr;
  };
  CHECK(!refused([](stopline::Tables&) {}));
  CHECK(refused([](stopline::Tables& t) { t.ring[3] = 4; }));
  CHECK(refused([](stopline::Tables& t) { t.group[3] = -1; }));
  CHECK(refused([](stopline::Tables& t) { t.min_green[0] = 0; }));
  CHECK(refused([](stopline::Tables& t) { t.yellow_change[0] = 2'000'000'000; }));
  CHECK(refused([](stopline::Tables& t) { t.red_clear[0] = -1; }));
  CHECK(refused([](stopline::Tables& t) { t.ped_clear[1] = 0; }));
  CHECK(refused([](stopline::Tables& t) { t.sequence[0] = 17; }));
  CHECK(refused([](stopline::Tables& t) { t.sequence[1] = 1; }));
  CHECK(refused([](stopline::Tables& t) { t.sequence[8] = 2; }));
  CHECK(refused([](stopline::Tables& t) { t.start_phase[0] = 5; }));
  CHECK(refused([](stopline::Tables& t) { t.start_phase[0] = 4; }));
  CHECK(refused([](stopline::Tables& t) { t.start_phase[0] = t.start_phase[1] = 0; }));
  CHECK(refused([](stopline::Tables& t) { t.groups[0] = 17; }));
  CHECK(refused([](stopline::Tables& t) { t.channel_source[0] = 9; }));
  CHECK(refused([](stopline::Tables& t) { t.channel_flash[0] = stopline::kGreen; }));
}
