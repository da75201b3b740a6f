// A coordinated pattern laid out in time: when each phase is to begin, when it is forced off, and since when it may be
// served. Times are tenths from the moment at which every ring comes to the coordinated phases' side of the barrier;
// there a cycle begins, and there alone its length may change.
#pragma once

#include "sequence.h"

namespace stopline {

// What lies below `length` of a cycle; the sum of two such always fits.
constexpr Tenths Wrap(std::int64_t t, Tenths length) {
  const std::int64_t rest = t % length;
  return static_cast<Tenths>(rest < 0 ? rest + length : rest);
}

class Plan {
 public:
  void Open(const Tables& tables) { tables_ = &tables; }

  // Lays out the pattern of the input. Returns kNotFree, or why it cannot be kept; nothing else may be called then.
  LocalFree Take(const Input& input);

  // The cycle to come is longer (or, below 0, shorter) by so much: everybody has a share, by split or by room.
  void Stretch(Tenths by);
  // Longer in the green of the coordinated phases alone.
  void Dwell(Tenths by);

  PhaseSet all() const { return phases_; }
  PhaseSet coordinated() const { return coordinated_; }
  PhaseSet Conflicting(int p) const { return conflicting_[p]; }
  // How many groups behind that of the coordinated phases.
  int Side(int p) const { return side_[p]; }

  // Of the pattern.
  Tenths cycle() const { return cycle_; }
  Tenths reference() const { return reference_; }  // what stands at the offset
  Tenths room() const { return room_; }            // by which a cycle can be shortened with every minimum kept
  // From the end of the green to the next one.
  Tenths Change(int p) const { return change_[p]; }
  // The least green, and from the begin of a walk to the end of its green at the least (0: no pedestrians).
  Tenths Least(int p) const { return least_[p]; }
  Tenths Walk(int p) const { return walk_[p]; }
  // The split is made for the walk.
  bool Walks(int p) const { return walks_[p]; }

  // Of the cycle under way.
  Tenths length() const { return length_; }
  Tenths Start(int p) const { return start_[p]; }
  Tenths ForceOff(int p) const { return force_off_[p]; }  // of a coordinated phase: the yield point
  Tenths Green(int p) const { return split_[p] - change_[p]; }
  // From here on a phase may be served: the yield of the last coordinated phase that is in its way; for so long, up to
  // its force-off.
  Tenths Opening(int p) const { return opening_[p]; }
  Tenths Width(int p) const { return width_[p]; }

 private:
  bool TakeOrder(const Input& input);
  void TakePhase(const Input& input, int p);
  void TakeChanges();
  LocalFree Judge(const Input& input) const;
  bool Overlap(int p, int q) const;
  void HandOut(Tenths by, const Tenths (&weight)[kPhases]);
  Tenths WeightOf(int r, int side, const Tenths (&weight)[kPhases]) const;
  Tenths WeightOf(int side, const Tenths (&weight)[kPhases]) const;
  void LayOut();
  void LayOutOpenings();

  const Tables* tables_ = nullptr;
  // Of the pattern.
  PhaseSet phases_ = 0;
  PhaseSet coordinated_ = 0;
  PhaseSet conflicting_[kPhases] = {};
  int order_[kRings][kPhases] = {};  // kNone behind the last
  int side_[kPhases] = {};
  int sides_ = 1;
  Tenths cycle_ = 0;
  Tenths reference_ = 0;
  Tenths room_ = 0;
  Tenths own_[kPhases] = {};  // splits
  Tenths change_[kPhases] = {};
  Tenths least_[kPhases] = {};
  Tenths walk_[kPhases] = {};
  bool walks_[kPhases] = {};
  Tenths spare_[kPhases] = {};  // of the split, beyond minimums
  // Of the cycle under way.
  Tenths length_ = 1;
  Tenths split_[kPhases] = {};
  Tenths start_[kPhases] = {};
  Tenths force_off_[kPhases] = {};
  Tenths opening_[kPhases] = {};
  Tenths width_[kPhases] = {};
};

}  // namespace stopline
