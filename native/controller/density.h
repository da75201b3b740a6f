// Volume-density (NEMA TS 2 3.5.3.1): the longer the queue, the longer the first green; the longer someone conflicting
// has waited, the shorter the gap that ends it.
#pragma once

#include <algorithm>

#include "sequence.h"

namespace stopline {

// The least green by who has come since the last one.
class Initial {
 public:
  // One tenth in which the phase is not green, yellow change included.
  void Count(const Tables& tables, int phase, std::int32_t actuations) {
    const Tenths each = tables.added_initial[phase];
    const std::int32_t vehicles = std::clamp(actuations, 0, kMostInATenth);
    added_ = std::min(tables.max_initial[phase], added_ + each * vehicles);
  }
  Tenths Of(const Tables& tables, int phase) const { return std::max(tables.min_green[phase], added_); }
  void Served() { added_ = 0; }

 private:
  static constexpr std::int32_t kMostInATenth = 64;  // detectors of a site

  Tenths added_ = 0;
};

// Gap reduction from passage to minimum gap; a phase whose sheet has no minimum gap keeps its passage time.
constexpr bool Reduces(const Tables& tables, int phase) {
  return tables.min_gap[phase] > 0 && tables.min_gap[phase] < tables.passage[phase] &&
         tables.time_before_reduction[phase] + tables.time_to_reduce[phase] > 0;
}

// The gap that is allowed when someone conflicting has waited so long in this green (kNone: nobody waits).
constexpr Tenths AllowedGap(const Tables& tables, int phase, Tenths waited) {
  const Tenths reduced_for = waited - tables.time_before_reduction[phase];
  if (!Reduces(tables, phase) || reduced_for < 0) return tables.passage[phase];
  if (reduced_for >= tables.time_to_reduce[phase]) return tables.min_gap[phase];
  const Tenths whole = tables.passage[phase] - tables.min_gap[phase];
  return tables.passage[phase] - whole * reduced_for / tables.time_to_reduce[phase];
}

}  // namespace stopline
