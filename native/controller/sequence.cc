#include "sequence.h"

namespace stopline {

void Sequence::Open(const Tables& tables) {
  groups_ = tables.groups[0];
  for (int r = 0; r < kRings; ++r) {
    for (int i = 0; i < kPhases; ++i) order_[r][i] = tables.sequence[r * kPhases + i] - 1;
  }
  for (int p = 0; p < kPhases; ++p) {
    if (tables.enabled[p] == 0) continue;
    ring_of_[p] = tables.ring[p];
    group_of_[p] = tables.group[p];
    all_ |= Only(p);
    ring_[ring_of_[p]] |= Only(p);
    group_[group_of_[p]] |= Only(p);
    if (tables.dual_entry[p] != 0) dual_entry_ |= Only(p);
  }
  for (int p = 0; p < kPhases; ++p) {
    if (Has(all_, p)) conflicting_[p] = all_ & ~static_cast<PhaseSet>(tables.concurrent[p]) & ~Only(p);
  }
}

int Sequence::After(int phase, PhaseSet among) const {
  const int(&order)[kPhases] = order_[ring_of_[phase]];
  bool behind = false;
  for (const int p : order) {
    if (p == kNone) break;
    if (behind && Has(among & group_[group_of_[phase]], p)) return p;
    behind = behind || p == phase;
  }
  return kNone;
}

int Sequence::First(int ring, int group, PhaseSet among) const {
  for (const int p : order_[ring]) {
    if (p == kNone) break;
    if (Has(among & group_[group], p)) return p;
  }
  return kNone;
}

int Sequence::Entry(int ring, int group, PhaseSet called) const {
  const int first = First(ring, group, called);
  return first != kNone ? first : First(ring, group, dual_entry_);
}

int Sequence::GroupAfter(int group, PhaseSet among) const {
  for (int step = 1; step < groups_; ++step) {
    const int next = (group + step) % groups_;
    if ((group_[next] & among) != 0) return next;
  }
  return kNone;
}

}  // namespace stopline
