// A junction under a coordinated pattern and a clock, and what someone notes there who looks at lamps and journal.
#pragma once

#include "harness.h"
#include "junction.h"
#include "watch.h"

namespace test {

class Arterial {
 public:
  // The four-leg site under a cycle of 90 s; phases 2 and 6 coordinated, everyone's queue never ends.
  explicit Arterial(const Site& site = FourLeg()) : Arterial(site, TablesOf(site)) {}
  // With preempts, or limits of priority.
  Arterial(const Site& site, const stopline::Tables& tables);

  void Coordinate(int cycle, int offset, const int (&split)[8], int coordinated = Two(2, 6));
  static constexpr int Two(int a, int b) { return 1 << (a - 1) | 1 << (b - 1); }
  // From now on a queue at these phases only.
  void Queues(std::initializer_list<int> phases);
  void Press(int phase) { input.pedestrian[phase - 1] = 1; }

  // Tenths on, with the clock.
  void Go(int tenths);
  // On until the clock stands at a moment of the pattern's cycle, counted from the offset.
  void GoTo(int local);
  int Local() const;

  stopline::CoordinationStatus Status();
  stopline::LocalFree LocalFree();

  stopline::Input input{};
  stopline::Output output{};
  Watch watch;
  const char* broken = nullptr;  // a promise, or the monitor's word
  // Of the phase with that number: the clock, counted from the offset, when its last green began and ended; how many
  // there were; how the last one ended (the Indiana code); and when its last walk began.
  int began[17] = {};
  int ended[17] = {};
  int greens[17] = {};
  int cause[17] = {};
  int walks[17] = {};
  bool queue[17] = {};  // someone stands on the loop
  // By Indiana code: how often, and the last parameter.
  int told[400] = {};
  int parameter[400] = {};

 private:
  void Note();

  stopline::Junction junction_;
};

}  // namespace test
