#include "steering.h"

#include <algorithm>

namespace stopline {

namespace {

constexpr Tenths kLongestCounted = 36'000;
constexpr Tenths kLongestExtension = 80;  // with the change itself, in which it holds nobody up

}  // namespace

void Steering::Open(const Tables& tables) {
  PhaseSet called = 0;
  for (int i = 0; i < kCallers; ++i) {
    sets_[i] = static_cast<PhaseSet>(tables.callers[i]);
    called |= sets_[i];
  }
  for (int p = 0; p < kPhases; ++p) sets_[kCallers + p] = Only(p);
  alone_ = ~called;
}

// Greens that are wanted stay, the others end as soon as they may, and nobody else is chosen. Where somebody has waited
// for too long the rings go their own way until he is served.
void Steering::Step(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all, Control& control) {
  control.omit |= static_cast<PhaseSet>(input.omit[0]) & all;
  Count(input, barriers, calls);
  ExtendRed(input, barriers, all, control);
  const PhaseSet want = static_cast<PhaseSet>(input.want[0]) & all & ~control.omit;
  if (want == 0 || input.cycle[0] > 0) return;
  bool passed_over = false;
  const PhaseSet overdue = Overdue(input, all & ~control.omit, want, passed_over);
  if (passed_over) {
    // Nobody of them is green, else he would not wait.
    control.omit |= all & ~overdue;
    control.force_off |= all;
    return;
  }
  control.omit |= all & ~want;
  control.vehicle_call |= want;
  control.hold |= want;
  control.force_off |= all & ~want;
}

// Red clearance lasts longer for whoever left the stop line late and slowly; not for ever, a loop may be stuck.
void Steering::ExtendRed(const Input& input, const Barriers& barriers, PhaseSet all, Control& control) {
  bool pending = false;
  for (const Ring& ring : barriers.rings()) pending = pending || ring.Pending() || ring.Clearing();
  if (!pending) extended_ = 0;
  if (!pending || input.red_extension[0] == 0 || input.want[0] == 0 || extended_ >= kLongestExtension) return;
  control.not_yet |= all;
  ++extended_;
}

void Steering::Drop() {
  extended_ = 0;
  for (Tenths& waited : waited_) waited = 0;
}

void Steering::Count(const Input& input, const Barriers& barriers, const Calls& calls) {
  const PhaseSet asked = calls.Asked(barriers.on());
  const PhaseSet alone = asked & (calls.Recalled() | alone_);
  for (int i = 0; i < kCounted; ++i) {
    const PhaseSet set = sets_[i];
    const PhaseSet asks = i < kCallers ? asked : alone;
    // Somebody who calls all of them is there if all of them are called.
    const bool waits = (set & ~asks) == 0 && input.want[0] != 0;
    waited_[i] = waits ? std::min(waited_[i] + 1, kLongestCounted) : 0;
  }
}

// Those who have waited for twice as long as the plan allows: it had its time.
PhaseSet Steering::Overdue(const Input& input, PhaseSet all, PhaseSet want, bool& passed_over) const {
  const Tenths bound = input.longest_wait[0];
  PhaseSet overdue = 0;
  if (bound <= 0) return 0;
  for (int i = 0; i < kCounted; ++i) {
    const PhaseSet set = sets_[i] & all;
    if (set == 0 || waited_[i] / 2 < bound) continue;
    overdue |= set;
    passed_over = passed_over || (set & want) == 0;
  }
  return overdue;
}

}  // namespace stopline
