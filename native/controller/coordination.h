// Coordination: keeps the local cycle and turns splits into holds, permissives and force-offs of the rings (NEMA TS 2
// 3.6, NTCIP 1202 pattern and split). Free while the pattern has no cycle, or none that can be kept.
#pragma once

#include "barriers.h"
#include "control.h"
#include "correction.h"
#include "permissives.h"
#include "plan.h"

namespace stopline {

class Coordination {
 public:
  void Open(const Tables& tables);
  // One tenth. Writes holds, omits, force-offs and maximum inhibits into `control`, and codes 132 to 134 on, 150, 151,
  // 361.
  void Step(const Input& input, const Barriers& barriers, const Calls& calls, Control& control, Events& events);
  // Into flash: the next step begins anew.
  void Drop(Events& events);

  CoordinationStatus status() const { return status_; }
  LocalFree local_free() const { return local_free_; }
  Tenths local() const;  // into the local cycle, from the reference point; kNone while free
  // Until a green's time in the cycle is over, at its force-off or yield point; kNone while free.
  Tenths Left(int phase) const;

 private:
  // What of the input is the pattern.
  struct Pattern {
    std::int32_t split[kPhases];
    std::int32_t ped_recall[kPhases];
    std::int32_t sequence, cycle, offset, coordinated, reference;
    bool operator==(const Pattern&) const = default;
  };
  static Pattern PatternOf(const Input& input);

  void Take(const Pattern& pattern, const Input& input, Events& events);
  Tenths Placed(Tenths target, const Barriers& barriers) const;
  void GoOn(const Input& input, Tenths target, const Barriers& barriers);
  void BeginCycle(const Input& input, Tenths target);
  Tenths Overdue(const Barriers& barriers);
  void Ask(const Input& input, const Barriers& barriers, const Calls& calls, Control& control) const;
  bool Holds(int c) const;
  bool ComesTooLate(int c, const Barriers& barriers, const Calls& calls) const;
  bool ForcedOff(const Input& input, const Ring& ring) const;
  bool InTheWay(int g) const;
  void Tell(CoordinationStatus status, Events& events);
  void TellChange(std::int32_t value, std::int32_t& told, int code, Events& events) const;

  const Tables* tables_ = nullptr;
  Plan plan_;
  Permissives permissives_;
  Pattern pattern_{};
  bool taken_ = false;   // the pattern, since start-up
  bool placed_ = false;  // in the local cycle
  LocalFree local_free_ = LocalFree::kCommandFree;
  CoordinationStatus status_ = CoordinationStatus::kFree;
  Tenths at_ = 0;  // into the cycle of the plan
  CorrectionStep correction_{0, CoordinationStatus::kInStep};
  PhaseSet green_ = 0;   // of the coordinated phases, in the tenth before
  PhaseSet missed_ = 0;  // coordinated phases whose yield point went by before they were green
  // What the journal has been told.
  CoordinationStatus told_ = CoordinationStatus::kFree;
  std::int32_t told_cycle_ = 0;
  std::int32_t told_offset_ = 0;
  std::int32_t told_split_[kPhases] = {};
};

}  // namespace stopline
