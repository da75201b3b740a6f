#include "strategies.h"

namespace stopline::strategies {

namespace {

// The order is the number in the tables: add at the end.
const Strategy* const kTable[] = {
    &kFullyActuated,
};
constexpr std::int32_t kCount = sizeof kTable / sizeof kTable[0];

}  // namespace

const Strategy* At(std::int32_t index) { return index >= 0 && index < kCount ? kTable[index] : nullptr; }

}  // namespace stopline::strategies
