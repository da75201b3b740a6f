#include "headway.h"

#include <algorithm>

namespace stopline {

void Headway::Open(const Tables& tables) {
  tables_ = &tables;
  Sequence sequence;
  sequence.Open(tables);
  all_ = sequence.all();
  for (int p = 0; p < kPhases; ++p) conflicting_[p] = sequence.Conflicting(p);
  for (int g = 0; g < kPhases; ++g) group_[g] = sequence.Group(g);
}

// The phase that has the ring, or is to have it.
int Headway::Stands(const Ring& ring) const { return ring.next() != kNone ? ring.next() : ring.phase(); }

// The group that the rings are in, or on their way to.
int Headway::Here(const Barriers& barriers) const {
  int group = 0;
  for (const Ring& ring : barriers.rings()) {
    if (ring.phase() != kNone) group = tables_->group[ring.phase()];
  }
  for (const Ring& ring : barriers.rings()) {
    if (ring.next() != kNone) group = tables_->group[ring.next()];
  }
  return group;
}

// Its place in its ring's order.
int Headway::Place(const Input& input, int phase) const {
  std::int32_t s = input.sequence[0];
  if (s < 0 || s >= kSequences || tables_->sequence[s * kRings * kPhases] == 0) s = 0;
  const std::int32_t* const order = tables_->sequence + (s * kRings + tables_->ring[phase]) * kPhases;
  for (int i = 0; i < kPhases; ++i) {
    if (order[i] == phase + 1) return i;
  }
  return kPhases;
}

PhaseSet Headway::Ahead(const Scene& scene, int phase) const {
  const std::int32_t groups = tables_->groups[0];
  const int here = Here(scene.barriers);
  const int there = tables_->group[phase];
  const int stands = Stands(scene.barriers.ring(tables_->ring[phase]));
  const bool inside = stands != kNone && tables_->group[stands] == here;
  // In its own group, behind the phase that has the ring, it comes without a barrier between; else the rings go round.
  const Ring& own = scene.barriers.ring(tables_->ring[phase]);
  const bool chosen = own.next() == phase || (own.On() && own.phase() == phase);  // be it that its walk leads it
  const bool soon = here == there && (chosen || !inside || Place(scene.input, stands) < Place(scene.input, phase));
  const int away = soon ? 0 : here == there ? groups : (there - here + groups) % groups;
  PhaseSet ahead = 0;
  for (int q = 0; q < kPhases; ++q) {
    if (!Has(all_, q)) continue;
    const int from_here = (tables_->group[q] - here + groups) % groups;
    const int stands_q = Stands(scene.barriers.ring(tables_->ring[q]));
    const bool passed = from_here == 0 && stands_q != kNone && tables_->group[stands_q] == here &&
                        Place(scene.input, q) <= Place(scene.input, stands_q);
    const bool before = tables_->ring[q] == tables_->ring[phase] && Place(scene.input, q) < Place(scene.input, phase);
    const bool in_last = tables_->group[q] == there && before;
    const bool between = from_here < away && !passed;
    if (soon ? (in_last && !passed) : (between || in_last)) ahead |= Only(q);
  }
  return ahead & conflicting_[phase] & scene.calls.Waiting(scene.barriers.green());
}

Tenths Headway::Least(const Ring& ring) const {
  const int p = ring.phase();
  return std::max({ring.initial() - ring.elapsed(), ring.pedestrian().Left(*tables_, p), 0});
}

Tenths Headway::Kept(const Scene& scene, int r) const {
  const Ring& ring = scene.barriers.ring(r);
  const int p = ring.phase();
  const Tenths max_green = std::clamp(scene.input.max_green[p], 0, kLongestGreen);
  const Tenths to_max = ring.Conflict() ? scene.barriers.MaxLeft(r, max_green, scene.calls) : max_green;
  // Coordination has taken this tenth already, the rings have not.
  const Tenths in_cycle = scene.coordination.Left(p) + 1;
  const Tenths left = in_cycle == kNone + 1             ? to_max
                      : scene.input.max_inhibit[0] != 0 ? in_cycle
                                                        : std::min(in_cycle, to_max);
  return std::max(Least(ring), left - tables_->priority_reduction[p]);
}

// Nobody would be surprised if it ended now.
bool Headway::Gapped(const Scene& scene, const Ring& ring) const {
  return scene.coordination.local() == kNone && ring.gap() == 0 && !scene.calls.Demand(ring.phase());
}

Tenths Headway::Turn(const Scene& scene, int phase) const {
  const Tenths crossing = scene.calls.WalkDue(phase) ? tables_->walk[phase] + tables_->ped_clear[phase] : 0;
  const Tenths green = std::clamp(scene.input.max_green[phase], 0, kLongestGreen) - tables_->priority_reduction[phase];
  return std::max({tables_->min_green[phase], crossing, green}) + Change(phase);
}

Tenths Headway::Until(const Scene& scene, int phase, PhaseSet ahead) const {
  Tenths sum = 0;
  const int here = Here(scene.barriers);
  for (int g = 0; g < tables_->groups[0]; ++g) {
    Tenths longest = 0;
    for (int r = 0; r < kRings; ++r) {
      const Ring& ring = scene.barriers.ring(r);
      Tenths time = 0;
      if (g == here && ring.Green() && Has(conflicting_[phase], ring.phase()))
        time = (Gapped(scene, ring) ? Least(ring) : Kept(scene, r)) + Change(ring.phase());
      if (g == here && ring.interval() == Interval::kLeadingWalk) {
        const Tenths lead = tables_->leading_walk[ring.phase()] - ring.elapsed();
        if (ring.phase() == phase) time = lead;
        if (Has(conflicting_[phase], ring.phase()))
          time = std::max(lead + Turn(scene, ring.phase()),
                          ring.pedestrian().Left(*tables_, ring.phase()) + Change(ring.phase()));
      }
      if (g == here && ring.Clearing())
        time = (ring.interval() == Interval::kYellow ? Change(ring.phase()) : tables_->red_clear[ring.phase()]) -
               ring.elapsed();
      // Who was chosen is served, whatever is asked for from now on.
      const int next = ring.next();
      if (g == here && next != kNone && next != phase && Has(conflicting_[phase], next)) time += Turn(scene, next);
      for (int q = 0; q < kPhases; ++q) {
        if (Has(ahead, q) && tables_->ring[q] == r && tables_->group[q] == g) time += Turn(scene, q);
      }
      longest = std::max(longest, time);
    }
    sum += longest;
  }
  return sum;
}

}  // namespace stopline
