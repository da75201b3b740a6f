// Flash: the lawful way into automatic flash, the ways out, and every other kind at once.
#include <cstring>
#include <initializer_list>

#include "harness.h"
#include "junction.h"
#include "watch.h"

namespace {

using stopline::FlashStatus;
using test::Dice;
using test::FourLeg;
using test::PedestrianChannel;
using test::Site;
using test::Watch;

constexpr int kRed = stopline::kRed;
constexpr int kGreen = stopline::kGreen;
constexpr int kFlash = stopline::kFlashingRed;

// An intersection with somebody at the switch, a bystander, and the journal of unit flash status.
class Cabinet {
 public:
  explicit Cabinet(const Site& site, void (*change)(stopline::Tables&) = nullptr) : watch(site), site_(site) {
    tables = test::TablesOf(site);
    if (change != nullptr) change(tables);
    Open();
  }
  Cabinet(const Site& site, const stopline::Tables& changed) : tables(changed), watch(site), site_(site) { Open(); }

  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      std::memcpy(before, output.channels, sizeof before);
      watch.Officer(input.stop_time[0] != 0, input.manual[0] != 0);
      junction_.Step(input, output);
      if (output.fault[0] != 0) broken = stopline::monitor::kFaultWords[output.fault[0]];
      if (const char* seen = watch.See(output.channels)) broken = seen;
      for (int i = 0; i < output.event_count[0]; ++i) {
        if (output.events[2 * i] == static_cast<int>(stopline::Event::kFlashStatus)) Note(output.events[2 * i + 1]);
      }
      for (int p = 0; p < 16; ++p) input.pedestrian[p] = input.locking[p] = 0;
      ++tick;
    }
  }
  template <typename Condition>
  int Until(Condition holds, int limit = 10'000) {
    for (int i = 0; i <= limit; ++i) {
      if (holds()) return i;
      Step();
    }
    return -1;
  }
  int UntilGreen(int phase) {
    input.vehicle[phase - 1] = 1;
    const int tenths = Until([&] { return Green(phase); });
    input.vehicle[phase - 1] = 0;
    return tenths;
  }
  // Start-up is over and everyone whom it called has been served.
  void Settle() { Step(3000); }
  int UntilFlash() {
    return Until([&] { return Flashing(); });
  }

  void Ask(FlashStatus status) { input.flash[0] = static_cast<int>(status); }
  void Release() { input.flash[0] = 0; }

  bool Green(int phase) const { return output.channels[phase - 1] == kGreen; }
  bool Flashing() const { return tick > 0 && All(output.channels, kFlash); }
  bool AllRed() const { return All(output.channels, kRed); }
  // Nobody had a right to be in the intersection in the tenth before this one.
  bool WasEmpty() const {
    for (int p = 0; p < 16; ++p) {
      const int walk = before[PedestrianChannel(p)];
      if (tables.enabled[p] != 0 && (before[p] != kRed || walk == kGreen || walk == kFlash)) return false;
    }
    return true;
  }
  // The last of what was told of flash is this.
  bool Told(const char* statuses) const {
    const std::size_t length = std::strlen(statuses);
    const std::size_t all = std::strlen(told);
    return length <= all && std::strcmp(told + all - length, statuses) == 0;
  }

  stopline::Tables tables{};
  stopline::Input input{};
  stopline::Output output{};
  Watch watch;
  const char* wrong = nullptr;
  const char* broken = nullptr;
  char told[64] = {};  // a digit each
  int tick = 0;

 private:
  void Open() {
    wrong = junction_.Open(tables, test::MonitorTablesOf(site_));
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    watch.SetBound(input.max_green);
  }
  void Note(int status) {
    const std::size_t all = std::strlen(told);
    if (all + 1 < sizeof told) told[all] = static_cast<char>('0' + status);
  }
  bool All(const std::int32_t (&lamps)[32], int lamp) const {
    for (int p = 0; p < 16; ++p) {
      if (tables.enabled[p] != 0 && lamps[p] != lamp) return false;
    }
    return true;
  }

  Site site_;
  stopline::Junction junction_;
  std::int32_t before[32] = {};
};

void MainStreet(stopline::Tables& t) {
  t.flash_entry[0] = (1 << 1) | (1 << 5);  // 2 and 6
  t.flash_exit[0] = (1 << 3) | (1 << 7);   // 4 and 8
  t.flash_min[0] = 200;
}

bool Holds(const Cabinet& cabinet) {
  if (cabinet.broken == nullptr) return true;
  std::printf("  tenth %d: %s\n", cabinet.tick, cabinet.broken);
  return false;
}

}  // namespace

TEST("automatic flash comes by way of its entry phases, their minimum, yellow, red clearance and all red") {
  Cabinet cabinet(FourLeg(), MainStreet);
  CHECK(cabinet.wrong == nullptr);
  cabinet.Settle();
  CHECK(cabinet.Told("72"));
  cabinet.UntilGreen(3);
  cabinet.Ask(FlashStatus::kAutomatic);
  cabinet.input.vehicle[6] = 1;  // somebody waits on 7, and is not served any more
  const int called = cabinet.tick;
  CHECK(cabinet.Until([&] { return cabinet.Green(2); }) > 0);
  CHECK(!cabinet.Green(7) && cabinet.Told("72"));
  const int began = cabinet.tick;
  CHECK(cabinet.UntilFlash() > 0);
  CHECK(cabinet.WasEmpty() && cabinet.Told("723"));
  // 3's minimum and 8's, which ends the group; then 2 and 6, and no more than they need.
  CHECK(began - called <= 80 + 36 + 15);
  CHECK(cabinet.tick - began == 80 + 1 + 36 + 15 + 1);
  CHECK(Holds(cabinet));
}

TEST("entry phases of flash that are green already end when their minimum and their pedestrians are through") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.Settle();
  cabinet.UntilGreen(4);
  cabinet.input.pedestrian[1] = 1;
  cabinet.UntilGreen(2);
  cabinet.Step(20);
  cabinet.Ask(FlashStatus::kAutomatic);
  cabinet.input.pedestrian[5] = 1;  // too late for a walk beside 6
  CHECK(cabinet.UntilFlash() == 70 + 140 - 20 + 36 + 15 + 1);
  CHECK(cabinet.WasEmpty() && cabinet.output.channels[PedestrianChannel(5)] != kGreen);
  CHECK(Holds(cabinet));
}

TEST("who waits to walk beside an entry phase walks before the lamps flash, and nobody else") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.Settle();
  cabinet.UntilGreen(3);
  cabinet.input.pedestrian[1] = cabinet.input.pedestrian[3] = 1;
  cabinet.Step();
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return cabinet.output.channels[PedestrianChannel(1)] == kGreen; }) > 0);
  while (!cabinet.Flashing()) {
    cabinet.Step();
    CHECK(cabinet.output.channels[PedestrianChannel(3)] != kGreen);
  }
  CHECK(cabinet.WasEmpty() && Holds(cabinet));
}

TEST("an entry phase that must not begin yet is waited for before the lamps flash") {
  Cabinet cabinet(FourLeg(), [](stopline::Tables& t) {
    MainStreet(t);
    t.flash_entry[0] = 1 << 1;
    t.red_revert[1] = 400;
  });
  cabinet.Settle();
  cabinet.UntilGreen(2);
  cabinet.UntilGreen(3);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) < 400);
  CHECK(cabinet.Until([&] { return cabinet.Green(2) || cabinet.Flashing(); }) > 0);
  CHECK(cabinet.Green(2) && Holds(cabinet));
}

TEST("a site whose flash has no entry and exit phases has its start phases for them") {
  Cabinet cabinet(FourLeg());
  cabinet.UntilGreen(4);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return cabinet.Green(2) && cabinet.Green(6); }) > 0);
  CHECK(cabinet.UntilFlash() > 0);
  cabinet.Release();
  CHECK(cabinet.Until([&] { return cabinet.Green(2) && cabinet.Green(6); }) == 60 + 1);
  CHECK(Holds(cabinet));
}

TEST("automatic flash lasts its minimum and is left through all red to the exit phases") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.UntilGreen(2);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.UntilFlash() > 0);
  cabinet.Step(30);
  cabinet.Release();
  CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) == 200 - 30);
  CHECK(cabinet.Told("7232"));
  CHECK(cabinet.Until([&] { return !cabinet.AllRed(); }) == 60);
  CHECK(cabinet.Green(4) && cabinet.Green(8) && cabinet.output.channels[PedestrianChannel(3)] == kGreen);
  // Whoever came in the flash is taken to be waiting still.
  CHECK(cabinet.Until([&] { return cabinet.Green(1); }) > 0);
  CHECK(Holds(cabinet));
}

TEST("every other flash is there in its own tenth and is left through start-up") {
  for (const int status : {1, 4, 5, 6, 7, 8, 9, -1}) {
    Cabinet cabinet(FourLeg(), MainStreet);
    cabinet.UntilGreen(3);
    cabinet.Step(10);
    cabinet.input.flash[0] = status;
    cabinet.Step();
    CHECK(cabinet.Flashing());
    const char digit[] = {static_cast<char>('0' + (status < 1 || status > 7 ? 1 : status)), '\0'};
    CHECK(cabinet.Told(digit));
    cabinet.Step(1000);
    cabinet.Release();
    CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) == 60 + 1);
    CHECK(cabinet.Told("72"));
    CHECK(cabinet.Until([&] { return !cabinet.AllRed(); }) == 60);
    CHECK(cabinet.Green(2) && cabinet.Green(6));
    CHECK(Holds(cabinet));
  }
}

TEST("a reason that follows another in flash is told, and the way out is the longer one") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.UntilGreen(2);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.UntilFlash() > 0);
  cabinet.Ask(FlashStatus::kLocalManual);
  cabinet.Step();
  cabinet.Ask(FlashStatus::kAutomatic);
  cabinet.Step(500);
  cabinet.Release();
  CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) == 60 + 1);
  CHECK(cabinet.Told("7234372"));
  CHECK(cabinet.Until([&] { return !cabinet.AllRed(); }) == 60);
  CHECK(cabinet.Green(2));
  // The next night is an ordinary one again.
  cabinet.UntilGreen(4);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return cabinet.Green(2) || cabinet.Flashing(); }) > 0);
  CHECK(cabinet.Green(2));
  CHECK(cabinet.UntilFlash() > 0);
  cabinet.Step(500);
  cabinet.Release();
  CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) == 1);
  CHECK(Holds(cabinet));
}

TEST("automatic flash that is asked for in start-up does not make it shorter") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.Step(70);
  CHECK(cabinet.AllRed());
  cabinet.Ask(FlashStatus::kAutomatic);
  cabinet.Step();
  CHECK(cabinet.Flashing());
  cabinet.Step(300);
  cabinet.Release();
  CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) == 60 + 1);
  CHECK(cabinet.Until([&] { return !cabinet.AllRed(); }) >= 60);
  CHECK(cabinet.Green(2));
  CHECK(Holds(cabinet));
}

TEST("the switch is thrown back before the lamps flash: everybody is served again, with no green cut") {
  for (int after = 0; after < 300; after += 7) {
    Cabinet cabinet(FourLeg(), MainStreet);
    cabinet.UntilGreen(3);
    cabinet.Ask(FlashStatus::kAutomatic);
    for (int i = 0; i < after && !cabinet.Flashing(); ++i) cabinet.Step();
    if (cabinet.Flashing()) break;
    cabinet.Release();
    for (const int phase : {7, 1, 4}) CHECK(cabinet.UntilGreen(phase) >= 0);
    CHECK(cabinet.Told("72"));
    CHECK(Holds(cabinet));
  }
}

TEST("the lamps do not flash before the longest intergreen behind the last green is over") {
  Cabinet cabinet(FourLeg(), [](stopline::Tables& t) {
    MainStreet(t);
    t.clearance[1 * 16 + 3] = 120;
  });
  cabinet.Settle();
  cabinet.UntilGreen(4);
  cabinet.input.pedestrian[1] = 1;
  cabinet.UntilGreen(2);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return !cabinet.Green(2) && !cabinet.Green(6); }) >= 0);
  const int yellow = cabinet.Until([&] { return cabinet.AllRed(); });
  CHECK(yellow == 36);
  cabinet.input.stop_time[0] = 1;
  cabinet.Step(100);
  cabinet.input.stop_time[0] = 0;
  CHECK(cabinet.UntilFlash() == 120 - yellow);
  CHECK(Holds(cabinet));
}

TEST("stop time holds the way into automatic flash, start-up and the way out, and never another flash") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.Step(70);
  cabinet.input.stop_time[0] = 1;
  cabinet.Step(5000);
  CHECK(cabinet.AllRed());
  cabinet.input.stop_time[0] = 0;
  cabinet.Settle();
  cabinet.UntilGreen(2);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return cabinet.AllRed(); }) > 0);
  cabinet.input.stop_time[0] = 1;
  cabinet.Step(100);
  CHECK(cabinet.AllRed());
  cabinet.input.stop_time[0] = 0;
  CHECK(cabinet.UntilFlash() >= 0);
  cabinet.Step(300);
  cabinet.Release();
  cabinet.input.stop_time[0] = 1;
  cabinet.Step(100);
  CHECK(cabinet.Flashing());
  cabinet.input.stop_time[0] = 0;
  CHECK(cabinet.UntilGreen(4) > 0);
  cabinet.input.stop_time[0] = 1;
  cabinet.Ask(FlashStatus::kLocalManual);
  cabinet.Step();
  CHECK(cabinet.Flashing());
  CHECK(Holds(cabinet));
}

TEST("stop time in whatever tenth of the way into automatic flash: the lamps flash only when it is over") {
  int ways = 0;
  for (int tenth = 0; tenth < 400; tenth += tenth < 130 ? 10 : 1) {
    Cabinet cabinet(FourLeg(), MainStreet);
    cabinet.Settle();
    cabinet.Ask(FlashStatus::kAutomatic);
    cabinet.Step(tenth);
    if (cabinet.Flashing()) break;
    cabinet.input.stop_time[0] = 1;
    for (int i = 0; i < 20; ++i) {
      cabinet.Step();
      CHECK(!cabinet.Flashing());
    }
    cabinet.input.stop_time[0] = 0;
    CHECK(cabinet.UntilFlash() > 0 && Holds(cabinet));
    ++ways;
  }
  CHECK(ways > 10);
}

TEST("a busy cross street makes way for flash behind its minimum, not behind its maximum") {
  Cabinet cabinet(FourLeg(), MainStreet);
  cabinet.Settle();
  cabinet.input.vehicle[2] = cabinet.input.vehicle[6] = 1;
  CHECK(cabinet.UntilGreen(3) > 0);
  cabinet.input.vehicle[2] = cabinet.input.vehicle[6] = 1;
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return !cabinet.Green(3); }) == 50);
  CHECK(cabinet.UntilFlash() > 0 && Holds(cabinet));
}

TEST("left turns may be the way into flash, and they are served before the lamps flash") {
  Cabinet cabinet(FourLeg(), [](stopline::Tables& t) {
    t.flash_entry[0] = 1 | 1 << 4;  // 1 and 5
    t.flash_exit[0] = 1 << 1 | 1 << 5;
  });
  cabinet.Settle();
  CHECK(cabinet.UntilGreen(4) > 0);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return cabinet.Green(1) && cabinet.Green(5); }) > 0);
  CHECK(cabinet.UntilFlash() > 50 && Holds(cabinet));
}

TEST("a preempt that is under way is finished before automatic flash; one that comes on the way there is served") {
  const auto rails = [](stopline::Tables& t) {
    MainStreet(t);
    t.preempt_enabled[0] = 1;
    t.preempt_track[0] = 1 << 3;
    t.preempt_track_green[0] = 100;
    t.preempt_dwell[0] = (1 << 1) | (1 << 5);
  };
  for (const bool first : {true, false}) {
    Cabinet cabinet(FourLeg(), rails);
    cabinet.UntilGreen(3);
    if (!first) cabinet.Ask(FlashStatus::kAutomatic);
    cabinet.Step(30);
    cabinet.input.preempt[0] = 1;
    cabinet.Step(2);
    cabinet.Ask(FlashStatus::kAutomatic);
    // The tracks are cleared.
    CHECK(cabinet.Until([&] { return cabinet.Green(4); }) > 0);
    CHECK(cabinet.Until([&] { return !cabinet.Green(4); }) >= 100);
    cabinet.Step(2000);
    CHECK(!cabinet.Flashing());
    cabinet.input.preempt[0] = 0;
    CHECK(cabinet.UntilFlash() > 0);
    CHECK(cabinet.WasEmpty());
    CHECK(Holds(cabinet));
  }
}

TEST("an overlap has its own yellow and red before the lamps flash") {
  // Red and yellow of 9 follow phase 2, and go on for longer than its own.
  Cabinet cabinet(FourLeg(), [](stopline::Tables& t) {
    MainStreet(t);
    t.overlap_kind[0] = stopline::kNormal;
    t.overlap_included[0] = 1 << 1;
    t.overlap_conflicts[0] = 0b11001100;
    t.overlap_min_green[0] = 80;
    t.overlap_trailing_green[0] = 50;
    t.overlap_yellow[0] = 40;
    t.overlap_red[0] = 20;
  });
  CHECK(cabinet.wrong == nullptr);
  cabinet.Settle();
  cabinet.UntilGreen(2);
  cabinet.Ask(FlashStatus::kAutomatic);
  CHECK(cabinet.Until([&] { return !cabinet.Green(2); }) > 0);
  CHECK(cabinet.UntilFlash() >= 50 + 40 + 20);
  CHECK(Holds(cabinet));
}

// Any night on any site: who is at the switch changes his mind, and the bystander sees no promise broken.
TEST("any site goes into automatic flash from anywhere, with an empty intersection and within a bound") {
  int nights = 0;
  for (std::uint32_t seed = 1; seed <= test::Long(300u); ++seed) {
    Dice dice(seed);
    const Site site = test::AnySite(dice);
    stopline::Tables tables = test::TablesOf(site);
    // One phase, or everything that goes with it.
    const auto some = [&] {
      std::int32_t set = 0;
      for (int p = dice.Roll(16); set == 0; p = dice.Roll(16)) {
        if (tables.enabled[p] != 0) set = 1 << p;
      }
      for (int p = 0; p < 16; ++p) {
        bool with = tables.enabled[p] != 0 && dice.OneIn(2);
        for (int q = 0; q < 16; ++q) with = with && ((set >> q & 1) == 0 || (tables.concurrent[p] >> q & 1) != 0);
        if (with) set |= 1 << p;
      }
      return set;
    };
    if (dice.OneIn(2)) tables.flash_entry[0] = some();
    if (dice.OneIn(2)) tables.flash_exit[0] = some();
    tables.flash_min[0] = dice.Between(0, 100);
    int bound = 2;
    for (int p = 0; p < 16; ++p) {
      const test::Phase& phase = site.phase[p];
      if (tables.enabled[p] == 0) continue;
      bound += 2 * (phase.min_green + phase.walk + phase.ped_clear + phase.yellow + phase.red_clear);
    }
    Cabinet cabinet(site, tables);
    CHECK(cabinet.wrong == nullptr);
    int asked = 0;
    bool was_flash = true;
    for (int i = 0; i < 6'000; ++i) {
      for (int p = 0; p < 16; ++p) {
        if (tables.enabled[p] == 0) continue;
        if (dice.OneIn(50)) cabinet.input.vehicle[p] ^= 1;
        cabinet.input.pedestrian[p] = dice.OneIn(300) ? 1 : 0;
      }
      if (cabinet.input.flash[0] == 0 && dice.OneIn(400)) cabinet.Ask(FlashStatus::kAutomatic);
      if (cabinet.input.flash[0] != 0 && dice.OneIn(cabinet.Flashing() ? 100 : 2000)) cabinet.Release();
      if (dice.OneIn(4000)) cabinet.input.flash[0] = dice.Between(4, 7);
      cabinet.Step();
      const bool automatic = cabinet.input.flash[0] == static_cast<int>(FlashStatus::kAutomatic);
      if (cabinet.Flashing() && !was_flash && automatic && cabinet.Told("3")) {
        CHECK(cabinet.WasEmpty());
        ++nights;
      }
      asked = automatic && !cabinet.Flashing() ? asked + 1 : 0;
      CHECK(asked <= bound);
      was_flash = cabinet.Flashing();
      if (cabinet.broken != nullptr) std::printf("  seed %u\n", seed);
      CHECK(Holds(cabinet));
    }
  }
  CHECK(nights > test::Long(1'000));
}
