// Someone at the roadside with the timing sheet and a stop-watch, who also reads the journal: sees what the controller
// wanted to show, what was shown and what was told, and knows nothing of how it came about. He shares no code with the
// monitor.
#pragma once

#include "invariants.h"
#include "sheet.h"

namespace prove {

class Bystander {
 public:
  struct Tick {
    const stopline::Input& input;
    const std::int32_t (&proposed)[stopline::kChannels];  // by the controller
    const stopline::Output& output;
    bool broken;  // what the controller wanted was replaced by a conflict before the monitor saw it
  };

  explicit Bystander(const Sheet& sheet) : sheet_(sheet) {}

  // Before the first tenth.
  void Begin(Seen& seen) const;
  // One tenth; kHolds or what was broken first.
  Invariant See(Seen& seen, const Tick& tick) const;

 private:
  Invariant SeeFault(Seen& seen, const Tick& tick) const;
  bool Empty(const Seen& seen) const;
  Invariant SeeUnit(Seen& seen, const Tick& tick) const;
  Invariant SeeChannels(Seen& seen, const Tick& tick) const;
  Invariant SeeVehicles(Seen& seen, int c, std::int32_t next) const;
  Invariant SeePedestrians(Seen& seen, int c, std::int32_t next) const;
  bool Conflict(const Seen& seen, int c, int d) const;
  Invariant SeeConflicts(const Seen& before, const Seen& seen) const;
  Invariant SeeEvents(Seen& seen, const Tick& tick) const;
  Invariant SeePhases(Seen& seen) const;
  void SeeWaiting(Seen& seen, const Tick& tick, const Seen& before) const;

  const Sheet& sheet_;
};

}  // namespace prove
