#include "lamps.h"

namespace stopline {

namespace {

Lamp OfVehicles(const Ring& ring) {
  if (ring.Green()) return kGreen;
  return ring.interval() == Interval::kYellow ? kYellow : kRed;
}

Lamp OfPedestrians(const Ring& ring) {
  if (!ring.Green()) return kRed;
  switch (ring.pedestrian().interval()) {
    case PedInterval::kWalk:
      return kGreen;
    case PedInterval::kPedClear:
      return kFlashingRed;
    case PedInterval::kNone:
    case PedInterval::kDontWalk:
      break;
  }
  return kRed;
}

}  // namespace

void ShowLamps(const Tables& tables, StartUp::Stage stage, const Barriers& barriers, std::int32_t (&lamps)[kChannels]) {
  for (int c = 0; c < kChannels; ++c) {
    if (tables.channel_kind[c] == kUnused) {
      lamps[c] = kDark;
      continue;
    }
    if (stage == StartUp::Stage::kFlash) {
      lamps[c] = tables.channel_flash[c];
      continue;
    }
    const int phase = tables.channel_phase[c] - 1;
    const Ring& ring = barriers.ring(tables.ring[phase]);
    const bool on = stage == StartUp::Stage::kOver && ring.phase() == phase;
    lamps[c] = !on ? kRed : tables.channel_kind[c] == kVehicle ? OfVehicles(ring) : OfPedestrians(ring);
  }
}

}  // namespace stopline
