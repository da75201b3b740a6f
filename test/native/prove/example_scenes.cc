#include <algorithm>

#include "scale.h"
#include "scenes.h"

namespace prove {

using stopline::Input;
using stopline::kPhases;

namespace {

// As far as is gone where the end is too far: breadth first, so every way of so many tenths is in it.
constexpr std::uint32_t kMost = 600'000;
constexpr std::uint32_t kMostBriefly = 40'000;

Moves Flashes() {
  Moves moves(3);
  moves[1].flash = static_cast<std::uint8_t>(stopline::FlashStatus::kAutomatic);
  moves[2].flash = static_cast<std::uint8_t>(stopline::FlashStatus::kLocalManual);
  return moves;
}

// One after the other, and any of them at once.
Moves Door() {
  Moves moves(5);
  moves[1].stop_time = true;
  moves[2].manual = true;
  moves[3].manual = moves[3].advance = true;
  moves[4].manual = moves[4].advance = moves[4].stop_time = true;
  return moves;
}

Moves PatternsOf(const SiteFile& site, bool coordinated) {
  Moves moves;
  for (std::size_t i = 0; i < site.patterns.size(); ++i) {
    if ((site.patterns[i].cycle[0] > 0) != coordinated) continue;
    moves.emplace_back();
    moves.back().pattern = static_cast<std::uint8_t>(i);
  }
  return moves;
}

// The clock goes on, or is set to anywhere in the cycle.
Moves Clocks(const SiteFile& site) {
  Moves moves(1);
  for (const Input& pattern : site.patterns) {
    if (pattern.cycle[0] == 0) continue;
    moves.emplace_back();
    moves.back().clock = static_cast<std::uint16_t>(pattern.cycle[0] / 2);
    moves.emplace_back();
    moves.back().clock = static_cast<std::uint16_t>(pattern.cycle[0] - 1);
  }
  return moves;
}

class Scenes {
 public:
  Scenes(const SiteFile& site, bool brief) : site_(site), brief_(brief) {
    for (int p = 0; p < kPhases; ++p) {
      if (site.tables.enabled[p] == 0) continue;
      all_ |= Bit(p);
      rings_ |= Bit(site.tables.ring[p]);
      if (site.tables.walk[p] > 0) walks_ |= Bit(p);
    }
    for (int i = 0; i < stopline::kPreempts; ++i) {
      if (site.tables.preempt_enabled[i] != 0) preempts_ |= Bit(i);
    }
    // At most one caller comes in a tenth, whoever is green; sets of callers come about one after the other.
    const auto one = [](Set Move::*field, Set of) {
      Moves moves = AtMost(1, field, of);
      moves.erase(moves.begin());
      return moves;
    };
    someone_ = Either(Moves(1), Either(one(&Move::locking, all_), one(&Move::pedestrian, walks_)));
    anyone_ = Either(someone_, one(&Move::vehicle, all_));
    greens_ = Subsets(&Move::at_green, rings_);
  }

  std::vector<Scene> All() {
    Add("calls", {anyone_, greens_});
    Add("flash", {someone_, Flashes()});
    if (const Moves free = PatternsOf(site_, false); free.size() > 1) Add("patterns", {someone_, free});
    if (preempts_ != 0) Add("preempt", {someone_, Subsets(&Move::preempt, preempts_)});
    if (const Moves coordinated = PatternsOf(site_, true); !coordinated.empty())
      Add("coordination", {someone_, coordinated, Clocks(site_)});
    Add("door", {someone_, Door()});
    return scenes_;
  }

 private:
  void Add(const char* what, const std::vector<Moves>& axes) {
    Scene scene{site_.name + "/" + what, site_.tables, site_.monitor, site_.patterns, Product(axes)};
    scene.moves.push_back(Move{});
    scene.moves.back().broken = true;
    scene.states_most = brief_ ? kMostBriefly : kMost;
    scene.wait = LongestWait(scene);
    scene.preempt = LongestEntry(scene);
    scenes_.push_back(scene);
  }

  const SiteFile& site_;
  bool brief_;
  Set all_ = 0;
  Set rings_ = 0;
  Set walks_ = 0;
  Set preempts_ = 0;
  Moves someone_;
  Moves anyone_;
  Moves greens_;
  std::vector<Scene> scenes_;
};

}  // namespace

std::vector<Scene> ExampleScenes(const char* file, bool brief) {
  std::vector<Scene> scenes;
  for (const SiteFile& site : ReadSites(file)) {
    const SiteFile scaled = Scaled(site);
    for (Scene& scene : Scenes(scaled, brief).All()) scenes.push_back(std::move(scene));
  }
  return scenes;
}

}  // namespace prove
