// One intersection: the controller proposes, the monitor has the last word.
#pragma once

#include "controller/controller.h"
#include "monitor/monitor.h"

namespace stopline {

class Junction {
 public:
  // Returns nullptr, or what is wrong with the tables in words.
  const char* Open(const Tables& tables, const monitor::Tables& monitor);
  // One tenth of a second.
  void Step(const Input& input, Output& output);
  void Look(State& state) const { controller_.Look(state); }
  // For a strategy that plans: where its greens stand.
  strategies::Standing Standing() const { return controller_.Standing(); }

 private:
  FlashStatus AskedFlash(const Input& input) const;

  Controller controller_;
  monitor::Monitor monitor_;
};

}  // namespace stopline
