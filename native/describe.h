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
      STOPLINE_FIELD(Tables, enabled),       STOPLINE_FIELD(Tables, min_green),
      STOPLINE_FIELD(Tables, passage),       STOPLINE_FIELD(Tables, yellow_change),
      STOPLINE_FIELD(Tables, red_clear),     STOPLINE_FIELD(Tables, walk),
      STOPLINE_FIELD(Tables, ped_clear),     STOPLINE_FIELD(Tables, lock),
      STOPLINE_FIELD(Tables, ring),          STOPLINE_FIELD(Tables, group),
      STOPLINE_FIELD(Tables, dual_entry),    STOPLINE_FIELD(Tables, sequence),
      STOPLINE_FIELD(Tables, start_phase),   STOPLINE_FIELD(Tables, channel_kind),
      STOPLINE_FIELD(Tables, channel_phase), STOPLINE_FIELD(Tables, channel_flash),
      STOPLINE_FIELD(Tables, groups),        STOPLINE_FIELD(Tables, start_flash),
      STOPLINE_FIELD(Tables, start_all_red),
  };
};

template <>
struct Layout<Input> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Input, vehicle),      STOPLINE_FIELD(Input, locking),   STOPLINE_FIELD(Input, pedestrian),
      STOPLINE_FIELD(Input, fault_recall), STOPLINE_FIELD(Input, max_green), STOPLINE_FIELD(Input, recall),
      STOPLINE_FIELD(Input, ped_recall),   STOPLINE_FIELD(Input, strategy),  STOPLINE_FIELD(Input, flash),
  };
};

template <>
struct Layout<Output> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(Output, channels),       STOPLINE_FIELD(Output, start_up),    STOPLINE_FIELD(Output, fault),
      STOPLINE_FIELD(Output, fault_channels), STOPLINE_FIELD(Output, event_count), STOPLINE_FIELD(Output, events),
  };
};

template <>
struct Layout<State> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(State, ring_phase),          STOPLINE_FIELD(State, ring_interval),
      STOPLINE_FIELD(State, ring_elapsed),        STOPLINE_FIELD(State, ring_min_left),
      STOPLINE_FIELD(State, ring_gap_left),       STOPLINE_FIELD(State, ring_max_left),
      STOPLINE_FIELD(State, ring_clear_left),     STOPLINE_FIELD(State, ring_next),
      STOPLINE_FIELD(State, phase_interval),      STOPLINE_FIELD(State, phase_ped),
      STOPLINE_FIELD(State, phase_call),          STOPLINE_FIELD(State, phase_ped_call),
      STOPLINE_FIELD(State, phase_terminated_by), STOPLINE_FIELD(State, phase_fault_recall),
  };
};

template <>
struct Layout<monitor::Tables> {
  static constexpr Field kFields[] = {
      STOPLINE_FIELD(monitor::Tables, kind),      STOPLINE_FIELD(monitor::Tables, compatible),
      STOPLINE_FIELD(monitor::Tables, min_green), STOPLINE_FIELD(monitor::Tables, min_yellow),
      STOPLINE_FIELD(monitor::Tables, red_clear), STOPLINE_FIELD(monitor::Tables, ped_clear),
      STOPLINE_FIELD(monitor::Tables, flash),
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
              Complete<monitor::Tables>());

// The words of the enumerations, in the order of their values.
inline constexpr const char* kLampWords[] = {
    "dark", "red", "yellow", "green", "flashing-red", "flashing-yellow", "flashing-green"};
inline constexpr const char* kChannelKindWords[] = {"unused", "vehicle", "pedestrian"};
inline constexpr const char* kRecallWords[] = {"none", "min", "max", "soft"};
inline constexpr const char* kIntervalWords[] = {"red", "green", "yellow", "red-clear"};
inline constexpr const char* kPedIntervalWords[] = {"none", "dont-walk", "walk", "ped-clear"};
inline constexpr const char* kTerminationWords[] = {"none", "gap-out", "max-out", "force-off"};

}  // namespace stopline
