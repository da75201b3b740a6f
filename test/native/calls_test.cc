// Who is waiting, alone: calls that count and calls of nobody, what is remembered, and what the journal is told of it.
#include "controller/calls.h"

#include <string>

#include "harness.h"
#include "site.h"

namespace {

using stopline::Only;
using stopline::PhaseSet;
using test::Set;

// Eight phases, of which the even ones have pedestrians and 3 remembers its vehicles.
struct Waiting {
  Waiting() : tables(test::TablesOf(test::FourLeg())) {
    tables.lock[2] = tables.lock[11] = 1;
    tables.walk[11] = 70;  // 12 is not there
    calls.Open(tables, 0xff);
  }
  // One tenth, and what it told: codes with the number of the phase.
  std::string Step(PhaseSet green = 0, PhaseSet walk = 0) {
    stopline::Events events(output);
    calls.Register(input, green, walk, events);
    calls.Obey(control, green);
    return Told();
  }
  std::string Told() const {
    std::string told;
    for (int i = 0; i < output.event_count[0]; ++i) {
      told += std::to_string(output.events[2 * i]) + ':' + std::to_string(output.events[2 * i + 1]) + ' ';
    }
    return told;
  }
  PhaseSet Who() const { return calls.Waiting(0); }

  stopline::Tables tables;
  stopline::Calls calls;
  stopline::Control control;
  stopline::Input input{};
  stopline::Output output{};
};

}  // namespace

TEST("whoever stands before a signal that the site has not got waits for nothing, and no journal tells of it") {
  Waiting w;
  for (const int p : {8, 11, 15}) {
    w.input.vehicle[p] = w.input.locking[p] = w.input.pedestrian[p] = 1;
    w.input.ped_recall[p] = w.input.fault_recall[p] = 1;
    w.input.recall[p] = stopline::kMinRecall;
  }
  w.control.vehicle_call = w.control.ped_call = ~0xffu;
  CHECK(w.Step().empty() && w.Who() == 0);
  CHECK(!w.calls.Demand(8) && !w.calls.VehicleWaits(11) && !w.calls.WalkDue(11) && !w.calls.FaultRecall(15));
  w.calls.CallEveryone();
  CHECK(w.Who() == 0xff && !w.calls.Pedestrian(0) && w.calls.Pedestrian(1) && !w.calls.Pedestrian(11));
}

TEST("nobody can be let go on foot where there is no walk, whoever asks for it") {
  Waiting w;
  w.input.pedestrian[0] = w.input.ped_recall[0] = 1;
  w.control.ped_call = Set(1);
  CHECK(w.Step().empty() && w.Who() == 0 && !w.calls.WalkDue(0));
}

TEST("a vehicle waits while it stands on the loop; where the sheet locks it is remembered until its green") {
  Waiting w;
  w.input.vehicle[0] = w.input.vehicle[2] = 1;
  w.Step();
  CHECK(w.Who() == (Set(1) | Set(3)));
  w.input.vehicle[0] = w.input.vehicle[2] = 0;
  w.Step();
  CHECK(w.Who() == Set(3));
  w.input.locking[4] = 1;
  w.Step();
  w.input.locking[4] = 0;
  w.Step();
  CHECK(w.Who() == (Set(3) | Set(5)));
  stopline::Events events(w.output);
  w.calls.ServeVehicles(2, events);
  w.Step(Set(3));
  CHECK(w.Who() == Set(5));
}

TEST("who comes in the green is not remembered for the next one, on the loop or by a call that locks") {
  Waiting w;
  w.input.vehicle[2] = w.input.locking[4] = 1;
  w.Step(Set(3) | Set(5));
  CHECK(w.calls.Demand(2) && w.calls.Demand(4));
  w.input.vehicle[2] = w.input.locking[4] = 0;
  w.Step();
  CHECK(w.Who() == 0);
}

TEST("recalls to minimum, maximum and soft call as the pattern says, for as long as it says so") {
  Waiting w;
  w.input.recall[0] = stopline::kMinRecall;
  w.input.recall[2] = stopline::kMaxRecall;
  w.input.recall[4] = stopline::kSoftRecall;
  CHECK(w.Step().empty());  // who is on recall always has a call: that is no news
  CHECK(w.Who() == (Set(1) | Set(3)) && w.calls.soft() == Set(5));
  CHECK(!w.calls.Demand(0) && w.calls.Demand(2) && !w.calls.Demand(4) && !w.calls.Vehicle(2));
  CHECK(w.calls.Called(0) && w.calls.Called(2) && w.calls.Called(4) && !w.calls.Called(6));
  w.calls.PlaceSoft(Set(5));
  CHECK(w.Who() == (Set(1) | Set(3) | Set(5)) && w.calls.Waiting(Set(5)) == (Set(1) | Set(3)));
  CHECK(w.calls.VehicleWaits(0) && w.calls.VehicleWaits(2) && w.calls.VehicleWaits(4) && !w.calls.VehicleWaits(6));
  w.control.omit = Set(5);
  w.Step();
  CHECK(w.Who() == (Set(1) | Set(3)));
  w.calls.PlaceSoft(0);
  w.input = {};
  w.Step();
  CHECK(w.Who() == 0 && w.calls.soft() == 0 && !w.calls.Demand(2) && !w.calls.Called(0));
}

TEST("behind a detector that has failed the pattern's recall counts for nothing: the phase is held to its maximum") {
  Waiting w;
  w.input.fault_recall[0] = 1;
  w.input.recall[0] = stopline::kSoftRecall;
  w.input.recall[2] = stopline::kMinRecall;
  w.input.vehicle[0] = 1;
  CHECK(w.Step().empty());
  CHECK(w.Who() == (Set(1) | Set(3)) && w.calls.soft() == 0 && w.calls.FaultRecall(0) && !w.calls.FaultRecall(2));
  CHECK(w.calls.Demand(0) && !w.calls.Demand(2));
}

TEST("a pedestrian waits from the button on until the walk, once however often it is pressed") {
  Waiting w;
  w.input.pedestrian[1] = 1;
  CHECK(w.Step() == "45:2 ");
  CHECK(w.Step().empty() && w.calls.Pedestrian(1) && w.calls.WalkDue(1) && w.Who() == Set(2));
  CHECK(w.calls.Called(1) && !w.calls.VehicleWaits(1));
  w.input.pedestrian[1] = 0;
  w.calls.ServePedestrians(1);
  CHECK(w.Step(Set(2), Set(2)).empty() && w.Who() == 0);
  w.input.pedestrian[1] = 1;  // on the walk itself: they go
  CHECK(w.Step(Set(2), Set(2)).empty() && !w.calls.WalkDue(1));
  CHECK(w.Step(Set(2)) == "45:2 " && w.calls.WalkDue(1));
}

TEST("pedestrian recall works on greens to come, and what coordination places as well") {
  Waiting w;
  w.input.ped_recall[1] = 1;
  w.control.ped_call = Set(4);
  w.control.vehicle_call = Set(1) | Set(6);
  CHECK(w.Step().empty() && w.calls.WalkDue(1) && w.calls.WalkDue(3) && !w.calls.Pedestrian(1));
  CHECK(w.Who() == (Set(1) | Set(2) | Set(4) | Set(6)) && w.calls.VehicleWaits(5));
  w.Step(Set(2) | Set(4) | Set(6));
  CHECK(!w.calls.WalkDue(1) && !w.calls.WalkDue(3) && w.Who() == Set(1) && !w.calls.VehicleWaits(5));
  w.control.ped_omit = Set(2);
  w.Step();
  CHECK(!w.calls.WalkDue(1) && w.calls.WalkDue(3));
}

TEST("the journal tells of a call when it comes and when it goes, and of none that is served or always there") {
  Waiting w;
  CHECK(w.Step().empty());
  w.input.vehicle[0] = w.input.vehicle[2] = 1;
  CHECK(w.Step() == "43:1 43:3 ");
  CHECK(w.Step().empty());
  w.input.vehicle[0] = w.input.vehicle[2] = 0;
  CHECK(w.Step() == "44:1 ");  // 3 locks
  w.input.vehicle[2] = 1;
  stopline::Events events(w.output);
  w.calls.ServeVehicles(2, events);
  CHECK(w.Told() == "44:3 ");
  CHECK(w.Step(Set(3)).empty());
  w.input.vehicle[2] = 0;
  CHECK(w.Step().empty());
  w.input.vehicle[0] = 1;
  w.Step();
  w.input.recall[0] = stopline::kMinRecall;
  CHECK(w.Step() == "44:1 ");
  w.input.recall[0] = stopline::kNoRecall;
  w.input.vehicle[4] = 1;
  CHECK(w.Step() == "43:1 43:5 ");
  w.calls.Retain(6);
  CHECK(w.Step() == "43:7 " && w.Who() == (Set(1) | Set(5) | Set(7)));
}

TEST("flash forgets whoever waited, and tells so") {
  Waiting w;
  w.input.vehicle[0] = w.input.pedestrian[1] = w.input.locking[2] = w.input.ped_recall[3] = 1;
  w.input.recall[4] = stopline::kMaxRecall;
  w.input.recall[5] = stopline::kSoftRecall;
  w.input.vehicle[6] = 1;
  w.control.vehicle_call = Set(8);
  w.Step();
  w.calls.PlaceSoft(Set(6));
  stopline::Events events(w.output);
  w.calls.ServeVehicles(6, events);
  w.calls.Drop(events);
  CHECK(w.Told() == "44:7 44:1 44:3 " && w.Who() == 0 && w.calls.soft() == 0);
  for (int p = 0; p < 8; ++p) CHECK(!w.calls.Demand(p) && !w.calls.Called(p) && !w.calls.WalkDue(p));
  w.input = {};
  w.control = {};
  CHECK(w.Step().empty() && w.Who() == 0);
  w.control.omit = Set(1);
  w.control.ped_omit = Set(2);
  w.Step();
  stopline::Events more(w.output);
  w.calls.Drop(more);
  w.calls.CallEveryone();
  CHECK(w.Who() == 0xff && w.calls.WalkDue(1));
}
