// The conflict monitor against a controller that does everything wrong.
#include "monitor/monitor.h"

#include <cstring>
#include <initializer_list>

#include "harness.h"

using stopline::monitor::Fault;
using stopline::monitor::kChannels;
using stopline::monitor::Monitor;
using stopline::monitor::Tables;

namespace {

// Channels 1 and 2 are compatible; 3 conflicts with both; 4 are the pedestrians beside 1. Lamps: . dark, r y g, F f
// flashing red and yellow, G flashing green.
Tables Crossing() {
  Tables t{};
  const std::int32_t kind[] = {1, 1, 1, 2};
  const std::int32_t compatible[] = {0b1011, 0b1011, 0b0100, 0b1011};
  const std::int32_t flash[] = {5, 5, 4, 0};
  for (int c = 0; c < 4; ++c) {
    t.kind[c] = kind[c];
    t.compatible[c] = compatible[c];
    t.flash[c] = flash[c];
    t.min_green[c] = 50;
    t.min_yellow[c] = kind[c] == 1 ? 30 : 0;
    for (int d = 0; d < 32; ++d) t.clearance[c * 32 + d] = 10;
    t.ped_clear[c] = kind[c] == 2 ? 80 : 0;
  }
  return t;
}

class Bench {
 public:
  explicit Bench(const Tables& tables = Crossing()) { wrong = monitor_.Open(tables); }

  // Proposes these lamps for some tenths. True if all of them were let through.
  bool Show(const char* lamps, int tenths = 1) {
    std::int32_t proposed[kChannels] = {};
    for (std::size_t c = 0; c < std::strlen(lamps); ++c) {
      proposed[c] = static_cast<std::int32_t>(std::strchr(kLetters, lamps[c]) - kLetters);
    }
    for (int i = 0; i < tenths; ++i) {
      monitor_.Check(proposed, shown_);
      if (std::memcmp(proposed, shown_, sizeof shown_) != 0) return false;
    }
    return true;
  }

  // Through start-up to all red, and long enough there.
  void Start() {
    Show("ffF.", 60);
    Show("rrrr", 60);
  }

  // The last proposal was vetoed in its own tenth: nothing but flash is shown, the fault has this name and these
  // channels.
  bool Tripped(Fault fault, std::uint32_t channels) const {
    const std::int32_t flash[] = {5, 5, 4, 0};
    return std::memcmp(shown_, flash, sizeof flash) == 0 && monitor_.fault() == fault &&
           monitor_.channels() == channels;
  }

  bool Good() const { return monitor_.fault() == Fault::kNone; }

  const char* wrong = nullptr;

 private:
  static constexpr const char* kLetters = ".rygFfG";
  Monitor monitor_;
  std::int32_t shown_[kChannels] = {};
};

}  // namespace

TEST("the monitor lets a lawful sequence through") {
  Bench bench;
  CHECK(bench.wrong == nullptr);
  bench.Start();
  CHECK(bench.Show("grrg", 50));
  CHECK(bench.Show("ggrF", 80));
  CHECK(bench.Show("ggrr", 1));
  CHECK(bench.Show("yyrr", 30));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("rrgr", 50));
  CHECK(bench.Show("rryr", 30));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("rgrr", 50));
  CHECK(bench.Good());
}

TEST("flash is let through at any time, and is left by all red only") {
  Bench bench;
  bench.Start();
  CHECK(bench.Show("grrr", 5));
  CHECK(bench.Show("ffF.", 5));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("rrgr", 5));
  CHECK(bench.Show("ffF.", 5));
  CHECK(!bench.Show("grrr"));
  CHECK(bench.Tripped(Fault::kFlashLeftOtherThanByRed, 0b0001));
}

TEST("the all red behind flash counts as everybody's red clearance") {
  Bench bench;
  bench.Show("ffF.", 60);
  bench.Show("rrrr", 9);
  CHECK(!bench.Show("grrr"));
  CHECK(bench.Tripped(Fault::kShortRedClearance, 0b0101));
}

TEST("conflicting greens are vetoed in the tenth in which they are proposed") {
  Bench bench;
  bench.Start();
  CHECK(bench.Show("grrr", 60));
  CHECK(!bench.Show("grgr"));
  CHECK(bench.Tripped(Fault::kConflict, 0b0101));
}

TEST("a green beside a conflicting yellow is a conflict") {
  Bench bench;
  bench.Start();
  bench.Show("rrgr", 60);
  bench.Show("rryr", 10);
  CHECK(!bench.Show("gryr"));
  CHECK(bench.Tripped(Fault::kConflict, 0b0101));
}

TEST("a green beside a conflicting walk or pedestrian clearance is a conflict") {
  Bench walk;
  walk.Start();
  walk.Show("rrrg", 50);
  CHECK(!walk.Show("rrgg"));
  CHECK(walk.Tripped(Fault::kConflict, 0b1100));
  Bench clearing;
  clearing.Start();
  clearing.Show("rrrg", 50);
  clearing.Show("rrrF", 50);
  CHECK(!clearing.Show("rrgF"));
  CHECK(clearing.Tripped(Fault::kConflict, 0b1100));
}

TEST("a green that ends a tenth before its minimum is vetoed") {
  Bench bench;
  bench.Start();
  CHECK(bench.Show("grrr", 49));
  CHECK(!bench.Show("yrrr"));
  CHECK(bench.Tripped(Fault::kShortGreen, 0b0001));
}

TEST("a green that turns red without yellow is vetoed") {
  Bench bench;
  bench.Start();
  bench.Show("grrr", 60);
  CHECK(!bench.Show("rrrr"));
  CHECK(bench.Tripped(Fault::kSkippedYellow, 0b0001));
}

TEST("a yellow that ends a tenth early is vetoed") {
  Bench bench;
  bench.Start();
  bench.Show("grrr", 60);
  CHECK(bench.Show("yrrr", 29));
  CHECK(!bench.Show("rrrr"));
  CHECK(bench.Tripped(Fault::kShortYellow, 0b0001));
}

TEST("no table can bring the yellow under 2.7 seconds") {
  Tables tables = Crossing();
  for (std::int32_t& yellow : tables.min_yellow) yellow = 0;
  Bench early(tables);
  early.Start();
  early.Show("grrr", 60);
  CHECK(early.Show("yrrr", 26));
  CHECK(!early.Show("rrrr"));
  CHECK(early.Tripped(Fault::kShortYellow, 0b0001));
  Bench whole(tables);
  whole.Start();
  whole.Show("grrr", 60);
  whole.Show("yrrr", 27);
  CHECK(whole.Show("rrrr"));
}

TEST("a green that comes a tenth before the other's red clearance is over is vetoed") {
  Bench bench;
  bench.Start();
  bench.Show("grrr", 60);
  bench.Show("yrrr", 30);
  CHECK(bench.Show("rrrr", 9));
  CHECK(!bench.Show("rrgr"));
  CHECK(bench.Tripped(Fault::kShortRedClearance, 0b0101));
}

TEST("a green in the very tenth in which the other turns red is vetoed") {
  Bench bench;
  bench.Start();
  bench.Show("grrr", 60);
  bench.Show("yrrr", 30);
  CHECK(!bench.Show("rrgr"));
  CHECK(bench.Tripped(Fault::kShortRedClearance, 0b0101));
}

TEST("a clearance of a tenth is one that somebody has seen: the tenth in which the other turns red is none") {
  Tables tables = Crossing();
  for (int& each : tables.clearance) each = 1;
  Bench bench(tables);
  bench.Start();
  bench.Show("rrgr", 50);
  bench.Show("rryr", 30);
  CHECK(!bench.Show("grrr"));
  CHECK(bench.Tripped(Fault::kShortRedClearance, 0b0101));
}

TEST(
    "a green waits for no clearance of its own, of a channel that is not used, nor for pedestrians where there are "
    "none") {
  Tables tables = Crossing();
  tables.compatible[0] = 0b1010;  // not with itself
  tables.clearance[0] = 500;
  for (int d = 0; d < 32; ++d) tables.clearance[5 * 32 + d] = 500;
  tables.ped_clear[2] = 5000;
  Bench bench(tables);
  CHECK(bench.wrong == nullptr);
  bench.Start();
  CHECK(bench.Show("rrgr", 50));
  CHECK(bench.Show("rryr", 30));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("grrr", 50));
  CHECK(bench.Good());
}

TEST("a walk that ends a tenth early is vetoed") {
  Bench bench;
  bench.Start();
  CHECK(bench.Show("grrg", 49));
  CHECK(!bench.Show("grrF"));
  CHECK(bench.Tripped(Fault::kShortWalk, 0b1000));
}

TEST("a walk that turns to don't walk without clearance is vetoed") {
  Bench bench;
  bench.Start();
  bench.Show("grrg", 60);
  CHECK(!bench.Show("grrr"));
  CHECK(bench.Tripped(Fault::kSkippedPedClearance, 0b1000));
}

TEST("a pedestrian clearance that ends a tenth early is vetoed") {
  Bench bench;
  bench.Start();
  bench.Show("grrg", 60);
  CHECK(bench.Show("grrF", 79));
  CHECK(!bench.Show("grrr"));
  CHECK(bench.Tripped(Fault::kShortPedClearance, 0b1000));
}

TEST("pedestrians whom flash cuts off have their clearance before crossing traffic has green") {
  // The walk was last seen in the tenth before the flash: 80 tenths of clearance, of which flash and all red are a
  // part.
  Bench early;
  early.Start();
  early.Show("grrg", 50);
  early.Show("ffF.", 20);
  CHECK(early.Show("rrrr", 59));
  CHECK(!early.Show("rrgr"));
  CHECK(early.Tripped(Fault::kShortPedClearance, 0b1100));
  Bench late;
  late.Start();
  late.Show("grrg", 50);
  late.Show("ffF.", 20);
  late.Show("rrrr", 60);
  CHECK(late.Show("rrgr"));
  // Out of a clearance only what was left of it.
  Bench clearing;
  clearing.Start();
  clearing.Show("grrg", 50);
  clearing.Show("grrF", 40);
  clearing.Show("ffF.", 20);
  CHECK(clearing.Show("rrrr", 20));
  CHECK(clearing.Show("rrgr"));
  // What goes beside the crossing need not wait.
  Bench beside;
  beside.Start();
  beside.Show("grrg", 50);
  beside.Show("ffF.", 20);
  beside.Show("rrrr", 10);
  CHECK(beside.Show("grrr"));
}

TEST("of the time before it began the monitor knows nothing: someone may have been let go in its last tenth") {
  Bench early;
  early.Show("ffF.", 60);
  CHECK(early.Show("rrrr", 19));
  CHECK(!early.Show("rrgr"));
  CHECK(early.Tripped(Fault::kShortPedClearance, 0b1100));
  Bench late;
  late.Show("ffF.", 60);
  late.Show("rrrr", 20);
  CHECK(late.Show("rrgr"));
}

TEST("indications out of their order are vetoed") {
  const struct {
    const char* before;
    int tenths;
    const char* then;
    std::uint32_t channel;
  } cases[] = {{"rrrr", 9, "yrrr", 0b0001}, {"rrrr", 9, "rrrF", 0b1000}};
  for (const auto& one : cases) {
    Bench bench;
    bench.Start();
    bench.Show(one.before, one.tenths);
    CHECK(!bench.Show(one.then));
    CHECK(bench.Tripped(Fault::kOutOfSequence, one.channel));
  }
  Bench again;
  again.Start();
  again.Show("grrr", 60);
  again.Show("yrrr", 40);
  CHECK(!again.Show("grrr"));
  CHECK(again.Tripped(Fault::kOutOfSequence, 0b0001));
  Bench walk;
  walk.Start();
  walk.Show("grrg", 60);
  walk.Show("grrF", 90);
  CHECK(!walk.Show("grrg"));
  CHECK(walk.Tripped(Fault::kOutOfSequence, 0b1000));
}

TEST("indications that a channel cannot show are vetoed") {
  const struct {
    const char* lamps;
    std::uint32_t channel;
  } cases[] = {{".rrr", 0b0001}, {"Frrr", 0b0001}, {"Grrr", 0b0001},  {"rrr.", 0b1000},
               {"rrry", 0b1000}, {"rrrG", 0b1000}, {"rrrrr", 0b10000}};
  for (const auto& one : cases) {
    Bench bench;
    bench.Start();
    CHECK(!bench.Show(one.lamps));
    CHECK(bench.Tripped(Fault::kBadIndication, one.channel));
  }
}

TEST("numbers that are no indication at all are vetoed") {
  for (const std::int32_t number : {-1, 7, 1'000'000, -2'147'483'647}) {
    Monitor monitor;
    CHECK(monitor.Open(Crossing()) == nullptr);
    std::int32_t shown[kChannels];
    const std::int32_t red[kChannels] = {1, 1, 1, 1};
    const std::int32_t bad[kChannels] = {1, number, 1, 1};
    const std::int32_t flash[kChannels] = {5, 5, 4, 0};
    monitor.Check(flash, shown);
    monitor.Check(red, shown);
    CHECK(monitor.fault() == Fault::kNone);
    monitor.Check(bad, shown);
    CHECK(monitor.fault() == Fault::kBadIndication && monitor.channels() == 0b0010);
    CHECK(std::memcmp(shown, flash, sizeof shown) == 0);
  }
}

TEST("some channels in flash and others not is vetoed") {
  Bench bench;
  bench.Start();
  CHECK(!bench.Show("rfrr"));
  CHECK(bench.Tripped(Fault::kPartialFlash, 0b0010));
}

TEST("one channel that flashes or that does not is enough, be it the first") {
  Bench flashes;
  flashes.Start();
  CHECK(!flashes.Show("frrr"));
  CHECK(flashes.Tripped(Fault::kPartialFlash, 0b0001));
  Bench steady;
  steady.Start();
  CHECK(!steady.Show("rfF."));
  CHECK(steady.Tripped(Fault::kPartialFlash, 0b0110));
}

TEST("a lamp on a channel that is not used has that name, whatever it is and whoever else goes") {
  for (const char* lamps : {"grrry", "grrrg", "grrrf", "grrrr", "grrrF"}) {
    Bench bench;
    bench.Start();
    CHECK(bench.Show("grrr"));
    CHECK(!bench.Show(lamps));
    CHECK(bench.Tripped(Fault::kBadIndication, 0b10000));
  }
  Tables t = Crossing();
  t.kind[0] = 0;
  t.compatible[1] = t.compatible[3] = 0b1010;
  for (const bool flash : {false, true}) {
    Monitor monitor;
    CHECK(monitor.Open(t) == nullptr);
    std::int32_t shown[kChannels];
    const std::int32_t from[kChannels] = {0, 5, 4, 0};
    const std::int32_t red[kChannels] = {0, 1, 1, 1};
    const std::int32_t bad[kChannels] = {1, flash ? 5 : 1, flash ? 4 : 1, flash ? 0 : 1};
    monitor.Check(from, shown);
    monitor.Check(red, shown);
    CHECK(monitor.fault() == Fault::kNone);
    monitor.Check(bad, shown);
    CHECK(monitor.fault() == Fault::kBadIndication && monitor.channels() == 0b0001);
    CHECK(std::memcmp(shown, from, sizeof shown) == 0);
  }
}

TEST("a signal that is no arrow never flashes yellow beside the others") {
  Bench bench;
  bench.Start();
  CHECK(!bench.Show("rrfr"));
  CHECK(bench.Tripped(Fault::kBadIndication, 0b0100));
}

TEST("the least times that the monitor takes are a tenth, and a clearance may be nothing but not less") {
  Tables least = Crossing();
  for (int c = 0; c < 4; ++c) least.min_green[c] = 1;
  least.ped_clear[3] = 1;
  for (int i = 0; i < 4 * 32; ++i) least.clearance[i] = 0;
  CHECK(Bench(least).wrong == nullptr);
  for (int i = 0; i < 4 * 32; ++i) {
    Tables less = least;
    less.clearance[i] = -1;
    const char* wrong = Bench(less).wrong;
    CHECK(wrong != nullptr && std::strstr(wrong, "times") != nullptr);
  }
  Tables negative = Crossing();
  negative.kind[2] = -1;
  CHECK(Bench(negative).wrong != nullptr);
}

TEST("steady lamps before any flash or all red are vetoed") {
  Bench bench;
  CHECK(!bench.Show("grrr"));
  CHECK(bench.Tripped(Fault::kFlashLeftOtherThanByRed, 0b0001));
}

namespace {

// Channel 1 turns left by an arrow (flash: yellow), 2 is its opposing through traffic, 3 goes across both; 4 are the
// pedestrians whom the arrow meets when it gives way. Behind 3 lies 10 of clearance, as everywhere.
Tables Arrow() {
  Tables t = Crossing();
  t.kind[0] = 3;
  t.compatible[0] = 0b0001;
  t.compatible[1] = 0b1010;
  t.compatible[3] = 0b1010;
  t.permissive[0] = 0b1010;
  return t;
}

}  // namespace

TEST("an arrow flashes beside those to whom it gives way, and is green alone") {
  Bench bench(Arrow());
  CHECK(bench.wrong == nullptr);
  bench.Start();
  CHECK(bench.Show("fgrg", 50));
  CHECK(bench.Show("fgrF", 80));
  CHECK(bench.Show("fgrr", 1));
  CHECK(bench.Show("yyrr", 30));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("grrr", 50));
  CHECK(bench.Show("yrrr", 30));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("rrgr", 50));
  CHECK(bench.Show("rryr", 30));
  CHECK(bench.Show("rrrr", 10));
  CHECK(bench.Show("rgrr", 10));
  CHECK(bench.Show("fgrr", 50));
  CHECK(bench.Good());
}

TEST("an arrow that flashes is no flash, and flash is told from it") {
  Bench bench(Arrow());
  bench.Start();
  CHECK(bench.Show("fgrr", 50));
  CHECK(bench.Show("ffF.", 10));
  CHECK(!bench.Show("fgrr"));
  CHECK(bench.Tripped(Fault::kFlashLeftOtherThanByRed, 0b0011));
  // Nor does its flash tell that others are in flash by mistake; theirs does.
  Bench partial(Arrow());
  partial.Start();
  partial.Show("fgrr", 50);
  CHECK(!partial.Show("ffrr"));
  CHECK(partial.Tripped(Fault::kPartialFlash, 0b0010));
}

TEST("an arrow is vetoed beside those to whom it does not give way, and in its green beside those to whom it does") {
  const struct {
    const char* before;
    const char* then;
    std::uint32_t channels;
  } cases[] = {{"rrgr", "frgr", 0b0101},
               {"rgrr", "ggrr", 0b0011},
               {"rgrg", "ggrg", 0b1011},
               {"grrr", "ggrr", 0b0011},
               {"fgrr", "fggr", 0b0111}};
  for (const auto& one : cases) {
    Bench bench(Arrow());
    bench.Start();
    CHECK(bench.Show(one.before, 60));
    CHECK(!bench.Show(one.then));
    CHECK(bench.Tripped(Fault::kConflict, one.channels));
  }
}

TEST("an arrow that gave way goes on doing so through its yellow and red, and no further") {
  Bench beside(Arrow());
  beside.Start();
  beside.Show("fgrr", 50);
  CHECK(beside.Show("ygrr", 30));
  CHECK(beside.Show("rgrg", 1));
  // Behind its green the same people have their red clearance.
  Bench green(Arrow());
  green.Start();
  green.Show("grrr", 50);
  green.Show("yrrr", 30);
  CHECK(green.Show("rrrr", 9));
  CHECK(!green.Show("rgrr"));
  CHECK(green.Tripped(Fault::kShortRedClearance, 0b0011));
  // And so they have behind flash, where nobody knows to whom they gave way.
  Bench flash(Arrow());
  flash.Start();
  flash.Show("fgrr", 50);
  flash.Show("ffF.", 100);
  CHECK(flash.Show("rrrr", 9));
  CHECK(!flash.Show("rgrr"));
  CHECK(flash.Tripped(Fault::kShortRedClearance, 0b0111));
  // Those to whom it does not give way wait for its red.
  Bench across(Arrow());
  across.Start();
  across.Show("fgrr", 50);
  across.Show("yyrr", 30);
  CHECK(across.Show("rrrr", 9));
  CHECK(!across.Show("rrgr"));
  CHECK(across.Tripped(Fault::kShortRedClearance, 0b0111));
}

TEST("an arrow's indications out of their order are vetoed") {
  const struct {
    const char* before;
    int tenths;
    const char* then;
    Fault fault;
  } cases[] = {{"fgrr", 49, "ygrr", Fault::kShortGreen},    {"fgrr", 50, "rgrr", Fault::kSkippedYellow},
               {"frrr", 50, "grrr", Fault::kOutOfSequence}, {"grrr", 50, "frrr", Fault::kOutOfSequence},
               {"frrr", 50, "Frrr", Fault::kBadIndication}, {"frrr", 50, ".rrr", Fault::kBadIndication}};
  for (const auto& one : cases) {
    Bench bench(Arrow());
    bench.Start();
    CHECK(bench.Show(one.before, one.tenths));
    CHECK(!bench.Show(one.then));
    CHECK(bench.Tripped(one.fault, 0b0001));
  }
  Bench yellow(Arrow());
  yellow.Start();
  yellow.Show("fgrr", 50);
  yellow.Show("ygrr", 29);
  Bench early = yellow;
  CHECK(!early.Show("rgrr"));
  CHECK(early.Tripped(Fault::kShortYellow, 0b0001));
  yellow.Show("ygrr", 1);
  CHECK(!yellow.Show("fgrr"));
  CHECK(yellow.Tripped(Fault::kOutOfSequence, 0b0001));
}

TEST("a fault stays, whatever is proposed behind it, and keeps its first name") {
  Bench bench;
  bench.Start();
  bench.Show("grrr", 60);
  bench.Show("grgr");
  for (int i = 0; i < 1000; ++i) {
    bench.Show("rrrr");
    bench.Show("rrgr");
    CHECK(bench.Tripped(Fault::kConflict, 0b0101));
  }
}

TEST("tables that make no sense are refused in words") {
  CHECK(Bench(Tables{}).wrong != nullptr);
  Tables one_way = Crossing();
  one_way.compatible[0] |= 0b0100;
  CHECK(Bench(one_way).wrong != nullptr);
  Tables green_flash = Crossing();
  green_flash.flash[0] = 3;
  CHECK(Bench(green_flash).wrong != nullptr);
  Tables no_green = Crossing();
  no_green.min_green[1] = 0;
  CHECK(Bench(no_green).wrong != nullptr);
  Tables no_clearance = Crossing();
  no_clearance.ped_clear[3] = 0;
  CHECK(Bench(no_clearance).wrong != nullptr);
  Tables odd_kind = Crossing();
  odd_kind.kind[2] = 4;
  CHECK(Bench(odd_kind).wrong != nullptr);
  Tables gives_way = Crossing();
  gives_way.permissive[0] = 0b0010;
  CHECK(Bench(gives_way).wrong != nullptr);
  Tables only_arrows{};
  only_arrows.kind[0] = 3;
  only_arrows.min_green[0] = 50;
  only_arrows.flash[0] = 5;
  CHECK(Bench(only_arrows).wrong != nullptr);
  only_arrows.flash[0] = 4;
  CHECK(Bench(only_arrows).wrong == nullptr);
}
