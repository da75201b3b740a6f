#include "bystander.h"

#include <algorithm>

namespace prove {

using stopline::kChannels;
using stopline::kPhases;

void Bystander::Begin(Seen& seen) const {
  seen = Seen{};
  for (std::int32_t& lamp : seen.lamp) lamp = stopline::kRed;
  for (int p = 0; p < kPhases; ++p) seen.since_green[p] = sheet_.phase[p].clearance_most;
  seen.flash = 1;
  seen.start_up = 1;
}

Invariant Bystander::See(Seen& seen, const Tick& tick) const {
  if (tick.broken || seen.fault != 0) return SeeFault(seen, tick);
  const Seen before = seen;
  Invariant broken = SeeUnit(seen, tick);
  if (broken == kHolds && seen.flash == 0) broken = SeeChannels(seen, tick);
  if (broken == kHolds && seen.flash == 0) broken = SeeConflicts(before, seen);
  if (broken == kHolds) broken = SeeEvents(seen, tick);
  if (broken == kHolds) broken = SeePhases(seen);
  if (broken != kHolds) return broken;
  SeeWaiting(seen, tick, before);
  if (tick.output.fault[0] != 0) return kMonitorFault;
  return std::equal(tick.proposed, tick.proposed + kChannels, tick.output.channels) ? kHolds : kMonitorAgrees;
}

// From the tenth of the fault on nothing but flash, and from the next on nobody tells of greens that are not seen.
Invariant Bystander::SeeFault(Seen& seen, const Tick& tick) const {
  const bool behind = seen.fault != 0;
  seen = Seen{};
  seen.fault = 1;
  if (tick.output.fault[0] == 0) return kFaultLatches;
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& channel = sheet_.channel[c];
    if (tick.output.channels[c] != (channel.kind == Sheet::kNone ? stopline::kDark : channel.flash))
      return kFaultLatches;
  }
  for (int i = 0; behind && i < tick.output.event_count[0]; ++i) {
    const std::int32_t code = tick.output.events[2 * i];
    if (code == 1 || code == 21) return kFaultLatches;
  }
  return kHolds;
}

bool Bystander::Empty(const Seen& seen) const {
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& channel = sheet_.channel[c];
    if (channel.kind == Sheet::kNone) continue;
    if (seen.lamp[c] != stopline::kRed || seen.since_walk[c] < channel.ped_clear) return false;
  }
  return true;
}

Invariant Bystander::SeeUnit(Seen& seen, const Tick& tick) const {
  bool flash = true;
  bool flashes = false;
  bool red = true;
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& channel = sheet_.channel[c];
    const std::int32_t lamp = tick.proposed[c];
    if (channel.kind == Sheet::kNone) continue;
    flash = flash && lamp == channel.flash;
    red = red && lamp == stopline::kRed;
    // An arrow flashes yellow in the middle of the day.
    flashes =
        flashes || (channel.kind == Sheet::kVehicles &&
                    (lamp == stopline::kFlashingRed || lamp == stopline::kDark || lamp == stopline::kFlashingYellow));
  }
  const bool running = seen.start_up == 0;
  seen.start_up = tick.output.start_up[0];
  if (seen.start_up != 0 && !flash && !red) return kStartUp;
  if (flashes && !flash) return kFlash;
  const bool was_flash = seen.flash != 0;
  seen.flash = flash ? 1 : 0;
  if (was_flash && !flash && !red) return kFlash;
  // The switch for the night waits until the intersection is empty.
  const bool night = tick.input.flash[0] == static_cast<std::int32_t>(stopline::FlashStatus::kAutomatic);
  if (flash && !was_flash && running && night && !Empty(seen)) return kFlash;
  if (flash) {
    seen.all_red = 0;
  } else if (was_flash) {
    seen.all_red = 1;
  } else if (seen.all_red > 0 && red) {
    seen.all_red = std::min(seen.all_red + 1, sheet_.all_red);
  } else if (seen.all_red > 0) {
    if (seen.all_red < sheet_.all_red) return kFlash;
    seen.all_red = 0;
  }
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& channel = sheet_.channel[c];
    if (channel.kind == Sheet::kNone && tick.proposed[c] != stopline::kDark) return kIndication;
    if (!flash || channel.kind == Sheet::kNone) continue;
    seen.lamp[c] = stopline::kRed;
    seen.age[c] = 0;
    if (channel.kind == Sheet::kPedestrians) seen.since_walk[c] = std::min(seen.since_walk[c] + 1, channel.ped_clear);
  }
  if (flash) seen.stretched = seen.gives_way = 0;
  return kHolds;
}

// Who has been remembered cannot take it back.
void Bystander::SeeWaiting(Seen& seen, const Tick& tick, const Seen& before) const {
  if (seen.flash != 0 || seen.start_up != 0) {
    seen.waits = seen.waits_to_walk = 0;
    return;
  }
  for (int p = 0; before.start_up == 0 && p < kPhases; ++p) {
    const Sheet::Phase& phase = sheet_.phase[p];
    if (!phase.there) continue;
    const bool calls = tick.input.locking[p] != 0 || (phase.lock && tick.input.vehicle[p] != 0);
    if (calls && !In(before.green, p)) seen.waits |= Bit(p);
    if (phase.walks && tick.input.pedestrian[p] != 0 && !In(before.walk, p)) seen.waits_to_walk |= Bit(p);
  }
  seen.waits &= ~seen.green;
  seen.waits_to_walk &= ~seen.walk;
}

}  // namespace prove
