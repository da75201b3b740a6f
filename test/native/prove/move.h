// What may come in within one tenth: one of the inputs that are tried at every step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seen.h"
#include "sheet.h"

namespace prove {

struct Move {
  Set vehicle = 0;     // over a loop, not remembered
  Set locking = 0;     // over a loop that remembers
  Set pedestrian = 0;  // pressed
  Set fault_recall = 0;
  Set at_green = 0;  // by ring: a vehicle over the loop of the phase that has green there
  Set actuations = 0;
  Set preempt = 0;
  // The centre's.
  Set hold = 0;
  Set omit = 0;
  Set ped_omit = 0;
  Set force_off = 0;
  std::uint8_t pattern = 0;
  std::uint8_t flash = 0;  // FlashStatus
  bool stop_time = false;
  bool manual = false;
  bool advance = false;
  bool broken = false;  // the monitor gets a conflict to see
  std::uint8_t request_phase = 0;
  std::uint8_t request_arrival = 0;
  std::uint16_t clock = 0;  // the clock jumps so far ahead

  // Both at once.
  Move With(const Move& other) const;
  // Nothing but calls, and greens that are forced off: everybody's turn must come.
  bool Ordinary() const { return flash == 0 && !stop_time && !manual && !broken && (hold | omit | ped_omit) == 0; }
  // In words, for a trace.
  std::string Said() const;
};

using Moves = std::vector<Move>;

// Every choice of one from each.
Moves Product(const std::vector<Moves>& axes);
// Every subset of the phases / at most `most` of them, in one field.
Moves Subsets(Set Move::*field, Set of);
Moves AtMost(int most, Set Move::*field, Set of);
// All of either.
Moves Either(const Moves& one, const Moves& other);

// The move as the junction gets it.
void Fill(const Move& move, const stopline::Input& pattern, const Sheet& sheet, Seen& seen, stopline::Input& input);

}  // namespace prove
