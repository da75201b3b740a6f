#include "any_input.h"

#include <algorithm>

#include "strategies/strategy.h"

namespace prove {

using stopline::Input;
using stopline::kPhases;
using test::Dice;

AnyInput::AnyInput(Dice& dice, const stopline::Tables& tables, const std::vector<Input>& patterns)
    : dice_(dice), tables_(tables), patterns_(patterns), ordinary_(dice.OneIn(4)) {
  const auto perhaps = [&] { return !ordinary_ && dice.OneIn(2); };
  with_flash_ = perhaps();
  with_preempts_ = perhaps();
  with_door_ = perhaps();
  with_clock_ = perhaps();
  with_requests_ = perhaps();
  with_wants_ = perhaps();
  with_centre_ = perhaps();
  while (patterns_.size() < 4) patterns_.push_back(AnyPattern());
  if (ordinary_) {
    for (Input& pattern : patterns_) pattern.cycle[0] = 0;
  }
  input_ = patterns_[0];
}

const Input& AnyInput::Next(const Seen& seen) {
  if (dice_.OneIn(1500)) {
    const int arrivals[] = {1, 3, 30, 200, 2000};
    arrivals_ = arrivals[dice_.Roll(5)];
    presses_ = dice_.OneIn(3) ? 20 : dice_.Between(200, 3000);
    stays_ = dice_.OneIn(3) ? 200 : 15;
  }
  if (dice_.OneIn(4000) || (with_clock_ && dice_.OneIn(500))) Change();
  // A vehicle that comes or goes, a button: one or two of the phases in a tenth, so that a tenth is cheap.
  for (int i = 0; i < 4; ++i) Demand(dice_.Roll(kPhases), seen);
  Trouble();
  input_.clock[0] = (input_.clock[0] + 1) % stopline::kClockLimit;
  return input_;
}

void AnyInput::Change() {
  const Input& pattern = patterns_[static_cast<std::size_t>(dice_.Roll(static_cast<int>(patterns_.size())))];
  Input next = pattern;
  std::copy(std::begin(input_.vehicle), std::end(input_.vehicle), next.vehicle);
  std::copy(std::begin(input_.fault_recall), std::end(input_.fault_recall), next.fault_recall);
  std::copy(std::begin(input_.preempt), std::end(input_.preempt), next.preempt);
  std::copy(std::begin(input_.request_phase), std::end(input_.request_phase), next.request_phase);
  std::copy(std::begin(input_.request_arrival), std::end(input_.request_arrival), next.request_arrival);
  next.clock[0] = input_.clock[0];
  next.flash[0] = input_.flash[0];
  next.stop_time[0] = input_.stop_time[0];
  next.manual[0] = input_.manual[0];
  next.want[0] = input_.want[0];
  next.control_hold[0] = input_.control_hold[0];
  next.control_force_off[0] = input_.control_force_off[0];
  next.control_ped_omit[0] = input_.control_ped_omit[0];
  input_ = next;
}

void AnyInput::Demand(int p, const Seen& seen) {
  if (tables_.enabled[p] == 0) return;
  const bool arrives = dice_.OneIn(std::max(1, arrivals_ / 4));
  if (arrives) {
    input_.vehicle[p] = 1;
  } else if (dice_.OneIn(In(seen.green, p) ? stays_ / 4 : stays_ * 10)) {
    input_.vehicle[p] = 0;
  }
  input_.locking[p] = arrives && dice_.OneIn(4) ? 1 : 0;
  input_.actuations[p] = arrives ? dice_.Between(1, 3) : 0;
  input_.pedestrian[p] = dice_.OneIn(std::max(1, presses_ / 4)) ? 1 : 0;
  if (dice_.OneIn(input_.fault_recall[p] != 0 ? 500 : 50'000)) input_.fault_recall[p] ^= 1;
}

void AnyInput::Trouble() {
  if (with_flash_ && dice_.OneIn(input_.flash[0] != 0 ? 60 : 4'000)) {
    input_.flash[0] = input_.flash[0] != 0 && !dice_.OneIn(4) ? 0 : dice_.OneIn(2) ? 3 : dice_.Roll(10);
  }
  if (with_preempts_ && dice_.OneIn(40)) {
    const int i = dice_.Roll(stopline::kPreempts);
    input_.preempt[i] = input_.preempt[i] != 0 ? dice_.Roll(2) : dice_.OneIn(20) ? 1 : 0;
  }
  if (with_door_) {
    if (dice_.OneIn(input_.stop_time[0] != 0 ? 60 : 3'000)) input_.stop_time[0] ^= 1;
    if (dice_.OneIn(input_.manual[0] != 0 ? 600 : 3'000)) input_.manual[0] ^= 1;
    input_.advance[0] = dice_.OneIn(30) ? 1 : 0;
  }
  if (with_clock_ && dice_.OneIn(2'000)) input_.clock[0] = dice_.Roll(stopline::kClockLimit);
  // A plan that knows nothing of signals: any greens, at any time.
  if (with_wants_ && dice_.OneIn(wants_)) {
    wants_ = dice_.OneIn(2) ? dice_.Between(1, 5) : dice_.Between(20, 300);
    input_.want[0] = dice_.OneIn(4) ? 0 : dice_.OneIn(2) ? 1 << dice_.Roll(kPhases) : dice_.Roll(1 << kPhases);
  }
  // A centre that asks for anything of any phases, and for all of it in one tenth.
  if (with_centre_ && dice_.OneIn(150)) {
    const auto any = [&] { return dice_.OneIn(2) ? 0 : dice_.OneIn(3) ? ~0 : dice_.Roll(1 << kPhases); };
    input_.control_hold[0] = any();
    input_.control_force_off[0] = any();
    input_.control_ped_omit[0] = any();
    input_.omit[0] = any();
  }
  for (int i = 0; with_requests_ && i < stopline::kRequests; ++i) {
    input_.request_arrival[i] = std::max(0, input_.request_arrival[i] - 1);
    if (!dice_.OneIn(1'000)) continue;
    input_.request_phase[i] = dice_.OneIn(2) ? 0 : dice_.Roll(kPhases + 2);
    input_.request_arrival[i] = dice_.OneIn(3) ? 0 : dice_.Roll(600);
  }
}

Input AnyInput::AnyPattern() {
  Input pattern{};
  for (int p = 0; p < kPhases; ++p) {
    pattern.max_green[p] = dice_.OneIn(20) ? 0 : dice_.Between(1, 500);
    pattern.recall[p] = dice_.OneIn(2) ? 0 : dice_.Roll(4);
    pattern.ped_recall[p] = dice_.OneIn(4) ? 1 : 0;
  }
  pattern.strategy[0] = dice_.Roll(stopline::strategies::Count() + 1);
  pattern.sequence[0] = dice_.Roll(5);
  pattern.longest_wait[0] = dice_.OneIn(2) ? 0 : dice_.Roll(2'000);
  pattern.omit[0] = dice_.OneIn(6) ? dice_.Roll(1 << kPhases) : 0;
  if (dice_.OneIn(2)) LayOut(pattern);
  return pattern;
}

// Splits that mostly fit.
void AnyInput::LayOut(Input& pattern) {
  std::int32_t ring[stopline::kRings][kPhases] = {};
  int last[stopline::kRings][kPhases] = {};
  std::int32_t length[kPhases] = {};
  for (int p = 0; p < kPhases; ++p) {
    if (tables_.enabled[p] == 0) continue;
    const std::int32_t walk = tables_.walk[p] + tables_.ped_clear[p];
    pattern.split[p] = std::max(tables_.min_green[p], dice_.OneIn(3) ? 0 : walk) + 130 + dice_.Roll(100);
    std::int32_t& whole = ring[tables_.ring[p]][tables_.group[p]];
    whole += pattern.split[p];
    last[tables_.ring[p]][tables_.group[p]] = p;
    length[tables_.group[p]] = std::max(length[tables_.group[p]], whole);
  }
  for (int g = 0; g < tables_.groups[0]; ++g) {
    for (int r = 0; r < stopline::kRings; ++r) {
      if (ring[r][g] > 0) pattern.split[last[r][g]] += length[g] - ring[r][g];
    }
    pattern.cycle[0] += length[g];
  }
  pattern.offset[0] = dice_.Roll(std::max(1, pattern.cycle[0]));
  const int first = dice_.Roll(kPhases);
  for (int i = 0; i < kPhases; ++i) {
    const int p = (first + i) % kPhases;
    const auto set = static_cast<Set>(pattern.coordinated[0]);
    const bool together = (set & ~static_cast<Set>(tables_.concurrent[p])) == 0;
    if (tables_.enabled[p] != 0 && together) pattern.coordinated[0] |= static_cast<std::int32_t>(Bit(p));
  }
  pattern.reference[0] = dice_.Roll(2);
  pattern.force_off_mode[0] = dice_.Roll(2);
  pattern.correction[0] = dice_.Roll(3);
  pattern.max_inhibit[0] = dice_.Roll(2);
  if (dice_.OneIn(10)) pattern.split[dice_.Roll(kPhases)] += dice_.Between(-50, 50);
}

}  // namespace prove
