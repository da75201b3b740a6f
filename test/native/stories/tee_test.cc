// The tee: 2 and 6 along Lake Road rest where nobody comes (soft recall), 4 out of Quarry Lane conflicts with both. 2:
// least green 8 s, yellow 3.3 s, red 1.3 s, walk 6 s and clearance 6.4 s; 4: 6 s, 3 s, 2.4 s, 6 s and 8.2 s.
#include "story.h"

namespace {

using test::Story;

}  // namespace

TEST("the tee from its start: Quarry Lane is let go once, and then Lake Road rests in green") {
  Story story("tee");
  story.Go(1000);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    12.0  2 called, chosen, call over, green, walk, maximum begins; 4 called; 6 called, chosen, call over, green, maximum begins
    12.1  4 chosen
    18.0  2 flashing don't walk
    20.0  2 has its minimum; 6 has its minimum, gaps out
    23.3  6 clears
    24.4  2 don't walk, gaps out
    24.6  6 red
    27.7  2 clears
    29.0  2 red; 4 call over, green, walk
    35.0  4 flashing don't walk, has its minimum
    43.2  4 don't walk
    43.3  4 maximum begins
    43.4  2 6 chosen; 4 gaps out
    46.4  4 clears
    48.8  4 red; 2 6 green
    56.8  2 6 has its minimum
  )"));
}

TEST("at the tee somebody turns out of Quarry Lane, and somebody walks there later") {
  Story story("tee");
  story.Settle({2, 6});
  story.Queue({4});
  story.Go(100);
  story.Queue({});
  story.Go(300);
  story.Press(4);
  story.Go(400);
  CHECK(story.Tells(R"(
    0.0  4 called, chosen; 2 6 maximum begins, gaps out
    3.3  2 6 clears
    4.6  2 6 red; 4 call over, green
    10.6  4 has its minimum
    12.0  4 maximum begins
    12.1  2 6 chosen; 4 gaps out
    15.1  4 clears
    17.5  4 red; 2 6 green
    25.5  2 6 has its minimum
    40.0  4 button, chosen; 2 6 maximum begins, gaps out
    43.3  2 6 clears
    44.6  2 6 red; 4 green, walk
    50.6  4 flashing don't walk, has its minimum
    58.8  4 don't walk
    58.9  4 maximum begins
    59.0  2 6 chosen; 4 gaps out
    62.0  4 clears
    64.4  4 red; 2 6 green
    72.4  2 6 has its minimum
  )"));
}

TEST("at the tee the queue on one side of Lake Road holds the other side's green, and its maximum ends both") {
  Story story("tee");
  story.Settle({2, 6});
  story.Queue({4, 6});
  story.Go(700);
  CHECK(story.Tells(R"(
    0.0  4 called, chosen; 2 maximum begins, gaps out; 6 maximum begins
    3.3  2 clears
    4.6  2 red
    35.0  6 maxes out
    35.1  6 called
    38.3  6 clears
    39.6  6 red; 4 call over, green, maximum begins
    39.7  6 chosen
    45.6  4 has its minimum
    59.6  4 maxes out
    59.7  4 called
    62.6  4 clears
    65.0  4 red; 6 call over, green, maximum begins
    65.1  4 chosen
  )"));
}

TEST("the tee under the fixed plan") {
  Story story("tee", 2);
  story.Go(930);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    12.0  2 chosen, green, walk, maximum begins; 6 chosen, green, maximum begins
    12.1  4 chosen
    18.0  2 flashing don't walk
    20.0  2 6 has its minimum
    24.4  2 don't walk
    37.0  2 6 maxes out
    40.3  2 6 clears
    41.6  2 6 red; 4 green, walk, maximum begins
    41.7  2 6 chosen
    47.6  4 flashing don't walk, has its minimum
    55.8  4 don't walk
    56.6  4 maxes out
    59.6  4 clears
    62.0  4 red; 2 green, walk, maximum begins; 6 green, maximum begins
    62.1  4 chosen
    68.0  2 flashing don't walk
    70.0  2 6 has its minimum
    74.4  2 don't walk
    87.0  2 6 maxes out
    90.3  2 6 clears
    91.6  2 6 red; 4 green, walk, maximum begins
    91.7  2 6 chosen
  )"));
}
