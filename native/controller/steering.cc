#include "steering.h"

#include <algorithm>

namespace stopline {

namespace {

constexpr Tenths kLongestCounted = 36'000;
constexpr Tenths kLongestExtension = 80;  // with the change itself, in which it holds nobody up

}  // namespace

// Greens that are wanted stay, the others end as soon as they may, and nobody else is chosen. Where somebody has waited
// for too long the rings go their own way until he is served.
void Steering::Step(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all, Control& control) {
  control.omit |= static_cast<PhaseSet>(input.omit[0]) & all;
  Count(input, barriers, calls, all);
  ExtendRed(input, barriers, all, control);
  const PhaseSet want = static_cast<PhaseSet>(input.want[0]) & all & ~control.omit;
  if (want == 0 || input.cycle[0] > 0) return;
  const PhaseSet overdue = Overdue(input) & ~control.omit;
  if ((overdue & ~want) != 0) {
    control.omit |= all & ~overdue;
    for (const Ring& ring : barriers.rings()) {
      if (ring.Green() && !Has(overdue, ring.phase())) control.force_off |= Only(ring.phase());
    }
    return;
  }
  control.omit |= all & ~want;
  control.vehicle_call |= want;
  for (const Ring& ring : barriers.rings()) {
    if (!ring.Green()) continue;
    (Has(want, ring.phase()) ? control.hold : control.force_off) |= Only(ring.phase());
  }
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

void Steering::Count(const Input& input, const Barriers& barriers, const Calls& calls, PhaseSet all) {
  const PhaseSet on = barriers.on();
  const PhaseSet waiting = calls.Asked(on);
  for (int p = 0; p < kPhases; ++p) {
    const PhaseSet serving = static_cast<PhaseSet>(tables_->served_by[p]) | Only(p);
    const bool waits = Has(all & waiting, p) && (serving & on) == 0 && input.want[0] != 0;
    waited_[p] = waits ? std::min(waited_[p] + 1, kLongestCounted) : 0;
  }
}

// Those who have waited for twice as long as the plan allows: it had its time.
PhaseSet Steering::Overdue(const Input& input) const {
  const Tenths bound = input.longest_wait[0];
  PhaseSet set = 0;
  if (bound <= 0) return 0;
  for (int p = 0; p < kPhases; ++p) {
    if (waited_[p] / 2 >= bound) set |= Only(p);
  }
  return set;
}

}  // namespace stopline
