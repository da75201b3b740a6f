#include "manual.h"

namespace stopline {

namespace {

// Takes in a contact; true in the tenth in which it changes.
bool Changes(std::int32_t input, std::int32_t& state) {
  const std::int32_t now = input != 0 ? 1 : 0;
  const bool changes = now != state;
  state = now;
  return changes;
}

}  // namespace

void Manual::Step(const Input& input, PhaseSet all, bool led, Control& control, Events& events) {
  if (Changes(input.manual[0], enabled_)) events.Add(Event::kManualControl, enabled_);
  if (Changes(input.stop_time[0], stopped_)) events.Add(Event::kStopTime, stopped_);
  const bool pressed = Changes(input.advance[0], pressed_) && pressed_ != 0;
  if (pressed) events.Add(Event::kIntervalAdvance, 1);
  if (!led) {
    if (enabled_ != 0) {
      // Everyone is called, so that the officer leads all of them through in turn.
      control = Control{.vehicle_call = all, .ped_call = all, .manual = true};
    }
    control.advance = pressed;
  }
  control.stopped = stopped_ != 0;
}

}  // namespace stopline
