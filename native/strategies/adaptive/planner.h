// A strategy that plans: looks at every lane, weighs what may come next, and wants greens.
#pragma once

#include "../../buffers.h"
#include "../standing.h"

namespace stopline::strategies {

class Planner {
 public:
  void Open(const Tables& tables, const Lanes& lanes);
  // One tenth, before the controller's. Writes input.want.
  void Step(const Standing& standing, const Traffic& traffic, Input& input);
  void Look(State& state) const;
};

}  // namespace stopline::strategies
