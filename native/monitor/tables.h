// What the monitor knows of the site: derived from it a second time, by other code than the controller's tables.
#pragma once

#include <cstdint>

namespace stopline::monitor {

inline constexpr int kChannels = 32;

// Vehicle signals may never be yellow for less than this, whatever the tables say (NEMA TS 2, the cabinet's own
// monitor). Only `make prove`, which scales every time of a site, is built with another.
#ifndef STOPLINE_YELLOW_FLOOR
#define STOPLINE_YELLOW_FLOOR 27
#endif
inline constexpr std::int32_t kYellowFloor = STOPLINE_YELLOW_FLOOR;

// By channel; times in tenths.
struct Tables {
  std::int32_t kind[kChannels];        // 0 unused, 1 vehicle, 2 pedestrian, 3 vehicle with a flashing yellow arrow
  std::int32_t compatible[kChannels];  // bit c: may go together with channel c + 1
  std::int32_t permissive[kChannels];  // kind 3: the same, while its arrow flashes yellow
  std::int32_t min_green[kChannels];   // walk, on a pedestrian channel
  std::int32_t min_yellow[kChannels];  // 0 on a pedestrian channel
  std::int32_t clearance[kChannels * kChannels];  // [c][d]: from c's red to d's green
  std::int32_t ped_clear[kChannels];              // 0 on a vehicle channel
  std::int32_t flash[kChannels];                  // what it shows in flash
};

}  // namespace stopline::monitor
