#include "sheet.h"

#include <algorithm>

namespace prove {

namespace {

// The yellow of a vehicle channel as the timing sheet has it.
std::int32_t YellowOf(const stopline::Tables& tables, int c) {
  const int source = tables.channel_source[c] - 1;
  return tables.channel_kind[c] == stopline::kVehicle ? tables.yellow_change[source] : tables.overlap_yellow[source];
}

Set PhasesOf(const stopline::Tables& tables, int c) {
  if (tables.channel_kind[c] == stopline::kVehicle) return Bit(tables.channel_source[c] - 1);
  return tables.channel_kind[c] == stopline::kPedestrian ? static_cast<Set>(tables.channel_source[c]) : 0;
}

// The minimum green or walk of a channel, and its pedestrian clearance: what the monitor was told, and what the sheet
// says where that is longer. Of several phases behind one pedestrian head the shortest counts.
std::int32_t MinimumOf(const stopline::Tables& tables, int c) {
  const int source = tables.channel_source[c] - 1;
  if (tables.channel_kind[c] == stopline::kVehicle) return tables.min_green[source];
  return tables.overlap_min_green[source];
}

std::int32_t ShortestOf(const std::int32_t (&times)[stopline::kPhases], Set phases) {
  std::int32_t shortest = -1;
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (In(phases, p) && (shortest < 0 || times[p] < shortest)) shortest = times[p];
  }
  return shortest;
}

}  // namespace

Sheet::Sheet(const stopline::Tables& tables, const stopline::monitor::Tables& monitor)
    : all_red(tables.start_all_red[0]), flash_entry(static_cast<Set>(tables.flash_entry[0])) {
  Set used = 0;
  for (int c = 0; c < stopline::kChannels; ++c) {
    if (monitor.kind[c] != 0) used |= Bit(c);
  }
  for (int c = 0; c < stopline::kChannels; ++c) {
    Channel& of = channel[c];
    of.kind = static_cast<Kind>(monitor.kind[c]);
    if (of.kind == kNone) continue;
    of.flash = monitor.flash[c];
    of.conflicts = used & ~static_cast<Set>(monitor.compatible[c]) & ~Bit(c);
    of.permissive = of.kind == kArrow ? used & ~static_cast<Set>(monitor.permissive[c]) & ~Bit(c) : of.conflicts;
    of.min_green = monitor.min_green[c];
    of.ped_clear = monitor.ped_clear[c];
    of.phases = PhasesOf(tables, c);
    if (of.kind == kPedestrians) {
      of.min_green = std::max(of.min_green, ShortestOf(tables.walk, of.phases));
      of.ped_clear = std::max(of.ped_clear, ShortestOf(tables.ped_clear, of.phases));
    } else {
      of.min_green = std::max(of.min_green, MinimumOf(tables, c));
      of.yellow = YellowOf(tables, c);
    }
    for (int d = 0; d < stopline::kChannels; ++d) {
      if (!In(of.conflicts, d)) continue;
      of.clearance[d] = monitor.clearance[c * stopline::kChannels + d];
      of.red_most = std::max(of.red_most, of.clearance[d]);
    }
  }
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (tables.enabled[p] != 0) phases |= Bit(p);
  }
  for (int p = 0; p < stopline::kPhases; ++p) {
    Phase& of = phase[p];
    of.there = In(phases, p);
    if (!of.there) continue;
    of.ring = tables.ring[p];
    of.conflicts = phases & ~static_cast<Set>(tables.concurrent[p]) & ~Bit(p);
    of.lock = tables.lock[p] != 0;
    of.walks = tables.walk[p] > 0;
    if (tables.leading_walk[p] > 0) leading |= Bit(p);
    if (tables.ped_clear_through_yellow[p] != 0) through_yellow |= Bit(p);
    of.own_red = tables.yellow_change[p] + std::max(tables.red_clear[p], tables.red_revert[p]);
    of.clearance_most = of.own_red;
    for (int q = 0; q < stopline::kPhases; ++q) {
      if (!In(of.conflicts, q)) continue;
      of.clearance[q] =
          std::max(tables.yellow_change[p] + tables.red_clear[p], tables.clearance[p * stopline::kPhases + q]);
      of.clearance_most = std::max(of.clearance_most, of.clearance[q]);
    }
    for (int c = 0; c < stopline::kChannels; ++c) {
      of.shown = of.shown || (channel[c].kind == kVehicles && tables.channel_kind[c] == stopline::kVehicle &&
                              tables.channel_source[c] == p + 1);
    }
    of.turn = std::max({tables.min_green[p], tables.max_initial[p], tables.walk[p] + tables.ped_clear[p]}) +
              of.clearance_most;
  }
}

}  // namespace prove
