// What the bystander says to the events: each green has one begin, one end and one cause, and they tell what was shown.
#include <algorithm>

#include "bystander.h"

namespace prove {

using stopline::kChannels;
using stopline::kGreen;
using stopline::kPhases;
using stopline::kYellow;

namespace {

// Indiana hi-resolution enumerations.
enum Code : std::int32_t {
  kPhaseOn = 0,
  kBeginGreen = 1,
  kGapOut = 4,
  kMaxOut = 5,
  kForceOff = 6,
  kGreenTermination = 7,
  kBeginYellow = 8,
  kEndYellow = 9,
  kBeginRedClear = 10,
  kEndRedClear = 11,
  kInactive = 12,
  kPriorityForceOff = 19,
  kPreemptForceOff = 20,
  kBeginWalk = 21,
  kBeginPedClear = 22,
  kBeginDontWalk = 23,
  kPreemptEntry = 105,
  kPreemptDwell = 107,
  kPreemptExit = 111,
};

bool Cause(std::int32_t code) {
  return (code >= kGapOut && code <= kForceOff) || code == kPriorityForceOff || code == kPreemptForceOff;
}

// A thing that begins must not be under way, one that ends must be.
bool Enter(Set& set, Set bit) {
  const bool right = (set & bit) == 0;
  set |= bit;
  return right;
}

bool Leave(Set& set, Set bit) {
  const bool right = (set & bit) != 0;
  set &= ~bit;
  return right;
}

}  // namespace

Invariant Bystander::SeeEvents(Seen& seen, const Tick& tick) const {
  if (tick.output.event_count[0] > stopline::kEvents) return kEventBound;
  for (int p = 0; p < kPhases; ++p)
    seen.since_green[p] = std::min(seen.since_green[p] + 1, sheet_.phase[p].clearance_most);
  Set caused = 0;
  for (int i = 0; i < tick.output.event_count[0]; ++i) {
    const std::int32_t code = tick.output.events[2 * i];
    const std::int32_t of = tick.output.events[2 * i + 1];
    const Set bit = of >= 1 && of <= 32 ? Bit(of - 1) : 0;
    bool right = true;
    if (Cause(code)) {
      if (!Enter(caused, bit) || (seen.green & bit) == 0) return kOneCause;
    } else if (code == kGreenTermination) {
      if (!Leave(caused, bit)) return kOneCause;
      right = Leave(seen.green, bit);
      seen.since_green[of - 1] = 0;
    } else if (code == kPhaseOn) {
      right = Enter(seen.on, bit);
    } else if (code == kBeginGreen) {
      right = (seen.on & bit) != 0 && ((seen.yellow | seen.red_clear) & bit) == 0 && Enter(seen.green, bit);
      const Sheet::Phase& phase = sheet_.phase[of - 1];
      if (seen.since_green[of - 1] < phase.own_red) return kIntergreen;
      for (int q = 0; q < kPhases; ++q) {
        if (!In(phase.conflicts, q)) continue;
        if (In(seen.green, q) || seen.since_green[q] < sheet_.phase[q].clearance[of - 1]) return kIntergreen;
      }
    } else if (code == kBeginYellow) {
      right = (seen.green & bit) == 0 && Enter(seen.yellow, bit);
    } else if (code == kEndYellow) {
      right = Leave(seen.yellow, bit);
    } else if (code == kBeginRedClear) {
      right = (seen.yellow & bit) == 0 && Enter(seen.red_clear, bit);
    } else if (code == kEndRedClear) {
      right = Leave(seen.red_clear, bit);
    } else if (code == kInactive) {
      right = Leave(seen.on, bit) && (seen.flash != 0 || ((seen.green | seen.yellow | seen.red_clear) & bit) == 0);
      seen.green &= ~bit;
      seen.yellow &= ~bit;
      seen.red_clear &= ~bit;
    } else if (code == kBeginWalk) {
      right = ((seen.walk | seen.ped_clear) & bit) == 0 && Enter(seen.walk, bit);
    } else if (code == kBeginPedClear) {
      right = Leave(seen.walk, bit) && Enter(seen.ped_clear, bit);
    } else if (code == kBeginDontWalk) {
      right = Leave(seen.ped_clear, bit);
    } else if (code == kPreemptEntry) {
      // It takes over from one that was there.
      seen.entered = seen.preempted = bit;
    } else if (code == kPreemptDwell) {
      right = Leave(seen.entered, bit);
    } else if (code == kPreemptExit) {
      seen.entered = seen.preempted = 0;
    }
    if (!right) return kBeginsAndEnds;
  }
  return caused == 0 ? kHolds : kOneCause;
}

// Lamps and events together.
Invariant Bystander::SeePhases(Seen& seen) const {
  if (seen.flash != 0) {
    // Whoever was on his way is told of as inactive; a walk that flash cut off ends with it.
    seen.walk = seen.ped_clear = seen.entered = seen.preempted = 0;
    for (int p = 0; p < kPhases; ++p) seen.since_green[p] = sheet_.phase[p].clearance_most;
    return seen.on == 0 ? kHolds : kEventsTellLamps;
  }
  const Set out = seen.green | (sheet_.through_yellow & seen.yellow) | (sheet_.leading & seen.walk);
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& channel = sheet_.channel[c];
    if (channel.phases == 0) continue;
    if (channel.kind == Sheet::kPedestrians) {
      if (seen.lamp[c] != stopline::kRed && (out & channel.phases) == 0) return kPedestriansOut;
      if ((seen.lamp[c] == kGreen) != ((seen.walk & channel.phases) != 0)) return kEventsTellLamps;
    } else {
      if ((seen.lamp[c] == kGreen) != ((seen.green & channel.phases) != 0)) return kEventsTellLamps;
      if ((seen.lamp[c] == kYellow) != ((seen.yellow & channel.phases) != 0)) return kEventsTellLamps;
    }
  }
  return kHolds;
}

}  // namespace prove
