// Where controller and monitor meet: what the outside hears of a fault, and why the lamps flash.
#include "junction.h"

#include "harness.h"
#include "site.h"

namespace {

using stopline::FlashStatus;
using stopline::monitor::Fault;

struct Box {
  // The monitor's sheet says more than the controller's: a green of phase 3 comes to be too short for it.
  Box() : tables(test::TablesOf(test::FourLeg())), monitor(test::MonitorTablesOf(test::FourLeg())) {
    monitor.min_green[2] = 60;
  }
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      junction.Step(input, output);
      for (int i = 0; i < output.event_count[0]; ++i) {
        if (output.events[2 * i] == 173) status = output.events[2 * i + 1];
      }
      for (int p = 0; p < 16; ++p) input.locking[p] = 0;
    }
  }
  stopline::Tables tables;
  stopline::monitor::Tables monitor;
  stopline::Junction junction;
  stopline::Input input{};
  stopline::Output output{};
  int status = 0;  // of unit flash, as the journal has it
};

}  // namespace

TEST("a fault is told with its name and its channels, the lamps flash, and the journal says that the monitor did it") {
  Box box;
  CHECK(box.junction.Open(box.tables, box.monitor) == nullptr);
  for (int p = 0; p < 16; ++p) box.input.max_green[p] = 300;
  int tenths = 0;
  for (; box.output.fault[0] == 0 && tenths < 3'000; ++tenths) {
    CHECK(box.output.fault_channels[0] == 0);
    box.Step();
  }
  CHECK(box.output.fault[0] == static_cast<int>(Fault::kShortGreen) && box.output.fault_channels[0] == 1 << 2);
  for (int c = 0; c < 8; ++c) CHECK(box.output.channels[c] == stopline::kFlashingRed);
  CHECK(box.status == static_cast<int>(FlashStatus::kNotFlash) && box.output.start_up[0] == 0);
  box.Step();
  CHECK(box.status == static_cast<int>(FlashStatus::kFaultMonitor) && box.output.start_up[0] == 1);
  box.input.flash[0] = static_cast<int>(FlashStatus::kNotFlash);
  box.Step(2'000);
  CHECK(box.output.fault[0] == static_cast<int>(Fault::kShortGreen) && box.output.fault_channels[0] == 1 << 2);
  CHECK(box.status == static_cast<int>(FlashStatus::kFaultMonitor) && box.output.start_up[0] == 1);
}

TEST("the unit says that it starts up until its first green, and not afterwards") {
  Box box;
  CHECK(box.junction.Open(box.tables, test::MonitorTablesOf(test::FourLeg())) == nullptr);
  for (int tenth = 0; tenth < 300; ++tenth) {
    box.Step();
    const bool green = box.output.channels[1] == stopline::kGreen;
    CHECK(box.output.start_up[0] == (green ? 0 : 1));
  }
  CHECK(box.output.start_up[0] == 0);
}

TEST("a site is refused in the controller's words or in the monitor's, whoever finds it wrong") {
  Box box;
  box.monitor.min_green[3] = 0;
  const char* wrong = box.junction.Open(box.tables, box.monitor);
  CHECK(wrong != nullptr && wrong[0] == 'm');
  box.tables.min_green[3] = 0;
  wrong = box.junction.Open(box.tables, box.monitor);
  CHECK(wrong != nullptr && wrong[0] != 'm');
}

TEST("a channel that nobody uses is dark, whatever stood in the buffer") {
  Box box;
  stopline::Controller controller;
  CHECK(controller.Open(box.tables) == nullptr);
  for (int i = 0; i < 400; ++i) {
    for (std::int32_t& lamp : box.output.channels) lamp = stopline::kGreen;
    controller.Step(box.input, FlashStatus::kNotFlash, box.output);
    for (int c = 8; c < 16; ++c) CHECK(box.output.channels[c] == stopline::kDark);
  }
}
