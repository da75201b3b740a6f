// Rings that rest in red: who holds a green there though nobody is on a loop.
#include <memory>

#include "crossroads.h"
#include "harness.h"

namespace {

using test::Crossroads;
using test::Site;

// Both rings rest in red; a preempt dwells in 2 and 6, another in 4 alone.
std::unique_ptr<Crossroads> Resting() {
  Site site = test::FourLeg();
  site.red_rest[0] = site.red_rest[1] = true;
  stopline::Tables t = test::TablesOf(site);
  t.preempt_enabled[0] = t.preempt_enabled[1] = 1;
  t.preempt_dwell[0] = 1 << 1 | 1 << 5;
  t.preempt_dwell[1] = 1 << 3;
  auto road = std::make_unique<Crossroads>(site, t);
  road->Step(1500);
  return road;
}

}  // namespace

TEST("the dwell's greens stay while the train passes though their rings rest in red, and go behind it") {
  const auto road = Resting();
  CHECK(road->Red(2) && road->Red(6) && road->Red(4) && road->broken == nullptr);
  road->input.preempt[0] = 1;
  CHECK(road->UntilGreen(2) >= 0 && road->Green(6));
  const int greens = road->count(1);
  road->Step(400);
  CHECK(road->Green(2) && road->Green(6) && road->count(1) == greens);
  road->input.preempt[0] = 0;
  // Everybody once, in three minutes, and then nobody.
  road->Step(1800);
  CHECK(road->told(1, 3) > 0 && road->Red(2) && road->Red(6) && road->Red(4) && road->broken == nullptr);
}

TEST("a preempt in a single phase keeps the other ring in red, and a button beside it is heard when it is over") {
  const auto road = Resting();
  road->input.preempt[1] = 1;
  CHECK(road->UntilGreen(4) >= 0);
  road->Press(8);
  road->Call(8);
  road->Step(300);
  CHECK(road->Green(4) && road->Red(8) && !road->Walks(8));
  road->input.preempt[1] = 0;
  CHECK(road->UntilGreen(8, 600) >= 0 && road->Walks(8) && road->broken == nullptr);
}
