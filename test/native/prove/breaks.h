// Controllers and monitors that are broken on purpose: each must be noticed, and as what it is.
#pragma once

#include <vector>

#include "scene.h"
#include "street.h"

namespace prove {

const Break* BreakNamed(const char* name);
// Returns an exit code: 0 if every break was seen as what it is, and every invariant was broken by one.
int SeeEveryBreak(const std::vector<Scene>& scenes);

}  // namespace prove
