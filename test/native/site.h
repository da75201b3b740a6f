// Sites for the tests, and both kinds of tables made from one.
#pragma once

#include <initializer_list>
#include <utility>

#include "buffers.h"
#include "monitor/tables.h"
#include "sets.h"

namespace test {

// Phases by their numbers: bit p for the phase with the number p + 1.
constexpr std::uint32_t Set(auto... numbers) { return (0u | ... | stopline::Only(numbers - 1)); }

struct Phase {
  int min_green, passage, yellow, red_clear, walk, ped_clear;
  bool lock;
  int red_revert = 0;
  int leading_walk = 0;
  int added_initial = 0, max_initial = 0;
  int time_before_reduction = 0, time_to_reduce = 0, min_gap = 0;
  int dynamic_max_limit = 0, dynamic_max_step = 0;
  bool dual_entry = false;
  bool simultaneous_gap = true;
  bool conditional_service = false;
  bool walk_rest = false;
  bool ped_recycle = false;
  bool ped_clear_through_yellow = false;
};

// Rings and groups hold phase numbers, 0 where there is none.
struct Site {
  Phase phase[16];
  int rings[4][4][4];  // ring, group, order
  int groups;
  int start[4];
  int start_flash, start_all_red;
  bool red_rest[4] = {};
  bool apart[16][16] = {};     // beside each other, but never green together
  int clearance[16][16] = {};  // [from][to], from the end of green to green; 0: the sheet's own
  int turned = 0;              // so many further sequences turn the order in some rings round
  bool turns[4][4][4] = {};    // sequence, ring, group
  bool options = false;        // anything of the above is used
};

// The rings laid out anew: phase numbers by ring, group and order. There are as many groups as the first ring has.
using Numbers = std::initializer_list<std::initializer_list<std::initializer_list<int>>>;
void LayOut(Site& site, Numbers rings);
// Pairs of phases, by number, that must never be green together.
void KeepApart(Site& site, std::initializer_list<std::pair<int, int>> pairs);

// In four legs the throughs before the lefts: 2 before 1, 6 before 5, and so on.
void LeftsLag(stopline::Tables& t);
// Eight phases in two rings, odd ones to the left, even ones through and with pedestrians.
Site FourLeg();

// Any site that can be run: one to four rings, one to four groups, groups without phases, times from nothing to long.
class Dice;
Site AnySite(Dice& dice);
// And any that uses whatever a sheet may say: options, phases that are kept apart, clearances, sequences, red rest.
Site AnySiteWithOptions(Dice& dice);

stopline::Tables TablesOf(const Site& site);
// Channel p shows phase p + 1, channel 16 + p its pedestrians if it has any.
stopline::monitor::Tables MonitorTablesOf(const Site& site);
int PedestrianChannel(int phase);
// Phases, from 0, that may be green together.
bool Beside(const Site& site, int p, int q);

// Deterministic, so that a failure can be had again.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed * 2654435761u + 1) {}
  // 0 to sides - 1.
  int Roll(int sides) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return static_cast<int>(state_ % static_cast<std::uint32_t>(sides));
  }
  int Between(int low, int high) { return low + Roll(high - low + 1); }
  bool OneIn(int sides) { return Roll(sides) == 0; }

 private:
  std::uint32_t state_;
};

}  // namespace test
