// The four-leg example site, free. Throughs 2, 4, 6 and 8: yellow 3.6 s, red 1.5 s, passage 2.5 s, walk 7 s, clearance
// 14 s over the side road and 16 s over the main road; least green 8 s (2, 6) and 6 s (4, 8). Lefts: least green 5 s,
// yellow 3.2 s, red 1.2 s, passage 2 s. 2 and 6 are always called.
#include "story.h"

namespace {

using test::Story;

}  // namespace

TEST("four legs come out of the dark: flash, all red until the last pedestrian has crossed, and everybody once") {
  Story story("four-leg");
  story.Go(1200);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    16.0  1 3 4 5 7 8 called; 2 6 chosen, green, walk, maximum begins
    23.0  2 6 flashing don't walk
    24.0  2 6 has its minimum
    37.0  2 6 don't walk, gaps out; 3 7 chosen
    40.6  2 6 clears
    42.1  2 6 red; barrier 1 crossed; 3 7 call over, green, maximum begins
    47.1  3 7 has its minimum, gaps out; 4 8 chosen
    50.3  3 7 clears
    51.5  3 7 red; 4 8 call over, green, walk, maximum begins
    57.5  4 8 has its minimum
    58.5  4 8 flashing don't walk
    74.5  4 8 don't walk, gaps out; 1 5 chosen
    78.1  4 8 clears
    79.6  4 8 red; barrier 2 crossed; 1 5 call over, green, maximum begins
    84.6  1 5 has its minimum, gaps out; 2 6 chosen
    87.8  1 5 clears
    89.0  1 5 red; 2 6 green
    97.0  2 6 has its minimum
  )"));
}

TEST(
    "at four legs a car comes to a left turn at night, is gone through in the least green, and the main road is back") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.Pass(3);
  story.Go(400);
  CHECK(story.Tells(R"(
    0.0  3 called, chosen; 2 6 maximum begins, gaps out; 8 chosen
    3.6  2 6 clears
    5.1  2 6 red; barrier 1 crossed; 3 call over, green, maximum begins; 8 green, maximum begins
    10.1  3 has its minimum
    11.1  8 has its minimum, gaps out; 3 gaps out; 2 6 chosen
    14.3  3 clears
    14.7  8 clears
    15.5  3 red
    16.2  8 red; barrier 2 crossed; 2 6 green
    24.2  2 6 has its minimum
  )"));
}

TEST("four legs with a queue everywhere: every green lasts its maximum from the moment on that somebody waits") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.Queue({1, 2, 3, 4, 5, 6, 7, 8});
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  1 3 4 5 7 8 called; 2 6 maximum begins
    45.0  2 6 maxes out; 3 7 chosen
    48.6  2 6 clears
    50.1  2 6 red; barrier 1 crossed; 3 7 call over, green, maximum begins
    55.1  3 7 has its minimum
    70.1  3 maxes out; 4 chosen; 7 maxes out; 8 chosen
    70.2  3 7 called
    73.3  3 7 clears
    74.5  3 7 red; 4 8 call over, green, maximum begins
    80.5  4 8 has its minimum
    104.5  4 8 maxes out; 1 5 chosen
    104.6  4 8 called
    108.1  4 8 clears
    109.6  4 8 red; barrier 2 crossed; 1 5 call over, green, maximum begins
    114.6  1 5 has its minimum
    129.6  1 maxes out; 2 chosen; 5 maxes out; 6 chosen
    129.7  1 5 called
    132.8  1 5 clears
    134.0  1 5 red; 2 6 green, maximum begins
    142.0  2 6 has its minimum
  )"));
}

TEST("at four legs somebody walks over the main road: 8 goes beside 4, and ends with it") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.Press(4);
  story.Go(500);
  CHECK(story.Tells(R"(
    0.0  4 button, chosen; 2 6 maximum begins, gaps out; 8 chosen
    3.6  2 6 clears
    5.1  2 6 red; barrier 1 crossed; 4 green, walk, maximum begins; 8 green, maximum begins
    11.1  4 8 has its minimum
    12.1  4 flashing don't walk
    28.1  4 don't walk, gaps out; 8 gaps out; 2 6 chosen
    31.7  4 8 clears
    33.2  4 8 red; barrier 2 crossed; 2 6 green
    41.2  2 6 has its minimum
  )"));
}

TEST("at four legs cars pass one by one: each holds the green for its passage, and a gap at the barrier is no end") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.Pass(4);
  story.Queue({2, 6});
  story.Go(50);
  story.Queue({});
  story.Go(20);
  story.Queue({6});  // 2 has been without anybody for 2 s
  story.Go(10);
  story.Queue({});
  story.Go(10);
  story.Queue({2});  // it has gapped out, and waits for 6
  story.Go(5);
  story.Queue({});
  story.Go(300);
  CHECK(story.Tells(R"(
    0.0  4 called; 2 6 maximum begins
    11.9  2 6 gaps out; 4 8 chosen
    15.5  2 6 clears
    17.0  2 6 red; barrier 1 crossed; 4 call over, green, maximum begins; 8 green, maximum begins
    23.0  4 8 has its minimum, gaps out; 2 6 chosen
    26.6  4 8 clears
    28.1  4 8 red; barrier 2 crossed; 2 6 green
    36.1  2 6 has its minimum
  )"));
}

TEST("at four legs somebody presses in a green that rests, again in the walk and again in the clearance") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.Press(2);
  story.Go(30);
  story.Press(2);
  story.Go(60);
  story.Press(2);
  story.Go(400);
  CHECK(story.Tells(R"(
    0.0  2 button, walk
    7.0  2 flashing don't walk
    9.0  2 button
    21.0  2 don't walk
    21.1  2 walk
    28.1  2 flashing don't walk
    42.1  2 don't walk
  )"));
}

TEST("four legs under the fixed plan: everybody has his maximum and his walk, in 90 s") {
  Story story("four-leg", 2);
  story.Go(1100);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    16.0  2 6 chosen, green, walk, maximum begins
    23.0  2 6 flashing don't walk
    24.0  2 6 has its minimum
    37.0  2 6 don't walk
    43.0  2 6 maxes out; 3 7 chosen
    46.6  2 6 clears
    48.1  2 6 red; barrier 1 crossed; 3 7 green, maximum begins
    53.1  3 7 has its minimum
    58.1  3 maxes out; 4 chosen; 7 maxes out; 8 chosen
    61.3  3 7 clears
    62.5  3 7 red; 4 8 green, walk, maximum begins
    68.5  4 8 has its minimum
    69.5  4 8 flashing don't walk
    85.5  4 8 don't walk
    86.5  4 8 maxes out; 1 5 chosen
    90.1  4 8 clears
    91.6  4 8 red; barrier 2 crossed; 1 5 green, maximum begins
    96.6  1 5 has its minimum
    101.6  1 maxes out; 2 chosen; 5 maxes out; 6 chosen
    104.8  1 5 clears
    106.0  1 5 red; 2 6 green, walk, maximum begins
  )"));
}

TEST(
    "at four legs one left turn is called for ever and its neighbour is not: it has its maximum, and then the "
    "through") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.Queue({1, 4});
  story.Go(1);
  story.Queue({1});
  story.Go(700);
  CHECK(story.Tells(R"(
    0.0  1 called; 4 called, chosen; 2 6 maximum begins, gaps out; 8 chosen
    0.1  4 call over
    3.6  2 6 clears
    5.1  2 6 red; barrier 1 crossed; 4 8 green, maximum begins
    11.1  4 8 has its minimum, gaps out; 1 6 chosen
    14.7  4 8 clears
    16.2  4 8 red; barrier 2 crossed; 1 call over, green, maximum begins; 6 green
    21.2  1 has its minimum
    24.2  6 has its minimum
    36.2  1 maxes out; 2 chosen
    36.3  1 called
    39.4  1 clears
    40.6  1 red; 2 green, maximum begins
    48.6  2 has its minimum, gaps out; 1 chosen
    52.2  2 clears
    53.7  2 red; 1 call over, green, maximum begins
    58.7  1 has its minimum
  )"));
}

TEST("at four legs a loop at 7 has failed: its phase is served in every cycle to its maximum") {
  Story story("four-leg");
  story.Settle({2, 6});
  story.input.fault_recall[6] = 1;
  story.Go(900);
  CHECK(story.Tells(R"(
    0.0  2 6 maximum begins, gaps out; 7 4 chosen
    3.6  2 6 clears
    5.1  2 6 red; barrier 1 crossed; 4 7 green, maximum begins
    10.1  7 has its minimum
    11.1  4 has its minimum
    25.1  4 gaps out; 7 maxes out; 2 6 chosen
    28.3  7 clears
    28.7  4 clears
    29.5  7 red
    30.2  4 red; barrier 2 crossed; 2 6 green, maximum begins
    38.2  2 6 has its minimum, gaps out; 7 4 chosen
    41.8  2 6 clears
    43.3  2 6 red; barrier 1 crossed; 4 7 green, maximum begins
    48.3  7 has its minimum
    49.3  4 has its minimum
    63.3  4 gaps out; 7 maxes out; 2 6 chosen
    66.5  7 clears
    66.9  4 clears
    67.7  7 red
    68.4  4 red; barrier 2 crossed; 2 6 green, maximum begins
    76.4  2 6 has its minimum, gaps out; 7 4 chosen
    80.0  2 6 clears
    81.5  2 6 red; barrier 1 crossed; 4 7 green, maximum begins
    86.5  7 has its minimum
    87.5  4 has its minimum
  )"));
}
