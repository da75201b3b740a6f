#include "overlaps.h"

#include <initializer_list>

namespace stopline {

namespace {

constexpr PhaseSet SetOf(std::int32_t set) { return static_cast<PhaseSet>(set); }

}  // namespace

// One that is not there is never out, so nobody asks what stands here of it; nor does one wait for itself.
void Overlaps::Open(const Tables& tables) {
  tables_ = &tables;
  for (int o = 0; o < kOverlaps; ++o) {
    overlap_[o].Open(tables, o);
    for (int p = 0; p < kPhases; ++p) {
      const PhaseSet beside = SetOf(tables.concurrent[p]) | Only(p);
      if ((beside & With(o, kGivingWay)) == 0) against_arrow_[o] |= Only(p);
    }
    for (int other = 0; other < kOverlaps; ++other) {
      for (const Way way : {kOwn, kGivingWay}) {
        for (const Way other_way : {kOwn, kGivingWay}) {
          if (!Lawful(o, way, other, other_way)) apart_[o][way][other_way] |= Set{1} << other;
        }
      }
    }
  }
}

PhaseSet Overlaps::With(int o, Way way) const {
  return SetOf(way == kOwn ? tables_->overlap_included[o] : tables_->overlap_modifiers[o]);
}

// Two overlaps may be out together if some two phases that they are out with may be, and neither suppresses the other.
bool Overlaps::Lawful(int o, Way way, int other, Way other_way) const {
  const auto suppressing = [this](int overlap) {
    return tables_->overlap_kind[overlap] == kMinusGreenYellow ? SetOf(tables_->overlap_modifiers[overlap]) : 0;
  };
  const PhaseSet own = With(o, way) & ~suppressing(other);
  const PhaseSet others = With(other, other_way) & ~suppressing(o);
  for (int p = 0; p < kPhases; ++p) {
    if (Has(own, p) && ((SetOf(tables_->concurrent[p]) | Only(p)) & others) != 0) return true;
  }
  return false;
}

// A walk that leads its green would be walked into by an overlap that is green before it: such a phase does not keep
// the overlap, it begins anew with the green.
Overlaps::Rings Overlaps::Of(const Barriers& barriers) const {
  Rings rings;
  for (int r = 0; r < kRings; ++r) {
    const Ring& ring = barriers.ring(r);
    if (ring.interval() != Interval::kRed) rings.timing |= Only(ring.phase());
    if (ring.Green()) {
      rings.green |= Only(ring.phase());
    } else if (ring.next() != kNone) {
      rings.coming |= Only(ring.next());
      if (tables_->leading_walk[ring.next()] <= 0) rings.keeping |= Only(ring.next());
    }
  }
  return rings;
}

Overlap::Look Overlaps::LookOf(int o, const Rings& rings) const {
  const PhaseSet included = SetOf(tables_->overlap_included[o]);
  const PhaseSet modifiers = SetOf(tables_->overlap_modifiers[o]);
  const PhaseSet busy = rings.timing | rings.coming;
  const bool minus = tables_->overlap_kind[o] == kMinusGreenYellow;
  const bool arrow = tables_->overlap_kind[o] == kFlashingYellowArrow;
  const PhaseSet against = included | (SetOf(tables_->overlap_conflicts[o]) & ~modifiers);
  return {
      .wanted = ((rings.green | rings.keeping) & included) != 0,
      .suppressed = minus && (busy & modifiers) != 0,
      .beside = arrow && (rings.green & modifiers) != 0 && (busy & against) == 0,
  };
}

void Overlaps::Gate(Control& control) const {
  for (int o = 0; o < kOverlaps; ++o) {
    const Overlap& overlap = overlap_[o];
    const PhaseSet included = SetOf(tables_->overlap_included[o]);
    const PhaseSet modifiers = SetOf(tables_->overlap_modifiers[o]);
    if (overlap.YoungNext()) control.still |= overlap.GivesWay() ? modifiers : included;
    if (!overlap.OutNext()) continue;
    PhaseSet against = SetOf(tables_->overlap_conflicts[o]);
    if (tables_->overlap_kind[o] == kMinusGreenYellow) against |= modifiers;
    if (overlap.Flashing()) against &= ~modifiers;
    // The green arrow comes with its phase and not behind it, so that its green is as long as the sheet says.
    if (overlap.GivesWay()) against |= included | against_arrow_[o];
    control.not_yet |= against;
  }
}

// First all that ends, then what begins: in which order overlaps are numbered must not matter.
void Overlaps::Step(const Barriers& barriers, Events& events) {
  const Rings rings = Of(barriers);
  for (int o = 0; o < kOverlaps; ++o) overlap_[o].Time(LookOf(o, rings), events);
  for (int o = 0; o < kOverlaps; ++o) {
    if (tables_->overlap_kind[o] == kNoOverlap || !overlap_[o].MayBegin()) continue;
    const Overlap::Look look = LookOf(o, rings);
    const bool green = (rings.green & SetOf(tables_->overlap_included[o])) != 0;
    if (green && !look.suppressed && Clear(o, kOwn)) {
      overlap_[o].Begin(events);
    } else if (look.beside && Clear(o, kGivingWay)) {
      overlap_[o].BeginFlashing(events);
    }
  }
}

bool Overlaps::Clear(int o, Way way) const {
  for (int other = 0; other < kOverlaps; ++other) {
    if (overlap_[other].Red()) continue;
    const Way other_way = overlap_[other].GivesWay() ? kGivingWay : kOwn;
    if ((apart_[o][way][other_way] >> other & 1) != 0) return false;
  }
  return true;
}

bool Overlaps::Red() const {
  for (const Overlap& overlap : overlap_) {
    if (!overlap.Red()) return false;
  }
  return true;
}

void Overlaps::Drop(Events& events) {
  for (Overlap& overlap : overlap_) overlap.Drop(events);
}

}  // namespace stopline
