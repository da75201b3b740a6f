#include "interlock.h"

#include <algorithm>

namespace stopline {

void Interlock::Open(const Tables& tables, PhaseSet all) {
  tables_ = &tables;
  all_ = all;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(all, p)) continue;
    longest_[p] = OwnRed(p);
    for (int q = 0; q < kPhases; ++q) longest_[p] = std::max(longest_[p], Intergreen(p, q));
  }
}

void Interlock::Start() {
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(all_, p)) continue;
    ended_[p] = std::min(longest_[p], tables_->yellow_change[p] + tables_->start_all_red[0]);
    // The all red lasted until the last pedestrian had crossed.
    walked_[p] = tables_->ped_clear[p];
  }
}

bool Interlock::May(int phase, PhaseSet on) const {
  if (ended_[phase] < OwnRed(phase) || Has(on, phase)) return false;
  for (int q = 0; q < kPhases; ++q) {
    if (q == phase || !Has(all_ & ~static_cast<PhaseSet>(tables_->concurrent[phase]), q)) continue;
    if (Has(on, q) || ended_[q] < Intergreen(q, phase)) return false;
    if (walked_[q] < tables_->ped_clear[q]) return false;
  }
  return true;
}

void Interlock::See(PhaseSet green, PhaseSet walk) {
  for (int p = 0; p < kPhases; ++p) {
    ended_[p] = Has(green, p) ? 0 : std::min(ended_[p] + 1, longest_[p]);
    walked_[p] = Has(walk, p) ? 0 : std::min(walked_[p] + 1, tables_->ped_clear[p]);
  }
}

Tenths Interlock::Intergreen(int from, int to) const {
  return std::max(tables_->yellow_change[from] + tables_->red_clear[from], tables_->clearance[from * kPhases + to]);
}

// NEMA red revert: an own green that follows its own yellow has a red between them, be it for a tenth.
Tenths Interlock::OwnRed(int phase) const {
  return tables_->yellow_change[phase] + std::max({tables_->red_clear[phase], tables_->red_revert[phase], 1});
}

}  // namespace stopline
