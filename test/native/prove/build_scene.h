// What small scenes are built of.
#pragma once

#include <initializer_list>

#include "../site.h"
#include "scenes.h"

namespace prove {

// Phases by number.
template <class... Number>
constexpr Set Phases(Number... number) {
  return (Bit(number - 1) | ...);
}

// A pattern whose maximums are all the same.
stopline::Input Maximum(int tenths);
stopline::Input Recalled(stopline::Input input, Set phases, stopline::Recall recall, bool walk = false);

// Rings of groups of phases, with every time a tenth but for red clearance.
test::Site Smallest(std::initializer_list<std::initializer_list<std::initializer_list<int>>> rings, int red_clear);
void Walks(test::Site& site, Set phases, int walk, int clear);

Scene Of(const char* name, const stopline::Tables& tables, const stopline::monitor::Tables& monitor,
         std::vector<stopline::Input> patterns, const std::vector<Moves>& axes);
Scene Of(const char* name, const test::Site& site, std::vector<stopline::Input> patterns,
         const std::vector<Moves>& axes);

// Any of the patterns is in force.
Moves OfPatterns(int count);
// Nothing, or automatic flash that is asked for.
Moves Flash();

constexpr auto kVehicle = &Move::vehicle;
constexpr auto kLocking = &Move::locking;
constexpr auto kWalk = &Move::pedestrian;

}  // namespace prove
