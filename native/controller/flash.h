// Flash, the ways into it and the ways out of it (NEMA TS 2 3.9.1, NTCIP 1202 unitFlashStatus).
//
// Automatic flash is entered lawfully: the entry phases are called, every other green ends, then theirs, and after the
// last clearance the lamps flash. It is left through all red to the exit phases. Every other flash is there at once and
// is left as a start-up: flash, all red, start phases. When reasons follow each other the longer way out holds. Flash
// takes the signal from pedestrians who are in the middle of the street: all red lasts until the last has crossed.
#pragma once

#include "barriers.h"
#include "overlaps.h"

namespace stopline {

class Flash {
 public:
  enum class Stage { kFlash, kAllRed, kOver };

  // `longest_ped_clear`: how long someone may need who began to cross at the last moment of an earlier life, of which
  // nothing is known.
  void Open(const Tables& tables, Tenths longest_ped_clear);
  // In the tenth that cuts off pedestrians who needed so much longer.
  void Interrupt(Tenths left) { crossing_ = left > crossing_ ? left : crossing_; }

  // One tenth, before the rings move. `asked` is why the unit must stand in flash, or kNotFlash. While stop time is on
  // nothing but another flash comes.
  Stage Step(FlashStatus asked, bool stopped, const Barriers& barriers, const Overlaps& overlaps, Events& events);
  // On the way into automatic flash: what the rings have to do for it.
  void Steer(const Barriers& barriers, PhaseSet all, Control& control);

  Stage stage() const { return stage_; }
  // On the way into automatic flash.
  bool entering() const { return entering_; }
  // The phases that are green first behind it.
  PhaseSet first() const { return strict_ ? start_ : exit_; }
  FlashStatus status() const { return told_; }

 private:
  bool Arrived(const Barriers& barriers, const Overlaps& overlaps) const;
  Stage Hold(FlashStatus asked, Events& events);
  void Tell(FlashStatus status, Events& events);

  const Tables* tables_ = nullptr;
  PhaseSet start_ = 0;
  PhaseSet entry_ = 0;
  PhaseSet exit_ = 0;
  Tenths longest_clearance_ = 0;
  Stage stage_ = Stage::kFlash;
  bool strict_ = true;      // left as a start-up
  Tenths elapsed_ = kNone;  // in the stage; in flash, since nothing asks for it any more
  Tenths flashed_ = 0;      // in flash, whoever asks; as far as it matters
  Tenths crossing_ = 0;     // until the last pedestrian has crossed whom flash has cut off
  bool entering_ = false;
  PhaseSet served_ = 0;     // entry phases that have had their green
  Tenths since_green_ = 0;  // of any phase, as far as it matters
  FlashStatus told_{};      // 0: nothing told yet
};

}  // namespace stopline
