#include "street.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

// The linker puts this in the place of Monitor::Check (see the Makefile), so that what the controller wants is heard
// where it meets the monitor, in the junction as it is.
using Lamps = std::int32_t[stopline::kChannels];
extern "C" void __real__ZN8stopline7monitor7Monitor5CheckERA32_KiRA32_i(stopline::monitor::Monitor* monitor,
                                                                        const Lamps& proposed, Lamps& shown);

namespace prove {

namespace {

struct Seam {
  Lamps proposed;
  bool heard;
  bool breaks;
  const Break* broken;
};
thread_local Seam seam;

}  // namespace

Invariant Street::Step(World& world, const stopline::Input& input, bool breaks) {
  seam.heard = false;
  seam.breaks = breaks;
  seam.broken = break_;
  world.junction.Step(input, output_);
  if (!seam.heard) {
    std::puts("prove: the junction stepped and the monitor was not asked");
    std::abort();
  }
  std::copy(seam.proposed, seam.proposed + stopline::kChannels, proposed_);
  if (break_ != nullptr && break_->output != nullptr) break_->output(output_);
  if (break_ != nullptr && break_->junction != nullptr) break_->junction(input, world.junction);
  return bystander_.See(world.seen, {input, proposed_, output_, breaks});
}

}  // namespace prove

extern "C" void __wrap__ZN8stopline7monitor7Monitor5CheckERA32_KiRA32_i(stopline::monitor::Monitor* monitor,
                                                                        const Lamps& proposed, Lamps& shown) {
  using prove::seam;
  std::copy(proposed, proposed + stopline::kChannels, seam.proposed);
  if (seam.broken != nullptr && seam.broken->lamps != nullptr) seam.broken->lamps(seam.proposed);
  seam.heard = true;
  Lamps wanted;
  std::copy(seam.proposed, seam.proposed + stopline::kChannels, wanted);
  // Every channel green: whatever the site is, some of them conflict, and out of flash it is no lawful step either.
  if (seam.breaks) std::fill(wanted, wanted + stopline::kChannels, std::int32_t{stopline::kGreen});
  __real__ZN8stopline7monitor7Monitor5CheckERA32_KiRA32_i(monitor, wanted, shown);
}
