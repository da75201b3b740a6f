// The integers that cross between TypeScript and the native part, and nothing else. describe.h publishes where each
// field lies, so the other side never restates an offset. Times are tenths of a second. Phases and channels are indexed
// from 0 here; where a field holds a phase's number it is the number on the timing sheet, from 1, and 0 is none.
#pragma once

#include <cstdint>

namespace stopline {

inline constexpr int kPhases = 16;    // NTCIP 1202 maxPhases of an eight-phase dual ring and its double
inline constexpr int kRings = 4;      // NTCIP 1202 maxRings
inline constexpr int kChannels = 32;  // NTCIP 1202 channels: one load switch each

// Events of one tick. A ring goes through at most one end and one begin of green in a tick, so each of its sixteen
// codes (0 to 12, 21 to 23) comes at most once; a phase registers its call (43), has it dropped or served (44) and
// registers a pedestrian call (45) at most once each; the unit crosses at most one barrier (31) and changes its flash
// status at most once (173).
inline constexpr int kEvents = kRings * 16 + kPhases * 3 + 2;

// The site, compiled. Read once, at open.
struct Tables {
  // By phase.
  std::int32_t enabled[kPhases];
  std::int32_t min_green[kPhases];
  std::int32_t passage[kPhases];
  std::int32_t yellow_change[kPhases];
  std::int32_t red_clear[kPhases];
  std::int32_t walk[kPhases];  // 0: no pedestrian movement
  std::int32_t ped_clear[kPhases];
  std::int32_t lock[kPhases];
  std::int32_t ring[kPhases];        // from 0
  std::int32_t group[kPhases];       // from 0: the phases between two barriers
  std::int32_t dual_entry[kPhases];  // served beside another ring's call when its own ring has none in the group
  // By ring: phase numbers in the order of service through all groups, padded with 0; and the phase that starts green.
  std::int32_t sequence[kRings * kPhases];
  std::int32_t start_phase[kRings];
  // By channel.
  std::int32_t channel_kind[kChannels];   // ChannelKind
  std::int32_t channel_phase[kChannels];  // number
  std::int32_t channel_flash[kChannels];  // Lamp
  // The unit.
  std::int32_t groups[1];
  std::int32_t start_flash[1];
  std::int32_t start_all_red[1];
};

// One tick's inputs, all by phase but the last two. The pattern in force is written here too, so that a site may have
// any number of them.
struct Input {
  std::int32_t vehicle[kPhases];
  std::int32_t locking[kPhases];
  std::int32_t pedestrian[kPhases];
  std::int32_t fault_recall[kPhases];
  std::int32_t max_green[kPhases];
  std::int32_t recall[kPhases];  // Recall
  std::int32_t ped_recall[kPhases];
  std::int32_t strategy[1];  // index into strategies/table.cc; one that is not there is the first
  std::int32_t flash[1];
};

// One tick's outputs.
struct Output {
  std::int32_t channels[kChannels];  // Lamp: what may be shown
  std::int32_t start_up[1];
  std::int32_t fault[1];           // monitor::Fault, 0 is none
  std::int32_t fault_channels[1];  // bit c: channel c + 1 took part in it
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
};

// The words behind the integers; describe.h publishes their names in this order.
enum Lamp : std::int32_t { kDark, kRed, kYellow, kGreen, kFlashingRed, kFlashingYellow, kFlashingGreen };
enum ChannelKind : std::int32_t { kUnused, kVehicle, kPedestrian };
enum Recall : std::int32_t { kNoRecall, kMinRecall, kMaxRecall, kSoftRecall };
enum class Interval : std::int32_t { kRed, kGreen, kYellow, kRedClear };
enum class PedInterval : std::int32_t { kNone, kDontWalk, kWalk, kPedClear };
enum class Termination : std::int32_t { kNone, kGapOut, kMaxOut, kForceOff };

}  // namespace stopline
