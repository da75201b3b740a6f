// The native tests, each by itself; and behind them runs of random ticks under the eyes of the bystander.
#include <cstring>
#include <vector>

#include "registry.h"
#include "tests.h"

// The program of `make random-ticks`, but for its main.
#define main RandomTicks
#include "../prove/random_ticks.cc"
#undef main

namespace mutants {

namespace {

constexpr int kRandom = 8;
constexpr std::uint64_t kRandomTicks = 100'000;

const std::vector<prove::SiteFile>& Sites() {
  static const std::vector<prove::SiteFile> sites = prove::ReadSites(STOPLINE_SITES);
  return sites;
}

}  // namespace

int TestCount() { return static_cast<int>(test::All().size()) + kRandom; }

const char* TestName(int test) {
  const int tests = static_cast<int>(test::All().size());
  return test < tests ? test::All()[static_cast<std::size_t>(test)]->name : "random ticks";
}

bool RunTest(int test) {
  test::at_failure = Failed;
  const int tests = static_cast<int>(test::All().size());
  if (test < tests) return test::Holds(*test::All()[static_cast<std::size_t>(test)]);
  prove::Options options;
  options.ticks = kRandomTicks;
  options.seed = static_cast<std::uint32_t>(1000 * (test - tests + 1));
  options.jobs = 1;
  options.words = false;
  return prove::Go(options, Sites(), 0) == 0;
}

}  // namespace mutants
