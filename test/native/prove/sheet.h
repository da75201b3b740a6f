// What the bystander knows of a site: conflicts and least times by channel from the monitor's tables, which were
// derived a second time and by other code than the controller's; lengths and places from the controller's. All of it is
// looked up here once, in the words of the street.
#pragma once

#include "monitor/tables.h"
#include "seen.h"

namespace prove {

struct Sheet {
  enum Kind { kNone, kVehicles, kPedestrians, kArrow };
  struct Channel {
    Kind kind;
    std::int32_t flash;
    Set conflicts;   // channels
    Set permissive;  // the same, while an arrow flashes yellow
    std::int32_t min_green;
    std::int32_t yellow;  // exactly
    std::int32_t ped_clear;
    std::int32_t clearance[stopline::kChannels];  // from its red to the other's green
    std::int32_t red_most;                        // the largest of them
    Set phases;                                   // that it shows; of an overlap none
  };
  struct Phase {
    bool there;
    int ring;
    Set conflicts;
    std::int32_t clearance[stopline::kPhases];  // from the end of its green to the other's
    std::int32_t own_red;                       // from its end to its own next green
    std::int32_t clearance_most;
    bool lock;
    bool walks;
    bool shown;         // a vehicle channel is its own
    std::int32_t turn;  // the longest that it can last, but for its maximum: least green and pedestrians, and clearance
  };

  Sheet(const stopline::Tables& tables, const stopline::monitor::Tables& monitor);

  Channel channel[stopline::kChannels] = {};
  Phase phase[stopline::kPhases] = {};
  Set phases = 0;
  Set leading = 0;         // their walk may begin before their green
  Set through_yellow = 0;  // their pedestrian clearance may end with the yellow change
  std::int32_t all_red;
  Set flash_entry;
};

}  // namespace prove
