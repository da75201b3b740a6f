#include "plan.h"

#include <algorithm>

namespace stopline {

namespace {

constexpr Tenths kLongestCycle = 36'000;  // an hour: far above any timing sheet, far below an overflow

}  // namespace

LocalFree Plan::Take(const Input& input) {
  if (input.cycle[0] == 0) return LocalFree::kCommandFree;
  if (input.cycle[0] < 0 || input.cycle[0] > kLongestCycle) return LocalFree::kBadCycleTime;
  if (input.offset[0] < 0 || input.offset[0] >= input.cycle[0]) return LocalFree::kInvalidOffset;
  cycle_ = input.cycle[0];
  if (!TakeOrder(input)) return LocalFree::kBadPlan;
  for (int p = 0; p < kPhases; ++p) {
    if (Has(phases_, p)) TakePhase(input, p);
  }
  TakeChanges();
  if (const LocalFree wrong = Judge(input); wrong != LocalFree::kNotFree) return wrong;

  room_ = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(phases_, p)) continue;
    const Tenths whole = own_[p] - change_[p];
    walks_[p] = walk_[p] > 0 && walk_[p] <= whole;
    least_[p] = std::min(least_[p], whole);  // of added initial only what the split has room for
    spare_[p] = whole - std::max(least_[p], walks_[p] ? walk_[p] : 0);
  }
  for (int side = 0; side < sides_; ++side) room_ += WeightOf(side, spare_);
  Stretch(0);
  reference_ = length_;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(coordinated_, p)) continue;
    reference_ = std::min(reference_, input.reference[0] == kBeginYellow ? force_off_[p] : start_[p]);
  }
  for (int p = 0; p < kPhases; ++p) {
    for (int q = 0; q < p; ++q) {
      if (Has(phases_, p) && Has(conflicting_[p], q) && Overlap(p, q)) return LocalFree::kBadPlan;
    }
  }
  return LocalFree::kNotFree;
}

// The phases, who conflicts with whom, the order of the sequence in force, and the coordinated phases' side as the
// first.
bool Plan::TakeOrder(const Input& input) {
  const Tables& t = *tables_;
  phases_ = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (t.enabled[p] != 0) phases_ |= Only(p);
  }
  for (int p = 0; p < kPhases; ++p) conflicting_[p] = phases_ & ~static_cast<PhaseSet>(t.concurrent[p]) & ~Only(p);
  coordinated_ = static_cast<PhaseSet>(input.coordinated[0]);
  if (coordinated_ == 0 || (coordinated_ & ~phases_) != 0) return false;
  int first = 0;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(coordinated_, p)) continue;
    if ((conflicting_[p] & coordinated_) != 0) return false;
    first = t.group[p];
  }
  sides_ = t.groups[0];
  for (int p = 0; p < kPhases; ++p) {
    if (Has(phases_, p)) side_[p] = (t.group[p] - first + sides_) % sides_;
  }

  // As rings do: a sequence that is not there is the first.
  int s = input.sequence[0];
  const auto empty = [&t](int sequence) {
    for (int r = 0; r < kRings; ++r) {
      if (t.sequence[(sequence * kRings + r) * kPhases] != 0) return false;
    }
    return true;
  };
  if (s < 0 || s >= kSequences || empty(s)) s = 0;
  for (int r = 0; r < kRings; ++r) {
    for (int i = 0; i < kPhases; ++i) order_[r][i] = t.sequence[(s * kRings + r) * kPhases + i] - 1;
  }
  return true;
}

void Plan::TakePhase(const Input& input, int p) {
  const Tables& t = *tables_;
  own_[p] = std::clamp(input.split[p], 0, cycle_);
  least_[p] = t.added_initial[p] > 0 ? std::max(t.min_green[p], t.max_initial[p]) : t.min_green[p];
  const Tenths through = t.ped_clear_through_yellow[p] != 0 ? std::min(t.yellow_change[p], t.ped_clear[p]) : 0;
  walk_[p] = t.walk[p] > 0 ? std::max(t.walk[p] + t.ped_clear[p] - through, t.leading_walk[p] + t.min_green[p]) : 0;
}

// From the end of each green to the one that follows it. At a barrier all rings end together, so there the longest
// counts for each of them.
void Plan::TakeChanges() {
  const Tables& t = *tables_;
  const auto to = [&t](int p, int q) {
    return std::max(t.yellow_change[p] + t.red_clear[p], t.clearance[p * kPhases + q]);
  };
  int last[kRings][kPhases];
  int first[kRings][kPhases];
  for (int r = 0; r < kRings; ++r) {
    for (int side = 0; side < sides_; ++side) last[r][side] = first[r][side] = kNone;
    for (const int p : order_[r]) {
      if (p == kNone) break;
      const int side = side_[p];
      if (first[r][side] == kNone) first[r][side] = p;
      if (last[r][side] != kNone) change_[last[r][side]] = to(last[r][side], p);
      last[r][side] = p;
    }
  }
  for (int side = 0; side < sides_; ++side) {
    int next = kNone;
    for (int step = 1; step < sides_ && next == kNone; ++step) {
      for (int r = 0; r < kRings; ++r) {
        if (first[r][(side + step) % sides_] != kNone) next = (side + step) % sides_;
      }
    }
    Tenths longest = 0;
    for (int r = 0; r < kRings; ++r) {
      const int p = last[r][side];
      if (p == kNone) continue;
      change_[p] = t.yellow_change[p] + t.red_clear[p];
      for (int s = 0; s < kRings; ++s) {
        if (next != kNone && first[s][next] != kNone) change_[p] = std::max(change_[p], to(p, first[s][next]));
      }
      if (next == kNone && first[r][side] != p) change_[p] = std::max(change_[p], to(p, first[r][side]));
      longest = std::max(longest, change_[p]);
    }
    for (int r = 0; r < kRings; ++r) {
      if (next != kNone && last[r][side] != kNone) change_[last[r][side]] = longest;
    }
  }
}

LocalFree Plan::Judge(const Input& input) const {
  const Tables& t = *tables_;
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(phases_, p)) continue;
    const Tenths recalled = input.ped_recall[p] != 0 ? walk_[p] : 0;
    if (own_[p] < std::max(t.min_green[p], recalled) + change_[p]) return LocalFree::kBadCycleTime;
  }
  Tenths whole = 0;
  for (int side = 0; side < sides_; ++side) {
    const Tenths length = WeightOf(side, own_);
    for (int r = 0; r < kRings; ++r) {
      const Tenths ring = WeightOf(r, side, own_);
      if (ring != kNone && ring != length) return LocalFree::kSplitOverrun;
    }
    whole += length;
  }
  return whole == cycle_ ? LocalFree::kNotFree : LocalFree::kSplitOverrun;
}

bool Plan::Overlap(int p, int q) const {
  return start_[p] < start_[q] + split_[q] && start_[q] < start_[p] + split_[p];
}

}  // namespace stopline
