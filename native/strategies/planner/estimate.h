// One lane as far as its detectors tell: who stands, who comes, how many come in an hour, how fast they leave.
#pragma once

#include "../../buffers.h"
#include "overflow.h"

namespace stopline::strategies {

// Vehicles are counted in these parts.
inline constexpr std::int32_t kVehicle = 64;
// A plan's step.
inline constexpr std::int32_t kStep = 20;  // tenths
inline constexpr int kSteps = 30;

// What does not change.
struct LaneSite {
  std::int32_t travel;       // tenths from the advance loop to the stop line; 0: it has none
  std::int32_t room;         // vehicles that stand between
  std::int32_t view_travel;  // the same of a camera's zone, which reaches beyond the advance loop
  std::int32_t view_room;
};

// One tenth.
struct LaneSight {
  std::int32_t departed;
  std::int32_t arrived;
  bool stopped;
  bool covered;
  std::int32_t seen;  // -1: not known
  bool green;
  int choice;  // that is green; -1: none
  bool yields;
  bool opposed;  // it gives way to somebody who comes now
  bool trusted;  // all its detectors
};

// Vehicles one behind the other, and when each is at the stop line if nobody stands there.
class Line {
 public:
  void Come(std::int32_t in, std::int32_t due);
  void Leave(std::int32_t out);
  int count() const { return count_; }
  // Those who would be there by now.
  int Standing(std::int32_t now) const;
  std::int32_t Due(int i) const { return due_[(first_ + i) % kVehicles]; }
  void Arrivals(std::int32_t now, std::int32_t (&steps)[kSteps]) const;

 private:
  static constexpr int kVehicles = 64;

  std::int32_t due_[kVehicles] = {};
  int first_ = 0;
  int count_ = 0;
};

class Estimate {
 public:
  void Open(const LaneSite& site);
  void Step(const LaneSight& sight);

  // Who stands or will have to, in parts.
  std::int32_t Queue() const;
  // As many as usually come in the time that it has not been green, eight at the most.
  std::int32_t Usual() const;
  // Who arrives at the stop line in each of the steps from now, if nobody stood there; in parts. Beyond what is seen as
  // many as usual, and by `announced` more or fewer: thousandths of vehicles by steps, as in Traffic.
  void Arrivals(const std::int32_t* announced, std::int32_t (&steps)[kSteps]) const;
  std::int32_t Coming() const;
  // A camera sees who comes and who stands, beyond the advance loop.
  bool viewed() const { return site_.view_travel > 0; }
  // It does so now, and far enough to tell a queue from those who roll on.
  bool watched() const { return trusted_ && zone_; }
  std::int32_t flow() const { return static_cast<std::int32_t>(flow_ * 3600 / (kVehicle * kFine)); }
  // Milliseconds between two who leave a queue.
  std::int32_t headway(int choice, bool yields) const {
    return headway_[choice] != 0 ? headway_[choice] : yields ? kYielding : kSaturated;
  }
  // Tenths that the first of the queue has waited, and that the lane has not been green though somebody waits.
  std::int32_t Wait() const;
  std::int32_t unserved() const { return unserved_; }
  // Tenths since its queue outlasted so many greens in a row (1 or 2): it stood beyond all that is seen and none saw
  // the end of it, or each left six standing.
  std::int32_t since_full(int greens) const { return overflow_.since(greens); }
  // It is green, and vehicles leave close behind each other. Where it is seen that nobody follows, his gap need not be
  // waited for.
  bool leaving() const {
    return green_ > 0 && (green_ < kBegin || stopped_ > 0 || clear_ < (Last() ? kBehindLast : kGap));
  }
  std::int32_t green() const { return green_; }  // tenths of it so far
  // Whoever left the stop line last was slow and is still on the way through, or waits in the middle of the
  // intersection for a gap among those to whom he gives way.
  bool inside() const { return inside_ > 0 || turning_ > 0; }
  // Somebody of it may wait in the middle for his gap, or drive into it before its green has ended.
  bool turns() const;
  // Somebody of it is on the way through, so that nobody turns before him.
  bool crosses() const { return left_ < kCrosses; }
  // It is green, somebody stands at the line, and nobody leaves: the way out is full.
  bool blocked() const { return blocked_ > 0; }
  // It was so, and nobody has left since; for a minute at the most (15 s where a loop at the line alone says so), then
  // it may be tried again.
  bool futile() const { return futile_ > 0; }

 private:
  void See(const LaneSight& sight);
  std::int32_t Stood() const;
  bool Ended() const { return was_green_ && green_ == 0; }
  bool Seen() const { return site_.travel > 0 || site_.view_travel > 0; }
  void Learn(const LaneSight& sight);
  void LearnHeadway(int choice, bool yields, std::int32_t headway);
  void Time(const LaneSight& sight);
  // Whoever left last was the last of them: nobody whom a detector saw is at the line before a gap.
  bool Last() const { return trusted_ && Seen() && hidden_ == 0 && Soon() == 0; }
  int Soon() const { return near_.Standing(now_ + kGap) + far_.Standing(now_ + kGap); }
  void Hide(const LaneSight& sight);
  void HideBehindLine(const LaneSight& sight);
  void Turn(const LaneSight& sight);
  bool HeldUp() const;

  static constexpr std::int32_t kBegin = 40, kGap = 25, kBehindLast = 8, kCrosses = 30;  // tenths
  static constexpr std::int32_t kSaturated = 2000, kYielding = 4000;                     // milliseconds
  static constexpr std::int64_t kFine = 1024;  // flow is kept so much finer than parts a second

  LaneSite site_{};
  std::int32_t now_ = 0;
  Line near_;                 // behind the advance loop
  Line far_;                  // before it, in the camera's zone; where there is no advance loop, in all of the zone
  std::int32_t came_ = 0;     // whom the camera saw newly
  std::int32_t hidden_ = 0;   // parts: who stands beyond what is seen
  std::int32_t covered_ = 0;  // tenths, as the following
  std::int32_t open_ = 0;     // since the last place that is seen was taken
  std::int32_t stopped_ = 0;
  std::int32_t clear_ = 0;
  std::int32_t green_ = 0;
  std::int32_t departed_ = 0;  // since somebody left, in this green
  std::int32_t unserved_ = 0;
  Overflow overflow_;
  bool was_green_ = false;
  bool trusted_ = false;
  bool zone_ = false;  // a camera sees so far that it can tell where a queue ends
  std::int32_t blocked_ = 0;
  std::int32_t futile_ = 0;
  std::int32_t behind_ = 0;  // who came over the advance loop since somebody left
  std::int32_t inside_ = 0;
  std::int32_t left_ = kCrosses;  // tenths since somebody left the line
  std::int32_t turning_ = 0;      // vehicles that wait in the middle
  std::int32_t entered_ = 0;      // that may: whoever left the line and had no time since
  std::int32_t turned_ = 0;       // tenths since one of them could go
  std::int64_t flow_ = 0;         // parts a second, finer
  std::int32_t heard_ = 0;        // seconds that it was learned over
  std::int32_t this_second_ = 0;
  std::int32_t headway_[kPlans] = {};  // learned in each choice; 0: not yet
  std::int32_t learned_[kPlans] = {};  // from so many
};

}  // namespace stopline::strategies
