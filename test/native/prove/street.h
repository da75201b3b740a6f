// One intersection under observation: a tenth of the real junction, heard at the seam between controller and monitor.
#pragma once

#include "bystander.h"
#include "move.h"

namespace prove {

// A way in which the controller, the monitor or the tables are broken on purpose, to see that it is noticed.
struct Break {
  const char* name;
  Invariant seen;  // as what it must be noticed
  // Any of these, or none.
  void (*tables)(stopline::Tables& tables);                      // the controller's, behind the bystander's back
  void (*lamps)(std::int32_t (&proposed)[stopline::kChannels]);  // on their way to the monitor
  void (*output)(stopline::Output& output);                      // on their way out
  // After each tenth.
  void (*junction)(const stopline::Input& input, stopline::Junction& junction);
};

class Street {
 public:
  explicit Street(const Sheet& sheet, const Break* broken = nullptr) : bystander_(sheet), break_(broken) {}

  void Begin(Seen& seen) const { bystander_.Begin(seen); }
  // One tenth; kHolds or what was broken.
  Invariant Step(World& world, const stopline::Input& input, bool breaks);
  const stopline::Output& output() const { return output_; }
  const std::int32_t (&proposed() const)[stopline::kChannels] { return proposed_; }

 private:
  Bystander bystander_;
  const Break* break_;
  stopline::Output output_{};
  std::int32_t proposed_[stopline::kChannels] = {};
};

}  // namespace prove
