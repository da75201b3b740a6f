#include <algorithm>

#include "scenes.h"

namespace prove {

using stopline::kPhases;
using stopline::kRings;

std::int32_t LongestWait(const Scene& scene) {
  const Sheet sheet(scene.tables, scene.monitor);
  std::int32_t group[kPhases][kRings] = {};
  std::int32_t longest = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (!sheet.phase[p].there) continue;
    std::int32_t turn = sheet.phase[p].turn;
    for (const stopline::Input& pattern : scene.patterns) {
      turn = std::max(turn, pattern.max_green[p] + scene.tables.yellow_change[p] + scene.tables.red_clear[p]);
    }
    group[scene.tables.group[p]][scene.tables.ring[p]] += turn;
    longest = std::max(longest, turn);
  }
  std::int32_t cycle = 0;
  for (const auto& rings : group) cycle += *std::max_element(rings, rings + kRings);
  // A tenth in which a wait begins, and one in which a green does.
  return cycle + longest + 2;
}

}  // namespace prove
