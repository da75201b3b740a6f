// Nothing is allocated after open: every way to memory goes through here and is counted, while any site runs under any
// inputs. Linked with -Wl,--wrap for the C library's functions; operator new is replaced.
#include <cstdio>
#include <cstdlib>
#include <new>

#include "../site.h"
#include "junction.h"

namespace {

long taken = 0;

}  // namespace

extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* memory, std::size_t size);
void* __wrap_malloc(std::size_t size) {
  ++taken;
  return __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  ++taken;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* memory, std::size_t size) {
  ++taken;
  return __real_realloc(memory, size);
}
}

__attribute__((noinline)) void* operator new(std::size_t size) {
  ++taken;
  if (void* memory = __real_malloc(size)) return memory;
  std::abort();
}
void* operator new[](std::size_t size) { return operator new(size); }
__attribute__((noinline)) void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using test::Dice;

void AnyInput(Dice& dice, stopline::Input& input) {
  for (int p = 0; p < stopline::kPhases; ++p) {
    input.vehicle[p] = dice.OneIn(3);
    input.locking[p] = dice.OneIn(50);
    input.pedestrian[p] = dice.OneIn(200);
    input.actuations[p] = dice.Roll(3);
    if (!dice.OneIn(2'000)) continue;
    input.max_green[p] = dice.Between(1, 400);
    input.recall[p] = dice.Roll(4);
    input.split[p] = dice.Between(100, 300);
  }
  if (dice.OneIn(3'000)) input.cycle[0] = dice.OneIn(2) ? 0 : 800;
  if (dice.OneIn(3'000)) input.coordinated[0] = 0x22;
  if (dice.OneIn(3'000)) input.sequence[0] = dice.Roll(3);
  if (dice.OneIn(500)) input.preempt[dice.Roll(stopline::kPreempts)] ^= 1;
  if (dice.OneIn(300)) {
    const int slot = dice.Roll(stopline::kRequests);
    input.request_phase[slot] = dice.Roll(stopline::kPhases + 1);
    input.request_arrival[slot] = dice.Roll(300);
  }
  if (dice.OneIn(5'000)) input.flash[0] = dice.Roll(9);
  if (dice.OneIn(20)) input.flash[0] = 0;
  if (dice.OneIn(2'000)) input.manual[0] ^= 1;
  if (dice.OneIn(2'000)) input.stop_time[0] ^= 1;
  input.advance[0] = dice.OneIn(100);
  input.clock[0] = (input.clock[0] + 1) % 864'000;
}

}  // namespace

int main() {
  long before = taken;
  operator delete(operator new(8));
  void* volatile one = std::malloc(8);
  std::free(one);
  if (taken != before + 2) {
    std::puts("the allocations are not counted");
    return 1;
  }
  long ticks = 0;
  long after_open = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    Dice dice(seed);
    const test::Site site = seed == 1 ? test::FourLeg() : test::AnySite(dice);
    stopline::Tables tables = test::TablesOf(site);
    tables.preempt_enabled[0] = 1;
    for (int p = 0; p < stopline::kPhases && tables.preempt_dwell[0] == 0; ++p)
      tables.preempt_dwell[0] = tables.enabled[p] << p;
    for (int p = 0; p < stopline::kPhases; ++p) tables.priority_extension[p] = tables.priority_reduction[p] = 50;
    stopline::Junction junction;
    if (const char* wrong = junction.Open(tables, test::MonitorTablesOf(site))) {
      std::printf("seed %u: %s\n", seed, wrong);
      return 1;
    }
    stopline::Input input{};
    stopline::Output output{};
    stopline::State state{};
    before = taken;
    for (int i = 0; i < 20'000; ++i, ++ticks) {
      AnyInput(dice, input);
      junction.Step(input, output);
      if (i % 100 == 0) junction.Look(state);
    }
    after_open += taken - before;
  }
  std::printf("{\"ticks\": %ld, \"allocations\": %ld}\n", ticks, after_open);
  return after_open == 0 ? 0 : 1;
}
