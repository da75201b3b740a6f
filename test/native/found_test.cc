// What `make prove` and `make random-ticks` have found: each is the shortest way to what went wrong on the street.
#include <cstdint>

#include "harness.h"
#include "junction.h"
#include "overlaid.h"

namespace {

using stopline::FlashStatus;
using stopline::Input;
using stopline::Output;

}  // namespace

TEST("a phase without red clearance whose flash is called off shows red before it is green again") {
  test::Site site = test::FourLeg();
  for (test::Phase& phase : site.phase) phase.red_clear = 0;
  stopline::Junction junction;
  CHECK(junction.Open(test::TablesOf(site), test::MonitorTablesOf(site)) == nullptr);
  Input input{};
  Output output{};
  for (std::int32_t& max : input.max_green) max = 300;
  const auto until = [&](std::int32_t lamp) {
    for (int i = 0; i < 5'000 && output.channels[1] != lamp; ++i) junction.Step(input, output);
  };
  // Start-up has served everyone, and nobody is left.
  for (int i = 0; i < 5'000; ++i) junction.Step(input, output);
  input.locking[1] = 1;
  junction.Step(input, output);
  input.locking[1] = 0;
  until(stopline::kGreen);
  input.flash[0] = static_cast<std::int32_t>(FlashStatus::kAutomatic);
  until(stopline::kYellow);
  input.flash[0] = 0;
  input.locking[1] = 1;
  until(stopline::kRed);
  CHECK(output.channels[1] == stopline::kRed);
  until(stopline::kGreen);
  CHECK(output.fault[0] == 0 && output.channels[1] == stopline::kGreen);
}

// The first green would begin before an overlap that conflicts with it has been red for long enough, and the monitor
// would trip at every start.
TEST("a site whose all red is shorter than an overlap's red clearance is not started") {
  const test::Overlaid site = test::FourLegOverlaid();
  const auto opens = [&](int tenths) {
    stopline::Tables tables = site.tables;
    tables.start_all_red[0] = tenths;
    stopline::Junction junction;
    return junction.Open(tables, site.monitor) == nullptr;
  };
  CHECK(opens(25));
  CHECK(!opens(24));
}

// What the pattern in force orders is not checked before it gets here.
TEST(
    "a bus comes while the pattern says a maximum that nobody can mean: those ahead are counted for an hour at the "
    "most") {
  const test::Site site = test::FourLeg();
  stopline::Tables tables = test::TablesOf(site);
  for (int p = 0; p < 8; ++p) tables.priority_reduction[p] = 30;
  for (const std::int32_t max_green : {INT32_MAX, INT32_MIN}) {
    stopline::Junction junction;
    CHECK(junction.Open(tables, test::MonitorTablesOf(site)) == nullptr);
    Input input{};
    Output output{};
    for (std::int32_t& max : input.max_green) max = max_green;
    input.request_phase[0] = 4;
    input.request_arrival[0] = 100;
    // Start-up calls everyone; 3 is ahead of 4.
    for (int i = 0; i < 2'000 && output.channels[3] != stopline::kGreen; ++i) junction.Step(input, output);
    CHECK(output.channels[3] == stopline::kGreen && output.fault[0] == 0);
  }
}
