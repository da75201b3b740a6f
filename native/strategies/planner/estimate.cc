#include "estimate.h"

#include <algorithm>

namespace stopline::strategies {

namespace {

constexpr std::int32_t kNobody = 30;    // a stop line that was free for so long has no queue behind it
constexpr std::int32_t kStanding = 30;  // who covers the advance loop for so long stands on it
constexpr std::int32_t kUnseen = 50;    // a queue that is gone from there for so long is no longer hidden
constexpr std::int32_t kHiddenMost = 40 * kVehicle;
constexpr std::int32_t kHiddenLeast = 4 * kVehicle;
constexpr std::int32_t kFlowWindow = 400;  // seconds
constexpr std::int32_t kFlowFirst = 60;
constexpr std::int32_t kStuck = 50, kStuckYielding = 150, kStuckFor = 150;
constexpr std::int32_t kLongest = 36'000;

}  // namespace

void Estimate::Open(const LaneSite& site) {
  *this = Estimate{};
  site_ = site;
  flow_ = kVehicle * kFine / 30;  // 120 an hour, until it is known better
}

void Estimate::Step(const LaneSight& sight) {
  ++now_;
  Learn(sight);
  See(sight);
  Hide(sight);
  Time(sight);
}

void Estimate::See(const LaneSight& sight) {
  while (count_ > 0 && coming_[first_] <= now_) {
    first_ = (first_ + 1) % kComing;
    --count_;
  }
  std::int32_t in = 0;
  left_ += sight.departed;
  if (site_.view && sight.seen >= 0) {
    if (sight.seen != seen_ || now_ % 10 == 0) {
      in = std::max(0, sight.seen - std::max(seen_, 0) + left_);
      left_ = 0;
      seen_ = sight.seen;
      between_ = seen_;
    }
  } else {
    in = site_.travel > 0 ? sight.arrived : 0;
    between_ = std::max(0, between_ + in - sight.departed);
    if (clear_ >= kNobody) between_ = std::min(between_, count_ + in);
    between_ = std::min(between_, site_.room + count_);
  }
  Come(in);
  if (now_ % 10 == 0) {
    const std::int64_t x = this_second_ * kVehicle * kFine;
    heard_ = std::min(heard_ + 1, kFlowWindow);
    flow_ += (x - flow_) / std::max(heard_, kFlowFirst);
    this_second_ = 0;
  }
  this_second_ += site_.travel > 0 ? in : sight.departed;
}

void Estimate::Come(std::int32_t in) {
  for (std::int32_t i = 0; i < in && count_ < kComing; ++i) {
    coming_[(first_ + count_) % kComing] = now_ + site_.travel;
    ++count_;
  }
}

// How fast a queue leaves: the time between two who leave, while more stood behind them.
void Estimate::Learn(const LaneSight& sight) {
  green_ = sight.green ? std::min(green_ + 1, kLongest) : 0;
  if (green_ <= 1) departed_ = 0;
  ++departed_;
  if (sight.departed == 0) return;
  std::int32_t& headway = headway_[sight.yields ? 1 : 0];
  const std::int32_t longest = sight.yields ? 150 : 45;
  const bool queued = Queue() >= 2 * kVehicle || (stopped_ == 0 && departed_ <= 30);
  if (green_ > 30 && departed_ >= 8 && departed_ <= longest && queued && departed_ < green_ - 10)
    headway = std::clamp(headway + (departed_ * 100 / sight.departed - headway) / 24, 1400, 9000);
  departed_ = 0;
}

void Estimate::Hide(const LaneSight& sight) {
  const bool full = site_.view ? sight.seen >= site_.room - 1 : covered_ >= kStanding;
  covered_ = sight.covered ? std::min(covered_ + 1, kLongest) : 0;
  open_ = full ? 0 : std::min(open_ + 1, kLongest);
  if (full && site_.travel > 0) {
    hidden_ = std::max(hidden_, kHiddenLeast);
    if (now_ % 10 == 0)
      hidden_ = std::min<std::int32_t>(kHiddenMost, hidden_ + static_cast<std::int32_t>(flow_ / kFine));
  } else {
    hidden_ = std::max(0, hidden_ - sight.arrived * kVehicle);
    if (open_ >= kUnseen) hidden_ = 0;
  }
}

void Estimate::Time(const LaneSight& sight) {
  stopped_ = sight.stopped ? std::min(stopped_ + 1, kLongest) : 0;
  clear_ = sight.stopped ? 0 : std::min(clear_ + 1, kLongest);
  const bool waits = sight.stopped || Queue() > 0;
  if (sight.green && (sight.departed > 0 || !waits)) {
    wait_ = 0;
  } else if (waits) {
    wait_ = std::min(wait_ + 1, kLongest);
  } else {
    wait_ = 0;
  }
  const std::int32_t stuck = sight.yields ? kStuckYielding : kStuck;
  if (sight.green && green_ > stuck && departed_ > stuck && stopped_ > stuck) blocked_ = kStuckFor;
  if (sight.departed > 0) blocked_ = 0;
  if (blocked_ > 0) --blocked_;
}

std::int32_t Estimate::Queue() const {
  std::int32_t standing = std::max(0, between_ - count_) * kVehicle + hidden_;
  if (site_.travel == 0 && stopped_ > 0) {
    // Nobody sees them come: as many as usually come in the time that the line was never free.
    const std::int64_t since = static_cast<std::int64_t>(flow_) * stopped_ / (10 * kFine);
    standing = kVehicle + static_cast<std::int32_t>(std::min<std::int64_t>(since, 8 * kVehicle));
  }
  return stopped_ > 0 ? std::max(standing, kVehicle) : standing;
}

std::int32_t Estimate::Coming() const { return count_ * kVehicle; }

void Estimate::Arrivals(std::int32_t (&steps)[kSteps]) const {
  const auto usual = static_cast<std::int32_t>(flow_ * kStep / (10 * kFine));
  for (int s = 0; s < kSteps; ++s) steps[s] = (s + 1) * kStep > site_.travel ? usual : 0;
  // The step in which sight ends is seen in part.
  const int edge = site_.travel / kStep;
  if (edge < kSteps) steps[edge] = usual * (kStep - site_.travel % kStep) / kStep;
  for (int i = 0; i < count_; ++i) {
    const std::int32_t in = coming_[(first_ + i) % kComing] - now_;
    const int s = std::clamp(in / kStep, 0, kSteps - 1);
    steps[s] += kVehicle;
  }
}

}  // namespace stopline::strategies
