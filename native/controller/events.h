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
  kGapReductionStart = 15,
  kGapReductionMin = 16,
  kAddedInitialDone = 17,
  kNextPhaseDecision = 18,
  kPriorityForceOff = 19,
  kPreemptForceOff = 20,
  kBeginWalk = 21,
  kBeginPedClear = 22,
  kBeginDontWalk = 23,
  kBarrierCrossed = 31,  // parameter: the barrier, from 1; barrier b lies behind group b
  kArrowBegin = 32,      // parameter: the overlap of a flashing yellow arrow
  kArrowEnd = 33,
  kCallRegistered = 43,
  kCallDropped = 44,
  kPedCallRegistered = 45,
  kMax1 = 50,
  kMax2 = 51,
  kDynamicMax = 52,
  kDynamicMaxUp = 53,
  kDynamicMaxDown = 54,
  kOverlapGreen = 61,  // parameter: the overlap
  kOverlapTrailingGreen = 62,
  kOverlapYellow = 63,
  kOverlapRedClear = 64,
  kOverlapOff = 65,
  kPreemptCallOn = 102,  // parameter: the preempt
  kPreemptCallOff = 104,
  kPreemptEntry = 105,
  kPreemptTrackClearance = 106,
  kPreemptDwell = 107,
  kPreemptMaxPresence = 110,
  kPreemptExit = 111,
  kPriorityCheckIn = 112,  // parameter: the request's slot, from 1
  kPriorityEarlyGreen = 113,
  kPriorityExtension = 114,
  kPriorityCheckOut = 115,
  kCycle = 132,  // seconds
  kOffset = 133,
  kSplit = 134,          // 134 + phase: seconds
  kCoordination = 150,   // parameter: CoordinationStatus
  kYield = 151,          // parameter: the coordinated phase
  kFlashStatus = 173,    // parameter: FlashStatus
  kManualControl = 178,  // 1 on, 0 off
  kIntervalAdvance = 179,
  kStopTime = 180,  // 1 on, 0 off
  kRunsFree = 361,  // parameter: LocalFree, of a pattern that has a cycle
};

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
