#include "search.h"

#include <algorithm>
#include <bit>

namespace stopline::strategies {

namespace {

// Tenths of the yellow that those who end still go in. Too many make a plan give greens up whose queues are not gone,
// for what it believes to come for nothing; too few cost next to nothing.
constexpr std::int32_t kYellowUsed = 5;
constexpr std::int32_t kStop = 35;               // that stopping costs, beside standing
constexpr std::int32_t kFewGaps = kVehicle / 8;  // of all the room, between those who come as a queue
constexpr int kWeighs = 500;                     // choices, queues and ways of a place
constexpr int kTurns = 8, kFewTurns = 2;         // greens behind the horizon; in a large junction
constexpr int kLarge = 320;                      // choices and queues

}  // namespace

void Search::Run(const Problem& problem, Weighed& weighed) {
  for (std::int64_t& delay : weighed.delay) delay = -1;
  weighed.others = false;
  weighed.best = problem.now;
  for (std::int8_t& green : weighed.path) green = -1;
  // The more there is to weigh, the fewer ways of each place go on: a large junction takes no longer than a tenth has
  // room for.
  ways_ = std::clamp(kWeighs / (choices_->count() * std::max(problem.queues, 1)), 1, kWays);
  for (auto& step : places_) {
    for (Place& place : step) place.count = 0;
  }
  Way root{};
  for (int q = 0; q < problem.queues; ++q) root.queue[q] = problem.standing[q];
  root.first = problem.now;
  for (std::int8_t& green : root.path) green = -1;
  if (problem.must == 0) Stay(problem, 0, problem.now, root);
  const Set next = problem.allowed & ~problem.traps[problem.now];
  for (int c = 0; c < choices_->count(); ++c) {
    if (c == problem.now || !Has(problem.must != 0 ? problem.must : next, c)) continue;
    if (problem.must == 0 && !Worth(problem, 0, problem.now, c, root)) continue;
    weighed.others = true;
    root.first = c;
    Go(problem, 0, problem.now, c, root);
  }
  for (int step = 1; step < problem.steps; ++step) {
    for (int c = 0; c < choices_->count(); ++c) {
      const Place& place = places_[step][c];
      for (int w = 0; w < place.count; ++w) {
        const Way& way = place.ways[w];
        Stay(problem, step, c, way);
        const Set allowed = problem.allowed & ~problem.traps[c];
        for (int d = 0; d < choices_->count(); ++d) {
          if (d != c && Has(allowed, d) && Worth(problem, step, c, d, way)) Go(problem, step, c, d, way);
        }
      }
    }
  }
  for (int c = 0; c < choices_->count(); ++c) {
    const Place& place = places_[problem.steps][c];
    for (int w = 0; w < place.count; ++w) Finish(place.ways[w], weighed);
  }
}

void Search::Finish(const Way& way, Weighed& weighed) {
  const std::int64_t seconds = way.value / (16 * kVehicle * 10);
  const std::int64_t best = weighed.delay[weighed.best];
  std::int64_t& delay = weighed.delay[way.first];
  if (delay < 0 || seconds < delay) delay = seconds;
  if (best >= 0 && seconds >= best) return;
  weighed.best = way.first;
  for (int s = 0; s < kSteps; ++s) weighed.path[s] = way.path[s];
}

// Who gives way leaves in the gaps: what was learned is the mean of them. Where nobody comes towards him he leaves
// twice as fast, and where they come as a queue a quarter as fast.
void Search::GiveWay(const Problem& problem, int step, Set yields, const Way& way, std::int32_t (&room)[kLanes]) {
  for (; yields != 0; yields &= yields - 1) {
    const int q = std::countr_zero(yields);
    if (problem.foes[q] == 0) continue;
    std::int32_t come = 0;
    for (Set foes = problem.foes[q]; foes != 0; foes &= foes - 1) {
      const int foe = std::countr_zero(foes);
      come = std::max(come, std::min(way.queue[foe] + problem.arriving[step][foe], room[foe]));
    }
    room[q] = room[q] * 2 * std::max(kFewGaps, kVehicle - come) / kVehicle;
  }
}

// One step in which each queue has room for so many to leave.
void Search::Pass(const Problem& problem, int step, const std::int32_t (&room)[kLanes], Way& way) {
  const std::int32_t* arriving = problem.arriving[step];
  std::int64_t cost = 0;
  for (int q = 0; q < problem.queues; ++q) {
    const std::int32_t before = way.queue[q];
    const std::int32_t all = before + arriving[q];
    const std::int32_t after = std::max(0, all - room[q]);
    // Who finds a queue or a red must stop; half of a step passes before those who come in it stand for all of it.
    const std::int32_t stops = after > 0 ? std::min(arriving[q], after) : 0;
    cost += static_cast<std::int64_t>(problem.weight[q]) * ((before + after) * (kStep / 2) + stops * kStop);
    way.queue[q] = after;
  }
  way.delay += cost;
}

void Search::Stay(const Problem& problem, int step, int choice, const Way& way) {
  Way next = way;
  std::int32_t room[kLanes];
  for (int q = 0; q < problem.queues; ++q) {
    room[q] = Has(problem.open[choice], q) ? problem.rate[choice][q] : 0;
  }
  GiveWay(problem, step, problem.yields[choice], way, room);
  Pass(problem, step, room, next);
  next.path[step] = static_cast<std::int8_t>(choice);
  next.value = next.delay + Left(problem, choice, 0, next);
  Keep(step + 1, choice, next);
}

// Yellow and red clearance, then the green up to its minimum. Who has green in both goes on all the while.
void Search::Go(const Problem& problem, int step, int from, int to, const Way& way) {
  Way next = way;
  const std::int32_t change = choices_->Change(from, to);
  const int steps = (change + std::max(choices_->Least(from, to), problem.least[to]) + kStep - 1) / kStep;
  const Set both = problem.open[from] & problem.open[to];
  for (int s = 0; s < steps && step + s < problem.steps; ++s) {
    const std::int32_t at = s * kStep;
    const std::int32_t yellow = std::clamp(kYellowUsed - at, 0, kStep);
    const std::int32_t green = std::clamp(at + kStep - change - problem.start_up, 0, kStep);
    std::int32_t room[kLanes];
    for (int q = 0; q < problem.queues; ++q) {
      const bool before = Has(problem.open[from], q);
      const bool after = Has(problem.open[to], q);
      const std::int32_t time = Has(both, q) ? kStep : before ? yellow : after ? green : 0;
      room[q] = problem.rate[before && !after ? from : to][q] * time / kStep;
    }
    GiveWay(problem, step + s, problem.yields[from] & problem.open[to], next, room);
    Pass(problem, step + s, room, next);
    if (at + kStep > change) next.path[step + s] = static_cast<std::int8_t>(to);
  }
  // Where the horizon ends in the change, its green is still to come.
  const std::int32_t late = std::max(0, (step - problem.steps) * kStep + change + problem.start_up);
  next.value = next.delay + Left(problem, to, late, next);
  Keep(std::min(step + steps, problem.steps), to, next);
}

// What those cost who are left: the choice that is green is served until it is empty, `late` tenths from now, then
// whichever has the longest queues, and so on. Whoever comes before his lane's green waits for it, too.
std::int64_t Search::Left(const Problem& problem, int choice, std::int32_t late, const Way& way) const {
  Set rest = 0;
  for (int q = 0; q < problem.queues; ++q) {
    if (way.queue[q] > 0) rest |= Only(q);
  }
  const int turns = choices_->count() * problem.queues > kLarge ? kFewTurns : kTurns;
  std::int64_t cost = 0, at = late;
  for (int now = choice, turn = 0; rest != 0 && now >= 0 && turn < turns; ++turn) {
    std::int64_t longest = 0;
    for (Set here = rest & problem.open[now]; here != 0; here &= here - 1) {
      const int q = std::countr_zero(here);
      const std::int64_t rate = std::max(problem.rate[now][q], 1);
      const std::int64_t flow = std::min<std::int64_t>(problem.flow[q], rate * 3 / 4);
      const std::int64_t queue = way.queue[q] + flow * at / kStep;
      const std::int64_t time = queue * kStep / (rate - flow);
      cost += problem.weight[q] * (way.queue[q] * at + flow * at * at / (2 * kStep) + queue * time / 2);
      longest = std::max(longest, time);
    }
    rest &= ~problem.open[now];
    const int next = Longest(problem, rest, way);
    if (next >= 0) at += longest + choices_->Change(now, next) + problem.start_up;
    now = next;
  }
  for (; rest != 0; rest &= rest - 1) {
    const int q = std::countr_zero(rest);
    cost += problem.weight[q] * way.queue[q] * at;
  }
  return cost;
}

int Search::Longest(const Problem& problem, Set rest, const Way& way) const {
  int longest = -1;
  std::int64_t most = 0;
  for (int c = 0; c < choices_->count(); ++c) {
    if (!Has(problem.allowed, c)) continue;
    std::int64_t waiting = 0;
    for (Set there = rest & problem.open[c]; there != 0; there &= there - 1)
      waiting += way.queue[std::countr_zero(there)];
    if (waiting <= most) continue;
    most = waiting;
    longest = c;
  }
  return longest;
}

// Someone who cannot go now could then, or in a green that may follow that one and not this.
bool Search::Worth(const Problem& problem, int step, int from, int to, const Way& way) const {
  Set then = problem.open[to];
  for (Set behind = problem.traps[from] & ~problem.traps[to] & problem.allowed; behind != 0; behind &= behind - 1)
    then |= problem.open[std::countr_zero(behind)];
  const Set more = then & ~(problem.open[from] & ~problem.yields[from]);
  const int soon = std::min(step + 3, problem.steps);
  for (int q = 0; q < problem.queues; ++q) {
    if (!Has(more, q)) continue;
    if (way.queue[q] > kVehicle / 4) return true;
    for (int s = step; s < soon; ++s) {
      if (problem.arriving[s][q] >= kVehicle) return true;
    }
  }
  return false;
}

void Search::Keep(int step, int choice, const Way& way) {
  Place& place = places_[step][choice];
  int at = place.count;
  while (at > 0 && place.ways[at - 1].value > way.value) --at;
  if (at == ways_) return;
  place.count = std::min(place.count + 1, ways_);
  for (int w = place.count - 1; w > at; --w) place.ways[w] = place.ways[w - 1];
  place.ways[at] = way;
}

}  // namespace stopline::strategies
