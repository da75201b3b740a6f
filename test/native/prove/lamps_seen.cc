// What the bystander says to the lamps of channels.
#include <algorithm>

#include "bystander.h"

namespace prove {

using stopline::kChannels;
using stopline::kFlashingRed;
using stopline::kFlashingYellow;
using stopline::kGreen;
using stopline::kRed;
using stopline::kYellow;

namespace {

// This lamp lets somebody go.
bool Goes(Sheet::Kind kind, std::int32_t lamp) {
  return lamp == kGreen || (kind == Sheet::kArrow && lamp == kFlashingYellow);
}

// Someone may be in the intersection on the strength of this lamp.
bool Moving(Sheet::Kind kind, std::int32_t lamp) {
  if (kind == Sheet::kPedestrians) return lamp == kGreen || lamp == kFlashingRed;
  return Goes(kind, lamp) || lamp == kYellow;
}

}  // namespace

Invariant Bystander::SeeChannels(Seen& seen, const Tick& tick) const {
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& channel = sheet_.channel[c];
    if (channel.kind == Sheet::kNone) continue;
    const std::int32_t next = tick.proposed[c];
    const bool walks = channel.kind == Sheet::kPedestrians;
    const Invariant broken = walks ? SeePedestrians(seen, c, next) : SeeVehicles(seen, c, next);
    if (broken != kHolds) return broken;
    if (next != seen.lamp[c]) seen.age[c] = 0;
    const std::int32_t most = next == kRed      ? channel.red_most
                              : walks           ? (next == kGreen ? channel.min_green : channel.ped_clear)
                              : next == kYellow ? channel.yellow + 1
                                                : channel.min_green;
    seen.age[c] = std::min(seen.age[c] + 1, std::max(most, 1));
    if (walks) seen.since_walk[c] = next == kGreen ? 0 : std::min(seen.since_walk[c] + 1, channel.ped_clear);
    seen.lamp[c] = next;
    if (next == kFlashingYellow) seen.gives_way |= Bit(c);
    if (next == kGreen) seen.gives_way &= ~Bit(c);
    if (next != kYellow) {
      seen.stretched &= ~Bit(c);
    } else if (tick.input.stop_time[0] != 0) {
      seen.stretched |= Bit(c);
    }
  }
  return kHolds;
}

Invariant Bystander::SeeVehicles(Seen& seen, int c, std::int32_t next) const {
  const Sheet::Channel& channel = sheet_.channel[c];
  const std::int32_t now = seen.lamp[c];
  if (next != kRed && next != kYellow && !Goes(channel.kind, next)) return kIndication;
  if (next == now) return kHolds;
  // An arrow is no shorter for flashing, and does not turn from one into the other without yellow and red.
  const bool went = Goes(channel.kind, now);
  if (went && seen.age[c] < channel.min_green) return kMinimumGreen;
  if (went != (next == kYellow)) return kYellowPresent;
  if (now == kYellow && seen.age[c] < channel.yellow) return kYellowLength;
  if (now == kYellow && seen.age[c] > channel.yellow && !In(seen.stretched, c)) return kYellowLength;
  return now == kYellow && next != kRed ? kYellowPresent : kHolds;
}

Invariant Bystander::SeePedestrians(Seen& seen, int c, std::int32_t next) const {
  const Sheet::Channel& channel = sheet_.channel[c];
  const std::int32_t now = seen.lamp[c];
  if (next != kRed && next != kGreen && next != kFlashingRed) return kIndication;
  if (next == now) return kHolds;
  if (now == kGreen && seen.age[c] < channel.min_green) return kWalkMinimum;
  if (now == kGreen && next == kRed) return kPedestrianClearance;
  if (now == kFlashingRed && next == kGreen) return kPedestrianClearance;
  if (now == kFlashingRed && seen.age[c] < channel.ped_clear) return kPedestrianClearance;
  return now == kRed && next == kFlashingRed ? kPedestrianClearance : kHolds;
}

// Where an arrow gives way, its second set counts alone: those to whom it gives way know of nothing.
bool Bystander::Conflict(const Seen& seen, int c, int d) const {
  const Sheet::Channel& one = sheet_.channel[c];
  const Sheet::Channel& other = sheet_.channel[d];
  const bool one_gives_way = In(seen.gives_way, c);
  const bool other_gives_way = In(seen.gives_way, d);
  if (!one_gives_way && !other_gives_way) return In(one.conflicts, d);
  return (one_gives_way && In(one.permissive, d)) || (other_gives_way && In(other.permissive, c));
}

Invariant Bystander::SeeConflicts(const Seen& before, const Seen& seen) const {
  for (int c = 0; c < kChannels; ++c) {
    const Sheet::Channel& one = sheet_.channel[c];
    if (one.kind == Sheet::kNone || !Moving(one.kind, seen.lamp[c])) continue;
    const bool begins = Goes(one.kind, seen.lamp[c]) && !Goes(one.kind, before.lamp[c]);
    for (int d = 0; d < kChannels; ++d) {
      const Sheet::Channel& other = sheet_.channel[d];
      if (d == c || other.kind == Sheet::kNone || !Conflict(seen, c, d)) continue;
      if (Moving(other.kind, seen.lamp[d])) return kConflict;
      if (!begins) continue;
      // One that turned red in this very tenth has been red for none.
      const std::int32_t red = before.lamp[d] == kRed ? before.age[d] : 0;
      if (red < other.clearance[c]) return kRedClearance;
      if (other.kind == Sheet::kPedestrians && before.since_walk[d] < other.ped_clear) return kPedestrianClearance;
    }
  }
  return kHolds;
}

}  // namespace prove
