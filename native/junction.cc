#include "junction.h"

namespace stopline {

const char* Junction::Open(const Tables& tables, const monitor::Tables& monitor) {
  const char* wrong = controller_.Open(tables);
  return wrong != nullptr ? wrong : monitor_.Open(monitor);
}

// Behind a fault the lamps flash, and the controller stands in flash with them: it must not go on telling of greens
// that nobody sees. What is no reason that it knows is one all the same.
FlashStatus Junction::AskedFlash(const Input& input) const {
  if (monitor_.fault() != monitor::Fault::kNone) return FlashStatus::kFaultMonitor;
  const auto asked = static_cast<FlashStatus>(input.flash[0]);
  switch (asked) {
    case FlashStatus::kNotFlash:
    case FlashStatus::kAutomatic:
    case FlashStatus::kLocalManual:
    case FlashStatus::kFaultMonitor:
    case FlashStatus::kMmu:
    case FlashStatus::kStartUp:
      return asked;
    case FlashStatus::kOther:
    case FlashStatus::kPreempt:
      break;
  }
  return input.flash[0] == 0 ? FlashStatus::kNotFlash : FlashStatus::kOther;
}

void Junction::Step(const Input& input, Output& output) {
  controller_.Step(input, AskedFlash(input), output);
  std::int32_t proposed[kChannels];
  for (int c = 0; c < kChannels; ++c) proposed[c] = output.channels[c];
  monitor_.Check(proposed, output.channels);
  output.fault[0] = static_cast<std::int32_t>(monitor_.fault());
  output.fault_channels[0] = static_cast<std::int32_t>(monitor_.channels());
}

}  // namespace stopline
