// Any inputs on tables that are good: the monitor never has a reason to trip, and nothing is read or written beside the
// buffers. A short flash at the start of the sheet, so that a few hundred bytes reach every part.
#include <cstdio>
#include <cstdlib>

#include "../../native/site.h"
#include "bytes.h"
#include "junction.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Bytes bytes(data, size);
  test::Dice dice(bytes.Byte());
  test::Site site = bytes.Byte() % 4 == 0 ? test::FourLeg() : test::AnySite(dice);
  site.start_flash = 1;
  stopline::Tables tables = test::TablesOf(site);
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (tables.enabled[p] == 0) continue;
    tables.priority_extension[p] = tables.priority_reduction[p] = 40;
    tables.priority_insertion[p] = p % 2;
    for (int i = 0; i < 3; ++i) {
      if (i != p % 3 || tables.preempt_dwell[i] != 0) continue;
      tables.preempt_enabled[i] = 1;
      tables.preempt_dwell[i] = tables.preempt_exit[i] = tables.preempt_track[i] = 1 << p;
      tables.preempt_track_green[i] = 60;
    }
  }
  stopline::Junction junction;
  if (junction.Open(tables, test::MonitorTablesOf(site)) != nullptr) return 0;
  stopline::Input input{};
  stopline::Output output{};
  stopline::State state{};
  for (int p = 0; p < stopline::kPhases; ++p) input.max_green[p] = 100;
  for (int step = 0; step < 2'000 && !bytes.Over(); ++step) {
    fuzz::Spoil(bytes, input, bytes.Byte() % 4);
    // Long stretches of the same inputs, or nothing would ever be over.
    for (int tick = bytes.Byte() % 64; tick >= 0; --tick) {
      junction.Step(input, output);
      input.clock[0] = input.clock[0] >= 863'999 ? 0 : input.clock[0] + 1;
      input.advance[0] = 0;
      if (output.fault[0] == 0) continue;
      std::printf("the monitor tripped: %s\n", stopline::monitor::kFaultWords[output.fault[0]]);
      std::abort();
    }
  }
  junction.Look(state);
  return 0;
}
