// Faults that are put into the controller's output, or into the controller, on a running intersection with overlaps:
// each latches flash within its published time, and nothing unsafe is shown before. native/README.md has the list.
#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <string>

#include "controller/controller.h"
#include "harness.h"
#include "monitor/monitor.h"
#include "overlaid.h"
#include "watch.h"

namespace {

using stopline::Controller;
using stopline::FlashStatus;
using stopline::Input;
using stopline::kDark;
using stopline::kFlashingGreen;
using stopline::kFlashingRed;
using stopline::kFlashingYellow;
using stopline::kGreen;
using stopline::kRed;
using stopline::kYellow;
using stopline::Output;
using stopline::monitor::Fault;
using test::Dice;
using test::Overlaid;
using Lamps = std::int32_t[32];

// Someone at the roadside who knows who must never meet whom, written down by hand.
class Eyes {
 public:
  explicit Eyes(const Overlaid& sheet) : sheet_(sheet) {}

  const char* See(const Lamps& shown) {
    bool flash = true;
    for (int p = 0; p < 8; ++p) flash = flash && shown[p] == kFlashingRed;
    std::uint32_t out = 0;
    for (int p = 0; p < 8; ++p) out |= shown[p] == kGreen || shown[p] == kYellow ? 1u << p : 0;
    for (int p = 0; p < 8; ++p) {
      const int pedestrians = shown[test::PedestrianChannel(p)];
      const bool on = (out >> p & 1) != 0 || pedestrians == kGreen || pedestrians == kFlashingRed;
      if (on && (out & kMeetsPhase[p]) != 0) return "two phases were out that meet";
    }
    for (int o = 0; o < sheet_.count; ++o) {
      const int lamp = shown[sheet_.channel[o]];
      gives_way_[o] = lamp == kFlashingYellow || (lamp == kYellow && gives_way_[o]);
      if (flash || (lamp != kGreen && lamp != kYellow && lamp != kFlashingYellow)) continue;
      if ((out & (gives_way_[o] ? kMeetsArrow[o] : kMeets[o])) != 0)
        return "an overlap was out beside a phase that it meets";
    }
    return nullptr;
  }

 private:
  static constexpr std::uint32_t kMeetsPhase[] = {test::Phases(2, 3, 4, 7, 8), test::Phases(1, 3, 4, 7, 8),
                                                  test::Phases(4, 1, 2, 5, 6), test::Phases(3, 1, 2, 5, 6),
                                                  test::Phases(6, 3, 4, 7, 8), test::Phases(5, 3, 4, 7, 8),
                                                  test::Phases(8, 1, 2, 5, 6), test::Phases(7, 1, 2, 5, 6)};
  // By overlap of FourLegOverlaid().
  static constexpr std::uint32_t kMeets[] = {test::Phases(1, 4), test::Phases(3, 4, 7, 8), test::Phases(4, 6, 7),
                                             test::Phases(2, 3, 4, 7, 8), test::Phases(3, 4, 6, 7, 8)};
  static constexpr std::uint32_t kMeetsArrow[] = {0, 0, 0, test::Phases(1, 3, 4, 7, 8), test::Phases(3, 4, 5, 7, 8)};

  const Overlaid& sheet_;
  bool gives_way_[Overlaid::kMost] = {};
};

// A controller on a busy street; a layer that may spoil what it proposes; the monitor; someone who looks at the heads.
class Street {
 public:
  // The controller may have other tables than the monitor's.
  Street(const Overlaid& sheet, const stopline::Tables& tables, std::uint32_t seed)
      : dice(seed), sheet(sheet), eyes_(sheet), watch_(sheet.site) {
    wrong = controller_.Open(tables);
    if (wrong == nullptr) wrong = monitor_.Open(sheet.monitor);
    for (int& max : input_.max_green) max = 150;
  }
  Street(const Overlaid& sheet, std::uint32_t seed) : Street(sheet, sheet.tables, seed) {}

  // What the controller proposes next.
  void Propose() {
    std::copy(shown, shown + 32, was);
    if (dice.OneIn(300)) arrivals_ = dice.OneIn(3) ? 400 : dice.Between(1, 60);
    for (int p = 0; p < 8; ++p) {
      if (dice.OneIn(arrivals_)) input_.vehicle[p] = 1;
      if (was[p] == kGreen && dice.OneIn(20)) input_.vehicle[p] = 0;
      input_.pedestrian[p] = dice.OneIn(300) ? 1 : 0;
    }
    if (dice.OneIn(flash_ ? 80 : 4'000)) flash_ = !flash_;
    controller_.Step(input_, flash_ ? FlashStatus::kLocalManual : FlashStatus::kNotFlash, output_);
    std::copy(output_.channels, output_.channels + 32, next);
  }
  // What the monitor makes of it.
  void Judge() {
    monitor_.Check(next, shown);
    for (int c = 0; c < 32; ++c) age[c] = shown[c] == was[c] ? age[c] + 1 : 1;
    if (const char* seen = eyes_.See(shown)) unsafe = seen;
    // The stop-watch is for phases.
    Lamps phases = {};
    for (int c = 0; c < 32; ++c) phases[c] = sheet.tables.channel_kind[c] == stopline::kOverlapChannel ? 0 : shown[c];
    if (const char* seen = watch_.See(phases)) broken = seen;
  }
  void Step() {
    Propose();
    Judge();
  }

  Fault fault() const { return monitor_.fault(); }
  bool Flashes() const { return std::equal(shown, shown + 32, sheet.monitor.flash); }

  bool Vehicles(int c) const { return sheet.monitor.kind[c] == 1 || sheet.monitor.kind[c] == 3; }
  bool Walks(int c) const { return sheet.monitor.kind[c] == 2; }
  bool Arrow(int c) const { return sheet.monitor.kind[c] == 3; }
  // Steady, before and now.
  bool Steady() const {
    const bool before = !std::equal(was, was + 32, sheet.monitor.flash);
    return before && !std::equal(next, next + 32, sheet.monitor.flash);
  }
  bool Goes(int c, int lamp) const { return lamp == kGreen || (Arrow(c) && lamp == kFlashingYellow); }
  // A movement whose green meets this one's green, as both are now proposed.
  bool Meets(int c, int d) const {
    const bool out = next[d] == kGreen || (Vehicles(d) && next[d] == kYellow) || (Walks(d) && next[d] == kFlashingRed);
    return c != d && out && ((static_cast<std::uint32_t>(sheet.monitor.compatible[c]) >> d) & 1) == 0;
  }
  bool Is(int c, int before, int now) const { return was[c] == before && next[c] == now; }

  const char* wrong = nullptr;
  const char* unsafe = nullptr;
  const char* broken = nullptr;  // a promise of the timing sheet: not all of them are the monitor's business
  Dice dice;
  const Overlaid& sheet;
  Lamps was = {};   // shown in the last tenth
  Lamps age = {};   // for so long
  Lamps next = {};  // proposed
  Lamps shown = {};

 private:
  Controller controller_;
  stopline::monitor::Monitor monitor_;
  Eyes eyes_;
  test::Watch watch_;
  Input input_{};
  Output output_{};
  int arrivals_ = 20;
  bool flash_ = false;
};

// Puts one channel out of order, if what is shown and proposed just now is such that it is; true if so.
using Spoil = bool (*)(Street& street, int c);

struct Row {
  const char* words;  // as in native/README.md
  Fault name;
  int tenths;  // from the first faulty proposal to flash; 0: the fault itself is never shown
  Spoil spoil;
};

bool Set(Street& street, int c, int lamp) {
  street.next[c] = lamp;
  return true;
}

bool Conflict(Street& street, int c) {
  if (street.was[c] != kRed || street.next[c] != kRed) return false;
  for (int d = 0; d < 32; ++d) {
    if (street.sheet.monitor.kind[d] != 0 && street.Meets(c, d)) return Set(street, c, kGreen);
  }
  return false;
}

bool FlashingConflict(Street& street, int c) {
  if (!street.Arrow(c) || !street.Is(c, kRed, kRed)) return false;
  for (int p = 0; p < 8; ++p) {
    const bool meets = ((static_cast<std::uint32_t>(street.sheet.monitor.permissive[c]) >> p) & 1) == 0;
    if (meets && street.next[p] == kGreen) return Set(street, c, kFlashingYellow);
  }
  return false;
}

bool ShortClearance(Street& street, int c) {
  if (!street.Is(c, kRed, kRed)) return false;
  bool clearing = false;
  for (int d = 0; d < 32; ++d) {
    if (street.sheet.monitor.kind[d] == 0) continue;
    // An arrow that gives way has a table of its own.
    if (street.Meets(c, d) || (street.Arrow(d) && street.next[d] != kRed)) return false;
    const bool meets = ((static_cast<std::uint32_t>(street.sheet.monitor.compatible[c]) >> d) & 1) == 0;
    const bool early = street.age[d] < street.sheet.monitor.clearance[d * 32 + c];
    clearing = clearing || (meets && street.Vehicles(d) && !street.Arrow(d) && street.Is(d, kRed, kRed) && early);
  }
  return clearing && Set(street, c, kGreen);
}

const Row kRows[] = {
    {"conflicting movements", Fault::kConflict, 0, Conflict},
    {"an arrow that flashes beside those to whom it does not give way", Fault::kConflict, 0, FlashingConflict},
    {"red clearance cut short", Fault::kShortRedClearance, 0, ShortClearance},
    {"green cut short", Fault::kShortGreen, 0,
     [](Street& s, int c) {
       return s.Vehicles(c) && s.Goes(c, s.was[c]) && s.age[c] < s.sheet.monitor.min_green[c] && Set(s, c, kYellow);
     }},
    {"yellow skipped", Fault::kSkippedYellow, 0,
     [](Street& s, int c) { return s.Vehicles(c) && s.Goes(c, s.was[c]) && s.next[c] == kYellow && Set(s, c, kRed); }},
    {"yellow cut short", Fault::kShortYellow, 0,
     [](Street& s, int c) { return s.Vehicles(c) && s.Is(c, kYellow, kYellow) && Set(s, c, kRed); }},
    {"walk cut short", Fault::kShortWalk, 0,
     [](Street& s, int c) { return s.Walks(c) && s.Is(c, kGreen, kGreen) && Set(s, c, kFlashingRed); }},
    {"pedestrian clearance skipped", Fault::kSkippedPedClearance, 0,
     [](Street& s, int c) { return s.Walks(c) && s.Is(c, kGreen, kFlashingRed) && Set(s, c, kRed); }},
    {"pedestrian clearance cut short", Fault::kShortPedClearance, 0,
     [](Street& s, int c) { return s.Walks(c) && s.Is(c, kFlashingRed, kFlashingRed) && Set(s, c, kRed); }},
    {"yellow back to green", Fault::kOutOfSequence, 0,
     [](Street& s, int c) { return s.Vehicles(c) && s.was[c] == kYellow && Set(s, c, kGreen); }},
    {"red to yellow", Fault::kOutOfSequence, 0,
     [](Street& s, int c) { return s.Vehicles(c) && s.Is(c, kRed, kRed) && Set(s, c, kYellow); }},
    {"pedestrian clearance back to walk", Fault::kOutOfSequence, 0,
     [](Street& s, int c) { return s.Walks(c) && s.was[c] == kFlashingRed && Set(s, c, kGreen); }},
    {"an arrow from flashing to green without yellow", Fault::kOutOfSequence, 0,
     [](Street& s, int c) {
       const bool old = s.age[c] >= s.sheet.monitor.min_green[c];
       return s.Arrow(c) && s.was[c] == kFlashingYellow && old && Set(s, c, kGreen);
     }},
    {"no indication on a vehicle channel", Fault::kBadIndication, 0,
     [](Street& s, int c) { return s.Vehicles(c) && Set(s, c, kDark); }},
    {"no indication on a pedestrian channel", Fault::kBadIndication, 0,
     [](Street& s, int c) { return s.Walks(c) && Set(s, c, kDark); }},
    {"an indication that the channel does not have", Fault::kBadIndication, 0,
     [](Street& s, int c) {
       const int lamps[] = {kFlashingGreen, 7, -1, s.Walks(c) ? kYellow : kFlashingGreen};
       return Set(s, c, lamps[s.dice.Roll(4)]);
     }},
    {"a lamp on a channel that is not used", Fault::kBadIndication, 0,
     [](Street& s, int c) { return s.sheet.monitor.kind[c] == 0 && Set(s, c, kRed); }},
    {"one channel in flash and the others not", Fault::kPartialFlash, 0,
     [](Street& s, int c) {
       return s.Vehicles(c) && s.sheet.monitor.flash[c] == kFlashingRed && Set(s, c, kFlashingRed);
     }},
    {"flash left other than by red", Fault::kFlashLeftOtherThanByRed, 0, nullptr},
};

// Flash is left, and one head is not red.
bool SpoilTheWayOut(Street& street, int c) {
  const bool leaves = std::equal(street.was, street.was + 32, street.sheet.monitor.flash) && street.next[0] == kRed;
  return leaves && Set(street, c, kGreen);
}

// At a random moment of a random day, on a random channel. Returns what went wrong, or nullptr.
const char* Inject(const Row& row, const Overlaid& sheet, std::uint32_t seed) {
  Street street(sheet, seed);
  if (street.wrong != nullptr) return street.wrong;
  const int moment = street.dice.Between(800, 3'000);
  for (int i = 0; i < moment; ++i) street.Step();
  if (street.fault() != Fault::kNone) return "a fault before the fault";
  for (int i = 0; i < 20'000; ++i) {
    street.Propose();
    bool spoilt = false;
    const bool here = row.spoil == nullptr || (street.Steady() && street.dice.OneIn(4));
    const int first = street.dice.Roll(32);
    for (int n = 0; n < 32 && here && !spoilt; ++n) {
      const int c = (first + n) % 32;
      const bool used = sheet.monitor.kind[c] != 0 || row.name == Fault::kBadIndication;
      if (used) spoilt = row.spoil == nullptr ? SpoilTheWayOut(street, c) : row.spoil(street, c);
    }
    street.Judge();
    if (!spoilt) {
      if (street.fault() != Fault::kNone) return "a fault before the fault";
      continue;
    }
    for (int tenth = 0; tenth < row.tenths && street.fault() == Fault::kNone; ++tenth) street.Step();
    if (!street.Flashes()) return "no flash within the published time";
    if (street.fault() != row.name) return stopline::monitor::kFaultWords[static_cast<int>(street.fault())];
    for (int later = 0; later < 500; ++later) {
      street.Step();
      if (!street.Flashes()) return "flash did not stay";
    }
    return street.unsafe != nullptr ? street.unsafe : street.broken;
  }
  return "the moment for the fault never came";
}

}  // namespace

TEST("every fault in the controller's output is flash within its published time, whenever it comes") {
  const Overlaid sheet = test::FourLegOverlaid();
  for (const Row& row : kRows) {
    for (std::uint32_t seed = 1; seed <= 15; ++seed) {
      if (const char* broken = Inject(row, sheet, seed)) {
        std::printf("  %s, seed %u: %s\n", row.words, seed, broken);
        CHECK(broken == nullptr);
      }
    }
  }
}

TEST("the published list is the list that is tested") {
  std::ifstream file("native/README.md");
  CHECK(file.good());
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("| ", 0) != 0 || line.find(" | 0.1 s ") == std::string::npos) continue;
    ++rows;
    const auto named = [&line](const Row& row) { return line.rfind("| " + std::string(row.words) + " ", 0) == 0; };
    // One call is one tenth: what is vetoed in the tenth of its proposal is flash 0.1 s behind it at the latest.
    CHECK(std::count_if(std::begin(kRows), std::end(kRows),
                        [&](const Row& row) { return named(row) && row.tenths == 0; }) == 1);
  }
  CHECK(rows == std::end(kRows) - std::begin(kRows));
}

TEST("an output that is stuck is lawful until the others need it to change, and then it is flash") {
  const Overlaid sheet = test::FourLegOverlaid();
  int stuck_green = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Street street(sheet, seed);
    for (int i = street.dice.Between(800, 3'000); i > 0; --i) street.Step();
    int c = 0;
    do c = street.dice.Roll(32);
    while (sheet.monitor.kind[c] == 0);
    const int lamp = street.shown[c];
    const bool flash = street.Flashes();
    for (int i = 0; i < 4'000; ++i) {
      street.Propose();
      street.next[c] = lamp;
      street.Judge();
    }
    if (street.unsafe != nullptr) std::printf("  seed %u, channel %d: %s\n", seed, c + 1, street.unsafe);
    CHECK(street.unsafe == nullptr);
    if (lamp == kGreen && street.Vehicles(c) && !flash) {
      ++stuck_green;
      CHECK(street.fault() != Fault::kNone);
    }
  }
  CHECK(stuck_green > 3);
}

TEST("a controller whose tables are spoilt in memory is stopped before anything unsafe is shown") {
  const struct {
    const char* words;
    void (*spoil)(stopline::Tables&);
  } cases[] = {
      {"red clearance skipped", [](stopline::Tables& t) { t.red_clear[3] = t.red_clear[7] = 0; }},
      {"yellow shortened", [](stopline::Tables& t) { t.yellow_change[3] = 30; }},
      {"minimum green shortened", [](stopline::Tables& t) { t.min_green[6] = 20; }},
      {"walk shortened", [](stopline::Tables& t) { t.walk[1] = 10; }},
      {"pedestrian clearance shortened", [](stopline::Tables& t) { t.ped_clear[5] = 30; }},
      {"two phases of the rings swapped",
       [](stopline::Tables& t) {
         std::swap(t.group[1], t.group[3]);
         for (int& number : t.sequence) number = number == 2 ? 4 : number == 4 ? 2 : number;
         for (int p = 0; p < 8; ++p) {
           t.concurrent[p] = 0;
           for (int q = 0; q < 8; ++q) {
             if (t.group[q] == t.group[p] && t.ring[q] != t.ring[p]) t.concurrent[p] |= 1 << q;
           }
         }
         t.start_phase[0] = 4;
       }},
      {"a channel shows another phase", [](stopline::Tables& t) { t.channel_source[2] = 2; }},
      {"a walk that is shown with another phase", [](stopline::Tables& t) { t.channel_source[17] = 1 << 3; }},
      {"an overlap that does not bar its conflicts", [](stopline::Tables& t) { t.overlap_conflicts[1] = 0; }},
      {"an overlap with a phase too many",
       [](stopline::Tables& t) {
         t.overlap_included[0] |= 1 << 3;
         t.overlap_conflicts[0] = 0;
       }},
      {"an overlap that forgets what suppresses it",
       [](stopline::Tables& t) { t.overlap_modifiers[2] = 0, t.overlap_conflicts[2] = 0; }},
      {"an overlap's red skipped", [](stopline::Tables& t) { t.overlap_red[4] = 0; }},
      {"an overlap's yellow shortened", [](stopline::Tables& t) { t.overlap_yellow[1] = 35; }},
      {"an arrow that flashes beside anybody", [](stopline::Tables& t) { t.overlap_modifiers[3] = 0xfe; }},
      {"an arrow taken for an overlap of its modifier",
       [](stopline::Tables& t) {
         t.overlap_kind[3] = stopline::kNormal;
         t.overlap_included[3] = t.overlap_modifiers[3];
         t.overlap_conflicts[3] = 0;
       }},
  };
  const Overlaid sheet = test::FourLegOverlaid();
  for (const auto& one : cases) {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
      stopline::Tables tables = sheet.tables;
      one.spoil(tables);
      Street street(sheet, tables, seed);
      CHECK(street.wrong == nullptr);
      for (int i = 0; i < 40'000 && street.fault() == Fault::kNone; ++i) street.Step();
      for (int i = 0; i < 100; ++i) street.Step();
      const bool holds =
          street.fault() != Fault::kNone && street.Flashes() && street.unsafe == nullptr && street.broken == nullptr;
      if (!holds)
        std::printf("  %s, seed %u: %s\n", one.words, seed,
                    street.unsafe != nullptr   ? street.unsafe
                    : street.broken != nullptr ? street.broken
                                               : "no fault");
      CHECK(holds);
    }
  }
}

TEST("a controller that finds itself in another state is stopped before anything unsafe is shown") {
  const Overlaid sheet = test::FourLegOverlaid();
  int stopped = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    // Another controller, on another day of the same street, goes on where the first one was.
    Street one(sheet, seed);
    Street other(sheet, seed + 1'000);
    for (int i = one.dice.Between(800, 3'000); i > 0; --i) {
      one.Step();
      other.Step();
    }
    for (int i = 0; i < 200; ++i) {
      other.Step();
      one.Propose();
      std::copy(other.next, other.next + 32, one.next);
      one.Judge();
    }
    if (one.unsafe != nullptr) std::printf("  seed %u: %s\n", seed, one.unsafe);
    CHECK(one.unsafe == nullptr);
    stopped += one.fault() != Fault::kNone ? 1 : 0;
  }
  // Some find themselves where they were anyway.
  CHECK(stopped > 70);
}
