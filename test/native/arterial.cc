#include "arterial.h"

namespace test {

Arterial::Arterial(const Site& site, const stopline::Tables& tables) : watch(site) {
  broken = junction_.Open(tables, MonitorTablesOf(site));
  for (int p = 0; p < 16; ++p) {
    input.max_green[p] = 300;
    queue[p + 1] = true;
  }
  input.max_inhibit[0] = 1;
  input.correction[0] = stopline::kShortWay;
  watch.bound = 1'000'000;
}

void Arterial::Coordinate(int cycle, int offset, const int (&split)[8], int coordinated) {
  input.cycle[0] = cycle;
  input.offset[0] = offset;
  input.coordinated[0] = coordinated;
  for (int p = 0; p < 8; ++p) input.split[p] = split[p];
}

void Arterial::Queues(std::initializer_list<int> phases) {
  for (bool& stands : queue) stands = false;
  for (const int phase : phases) queue[phase] = true;
}

void Arterial::Go(int tenths) {
  for (; tenths > 0; --tenths) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = queue[p + 1] ? 1 : 0;
    watch.Officer(input.stop_time[0] != 0, input.manual[0] != 0);
    junction_.Step(input, output);
    Note();
    for (int p = 0; p < 16; ++p) input.pedestrian[p] = 0;
    ++input.clock[0];
  }
}

void Arterial::GoTo(int local) {
  do Go(1);
  while (Local() != local);
}

int Arterial::Local() const {
  const int cycle = input.cycle[0] > 0 ? input.cycle[0] : 1;
  return ((input.clock[0] - input.offset[0]) % cycle + cycle) % cycle;
}

void Arterial::Note() {
  if (broken == nullptr && output.fault[0] != 0) broken = stopline::monitor::kFaultWords[output.fault[0]];
  if (const char* seen = watch.See(output.channels); broken == nullptr) broken = seen;
  for (int i = 0; i < output.event_count[0]; ++i) {
    const int code = output.events[2 * i];
    const int parameter_of = output.events[2 * i + 1];
    if (code < 400) {
      ++told[code];
      parameter[code] = parameter_of;
    }
    if (code == 1) {
      ++greens[parameter_of];
      began[parameter_of] = Local();
    }
    if (code == 8) ended[parameter_of] = Local();
    if ((code >= 4 && code <= 6) || code == 19 || code == 20) cause[parameter_of] = code;
    if (code == 21) ++walks[parameter_of];
  }
}

stopline::CoordinationStatus Arterial::Status() {
  stopline::State state;
  junction_.Look(state);
  return static_cast<stopline::CoordinationStatus>(state.coordination[0]);
}

stopline::LocalFree Arterial::LocalFree() {
  stopline::State state;
  junction_.Look(state);
  return static_cast<stopline::LocalFree>(state.local_free[0]);
}

}  // namespace test
