// The rolling horizon: which green, for how long, and which then. Forward through time in steps, over the choice that
// is green; of the ways that lead to a choice at a step the best few go on.
#pragma once

#include "choices.h"
#include "estimate.h"

namespace stopline::strategies {

// Everything that one search works on. Lanes and those who walk are queues alike.
struct Problem {
  int queues;
  std::int32_t standing[kLanes];          // parts
  std::int32_t arriving[kSteps][kLanes];  // parts
  std::int32_t weight[kLanes];            // sixteenths
  std::int32_t flow[kLanes];              // parts a step that usually come
  std::int32_t rate[kPlans][kLanes];      // parts a step, by choice
  Set open[kPlans];                       // by choice: queues that it lets go
  Set yields[kPlans];                     // those of them that give way
  Set foes[kLanes];                       // by queue: those to whom it gives way then
  std::int32_t least[kPlans];             // tenths of green that those on foot need
  Set allowed;                            // choices
  Set traps[kPlans];                      // by choice: those that must not follow it straight
  int now;                                // the choice that is green
  Set must;                               // choices one of which must come next; 0: none
  int steps;
  std::int32_t start_up;  // tenths of a green that nobody uses at its begin
};

struct Weighed {
  // By choice, vehicle seconds if it comes next, at once; of the one that is green: if it stays on. -1: not weighed.
  std::int64_t delay[kPlans];
  bool others;  // somebody waits or comes for whom another choice might come at once, whatever became of its ways
  int best;
  // The choice that is green in each step of the best way; -1 in a change, and behind the horizon.
  std::int8_t path[kSteps];
};

class Search {
 public:
  void Open(const Choices& choices) { choices_ = &choices; }
  void Run(const Problem& problem, Weighed& weighed);

 private:
  struct Way {
    std::int64_t delay;  // so far
    std::int64_t value;  // with what is left
    std::int32_t first;  // the choice of the first decision
    std::int32_t queue[kLanes];
    std::int8_t path[kSteps];
  };
  static constexpr int kWays = 6;
  struct Place {
    int count;
    Way ways[kWays];
  };

  void Stay(const Problem& problem, int step, int choice, const Way& way);
  void Go(const Problem& problem, int step, int from, int to, const Way& way);
  static void Pass(const Problem& problem, int step, const std::int32_t (&room)[kLanes], Way& way);
  static void GiveWay(const Problem& problem, int step, Set yields, const Way& way, std::int32_t (&room)[kLanes]);
  std::int64_t Left(const Problem& problem, int choice, std::int32_t late, const Way& way) const;
  int Longest(const Problem& problem, Set rest, const Way& way) const;
  void Keep(int step, int choice, const Way& way);
  bool Worth(const Problem& problem, int step, int from, int to, const Way& way) const;
  static void Finish(const Way& way, Weighed& weighed);

  const Choices* choices_ = nullptr;
  int ways_ = kWays;
  Place places_[kSteps + 1][kPlans] = {};
};

}  // namespace stopline::strategies
