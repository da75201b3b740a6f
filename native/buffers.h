// The integers that cross between TypeScript and the native part, and nothing else. describe.h publishes where each
// field lies, so the other side never restates an offset. Times are tenths of a second. Phases, channels and the like
// are indexed from 0 here; where a field holds a number it is the number on the timing sheet, from 1, and 0 is none.
// A set of phases is an integer with bit p for phase p + 1.
#pragma once

#include <cstdint>

namespace stopline {

inline constexpr int kPhases = 16;     // NTCIP 1202 maxPhases of an eight-phase dual ring and its double
inline constexpr int kRings = 4;       // NTCIP 1202 maxRings
inline constexpr int kChannels = 32;   // NTCIP 1202 channels: one load switch each
inline constexpr int kOverlaps = 32;   // NTCIP 1202 maxOverlaps; a site of stages has one for each signal group
inline constexpr int kSequences = 16;  // NTCIP 1202 maxSequences
inline constexpr int kPreempts = 10;   // NTCIP 1202 maxPreempts in the field
inline constexpr int kRequests = 8;    // NTCIP 1211 requests for priority that are served at a time
inline constexpr int kCallers = 80;  // sets of phases that a detector calls: one for each, and a button for each phase
inline constexpr int kLanes = 32;    // lanes at stop lines: half as many as detectors
inline constexpr int kPlans = 32;    // sets of phases that a strategy which plans chooses among
inline constexpr int kAhead = 30;    // steps of two seconds in which neighbours announce who is coming: a minute

// Events of one tick. A ring goes through at most one end and one begin of green in a tick, so each of its codes (0 to
// 12, 18 to 23) comes at most once; a phase registers its call (43), has it dropped or served (44), registers a
// pedestrian call (45), has or steps its dynamic maximum (52 to 54), has its gap reduced (15 to 17) and has its split
// told (134 to 149, 203 on) at most once each; an overlap tells at most one end and one begin; the unit crosses at most
// one barrier (31); the rest is the unit's own.
inline constexpr int kEvents = kRings * 20 + kPhases * 8 + kOverlaps * 6 + kPreempts * 6 + kRequests * 4 + 16;

// The site, compiled. Read once, at open.
struct Tables {
  // By phase.
  std::int32_t enabled[kPhases];
  std::int32_t min_green[kPhases];
  std::int32_t passage[kPhases];
  std::int32_t yellow_change[kPhases];
  std::int32_t red_clear[kPhases];
  std::int32_t red_revert[kPhases];  // least red before its own next green
  std::int32_t walk[kPhases];        // 0: no pedestrian movement
  std::int32_t ped_clear[kPhases];
  std::int32_t leading_walk[kPhases];  // the walk begins so long before the green
  std::int32_t lock[kPhases];
  // Volume-density.
  std::int32_t added_initial[kPhases];  // for each actuation since the last green
  std::int32_t max_initial[kPhases];
  std::int32_t time_before_reduction[kPhases];
  std::int32_t time_to_reduce[kPhases];  // from passage to min_gap
  std::int32_t min_gap[kPhases];
  // Dynamic maximum: two max-outs in a row add a step up to the limit, two gap-outs take one away.
  std::int32_t dynamic_max_limit[kPhases];  // 0: none
  std::int32_t dynamic_max_step[kPhases];
  // NTCIP 1202 phaseOptions, 0 or 1.
  std::int32_t dual_entry[kPhases];        // served beside another ring's call when its own ring has none in the group
  std::int32_t simultaneous_gap[kPhases];  // gapped out at the barrier, it goes on for another vehicle
  std::int32_t conditional_service[kPhases];  // served once more before the barrier while another ring is not ready
  std::int32_t walk_rest[kPhases];            // the walk stays while nobody conflicting waits
  std::int32_t ped_recycle[kPhases];  // a pedestrian who comes later in the green is served in it, if there is time
  std::int32_t ped_clear_through_yellow[kPhases];  // the pedestrian clearance may end with the yellow change
  // Structure.
  std::int32_t ring[kPhases];        // from 0
  std::int32_t group[kPhases];       // from 0: the phases between two barriers
  std::int32_t concurrent[kPhases];  // set: phases that it may be green with; at most those of its group in other rings
  std::int32_t clearance[kPhases * kPhases];  // [p][q]: least time from the end of p's green to q's, beside p's own
  // Sets: the phases of which any lets go whoever calls all of them, a detector or a button; padded with 0. A phase
  // that is in none is called alone.
  std::int32_t callers[kCallers];
  // By ring.
  std::int32_t start_phase[kRings];
  std::int32_t red_rest[kRings];  // a ring that nobody calls rests in red
  // Phase numbers in the order of service through all groups, by ring, padded with 0. The first must be there; one that
  // is empty is none. Every sequence goes through the groups in the same order.
  std::int32_t sequence[kSequences * kRings * kPhases];
  // By overlap.
  std::int32_t overlap_kind[kOverlaps];       // OverlapKind
  std::int32_t overlap_included[kOverlaps];   // set
  std::int32_t overlap_modifiers[kOverlaps];  // set
  std::int32_t overlap_conflicts[kOverlaps];  // set: phases that must not begin until it is through
  std::int32_t overlap_min_green[kOverlaps];
  std::int32_t overlap_trailing_green[kOverlaps];
  std::int32_t overlap_yellow[kOverlaps];
  std::int32_t overlap_red[kOverlaps];
  // By preempt; the first is the most important.
  std::int32_t preempt_enabled[kPreempts];
  std::int32_t preempt_lock[kPreempts];  // remembered when its input goes before it was served
  std::int32_t preempt_delay[kPreempts];
  std::int32_t preempt_min_duration[kPreempts];  // from entry to exit at the least
  std::int32_t preempt_max_presence[kPreempts];  // an input that is on for longer counts as stuck; 0: never
  std::int32_t preempt_track[kPreempts];         // set: green in track clearance, 0: no track clearance
  std::int32_t preempt_track_green[kPreempts];
  std::int32_t preempt_dwell[kPreempts];  // set: served while the preempt lasts
  std::int32_t preempt_min_dwell[kPreempts];
  std::int32_t preempt_exit[kPreempts];  // set: green first afterwards
  // Priority, by phase: how much a green may be extended, how much another phase may lose, whether others may be passed
  // over for it.
  std::int32_t priority_extension[kPhases];
  std::int32_t priority_reduction[kPhases];
  std::int32_t priority_insertion[kPhases];
  std::int32_t priority_interval[1];  // from the end of one service to the next at the least
  // By channel.
  std::int32_t channel_kind[kChannels];    // ChannelKind
  std::int32_t channel_source[kChannels];  // vehicle: phase number; overlap: overlap number; pedestrian: set of phases
  std::int32_t channel_flash[kChannels];   // Lamp
  // The unit.
  std::int32_t groups[1];
  std::int32_t start_flash[1];
  std::int32_t start_all_red[1];
  std::int32_t flash_entry[1];  // set: served before automatic flash
  std::int32_t flash_exit[1];   // set: served first behind it; none: the start phases
  std::int32_t flash_min[1];    // automatic flash lasts so long at the least
};

// One tick's inputs.
struct Input {
  // By phase: calls.
  std::int32_t vehicle[kPhases];
  std::int32_t locking[kPhases];
  std::int32_t pedestrian[kPhases];
  std::int32_t fault_recall[kPhases];
  std::int32_t actuations[kPhases];  // vehicles counted in this tenth, for added initial
  // The pattern in force. It is written here too, so that a site may have any number of them.
  std::int32_t max_green[kPhases];
  std::int32_t recall[kPhases];  // Recall
  std::int32_t ped_recall[kPhases];
  std::int32_t split[kPhases];
  std::int32_t strategy[1];  // index into strategies/table.cc; one that is not there is the first
  std::int32_t sequence[1];  // from 0; one that is not there is the first
  std::int32_t cycle[1];     // 0: free
  std::int32_t offset[1];
  std::int32_t coordinated[1];     // set, at most one a ring
  std::int32_t reference[1];       // Reference
  std::int32_t force_off_mode[1];  // ForceOffMode
  std::int32_t correction[1];      // Correction
  std::int32_t max_inhibit[1];     // coordMaximumMode: no phase maxes out while it is coordinated
  std::int32_t
      omit[1];  // set: NTCIP splitMode phaseOmitted; the centre's phaseControlGroupPhaseOmit is written here, too
  std::int32_t longest_wait[1];   // tenths that nobody who calls shall wait for longer under a strategy that plans
  std::int32_t red_extension[1];  // 1: somebody is still in the intersection; written by it too, and heeded for a while
  std::int32_t blocked[1];        // set: phases whose vehicles had green and did not come on; written by it too
  std::int32_t want[1];           // set: the greens that such a strategy wants, written by it; 0: it wants none
  // What the centre asks of phases for a while: NTCIP phaseControlGroup. Sets.
  std::int32_t control_hold[1];
  std::int32_t control_force_off[1];
  std::int32_t control_ped_omit[1];
  std::int32_t clock[1];  // since the time base's sync reference, below kClockLimit; the local cycle hangs on it
  // Preempt inputs, by preempt, 0 or 1.
  std::int32_t preempt[kPreempts];
  // Requests for priority, by slot: the phase's number (0: none), and tenths until the vehicle arrives (0: it is here).
  std::int32_t request_phase[kRequests];
  std::int32_t request_arrival[kRequests];
  // The unit's inputs.
  std::int32_t flash[1];  // FlashStatus that is asked for; 0 or kNotFlash: none
  std::int32_t stop_time[1];
  std::int32_t manual[1];   // manual control enable
  std::int32_t advance[1];  // interval advance: 1 in the tenth in which it is pressed
};
inline constexpr std::int32_t kClockLimit = 1 << 30;

// The lanes at the stop lines, compiled: what a strategy that plans looks at. Read once, at open.
struct Lanes {
  std::int32_t served[kLanes];       // set: phases in which it has green; 0: there is no such lane
  std::int32_t yields[kLanes];       // set: those of them in which it gives way
  std::int32_t foes[kLanes];         // set: lanes to which it does; bit l for lane l
  std::int32_t stop_line[kLanes];    // a loop there counts who leaves
  std::int32_t travel[kLanes];       // tenths from its advance loop to the stop line at the speed limit; 0: it has none
  std::int32_t room[kLanes];         // vehicles that stand between the two
  std::int32_t view_travel[kLanes];  // the same of a camera's zone before the stop line
  std::int32_t view_room[kLanes];
};

// What one tick's detection saw of them.
struct Traffic {
  std::int32_t departed[kLanes];  // vehicles that left the stop line's loop
  std::int32_t stopped[kLanes];   // somebody is on it
  std::int32_t arrived[kLanes];   // vehicles that came onto the advance loop
  std::int32_t covered[kLanes];   // somebody is on it
  std::int32_t seen[kLanes];      // vehicles in the camera's zone; -1: nobody knows
  std::int32_t trusted[kLanes];   // 0: a detector of the lane has failed
  // Thousandths of vehicles by which more (or fewer, below 0) come to the stop line than usually do, as neighbours
  // announce it, by steps from now.
  std::int32_t announced[kLanes * kAhead];
  std::int32_t horizon[1];  // of the pattern: tenths to look ahead
  std::int32_t
      ageing[1];  // of the pattern: thousandths that a vehicle's delay weighs more for each second it has waited
};

// One tick's outputs.
struct Output {
  std::int32_t channels[kChannels];  // Lamp: what may be shown
  std::int32_t start_up[1];
  std::int32_t fault[1];                   // monitor::Fault, 0 is none
  std::int32_t fault_channels[1];          // bit c: channel c + 1 took part in it
  std::int32_t request_status[kRequests];  // PriorityStatus
  std::int32_t event_count[1];
  std::int32_t events[kEvents * 2];  // (code, parameter) pairs
};

// For eyes only; written when asked for.
struct State {
  std::int32_t ring_phase[kRings];  // number; 0: the ring has nothing to serve
  std::int32_t ring_interval[kRings];
  std::int32_t ring_elapsed[kRings];
  std::int32_t ring_min_left[kRings];
  std::int32_t ring_gap_left[kRings];
  std::int32_t ring_max_left[kRings];
  std::int32_t ring_clear_left[kRings];
  std::int32_t ring_next[kRings];  // number
  std::int32_t phase_interval[kPhases];
  std::int32_t phase_ped[kPhases];
  std::int32_t phase_call[kPhases];
  std::int32_t phase_ped_call[kPhases];
  std::int32_t phase_terminated_by[kPhases];
  std::int32_t phase_fault_recall[kPhases];
  std::int32_t overlap_interval[kOverlaps];
  std::int32_t coordination[1];      // CoordinationStatus
  std::int32_t cycle_second[1];      // tenths into the local cycle; -1 while free
  std::int32_t local_free[1];        // LocalFree
  std::int32_t preempt[1];           // number of the one that is served
  std::int32_t preempt_interval[1];  // PreemptInterval
  std::int32_t flash_status[1];      // FlashStatus
  // What a strategy that plans last weighed: sets of phases, and what it expects of each.
  std::int32_t plan_reason[1];       // PlanReason
  std::int32_t plan_chosen[1];       // place in the list, from 1; 0: none
  std::int32_t plan_now[1];          // place of the one that was green when they were weighed
  std::int32_t plan_phases[kPlans];  // set; 0 behind the last
  std::int32_t
      plan_delay[kPlans];  // vehicle seconds within the horizon and behind it if it comes next; -1: not weighed
  std::int32_t lane_queue[kLanes];    // tenths of vehicles that stand
  std::int32_t lane_coming[kLanes];   // tenths of vehicles that are seen coming
  std::int32_t lane_flow[kLanes];     // vehicles an hour, learned
  std::int32_t lane_headway[kLanes];  // milliseconds between two who leave a queue, learned
  std::int32_t lane_wait[kLanes];     // tenths that the first has waited
  // Thousandths of vehicles that it expects to leave, by steps of two seconds from now.
  std::int32_t lane_leaving[kLanes * kAhead];
};

// The words behind the integers; describe.h publishes their names in this order.
enum Lamp : std::int32_t { kDark, kRed, kYellow, kGreen, kFlashingRed, kFlashingYellow, kFlashingGreen };
enum ChannelKind : std::int32_t { kUnused, kVehicle, kPedestrian, kOverlapChannel };
enum OverlapKind : std::int32_t { kNoOverlap, kNormal, kMinusGreenYellow, kFlashingYellowArrow };
enum Recall : std::int32_t { kNoRecall, kMinRecall, kMaxRecall, kSoftRecall };
enum Reference : std::int32_t { kBeginGreen, kBeginYellow };  // of the first coordinated phase, at the offset
enum ForceOffMode : std::int32_t { kFloating, kFixed };
enum Correction : std::int32_t { kDwell, kShortWay, kAddOnly };
enum class Interval : std::int32_t { kRed, kGreen, kYellow, kRedClear, kLeadingWalk };
enum class PedInterval : std::int32_t { kNone, kDontWalk, kWalk, kPedClear };
// How a green ended, in the journal 4, 5, 6, 19, 20; by the interval advance and by red rest it is told as 6 and 4.
enum class Termination : std::int32_t { kNone, kGapOut, kMaxOut, kForceOff, kPriorityForceOff, kPreemptForceOff };
// Indiana code 150's parameter.
enum class CoordinationStatus : std::int32_t { kFree, kInStep, kTransitionAdd, kTransitionSubtract, kTransitionDwell };
// NTCIP 1202 localFreeStatus: why the pattern in force is not coordinated.
enum class LocalFree : std::int32_t {
  kOther = 1,
  kNotFree = 2,
  kCommandFree = 3,  // the pattern has no cycle
  kTransitionFree = 4,
  kInputFree = 5,
  kCoordFree = 6,
  kBadPlan = 7,       // no coordinated phases, or such as cannot be green together
  kBadCycleTime = 8,  // a split does not hold its phase's minimums and clearances
  kSplitOverrun = 9,  // the splits do not make up the cycle, or not the same time on each ring's side of a barrier
  kInvalidOffset = 10,
  kFailed = 11,
};
enum class PreemptInterval : std::int32_t { kNone, kDelay, kEntry, kTrackClearance, kDwell, kExit };
// What tipped a strategy that plans.
enum class PlanReason : std::int32_t {
  kNone,       // no such strategy is in force, or it cannot see
  kCommitted,  // minimums and clearances run: nothing can be decided
  kNobody,     // nobody waits for anything else
  kStay,       // staying costs least
  kSwitch,     // going on costs less
  kOverdue,    // somebody has waited as long as anybody may
  kSaturated,  // queues outlast greens: each lane is served until there is a gap
};
// NTCIP 1211 priorityRequestStatusInPRS, as far as a signal sees it.
enum class PriorityStatus : std::int32_t { kIdle, kQueued, kActive, kOverride, kRefused, kServed };
// NTCIP 1202 unitFlashStatus.
enum class FlashStatus : std::int32_t {
  kOther = 1,
  kNotFlash = 2,
  kAutomatic = 3,
  kLocalManual = 4,
  kFaultMonitor = 5,
  kMmu = 6,
  kStartUp = 7,
  kPreempt = 8,
};

}  // namespace stopline
