// Overlaps (NTCIP 1202 overlap table): movements that are green with any of several phases, and stay green from one to
// the next. Kinds: normal, minus green and yellow, flashing yellow arrow; each with trailing green, yellow and red.
#pragma once

#include "barriers.h"
#include "control.h"
#include "overlap.h"

namespace stopline {

class Overlaps {
 public:
  void Open(const Tables& tables);
  // Before the rings move: phases that may not begin because an overlap that conflicts with them is not through, and
  // phases that may not end because an overlap's minimum green hangs on them.
  void Gate(Control& control) const;
  // After the rings have moved. Codes 61 to 65, and 32, 33 of a flashing yellow arrow.
  void Step(const Barriers& barriers, Events& events);
  void Drop(Events& events);

  bool Red() const;
  Interval interval(int overlap) const { return overlap_[overlap].interval(); }
  Lamp lamp(int overlap) const { return overlap_[overlap].lamp(); }

 private:
  // A set of overlaps, bit o for overlap o + 1.
  using Set = std::uint32_t;
  // Where the rings stand: phases by what they do.
  struct Rings {
    PhaseSet green = 0;
    PhaseSet timing = 0;   // between the beginning of a leading walk or a green and the end of red clearance
    PhaseSet coming = 0;   // decided on, when another's green ended
    PhaseSet keeping = 0;  // of those, who keep a green overlap until they are green themselves
  };
  // With what an overlap is out: the phases that it includes, or those that its arrow flashes beside.
  enum Way { kOwn, kGivingWay, kWays };

  Rings Of(const Barriers& barriers) const;
  Overlap::Look LookOf(int overlap, const Rings& rings) const;
  PhaseSet With(int overlap, Way way) const;
  bool Lawful(int one, Way way, int other, Way other_way) const;
  // No overlap that conflicts with it is out.
  bool Clear(int overlap, Way way) const;

  const Tables* tables_ = nullptr;
  Overlap overlap_[kOverlaps];
  PhaseSet against_arrow_[kOverlaps] = {};   // phases that may be green with none of its modifiers
  Set apart_[kOverlaps][kWays][kWays] = {};  // [o][w][v]: those that must not be out in way v while o is out in way w
};

}  // namespace stopline
