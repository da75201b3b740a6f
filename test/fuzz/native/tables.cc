// Any tables: they are refused in words, or they run. What is accepted runs under any inputs without leaving its
// arrays.
#include <cstdlib>

#include "../../native/site.h"
#include "bytes.h"
#include "junction.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Bytes bytes(data, size);
  test::Dice dice(bytes.Byte());
  const test::Site site = bytes.Byte() % 4 == 0 ? test::FourLeg() : test::AnySite(dice);
  stopline::Tables tables = test::TablesOf(site);
  stopline::monitor::Tables monitor = test::MonitorTablesOf(site);
  fuzz::Spoil(bytes, tables, bytes.Byte() % 32);
  fuzz::Spoil(bytes, monitor, bytes.Byte() % 8);
  stopline::Junction junction;
  if (const char* wrong = junction.Open(tables, monitor)) {
    if (*wrong == '\0') std::abort();
    return 0;
  }
  stopline::Input input{};
  stopline::Output output{};
  stopline::State state{};
  for (int tick = 0; tick < 60 || (!bytes.Over() && tick < 1'000); ++tick) {
    if (tick % 4 == 0) fuzz::Spoil(bytes, input, bytes.Byte() % 4);
    junction.Step(input, output);
    if (output.event_count[0] < 0 || output.event_count[0] > stopline::kEvents) std::abort();
  }
  junction.Look(state);
  return 0;
}
