#include "overlap.h"

namespace stopline {

void Overlap::Open(const Tables& tables, int number) {
  number_ = number;
  min_green_ = tables.overlap_min_green[number];
  trailing_green_ = tables.overlap_trailing_green[number];
  yellow_ = tables.overlap_yellow[number];
  red_ = tables.overlap_red[number];
}

void Overlap::Time(const Look& look, Events& events) {
  if (Red()) {
    elapsed_ = 1;
    return;
  }
  ++elapsed_;
  if (interval_ != Interval::kGreen) return TimeClearance(events);
  if (gives_way_ ? look.beside : look.wanted && !look.suppressed) {
    trailing_ = kNone;
    return;
  }
  if (Trails(look, events) || elapsed_ < min_green_) return;
  End(events);
}

// Those whom a modifier is to protect wait already: for them there is no trailing green.
bool Overlap::Trails(const Look& look, Events& events) {
  if (trailing_green_ == 0 || gives_way_ || look.suppressed) return false;
  if (++trailing_ == 0) events.OfPhase(Event::kOverlapTrailingGreen, number_);
  return trailing_ < trailing_green_;
}

void Overlap::TimeClearance(Events& events) {
  if (interval_ == Interval::kYellow && elapsed_ >= yellow_) {
    interval_ = Interval::kRedClear;
    elapsed_ = 0;
    if (red_ > 0) events.OfPhase(Event::kOverlapRedClear, number_);
  }
  if (interval_ == Interval::kRedClear && elapsed_ >= red_) {
    interval_ = Interval::kRed;  // and `elapsed_` is how long its head has been red
    gives_way_ = false;
    events.OfPhase(Event::kOverlapOff, number_);
  }
}

void Overlap::Begin(Events& events) {
  interval_ = Interval::kGreen;
  elapsed_ = 0;
  trailing_ = kNone;
  events.OfPhase(Event::kOverlapGreen, number_);
}

void Overlap::BeginFlashing(Events& events) {
  interval_ = Interval::kGreen;
  elapsed_ = 0;
  gives_way_ = true;
  events.OfPhase(Event::kArrowBegin, number_);
}

void Overlap::End(Events& events) {
  if (gives_way_) events.OfPhase(Event::kArrowEnd, number_);
  interval_ = Interval::kYellow;
  elapsed_ = 0;
  events.OfPhase(Event::kOverlapYellow, number_);
}

void Overlap::Drop(Events& events) {
  if (Flashing()) events.OfPhase(Event::kArrowEnd, number_);
  if (!Red()) events.OfPhase(Event::kOverlapOff, number_);
  interval_ = Interval::kRed;
  elapsed_ = 0;
  gives_way_ = false;
}

Lamp Overlap::lamp() const {
  if (interval_ == Interval::kGreen) return gives_way_ ? kFlashingYellow : kGreen;
  return interval_ == Interval::kYellow ? kYellow : kRed;
}

bool Overlap::OutNext() const {
  switch (interval_) {
    case Interval::kYellow:
      return yellow_ + red_ - elapsed_ > 1;
    case Interval::kRedClear:
      return red_ - elapsed_ > 1;
    case Interval::kGreen:
      return true;
    case Interval::kRed:
    case Interval::kLeadingWalk:
      break;
  }
  return false;
}

}  // namespace stopline
