#include "waits.h"

#include <algorithm>
#include <array>

namespace prove {

namespace {

using Counts = std::array<std::uint8_t, stopline::kPhases>;

// Of one who waits: a phase's call, or a preempt for its dwell, by the field of a state that holds it and its bit.
class Wait {
 public:
  Wait(Search& search, const Scene& scene, std::uint16_t Search::Node::*field, int bit, Waits& waits)
      : search_(search), scene_(scene), field_(field), bit_(bit), waits_(waits) {
    reached_.assign(search.states(), 0);
    longest_.assign(search.states(), 0);
    turns_.assign(search.states(), Counts{});
  }

  void Look() {
    for (StateId id = 0; id < search_.expanded() && !broken_; ++id) {
      if (Waiting(id) && reached_[id] == 0) From(id);
    }
  }

 private:
  enum : std::uint8_t { kNew, kOpen, kDone };
  struct Step {
    StateId id;
    const Search::Edge* next;
  };

  bool OfPreempt() const { return field_ == &Search::Node::entered; }
  bool Waiting(StateId id) const { return In(search_.nodes()[id].*field_, bit_); }
  // A preempt may keep the others waiting for as long as it lasts.
  bool Goes(StateId from, const Search::Edge& edge) const {
    if (!Waiting(edge.to) || edge.to >= search_.expanded()) return false;
    return OfPreempt() || (scene_.moves[edge.move].preempt == 0 && search_.nodes()[from].preempted == 0);
  }

  void From(StateId first) {
    path_.assign(1, {first, search_.EdgesBegin(first)});
    reached_[first] = kOpen;
    while (!path_.empty() && !broken_) {
      Step& step = path_.back();
      if (step.next == search_.EdgesEnd(step.id)) {
        Close(step.id);
        path_.pop_back();
        continue;
      }
      const Search::Edge edge = *step.next++;
      if (!Goes(step.id, edge)) continue;
      if (reached_[edge.to] == kOpen) {
        ForEver(edge);
      } else if (reached_[edge.to] == kNew) {
        reached_[edge.to] = kOpen;
        path_.push_back({edge.to, search_.EdgesBegin(edge.to)});
      }
    }
  }

  // All that follows is known.
  void Close(StateId id) {
    reached_[id] = kDone;
    for (const Search::Edge* edge = search_.EdgesBegin(id); edge != search_.EdgesEnd(id); ++edge) {
      if (!Goes(id, *edge)) continue;
      longest_[id] = std::max<std::uint16_t>(longest_[id], static_cast<std::uint16_t>(longest_[edge->to] + 1));
      const Set begun = search_.nodes()[edge->to].green & ~search_.nodes()[id].green;
      for (int q = 0; q < stopline::kPhases; ++q) {
        const int turns = turns_[edge->to][static_cast<std::size_t>(q)] + (In(begun, q) ? 1 : 0);
        std::uint8_t& most = turns_[id][static_cast<std::size_t>(q)];
        most = std::max(most, static_cast<std::uint8_t>(std::min(turns, 255)));
      }
    }
    int& longest = OfPreempt() ? waits_.preempt : waits_.longest;
    longest = std::max<int>(longest, longest_[id]);
    const std::int32_t bound = OfPreempt() ? scene_.preempt : scene_.wait;
    if (longest_[id] > bound) return TooLong(id, OfPreempt() ? kPreemptReaches : kBoundedWait, -1);
    if (OfPreempt()) return;
    for (int q = 0; q < stopline::kPhases; ++q) {
      if (!In(search_.sheet().phase[bit_].conflicts, q)) continue;
      const int turns = turns_[id][static_cast<std::size_t>(q)];
      waits_.turns = std::max(waits_.turns, turns);
      if (turns > scene_.turns) return TooLong(id, kNoSkip, q);
    }
  }

  // Whoever is passed by again and again is skipped; for others nothing moves at all.
  void ForEver(const Search::Edge& back) {
    broken_ = true;
    Violation violation{OfPreempt() ? kPreemptReaches : kBoundedWait, search_.MovesTo(path_.front().id)};
    for (const Step& step : path_) {
      if (step.id == back.to) violation.round = static_cast<int>(violation.moves.size());
      const Search::Edge* const taken = step.next - 1;
      violation.moves.push_back(taken->move);
      const Set begun = search_.nodes()[taken->to].green & ~search_.nodes()[step.id].green;
      const bool passes = !OfPreempt() && (begun & search_.sheet().phase[bit_].conflicts) != 0;
      if (violation.round >= 0 && passes) violation.invariant = kNoSkip;
    }
    search_.Add(violation);
  }

  // Follows what made it so long: the wait, or the turns of a phase.
  void TooLong(StateId id, Invariant invariant, int phase) {
    broken_ = true;
    Violation violation{invariant, search_.MovesTo(id)};
    const auto left = [&](StateId state) {
      return phase < 0 ? longest_[state] : turns_[state][static_cast<std::size_t>(phase)];
    };
    for (bool on = left(id) > 0; on;) {
      on = false;
      for (const Search::Edge* edge = search_.EdgesBegin(id); !on && edge != search_.EdgesEnd(id); ++edge) {
        if (!Goes(id, *edge)) continue;
        const Set begun = search_.nodes()[edge->to].green & ~search_.nodes()[id].green;
        const int taken = phase < 0 || In(begun, phase) ? 1 : 0;
        if (left(edge->to) + taken != left(id)) continue;
        violation.moves.push_back(edge->move);
        id = edge->to;
        on = left(id) > 0;
        break;
      }
    }
    search_.Add(violation);
  }

  Search& search_;
  const Scene& scene_;
  std::uint16_t Search::Node::*field_;
  int bit_;
  Waits& waits_;
  bool broken_ = false;
  std::vector<std::uint8_t> reached_;
  std::vector<std::uint16_t> longest_;
  std::vector<Counts> turns_;
  std::vector<Step> path_;
};

}  // namespace

Waits LookAtWaits(Search& search, const Scene& scene) {
  Waits waits;
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (!In(search.sheet().phases, p)) continue;
    Wait(search, scene, &Search::Node::waits, p, waits).Look();
    if (search.sheet().phase[p].walks) Wait(search, scene, &Search::Node::waits_to_walk, p, waits).Look();
  }
  for (int i = 0; i < stopline::kPreempts; ++i) {
    if (scene.tables.preempt_enabled[i] != 0) Wait(search, scene, &Search::Node::entered, i, waits).Look();
  }
  return waits;
}

}  // namespace prove
