#include "strategies.h"

namespace stopline::strategies {

namespace {

// The order is the number that crosses, and is that of src/traffic/strategies.ts: add at the end.
const Strategy* const kTable[] = {
    &kFullyActuated,
    &kFixed,
    &kMaxPressure,
    &kAdaptive,
};
constexpr std::int32_t kCount = sizeof kTable / sizeof kTable[0];

}  // namespace

const Strategy& At(std::int32_t index) { return *kTable[index >= 0 && index < kCount ? index : 0]; }

std::int32_t Count() { return kCount; }

}  // namespace stopline::strategies
