#include "sequence.h"

namespace stopline {

void Sequence::Open(const Tables& tables) {
  tables_ = &tables;
  for (int p = 0; p < kPhases; ++p) {
    if (tables.enabled[p] == 0) continue;
    all_ |= Only(p);
    group_[tables.group[p]] |= Only(p);
    if (tables.dual_entry[p] != 0) dual_entry_ |= Only(p);
  }
  for (int p = 0; p < kPhases; ++p) {
    if (Has(all_, p)) conflicting_[p] = all_ & ~static_cast<PhaseSet>(tables.concurrent[p]) & ~Only(p);
  }
}

void Sequence::Use(int ring, std::int32_t wanted) {
  in_use_[ring] = 0;
  if (wanted <= 0 || wanted >= kSequences) return;
  // One that is there names every phase of every ring, so an empty ring is one that has no phases, or no such sequence.
  if (tables_->sequence[(wanted * kRings + ring) * kPhases] != 0) in_use_[ring] = wanted;
}

int Sequence::After(int phase, PhaseSet among) const {
  const std::int32_t* const order = Order(tables_->ring[phase]);
  const PhaseSet here = among & group_[tables_->group[phase]];
  bool behind = false;
  for (int i = 0; i < kPhases && order[i] != 0; ++i) {
    const int p = order[i] - 1;
    if (behind && Has(here, p)) return p;
    behind = behind || p == phase;
  }
  return kNone;
}

int Sequence::First(int ring, int group, PhaseSet among) const {
  const std::int32_t* const order = Order(ring);
  for (int i = 0; i < kPhases && order[i] != 0; ++i) {
    if (Has(among & group_[group], order[i] - 1)) return order[i] - 1;
  }
  return kNone;
}

int Sequence::GroupAfter(int group, PhaseSet among) const {
  for (int step = 1; step < groups(); ++step) {
    const int next = (group + step) % groups();
    if ((group_[next] & among) != 0) return next;
  }
  return kNone;
}

}  // namespace stopline
