// What a phase learns from traffic, by itself: the least green by who came, the gap by who waits, the maximum by how
// its greens ended; and who calls it, and in whose place.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "controller/calls.h"
#include "controller/density.h"
#include "controller/dynamic_max.h"
#include "harness.h"
#include "strategies/strategy.h"

namespace {

using stopline::Event;
using stopline::Tenths;
using stopline::Termination;

constexpr std::uint32_t Set(auto... numbers) { return ((1u << (numbers - 1)) | ...); }

// Phase 3 of a sheet that has nothing else.
constexpr int kThree = 2;

struct Learner {
  Learner(int limit, int step) {
    tables.dynamic_max_limit[kThree] = limit;
    tables.dynamic_max_step[kThree] = step;
  }
  // Of a pattern whose maximum is 20 s.
  Tenths End(Termination by, Tenths max_green = 200) {
    stopline::Events events(output);
    learnt.Ended(tables, kThree, by, max_green, events);
    return learnt.Of(tables, kThree, max_green);
  }
  // What the journal was told at the last end; 0: nothing.
  int told() const { return output.event_count[0] == 1 && output.events[1] == 3 ? output.events[0] : 0; }

  stopline::Tables tables{};
  stopline::DynamicMax learnt;
  stopline::Output output{};
};

}  // namespace

TEST("a maximum grows by a step with the second max-out in a row and each behind it, up to its limit and not beyond") {
  Learner phase(300, 40);
  CHECK(phase.learnt.Of(phase.tables, kThree, 200) == 200);
  CHECK(phase.End(Termination::kMaxOut) == 200 && phase.told() == 0);
  CHECK(phase.End(Termination::kMaxOut) == 240 && phase.told() == static_cast<int>(Event::kDynamicMaxUp));
  CHECK(phase.End(Termination::kMaxOut) == 280 && phase.told() == static_cast<int>(Event::kDynamicMaxUp));
  // Another step would be beyond the limit.
  CHECK(phase.End(Termination::kMaxOut) == 280 && phase.told() == 0);
  // Under a pattern with less, what was added counts from there; under one with more than the limit nothing is.
  CHECK(phase.learnt.Of(phase.tables, kThree, 100) == 180);
  CHECK(phase.learnt.Of(phase.tables, kThree, 250) == 300);
  CHECK(phase.learnt.Of(phase.tables, kThree, 400) == 400);
  // A step that just reaches the limit is made.
  Learner just(240, 40);
  just.End(Termination::kMaxOut);
  CHECK(just.End(Termination::kMaxOut) == 240 && just.End(Termination::kMaxOut) == 240 && just.told() == 0);
}

TEST("a maximum shrinks by a step with the second gap-out in a row and each behind it, down to the pattern's own") {
  Learner phase(300, 40);
  for (int i = 0; i < 3; ++i) phase.End(Termination::kMaxOut);
  CHECK(phase.End(Termination::kGapOut) == 280 && phase.told() == 0);
  CHECK(phase.End(Termination::kGapOut) == 240 && phase.told() == static_cast<int>(Event::kDynamicMaxDown));
  CHECK(phase.End(Termination::kGapOut) == 200 && phase.told() == static_cast<int>(Event::kDynamicMaxDown));
  CHECK(phase.End(Termination::kGapOut) == 200 && phase.told() == 0);
  // Be the step a tenth.
  Learner small(300, 1);
  small.End(Termination::kMaxOut);
  CHECK(small.End(Termination::kMaxOut) == 201);
  small.End(Termination::kGapOut);
  CHECK(small.End(Termination::kGapOut) == 200);
}

TEST("what is between two max-outs, be it a gap-out or a force-off, makes the row begin anew") {
  for (const Termination between : {Termination::kGapOut, Termination::kForceOff, Termination::kPreemptForceOff}) {
    Learner phase(300, 40);
    phase.End(Termination::kMaxOut);
    phase.End(between);
    CHECK(phase.End(Termination::kMaxOut) == 200 && phase.End(Termination::kMaxOut) == 240);
    phase.End(between == Termination::kGapOut ? Termination::kMaxOut : between);
    const Tenths was = phase.learnt.Of(phase.tables, kThree, 200);
    CHECK(phase.End(Termination::kGapOut) == was && phase.End(Termination::kGapOut) == was - 40);
  }
}

TEST("a phase without a step learns no maximum, and the journal tells of none") {
  Learner phase(300, 0);
  for (const Termination by : {Termination::kMaxOut, Termination::kGapOut}) {
    for (int i = 0; i < 4; ++i) CHECK(phase.End(by) == 200 && phase.told() == 0);
  }
  Learner limited(0, 40);
  for (int i = 0; i < 4; ++i) CHECK(limited.End(Termination::kMaxOut) == 200 && limited.told() == 0);
}

TEST("each vehicle that comes in red adds to the least green, up to its most, and the green takes all of it") {
  stopline::Tables t{};
  t.min_green[kThree] = 80;
  t.added_initial[kThree] = 15;
  t.max_initial[kThree] = 130;
  stopline::Initial initial;
  CHECK(initial.Of(t, kThree) == 80);
  initial.Count(t, kThree, 3);
  CHECK(initial.Of(t, kThree) == 80);
  initial.Count(t, kThree, 3);
  CHECK(initial.Of(t, kThree) == 90);
  initial.Count(t, kThree, 2);
  CHECK(initial.Of(t, kThree) == 120);
  initial.Count(t, kThree, 1);
  CHECK(initial.Of(t, kThree) == 130);
  initial.Served();
  CHECK(initial.Of(t, kThree) == 80);
  // Nobody is counted backwards, and no more than a site has detectors.
  initial.Count(t, kThree, -4);
  initial.Count(t, kThree, 6);
  CHECK(initial.Of(t, kThree) == 90);
  t.added_initial[kThree] = 1;
  t.max_initial[kThree] = 1000;
  stopline::Initial many;
  for (int i = 0; i < 2; ++i) many.Count(t, kThree, 1'000'000);
  CHECK(many.Of(t, kThree) == 128);
}

TEST("the gap shrinks from passage to least gap while somebody waits, tenth by tenth, and waits with it first") {
  stopline::Tables t{};
  t.passage[kThree] = 40;
  t.min_gap[kThree] = 24;
  t.time_before_reduction[kThree] = 150;
  t.time_to_reduce[kThree] = 200;
  const auto gap = [&t](int waited) { return stopline::AllowedGap(t, kThree, waited); };
  CHECK(stopline::Reduces(t, kThree));
  CHECK(gap(stopline::kNone) == 40 && gap(0) == 40 && gap(149) == 40 && gap(150) == 40);
  CHECK(gap(162) == 40 && gap(163) == 39 && gap(175) == 38 && gap(250) == 32);
  CHECK(gap(349) == 25 && gap(350) == 24 && gap(351) == 24 && gap(5000) == 24);
  // At once, behind a wait; or from the beginning.
  t.time_to_reduce[kThree] = 0;
  CHECK(stopline::Reduces(t, kThree) && gap(149) == 40 && gap(150) == 24 && gap(151) == 24);
  t.time_before_reduction[kThree] = 0, t.time_to_reduce[kThree] = 1;
  CHECK(stopline::Reduces(t, kThree) && gap(stopline::kNone) == 40 && gap(0) == 40 && gap(1) == 24);
  // No wait and no time at all is a sheet without reduction; so is one without a least gap, or with one that is none.
  t.time_to_reduce[kThree] = 0;
  CHECK(!stopline::Reduces(t, kThree) && gap(1000) == 40);
  t.time_before_reduction[kThree] = 150, t.time_to_reduce[kThree] = 150;
  for (const int none : {0, 40, 41}) {
    t.min_gap[kThree] = none;
    CHECK(!stopline::Reduces(t, kThree) && gap(1000) == 40);
  }
  for (const int some : {1, 39}) {
    t.min_gap[kThree] = some;
    CHECK(stopline::Reduces(t, kThree) && gap(1000) == some);
  }
}

TEST("recalled is who is called by the sheet, and not who stands for a detector that has failed") {
  stopline::Tables t{};
  for (int p = 0; p < 8; ++p) t.enabled[p] = 1;
  t.walk[3] = t.walk[7] = 70;
  stopline::Calls calls;
  calls.Open(t, 0xFF);
  stopline::Input input{};
  stopline::Output output{};
  stopline::Events events(output);
  input.recall[1] = stopline::kMinRecall;
  input.recall[2] = stopline::kMaxRecall;
  input.recall[4] = stopline::kSoftRecall;
  input.recall[5] = input.fault_recall[5] = 2;
  input.ped_recall[3] = input.ped_recall[6] = 1;
  input.vehicle[0] = 1;
  calls.Register(input, 0, 0, events);
  CHECK(calls.Recalled() == Set(2, 3, 4));
  CHECK(calls.FaultRecall(5) && !calls.FaultRecall(2) && calls.Held(5) && calls.Held(2) && !calls.Held(1));
  CHECK(calls.soft() == Set(5) && calls.Asked(0) == Set(1, 2, 3, 4, 6) && calls.Asked(Set(2)) == Set(1, 3, 4, 6));
  CHECK(calls.WalkDue(3) && !calls.WalkDue(6) && !calls.Pedestrian(3));
  // A phase without failures of its own beside one with: the pedestrians of both are recalled.
  input.fault_recall[3] = 1;
  calls.Register(input, 0, 0, events);
  CHECK(calls.Recalled() == Set(2, 3, 4));
}

TEST("a tenth that would tell more than the journal has room for ends the process, and the cabinet takes over") {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    static stopline::Output output;
    stopline::Events events(output);
    for (int i = 0; i < stopline::kEvents; ++i) events.Add(Event::kPhaseOn, i);
    if (output.event_count[0] != stopline::kEvents || output.events[2 * stopline::kEvents - 1] != stopline::kEvents - 1)
      _exit(1);
    events.Add(Event::kPhaseOn, 0);
    _exit(0);
  }
  int status = 0;
  CHECK(child > 0 && waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

TEST("two strategies leave the greens to gaps and maximums, one is led by queues, one by its plan; no other is there") {
  using stopline::strategies::At;
  using stopline::strategies::Kind;
  CHECK(stopline::strategies::Count() == 4);
  CHECK(At(0).kind == Kind::kGapsOnly && At(1).kind == Kind::kGapsOnly);
  CHECK(At(2).kind == Kind::kPressure && At(3).kind == Kind::kPlan);
  for (const int none : {-1, 4, 5, 1'000'000}) CHECK(&At(none) == &At(0));
}
