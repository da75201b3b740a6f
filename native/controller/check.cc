#include "check.h"

namespace stopline {

namespace {

constexpr std::int32_t kLongest = 36'000;  // an hour in tenths: far above any timing sheet, far below an overflow

constexpr bool Within(std::int32_t value, std::int32_t low, std::int32_t high) { return value >= low && value <= high; }

// A set of phases, all of them enabled.
bool Phases(const Tables& tables, std::int32_t set) {
  for (int p = 0; p < 32; ++p) {
    if ((static_cast<std::uint32_t>(set) >> p & 1) != 0 && (p >= kPhases || tables.enabled[p] == 0)) return false;
  }
  return true;
}

bool In(std::int32_t set, int p) { return (static_cast<std::uint32_t>(set) >> p & 1) != 0; }

bool Enabled(const Tables& tables, std::int32_t number) {
  return Within(number, 1, kPhases) && tables.enabled[number - 1] != 0;
}

const char* CheckTimes(const Tables& t, int p) {
  if (!Within(t.min_green[p], 1, kLongest) || !Within(t.passage[p], 0, kLongest) || !Within(t.min_gap[p], 0, kLongest))
    return "a phase's green times are out of range";
  if (!Within(t.yellow_change[p], 1, kLongest) || !Within(t.red_clear[p], 0, kLongest) ||
      !Within(t.red_revert[p], 0, kLongest))
    return "a phase's clearances are out of range";
  if (!Within(t.walk[p], 0, kLongest) || !Within(t.ped_clear[p], t.walk[p] > 0 ? 1 : 0, kLongest) ||
      !Within(t.leading_walk[p], 0, t.walk[p]))
    return "a phase's pedestrian times are out of range";
  if (!Within(t.added_initial[p], 0, kLongest) || !Within(t.max_initial[p], 0, kLongest) ||
      !Within(t.time_before_reduction[p], 0, kLongest) || !Within(t.time_to_reduce[p], 0, kLongest))
    return "a phase's volume-density times are out of range";
  if (!Within(t.dynamic_max_limit[p], 0, kLongest) || !Within(t.dynamic_max_step[p], 0, kLongest))
    return "a phase's dynamic maximum is out of range";
  if (!Within(t.priority_extension[p], 0, kLongest) || !Within(t.priority_reduction[p], 0, kLongest))
    return "a phase's priority times are out of range";
  return nullptr;
}

const char* CheckPhase(const Tables& t, int p) {
  if (!Within(t.ring[p], 0, kRings - 1)) return "a phase's ring is out of range";
  if (!Within(t.group[p], 0, t.groups[0] - 1)) return "a phase's group is out of range";
  for (int q = 0; q < kPhases; ++q) {
    if (!Within(t.clearance[p * kPhases + q], 0, kLongest)) return "a clearance is out of range";
    if (!In(t.concurrent[p], q)) continue;
    if (t.enabled[q] == 0 || t.group[q] != t.group[p] || t.ring[q] == t.ring[p])
      return "a phase is concurrent with one that is not beside it between the same barriers";
    if (!In(t.concurrent[q], p)) return "concurrency holds one way only";
  }
  return CheckTimes(t, p);
}

const char* CheckSequence(const Tables& t, int s) {
  const std::int32_t* const sequence = t.sequence + s * kRings * kPhases;
  bool seen[kPhases] = {};
  bool any = false;
  for (int r = 0; r < kRings; ++r) {
    bool over = false;
    std::int32_t group = -1;
    for (int i = 0; i < kPhases; ++i) {
      const std::int32_t number = sequence[r * kPhases + i];
      over = over || number == 0;
      if (over && number != 0) return "a ring's sequence has a hole";
      if (over) continue;
      if (!Enabled(t, number)) return "a ring's sequence has a phase that is not enabled";
      const int p = number - 1;
      if (t.ring[p] != r) return "a ring's sequence has a phase of another ring";
      if (seen[p]) return "a phase is in its ring's sequence more than once";
      if (t.group[p] < group) return "a ring's sequence goes back over a barrier";
      group = t.group[p];
      seen[p] = any = true;
    }
  }
  if (!any && s > 0) return nullptr;
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] != 0 && !seen[p]) return "a phase is not in its ring's sequence";
  }
  return nullptr;
}

const char* CheckStart(const Tables& t) {
  std::int32_t start_group = -1;
  for (int r = 0; r < kRings; ++r) {
    const std::int32_t start = t.start_phase[r];
    if (start == 0) continue;
    if (!Enabled(t, start) || t.ring[start - 1] != r) return "a start phase is not of its ring";
    const std::int32_t group = t.group[start - 1];
    if (start_group >= 0 && group != start_group) return "the start phases are not between the same barriers";
    start_group = group;
    for (int other = 0; other < r; ++other) {
      const std::int32_t before = t.start_phase[other];
      if (before != 0 && !In(t.concurrent[start - 1], before - 1)) return "the start phases are not concurrent";
    }
  }
  return start_group < 0 ? "there is no start phase" : nullptr;
}

// Phases that must be able to be green together.
const char* CheckTogether(const Tables& t, std::int32_t set) {
  for (int p = 0; p < kPhases; ++p) {
    for (int q = 0; q < p; ++q) {
      if (In(set, p) && In(set, q) && !In(t.concurrent[p], q)) return "phases that are to be green together conflict";
    }
  }
  return nullptr;
}

const char* CheckOverlap(const Tables& t, int o) {
  if (t.overlap_kind[o] == kNoOverlap) return nullptr;
  if (!Within(t.overlap_kind[o], kNormal, kFlashingYellowArrow)) return "an overlap's kind is unknown";
  if (!Phases(t, t.overlap_included[o]) || !Phases(t, t.overlap_modifiers[o]) || !Phases(t, t.overlap_conflicts[o]))
    return "an overlap hangs on a phase that is not enabled";
  if (t.overlap_included[o] == 0) return "an overlap has no phase";
  if ((t.overlap_included[o] & t.overlap_conflicts[o]) != 0) return "an overlap conflicts with its own phase";
  if (!Within(t.overlap_min_green[o], 0, kLongest) || !Within(t.overlap_trailing_green[o], 0, kLongest) ||
      !Within(t.overlap_yellow[o], 1, kLongest) || !Within(t.overlap_red[o], 0, kLongest))
    return "an overlap's times are out of range";
  return nullptr;
}

const char* CheckPreempt(const Tables& t, int i) {
  if (t.preempt_enabled[i] == 0) return nullptr;
  if (!Within(t.preempt_delay[i], 0, kLongest) || !Within(t.preempt_min_duration[i], 0, kLongest) ||
      !Within(t.preempt_max_presence[i], 0, kLongest) || !Within(t.preempt_track_green[i], 0, kLongest) ||
      !Within(t.preempt_min_dwell[i], 0, kLongest))
    return "a preempt's times are out of range";
  if (!Phases(t, t.preempt_track[i]) || !Phases(t, t.preempt_dwell[i]) || !Phases(t, t.preempt_exit[i]))
    return "a preempt has a phase that is not enabled";
  if (t.preempt_dwell[i] == 0) return "a preempt has no phase to dwell in";
  if (const char* wrong = CheckTogether(t, t.preempt_track[i])) return wrong;
  return CheckTogether(t, t.preempt_exit[i]);
}

const char* CheckChannel(const Tables& t, int c) {
  const std::int32_t kind = t.channel_kind[c];
  const std::int32_t source = t.channel_source[c];
  if (kind == kUnused) return nullptr;
  if (!Within(kind, kVehicle, kOverlapChannel)) return "a channel's kind is unknown";
  const bool shows = kind == kVehicle ? Enabled(t, source)
                     : kind == kOverlapChannel
                         ? Within(source, 1, kOverlaps) && t.overlap_kind[source - 1] != kNoOverlap
                         : source != 0 && Phases(t, source);
  if (!shows) return "a channel shows no phase and no overlap";
  const std::int32_t flash = t.channel_flash[c];
  const bool flashes = flash == kDark || flash == kFlashingRed || flash == kFlashingYellow;
  return flashes ? nullptr : "a channel's flash is not a flash";
}

// In flash anyone may have been on the way, so the all red behind it is everyone's red clearance.
bool AllRedCovers(const Tables& t) {
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] != 0 && t.red_clear[p] > t.start_all_red[0]) return false;
  }
  for (int o = 0; o < kOverlaps; ++o) {
    if (t.overlap_kind[o] != kNoOverlap && t.overlap_red[o] > t.start_all_red[0]) return false;
  }
  return true;
}

const char* CheckUnit(const Tables& t) {
  if (!Within(t.groups[0], 1, kPhases)) return "the number of groups is out of range";
  if (!Within(t.start_flash[0], 0, kLongest) || !Within(t.start_all_red[0], 1, kLongest) ||
      !Within(t.flash_min[0], 0, kLongest))
    return "the start-up times are out of range";
  if (!AllRedCovers(t)) return "the all red of start-up is shorter than a red clearance";
  if (!Within(t.priority_interval[0], 0, kLongest)) return "the time between priorities is out of range";
  if (!Phases(t, t.flash_entry[0]) || !Phases(t, t.flash_exit[0])) return "flash has a phase that is not enabled";
  if (const char* wrong = CheckTogether(t, t.flash_entry[0])) return wrong;
  return CheckTogether(t, t.flash_exit[0]);
}

}  // namespace

const char* Check(const Tables& t) {
  if (const char* wrong = CheckUnit(t)) return wrong;
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] == 0) continue;
    if (const char* wrong = CheckPhase(t, p)) return wrong;
  }
  for (int s = 0; s < kSequences; ++s) {
    if (const char* wrong = CheckSequence(t, s)) return wrong;
  }
  if (const char* wrong = CheckStart(t)) return wrong;
  for (int o = 0; o < kOverlaps; ++o) {
    if (const char* wrong = CheckOverlap(t, o)) return wrong;
  }
  for (int i = 0; i < kPreempts; ++i) {
    if (const char* wrong = CheckPreempt(t, i)) return wrong;
  }
  for (int c = 0; c < kChannels; ++c) {
    if (const char* wrong = CheckChannel(t, c)) return wrong;
  }
  return nullptr;
}

}  // namespace stopline
