#include "choices.h"

#include <algorithm>
#include <bit>

namespace stopline::strategies {

void Choices::Open(const Tables& tables, const Lanes& lanes) {
  count_ = 0;
  for (int group = 0; group < tables.groups[0]; ++group) Extend(tables, group, 0, 0);
  for (int c = 0; c < count_; ++c) {
    Choice& choice = choices_[c];
    for (int l = 0; l < kLanes; ++l) {
      const Set here = static_cast<Set>(lanes.served[l]) & choice.phases;
      if (here == 0) continue;
      choice.lanes |= Only(l);
      if ((here & ~static_cast<Set>(lanes.yields[l])) == 0) choice.yielding |= Only(l);
    }
  }
  for (int a = 0; a < count_; ++a) {
    for (int b = 0; b < count_; ++b) {
      change_[a][b] = Between(tables, choices_[a].phases, choices_[b].phases);
      least_[a][b] = 0;
      for (int p = 0; p < kPhases; ++p) {
        if (Has(choices_[b].phases & ~choices_[a].phases, p))
          least_[a][b] = std::max(least_[a][b], tables.min_green[p]);
      }
    }
  }
  for (int a = 0; a < count_; ++a) {
    for (int b = 0; b < count_; ++b) caught_[a][b] = Caught(lanes, choices_[a], choices_[b]);
    if (std::popcount(Traps(a, ~Set{0})) < count_ - 1) continue;
    for (int b = 0; b < count_; ++b) caught_[a][b] = 0;
  }
}

// Who gives way in the one, has no green in the other, and would have to let those pass who keep theirs.
Set Choices::Caught(const Lanes& lanes, const Choice& from, const Choice& to) const {
  const Set stay = from.lanes & to.lanes;
  Set caught = 0;
  for (Set ends = from.yielding & ~to.lanes; ends != 0; ends &= ends - 1) {
    const int l = std::countr_zero(ends);
    if ((static_cast<Set>(lanes.foes[l]) & stay) != 0) caught |= Only(l);
  }
  return caught;
}

Set Choices::Traps(int from, Set turning) const {
  Set traps = 0;
  for (int to = 0; to < count_; ++to) traps |= (caught_[from][to] & turning) != 0 ? Only(to) : 0;
  return traps;
}

// Ring by ring: one phase of the group, or none.
void Choices::Extend(const Tables& tables, int group, int ring, Set phases) {
  if (ring == kRings) {
    if (phases != 0) Keep(phases);
    return;
  }
  Extend(tables, group, ring + 1, phases);
  for (int p = 0; p < kPhases; ++p) {
    if (tables.enabled[p] == 0 || tables.ring[p] != ring || tables.group[p] != group) continue;
    if ((phases & ~static_cast<Set>(tables.concurrent[p])) == 0) Extend(tables, group, ring + 1, phases | Only(p));
  }
}

void Choices::Keep(Set phases) {
  int kept = 0;
  for (int c = 0; c < count_; ++c) {
    if ((phases & ~choices_[c].phases) == 0) return;
    if ((choices_[c].phases & ~phases) != 0) choices_[kept++] = choices_[c];
  }
  count_ = kept;
  if (count_ < kPlans) choices_[count_++] = Choice{phases, 0, 0};
}

std::int32_t Choices::Between(const Tables& tables, Set from, Set to) const {
  std::int32_t most = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(from & ~to, p)) continue;
    most = std::max(most, tables.yellow_change[p] + tables.red_clear[p]);
    for (int q = 0; q < kPhases; ++q) {
      if (Has(to & ~from, q)) most = std::max(most, tables.clearance[p * kPhases + q]);
    }
  }
  return most;
}

int Choices::Of(Set phases) const {
  int found = -1;
  for (int c = 0; c < count_; ++c) {
    if ((phases & ~choices_[c].phases) != 0) continue;
    if (found < 0 || std::popcount(choices_[c].phases) < std::popcount(choices_[found].phases)) found = c;
  }
  return found;
}

}  // namespace stopline::strategies
