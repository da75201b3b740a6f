// The strategies that plan: they look at every lane, weigh what may come next, and want greens.
#pragma once

#include "../standing.h"
#include "search.h"

namespace stopline::strategies {

class Planner {
 public:
  void Open(const Tables& tables, const Lanes& lanes);
  // One tenth, before the controller's. Writes input.want.
  void Step(const Standing& standing, const Traffic& traffic, Input& input);
  void Look(State& state) const;

 private:
  bool Opposed(int lane) const;
  Set Blocked() const;
  void See(const Standing& standing, const Traffic& traffic);
  bool Watched() const;
  int Decide(const Standing& standing, const Traffic& traffic, const Input& input);
  int Release(const Standing& standing, const Input& input, int here) const;
  Set Allowed(const Input& input) const;
  Set Next(const Input& input, int now) const;
  Set Towards(Set must, Set allowed, int now) const;
  Set Traps(int now) const;
  Set Overdue(const Standing& standing, const Input& input) const;
  void Pose(const Standing& standing, const Traffic& traffic, const Input& input);
  void LookAhead(State& state) const;
  // saturated.cc: gaps instead of a plan, as a dual ring has them.
  bool Saturated(int greens) const;
  int Discharge(const Standing& standing, const Input& input);
  int Onward(Set allowed, Set waiting, Set side, int now) const;
  Set Side(Set lanes) const;
  int Main(Set side, Set allowed) const;
  std::int32_t Flow(int choice) const;
  int Rest(int now) const;
  int Serving(Set allowed, Set keep, Set wanted) const;
  int Press(const Standing& standing, const Input& input);

  Tables tables_{};
  Lanes lanes_{};
  Choices choices_;
  Search search_;
  Estimate lane_[kLanes];
  std::int32_t walk_wait_[kPhases] = {};
  Problem problem_{};
  Weighed weighed_{};
  int choice_ = -1;
  int now_ = -1;  // the choice that was green when they were last weighed
  PlanReason reason_ = PlanReason::kNone;
  std::int32_t tick_ = 0;
  std::int32_t saturated_ = 0;    // tenths
  std::int32_t watched_for_ = 0;  // tenths
  Set side_ = 0;                  // lanes of the side of the barrier that is green
  Set served_ = 0;                // those of them that were green since it came
  std::int32_t planned_ = -1;     // tenths since the last search; -1: there was none
};

}  // namespace stopline::strategies
