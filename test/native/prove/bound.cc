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
      const std::int32_t most = std::max(pattern.max_green[p], scene.tables.dynamic_max_limit[p]);
      turn = std::max(turn, most + scene.tables.yellow_change[p] + scene.tables.red_clear[p]);
    }
    turn += scene.tables.leading_walk[p];
    group[scene.tables.group[p]][scene.tables.ring[p]] += turn;
    longest = std::max(longest, turn);
  }
  std::int32_t cycle = 0;
  for (const auto& rings : group) cycle += *std::max_element(rings, rings + kRings);
  // A tenth in which a wait begins, and one in which a green does.
  return cycle + longest + 2;
}

std::int32_t LongestEntry(const Scene& scene) {
  const Sheet sheet(scene.tables, scene.monitor);
  const stopline::Tables& t = scene.tables;
  std::int32_t turn = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (sheet.phase[p].there) turn = std::max({turn, sheet.phase[p].turn, sheet.phase[p].own_red});
  }
  std::int32_t overlap = 0;
  for (int o = 0; o < stopline::kOverlaps; ++o) {
    const std::int32_t green = t.overlap_min_green[o] + t.overlap_trailing_green[o];
    overlap = std::max(overlap, green + t.overlap_yellow[o] + t.overlap_red[o]);
  }
  std::int32_t track = 0;
  for (int i = 0; i < stopline::kPreempts; ++i) {
    if (t.preempt_track[i] != 0) track = std::max(track, t.preempt_track_green[i] + turn + overlap);
  }
  // And a tenth for each turn from one interval to the next.
  return 2 * (turn + overlap) + track + 4;
}

}  // namespace prove
