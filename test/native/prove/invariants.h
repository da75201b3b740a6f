// What holds in every state and at every step, by name.
#pragma once

namespace prove {

enum Invariant : int {
  kHolds = -1,
  kConflict,
  kMinimumGreen,
  kYellowPresent,
  kYellowLength,
  kRedClearance,
  kIntergreen,
  kWalkMinimum,
  kPedestrianClearance,
  kPedestriansOut,
  kIndication,
  kStartUp,
  kFlash,
  kMonitorAgrees,
  kMonitorFault,
  kFaultLatches,
  kOneCause,
  kBeginsAndEnds,
  kEventsTellLamps,
  kEventBound,
  kNoSkip,
  kBoundedWait,
  kPreemptReaches,
  kTables,
  kInvariants,
};

struct Words {
  const char* name;
  const char* sentence;
};

inline constexpr Words kWords[kInvariants] = {
    {"conflict", "two conflicting movements had the signal at the same time"},
    {"minimum-green", "a green was shorter than its minimum"},
    {"yellow-present", "a green ended without yellow, or a yellow came from red or turned back into green"},
    {"yellow-length", "a yellow was not as long as on the sheet"},
    {"red-clearance", "a green began before the red clearance of a conflicting movement was over"},
    {"intergreen", "a phase began before the time between its green and that of the phase before it was over"},
    {"walk-minimum", "a walk was shorter than on the sheet"},
    {"pedestrian-clearance",
     "a pedestrian clearance was cut, or a conflicting green began at pedestrians in the street"},
    {"pedestrians-out", "pedestrians had the signal when the green beside them was over"},
    {"indication", "a channel showed what it cannot show"},
    {"start-up", "something other than flash or red was shown in start-up"},
    {"flash", "some channels flashed and others did not, or flash was left other than through all red of its length"},
    {"monitor-agrees", "the monitor showed something other than the controller wanted, without a fault"},
    {"monitor-fault", "the monitor tripped on a controller that nobody had broken"},
    {"fault-latches", "behind a fault something other than flash was shown, or the controller told of greens"},
    {"one-cause", "a green ended with no cause or with more than one"},
    {"begins-and-ends", "an interval began twice, or ended without having begun"},
    {"events-tell-lamps", "the events told something other than the lamps showed"},
    {"event-bound", "more events in a tenth than there are things to tell"},
    {"no-skip", "a conflicting phase was served more often than the plan allows while a remembered call waited"},
    {"bounded-wait", "a remembered call waited longer than everyone's turn takes, or could wait for ever"},
    {"preempt-reaches", "a preempt took longer to its dwell than what is under way takes to end"},
    {"tables", "somebody wrote the tables after open"},
};

}  // namespace prove
