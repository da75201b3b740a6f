// What the centre asks of phases for a while (NTCIP 1202 phaseControlGroup), in the words that the rings obey.
#pragma once

#include "control.h"

namespace stopline {

// After a plan and coordination, before everyone who may overrule both. A hold outlasts gaps, the maximum and what a
// plan would rather have, but no force-off of a cycle: its splits are everybody's time. A force-off of the centre's
// comes before its hold. What is omitted stands in `input.omit`, so that a plan knows of it.
inline void ObeyCentre(const Input& input, PhaseSet all, Control& control) {
  const PhaseSet hold = static_cast<PhaseSet>(input.control_hold[0]) & all;
  if (input.cycle[0] == 0) control.force_off &= ~hold;
  control.hold |= hold;
  control.ped_omit |= static_cast<PhaseSet>(input.control_ped_omit[0]) & all;
  control.force_off |= static_cast<PhaseSet>(input.control_force_off[0]) & all;
}

}  // namespace stopline
