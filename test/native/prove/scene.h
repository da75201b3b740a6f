// A site, and what may come in at every step: what is searched to its end.
#pragma once

#include <string>
#include <vector>

#include "move.h"

namespace prove {

struct Scene {
  std::string name;
  stopline::Tables tables;
  stopline::monitor::Tables monitor;
  std::vector<stopline::Input> patterns;
  Moves moves;
  // The search stops there and says so; 0: it goes to the end.
  std::uint32_t states_most = 0;
  // The longest that a remembered call may wait in tenths, and how often a phase that conflicts may be served
  // meanwhile.
  std::int32_t wait = 0;
  int turns = 1;
  // The longest from a preempt's entry to its dwell.
  std::int32_t preempt = 0;
};

}  // namespace prove
