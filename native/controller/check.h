// Refuses tables that the controller could not run, before it runs them.
#pragma once

#include "../buffers.h"

namespace stopline {

// Returns nullptr, or what is wrong in words. Behind it no index of the tables is out of range and no interval is
// empty.
const char* Check(const Tables& tables);

}  // namespace stopline
