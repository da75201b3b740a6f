// Phase events of one tick, in the codes of the Indiana hi-resolution enumerations.
#pragma once

#include <cstdlib>

#include "../buffers.h"

namespace stopline {

enum class Event : std::int32_t {
  kPhaseOn = 0,
  kBeginGreen = 1,
  kPhaseCheck = 2,  // a conflicting call: the maximum begins to count
  kMinComplete = 3,
  kGapOut = 4,
  kMaxOut = 5,
  kForceOff = 6,
  kGreenTermination = 7,
  kBeginYellow = 8,
  kEndYellow = 9,
  kBeginRedClear = 10,
  kEndRedClear = 11,
  kPhaseInactive = 12,
  kBeginWalk = 21,
  kBeginPedClear = 22,
  kBeginDontWalk = 23,
  kBarrierCrossed = 31,  // parameter: the barrier, from 1; barrier b lies behind group b
  kCallRegistered = 43,
  kCallDropped = 44,
  kPedCallRegistered = 45,
  kFlashStatus = 173,  // parameter: FlashStatus
};

// NTCIP 1202 unitFlashStatus.
enum class FlashStatus : std::int32_t { kNotFlash = 2, kAutomatic = 3, kFaultMonitor = 5, kStartUp = 7 };

class Events {
 public:
  explicit Events(Output& output) : output_(output) { output_.event_count[0] = 0; }

  void OfPhase(Event event, int phase) { Add(event, phase + 1); }

  void Add(Event event, std::int32_t parameter) {
    const std::int32_t count = output_.event_count[0];
    // The bound is proved where kEvents is; if the proof is wrong, stopping is the safe thing: the cabinet takes over.
    if (count >= kEvents) std::abort();
    output_.events[2 * count] = static_cast<std::int32_t>(event);
    output_.events[2 * count + 1] = parameter;
    output_.event_count[0] = count + 1;
  }

 private:
  Output& output_;
};

}  // namespace stopline
