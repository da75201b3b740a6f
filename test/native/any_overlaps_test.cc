// Any overlaps on any site, and any calls: what a bystander sees of their heads, and what the monitor says.
#include "harness.h"
#include "junction.h"
#include "overlaid.h"
#include "strategies/strategy.h"

namespace {

using stopline::Input;
using stopline::Output;
using test::Dice;
using test::Overlaid;

class Street {
 public:
  Street(const Overlaid& sheet, std::uint32_t seed) : dice_(seed), sheet_(sheet) {
    wrong = junction_.Open(sheet_.tables, sheet_.monitor);
    for (int& lamp : lamp_) lamp = stopline::kRed;
  }

  void Step() {
    if (dice_.OneIn(1'000) || tick == 0) Turn();
    for (int p = 0; p < 16; ++p) {
      if (sheet_.tables.enabled[p] == 0) continue;
      input_.vehicle[p] = busy_ != 0 && dice_.OneIn(busy_) ? 1 : 0;
      input_.pedestrian[p] = dice_.OneIn(600) ? 1 : 0;
    }
    if (dice_.OneIn(input_.flash[0] != 0 ? 50 : 8'000)) input_.flash[0] = input_.flash[0] != 0 ? 0 : 4;
    junction_.Step(input_, output_);
    ++tick;
    if (output_.fault[0] != 0) broken = stopline::monitor::kFaultWords[output_.fault[0]];
    for (int o = 0; o < sheet_.count && broken == nullptr; ++o) broken = See(o, output_.channels[sheet_.channel[o]]);
  }

  const char* wrong = nullptr;
  const char* broken = nullptr;
  int tick = 0;
  int greens = 0, flashes = 0;

 private:
  void Turn() {
    const int busy[] = {0, 2, 20, 300};
    busy_ = busy[dice_.Roll(4)];
    for (int p = 0; p < 16; ++p) {
      input_.max_green[p] = dice_.Between(1, 400);
      input_.recall[p] = dice_.Roll(4);
    }
    input_.strategy[0] = dice_.Roll(stopline::strategies::Count());
  }

  // Phases whose vehicles' heads show this.
  std::uint32_t Phases(int lamp) const {
    std::uint32_t set = 0;
    for (int p = 0; p < 16; ++p) set |= output_.channels[p] == lamp ? 1u << p : 0;
    return set;
  }

  const char* See(int o, int now) {
    using namespace stopline;
    const test::Overlap& sheet = sheet_.overlap[o];
    const int was = lamp_[o];
    const int age = age_[o];
    age_[o] = now == was ? age + 1 : 1;
    lamp_[o] = now;
    if (output_.channels[0] == kFlashingRed || Flash()) {
      lamp_[o] = kRed;
      patience_[o] = 0;
      return nullptr;
    }
    const std::uint32_t green = Phases(kGreen);
    const std::uint32_t out = green | Phases(kYellow);
    const bool arrow = sheet.kind == kFlashingYellowArrow;
    const bool suppressed = sheet.kind == kMinusGreenYellow && (out & sheet.modifiers) != 0;
    if (now != kRed && now != kYellow && now != kGreen && !(arrow && now == kFlashingYellow))
      return "an overlap showed what its head does not have";
    if (suppressed && now != kRed) return "an overlap was out beside a phase that suppresses it";
    // Whoever waits at it while its phase is green and nothing speaks against it is let go when others are through.
    const bool due = (green & sheet.included) != 0 && !suppressed && now == kRed;
    patience_[o] = due ? patience_[o] + 1 : 0;
    if (patience_[o] > 200) return "an overlap stayed red beside its green phase";
    if (now == was) return nullptr;
    if (now == kGreen) {
      ++greens;
      if (was != kRed) return "an overlap's green did not come from red";
      if ((green & sheet.included) == 0) return "an overlap began to be green without its phases";
    } else if (now == kFlashingYellow) {
      ++flashes;
      if (was != kRed) return "an arrow's flashing did not come from red";
      if ((green & sheet.modifiers) == 0) return "an arrow began to flash beside nobody";
      if ((out & sheet.included) != 0) return "an arrow began to flash while its own phase was on";
    } else if (now == kYellow) {
      if (was != kGreen && was != kFlashingYellow) return "an overlap's yellow did not come from its green";
      if (age < sheet_.tables.overlap_min_green[o]) return "an overlap's green was shorter than its minimum";
    } else if (was != kYellow || age != sheet.yellow) {
      return "an overlap's red did not come from a yellow as long as on the sheet";
    }
    return nullptr;
  }

  // Flash is told by the phases' heads: they are never steady in it.
  bool Flash() const {
    for (int p = 0; p < 16; ++p) {
      if (sheet_.tables.enabled[p] != 0 && output_.channels[p] == stopline::kFlashingRed) return true;
    }
    return false;
  }

  Dice dice_;
  Overlaid sheet_;
  stopline::Junction junction_;
  Input input_{};
  Output output_{};
  int busy_ = 0;
  int lamp_[Overlaid::kMost] = {};
  int age_[Overlaid::kMost] = {};
  int patience_[Overlaid::kMost] = {};
};

bool Holds(const Street& street, std::uint32_t seed) {
  if (street.wrong == nullptr && street.broken == nullptr) return true;
  std::printf("  seed %u, tenth %d: %s\n", seed, street.tick, street.wrong != nullptr ? street.wrong : street.broken);
  return false;
}

}  // namespace

TEST("four legs with overlaps of every kind keep every promise through 14 hours of any calls") {
  Street street(test::FourLegOverlaid(), 5);
  for (int i = 0; i < test::Long(500'000) && street.wrong == nullptr && street.broken == nullptr; ++i) street.Step();
  CHECK(Holds(street, 5));
  std::printf("  # %d greens of overlaps, %d times an arrow flashed\n", street.greens, street.flashes);
  CHECK(street.greens > test::Long(2'000) && street.flashes > test::Long(1'000));
}

TEST("any overlaps on any site keep every promise") {
  int greens = 0;
  int flashes = 0;
  for (std::uint32_t seed = 1; seed <= test::Long(400u); ++seed) {
    Dice dice(seed);
    const Overlaid sheet = test::AnyOverlaid(dice);
    Street street(sheet, seed);
    for (int i = 0; i < 4'000 && street.wrong == nullptr && street.broken == nullptr; ++i) street.Step();
    CHECK(Holds(street, seed));
    greens += street.greens;
    flashes += street.flashes;
  }
  std::printf("  # %d greens of overlaps, %d times an arrow flashed\n", greens, flashes);
  CHECK(greens > test::Long(5'000) && flashes > test::Long(500));
}
