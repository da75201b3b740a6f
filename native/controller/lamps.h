// From intervals to what each channel's lamps show.
#pragma once

#include "barriers.h"
#include "flash.h"
#include "overlaps.h"

namespace stopline {

void ShowLamps(const Tables& tables, Flash::Stage stage, const Barriers& barriers, const Overlaps& overlaps,
               std::int32_t (&lamps)[kChannels]);

}  // namespace stopline
