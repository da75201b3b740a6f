#include "estimate.h"

#include <algorithm>

namespace stopline::strategies {

namespace {

constexpr std::int32_t kNobody = 30;    // a stop line that was free for so long has no queue behind it
constexpr std::int32_t kFollows = 22;   // who comes later over a stop line than so behind another was not in his queue
constexpr std::int32_t kStanding = 30;  // who covers the advance loop for so long stands on it
constexpr std::int32_t kUnseen = 28;    // a queue that is gone from there for so long is no longer hidden
constexpr std::int32_t kHiddenMost = 40 * kVehicle;
constexpr std::int32_t kHiddenLeast = kVehicle;
constexpr std::int32_t kFlowWindow = 400;  // seconds
constexpr std::int32_t kFlowFirst = 60;
constexpr std::int32_t kStuck = 50, kStuckYielding = 150, kStuckFor = 150;
constexpr std::int32_t kFutileFor = 600;
constexpr std::int32_t kLongest = 36'000;
constexpr std::int32_t kSlow = 10;         // on the stop line's loop: slower than 6 m/s
constexpr std::int32_t kThrough = 45;      // from there through the intersection
constexpr std::int32_t kStarted = 60;      // of a green: then its first have gone
constexpr std::int32_t kHeldUp = 30;       // at the line, by those in the middle
constexpr std::int32_t kMostTurning = 3;   // that have room in the middle
constexpr std::int32_t kTurns = 20;        // for one to clear it
constexpr std::int32_t kMeanwhile = 60;    // from a decision to the end of a yellow
constexpr std::int32_t kThroughLate = 75;  // from a stand at the line long after it was green
constexpr std::int64_t kLongestStood = 3'000;
constexpr std::int32_t kLongZone = 12;            // vehicles
constexpr std::int32_t kOverflow = 6 * kVehicle;  // that each green which did not see the end of a queue adds to it
constexpr std::int32_t kLongestGap = 45, kLongestYielding = 120;  // between two of a queue

constexpr std::int32_t kMostComing = 2 * kVehicle;  // in a step: nobody follows closer than a second behind
constexpr std::int32_t kMostAnnounced = 2'000;

std::int32_t Parts(std::int32_t thousandths) {
  return std::clamp(thousandths, -kMostAnnounced, kMostAnnounced) * kVehicle / 1'000;
}

}  // namespace

void Estimate::Open(const LaneSite& site) {
  *this = Estimate{};
  site_ = site;
  flow_ = kVehicle * kFine / 30;  // 120 an hour, until it is known better
}

void Estimate::Step(const LaneSight& sight) {
  ++now_;
  trusted_ = sight.trusted;
  zone_ = site_.view_room >= kLongZone && sight.seen >= 0;
  Learn(sight);
  See(sight);
  Hide(sight);
  Turn(sight);
  Time(sight);
  was_green_ = sight.green;
}

void Estimate::See(const LaneSight& sight) {
  near_.Leave(sight.departed);
  std::int32_t in = 0;
  came_ = 0;
  if (site_.travel > 0) {
    in = sight.arrived;
    far_.Leave(in);
    if (clear_ >= kNobody) near_.Leave(near_.Standing(now_));
    near_.Leave(near_.Standing(now_) - site_.room);
    near_.Come(in, now_ + site_.travel - Stood());
  } else {
    far_.Leave(sight.departed);
  }
  if (site_.view_travel > 0 && sight.seen >= 0 && now_ % 10 == 0) {
    // Whoever it sees more has come, whoever it sees less has left or changed lanes.
    near_.Leave(near_.count() - (sight.seen + 1 + sight.seen / 4));
    const std::int32_t more = sight.seen - near_.count() - far_.count();
    far_.Leave(-more);
    came_ = std::max(more, 0);
    far_.Come(more, now_ + site_.view_travel - Stood());
    if (site_.travel == 0) in = std::max(more, 0);
  }
  if (now_ % 10 == 0) {
    const std::int64_t x = this_second_ * kVehicle * kFine;
    heard_ = std::min(heard_ + 1, kFlowWindow);
    flow_ += (x - flow_) / std::max(heard_, kFlowFirst);
    this_second_ = 0;
  }
  this_second_ += Seen() ? in : sight.departed;
}

// Who comes out of a queue that is longer than is seen has stood in it as long as it takes to come through.
std::int32_t Estimate::Stood() const {
  if (hidden_ == 0) return 0;
  return static_cast<std::int32_t>(
      std::min<std::int64_t>(kLongestStood, hidden_ * 10 * kFine / std::max<std::int64_t>(flow_, 1)));
}

void Line::Come(std::int32_t in, std::int32_t due) {
  for (std::int32_t i = 0; i < in && count_ < kVehicles; ++i) due_[(first_ + count_++) % kVehicles] = due;
}

void Line::Leave(std::int32_t out) {
  for (std::int32_t i = 0; i < out && count_ > 0; ++i) {
    first_ = (first_ + 1) % kVehicles;
    --count_;
  }
}

int Line::Standing(std::int32_t now) const {
  int standing = 0;
  for (int i = 0; i < count_; ++i) standing += Due(i) <= now ? 1 : 0;
  return standing;
}

void Line::Arrivals(std::int32_t now, std::int32_t (&steps)[kSteps]) const {
  for (int i = 0; i < count_; ++i) {
    const std::int32_t in = Due(i) - now;
    if (in > 0) steps[std::min(in / kStep, kSteps - 1)] += kVehicle;
  }
}

// How fast a queue leaves: the time between two who leave, while more stood behind them.
void Estimate::Learn(const LaneSight& sight) {
  green_ = sight.green ? std::min(green_ + 1, kLongest) : 0;
  if (green_ <= 1) departed_ = 0;
  ++departed_;
  if (sight.choice < 0) return;
  const std::int32_t longest = sight.yields ? kLongestYielding : kLongestGap;
  const bool queued = Queue() >= 2 * kVehicle || (stopped_ == 0 && departed_ <= 30);
  if (sight.departed == 0) {
    // Nobody leaves though somebody stands at the line: that is slow too.
    if (sight.yields && green_ > longest && departed_ == longest && stopped_ >= longest)
      LearnHeadway(sight.choice, true, longest * 100);
    return;
  }
  if (green_ > 30 && departed_ >= 8 && departed_ <= longest && queued && departed_ < green_ - 10)
    LearnHeadway(sight.choice, sight.yields, departed_ * 100 / sight.departed);
  departed_ = 0;
}

// Quickly at first, then over some twenty vehicles.
void Estimate::LearnHeadway(int choice, bool yields, std::int32_t headway) {
  learned_[choice] = std::min(learned_[choice] + 1, 20);
  const std::int32_t before = this->headway(choice, yields);
  headway_[choice] = std::clamp(before + (headway - before) / (learned_[choice] + 4), 1400, 12'000);
}

// The last place that any detector sees: the camera's, where its zone is long enough to tell, else the advance loop.
void Estimate::Hide(const LaneSight& sight) {
  if (!Seen()) return HideBehindLine(sight);
  const bool taken = zone_ ? sight.seen * 5 >= site_.view_room * 4 : sight.covered;
  const bool comes = sight.arrived > 0 || came_ > 0;
  covered_ = taken ? std::min(covered_ + 1, kLongest) : 0;
  const bool full = covered_ >= kStanding;
  open_ = taken || comes ? 0 : std::min(open_ + 1, kLongest);
  // A green that ends before there was a gap leaves more behind than any detector sees.
  if (green_ == 1) overflow_.Begin(hidden_ > 0);
  if (open_ >= kUnseen) overflow_.Gap();
  if (Ended()) overflow_.End(Queue() >= kOverflow);
  const std::int32_t least = kHiddenLeast + overflow_.greens() * kOverflow;
  if (full) {
    hidden_ = std::max(hidden_, least);
    if (now_ % 10 == 0)
      hidden_ = std::min<std::int32_t>(kHiddenMost, hidden_ + static_cast<std::int32_t>(flow_ / kFine));
  } else if (hidden_ > 0) {
    // As long as they come without a gap there are more behind them.
    hidden_ = open_ >= kUnseen ? 0 : std::max(kHiddenLeast, hidden_ - sight.arrived * kVehicle);
  }
}

// A loop at the stop line alone: as many as usually come since it was last free for as long as no queue leaves it; who
// leaves without such a gap had others behind, and a green that ended before one left more than were thought of.
void Estimate::HideBehindLine(const LaneSight& sight) {
  const bool taken = sight.stopped || sight.departed > 0;
  open_ = taken ? 0 : std::min(open_ + 1, kLongest);
  if (green_ == 1) {
    overflow_.Begin(hidden_ > 0);
    if (hidden_ > 0) hidden_ = std::max(hidden_, kVehicle + overflow_.greens() * kOverflow);
  }
  if (Ended()) overflow_.End(false);
  if (open_ >= kFollows) {
    hidden_ = 0;
    overflow_.Gap();
    return;
  }
  if (hidden_ == 0) {
    if (sight.stopped) hidden_ = kVehicle;
    return;
  }
  hidden_ = std::max(kVehicle, hidden_ - sight.departed * kVehicle);
  if (now_ % 10 == 0) hidden_ = std::min(kHiddenMost, hidden_ + static_cast<std::int32_t>(flow_ / kFine));
}

// Who turns against oncoming vehicles drives into the middle and waits there for a gap. Behind the first of a green,
// who start slowly whatever they do, it is the slow ones; and where somebody stands at the line although it is green,
// there is no room for him in the middle. When nobody comes towards them any more they leave one behind the other.
void Estimate::Turn(const LaneSight& sight) {
  left_ = sight.departed > 0 ? 0 : std::min(left_ + 1, kCrosses);
  if (sight.green && sight.yields) {
    const bool started = green_ > kStarted;
    if (started && sight.departed > 0 && stopped_ >= kSlow)
      turning_ = std::min(turning_ + sight.departed, kMostTurning);
    if (sight.opposed && HeldUp()) turning_ = entered_ = kMostTurning;
    // Whoever rolls over his line when the last of them has gone may have the next of them before him.
    entered_ = std::min(entered_ + sight.departed, kMostTurning);
  }
  turned_ = sight.opposed || (turning_ == 0 && entered_ == 0) ? 0 : turned_ + 1;
  if (turned_ < kTurns) return;
  turned_ = 0;
  turning_ = std::max(turning_ - 1, 0);
  entered_ = std::max(entered_ - 1, 0);
}

// Somebody stands at a green line; or one has left in a green that is still young, nobody since, and a camera sees
// others behind him: he stands across the line and beyond its loop, behind one who turns.
bool Estimate::HeldUp() const {
  if (green_ > kStarted) return stopped_ >= kHeldUp;
  return viewed() && departed_ < green_ && departed_ >= kHeldUp && Queue() > 0;
}

// Where nobody sees who comes, somebody may.
bool Estimate::turns() const {
  if (!trusted_ || !Seen() || entered_ > 0 || stopped_ > 0 || hidden_ > 0) return true;
  return near_.Standing(now_ + kMeanwhile) + far_.Standing(now_ + kMeanwhile) > 0;
}

void Estimate::Time(const LaneSight& sight) {
  overflow_.Time(Seen() && hidden_ > 0, sight.green);
  if (inside_ > 0) --inside_;
  // Whoever was held up at the line, by one who turned before him, starts from there.
  const bool late = stopped_ >= kHeldUp && (green_ == 0 || green_ > kStarted);
  if (sight.departed > 0 && stopped_ >= kSlow) inside_ = late ? kThroughLate : kThrough;
  stopped_ = sight.stopped ? std::min(stopped_ + 1, kLongest) : 0;
  clear_ = sight.stopped ? 0 : std::min(clear_ + 1, kLongest);
  const bool waits = sight.stopped || Queue() > 0;
  unserved_ = waits && !sight.green ? std::min(unserved_ + 1, kLongest) : 0;
  const std::int32_t stuck = sight.yields ? kStuckYielding : kStuck;
  if (sight.green && green_ > stuck && departed_ > stuck && stopped_ > stuck) {
    blocked_ = kStuckFor;
    // Where nothing but that loop tells of it, it may be the loop; who gives way may wait for a gap.
    if (!sight.yields) futile_ = Seen() ? kFutileFor : kStuckFor;
  }
  if (sight.departed > 0) blocked_ = futile_ = behind_ = 0;
  behind_ += sight.arrived;
  if (blocked_ > 0) --blocked_;
  if (futile_ > 0) --futile_;
  // More have come than have room, or a camera sees nobody: they do leave, and the loop at the line is stuck.
  if (!sight.trusted || (site_.travel > 0 && behind_ > site_.room + 1) || sight.seen == 0) futile_ = 0;
}

std::int32_t Estimate::Queue() const {
  const std::int32_t standing = (near_.Standing(now_) + far_.Standing(now_)) * kVehicle + hidden_;
  return stopped_ > 0 ? std::max(standing, kVehicle) : standing;
}

std::int32_t Estimate::Usual() const {
  return static_cast<std::int32_t>(std::min<std::int64_t>(flow_ * unserved_ / (10 * kFine), 8 * kVehicle));
}

std::int32_t Estimate::Coming() const {
  return (near_.count() - near_.Standing(now_) + far_.count() - far_.Standing(now_)) * kVehicle;
}

std::int32_t Estimate::Wait() const {
  const Line& first = near_.count() > 0 ? near_ : far_;
  return std::max(first.count() > 0 ? now_ - first.Due(0) : 0, stopped_);
}

static_assert(kAhead >= kSteps, "neighbours announce as far as a plan looks");

void Estimate::Arrivals(const std::int32_t* announced, std::int32_t (&steps)[kSteps]) const {
  const auto usual = static_cast<std::int32_t>(flow_ * kStep / (10 * kFine));
  const std::int32_t sight = std::max(site_.travel, site_.view_travel);
  for (int s = 0; s < kSteps; ++s) {
    // The step in which sight ends is seen in part.
    const std::int32_t unseen = std::clamp((s + 1) * kStep - sight, 0, kStep);
    steps[s] = std::clamp(usual + Parts(announced[s]), 0, kMostComing) * unseen / kStep;
  }
  near_.Arrivals(now_, steps);
  far_.Arrivals(now_, steps);
}

}  // namespace stopline::strategies
