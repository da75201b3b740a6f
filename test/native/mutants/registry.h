// The tests that are linked in, and whether one holds.
#pragma once

#include <vector>

#include "../harness.h"

namespace test {

const std::vector<const Test*>& All();
bool Holds(const Test& test);

// Called at a check that fails.
extern void (*at_failure)();

}  // namespace test
