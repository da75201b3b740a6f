// What is done where queues outlast greens: each lane is served until there is a gap, the short ones of a side of the
// barrier first and its two main streams last and together, as in a dual ring with leading lefts. No plan of a minute
// sees that far; this one loses little time and passes nobody over.
#include <algorithm>

#include "planner.h"

namespace stopline::strategies {

namespace {

constexpr std::int32_t kLongestGreen = 600, kCycle = 900;  // tenths

}  // namespace

// Lanes that do not go together were full for so many greens, within a cycle: no plan gives one of them green that
// another can spare.
bool Planner::Saturated(int greens) const {
  Set full = 0;
  for (int l = 0; l < kLanes; ++l) full |= lane_[l].since_full(greens) < kCycle ? Only(l) : 0;
  if (full == 0) return false;
  for (int c = 0; c < choices_.count(); ++c) {
    if ((full & ~choices_[c].lanes) == 0) return false;
  }
  return true;
}

int Planner::Discharge(const Standing& standing, const Input& input) {
  const int now = choices_.Of(standing.green);
  const Set allowed = Next(input, now) | Only(now);
  const Set green = choices_[now].lanes;
  Set leaving = 0, waiting = 0;
  for (int l = 0; l < kLanes; ++l) {
    if (lanes_.served[l] == 0) continue;
    if (!Has(green, l))
      waiting |= lane_[l].unserved() > 0 ? Only(l) : 0;
    else if (lane_[l].leaving() && lane_[l].green() < kLongestGreen)
      leaving |= Only(l);
  }
  const Set side = Side(green);
  if (side != side_) served_ = 0;
  side_ = side;
  served_ |= green;
  const int main = Main(side, allowed);
  if (now != main && main >= 0) {
    const Set mains = choices_[main].lanes;
    const Set keep = leaving & ~mains;
    const int next = Serving(allowed, keep, waiting & side & ~served_ & ~mains);
    if (next >= 0) return next;
    if (keep == 0) return main;
    const int beside = Serving(allowed, keep, waiting & mains);
    return beside >= 0 ? beside : now;
  }
  return leaving != 0 ? now : Onward(allowed, waiting, side, now);
}

// To the side on which somebody has waited longest; where nobody waits on another, round this one again.
int Planner::Onward(Set allowed, Set waiting, Set side, int now) const {
  const Set others = (waiting & ~side) != 0 ? waiting & ~side : waiting;
  int oldest = -1;
  for (int l = 0; l < kLanes; ++l) {
    if (Has(others, l) && (oldest < 0 || lane_[l].unserved() > lane_[oldest].unserved())) oldest = l;
  }
  if (oldest < 0) return now;
  const Set there = Side(Only(oldest));
  const int main = Main(there, allowed);
  const Set mains = main >= 0 ? choices_[main].lanes : 0;
  const int first = Serving(allowed, 0, others & there & ~mains);
  return first >= 0 ? first : main >= 0 ? main : now;
}

// Lanes that go with these, and those that go with those again.
Set Planner::Side(Set lanes) const {
  Set side = lanes;
  for (int turn = 0; turn < choices_.count(); ++turn) {
    const Set before = side;
    for (int c = 0; c < choices_.count(); ++c) {
      if ((choices_[c].lanes & side) != 0) side |= choices_[c].lanes;
    }
    if (side == before) break;
  }
  return side;
}

// The choice of the side that lets most vehicles an hour go; -1: there is none.
int Planner::Main(Set side, Set allowed) const {
  int main = -1;
  std::int32_t most = -1;
  for (int c = 0; c < choices_.count(); ++c) {
    if (!Has(allowed, c) || (choices_[c].lanes & ~side) != 0) continue;
    if (Flow(c) <= most) continue;
    most = Flow(c);
    main = c;
  }
  return main;
}

// Vehicles an hour of all its lanes.
std::int32_t Planner::Flow(int choice) const {
  std::int32_t flow = 0;
  for (int l = 0; l < kLanes; ++l) flow += Has(choices_[choice].lanes, l) ? lane_[l].flow() : 0;
  return flow;
}

// The choice that has all of `keep` and most of those who are wanted, by how long they have waited; -1: nobody is.
int Planner::Serving(Set allowed, Set keep, Set wanted) const {
  int best = -1;
  std::int32_t most = 0;
  for (int c = 0; c < choices_.count(); ++c) {
    if (!Has(allowed, c) || (keep & ~choices_[c].lanes) != 0) continue;
    std::int32_t worth = 0;
    for (int l = 0; l < kLanes; ++l) worth += Has(choices_[c].lanes & wanted, l) ? 1 + lane_[l].unserved() : 0;
    if (worth <= most) continue;
    most = worth;
    best = c;
  }
  return best;
}

}  // namespace stopline::strategies
