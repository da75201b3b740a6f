#include "junction.h"

namespace stopline {

const char* Junction::Open(const Tables& tables, const monitor::Tables& monitor) {
  const char* wrong = controller_.Open(tables);
  return wrong != nullptr ? wrong : monitor_.Open(monitor);
}

void Junction::Step(const Input& input, Output& output) {
  // Behind a fault the lamps flash, and the controller stands in flash with them: it must not go on telling of greens
  // that nobody sees.
  const bool faulty = monitor_.fault() != monitor::Fault::kNone;
  const FlashStatus hold = faulty                ? FlashStatus::kFaultMonitor
                           : input.flash[0] != 0 ? FlashStatus::kAutomatic
                                                 : FlashStatus::kNotFlash;
  controller_.Step(input, hold, output);
  std::int32_t proposed[kChannels];
  for (int c = 0; c < kChannels; ++c) proposed[c] = output.channels[c];
  monitor_.Check(proposed, output.channels);
  output.fault[0] = static_cast<std::int32_t>(monitor_.fault());
  output.fault_channels[0] = static_cast<std::int32_t>(monitor_.channels());
}

}  // namespace stopline
