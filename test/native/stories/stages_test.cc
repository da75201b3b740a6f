// The stages: 1 Hafenstrasse, 2 its lefts, 3 Muehlenstrasse, 4 its lefts; signal groups are overlaps.
#include "story.h"

namespace {

using test::Story;

}  // namespace

TEST("stages from their start: one after the other, each signal group by itself") {
  Story story("stages");
  story.Go(1200);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    12.0  2 3 4 called; 1 chosen, green, walk, maximum begins; overlap 1 5 green
    19.0  1 flashing don't walk
    20.0  1 has its minimum
    27.0  1 don't walk, gaps out; 2 chosen; overlap 1 5 yellow
    30.0  1 clears; overlap 1 5 off
    33.0  1 red; 2 call over, green, maximum begins; overlap 2 6 9 green
    38.0  2 has its minimum, gaps out; 3 chosen; overlap 2 6 yellow
    41.0  2 clears; overlap 2 6 off
    43.0  2 red; 3 call over, green, walk, maximum begins; overlap 3 7 green
    49.0  3 flashing don't walk
    51.0  3 has its minimum
    58.0  3 don't walk, gaps out; 4 chosen; overlap 3 7 9 yellow
    61.0  3 clears; overlap 3 7 9 off
    64.0  3 red; 4 call over, green, maximum begins; overlap 4 8 green
    69.0  4 has its minimum, gaps out; 1 chosen; overlap 4 8 yellow
    72.0  4 clears; overlap 4 8 off
    74.0  4 red; 1 green; overlap 1 5 green
    82.0  1 has its minimum
  )"));
}

TEST("stages: only Muehlenstrasse is called, and its lefts later") {
  Story story("stages");
  story.Settle({1});
  story.Queue({3});
  story.Go(150);
  story.Queue({4});
  story.Go(250);
  story.Queue({});
  story.Go(400);
  CHECK(story.Tells(R"(
    0.0  3 called, chosen; 1 maximum begins, gaps out; overlap 1 5 yellow
    3.0  1 clears; overlap 1 5 off
    6.0  1 red
    7.0  3 call over, green, maximum begins; overlap 3 7 9 green
    15.0  4 called; 3 has its minimum
    17.4  3 gaps out; 4 chosen; overlap 3 7 9 yellow
    20.4  3 clears; overlap 3 7 9 off
    23.4  3 red; 4 call over, green, maximum begins; overlap 4 8 green
    28.4  4 has its minimum
    41.9  4 gaps out; 1 chosen; overlap 4 8 yellow
    44.9  4 clears; overlap 4 8 off
    46.9  4 red; 1 green; overlap 1 5 green
    54.9  1 has its minimum
  )"));
}

TEST("stages under the fixed plan: everybody in 90 s, and those on foot in theirs") {
  Story story("stages", 2);
  story.Go(1030);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    12.0  1 chosen, green, walk, maximum begins; overlap 1 5 green
    19.0  1 flashing don't walk
    20.0  1 has its minimum
    27.0  1 don't walk
    38.0  1 maxes out; 2 chosen; overlap 1 5 yellow
    41.0  1 clears; overlap 1 5 off
    44.0  1 red; 2 green, maximum begins; overlap 2 6 9 green
    49.0  2 has its minimum
    54.0  2 maxes out; 3 chosen; overlap 2 6 yellow
    57.0  2 clears; overlap 2 6 off
    59.0  2 red; 3 green, walk, maximum begins; overlap 3 7 green
    65.0  3 flashing don't walk
    67.0  3 has its minimum
    74.0  3 don't walk
    81.0  3 maxes out; 4 chosen; overlap 3 7 9 yellow
    84.0  3 clears; overlap 3 7 9 off
    87.0  3 red; 4 green, maximum begins; overlap 4 8 green
    92.0  4 has its minimum
    97.0  4 maxes out; 1 chosen; overlap 4 8 yellow
    100.0  4 clears; overlap 4 8 off
    102.0  4 red; 1 green, walk, maximum begins; overlap 1 5 green
  )"));
}
