#include "planner.h"

#include <algorithm>
#include <bit>

#include "../strategy.h"

namespace stopline::strategies {

namespace {

constexpr std::int32_t kEvery = 10;        // tenths from plan to plan
constexpr std::int32_t kPressEvery = 100;  // of max-pressure
constexpr std::int32_t kUsualWait = 1200;
constexpr std::int32_t kHeaviest = 16 * 8;    // sixteenths
constexpr std::int32_t kSaturatedFor = 3000;  // tenths that a junction counts as saturated behind the last sign of it
constexpr std::int32_t kWatchedFor = 600;     // tenths
constexpr std::int32_t kStartUp = 12;         // tenths of a green that nobody uses at its begin
constexpr std::int32_t kMargin = 1;           // vehicle seconds that a change must save

}  // namespace

void Planner::Open(const Tables& tables, const Lanes& lanes) {
  tables_ = tables;
  lanes_ = lanes;
  choices_.Open(tables, lanes);
  search_.Open(choices_);
  for (int l = 0; l < kLanes; ++l) {
    lane_[l].Open({lanes.travel[l], lanes.room[l], lanes.view_travel[l], lanes.view_room[l]});
  }
}

void Planner::Step(const Standing& standing, const Traffic& traffic, Input& input) {
  input.want[0] = 0;
  if (planned_ >= 0) planned_ = std::min(planned_ + 1, kSteps * kStep);
  input.red_extension[0] = 0;
  See(standing, traffic);
  input.blocked[0] = static_cast<std::int32_t>(Blocked());
  if (saturated_ > 0) --saturated_;
  const Kind kind = At(input.strategy[0]).kind;
  if (kind == Kind::kGapsOnly || !standing.running || standing.led || input.cycle[0] > 0 || choices_.count() == 0) {
    choice_ = now_ = -1;
    for (auto& delay : weighed_.delay) delay = -1;
    planned_ = -1;
    reason_ = PlanReason::kNone;
    return;
  }
  // What was chosen is on its way, and what is green has not had its time: neither can be changed.
  const int here = choices_.Of(standing.green | standing.chosen);
  if (standing.chosen != 0 || standing.until_end > 0 || standing.green == 0) {
    if (here >= 0) choice_ = kind == Kind::kPlan ? Release(standing, input, here) : here;
    reason_ = PlanReason::kCommitted;
    tick_ = kEvery;  // the first tenth in which a green may end decides
  } else if (choice_ < 0 || ++tick_ >= kEvery || (standing.green & ~choices_[choice_].phases) != 0) {
    tick_ = 0;
    choice_ = now_ = here;
    if (here >= 0) choice_ = kind == Kind::kPressure ? Press(standing, input) : Decide(standing, traffic, input);
  }
  for (int l = 0; l < kLanes; ++l) {
    // Whose lane goes on is in nobody's way.
    if (lane_[l].inside() && (static_cast<Set>(lanes_.served[l]) & (standing.green | standing.chosen)) == 0)
      input.red_extension[0] = 1;
  }
  if (choice_ >= 0) input.want[0] = static_cast<std::int32_t>(choices_[choice_].phases);
}

// While one ring changes or has its minimum, the green of another is not kept for nobody: where there was a gap
// and nobody comes it ends, towards those who wait and go with all that cannot be changed.
int Planner::Release(const Standing& standing, const Input& input, int here) const {
  const Set firm = standing.firm | standing.chosen;
  const Set lanes = choices_[here].lanes;
  int best = here;
  std::int32_t longest = 0;
  for (int c = 0; c < choices_.count(); ++c) {
    if (c == here || (firm & ~choices_[c].phases) != 0 || !Has(Next(input, here), c)) continue;
    bool left = false;
    std::int32_t waited = 0;
    for (int l = 0; l < kLanes; ++l) {
      if (lanes_.served[l] == 0) continue;
      if (Has(lanes & ~choices_[c].lanes, l)) left = left || lane_[l].leaving() || lane_[l].Coming() > 0;
      if (Has(choices_[c].lanes & ~lanes, l)) waited = std::max(waited, lane_[l].unserved());
    }
    if (left || waited <= longest) continue;
    longest = waited;
    best = c;
  }
  return best;
}

// Each lane's queue is seen by a camera, and has been for a while.
bool Planner::Watched() const { return watched_for_ >= kWatchedFor; }

void Planner::See(const Standing& standing, const Traffic& traffic) {
  const int here = standing.green != 0 ? choices_.Of(standing.green) : -1;
  for (int l = 0; l < kLanes; ++l) {
    const Set served = static_cast<Set>(lanes_.served[l]);
    if (served == 0) continue;
    const Set green = served & standing.green;
    // Whose detector has failed is taken to have somebody at the line until he has had green: nobody would see him.
    const bool stands = traffic.stopped[l] != 0 || (traffic.trusted[l] == 0 && green == 0);
    lane_[l].Step({traffic.departed[l], traffic.arrived[l], stands, traffic.covered[l] != 0, traffic.seen[l],
                   green != 0, here, (green & ~static_cast<Set>(lanes_.yields[l])) == 0, Opposed(l),
                   traffic.trusted[l] != 0});
  }
  // A camera that has failed, or a lane's loop, must be back for as long before the plan leans on it again; what
  // counted as saturated on its word counts no more.
  bool watched = true;
  for (int l = 0; l < kLanes; ++l) watched = watched && (lanes_.served[l] == 0 || lane_[l].watched());
  if (Watched() && !watched) saturated_ = 0;
  watched_for_ = watched ? std::min(watched_for_ + 1, kWatchedFor) : 0;
  for (int p = 0; p < kPhases; ++p)
    walk_wait_[p] = Has(standing.walk_due & ~standing.green, p) ? std::min(walk_wait_[p] + 1, 36'000) : 0;
}

// Phases whose way out is full: of their lanes one had green for nothing, and no other has anybody whom it could let
// go.
Set Planner::Blocked() const {
  Set blocked = 0, free = 0;
  for (int l = 0; l < kLanes; ++l) {
    const Set served = static_cast<Set>(lanes_.served[l]);
    if (lane_[l].futile())
      blocked |= served & ~static_cast<Set>(lanes_.yields[l]);
    else if (served != 0 && (lane_[l].Queue() > 0 || lane_[l].Coming() > 0))
      free |= served;
  }
  return blocked & ~free;
}

bool Planner::Opposed(int l) const {
  for (Set foes = static_cast<Set>(lanes_.foes[l]); foes != 0; foes &= foes - 1) {
    if (lane_[std::countr_zero(foes)].crosses()) return true;
  }
  return false;
}

Set Planner::Allowed(const Input& input) const {
  Set allowed = 0;
  for (int c = 0; c < choices_.count(); ++c) {
    if ((choices_[c].phases & static_cast<Set>(input.omit[0])) == 0) allowed |= Only(c);
  }
  return allowed;
}

// Those that may follow straight.
Set Planner::Next(const Input& input, int now) const { return Allowed(input) & ~Traps(now); }

// Behind the choice that is green: nobody is caught in the middle where nobody is.
Set Planner::Traps(int now) const {
  Set turning = 0;
  for (int l = 0; l < kLanes; ++l) turning |= lanes_.yields[l] != 0 && lane_[l].turns() ? Only(l) : 0;
  return choices_.Traps(now, turning);
}

// Of those one of which must come: who may follow straight; else those behind which one of them may.
Set Planner::Towards(Set must, Set allowed, int now) const {
  must &= allowed;
  const Set traps = Traps(now);
  if (must == 0 || (must & ~traps) != 0) return must & ~traps;
  Set between = 0;
  for (int c = 0; c < choices_.count(); ++c) {
    if (c == now || !Has(allowed & ~traps, c)) continue;
    between |= (must & ~choices_.Traps(c, ~Set{0})) != 0 ? Only(c) : 0;
  }
  return between != 0 ? between : must;
}

// Choices that serve whoever has waited for too long; of several, him who has waited longest.
Set Planner::Overdue(const Standing& standing, const Input& input) const {
  const std::int32_t usual = input.longest_wait[0] > 0 ? input.longest_wait[0] : kUsualWait;
  // A saturated cycle is longer. (With the usual bound, cameras and a plan hangzhou1 was at 62.1 s for 50.4.)
  const std::int32_t bound = saturated_ > 0 ? usual + usual / 2 : usual;
  std::int32_t longest = bound;
  Set serve = 0;
  for (int l = 0; l < kLanes; ++l) {
    const Set served = static_cast<Set>(lanes_.served[l]);
    if (served == 0 || (served & standing.green) != 0 || lane_[l].unserved() < longest) continue;
    longest = lane_[l].unserved();
    serve = 0;
    for (int c = 0; c < choices_.count(); ++c) {
      if (Has(choices_[c].lanes, l)) serve |= Only(c);
    }
  }
  for (int p = 0; p < kPhases; ++p) {
    if (walk_wait_[p] < longest) continue;
    longest = walk_wait_[p];
    serve = 0;
    for (int c = 0; c < choices_.count(); ++c) {
      if (Has(choices_[c].phases, p)) serve |= Only(c);
    }
  }
  return serve;
}

void Planner::Pose(const Standing& standing, const Traffic& traffic, const Input& input) {
  problem_ = Problem{};
  problem_.now = choices_.Of(standing.green);
  problem_.allowed = Allowed(input) | Only(problem_.now);
  for (int c = 0; c < choices_.count(); ++c)
    problem_.traps[c] = c == problem_.now ? Traps(c) : choices_.Traps(c, ~Set{0});
  const std::int32_t horizon = traffic.horizon[0] > 0 ? traffic.horizon[0] : kSteps * kStep;
  problem_.steps = std::clamp(horizon / kStep, 5, kSteps);
  // While queues outlast greens, a green is given up less for somebody's long wait, and not for those who come behind
  // the horizon: both cost changes, and a change costs all of them. What bounds a wait is Overdue.
  const bool outlasted = saturated_ > 0 && Watched();
  const std::int32_t ageing = outlasted ? (traffic.ageing[0] + 1) / 2 : traffic.ageing[0];
  problem_.start_up = kStartUp;
  const auto weigh = [&](std::int32_t wait) { return std::min(16 + ageing * (wait / 10) * 16 / 1000, kHeaviest); };
  int place[kLanes] = {};
  for (int l = 0, q = 0; l < kLanes; ++l) place[l] = lanes_.served[l] != 0 ? q++ : 0;
  for (int l = 0; l < kLanes; ++l) {
    if (lanes_.served[l] == 0) continue;
    const Estimate& lane = lane_[l];
    const int q = problem_.queues++;
    // Loops alone know too little of a queue to tell its gaps.
    Set watched = 0, foes = static_cast<Set>(lanes_.foes[l]);
    bool all = lane.viewed();
    for (; foes != 0; foes &= foes - 1) {
      watched |= Only(place[std::countr_zero(foes)]);
      all = all && lane_[std::countr_zero(foes)].viewed();
    }
    problem_.foes[q] = all ? watched : 0;
    problem_.standing[q] = traffic.trusted[l] != 0 ? lane.Queue() : std::max(lane.Queue(), lane.Usual());
    std::int32_t steps[kSteps];
    lane.Arrivals(&traffic.announced[l * kAhead], steps);
    for (int s = 0; s < kSteps; ++s) problem_.arriving[s][q] = steps[s];
    problem_.weight[q] = weigh(lane.Wait());
    problem_.flow[q] = outlasted ? 0 : static_cast<std::int32_t>(lane.flow()) * kVehicle * kStep / 36'000;
    for (int c = 0; c < choices_.count(); ++c) {
      if (!Has(choices_[c].lanes, l)) continue;
      const bool yields = Has(choices_[c].yielding, l);
      problem_.open[c] |= Only(q);
      if (yields) problem_.yields[c] |= Only(q);
      problem_.rate[c][q] = kVehicle * kStep * 100 / lane.headway(c, yields);
      if (lane.blocked()) problem_.rate[c][q] /= 4;
    }
  }
  for (int p = 0; p < kPhases && problem_.queues < kLanes; ++p) {
    if (!Has(standing.walk_due & ~standing.green, p)) continue;
    const int q = problem_.queues++;
    problem_.standing[q] = kVehicle;
    problem_.weight[q] = weigh(walk_wait_[p]);
    for (int c = 0; c < choices_.count(); ++c) {
      if (!Has(choices_[c].phases, p)) continue;
      problem_.open[c] |= Only(q);
      problem_.rate[c][q] = 4 * kVehicle;
      problem_.least[c] = std::max(problem_.least[c], tables_.walk[p] + tables_.ped_clear[p]);
    }
  }
}

int Planner::Decide(const Standing& standing, const Traffic& traffic, const Input& input) {
  // It takes two greens in a row to be so, and one to stay so; where cameras see the queues, one for both.
  const bool watched = Watched();
  if (Saturated(saturated_ > 0 || watched ? 1 : 2)) saturated_ = kSaturatedFor;
  const Set must = Overdue(standing, input);
  if (saturated_ > 0 && must == 0 && !watched) {
    for (auto& delay : weighed_.delay) delay = -1;
    planned_ = -1;  // neighbours are told of no plan
    reason_ = PlanReason::kSaturated;
    return Discharge(standing, input);
  }
  // Gaps that lead again begin with the side that is green then.
  if (must == 0) side_ = served_ = 0;
  Pose(standing, traffic, input);
  const int now = problem_.now;
  problem_.must = Has(must, now) ? 0 : Towards(must, problem_.allowed, now);
  search_.Run(problem_, weighed_);
  planned_ = 0;
  if (problem_.must != 0) {
    reason_ = PlanReason::kOverdue;
    return weighed_.best;
  }
  const std::int64_t stay = weighed_.delay[now];
  const bool better = weighed_.best != now && (stay < 0 || weighed_.delay[weighed_.best] + kMargin <= stay);
  reason_ = better ? PlanReason::kSwitch : weighed_.others ? PlanReason::kStay : PlanReason::kNobody;
  if (better) return weighed_.best;
  return weighed_.others ? now : Rest(now);
}

// Where nobody waits or comes, the next is likeliest to come where most do: the signals wait for him there.
int Planner::Rest(int now) const {
  for (const Estimate& lane : lane_) {
    if (lane.Queue() > 0 || lane.Coming() > 0) return now;
  }
  const int main = Main(~Set{0}, problem_.allowed & ~problem_.traps[now]);
  return main >= 0 && Flow(main) * 3 > Flow(now) * 4 ? main : now;
}

// Max-pressure: every ten seconds whoever has the longest queues, as far as they are seen.
int Planner::Press(const Standing& standing, const Input& input) {
  const int now = choices_.Of(standing.green);
  if (standing.elapsed % kPressEvery >= kEvery) return now;
  const Set allowed = Next(input, now) | Only(now);
  const Set must = Towards(Overdue(standing, input), Allowed(input), now);
  int best = now;
  std::int64_t most = -1;
  for (auto& delay : weighed_.delay) delay = -1;
  for (int c = 0; c < choices_.count(); ++c) {
    if (!Has(must != 0 ? must : allowed, c)) continue;
    std::int64_t pressure = 0;
    for (int l = 0; l < kLanes; ++l) {
      if (Has(choices_[c].lanes, l)) pressure += lane_[l].Queue() + lane_[l].Coming();
    }
    if (pressure > most || (pressure == most && c == now)) {
      most = pressure;
      best = c;
    }
  }
  reason_ = must != 0 ? PlanReason::kOverdue : best == now ? PlanReason::kStay : PlanReason::kSwitch;
  return best;
}

void Planner::Look(State& state) const {
  state.plan_reason[0] = static_cast<std::int32_t>(reason_);
  state.plan_chosen[0] = choice_ + 1;
  state.plan_now[0] = now_ + 1;
  for (int c = 0; c < kPlans; ++c) {
    const bool there = c < choices_.count();
    state.plan_phases[c] = there ? static_cast<std::int32_t>(choices_[c].phases) : 0;
    state.plan_delay[c] = there ? static_cast<std::int32_t>(std::min<std::int64_t>(weighed_.delay[c], 1 << 30)) : -1;
  }
  for (int l = 0; l < kLanes; ++l) {
    state.lane_queue[l] = lane_[l].Queue() * 10 / kVehicle;
    state.lane_coming[l] = lane_[l].Coming() * 10 / kVehicle;
    state.lane_flow[l] = lane_[l].flow();
    state.lane_headway[l] = lane_[l].headway(std::max(choice_, 0), false);
    state.lane_wait[l] = lane_[l].Wait();
  }
  LookAhead(state);
}

// Who would leave by the last plan: what neighbours are told.
void Planner::LookAhead(State& state) const {
  for (auto& leaving : state.lane_leaving) leaving = 0;
  if (planned_ < 0) return;
  int q = 0;
  for (int l = 0; l < kLanes; ++l) {
    if (lanes_.served[l] == 0) continue;
    std::int32_t queue = problem_.standing[q];
    for (int s = 0; s < problem_.steps; ++s) {
      const int green = weighed_.path[s];
      const std::int32_t room = green >= 0 && Has(problem_.open[green], q) ? problem_.rate[green][q] : 0;
      const std::int32_t all = queue + problem_.arriving[s][q];
      const std::int32_t out = std::min(all, room);
      queue = all - out;
      const int ahead = s - planned_ / kStep;
      if (ahead >= 0) state.lane_leaving[l * kAhead + ahead] = out * 1000 / kVehicle;
    }
    ++q;
  }
}

}  // namespace stopline::strategies
