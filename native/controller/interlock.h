// The last gate before a green: it knows nothing of rings, barriers and whose turn it is, only what it has seen lit and
// how long ago. A phase may begin when everything that conflicts with it is red, its intergreen is over, and whoever
// was let go on foot has crossed.
#pragma once

#include "sequence.h"

namespace stopline {

class Interlock {
 public:
  void Open(const Tables& tables, PhaseSet all);
  // Behind the all red of start-up, which is everyone's red clearance: in flash anyone may have been on the way.
  void Start();

  // May the phase begin in this tenth, beside those that are on now? Their yellow is in the intergreen.
  bool May(int phase, PhaseSet on) const;
  // At the end of each tenth: what was lit in it.
  void See(PhaseSet green, PhaseSet walk);

  // From the end of a green to another's at the least.
  Tenths Intergreen(int from, int to) const;

 private:
  Tenths OwnRed(int phase) const;

  const Tables* tables_ = nullptr;
  PhaseSet all_ = 0;
  // Tenths without green, and without walk, up to the longest that anyone asks for.
  Tenths ended_[kPhases] = {};
  Tenths walked_[kPhases] = {};
  Tenths longest_[kPhases] = {};
};

}  // namespace stopline
