// Where every field of the buffers lies, by name: what `describe()` tells TypeScript.
#pragma once

#include <cstddef>

#include "buffers.h"
#include "monitor/tables.h"

namespace stopline {

struct Field {
  const char* name;
  std::int32_t at;     // in integers from the buffer's front
  std::int32_t count;  // integers
};

template <typename Buffer>
struct Layout;

#define STOPLINE_FIELD(buffer, member) \
  { #member, offsetof(buffer, member) / sizeof(std::int32_t), sizeof(buffer::member) / sizeof(std::int32_t) }

template <>
struct Layout<Tables> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Tables, enabled),
      STOPLINE_FIELD(Tables, min_green),
      STOPLINE_FIELD(Tables, passage),
      STOPLINE_FIELD(Tables, yellow_change),
      STOPLINE_FIELD(Tables, red_clear),
      STOPLINE_FIELD(Tables, red_revert),
      STOPLINE_FIELD(Tables, walk),
      STOPLINE_FIELD(Tables, ped_clear),
      STOPLINE_FIELD(Tables, leading_walk),
      STOPLINE_FIELD(Tables, lock),
      STOPLINE_FIELD(Tables, added_initial),
      STOPLINE_FIELD(Tables, max_initial),
      STOPLINE_FIELD(Tables, time_before_reduction),
      STOPLINE_FIELD(Tables, time_to_reduce),
      STOPLINE_FIELD(Tables, min_gap),
      STOPLINE_FIELD(Tables, dynamic_max_limit),
      STOPLINE_FIELD(Tables, dynamic_max_step),
      STOPLINE_FIELD(Tables, dual_entry),
      STOPLINE_FIELD(Tables, simultaneous_gap),
      STOPLINE_FIELD(Tables, conditional_service),
      STOPLINE_FIELD(Tables, walk_rest),
      STOPLINE_FIELD(Tables, ped_recycle),
      STOPLINE_FIELD(Tables, ped_clear_through_yellow),
      STOPLINE_FIELD(Tables, ring),
      STOPLINE_FIELD(Tables, group),
      STOPLINE_FIELD(Tables, concurrent),
      STOPLINE_FIELD(Tables, clearance),
      STOPLINE_FIELD(Tables, callers),
      STOPLINE_FIELD(Tables, start_phase),
      STOPLINE_FIELD(Tables, red_rest),
      STOPLINE_FIELD(Tables, sequence),
      STOPLINE_FIELD(Tables, overlap_kind),
      STOPLINE_FIELD(Tables, overlap_included),
      STOPLINE_FIELD(Tables, overlap_modifiers),
      STOPLINE_FIELD(Tables, overlap_conflicts),
      STOPLINE_FIELD(Tables, overlap_min_green),
      STOPLINE_FIELD(Tables, overlap_trailing_green),
      STOPLINE_FIELD(Tables, overlap_yellow),
      STOPLINE_FIELD(Tables, overlap_red),
      STOPLINE_FIELD(Tables, preempt_enabled),
      STOPLINE_FIELD(Tables, preempt_lock),
      STOPLINE_FIELD(Tables, preempt_delay),
      STOPLINE_FIELD(Tables, preempt_min_duration),
      STOPLINE_FIELD(Tables, preempt_max_presence),
      STOPLINE_FIELD(Tables, preempt_track),
      STOPLINE_FIELD(Tables, preempt_track_green),
      STOPLINE_FIELD(Tables, preempt_dwell),
      STOPLINE_FIELD(Tables, preempt_min_dwell),
      STOPLINE_FIELD(Tables, preempt_exit),
      STOPLINE_FIELD(Tables, priority_extension),
      STOPLINE_FIELD(Tables, priority_reduction),
      STOPLINE_FIELD(Tables, priority_insertion),
      STOPLINE_FIELD(Tables, priority_interval),
      STOPLINE_FIELD(Tables, channel_kind),
      STOPLINE_FIELD(Tables, channel_source),
      STOPLINE_FIELD(Tables, channel_flash),
      STOPLINE_FIELD(Tables, groups),
      STOPLINE_FIELD(Tables, start_flash),
      STOPLINE_FIELD(Tables, start_all_red),
      STOPLINE_FIELD(Tables, flash_entry),
      STOPLINE_FIELD(Tables, flash_exit),
      STOPLINE_FIELD(Tables, flash_min),
  };
};

template <>
struct Layout<Input> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Input, vehicle),
      STOPLINE_FIELD(Input, locking),
      STOPLINE_FIELD(Input, pedestrian),
      STOPLINE_FIELD(Input, fault_recall),
      STOPLINE_FIELD(Input, actuations),
      STOPLINE_FIELD(Input, max_green),
      STOPLINE_FIELD(Input, recall),
      STOPLINE_FIELD(Input, ped_recall),
      STOPLINE_FIELD(Input, split),
      STOPLINE_FIELD(Input, strategy),
      STOPLINE_FIELD(Input, sequence),
      STOPLINE_FIELD(Input, cycle),
      STOPLINE_FIELD(Input, offset),
      STOPLINE_FIELD(Input, coordinated),
      STOPLINE_FIELD(Input, reference),
      STOPLINE_FIELD(Input, force_off_mode),
      STOPLINE_FIELD(Input, correction),
      STOPLINE_FIELD(Input, max_inhibit),
      STOPLINE_FIELD(Input, omit),
      STOPLINE_FIELD(Input, longest_wait),
      STOPLINE_FIELD(Input, red_extension),
      STOPLINE_FIELD(Input, blocked),
      STOPLINE_FIELD(Input, want),
      STOPLINE_FIELD(Input, control_hold),
      STOPLINE_FIELD(Input, control_force_off),
      STOPLINE_FIELD(Input, control_ped_omit),
      STOPLINE_FIELD(Input, clock),
      STOPLINE_FIELD(Input, preempt),
      STOPLINE_FIELD(Input, request_phase),
      STOPLINE_FIELD(Input, request_arrival),
      STOPLINE_FIELD(Input, flash),
      STOPLINE_FIELD(Input, stop_time),
      STOPLINE_FIELD(Input, manual),
      STOPLINE_FIELD(Input, advance),
  };
};

template <>
struct Layout<Lanes> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Lanes, served),      STOPLINE_FIELD(Lanes, yields),    STOPLINE_FIELD(Lanes, foes),
      STOPLINE_FIELD(Lanes, stop_line),   STOPLINE_FIELD(Lanes, travel),    STOPLINE_FIELD(Lanes, room),
      STOPLINE_FIELD(Lanes, view_travel), STOPLINE_FIELD(Lanes, view_room),
  };
};

template <>
struct Layout<Traffic> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Traffic, departed),  STOPLINE_FIELD(Traffic, stopped), STOPLINE_FIELD(Traffic, arrived),
      STOPLINE_FIELD(Traffic, covered),   STOPLINE_FIELD(Traffic, seen),    STOPLINE_FIELD(Traffic, trusted),
      STOPLINE_FIELD(Traffic, announced), STOPLINE_FIELD(Traffic, horizon), STOPLINE_FIELD(Traffic, ageing),
  };
};

template <>
struct Layout<Output> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Output, channels),       STOPLINE_FIELD(Output, start_up),
      STOPLINE_FIELD(Output, fault),          STOPLINE_FIELD(Output, fault_channels),
      STOPLINE_FIELD(Output, request_status), STOPLINE_FIELD(Output, event_count),
      STOPLINE_FIELD(Output, events),
  };
};

template <>
struct Layout<State> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(State, ring_phase),
      STOPLINE_FIELD(State, ring_interval),
      STOPLINE_FIELD(State, ring_elapsed),
      STOPLINE_FIELD(State, ring_min_left),
      STOPLINE_FIELD(State, ring_gap_left),
      STOPLINE_FIELD(State, ring_max_left),
      STOPLINE_FIELD(State, ring_clear_left),
      STOPLINE_FIELD(State, ring_next),
      STOPLINE_FIELD(State, phase_interval),
      STOPLINE_FIELD(State, phase_ped),
      STOPLINE_FIELD(State, phase_call),
      STOPLINE_FIELD(State, phase_ped_call),
      STOPLINE_FIELD(State, phase_terminated_by),
      STOPLINE_FIELD(State, phase_fault_recall),
      STOPLINE_FIELD(State, overlap_interval),
      STOPLINE_FIELD(State, coordination),
      STOPLINE_FIELD(State, cycle_second),
      STOPLINE_FIELD(State, local_free),
      STOPLINE_FIELD(State, preempt),
      STOPLINE_FIELD(State, preempt_interval),
      STOPLINE_FIELD(State, flash_status),
      STOPLINE_FIELD(State, plan_reason),
      STOPLINE_FIELD(State, plan_chosen),
      STOPLINE_FIELD(State, plan_now),
      STOPLINE_FIELD(State, plan_phases),
      STOPLINE_FIELD(State, plan_delay),
      STOPLINE_FIELD(State, lane_queue),
      STOPLINE_FIELD(State, lane_coming),
      STOPLINE_FIELD(State, lane_flow),
      STOPLINE_FIELD(State, lane_headway),
      STOPLINE_FIELD(State, lane_wait),
      STOPLINE_FIELD(State, lane_leaving),
  };
};

template <>
struct Layout<monitor::Tables> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(monitor::Tables, kind),       STOPLINE_FIELD(monitor::Tables, compatible),
      STOPLINE_FIELD(monitor::Tables, permissive), STOPLINE_FIELD(monitor::Tables, min_green),
      STOPLINE_FIELD(monitor::Tables, min_yellow), STOPLINE_FIELD(monitor::Tables, clearance),
      STOPLINE_FIELD(monitor::Tables, ped_clear),  STOPLINE_FIELD(monitor::Tables, flash),
  };
};

#undef STOPLINE_FIELD

// A field that was left out above would be a hole that TypeScript can neither write nor see.
template <typename Buffer>
constexpr bool Complete() {
  std::size_t next = 0;
  for (const Field& field : Layout<Buffer>::kFields) {
    if (static_cast<std::size_t>(field.at) != next) return false;
    next += static_cast<std::size_t>(field.count);
  }
  return next * sizeof(std::int32_t) == sizeof(Buffer);
}
static_assert(Complete<Tables>() && Complete<Input>() && Complete<Output>() && Complete<State>() &&
              Complete<monitor::Tables>() && Complete<Lanes>() && Complete<Traffic>());

// The words of the enumerations, in the order of their values.
inline constexpr const char* kLampWords[] = {
    "dark", "red", "yellow", "green", "flashing-red", "flashing-yellow", "flashing-green"};
inline constexpr const char* kChannelKindWords[] = {"unused", "vehicle", "pedestrian", "overlap"};
inline constexpr const char* kOverlapKindWords[] = {"none", "normal", "minus-green-yellow", "flashing-yellow-arrow"};
inline constexpr const char* kReferenceWords[] = {"begin-green", "begin-yellow"};
inline constexpr const char* kForceOffModeWords[] = {"floating", "fixed"};
inline constexpr const char* kCorrectionWords[] = {"dwell", "short-way", "add-only"};
inline constexpr const char* kRecallWords[] = {"none", "min", "max", "soft"};
inline constexpr const char* kIntervalWords[] = {"red", "green", "yellow", "red-clear", "leading-walk"};
inline constexpr const char* kPedIntervalWords[] = {"none", "dont-walk", "walk", "ped-clear"};
inline constexpr const char* kTerminationWords[] = {
    "none", "gap-out", "max-out", "force-off", "priority-force-off", "preempt-force-off"};
inline constexpr const char* kCoordinationWords[] = {"free", "in-step", "transition-add", "transition-subtract",
                                                     "transition-dwell"};
inline constexpr const char* kLocalFreeWords[] = {
    "none",       "other",    "not-free",       "command-free",  "transition-free", "input-free",
    "coord-free", "bad-plan", "bad-cycle-time", "split-overrun", "invalid-offset",  "failed"};
inline constexpr const char* kPreemptIntervalWords[] = {"none", "delay", "entry", "track-clearance", "dwell", "exit"};
inline constexpr const char* kPlanReasonWords[] = {"none",   "committed", "nobody",   "stay",
                                                   "switch", "overdue",   "saturated"};
inline constexpr const char* kPriorityWords[] = {"idle", "queued", "active", "override", "refused", "served"};
inline constexpr const char* kFlashStatusWords[] = {"none",          "other", "not-flash", "automatic", "local-manual",
                                                    "fault-monitor", "mmu",   "start-up",  "preempt"};

}  // namespace stopline
