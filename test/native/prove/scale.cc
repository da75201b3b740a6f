#include "scale.h"

#include <algorithm>
#include <set>

namespace prove {

using stopline::kChannels;
using stopline::kOverlaps;
using stopline::kPhases;
using stopline::kPreempts;

namespace {

// One kind of time, wherever it stands.
class Kind {
 public:
  template <std::size_t N>
  void Add(std::int32_t (&times)[N]) {
    for (std::int32_t& time : times) Add(time);
  }
  void Add(std::int32_t& time) {
    if (time > 0) times_.push_back(&time);
  }
  void Rank(std::int32_t first = 1) {
    std::set<std::int32_t> distinct;
    for (const std::int32_t* time : times_) distinct.insert(*time);
    std::vector<std::int32_t> ranks;
    for (const std::int32_t* time : times_)
      ranks.push_back(first + static_cast<std::int32_t>(std::distance(distinct.begin(), distinct.find(*time))));
    for (std::size_t i = 0; i < times_.size(); ++i) *times_[i] = ranks[i];
  }
  void Divide(std::int32_t by, bool up) {
    for (std::int32_t* time : times_) *time = std::max((*time + (up ? by - 1 : 0)) / by, up ? 1 : 0);
  }
  void Cap(std::int32_t most) {
    for (std::int32_t* time : times_) *time = std::min(*time, most);
  }

 private:
  std::vector<std::int32_t*> times_;
};

void ByRank(SiteFile& site) {
  stopline::Tables& t = site.tables;
  Kind minimum, passage, yellow, red, walk, clear, leading, maximum, initial, reduction, trailing, preempt;
  minimum.Add(t.min_green);
  minimum.Add(t.overlap_min_green);
  passage.Add(t.passage);
  passage.Add(t.min_gap);
  yellow.Add(t.yellow_change);
  yellow.Add(t.overlap_yellow);
  red.Add(t.red_clear);
  red.Add(t.red_revert);
  red.Add(t.overlap_red);
  walk.Add(t.walk);
  clear.Add(t.ped_clear);
  leading.Add(t.leading_walk);
  initial.Add(t.added_initial);
  reduction.Add(t.time_before_reduction);
  reduction.Add(t.time_to_reduce);
  trailing.Add(t.overlap_trailing_green);
  preempt.Add(t.preempt_delay);
  preempt.Add(t.preempt_min_duration);
  preempt.Add(t.preempt_max_presence);
  preempt.Add(t.preempt_track_green);
  preempt.Add(t.preempt_min_dwell);
  for (int c = 0; c < kChannels; ++c) {
    (site.monitor.kind[c] == 2 ? walk : minimum).Add(site.monitor.min_green[c]);
  }
  yellow.Add(site.monitor.min_yellow);
  red.Add(site.monitor.clearance);
  clear.Add(site.monitor.ped_clear);
  for (stopline::Input& pattern : site.patterns) maximum.Add(pattern.max_green);
  for (Kind* kind :
       {&minimum, &passage, &yellow, &red, &walk, &clear, &leading, &initial, &reduction, &trailing, &preempt})
    kind->Rank();
  maximum.Rank(2);
  for (int p = 0; p < kPhases; ++p) {
    if (t.max_initial[p] > 0) t.max_initial[p] = t.min_green[p] + 1;
    if (t.dynamic_max_limit[p] > 0) t.dynamic_max_limit[p] = 5;
    if (t.dynamic_max_step[p] > 0) t.dynamic_max_step[p] = 1;
    t.leading_walk[p] = std::min(t.leading_walk[p], t.walk[p]);
  }
}

void ByDivision(SiteFile& site, std::int32_t by) {
  stopline::Tables& t = site.tables;
  Kind controller, monitor, maximum;
  for (auto* times :
       {&t.min_green, &t.passage, &t.yellow_change, &t.red_clear, &t.red_revert, &t.walk, &t.ped_clear, &t.leading_walk,
        &t.added_initial, &t.max_initial, &t.time_before_reduction, &t.time_to_reduce, &t.min_gap})
    controller.Add(*times);
  controller.Add(t.clearance);
  for (auto* times : {&t.overlap_min_green, &t.overlap_yellow, &t.overlap_red, &t.overlap_trailing_green})
    controller.Add(*times);
  for (auto* times : {&t.preempt_delay, &t.preempt_min_duration, &t.preempt_max_presence, &t.preempt_track_green,
                      &t.preempt_min_dwell})
    controller.Add(*times);
  for (auto* times : {&site.monitor.min_green, &site.monitor.min_yellow, &site.monitor.ped_clear}) monitor.Add(*times);
  monitor.Add(site.monitor.clearance);
  for (stopline::Input& pattern : site.patterns) maximum.Add(pattern.max_green);
  controller.Divide(by, true);
  monitor.Divide(by, false);
  maximum.Rank(2);
  for (int c = 0; c < kChannels; ++c) {
    if (site.monitor.kind[c] == 0) continue;
    site.monitor.min_green[c] = std::max(site.monitor.min_green[c], 1);
    if (site.monitor.kind[c] == 2) site.monitor.ped_clear[c] = std::max(site.monitor.ped_clear[c], 1);
  }
}

// A cycle in which everyone has as much as they need and no more.
void LayOut(const stopline::Tables& t, stopline::Input& pattern) {
  if (pattern.cycle[0] == 0) return;
  std::int32_t change = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] == 0) continue;
    change = std::max(change, t.yellow_change[p] + t.red_clear[p]);
    for (int q = 0; q < kPhases; ++q) change = std::max(change, t.clearance[p * kPhases + q]);
  }
  std::int32_t length[kPhases] = {};
  std::int32_t ring[stopline::kRings][kPhases] = {};
  int last[stopline::kRings][kPhases] = {};
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] == 0) continue;
    const std::int32_t walk = t.walk[p] > 0 ? t.walk[p] + t.ped_clear[p] : 0;
    pattern.split[p] = std::max({t.min_green[p], t.max_initial[p], walk}) + change + 1;
    ring[t.ring[p]][t.group[p]] += pattern.split[p];
    last[t.ring[p]][t.group[p]] = p;
    length[t.group[p]] = std::max(length[t.group[p]], ring[t.ring[p]][t.group[p]]);
  }
  pattern.cycle[0] = 0;
  for (int g = 0; g < t.groups[0]; ++g) {
    for (int r = 0; r < stopline::kRings; ++r) {
      if (ring[r][g] > 0) pattern.split[last[r][g]] += length[g] - ring[r][g];
    }
    pattern.cycle[0] += length[g];
  }
  pattern.offset[0] = std::min(pattern.offset[0], pattern.cycle[0] - 1);
}

}  // namespace

SiteFile Scaled(const SiteFile& whole) {
  SiteFile site = whole;
  const bool sums = std::any_of(std::begin(site.tables.clearance), std::end(site.tables.clearance),
                                [](std::int32_t least) { return least > 0; });
  if (sums) {
    ByDivision(site, 30);
  } else {
    ByRank(site);
  }
  stopline::Tables& t = site.tables;
  t.start_flash[0] = std::min(t.start_flash[0], 1);
  t.flash_min[0] = std::min(t.flash_min[0], 1);
  t.priority_interval[0] = std::min(t.priority_interval[0], 2);
  t.start_all_red[0] = 1;
  for (int p = 0; p < kPhases; ++p) {
    t.start_all_red[0] = std::max(t.start_all_red[0], t.red_clear[p]);
    t.priority_extension[p] = std::min(t.priority_extension[p], 2);
    t.priority_reduction[p] = std::min(t.priority_reduction[p], 1);
  }
  for (const std::int32_t red : t.overlap_red) t.start_all_red[0] = std::max(t.start_all_red[0], red);
  for (const std::int32_t least : site.monitor.clearance) t.start_all_red[0] = std::max(t.start_all_red[0], least);
  for (stopline::Input& pattern : site.patterns) LayOut(t, pattern);
  return site;
}

}  // namespace prove
