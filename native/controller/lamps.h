// From intervals to what each channel's lamps show.
#pragma once

#include "barriers.h"
#include "overlaps.h"
#include "start_up.h"

namespace stopline {

void ShowLamps(const Tables& tables, StartUp::Stage stage, const Barriers& barriers, const Overlaps& overlaps,
               std::int32_t (&lamps)[kChannels]);

}  // namespace stopline
