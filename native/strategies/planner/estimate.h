// One lane as far as its detectors tell: who stands, who comes, how many come in an hour, how fast they leave.
#pragma once

#include "../../buffers.h"

namespace stopline::strategies {

// Vehicles are counted in these parts.
inline constexpr std::int32_t kVehicle = 64;
// A plan's step.
inline constexpr std::int32_t kStep = 20;  // tenths
inline constexpr int kSteps = 30;

// What does not change.
struct LaneSite {
  bool stop_line;
  std::int32_t travel;  // tenths from whoever sees vehicles come; 0: nobody does
  std::int32_t room;    // vehicles between
  bool view;            // it is a camera that sees them
};

// One tenth.
struct LaneSight {
  std::int32_t departed;
  std::int32_t arrived;
  bool stopped;
  bool covered;
  std::int32_t seen;  // -1: not known
  bool green;
  bool yields;
};

class Estimate {
 public:
  void Open(const LaneSite& site);
  void Step(const LaneSight& sight);

  // Who stands or will have to, in parts.
  std::int32_t Queue() const;
  // Who arrives at the stop line in each of the steps from now, if nobody stood there; in parts.
  void Arrivals(std::int32_t (&steps)[kSteps]) const;
  std::int32_t Coming() const;
  std::int32_t flow() const { return static_cast<std::int32_t>(flow_ * 3600 / (kVehicle * kFine)); }
  // Milliseconds between two who leave a queue.
  std::int32_t headway(bool yields) const { return headway_[yields ? 1 : 0]; }
  // Tenths that the first of the queue has waited.
  std::int32_t wait() const { return wait_; }
  // It is green, somebody stands at the line, and nobody leaves: the way out is full.
  bool blocked() const { return blocked_ > 0; }

 private:
  void See(const LaneSight& sight);
  void Come(std::int32_t in);
  void Learn(const LaneSight& sight);
  void Time(const LaneSight& sight);
  void Hide(const LaneSight& sight);

  static constexpr int kComing = 64;
  static constexpr std::int64_t kFine = 1024;  // flow is kept so much finer than parts a second

  LaneSite site_{};
  std::int32_t now_ = 0;
  std::int32_t coming_[kComing] = {};  // when they arrive, in order; a ring
  int first_ = 0;
  int count_ = 0;
  std::int32_t between_ = 0;  // vehicles that came in and did not leave
  std::int32_t seen_ = -1;
  std::int32_t left_ = 0;     // since the camera last told
  std::int32_t hidden_ = 0;   // parts: who stands beyond what is seen
  std::int32_t covered_ = 0;  // tenths, as the following
  std::int32_t open_ = 0;     // since the last place that is seen was taken
  std::int32_t stopped_ = 0;
  std::int32_t clear_ = 0;
  std::int32_t green_ = 0;
  std::int32_t departed_ = 0;  // since somebody left, in this green
  std::int32_t wait_ = 0;
  std::int32_t blocked_ = 0;
  std::int64_t flow_ = 0;   // parts a second, finer
  std::int32_t heard_ = 0;  // seconds that it was learned over
  std::int32_t this_second_ = 0;
  std::int32_t headway_[2] = {2000, 4000};
};

}  // namespace stopline::strategies
