// What a controller shows of itself on request, to a technician and to a strategy that plans, without monitor and lamps
// on the street. Four legs; 2 and 6 begin. Times in tenths.
#include <algorithm>
#include <string>

#include "cabinet.h"
#include "controller/manual.h"
#include "harness.h"

namespace {

using test::Reads;

using stopline::State;

struct Cabinet : test::Cabinet {
  using test::Cabinet::Cabinet;
  State Look() const {
    State state{};
    std::fill(reinterpret_cast<std::int32_t*>(&state), reinterpret_cast<std::int32_t*>(&state + 1), 77);
    controller.Look(state);
    return state;
  }
  // Ring by ring: phase, interval, age, what is left of minimum, gap, maximum and clearance, who is next.
  std::string Rings() const {
    const State s = Look();
    std::string told;
    for (int r = 0; r < 4; ++r) {
      for (const int n : {s.ring_phase[r], s.ring_interval[r], s.ring_elapsed[r], s.ring_min_left[r],
                          s.ring_gap_left[r], s.ring_max_left[r], s.ring_clear_left[r], s.ring_next[r]})
        told += std::to_string(n) + " ";
      told += "| ";
    }
    return told;
  }
  // Phase by phase to 9: interval, pedestrians, call, pedestrian call, why its last green ended, failed detector.
  std::string Phases() const {
    const State s = Look();
    std::string told;
    for (int p = 0; p < 9; ++p) {
      for (const int n : {s.phase_interval[p], s.phase_ped[p], s.phase_call[p], s.phase_ped_call[p],
                          s.phase_terminated_by[p], s.phase_fault_recall[p]})
        told += std::to_string(n);
      told += " ";
    }
    return told + "| ";
  }
  std::string Unit() const {
    const State s = Look();
    std::string told;
    for (const int n : {s.coordination[0], s.cycle_second[0], s.local_free[0], s.preempt[0], s.preempt_interval[0],
                        s.flash_status[0]})
      told += std::to_string(n) + " ";
    return told + "| ";
  }
  std::string Stands() const {
    const stopline::strategies::Standing s = controller.Standing();
    std::string told = std::string(s.running ? "runs " : "") + (s.led ? "led " : "");
    for (const std::int64_t n :
         {std::int64_t{s.green}, std::int64_t{s.chosen}, std::int64_t{s.firm}, std::int64_t{s.until_end},
          std::int64_t{s.until_green}, std::int64_t{s.elapsed}, std::int64_t{s.walk_due}, std::int64_t{s.called}})
      told += std::to_string(n) + " ";
    return told + "| ";
  }
};

}  // namespace

TEST(
    "a technician sees each ring and each phase as it stands: from start-up through greens, walks and clearances, a "
    "phase without pedestrians and one that the site has not got") {
  Cabinet cabinet;
  cabinet.Step(10);
  std::string told = cabinet.Rings() + cabinet.Phases() + cabinet.Unit();
  cabinet.Step(1500);
  told += cabinet.Rings() + cabinet.Phases() + cabinet.Unit();
  CHECK(Reads(told,
              "0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 000000 010000 000000 "
              "010000 000000 010000 000000 010000 000000 | 0 -1 3 0 0 7 | 1 1 753 0 0 0 0 0 | 5 1 753 0 0 0 0 "
              "0 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 100000 010010 000010 010010 100000 010010 000010 010010 "
              "000000 | 0 -1 3 0 0 2 | "));
  told.clear();
  cabinet.input.fault_recall[3] = 1;
  cabinet.input.pedestrian[1] = cabinet.input.pedestrian[7] = 1;
  cabinet.input.vehicle[1] = 1;
  for (const int tenths : {1, 30, 200, 80, 36, 15, 10}) {
    cabinet.Step(tenths);
    told += cabinet.Rings() + cabinet.Phases();
  }
  CHECK(Reads(told,
              "1 2 0 0 0 0 32 2 | 5 1 754 0 0 300 0 8 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 200010 011110 "
              "000010 011011 100000 010010 000010 010110 000000 | 1 2 30 0 0 0 2 2 | 5 1 784 0 0 270 0 8 | 0 0 "
              "0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 200010 011110 000010 011011 100000 010010 000010 010110 000000 "
              "| 2 1 186 0 25 114 0 4 | 5 1 984 0 0 70 0 8 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 000010 131010 "
              "000010 011011 100000 010010 000010 010110 000000 | 2 1 266 0 25 34 0 4 | 5 1 1064 0 0 0 0 8 | 0 "
              "0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 000010 111010 000010 011011 100000 010010 000010 010110 "
              "000000 | 2 2 2 0 0 0 34 4 | 5 2 2 0 0 0 30 8 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 000010 "
              "211020 000010 011011 200010 010010 000010 010110 000000 | 2 2 17 0 0 0 19 4 | 5 2 17 0 0 0 15 8 "
              "| 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 000010 211020 000010 011011 200010 010010 000010 010110 "
              "000000 | 2 2 27 0 0 0 9 4 | 5 2 27 0 0 0 5 8 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 | 000010 "
              "211020 000010 011011 200010 010010 000010 010110 000000 | "));
}

TEST("a strategy that plans is told what is green, for how long at least, who is chosen and who waits") {
  Cabinet cabinet([](stopline::Tables& t) {
    t.leading_walk[3] = 30;
    for (int p = 0; p < 8; ++p) t.dual_entry[p] = 0;
  });
  std::string told = cabinet.Stands();
  cabinet.Step(1500);
  told += cabinet.Stands();
  cabinet.input.pedestrian[1] = 1;
  cabinet.input.ped_recall[3] = 1;
  cabinet.input.recall[2] = stopline::kMinRecall;
  for (const int tenths : {1, 100, 115, 10, 36, 10, 60, 10, 30, 60, 200}) {
    cabinet.Step(tenths);
    told += cabinet.Stands();
  }
  CHECK(Reads(told,
              "0 0 0 0 0 36000 0 0 | runs 17 0 0 0 0 743 0 0 | runs 16 2 0 0 44 744 10 14 | runs 18 0 2 154 0 "
              "56 8 12 | runs 18 0 2 39 0 171 8 12 | runs 18 0 2 29 0 181 8 12 | runs 0 4 0 0 44 36000 8 12 | "
              "runs 0 4 0 0 34 36000 8 12 | runs 4 0 4 24 0 26 8 8 | runs 4 0 4 14 0 36 8 8 | runs 0 8 0 0 28 "
              "36000 8 12 | runs 8 0 8 178 0 2 0 4 | runs 0 4 0 0 29 36000 8 12 | "));
}

TEST(
    "what the centre asks of phases that the site has not got is asked of nobody, and a force-off of its own comes "
    "before its hold") {
  Cabinet cabinet;
  cabinet.Step(1500);
  cabinet.Call(4);
  cabinet.input.control_hold[0] = -1;
  cabinet.Step(300);
  std::string told = cabinet.Rings();
  cabinet.input.control_force_off[0] = -1;
  cabinet.Call(4);
  cabinet.journal.clear();
  cabinet.Step(100);
  told += cabinet.journal;
  cabinet.input.control_hold[0] = cabinet.input.control_force_off[0] = 0;
  cabinet.input.control_ped_omit[0] = -1;
  cabinet.input.pedestrian[1] = cabinet.input.pedestrian[3] = 1;
  cabinet.journal.clear();
  cabinet.Step(400);
  told += ";" + cabinet.journal;
  CHECK(Reads(told,
              "1 1 1043 0 0 1 0 4 | 5 1 1043 0 0 1 0 8 | 0 0 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 |  6/1 7/1 8/1 6/5 "
              "7/5 8/5 18/4 18/8 9/1 10/1 9/5 10/5 11/1 12/1 11/5 12/5 31/1 44/4 0/4 1/4 0/8 1/8; 45/2 45/4 "
              "3/4 3/8"));
}

TEST("into flash and out of it again a controller forgets cycle, requests and wishes, and begins as at its first day") {
  for (const auto why : {stopline::FlashStatus::kAutomatic, stopline::FlashStatus::kFaultMonitor}) {
    Cabinet cabinet([](stopline::Tables& t) {
      for (const int p : {1, 3, 5, 7}) t.priority_extension[p] = 100, t.priority_reduction[p] = 80;
      t.flash_entry[0] = 1 << 3 | 1 << 7;
    });
    cabinet.input.cycle[0] = 900;
    cabinet.input.coordinated[0] = 1 << 1 | 1 << 5;
    int p = 0;
    for (const int split : {150, 350, 150, 250, 150, 350, 150, 250}) cabinet.input.split[p++] = split;
    cabinet.Step(2000);
    cabinet.input.request_phase[0] = 4;
    cabinet.input.request_arrival[0] = 200;
    cabinet.Step(5);
    std::string told = cabinet.Unit() + std::to_string(cabinet.output.request_status[0]) + " ";
    cabinet.asked = why;
    cabinet.journal.clear();
    for (const int tenths : {1, 60, 200, 400, 100}) {
      cabinet.Step(tenths);
      told += cabinet.Unit() + std::to_string(cabinet.output.request_status[0]) + " " +
              std::to_string(cabinet.output.start_up[0]) + " ";
    }
    told += cabinet.journal;
    cabinet.asked = stopline::FlashStatus::kNotFlash;
    cabinet.journal.clear();
    cabinet.Step(400);
    told += ";" + cabinet.journal + cabinet.Unit();
    CHECK(Reads(told,
                why == stopline::FlashStatus::kAutomatic
                    ? "1 204 2 0 0 2 | 1 0 -1 3 0 0 2 | 0 0 0 -1 3 0 0 2 | 0 0 0 -1 3 0 0 3 | 0 1 0 -1 3 0 0 3 | 0 1 0 "
                      "-1 3 0 0 3 | 0 1  150/0 115/1 2/2 2/6 6/2 7/2 8/2 6/6 7/6 8/6 18/4 18/8 9/2 10/2 9/6 10/6 11/2 "
                      "12/2 11/6 12/6 31/1 0/4 1/4 0/8 1/8 3/4 3/8 6/4 7/4 8/4 6/8 7/8 8/8 9/4 10/4 9/8 10/8 11/4 12/4 "
                      "11/8 12/8 173/3; 173/2 43/1 43/2 43/3 43/4 43/5 43/6 43/7 43/8 18/2 18/6 150/1 112/1 44/2 0/2 "
                      "1/2 44/6 0/6 1/6 2/2 2/6 3/2 3/6 113/1 19/2 7/2 8/2 19/6 7/6 8/6 18/4 9/2 10/2 9/6 10/6 11/2 "
                      "12/2 11/6 12/6 31/1 44/4 0/4 1/4 21/4 2/4 151/2 151/6 18/7 44/7 0/7 1/7 2/7 22/4 3/7 4/7 7/7 "
                      "8/7 18/8 3/4 9/7 10/7 11/7 12/7 44/8 0/8 1/8 21/8 2/8 22/81 465 2 0 0 2 | "
                    : "1 204 2 0 0 2 | 1 0 -1 3 0 0 5 | 0 1 0 -1 3 0 0 5 | 0 1 0 -1 3 0 0 5 | 0 1 0 -1 3 0 0 5 | 0 1 0 "
                      "-1 3 0 0 5 | 0 1  173/5 12/2 12/6 150/0 115/1; 173/7 173/2 43/1 43/2 43/3 43/4 43/5 43/6 43/7 "
                      "43/8 18/2 18/6 150/1 112/1 44/2 0/2 1/2 44/6 0/6 1/6 2/2 2/6 113/1 3/2 3/6 19/2 7/2 8/2 19/6 "
                      "7/6 8/6 18/4 151/2 151/6 9/2 10/2 9/6 10/6 11/2 12/2 11/6 12/6 31/1 18/7 44/4 0/4 1/4 21/4 44/7 "
                      "0/7 1/7 2/4 2/7 3/7 4/7 7/7 8/7 18/8 22/4 3/4 9/7 10/7 11/7 12/7 44/8 0/8 1/8 21/8 2/81 465 2 0 "
                      "0 2 | "));
  }
}

TEST(
    "who was chosen is next, whoever calls in the change; a ring that has nobody behind the barrier has nobody next "
    "while the rings cross it") {
  Cabinet three([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    test::LayOut(site, {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}});
    site.start[0] = 1, site.start[1] = 5;
    t = test::TablesOf(site);
  });
  const auto next = [](const Cabinet& cabinet) {
    return std::to_string(cabinet.Look().ring_next[0]) + std::to_string(cabinet.Look().ring_next[1]) + " ";
  };
  three.Step(2000);
  std::string told = next(three);
  three.Call(3);
  three.Step(2);
  told += next(three);
  three.Call(2);
  three.Step(3);
  told += next(three) + std::to_string(three.Look().ring_phase[0]) + " | ";
  for (const bool dual : {true, false}) {
    Cabinet cabinet([](stopline::Tables&) {});
    cabinet.Step(1500);
    cabinet.Call(2);
    cabinet.Step(400);
    told += next(cabinet);
    cabinet.input.vehicle[5] = 1;
    cabinet.Call(4);
    cabinet.Step(10);
    told += next(cabinet);
    cabinet.Call(1);
    if (!dual) cabinet.input.omit[0] = 1 << 7;
    cabinet.Step(60);
    told += next(cabinet);
    cabinet.input.vehicle[5] = 0;
    for (const int tenths : {20, 20, 40, 20}) {
      cabinet.Step(tenths);
      told += next(cabinet);
    }
    told += "| ";
  }
  CHECK(Reads(told, "00 30 30 4 | 00 46 48 48 48 48 48 | 00 46 48 48 48 40 40 | "));
}

TEST("a phase that is not there has no pedestrians, whatever its sheet says, and a walk of a tenth is one") {
  Cabinet cabinet([](stopline::Tables& t) {
    t.walk[8] = 70;
    t.walk[0] = t.ped_clear[0] = 1;
  });
  cabinet.Step(10);
  const State s = cabinet.Look();
  CHECK(s.phase_ped[8] == 0 && s.phase_ped[0] == 1 && s.phase_ped[2] == 0);
}

TEST("the all red of start-up lasts for the longest clearance of those who may walk, be it for a tenth, and no other") {
  const auto begins = [](int walk) {
    Cabinet cabinet([](stopline::Tables& t) {
      for (int p = 0; p < 8; ++p) t.walk[p] = t.ped_clear[p] = 0;
      t.ped_clear[2] = 300;
    });
    cabinet.tables.walk[2] = walk;
    stopline::Controller controller;
    if (controller.Open(cabinet.tables) != nullptr) return -1;
    for (int tenth = 1; tenth < 1000; ++tenth) {
      controller.Step(cabinet.input, cabinet.asked, cabinet.output);
      if (cabinet.output.channels[1] == stopline::kGreen) return tenth;
    }
    return -1;
  };
  CHECK(begins(0) == 121 && begins(1) == 301);
}

TEST("a green is firm in its last tenth, and who waits to walk along phase 1 is told") {
  Cabinet cabinet([](stopline::Tables& t) { t.walk[0] = t.ped_clear[0] = 50; });
  cabinet.Step(1500);
  cabinet.Call(2);
  cabinet.Step(400);
  cabinet.input.pedestrian[0] = 1;
  cabinet.Step();
  CHECK(cabinet.controller.Standing().walk_due == 1);
  int last = 0;
  for (int tenth = 0; tenth < 400; ++tenth) {
    cabinet.Step();
    const auto standing = cabinet.controller.Standing();
    CHECK((standing.until_end > 0) == (standing.firm != 0));
    last += standing.until_end == 1 ? 1 : 0;
  }
  CHECK(last > 0);
}

TEST("an officer does not keep the lamps from their way into flash; a train does until it has gone") {
  Cabinet officer;
  officer.Step(1500);
  officer.asked = stopline::FlashStatus::kAutomatic;
  officer.input.manual[0] = 1;
  officer.Step(1500);
  CHECK(officer.Look().flash_status[0] == static_cast<int>(stopline::FlashStatus::kAutomatic));
  // The entry phases clear the tracks, so that they have been green when all is red on the way to the dwell.
  Cabinet train([](stopline::Tables& t) {
    t.flash_entry[0] = t.preempt_track[0] = 1 << 1 | 1 << 5;
    t.preempt_enabled[0] = 1;
    t.preempt_track_green[0] = 100;
    t.preempt_dwell[0] = 1 << 3 | 1 << 7;
  });
  train.Step(1500);
  train.input.preempt[0] = 1;
  train.Step(5);
  train.asked = stopline::FlashStatus::kAutomatic;
  for (int tenth = 0; tenth < 1500; ++tenth) {
    train.Step();
    CHECK(train.output.start_up[0] == 0);
  }
  train.input.preempt[0] = 0;
  train.Step(1500);
  CHECK(train.Look().flash_status[0] == static_cast<int>(stopline::FlashStatus::kAutomatic));
}

TEST("a button that is held down when a controller begins counts as pressed") {
  stopline::Manual manual;
  stopline::Input input{};
  stopline::Output output{};
  stopline::Control control;
  stopline::Events events(output);
  input.advance[0] = 1;
  manual.Step(input, 0xff, false, control, events);
  CHECK(control.advance && output.event_count[0] == 1);
}

TEST("who walks along phase 1 is shown it, and a soft recall of the phase that is green is no call") {
  Cabinet cabinet([](stopline::Tables& t) {
    t.walk[0] = t.ped_clear[0] = 50;
    t.channel_kind[16] = stopline::kPedestrian;
    t.channel_source[16] = 1;
  });
  bool walks = false;
  for (int tenth = 0; tenth < 1500; ++tenth) {
    cabinet.Step();
    walks = walks || cabinet.output.channels[16] == stopline::kGreen;
  }
  CHECK(walks);
  cabinet.input.recall[1] = stopline::kSoftRecall;
  cabinet.Call(2);
  cabinet.Step(400);
  CHECK(cabinet.output.channels[1] == stopline::kGreen && cabinet.Look().phase_call[1] == 0);
}
