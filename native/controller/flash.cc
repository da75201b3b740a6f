#include "flash.h"

#include <algorithm>

namespace stopline {

void Flash::Open(const Tables& tables, Tenths longest_ped_clear) {
  tables_ = &tables;
  crossing_ = longest_ped_clear;
  for (const std::int32_t phase : tables.start_phase) {
    if (phase != 0) start_ |= Only(phase - 1);
  }
  entry_ = tables.flash_entry[0] != 0 ? static_cast<PhaseSet>(tables.flash_entry[0]) : start_;
  exit_ = tables.flash_exit[0] != 0 ? static_cast<PhaseSet>(tables.flash_exit[0]) : start_;
  for (const std::int32_t least : tables.clearance) longest_clearance_ = std::max(longest_clearance_, least);
}

Flash::Stage Flash::Step(FlashStatus asked, bool stopped, const Barriers& barriers, const Overlaps& overlaps,
                         Events& events) {
  const bool crossed = crossing_ == 0;
  if (!crossed) --crossing_;

  if (barriers.green() != 0) {
    since_green_ = 0;
  } else if (!stopped && since_green_ < longest_clearance_) {
    ++since_green_;
  }
  entering_ = asked == FlashStatus::kAutomatic && stage_ == Stage::kOver;
  if (!entering_) served_ = 0;
  if (entering_ && (stopped || !Arrived(barriers, overlaps))) return stage_;
  if (asked != FlashStatus::kNotFlash) return Hold(asked, events);
  if (stage_ == Stage::kOver || stopped) return stage_;

  ++elapsed_;
  if (stage_ == Stage::kFlash) {
    const bool stays = strict_ ? elapsed_ < tables_->start_flash[0] : flashed_ < tables_->flash_min[0];
    if (stays) {
      Tell(strict_ ? FlashStatus::kStartUp : FlashStatus::kAutomatic, events);
      if (flashed_ < tables_->flash_min[0]) ++flashed_;
      return stage_;
    }
    Tell(FlashStatus::kNotFlash, events);
    stage_ = Stage::kAllRed;
    elapsed_ = 0;
  } else if (elapsed_ >= tables_->start_all_red[0] && crossed) {
    stage_ = Stage::kOver;
  }
  return stage_;
}

Flash::Stage Flash::Hold(FlashStatus asked, Events& events) {
  Tell(asked, events);
  if (stage_ == Stage::kOver) strict_ = false;
  strict_ = strict_ || asked != FlashStatus::kAutomatic;
  if (stage_ != Stage::kFlash) flashed_ = 0;
  if (flashed_ < tables_->flash_min[0]) ++flashed_;
  stage_ = Stage::kFlash;
  elapsed_ = kNone;
  return stage_;
}

// No call ends the last greens, so they are sent to red. Who waits to walk beside an entry phase is not left behind.
void Flash::Steer(const Barriers& barriers, PhaseSet all, Control& control) {
  if (!entering_) return;
  for (const Ring& ring : barriers.rings()) {
    if (ring.Green() && ring.elapsed() >= tables_->min_green[ring.phase()]) served_ |= entry_ & Only(ring.phase());
  }
  const PhaseSet left = entry_ & ~served_;
  control.omit = all & ~left;
  control.no_walk_rest = all;
  control.vehicle_call = left;
  control.force_off = all;
  if (left == 0) control.to_red = all;
}

// The entry phases have been served, and the intersection is as empty as if anyone might begin.
bool Flash::Arrived(const Barriers& barriers, const Overlaps& overlaps) const {
  if ((entry_ & ~served_) != 0 || since_green_ < longest_clearance_) return false;
  for (const Ring& ring : barriers.rings()) {
    if (ring.interval() != Interval::kRed) return false;
  }
  return overlaps.Red();
}

void Flash::Tell(FlashStatus status, Events& events) {
  if (status == told_) return;
  told_ = status;
  events.Add(Event::kFlashStatus, static_cast<std::int32_t>(status));
}

}  // namespace stopline
