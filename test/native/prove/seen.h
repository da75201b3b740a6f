// What a bystander has in mind of what he saw so far. Part of the searched state: plain values, saturated at the
// largest time that anything is compared with, so that there are finitely many.
#pragma once

#include <cstdint>

#include "junction.h"

namespace prove {

// Phases or channels: bit i for number i + 1.
using Set = std::uint32_t;
constexpr Set Bit(int i) { return Set{1} << i; }
constexpr bool In(Set set, int i) { return (set >> i & 1) != 0; }

struct Seen {
  // By channel; tenths include the present one.
  std::int32_t lamp[stopline::kChannels];
  std::int32_t age[stopline::kChannels];
  std::int32_t since_walk[stopline::kChannels];
  Set gives_way;  // arrows that flash, and the yellow and red behind that
  Set stretched;  // yellows in which time was stopped: these may be longer than on the sheet
  // By phase, as the events tell it.
  std::int32_t since_green[stopline::kPhases];  // tenths since it ended
  Set on;                                       // from phase on to phase inactive
  Set green;
  Set yellow;
  Set red_clear;
  Set walk;
  Set ped_clear;
  // Who is known to wait and cannot go away: remembered calls.
  Set waits;
  Set waits_to_walk;
  // By preempt: entered, and not dwelling yet; and all that are in force.
  Set entered;
  Set preempted;
  std::int32_t flash;     // the whole intersection flashes
  std::int32_t all_red;   // tenths of the all red behind flash; 0: not in it
  std::int32_t start_up;  // as the output said last
  std::int32_t fault;     // a fault was put in, so that nothing but flash may be shown for ever
  std::int32_t clock;     // of the surroundings: tenths into the cycle
};

// What is searched: a state of the intersection and of its bystander.
struct World {
  stopline::Junction junction;
  Seen seen;
};

}  // namespace prove
