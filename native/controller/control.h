// What coordination, priority, preemption, automatic flash and a police officer may ask of the rings: the words of
// NTCIP 1202's phaseControlGroup, and nothing else. None of it shortens a minimum, a clearance or a pedestrian
// interval: the rings obey when these are through. Made anew in every tenth; later authors (see controller.cc) may take
// back what earlier ones asked.
#pragma once

#include "sequence.h"

namespace stopline {

struct Control {
  // Phases that stay green while they are in it, whatever gaps or maximum say.
  PhaseSet hold = 0;
  // Phases that are not chosen to come next, nor by dual entry; their calls are kept, but nobody's green ends for them.
  // One that was chosen before is served. Pedestrians of `ped_omit` are not let go, and call nobody.
  PhaseSet omit = 0;
  PhaseSet ped_omit = 0;
  // Phases whose green ends as soon as it may, towards whoever waits and conflicts with it (`hold` gives way to it);
  // and how that is told in the journal.
  PhaseSet force_off = 0;
  Termination cause = Termination::kForceOff;
  // For a request for priority: those of `force_off` that end for its sake, and phases whose green goes on though it
  // would end, be it by `force_off`. It does not come before `to_red`.
  PhaseSet early = 0;
  PhaseSet extend = 0;
  // Phases whose green ends as soon as it may although nobody waits, to red if nobody follows, and that are not begun
  // though they were chosen: automatic flash, when its entry phases have been served, and a preempt's way in. Also this
  // comes before `hold`.
  PhaseSet to_red = 0;
  // Calls for service in this tenth, as a recall to minimum and a pedestrian recall place them: they extend no green.
  PhaseSet vehicle_call = 0;
  PhaseSet ped_call = 0;
  // Phases that do not max out.
  PhaseSet max_inhibit = 0;
  // Phases whose walk is not begun or kept for want of anyone else, so that they are ready when they are wanted.
  PhaseSet no_walk_rest = 0;
  // From the overlaps: phases whose green may not begin yet, and those whose green may not end yet.
  PhaseSet not_yet = 0;
  PhaseSet still = 0;
  // No green ends and no walk turns into its clearance but by interval advance (manual control); minimums, clearances
  // and yellow changes go on, and greens follow. Or nothing moves at all (stop time).
  bool manual = false;
  bool stopped = false;
  // The next interval is asked for (interval advance): a walk turns into its clearance, a green into yellow.
  bool advance = false;

  // How a phase's green ends if it must; kNone: it need not.
  Termination Forced(int phase) const {
    if (!Has(force_off | to_red, phase)) return Termination::kNone;
    return Has(early, phase) ? Termination::kPriorityForceOff : cause;
  }
};

}  // namespace stopline
