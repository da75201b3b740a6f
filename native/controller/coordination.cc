#include "coordination.h"

#include <algorithm>

namespace stopline {

void Coordination::Open(const Tables& tables) {
  tables_ = &tables;
  plan_.Open(tables);
  permissives_.Open(tables);
}

void Coordination::Step(const Input& input, const Barriers& barriers, const Calls& calls, Control& control,
                        Events& events) {
  const Pattern pattern = PatternOf(input);
  if (!taken_ || !(pattern == pattern_)) Take(pattern, input, events);
  if (local_free_ != LocalFree::kNotFree) {
    Tell(CoordinationStatus::kFree, events);
    return;
  }
  const Tenths target = Wrap(std::int64_t{input.clock[0]} - input.offset[0] + plan_.reference(), plan_.cycle());
  if (placed_) {
    GoOn(input, target, barriers);
  } else {
    at_ = Placed(target, barriers);
    placed_ = true;
    green_ = barriers.green() & plan_.coordinated();
  }
  // Of a cycle that is as long as the pattern's it can be said at once whether it is in step.
  if (correction_.by == 0)
    correction_.status =
        Correct(input.correction[0], Wrap(target - at_, plan_.cycle()), plan_.cycle(), plan_.room()).status;
  Tell(correction_.status, events);
  for (int c = 0; c < kPhases; ++c) {
    if (Has(plan_.coordinated(), c) && at_ == plan_.ForceOff(c)) events.OfPhase(Event::kYield, c);
  }
  permissives_.Step(plan_, at_, barriers, calls);
  Ask(input, barriers, calls, control);
}

void Coordination::Drop(Events& events) {
  permissives_.Drop();
  taken_ = placed_ = false;
  local_free_ = LocalFree::kCommandFree;
  Tell(CoordinationStatus::kFree, events);
}

Tenths Coordination::local() const {
  if (status_ == CoordinationStatus::kFree) return kNone;
  return Wrap(at_ - plan_.reference(), plan_.length());
}

Tenths Coordination::Left(int p) const {
  if (status_ == CoordinationStatus::kFree) return kNone;
  const bool over =
      Has(plan_.coordinated(), p) ? !Holds(p) : Wrap(at_ - plan_.Opening(p), plan_.length()) >= plan_.Width(p);
  return over ? 0 : Wrap(plan_.ForceOff(p) - at_, plan_.length());
}

Coordination::Pattern Coordination::PatternOf(const Input& input) {
  Pattern pattern{};
  std::copy(input.split, input.split + kPhases, pattern.split);
  std::copy(input.ped_recall, input.ped_recall + kPhases, pattern.ped_recall);
  pattern.sequence = input.sequence[0];
  pattern.cycle = input.cycle[0];
  pattern.offset = input.offset[0];
  pattern.coordinated = input.coordinated[0];
  pattern.reference = input.reference[0];
  return pattern;
}

void Coordination::Take(const Pattern& pattern, const Input& input, Events& events) {
  pattern_ = pattern;
  taken_ = true;
  placed_ = false;
  missed_ = 0;
  correction_ = {0, CoordinationStatus::kInStep};
  local_free_ = plan_.Take(input);
  TellChange(pattern.cycle, told_cycle_, static_cast<int>(Event::kCycle), events);
  TellChange(pattern.offset, told_offset_, static_cast<int>(Event::kOffset), events);
  for (int p = 0; p < kPhases; ++p)
    TellChange(pattern.split[p], told_split_[p], static_cast<int>(Event::kSplit) + p, events);
  if (local_free_ != LocalFree::kNotFree) permissives_.Drop();
  if (local_free_ != LocalFree::kNotFree && local_free_ != LocalFree::kCommandFree)
    events.Add(Event::kRunsFree, static_cast<std::int32_t>(local_free_));
}

// A cycle begins where the street stands: at the moment nearest to the time base's that the green, or the clearance,
// under way can stand for. Whatever is left is corrected as the pattern says.
Tenths Coordination::Placed(Tenths target, const Barriers& barriers) const {
  const Tenths cycle = plan_.length();
  const Ring* on = nullptr;
  for (const Ring& ring : barriers.rings()) {
    if (ring.phase() == kNone) continue;
    const bool coordinated = ring.Green() && Has(plan_.coordinated(), ring.phase());
    if (on == nullptr || coordinated) on = &ring;
  }
  if (on == nullptr) return target;
  const int p = on->phase();
  Tenths low = plan_.Start(p);
  Tenths high = plan_.ForceOff(p) - permissives_.Until(*on);
  if (on->Clearing() || on->interval() == Interval::kRed) {
    low = plan_.ForceOff(p);
    high = low + plan_.Change(p);
  }
  low = std::min(low, high);
  if (Wrap(target - low, cycle) <= high - low) return target;
  const bool behind = Wrap(target - high, cycle) <= Wrap(low - target, cycle);
  return Wrap(behind ? high : low, cycle);
}

void Coordination::GoOn(const Input& input, Tenths target, const Barriers& barriers) {
  if (++at_ >= plan_.length()) BeginCycle(input, target);
  at_ = Wrap(at_ - Overdue(barriers), plan_.length());
}

void Coordination::BeginCycle(const Input& input, Tenths target) {
  at_ = 0;
  correction_ = Correct(input.correction[0], target, plan_.cycle(), plan_.room());
  if (correction_.status == CoordinationStatus::kTransitionDwell) {
    plan_.Dwell(correction_.by);
  } else {
    plan_.Stretch(correction_.by);
  }
}

// How much later than it may a coordinated green began: so late that its minimum or its pedestrians would not be
// through at the yield point. What came before it (a preempt, a walk that its split has no room for) has taken longer
// than the plan can make up for, and the cycle is where the street is.
Tenths Coordination::Overdue(const Barriers& barriers) {
  const PhaseSet was = green_;
  green_ = barriers.green() & plan_.coordinated();
  Tenths overdue = 0;
  for (int c = 0; c < kPhases; ++c) {
    if (!Has(plan_.coordinated(), c)) continue;
    if (!Has(green_, c)) {
      if (at_ == plan_.ForceOff(c)) missed_ |= Only(c);
      continue;
    }
    const Tenths since = Wrap(at_ - plan_.Start(c), plan_.length());
    const Tenths end = since + permissives_.Until(barriers.ring(tables_->ring[c]));
    const bool its = since < plan_.Green(c) || Has(missed_, c);
    if (!Has(was, c) && its) overdue = std::max(overdue, end - plan_.Green(c));
    missed_ &= ~Only(c);
  }
  return overdue;
}

void Coordination::Tell(CoordinationStatus status, Events& events) {
  status_ = status;
  if (status == told_) return;
  told_ = status;
  events.Add(Event::kCoordination, static_cast<std::int32_t>(status));
}

void Coordination::TellChange(std::int32_t value, std::int32_t& told, int code, Events& events) const {
  if (value == told) return;
  told = value;
  // Seconds, as the enumerations have them.
  events.Add(static_cast<Event>(code), std::clamp((std::clamp(value, 0, 36'000) + 5) / 10, 0, 255));
}

}  // namespace stopline
