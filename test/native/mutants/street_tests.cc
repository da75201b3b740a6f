// The native tests, each by itself; and behind them runs of random ticks under the eyes of the bystander.
#include <cstring>
#include <vector>

#include "../harness.h"
#include "tests.h"

// The program of `make random-ticks`, but for its main.
#define main RandomTicks
#include "../prove/random_ticks.cc"
#undef main

namespace test {

namespace {

Test* first = nullptr;
Test* last = nullptr;
bool failed = false;

}  // namespace

Test::Test(const char* sentence, void (*body)()) : name(sentence), run(body) {
  (last == nullptr ? first : last->next) = this;
  last = this;
}

void Fail(const char*, int, const char*) {
  failed = true;
  mutants::Failed();
}

bool Failed() { return failed; }

}  // namespace test

namespace mutants {

namespace {

constexpr int kRandom = 8;
constexpr std::uint64_t kRandomTicks = 100'000;

std::vector<const test::Test*> Tests() {
  std::vector<const test::Test*> tests;
  for (const test::Test* t = test::first; t != nullptr; t = t->next) tests.push_back(t);
  return tests;
}
const std::vector<const test::Test*>& All() {
  static const std::vector<const test::Test*> all = Tests();
  return all;
}

const std::vector<prove::SiteFile>& Sites() {
  static const std::vector<prove::SiteFile> sites = prove::ReadSites(STOPLINE_SITES);
  return sites;
}

}  // namespace

int TestCount() { return static_cast<int>(All().size()) + kRandom; }

const char* TestName(int test) {
  const int tests = static_cast<int>(All().size());
  return test < tests ? All()[static_cast<std::size_t>(test)]->name : "random ticks";
}

bool RunTest(int test) {
  const int tests = static_cast<int>(All().size());
  if (test < tests) {
    test::failed = false;
    All()[static_cast<std::size_t>(test)]->run();
    return !test::failed;
  }
  prove::Options options;
  options.ticks = kRandomTicks;
  options.seed = static_cast<std::uint32_t>(1000 * (test - tests + 1));
  options.jobs = 1;
  options.words = false;
  return prove::Go(options, Sites(), 0) == 0;
}

}  // namespace mutants
