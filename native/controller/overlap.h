// One overlap: where it stands in green, trailing green, yellow change, red clearance. Once its green has begun, its
// minimum and what follows it are its own, whatever its phases do.
#pragma once

#include "events.h"
#include "sequence.h"

namespace stopline {

class Overlap {
 public:
  // What it looks at in one tick.
  struct Look {
    bool wanted;      // a phase that it includes is green, or decided on to follow one that it includes
    bool suppressed;  // minus green and yellow: a modifier has the intersection, or is about to
    bool beside;  // flashing yellow arrow: the traffic that it gives way to has green, and nothing speaks against it
  };

  void Open(const Tables& tables, int number);
  // One tenth of what is under way.
  void Time(const Look& look, Events& events);
  // Green with a phase that it includes; an arrow that flashes.
  void Begin(Events& events);
  void BeginFlashing(Events& events);
  // Into flash.
  void Drop(Events& events);

  Interval interval() const { return interval_; }
  Lamp lamp() const;
  bool Red() const { return interval_ == Interval::kRed; }
  // Red, and it was so in the last tenth: drivers see a red between two greens even if the sheet has no red clearance.
  bool MayBegin() const { return Red() && elapsed_ > 0; }
  // An arrow that gives way: while it flashes, and through the yellow and red behind that.
  bool GivesWay() const { return gives_way_; }
  bool Flashing() const { return gives_way_ && interval_ == Interval::kGreen; }
  // In the coming tenth it is still somewhere between green and the end of its red clearance.
  bool OutNext() const;
  // In the coming tenth its green has not lasted for its minimum.
  bool YoungNext() const { return interval_ == Interval::kGreen && elapsed_ + 1 < min_green_; }

 private:
  bool Trails(const Look& look, Events& events);
  void TimeClearance(Events& events);
  void End(Events& events);

  int number_ = kNone;
  Tenths min_green_ = 0;
  Tenths trailing_green_ = 0;
  Tenths yellow_ = 0;
  Tenths red_ = 0;

  Interval interval_ = Interval::kRed;
  Tenths elapsed_ = 0;       // in the interval
  Tenths trailing_ = kNone;  // of trailing green; kNone while a phase wants it
  bool gives_way_ = false;
};

}  // namespace stopline
