// Strategies alone, each by what it proposes for one green; and what an order for one does.
#include <cstring>

#include "harness.h"
#include "junction.h"
#include "site.h"
#include "strategies/strategies.h"

namespace {

using stopline::strategies::Green;
using stopline::strategies::Proposal;

}  // namespace

TEST("a fully actuated green stays for whoever is on the loop or within the passage time, and no longer") {
  const auto propose = stopline::strategies::kFullyActuated.propose;
  CHECK(propose({.phase = 1, .elapsed = 300, .gap_left = 25, .max_left = 1, .demand = true}) == Proposal::kStay);
  CHECK(propose({.phase = 1, .elapsed = 80, .gap_left = 1, .max_left = 320, .demand = false}) == Proposal::kStay);
  CHECK(propose({.phase = 1, .elapsed = 80, .gap_left = 0, .max_left = 320, .demand = true}) == Proposal::kStay);
  CHECK(propose({.phase = 1, .elapsed = 80, .gap_left = 0, .max_left = 320, .demand = false}) == Proposal::kGapOut);
}

TEST("a fixed green stays for nobody too, until its maximum ends it") {
  const auto propose = stopline::strategies::kFixed.propose;
  CHECK(propose({.phase = 1, .elapsed = 80, .gap_left = 0, .max_left = 320, .demand = false}) == Proposal::kStay);
}

TEST("a strategy that plans ends greens by their gaps where its plan is silent") {
  for (const auto* strategy : {&stopline::strategies::kMaxPressure, &stopline::strategies::kAdaptive}) {
    CHECK(strategy->propose({.phase = 1, .elapsed = 80, .gap_left = 1, .max_left = 320, .demand = false}) ==
          Proposal::kStay);
    CHECK(strategy->propose({.phase = 1, .elapsed = 80, .gap_left = 0, .max_left = 320, .demand = false}) ==
          Proposal::kGapOut);
  }
}

TEST("an order for a strategy that is not there ends greens as the first one does") {
  stopline::Junction first;
  stopline::Junction missing;
  const test::Site site = test::FourLeg();
  CHECK(first.Open(test::TablesOf(site), test::MonitorTablesOf(site)) == nullptr);
  CHECK(missing.Open(test::TablesOf(site), test::MonitorTablesOf(site)) == nullptr);
  test::Dice dice(5);
  int greens = 0;
  for (int i = 0; i < 20'000; ++i) {
    stopline::Input input{};
    for (int p = 0; p < 8; ++p) {
      input.vehicle[p] = dice.OneIn(40);
      input.max_green[p] = 300;
    }
    stopline::Output a{};
    stopline::Output b{};
    first.Step(input, a);
    input.strategy[0] = dice.OneIn(2) ? 1'000'000 : -1;
    missing.Step(input, b);
    CHECK(std::memcmp(&a, &b, sizeof a) == 0);
    for (int e = 0; e < a.event_count[0]; ++e) greens += a.events[2 * e] == 1;
  }
  CHECK(greens > 200);
}
