#include "check.h"

namespace stopline {

namespace {

constexpr std::int32_t kLongest = 36'000;  // an hour in tenths: far above any timing sheet, far below an overflow

constexpr bool Within(std::int32_t value, std::int32_t low, std::int32_t high) { return value >= low && value <= high; }

bool Enabled(const Tables& tables, std::int32_t number) {
  return Within(number, 1, kPhases) && tables.enabled[number - 1] != 0;
}

const char* CheckPhase(const Tables& t, int p) {
  if (!Within(t.ring[p], 0, kRings - 1)) return "a phase's ring is out of range";
  if (!Within(t.group[p], 0, t.groups[0] - 1)) return "a phase's group is out of range";
  if (!Within(t.min_green[p], 1, kLongest) || !Within(t.passage[p], 0, kLongest))
    return "a phase's green times are out of range";
  if (!Within(t.yellow_change[p], 1, kLongest) || !Within(t.red_clear[p], 0, kLongest))
    return "a phase's clearances are out of range";
  if (!Within(t.walk[p], 0, kLongest) || !Within(t.ped_clear[p], t.walk[p] > 0 ? 1 : 0, kLongest)) {
    return "a phase's pedestrian times are out of range";
  }
  int seen = 0;
  for (int i = 0; i < kRings * kPhases; ++i) {
    if (t.sequence[i] == p + 1) seen += i / kPhases == t.ring[p] ? 1 : 2;
  }
  return seen == 1 ? nullptr : "a phase is not in its ring's sequence exactly once";
}

const char* CheckRing(const Tables& t, int r) {
  bool over = false;
  for (int i = 0; i < kPhases; ++i) {
    const std::int32_t number = t.sequence[r * kPhases + i];
    over = over || number == 0;
    if (!over && !Enabled(t, number)) return "a ring's sequence has a phase that is not enabled";
    if (over && number != 0) return "a ring's sequence has a hole";
  }
  const std::int32_t start = t.start_phase[r];
  if (start != 0 && (!Enabled(t, start) || t.ring[start - 1] != r)) return "a start phase is not of its ring";
  return nullptr;
}

}  // namespace

const char* Check(const Tables& t) {
  if (!Within(t.groups[0], 1, kPhases)) return "the number of groups is out of range";
  if (!Within(t.start_flash[0], 0, kLongest) || !Within(t.start_all_red[0], 1, kLongest))
    return "the start-up times are out of range";
  std::int32_t start_group = -1;
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] == 0) continue;
    if (const char* wrong = CheckPhase(t, p)) return wrong;
  }
  for (int r = 0; r < kRings; ++r) {
    if (const char* wrong = CheckRing(t, r)) return wrong;
    if (t.start_phase[r] == 0) continue;
    const std::int32_t group = t.group[t.start_phase[r] - 1];
    if (start_group >= 0 && group != start_group) return "the start phases are not between the same barriers";
    start_group = group;
  }
  if (start_group < 0) return "there is no start phase";
  for (int c = 0; c < kChannels; ++c) {
    if (t.channel_kind[c] == kUnused) continue;
    if (!Within(t.channel_kind[c], kVehicle, kPedestrian) || !Enabled(t, t.channel_phase[c]))
      return "a channel shows no phase";
    const std::int32_t flash = t.channel_flash[c];
    if (flash != kDark && flash != kFlashingRed && flash != kFlashingYellow) return "a channel's flash is not a flash";
  }
  return nullptr;
}

}  // namespace stopline
