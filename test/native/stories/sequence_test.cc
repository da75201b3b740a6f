// Who comes next in the arterial's two sequences: 1 2 | 3 4 and 5 6 | 7 8, and in the second 2 1 | 3 4.
#include "controller/sequence.h"

#include "controller/density.h"
#include "story.h"
#include "strategies/strategy.h"

namespace {

using stopline::kNone;
using stopline::Only;

const stopline::Tables& Arterial() {
  static stopline::Tables none{};
  for (prove::SiteFile& each : test::ExampleSites()) {
    if (each.name == "arterial") return each.tables;
  }
  return none;
}

// What follows phases 1 and 2 in their group, and what the group begins with.
struct Order {
  int behind_one, behind_two, first;
  bool operator==(const Order&) const = default;
};
Order OrderOf(std::int32_t wanted) {
  stopline::Sequence sequence;
  sequence.Open(Arterial());
  sequence.Use(0, wanted);
  const auto number = [](int phase) { return phase == kNone ? 0 : phase + 1; };
  return {number(sequence.After(0, 0xff)), number(sequence.After(1, 0xff)), number(sequence.First(0, 0, 0xff))};
}

}  // namespace

TEST("a ring's order is that of the sequence that is wanted, and of the first where there is no such") {
  const Order first{2, 0, 1};
  const Order second{0, 1, 2};
  CHECK(OrderOf(0) == first && OrderOf(1) == second);
  CHECK(OrderOf(2) == first && OrderOf(15) == first && OrderOf(16) == first && OrderOf(17) == first);
  CHECK(OrderOf(400) == first && OrderOf(-1) == first);
}

TEST("the next group is the next in turn that somebody waits in, and no group is next to itself") {
  stopline::Sequence sequence;
  sequence.Open(Arterial());
  CHECK(sequence.GroupAfter(0, Only(2)) == 1 && sequence.GroupAfter(1, Only(0)) == 0);
  CHECK(sequence.GroupAfter(0, Only(1)) == kNone && sequence.GroupAfter(1, Only(7)) == kNone);
  CHECK(sequence.First(1, 1, Only(7)) == 7 && sequence.First(1, 1, Only(3)) == kNone);
  CHECK(sequence.After(2, Only(3) | Only(0)) == 3 && sequence.After(3, 0xff) == kNone);
}

TEST("a gap shrinks where the least one is below the passage time, and in no time where it has none") {
  stopline::Tables tables = Arterial();
  CHECK(stopline::Reduces(tables, 1) && !stopline::Reduces(tables, 0));
  CHECK(stopline::AllowedGap(tables, 1, kNone) == 40 && stopline::AllowedGap(tables, 1, 150) == 40);
  CHECK(stopline::AllowedGap(tables, 1, 250) == 32 && stopline::AllowedGap(tables, 1, 349) == 25);
  CHECK(stopline::AllowedGap(tables, 1, 350) == 24 && stopline::AllowedGap(tables, 1, 9000) == 24);
  tables.min_gap[1] = 40;
  CHECK(!stopline::Reduces(tables, 1));
  tables.min_gap[1] = 39;
  CHECK(stopline::Reduces(tables, 1));
  tables.time_to_reduce[1] = 0;
  CHECK(stopline::Reduces(tables, 1) && stopline::AllowedGap(tables, 1, 149) == 40);
  CHECK(stopline::AllowedGap(tables, 1, 150) == 39);
  tables.time_before_reduction[1] = 0;
  CHECK(!stopline::Reduces(tables, 1));
}

TEST("a strategy that is not there is the first") {
  using stopline::strategies::At;
  const std::int32_t count = stopline::strategies::Count();
  CHECK(&At(-1) == &At(0) && &At(count) == &At(0) && &At(count - 1) != &At(0) && &At(1) != &At(0));
}
