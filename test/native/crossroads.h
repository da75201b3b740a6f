// A whole intersection, lamps and monitor and all, that a test works by hand, with someone at the roadside who checks
// every tenth (watch.h). Phases, preempts and slots by their numbers; times in tenths.
#pragma once

#include <algorithm>
#include <cstdio>

#include "junction.h"
#include "watch.h"

namespace test {

class Crossroads {
 public:
  explicit Crossroads(const Site& site, const stopline::Tables& tables) : watch(site) {
    std::fill(&told_at_[0][0], &told_at_[0][0] + 256 * 64, -1);
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    broken = junction_.Open(tables, MonitorTablesOf(site));
  }

  // One tenth, or several. Buttons and actuations to be remembered are let go behind each.
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      watch.SetBound(input.max_green);
      watch.Officer(input.stop_time[0] != 0, input.manual[0] != 0);
      junction_.Step(input, output);
      if (output.fault[0] != 0) broken = stopline::monitor::kFaultWords[output.fault[0]];
      if (const char* seen = watch.See(output.channels)) broken = seen;
      if (broken != nullptr && !told_) std::printf("  tenth %d: %s\n", tick, broken);
      told_ = told_ || broken != nullptr;
      for (int i = 0; i < output.event_count[0]; ++i) Note(output.events[2 * i], output.events[2 * i + 1]);
      for (int p = 0; p < 16; ++p) input.pedestrian[p] = input.locking[p] = 0;
      input.advance[0] = 0;
      ++tick;
    }
  }

  // Until it holds; how many tenths that took, or -1 if not within so many.
  template <class Holds>
  int Until(Holds holds, int limit = 6000) {
    for (int i = 0; i <= limit; ++i) {
      if (holds()) return i;
      Step();
    }
    return -1;
  }
  int UntilGreen(int number, int limit = 6000) {
    return Until([&] { return Green(number); }, limit);
  }
  int UntilEnd(int number, int limit = 6000) {
    return Until([&] { return !Green(number); }, limit);
  }
  // Through start-up and everyone's first green, to phases that rest in green with nobody waiting.
  void Settle(int one, int other) {
    int rests = 0;
    Until([&] {
      rests = Green(one) && Green(other) && !Walks(one) && !Walks(other) ? rests + 1 : 0;
      for (int p = 0; p < 16; ++p) input.vehicle[p] = rests == 0 && (p + 1 == one || p + 1 == other) ? 1 : 0;
      return rests > 400;
    });
  }

  void Call(int number) { input.locking[number - 1] = 1; }
  void Press(int number) { input.pedestrian[number - 1] = 1; }
  bool Green(int number) const { return output.channels[number - 1] == stopline::kGreen; }
  bool Red(int number) const { return output.channels[number - 1] == stopline::kRed; }
  bool Walks(int number) const { return output.channels[PedestrianChannel(number - 1)] > stopline::kRed; }

  // The last tenth in which a code was told of its parameter, -1: never.
  int told(int code, int parameter) const { return told_at_[code][parameter]; }
  bool Told(int code, int parameter) const { return told(code, parameter) == tick - 1; }
  int count(int code) const { return count_[code]; }

  stopline::State Look() const {
    stopline::State state{};
    junction_.Look(state);
    return state;
  }

  stopline::Input input{};
  stopline::Output output{};
  Watch watch;
  const char* broken = nullptr;
  int tick = 0;

 private:
  void Note(int code, int parameter) {
    if (code < 0 || code >= 256 || parameter < 0 || parameter >= 64) return;
    told_at_[code][parameter] = tick;
    ++count_[code];
  }

  stopline::Junction junction_;
  int told_at_[256][64];
  int count_[256] = {};
  bool told_ = false;
};

}  // namespace test
