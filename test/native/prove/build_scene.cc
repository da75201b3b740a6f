#include "build_scene.h"

#include <algorithm>

namespace prove {

using stopline::Input;
using stopline::kPhases;

Input Maximum(int tenths) {
  Input input{};
  for (std::int32_t& max : input.max_green) max = tenths;
  return input;
}

Input Recalled(Input input, Set phases, stopline::Recall recall, bool walk) {
  for (int p = 0; p < kPhases; ++p) {
    if (!In(phases, p)) continue;
    input.recall[p] = recall;
    input.ped_recall[p] = walk ? 1 : 0;
  }
  return input;
}

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
  return Of(name, test::TablesOf(site), test::MonitorTablesOf(site), std::move(patterns), axes);
}

Scene Of(const char* name, const stopline::Tables& tables, const stopline::monitor::Tables& monitor,
         std::vector<Input> patterns, const std::vector<Moves>& axes) {
  Scene scene{name, tables, monitor, std::move(patterns), Product(axes)};
  scene.moves.push_back(Move{});
  scene.moves.back().broken = true;
  scene.wait = LongestWait(scene);
  scene.preempt = LongestEntry(scene);
  return scene;
}

Moves OfPatterns(int count) {
  Moves moves(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) moves[static_cast<std::size_t>(i)].pattern = static_cast<std::uint8_t>(i);
  return moves;
}

Moves Flash() {
  Moves moves(2);
  moves[1].flash = static_cast<std::uint8_t>(stopline::FlashStatus::kAutomatic);
  return moves;
}

}  // namespace prove
