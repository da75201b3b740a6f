// When a phase's green can be there, if those in its way give what they can: the arterial, free. Changes take 5.7 s (2,
// 6), 6.4 s (1, 5) and 5.9 s (3, 4, 7, 8); 3 and 7 may lose 6 s of their greens, 4 and 8 10 s; maximums 20 s (1, 3, 5,
// 7), 50 s (2, 6) and 32 s (4, 8). Least greens 5 s, 10 s and 7 s.
#include "controller/headway.h"

#include <algorithm>

#include "story.h"

namespace {

using stopline::PhaseSet;

// Rings and calls without lamps, monitor and overlaps.
struct Corner {
  Corner() {
    for (const prove::SiteFile& each : test::ExampleSites()) {
      if (each.name == "arterial") site = each;
    }
    input = site.patterns[0];
    PhaseSet all = 0;
    for (int p = 0; p < stopline::kPhases; ++p) all |= site.tables.enabled[p] != 0 ? stopline::Only(p) : 0;
    calls.Open(site.tables, all);
    barriers.Open(site.tables);
    coordination.Open(site.tables);
    headway.Open(site.tables);
  }
  void Go(int tenths) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls.Register(input, barriers.on(), barriers.walk(), events);
      if (!begun) barriers.Start(stopline::Only(1) | stopline::Only(5), input, calls, events);
      begun = true;
      stopline::Control control;
      coordination.Step(input, barriers, calls, control, events);
      barriers.Step(input, control, calls, events);
      for (int p = 0; p < stopline::kPhases; ++p) input.locking[p] = input.pedestrian[p] = 0;
      ++input.clock[0];
    }
  }
  void Queue(std::initializer_list<int> phases) {
    for (int& vehicle : input.vehicle) vehicle = 0;
    for (const int phase : phases) input.vehicle[phase - 1] = 1;
  }
  stopline::Scene Now() const { return {input, barriers, calls, coordination}; }
  // As a number whose digits are the phases.
  int Ahead(int phase) const {
    int digits = 0;
    for (int p = 0; p < 9; ++p) {
      if (stopline::Has(headway.Ahead(Now(), phase - 1), p)) digits = 10 * digits + p + 1;
    }
    return digits;
  }
  int Until(int phase) const { return headway.Until(Now(), phase - 1, headway.Ahead(Now(), phase - 1)); }
  int Kept(int ring) const { return headway.Kept(Now(), ring - 1); }
  void UntilGreen(int phase) {
    for (int i = 0; i < 3000 && !stopline::Has(barriers.green(), phase - 1); ++i) Go(1);
  }

  prove::SiteFile site;
  stopline::Input input{};
  stopline::Output output{};
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Coordination coordination;
  stopline::Headway headway;
  bool begun = false;
};

}  // namespace

TEST("nobody waits: a phase's green is there behind least green and change of the main road") {
  Corner corner;
  corner.Go(1);
  // For 4 s somebody might still come; until then it counts as one that lasts to its maximum.
  CHECK(corner.Until(4) == 500 + 57 && corner.Until(3) == 557 && corner.Until(1) == 557);
  CHECK(corner.Until(2) == 0 && corner.Ahead(4) == 0);
  corner.Go(60);
  CHECK(corner.Until(4) == 40 + 57);
  // From 4 s without a vehicle on it has gapped, and its least green is over.
  corner.Go(100);
  CHECK(corner.Until(4) == 57 && corner.Until(8) == 57 && corner.Until(5) == 57);
}

TEST("a green with a queue gives what is above its reduction, and a maximum that runs counts from the call on") {
  Corner corner;
  corner.Queue({2, 6});
  corner.Go(201);
  // Nobody waits: the maximum would begin now. The main road gives nothing.
  CHECK(corner.Kept(1) == 500 && corner.Kept(2) == 500 && corner.Until(4) == 500 + 57);
  corner.Queue({2, 6, 4});
  corner.Go(101);
  CHECK(corner.Kept(1) == 400 && corner.Until(4) == 457 && corner.Ahead(4) == 0);
  corner.Queue({2, 4});
  corner.UntilGreen(4);
  corner.Go(1);
  CHECK(corner.Kept(1) == 320 - 1 - 100 && corner.Until(2) == 219 + 59);
  corner.Go(250);
  CHECK(corner.Kept(1) == 0);
  CHECK(corner.barriers.MaxLeft(corner.barriers.ring(0), 40'000, corner.calls) == 36'000 - 251);
  CHECK(corner.barriers.MaxLeft(corner.barriers.ring(0), -1, corner.calls) == 0);
  corner.input.max_green[3] = 40'000;
  CHECK(corner.Kept(1) == 36'000 - 251 - 100);
  corner.input.max_green[3] = -1;
  CHECK(corner.Kept(1) == 0);
}

TEST("those who wait before it each take their maximum less what they may lose, and their change") {
  Corner corner;
  corner.Queue({2, 6, 3, 4, 7, 8});
  corner.Go(1);
  // 50 s and 5.7 s, and before 4 the left turn 3: 20 s less 6 s, and 5.9 s; in the other ring nobody but 2 and 6.
  CHECK(corner.Ahead(4) == 37 - 4 - 30 && corner.Until(4) == 500 + 57 + 140 + 59);
  CHECK(corner.Ahead(3) == 0 && corner.Until(3) == 557);
  corner.UntilGreen(3);
  corner.Go(1);
  // 3 may end after 14 s, behind it comes 4 with 32 s less 10 s; so in the other ring.
  CHECK(corner.Ahead(2) == 48 && corner.Until(2) == 139 + 59 + 220 + 59);
  CHECK(corner.Ahead(4) == 0 && corner.Until(4) == 139 + 59);
  corner.input.pedestrian[3] = 1;
  corner.Go(1);
  CHECK(corner.Until(2) == 138 + 59 + 289 + 59);  // a walk of 28.9 s
  corner.UntilGreen(4);
  CHECK(corner.Until(7) == 0 || corner.Ahead(7) != 0);
}

TEST("in the yellow, in the red clearance and in a walk that leads, what is left of them counts") {
  Corner corner;
  corner.Queue({2, 6});
  corner.Go(120);
  corner.Queue({4});
  corner.input.pedestrian[3] = 1;
  corner.Go(1);
  for (int i = 0; i < 900 && corner.barriers.ring(0).interval() != stopline::Interval::kYellow; ++i) corner.Go(1);
  // 4 is chosen, and a walk of 4 s leads it. 3 comes behind it and behind the main road: 4 walks for 28.9 s, 2 and 6
  // take their 50 s.
  CHECK(corner.Until(4) == 57 + 40 && corner.Ahead(3) == 26 && corner.Until(3) == 57 + 289 + 59 + 500 + 57);
  corner.Go(41);
  CHECK(corner.Until(4) == 16 + 40);
  corner.Go(1);
  CHECK(corner.barriers.ring(0).interval() == stopline::Interval::kRedClear && corner.Until(4) == 15 + 40);
  corner.Go(10);
  CHECK(corner.Until(4) == 5 + 40);
  for (int i = 0; i < 900 && corner.barriers.ring(0).interval() != stopline::Interval::kLeadingWalk; ++i) corner.Go(1);
  corner.Go(10);
  // Of 28.9 s for those on foot 27.9 are left, which is more than 3 s and 32 s less 10 s; for 3, the main road as well.
  CHECK(corner.Until(2) == 279 + 59 && corner.Until(3) == 279 + 59 + 500 + 57);
  corner.input.max_green[3] = 500;
  CHECK(corner.Until(2) == 30 + 400 + 59);
  // Its own green is there when the walk has led it.
  CHECK(corner.Ahead(4) == 0 && corner.Until(4) == 30);
}

TEST(
    "rings that clear, that wait in red and that are green count beside each other, and one behind the other only by "
    "turns") {
  Corner corner;
  corner.Queue({1, 6});
  corner.UntilGreen(1);
  corner.Go(60);
  corner.Queue({6});
  corner.input.locking[3] = 1;
  for (int i = 0; i < 900 && corner.barriers.ring(0).interval() != stopline::Interval::kYellow; ++i) corner.Go(1);
  // 1 has ended, towards 2; 6 goes on to its maximum, and 2 has 50 s before 4.
  const int six = corner.Kept(2);
  CHECK(corner.barriers.ring(0).next() == 1 && six > 64);
  CHECK(corner.Until(4) == std::max(64 + 500 + 57, six + 57) && corner.Until(2) == 64);
  corner.Queue({});
  for (int i = 0; i < 900 && !corner.barriers.ring(1).Clearing(); ++i) corner.Go(1);
  corner.Go(10);
  CHECK(corner.Until(4) == 47 && corner.Until(8) == 47);
}

TEST("from the side road's green a left turn comes before the main road, and both rings of it side by side") {
  Corner corner;
  corner.Queue({4, 8});
  corner.UntilGreen(4);
  corner.Queue({1, 4});
  corner.Go(71);
  // 4 may give 10 s of 32 s; 1 waits before 2 with its 20 s.
  CHECK(corner.Ahead(2) == 1 && corner.Until(2) == 320 - 71 - 100 + 59 + 200 + 64);
  CHECK(corner.Ahead(6) == 0 && corner.Until(6) == 320 - 71 - 100 + 59);
  CHECK(corner.Ahead(1) == 0 && corner.Until(1) == 320 - 71 - 100 + 59);
  // For 3 they go round: 1 and 2 in one ring, 6 in the other.
  CHECK(corner.Ahead(3) == 126 && corner.Until(3) == 320 - 71 - 100 + 59 + 264 + 557);
  for (const int wanted : {2, 15, 16, 400, -1}) {  // no such sequence
    corner.input.sequence[0] = wanted;
    CHECK(corner.Ahead(2) == 1 && corner.Ahead(1) == 0);
  }
  corner.input.sequence[0] = 1;
  CHECK(corner.Ahead(2) == 0 && corner.Ahead(1) == 2);
  corner.input.sequence[0] = 0;
  corner.input.max_green[0] = 40'000;
  CHECK(corner.Until(2) == 320 - 71 - 100 + 59 + 36'000 + 64);
  corner.input.max_green[0] = -1;
  CHECK(corner.Until(2) == 320 - 71 - 100 + 59 + 50 + 64);
}
