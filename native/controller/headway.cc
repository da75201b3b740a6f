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

// How many barriers the rings cross on their way to it: none to one that comes behind the phase that has its ring, be
// it that its walk leads it; all of them to one in their own group that they have gone by.
int Headway::Away(const Scene& scene, int phase) const {
  const std::int32_t groups = tables_->groups[0];
  const int here = Here(scene.barriers);
  if (tables_->group[phase] != here) return (tables_->group[phase] - here + groups) % groups;
  const Ring& own = scene.barriers.ring(tables_->ring[phase]);
  const int stands = Stands(own);
  const bool chosen = own.next() == phase || (own.On() && own.phase() == phase);
  const bool inside = stands != kNone && tables_->group[stands] == here;
  return chosen || !inside || Place(scene.input, stands) < Place(scene.input, phase) ? 0 : groups;
}

// It is served in the same visit to its group as `phase`, in the same ring, and before it.
bool Headway::Before(const Input& input, int q, int phase) const {
  return tables_->group[q] == tables_->group[phase] && tables_->ring[q] == tables_->ring[phase] &&
         Place(input, q) < Place(input, phase);
}

PhaseSet Headway::Turns(const Scene& scene, int phase) const {
  const std::int32_t groups = tables_->groups[0];
  const int here = Here(scene.barriers);
  const int away = Away(scene, phase);
  PhaseSet turns = 0;
  for (int q = 0; q < kPhases; ++q) {
    if (!Has(all_, q)) continue;
    const int from_here = (tables_->group[q] - here + groups) % groups;
    const int stands = Stands(scene.barriers.ring(tables_->ring[q]));
    const bool passed = from_here == 0 && stands != kNone && tables_->group[stands] == here &&
                        Place(scene.input, q) <= Place(scene.input, stands);
    const bool last = Before(scene.input, q, phase);
    const bool between = from_here < away && !passed;
    if (away == 0 ? (last && !passed) : (between || last)) turns |= Only(q);
  }
  return turns & scene.calls.Waiting(scene.barriers.green());
}

PhaseSet Headway::Ahead(const Scene& scene, int phase) const { return Turns(scene, phase) & conflicting_[phase]; }

Tenths Headway::Least(const Ring& ring) const {
  const int p = ring.phase();
  return std::max({ring.initial() - ring.elapsed(), ring.pedestrian().Left(*tables_, p), 0});
}

Tenths Headway::Kept(const Scene& scene, int r) const {
  const Ring& ring = scene.barriers.ring(r);
  const int p = ring.phase();
  const Tenths max_green = std::clamp(scene.input.max_green[p], 0, kLongestGreen);
  const Tenths to_max = ring.Conflict() ? scene.barriers.MaxLeft(ring, max_green, scene.calls) : max_green;
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

// What a green lasts if it gives what it can.
Tenths Headway::Given(const Input& input, int phase) const {
  const Tenths green = std::clamp(input.max_green[phase], 0, kLongestGreen) - tables_->priority_reduction[phase];
  return std::max(tables_->min_green[phase], green);
}

// By which its walk comes before its green.
Tenths Headway::Lead(const Scene& scene, int phase) const {
  return scene.calls.WalkDue(phase) ? tables_->leading_walk[phase] : 0;
}

Tenths Headway::Turn(const Scene& scene, int phase) const {
  const Tenths crossing = scene.calls.WalkDue(phase) ? tables_->walk[phase] + tables_->ped_clear[phase] : 0;
  return std::max(Lead(scene, phase) + Given(scene.input, phase), crossing) + Change(phase);
}

// What a ring has still to do before `phase` can be green, for those in its way that it has or has chosen.
Tenths Headway::Rest(const Scene& scene, int r, int phase, PhaseSet in_the_way) const {
  const Ring& ring = scene.barriers.ring(r);
  const int p = ring.phase();
  Tenths time = 0;
  if (ring.Green() && Has(in_the_way, p)) time = (Gapped(scene, ring) ? Least(ring) : Kept(scene, r)) + Change(p);
  if (ring.interval() == Interval::kLeadingWalk) {
    const Tenths lead = tables_->leading_walk[p] - ring.elapsed();
    if (p == phase) time = lead;
    if (Has(in_the_way, p))
      time = std::max(lead + Given(scene.input, p), ring.pedestrian().Left(*tables_, p)) + Change(p);
  }
  if (ring.Clearing())
    time = (ring.interval() == Interval::kYellow ? Change(p) : tables_->red_clear[p]) - ring.elapsed();
  // Who was chosen is served, whatever is asked for from now on.
  if (ring.next() != kNone && Has(in_the_way, ring.next())) time += Turn(scene, ring.next());
  return time;
}

// Somebody beyond a barrier is served first. From its own group the rings leave for him, and come back.
bool Headway::Beyond(int phase, PhaseSet ahead) const { return (ahead & ~Group(phase)) != 0; }

PhaseSet Headway::InTheWay(int phase, PhaseSet ahead) const {
  return Beyond(phase, ahead) ? all_ : conflicting_[phase];
}

// Visit by visit, of the rings to a group: each lasts as long as the ring that is slowest there.
Tenths Headway::Until(const Scene& scene, int phase, PhaseSet ahead) const {
  const std::int32_t groups = tables_->groups[0];
  const int here = Here(scene.barriers);
  const bool beyond = Beyond(phase, ahead);
  const PhaseSet in_the_way = InTheWay(phase, ahead);
  const PhaseSet turns = beyond ? Turns(scene, phase) : ahead;
  Tenths sum = 0;
  for (int visit = 0; visit <= groups; ++visit) {
    Tenths longest = 0;
    for (int r = 0; r < kRings; ++r) {
      Tenths time = visit == 0 ? Rest(scene, r, phase, in_the_way) : 0;
      for (int q = 0; q < kPhases; ++q) {
        if (!Has(turns, q) || tables_->ring[q] != r) continue;
        const bool back = beyond && Before(scene.input, q, phase);
        const int its = back ? groups : (tables_->group[q] - here + groups) % groups;
        if (its == visit) time += Turn(scene, q);
      }
      longest = std::max(longest, time);
    }
    sum += longest;
  }
  const Ring& own = scene.barriers.ring(tables_->ring[phase]);
  return own.On() && own.phase() == phase ? sum : sum + Lead(scene, phase);
}

}  // namespace stopline
