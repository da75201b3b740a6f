// A violation as the shortest way there, in words.
#pragma once

#include "search.h"

namespace prove {

void Trace(const Scene& scene, const Sheet& sheet, const Break* broken, const Violation& violation);

}  // namespace prove
