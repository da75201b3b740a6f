// Rings and barriers alone, without start-up, lamps and monitor: what they do with calls and with what coordination,
// preemption and an officer ask of them.
#pragma once

#include <initializer_list>
#include <string>

#include "controller/barriers.h"
#include "site.h"
#include "told.h"

namespace test {

class Corner {
 public:
  using Event = stopline::Event;

  explicit Corner(const stopline::Tables& tables) : tables_(tables) {
    stopline::PhaseSet all = 0;
    for (int p = 0; p < 16; ++p) {
      input.max_green[p] = 300;
      if (tables.enabled[p] != 0) all |= stopline::Only(p);
    }
    calls_.Open(tables_, all);
    barriers_.Open(tables_);
  }
  explicit Corner(const Site& site) : Corner(TablesOf(site)) {}

  // One tenth, or several.
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls_.Register(input, barriers_.on(), barriers_.walk(), events);
      if (tick++ == 0) barriers_.Start(StartPhases(), input, calls_, events);
      barriers_.Step(input, control, calls_, events);
      for (int p = 0; p < 16; ++p) input.pedestrian[p] = input.locking[p] = 0;
      control.advance = false;
    }
  }
  // Until a phase, by its number, is green; how many tenths that took, or -1 if it did not come within so many.
  int UntilGreen(int number, int limit = 3000) {
    for (int i = 0; i <= limit; ++i) {
      if (Green(number)) return i;
      Step();
    }
    return -1;
  }
  int UntilEnd(int number, int limit = 3000) {
    for (int i = 0; i <= limit; ++i) {
      if (!Green(number)) return i;
      Step();
    }
    return -1;
  }

  bool Green(int number) const { return stopline::Has(barriers_.green(), number - 1); }
  const stopline::Ring& ring(int r) const { return barriers_.ring(r); }
  // How the phase's last green ended.
  stopline::Termination ended_by(int number) const { return barriers_.terminated_by(number - 1); }
  bool Told(Event event, int parameter) const {
    for (int i = 0; i < output.event_count[0]; ++i) {
      if (output.events[2 * i] == static_cast<int>(event) && output.events[2 * i + 1] == parameter) return true;
    }
    return false;
  }
  // So many tenths on; what is told of these codes, each as "tenth code/parameter".
  std::string Tell(int tenths, std::initializer_list<int> codes) {
    std::string told;
    for (; tenths > 0; --tenths) {
      Step();
      told += ToldOf(output, tick, codes);
    }
    return told;
  }
  // Vehicles stand before these, by number, and before nobody else.
  void Queue(auto... numbers) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = stopline::Has(Set(numbers...), p) ? 1 : 0;
  }
  void Call(int number) { input.locking[number - 1] = 1; }
  void Press(int number) { input.pedestrian[number - 1] = 1; }

  stopline::Input input{};
  stopline::Control control;
  stopline::Output output{};
  int tick = 0;

 private:
  stopline::PhaseSet StartPhases() const {
    stopline::PhaseSet set = 0;
    for (const int number : tables_.start_phase) {
      if (number != 0) set |= stopline::Only(number - 1);
    }
    return set;
  }

  stopline::Tables tables_;
  stopline::Calls calls_;
  stopline::Barriers barriers_;
};

}  // namespace test
