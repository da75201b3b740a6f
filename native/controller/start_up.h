// NEMA TS 2 start-up: flash, then all red, then the start phases. Ordered flash is its first part, held. Flash takes
// the signal from pedestrians who are in the middle of the street: all red lasts until the last of them has crossed.
#pragma once

#include "events.h"
#include "sequence.h"

namespace stopline {

class StartUp {
 public:
  enum class Stage { kFlash, kAllRed, kOver };

  // Before the first tenth: how long someone may need who began to cross at the last moment of an earlier life, of
  // which nothing is known.
  void Open(Tenths longest_ped_clear) { crossing_ = longest_ped_clear; }
  // In the tenth that cuts off pedestrians who needed so much longer.
  void Interrupt(Tenths left) { crossing_ = left > crossing_ ? left : crossing_; }

  // One tenth; `hold` is why the unit must stand in flash, or kNotFlash.
  Stage Step(const Tables& tables, FlashStatus hold, Events& events) {
    const bool crossed = crossing_ == 0;
    if (!crossed) --crossing_;
    if (hold != FlashStatus::kNotFlash) {
      Tell(hold, events);
      stage_ = Stage::kFlash;
      elapsed_ = kNone;
      return stage_;
    }
    if (stage_ == Stage::kOver) return stage_;
    ++elapsed_;
    if (stage_ == Stage::kFlash && elapsed_ < tables.start_flash[0]) {
      Tell(FlashStatus::kStartUp, events);
    } else if (stage_ == Stage::kFlash) {
      Tell(FlashStatus::kNotFlash, events);
      stage_ = Stage::kAllRed;
      elapsed_ = 0;
    } else if (elapsed_ >= tables.start_all_red[0] && crossed) {
      stage_ = Stage::kOver;
    }
    return stage_;
  }

  Stage stage() const { return stage_; }
  FlashStatus status() const { return told_; }

 private:
  void Tell(FlashStatus status, Events& events) {
    if (status == told_) return;
    told_ = status;
    events.Add(Event::kFlashStatus, static_cast<std::int32_t>(status));
  }

  Stage stage_ = Stage::kFlash;
  Tenths elapsed_ = kNone;                  // in the stage
  Tenths crossing_ = 0;                     // until the last pedestrian has crossed whom flash has cut off
  FlashStatus told_ = FlashStatus::kOther;  // nothing told yet
};

}  // namespace stopline
