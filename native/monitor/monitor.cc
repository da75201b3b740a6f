#include "monitor.h"

namespace stopline::monitor {

namespace {

// The monitor's own list: a mistake in the controller's must not become the monitor's as well. TypeScript holds both
// against its own.
enum Shown : std::int32_t { kDark = 0, kRed = 1, kYellow = 2, kGreen = 3, kFlashingRed = 4, kFlashingYellow = 5 };
enum Kind : std::int32_t { kUnused = 0, kVehicle = 1, kPedestrian = 2, kArrow = 3 };

constexpr std::int32_t kAgeLimit = 1'000'000;  // a day and more; no table asks for so much

constexpr std::uint32_t Bit(int channel) { return std::uint32_t{1} << channel; }

// This indication lets somebody go.
constexpr bool Goes(std::int32_t kind, std::int32_t lamp) {
  return kind != kUnused && (lamp == kGreen || (kind == kArrow && lamp == kFlashingYellow));
}

// Someone may be in the intersection on the strength of this indication.
constexpr bool Moving(std::int32_t kind, std::int32_t lamp) {
  if (kind == kPedestrian) return lamp == kGreen || lamp == kFlashingRed;
  return Goes(kind, lamp) || (kind != kUnused && lamp == kYellow);
}

}  // namespace

const char* Monitor::Open(const Tables& tables) {
  bool any = false;
  for (int c = 0; c < kChannels; ++c) {
    const std::int32_t kind = tables.kind[c];
    if (kind < kUnused || kind > kArrow) return "monitor: a channel's kind is unknown";
    if (kind != kArrow && tables.permissive[c] != 0) return "monitor: only an arrow can give way";
    if (kind == kUnused) continue;
    const std::int32_t flash = tables.flash[c];
    if (flash != kDark && flash != kFlashingRed && flash != kFlashingYellow)
      return "monitor: a channel's flash is neither dark, red nor yellow";
    any = any || TellsFlash(kind, flash);
    if (tables.min_green[c] < 1) return "monitor: a channel's times are out of range";
    if (kind == kPedestrian && tables.ped_clear[c] < 1) return "monitor: a pedestrian channel has no clearance";
    for (int d = 0; d < kChannels; ++d) {
      if (tables.clearance[c * kChannels + d] < 0) return "monitor: a channel's times are out of range";
      const bool there = (static_cast<std::uint32_t>(tables.compatible[c]) & Bit(d)) != 0;
      const bool back = (static_cast<std::uint32_t>(tables.compatible[d]) & Bit(c)) != 0;
      if (tables.kind[d] != kUnused && there != back) return "monitor: compatibility holds one way only";
    }
  }
  if (!any) return "monitor: there is no vehicle channel that tells flash from the rest";
  tables_ = tables;
  return nullptr;
}

void Monitor::Check(const std::int32_t (&proposed)[kChannels], std::int32_t (&shown)[kChannels]) {
  if (fault_ == Fault::kNone) {
    if (Flashing(proposed)) {
      // Flash is where every fault ends, so the way into it is open at any time.
    } else if (flash_) {
      CheckLeavingFlash(proposed);
    } else {
      CheckFlash(proposed);
      for (int c = 0; c < kChannels; ++c) {
        if (tables_.kind[c] == kVehicle || tables_.kind[c] == kArrow) CheckVehicle(c, proposed[c]);
        if (tables_.kind[c] == kPedestrian) CheckPedestrian(c, proposed[c]);
      }
      CheckConflicts(proposed);
      CheckClearances(proposed);
    }
    for (int c = 0; c < kChannels; ++c) {
      if (tables_.kind[c] == kUnused && proposed[c] != kDark) Trip(Fault::kBadIndication, Bit(c));
    }
  }
  const bool faulty = fault_ != Fault::kNone;
  flash_ = faulty || Flashing(proposed);
  for (int c = 0; c < kChannels; ++c) {
    const std::int32_t next = tables_.kind[c] == kUnused ? kDark : faulty ? tables_.flash[c] : proposed[c];
    if (next != lamp_[c]) age_[c] = 0;
    if (age_[c] < kAgeLimit) ++age_[c];
    if (next == kGreen)
      walked_[c] = 0;
    else if (walked_[c] < kAgeLimit)
      ++walked_[c];
    gives_way_[c] = !flash_ && GivesWay(c, next);
    lamp_[c] = next;
    shown[c] = next;
  }
}

// A vehicle signal's flash is never one of its steady indications, so one vehicle channel is enough to tell flash from
// the rest. An arrow that flashes yellow beside the traffic that it gives way to is no flash, so one that does the same
// in flash tells nothing; nor does a pedestrian signal.
bool Monitor::TellsFlash(std::int32_t kind, std::int32_t flash) {
  return kind == kVehicle || (kind == kArrow && flash != kFlashingYellow);
}

bool Monitor::Flashing(const std::int32_t (&lamps)[kChannels]) const {
  for (int c = 0; c < kChannels; ++c) {
    if (tables_.kind[c] != kUnused && lamps[c] != tables_.flash[c]) return false;
  }
  return true;
}

void Monitor::CheckFlash(const std::int32_t (&next)[kChannels]) {
  std::uint32_t flashing = 0;
  for (int c = 0; c < kChannels; ++c) {
    if (TellsFlash(tables_.kind[c], tables_.flash[c]) && next[c] == tables_.flash[c]) flashing |= Bit(c);
  }
  if (flashing != 0) Trip(Fault::kPartialFlash, flashing);
}

// Out of flash every channel goes to red, and its clearance counts from there: in flash anyone may have been on the
// way.
void Monitor::CheckLeavingFlash(const std::int32_t (&next)[kChannels]) {
  std::uint32_t other = 0;
  for (int c = 0; c < kChannels; ++c) {
    if (tables_.kind[c] != kUnused && next[c] != kRed) other |= Bit(c);
  }
  if (other != 0) Trip(Fault::kFlashLeftOtherThanByRed, other);
}

void Monitor::CheckVehicle(int c, std::int32_t next) {
  const std::int32_t kind = tables_.kind[c];
  if (next != kRed && next != kYellow && !Goes(kind, next)) return Trip(Fault::kBadIndication, Bit(c));
  const std::int32_t now = lamp_[c];
  if (next == now) return;
  const std::int32_t yellow = tables_.min_yellow[c] > kYellowFloor ? tables_.min_yellow[c] : kYellowFloor;
  // Also an arrow that flashes is not to be gone in a moment, and its yellow stands before its red and its green.
  const bool goes = Goes(kind, now);
  if (goes && age_[c] < tables_.min_green[c]) Trip(Fault::kShortGreen, Bit(c));
  if (goes && next == kRed) Trip(Fault::kSkippedYellow, Bit(c));
  if (goes && Goes(kind, next)) Trip(Fault::kOutOfSequence, Bit(c));
  if (now == kYellow && Goes(kind, next)) Trip(Fault::kOutOfSequence, Bit(c));
  if (now == kYellow && next == kRed && age_[c] < yellow) Trip(Fault::kShortYellow, Bit(c));
  if (now == kRed && next == kYellow) Trip(Fault::kOutOfSequence, Bit(c));
}

void Monitor::CheckPedestrian(int c, std::int32_t next) {
  if (next != kRed && next != kGreen && next != kFlashingRed) return Trip(Fault::kBadIndication, Bit(c));
  const std::int32_t now = lamp_[c];
  if (next == now) return;
  if (now == kGreen && age_[c] < tables_.min_green[c]) Trip(Fault::kShortWalk, Bit(c));
  if (now == kGreen && next == kRed) Trip(Fault::kSkippedPedClearance, Bit(c));
  if (now == kFlashingRed && next == kGreen) Trip(Fault::kOutOfSequence, Bit(c));
  if (now == kFlashingRed && next == kRed && age_[c] < tables_.ped_clear[c]) Trip(Fault::kShortPedClearance, Bit(c));
  if (now == kRed && next == kFlashingRed) Trip(Fault::kOutOfSequence, Bit(c));
}

void Monitor::CheckConflicts(const std::int32_t (&next)[kChannels]) {
  for (int c = 0; c < kChannels; ++c) {
    if (!Moving(tables_.kind[c], next[c])) continue;
    for (int d = 0; d < c; ++d) {
      if (Moving(tables_.kind[d], next[d]) && !Together(c, next, d)) Trip(Fault::kConflict, Bit(c) | Bit(d));
    }
  }
}

void Monitor::CheckClearances(const std::int32_t (&next)[kChannels]) {
  for (int c = 0; c < kChannels; ++c) {
    if (!Goes(tables_.kind[c], next[c]) || Goes(tables_.kind[c], lamp_[c])) continue;
    for (int d = 0; d < kChannels; ++d) {
      if (d == c || tables_.kind[d] == kUnused || Together(c, next, d)) continue;
      // The other's red has been up for `age` tenths when this green would begin; one that turns red in this very
      // tenth, for none.
      const std::int32_t clear = lamp_[d] == kRed ? age_[d] : 0;
      if (clear < tables_.clearance[d * kChannels + c]) Trip(Fault::kShortRedClearance, Bit(c) | Bit(d));
      // Whoever was let go by the last walk must have crossed, be it that a flash came between.
      const bool walks = tables_.kind[d] == kPedestrian;
      if (walks && walked_[d] < tables_.ped_clear[d]) Trip(Fault::kShortPedClearance, Bit(c) | Bit(d));
    }
  }
}

// Whoever turns on a flashing arrow gives way: through the yellow and the red behind it too, since they are the same
// people.
bool Monitor::GivesWay(int c, std::int32_t next) const {
  return tables_.kind[c] == kArrow && (next == kFlashingYellow || (next != kGreen && gives_way_[c]));
}

// Where an arrow gives way its own second set counts, of two such arrows both; else compatibility does.
bool Monitor::Together(int c, const std::int32_t (&next)[kChannels], int d) const {
  const bool c_gives_way = GivesWay(c, next[c]);
  const bool d_gives_way = GivesWay(d, next[d]);
  if (!c_gives_way && !d_gives_way) return (static_cast<std::uint32_t>(tables_.compatible[c]) & Bit(d)) != 0;
  return (!c_gives_way || (static_cast<std::uint32_t>(tables_.permissive[c]) & Bit(d)) != 0) &&
         (!d_gives_way || (static_cast<std::uint32_t>(tables_.permissive[d]) & Bit(c)) != 0);
}

// The first fault gives its name; others of the same kind in the same tenth add their channels.
void Monitor::Trip(Fault fault, std::uint32_t channels) {
  if (fault_ == Fault::kNone) fault_ = fault;
  if (fault_ == fault) channels_ |= channels;
}

}  // namespace stopline::monitor
