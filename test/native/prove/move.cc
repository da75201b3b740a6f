#include "move.h"

#include <bit>

namespace prove {

Move Move::With(const Move& other) const {
  Move both = *this;
  both.vehicle |= other.vehicle;
  both.locking |= other.locking;
  both.pedestrian |= other.pedestrian;
  both.fault_recall |= other.fault_recall;
  both.at_green |= other.at_green;
  both.actuations |= other.actuations;
  both.preempt |= other.preempt;
  both.hold |= other.hold;
  both.omit |= other.omit;
  both.ped_omit |= other.ped_omit;
  both.force_off |= other.force_off;
  both.pattern = static_cast<std::uint8_t>(both.pattern + other.pattern);
  both.flash = static_cast<std::uint8_t>(both.flash + other.flash);
  both.stop_time = both.stop_time || other.stop_time;
  both.manual = both.manual || other.manual;
  both.advance = both.advance || other.advance;
  both.broken = both.broken || other.broken;
  both.request_phase = static_cast<std::uint8_t>(both.request_phase + other.request_phase);
  both.request_arrival = static_cast<std::uint8_t>(both.request_arrival + other.request_arrival);
  both.clock = static_cast<std::uint16_t>(both.clock + other.clock);
  return both;
}

std::string Move::Said() const {
  std::string said;
  const auto say = [&said](const char* what, Set set) {
    if (set == 0) return;
    said += said.empty() ? "" : ", ";
    said += what;
    for (int i = 0; i < 32; ++i) {
      if (In(set, i)) said += " " + std::to_string(i + 1);
    }
  };
  const auto tell = [&said](bool so, const std::string& what) {
    if (so) said += (said.empty() ? "" : ", ") + what;
  };
  say("vehicle", vehicle);
  say("remembered vehicle", locking);
  say("pedestrian", pedestrian);
  say("fault recall", fault_recall);
  say("vehicle at the green of ring", at_green);
  say("counted", actuations);
  say("preempt", preempt);
  say("held", hold);
  say("omitted", omit);
  say("pedestrians omitted", ped_omit);
  say("forced off", force_off);
  tell(pattern != 0, "pattern " + std::to_string(pattern + 1));
  tell(flash != 0, "flash " + std::to_string(flash));
  tell(stop_time, "stop time");
  tell(manual, "manual control");
  tell(advance, "advance");
  tell(broken, "THE CONTROLLER BREAKS");
  tell(request_phase != 0,
       "priority for " + std::to_string(request_phase) + " in " + std::to_string(request_arrival) + " tenths");
  tell(clock != 0, "clock ahead by " + std::to_string(clock));
  return said.empty() ? "nobody" : said;
}

Moves Product(const std::vector<Moves>& axes) {
  Moves product{Move{}};
  for (const Moves& axis : axes) {
    Moves wider;
    for (const Move& one : product) {
      for (const Move& other : axis) wider.push_back(one.With(other));
    }
    product = wider;
  }
  return product;
}

Moves AtMost(int most, Set Move::*field, Set of) {
  Moves moves;
  for (Set set = 0;; set = (set - of) & of) {
    if (std::popcount(set) <= most) {
      moves.emplace_back();
      moves.back().*field = set;
    }
    if (set == of) return moves;
  }
}

Moves Subsets(Set Move::*field, Set of) { return AtMost(32, field, of); }

Moves Either(const Moves& one, const Moves& other) {
  Moves both = one;
  both.insert(both.end(), other.begin(), other.end());
  return both;
}

void Fill(const Move& move, const stopline::Input& pattern, const Sheet& sheet, Seen& seen, stopline::Input& input) {
  input = pattern;
  for (int p = 0; p < stopline::kPhases; ++p) {
    const bool held = In(seen.green, p) && In(move.at_green, sheet.phase[p].ring);
    input.vehicle[p] = In(move.vehicle, p) || held ? 1 : 0;
    input.locking[p] = In(move.locking, p) ? 1 : 0;
    input.pedestrian[p] = In(move.pedestrian, p) ? 1 : 0;
    input.fault_recall[p] = In(move.fault_recall, p) ? 1 : 0;
    input.actuations[p] = In(move.actuations, p) ? 1 : 0;
  }
  for (int i = 0; i < stopline::kPreempts; ++i) input.preempt[i] = In(move.preempt, i) ? 1 : 0;
  input.control_hold[0] = static_cast<std::int32_t>(move.hold);
  input.omit[0] |= static_cast<std::int32_t>(move.omit);
  input.control_ped_omit[0] = static_cast<std::int32_t>(move.ped_omit);
  input.control_force_off[0] = static_cast<std::int32_t>(move.force_off);
  input.flash[0] = move.flash;
  input.stop_time[0] = move.stop_time ? 1 : 0;
  input.manual[0] = move.manual ? 1 : 0;
  input.advance[0] = move.advance ? 1 : 0;
  input.request_phase[0] = move.request_phase;
  input.request_arrival[0] = move.request_arrival;
  // Of the clock all that counts is where in the cycle it stands.
  const std::int32_t cycle = pattern.cycle[0];
  seen.clock = cycle > 0 ? (seen.clock + 1 + move.clock) % cycle : 0;
  input.clock[0] = seen.clock;
}

}  // namespace prove
