#include <algorithm>

#include "../site.h"
#include "scenes.h"

namespace prove {

using stopline::Input;
using stopline::kPhases;

namespace {

constexpr Set kNobody = 0;

// Phases by number.
template <class... Number>
constexpr Set Phases(Number... number) {
  return (Bit(number - 1) | ... | kNobody);
}

// A pattern whose maximums are all the same.
Input Maximum(int tenths) {
  Input input{};
  for (std::int32_t& max : input.max_green) max = tenths;
  return input;
}

Input Recalled(Input input, Set phases, stopline::Recall recall, bool walk = false) {
  for (int p = 0; p < kPhases; ++p) {
    if (!In(phases, p)) continue;
    input.recall[p] = recall;
    input.ped_recall[p] = walk ? 1 : 0;
  }
  return input;
}

// Every time a tenth, but for what is asked otherwise: minimum, passage, yellow, red clearance, walk, clearance.
test::Site Smallest(std::initializer_list<std::initializer_list<std::initializer_list<int>>> rings, int red_clear) {
  test::Site site{};
  int r = 0;
  for (const auto& ring : rings) {
    int g = 0;
    for (const auto& group : ring) {
      int i = 0;
      for (const int number : group) {
        site.rings[r][g][i++] = number;
        site.phase[number - 1] = {1, 0, 1, red_clear, 0, 0, false};
      }
      site.groups = std::max(site.groups, ++g);
    }
    site.start[r] = site.rings[r][0][0];
    ++r;
  }
  site.start_flash = 1;
  site.start_all_red = std::max(1, red_clear);
  return site;
}

void Walks(test::Site& site, Set phases, int walk, int clear) {
  for (int p = 0; p < kPhases; ++p) {
    if (!In(phases, p)) continue;
    site.phase[p].walk = walk;
    site.phase[p].ped_clear = clear;
  }
}

Scene Of(const char* name, const test::Site& site, std::vector<Input> patterns, const std::vector<Moves>& axes) {
  Scene scene{name, test::TablesOf(site), test::MonitorTablesOf(site), std::move(patterns), Product(axes)};
  scene.moves.push_back(Move{});
  scene.moves.back().broken = true;
  scene.wait = LongestWait(scene);
  return scene;
}

Moves OfPatterns(int count) {
  Moves moves(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) moves[static_cast<std::size_t>(i)].pattern = static_cast<std::uint8_t>(i);
  return moves;
}

// Nothing, or flash that is asked for.
Moves Flash() {
  Moves moves(2);
  moves[1].flash = static_cast<std::uint8_t>(stopline::FlashStatus::kAutomatic);
  return moves;
}

constexpr auto kVehicle = &Move::vehicle;
constexpr auto kLocking = &Move::locking;
constexpr auto kWalk = &Move::pedestrian;

}  // namespace

std::vector<Scene> SmallScenes() {
  std::vector<Scene> scenes;
  {
    // Zero passage, minimum of a tenth, no red clearance.
    const test::Site site = Smallest({{{1}, {2}}}, 0);
    scenes.push_back(Of("two-phases-no-red-clearance", site, {Maximum(1), Maximum(0)},
                        {Subsets(kVehicle, Phases(1, 2)), Subsets(kLocking, Phases(1, 2)), Flash(), OfPatterns(2)}));
  }
  {
    test::Site site = Smallest({{{1}, {2}}}, 1);
    Walks(site, Phases(1, 2), 2, 3);
    for (test::Phase& phase : site.phase) phase.passage = 2;
    scenes.push_back(
        Of("walk-and-flash-in-it", site, {Maximum(3)},
           {Subsets(kVehicle, Phases(1, 2)), Subsets(kLocking, Phases(1, 2)), Subsets(kWalk, Phases(1, 2)), Flash()}));
  }
  {
    test::Site site = Smallest({{{1, 2, 3, 4}}}, 1);
    Walks(site, Phases(2), 1, 2);
    scenes.push_back(Of(
        "one-ring-of-four", site, {Maximum(2)},
        {Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(1, 2, 3, 4)), Subsets(kWalk, Phases(2))}));
  }
  {
    test::Site site = Smallest({{{1, 2}, {3}}, {{4}, {5}}}, 1);
    Walks(site, Phases(4), 1, 2);
    site.phase[1].yellow = 2;
    site.phase[3].red_clear = 2;
    site.start_all_red = 2;
    scenes.push_back(Of("two-rings-unequal-clearances", site, {Maximum(2)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4, 5)), AtMost(1, kLocking, Phases(1, 4)),
                         Subsets(kWalk, Phases(4)), Flash()}));
  }
  {
    const test::Site site = Smallest({{{1}, {5}}, {{2}, {}}, {{3}, {6}}, {{4}, {}}}, 0);
    scenes.push_back(Of("four-rings", site, {Maximum(1)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4, 5, 6)), AtMost(1, kLocking, Phases(1, 5))}));
  }
  {
    test::Site site = Smallest({{{1}, {2}}, {{3}, {4}}}, 0);
    Walks(site, Phases(1), 1, 1);
    const Input free = Maximum(2);
    scenes.push_back(Of("recalls-that-change", site,
                        {free, Recalled(free, Phases(1, 3), stopline::kMinRecall),
                         Recalled(free, Phases(1, 2, 3, 4), stopline::kMaxRecall, true),
                         Recalled(free, Phases(2, 4), stopline::kSoftRecall),
                         Recalled(free, Phases(1, 2, 3, 4), stopline::kSoftRecall)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(1, 2, 3, 4)),
                         Subsets(kWalk, Phases(1)), OfPatterns(5)}));
  }
  return scenes;
}

}  // namespace prove
