// How a cycle's time is laid out, and who gives or gets when it is to be shorter or longer.
#include <algorithm>

#include "plan.h"

namespace stopline {

namespace {

// Hands out a whole by weights, one after the other, until nothing is left of it. Nobody gets more than their weight if
// the whole is not more than all weights together.
class Shares {
 public:
  Shares(Tenths whole, Tenths weights) : left_(whole), weights_(weights) {}

  Tenths Next(Tenths weight) {
    if (weights_ <= 0) return 0;
    const auto share = static_cast<Tenths>(static_cast<std::int64_t>(left_) * weight / weights_);
    left_ -= share;
    weights_ -= weight;
    return share;
  }

 private:
  Tenths left_;
  Tenths weights_;
};

}  // namespace

void Plan::Stretch(Tenths by) {
  if (by < 0) {
    HandOut(by, spare_);
  } else {
    HandOut(by, own_);
  }
  LayOut();
}

void Plan::Dwell(Tenths by) {
  Tenths weight[kPhases] = {};
  for (const auto& order : order_) {
    bool has = false;
    for (const int p : order) has = has || (p != kNone && Has(coordinated_, p));
    for (const int p : order) {
      if (p == kNone) break;
      weight[p] = side_[p] != 0 ? 0 : has ? Has(coordinated_, p) : own_[p];
    }
  }
  HandOut(by, weight);
  LayOut();
}

void Plan::HandOut(Tenths by, const Tenths (&weight)[kPhases]) {
  Tenths weights = 0;
  for (int side = 0; side < sides_; ++side) weights += WeightOf(side, weight);
  Shares sides(by, weights);
  for (int side = 0; side < sides_; ++side) {
    const Tenths share = sides.Next(WeightOf(side, weight));
    for (int r = 0; r < kRings; ++r) {
      const Tenths ring = WeightOf(r, side, weight);
      if (ring == kNone) continue;
      Shares phases(share, ring);
      for (const int p : order_[r]) {
        if (p == kNone) break;
        if (side_[p] == side) split_[p] = own_[p] + phases.Next(weight[p]);
      }
    }
  }
}

// A ring's on one side of the barrier; kNone where it has no phase there.
Tenths Plan::WeightOf(int r, int side, const Tenths (&weight)[kPhases]) const {
  Tenths sum = kNone;
  for (const int p : order_[r]) {
    if (p == kNone) break;
    if (side_[p] == side) sum = std::max(sum, 0) + weight[p];
  }
  return sum;
}

// What every ring has there.
Tenths Plan::WeightOf(int side, const Tenths (&weight)[kPhases]) const {
  Tenths least = kNone;
  for (int r = 0; r < kRings; ++r) {
    const Tenths ring = WeightOf(r, side, weight);
    if (ring != kNone) least = least == kNone ? ring : std::min(least, ring);
  }
  return std::max(least, 0);
}

void Plan::LayOut() {
  Tenths begin = 0;
  for (int side = 0; side < sides_; ++side) {
    Tenths end = begin;
    for (const auto& order : order_) {
      Tenths at = begin;
      for (const int p : order) {
        if (p == kNone) break;
        if (side_[p] != side) continue;
        start_[p] = at;
        at += split_[p];
        force_off_[p] = at - change_[p];
      }
      end = std::max(end, at);
    }
    begin = end;
  }
  length_ = begin;
  LayOutOpenings();
}

// A phase may be served from the yield of the last coordinated phase on that is in its way. Where none is, beside them
// in another ring, from the force-off on that clears the way to its side of the barrier.
void Plan::LayOutOpenings() {
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(phases_, p)) continue;
    opening_[p] = force_off_[p];
    width_[p] = length_;
    if (Has(coordinated_, p)) continue;
    const PhaseSet yields = coordinated_ & conflicting_[p];
    const Tenths from = yields != 0 ? force_off_[p] : 0;
    opening_[p] = from;
    Tenths nearest = length_;
    for (int q = 0; q < kPhases; ++q) {
      if (!Has(yields != 0 ? yields : conflicting_[p], q)) continue;
      const Tenths back = Wrap(from - force_off_[q], length_);
      if (back >= nearest) continue;
      nearest = back;
      opening_[p] = force_off_[q];
    }
    width_[p] = Wrap(force_off_[p] - opening_[p], length_);
  }
}

}  // namespace stopline
