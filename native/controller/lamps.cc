#include "lamps.h"

namespace stopline {

namespace {

Lamp OfVehicles(const Ring& ring) {
  if (ring.Green()) return kGreen;
  return ring.interval() == Interval::kYellow ? kYellow : kRed;
}

// A walk may lead its green, and a clearance may end with the yellow change: pedestrians have their own interval.
Lamp OfPedestrians(const Ring& ring) {
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

Lamp OfPedestrians(const Tables& tables, const Barriers& barriers, PhaseSet phases) {
  for (int p = 0; p < kPhases; ++p) {
    if (!Has(phases, p)) continue;
    const Ring& ring = barriers.ring(tables.ring[p]);
    const Lamp lamp = ring.phase() == p ? OfPedestrians(ring) : kRed;
    if (lamp != kRed) return lamp;
  }
  return kRed;
}

}  // namespace

void ShowLamps(const Tables& tables, Flash::Stage stage, const Barriers& barriers, const Overlaps& overlaps,
               std::int32_t (&lamps)[kChannels]) {
  for (int c = 0; c < kChannels; ++c) {
    const std::int32_t source = tables.channel_source[c];
    if (tables.channel_kind[c] == kUnused) {
      lamps[c] = kDark;
    } else if (stage == Flash::Stage::kFlash) {
      lamps[c] = tables.channel_flash[c];
    } else if (stage == Flash::Stage::kAllRed) {
      lamps[c] = kRed;
    } else if (tables.channel_kind[c] == kVehicle) {
      const Ring& ring = barriers.ring(tables.ring[source - 1]);
      lamps[c] = ring.phase() == source - 1 ? OfVehicles(ring) : kRed;
    } else if (tables.channel_kind[c] == kPedestrian) {
      lamps[c] = OfPedestrians(tables, barriers, static_cast<PhaseSet>(source));
    } else {
      lamps[c] = overlaps.lamp(source - 1);
    }
  }
}

}  // namespace stopline
