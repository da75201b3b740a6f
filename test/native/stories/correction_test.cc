// By how much a cycle is longer or shorter when it is out of step, for one of 90 s.
#include "controller/correction.h"

#include "../harness.h"

namespace {

using stopline::Correct;
using stopline::CorrectionStep;
using Status = stopline::CoordinationStatus;

bool Is(CorrectionStep step, int by, Status status) { return step.by == by && step.status == status; }

}  // namespace

TEST("in step is in step, whatever the mode") {
  for (const int mode : {stopline::kDwell, stopline::kShortWay, stopline::kAddOnly})
    CHECK(Is(Correct(mode, 0, 900, 200), 0, Status::kInStep));
}

TEST("dwell waits for the time base, for half a cycle at a time") {
  CHECK(Is(Correct(stopline::kDwell, 899, 900, 200), 1, Status::kTransitionDwell));
  CHECK(Is(Correct(stopline::kDwell, 500, 900, 200), 400, Status::kTransitionDwell));
  CHECK(Is(Correct(stopline::kDwell, 450, 900, 200), 450, Status::kTransitionDwell));
  CHECK(Is(Correct(stopline::kDwell, 449, 900, 200), 450, Status::kTransitionDwell));
  CHECK(Is(Correct(stopline::kDwell, 1, 900, 200), 450, Status::kTransitionDwell));
  CHECK(Is(Correct(stopline::kDwell, 1, 3, 0), 1, Status::kTransitionDwell));
}

TEST("add-only adds a fifth at a time, however little it is late") {
  CHECK(Is(Correct(stopline::kAddOnly, 1, 900, 200), 180, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kAddOnly, 720, 900, 200), 180, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kAddOnly, 721, 900, 200), 179, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kAddOnly, 899, 900, 200), 1, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kAddOnly, 2, 4, 0), 1, Status::kTransitionAdd));
}

TEST("short-way goes where it needs fewer cycles, and where those are as many, the nearer way") {
  // A fifth at a time either way, where there is room for it.
  CHECK(Is(Correct(stopline::kShortWay, 450, 900, 200), -180, Status::kTransitionSubtract));
  CHECK(Is(Correct(stopline::kShortWay, 451, 900, 200), 180, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kShortWay, 540, 900, 180), 180, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kShortWay, 179, 900, 200), -179, Status::kTransitionSubtract));
  CHECK(Is(Correct(stopline::kShortWay, 1, 900, 200), -1, Status::kTransitionSubtract));
  CHECK(Is(Correct(stopline::kShortWay, 899, 900, 200), 1, Status::kTransitionAdd));
  // 6 s of room: late by 12 s are two shorter cycles or five longer ones; by 24 s four or four; by 24.1 s five or four.
  CHECK(Is(Correct(stopline::kShortWay, 120, 900, 60), -60, Status::kTransitionSubtract));
  CHECK(Is(Correct(stopline::kShortWay, 240, 900, 60), -60, Status::kTransitionSubtract));
  CHECK(Is(Correct(stopline::kShortWay, 241, 900, 60), 180, Status::kTransitionAdd));
  // One cycle each: 17 s later or 73 s earlier. And two each, though the way back is the shorter one by a tenth.
  CHECK(Is(Correct(stopline::kShortWay, 360, 720, 144), -144, Status::kTransitionSubtract));
  CHECK(Is(Correct(stopline::kShortWay, 361, 720, 144), 144, Status::kTransitionAdd));
  // No room at all.
  CHECK(Is(Correct(stopline::kShortWay, 10, 900, 0), 180, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kShortWay, 10, 900, 1), 180, Status::kTransitionAdd));
  CHECK(Is(Correct(stopline::kShortWay, 5, 900, 1), -1, Status::kTransitionSubtract));
}
