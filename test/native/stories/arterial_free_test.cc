// The arterial example site, free. 2 and 6: least green 10 s, 1.5 s more for each vehicle that came in red up to 24 s;
// a gap of 4 s, which from 15 s on shrinks in 20 s to 2.4 s; yellow 4.2 s, red 1.5 s; walk 7 s, which stays while
// nobody waits, clearance 14.6 s. 4 and 8: least green 7 s, passage 2.5 s, yellow 3.3 s, red 2.6 s, walk 7 s from 4 s
// before the green on, clearance 21.9 s; two maximums of 32 s in a row make it 5 s longer. Lefts: least green 5 s,
// passage 2 s, maximum 20 s; 1 and 5 yellow 3.6 s and red 2.8 s, 3 and 7 3.3 s and 2.6 s. Overlap 1 is the west right
// turn with 4 and 5; 2 and 3 are arrows of the north and south left turn.
#include "story.h"

namespace {

using test::Story;

}  // namespace

TEST("the arterial from its start: all red until who needs 21.9 s has crossed, and then everybody once") {
  Story story("arterial");
  story.Go(200);
  CHECK(story.Shows("RRRRRRRRRRRRR"));
  story.Go(1300);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    21.9  1 3 4 5 7 8 called; 2 6 chosen, green, walk, maximum begins; overlap 2 3 flashes
    28.9  2 6 flashing don't walk
    31.9  2 6 has its minimum
    36.9  2 6 gap shrinks
    43.5  2 6 don't walk, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    47.1  overlap 2 3 clears
    47.7  2 6 clears
    49.2  2 6 red; barrier 1 crossed
    49.9  3 7 call over, green, maximum begins; overlap 2 3 off
    54.9  3 7 has its minimum, gaps out; 4 8 chosen
    58.2  3 7 clears
    60.8  3 7 red; 4 8 call over, on, walk
    64.8  4 8 begins, maximum begins; overlap 1 green
    67.8  4 8 flashing don't walk
    71.8  4 8 has its minimum
    89.7  4 8 don't walk, gaps out; 1 5 chosen
    93.0  4 8 clears
    95.6  4 8 red; barrier 2 crossed; 1 5 call over, green, maximum begins; overlap 2 3 green
    100.6  1 5 has its minimum, gaps out; 2 6 chosen; overlap 1 2 3 yellow
    103.9  overlap 1 clears
    104.2  1 5 clears; overlap 2 3 clears
    106.5  overlap 1 off
    107.0  1 5 red; 2 6 green; overlap 2 3 off, flashes
    117.0  2 6 has its minimum
  )"));
}

TEST("on the arterial vehicles come in red: the green is long enough for all of them, and then the gap shrinks") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({3, 7});
  story.Go(100);
  story.Begin();
  for (int vehicle = 0; vehicle < 8; ++vehicle) {  // 8 on the loop of 2
    story.Pass(2);
    story.Go(10);
  }
  story.Queue({});
  story.Go(60);
  story.Queue({2, 3});
  story.Go(270);
  story.Queue({3});
  story.Go(400);
  CHECK(story.Tells(R"(
    1.4  3 7 has its minimum
    9.9  3 7 gaps out; 2 6 chosen
    13.2  3 7 clears
    14.0  3 called
    15.8  3 7 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 2 3 flashes
    25.8  2 6 has its minimum
    27.8  2 has its queue's green
    30.8  2 6 gap shrinks
    43.9  2 6 gaps out; 3 8 chosen; overlap 2 3 flashed, yellow
    47.5  overlap 2 3 clears
    48.1  2 6 clears
    49.6  2 6 red; barrier 1 crossed
    50.3  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    55.3  3 has its minimum
    57.3  8 has its minimum
    70.3  3 maxes out; 8 gaps out; 2 6 chosen
    70.4  3 called
    73.6  3 8 clears
    76.2  3 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 2 3 flashes
  )"));
}

TEST("on the arterial the side road fills twice: the third green of it is 5 s longer, and two gaps take that back") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({2, 4});
  story.Go(3500);
  story.Queue({2});
  for (int cycle = 0; cycle < 2; ++cycle) {
    story.Go(600);
    story.Pass(4);
  }
  story.Go(1000);
  CHECK(story.Tells(R"(
    0.0  4 called; 2 6 maximum begins
    15.0  2 6 gap shrinks
    35.0  2 6 gap is least
    50.0  2 maxes out; 6 gaps out; 4 8 chosen; overlap 2 3 flashed, yellow
    53.6  overlap 2 3 clears
    54.2  2 6 clears
    55.7  2 6 red; barrier 1 crossed
    56.4  4 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    63.4  4 8 has its minimum
    88.4  4 maxes out; 8 gaps out; 2 6 chosen; overlap 1 yellow
    88.5  4 called
    91.7  4 8 clears; overlap 1 clears
    94.3  4 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 1 off; overlap 2 3 flashes
    104.3  2 6 has its minimum
    109.3  2 6 gap shrinks
    129.3  2 6 gap is least
    144.3  2 maxes out; 6 gaps out; 4 8 chosen; overlap 2 3 flashed, yellow
    147.9  overlap 2 3 clears
    148.5  2 6 clears
    150.0  2 6 red; barrier 1 crossed
    150.7  4 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    157.7  4 8 has its minimum
    182.7  4 maximum up, maxes out; 8 gaps out; 2 6 chosen; overlap 1 yellow
    182.8  4 called
    186.0  4 8 clears; overlap 1 clears
    188.6  4 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 1 off; overlap 2 3 flashes
    198.6  2 6 has its minimum
    203.6  2 6 gap shrinks
    223.6  2 6 gap is least
    238.6  2 maxes out; 6 gaps out; 4 8 chosen; overlap 2 3 flashed, yellow
    242.2  overlap 2 3 clears
    242.8  2 6 clears
    244.3  2 6 red; barrier 1 crossed
    245.0  4 call over, green, longer maximum, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    252.0  4 8 has its minimum
    282.0  4 maximum up, maxes out; 8 gaps out; 2 6 chosen; overlap 1 yellow
    282.1  4 called
    285.3  4 8 clears; overlap 1 clears
    287.9  4 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 1 off; overlap 2 3 flashes
    297.9  2 6 has its minimum
    302.9  2 6 gap shrinks
    322.9  2 6 gap is least
    337.9  2 maxes out; 6 gaps out; 4 8 chosen; overlap 2 3 flashed, yellow
    341.5  overlap 2 3 clears
    342.1  2 6 clears
    343.6  2 6 red; barrier 1 crossed
    344.3  4 call over, green, longer maximum, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    351.3  4 8 has its minimum
    352.4  4 8 gaps out; 2 6 chosen; overlap 1 yellow
    355.7  4 8 clears; overlap 1 clears
    358.3  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    368.3  2 6 has its minimum
    410.0  4 called; 2 6 maximum begins
    425.0  2 6 gap shrinks
    445.0  2 6 gap is least
    460.0  2 maxes out; 6 gaps out; 4 8 chosen; overlap 2 3 flashed, yellow
    463.6  overlap 2 3 clears
    464.2  2 6 clears
    465.7  2 6 red; barrier 1 crossed
    466.4  4 call over, green, longer maximum, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    473.4  4 has its minimum, maximum down, gaps out; 8 has its minimum, gaps out; 2 6 chosen; overlap 1 yellow
    476.7  4 8 clears; overlap 1 clears
    479.3  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    489.3  2 6 has its minimum
  )"));
}

TEST("on the arterial somebody walks over the main road: 4 s before the cars, and for 21.9 s behind the walk") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Press(8);
  story.Go(800);
  CHECK(story.Tells(R"(
    0.0  8 button, chosen; 2 6 maximum begins, gaps out; 4 chosen; overlap 2 3 flashed, yellow
    3.6  overlap 2 3 clears
    4.2  2 6 clears
    5.7  2 6 red; barrier 1 crossed
    6.4  4 green, maximum begins; 8 on, walk; overlap 2 3 off; overlap 1 green
    10.4  8 begins, maximum begins
    13.4  4 has its minimum; 8 flashing don't walk
    17.4  8 has its minimum
    35.3  8 don't walk, gaps out; 4 gaps out; 2 6 chosen; overlap 1 yellow
    38.6  4 8 clears; overlap 1 clears
    41.2  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    51.2  2 6 has its minimum
  )"));
}

TEST("on the arterial a walk is had in the same green again, as long as there is time for it before the maximum") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({2, 6});
  story.Press(2);
  story.Go(1);
  story.Pass(3);
  story.Go(250);
  story.Press(2);
  story.Go(100);
  story.Press(6);  // too late: 15 s are left of the maximum
  story.Go(900);
  CHECK(story.Tells(R"(
    0.0  2 button, walk
    0.1  3 called; 2 6 maximum begins
    7.0  2 flashing don't walk
    15.1  2 6 gap shrinks
    21.6  2 don't walk
    25.1  2 button, walk
    32.1  2 flashing don't walk
    35.1  6 button, gap is least; 2 gap is least
    46.7  2 don't walk
    50.1  2 6 maxes out; 3 8 chosen; overlap 2 3 flashed, yellow
    53.7  overlap 2 3 clears
    54.3  2 6 clears
    55.8  2 6 red; barrier 1 crossed
    56.5  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    61.5  3 has its minimum
    63.5  8 has its minimum, gaps out; 3 gaps out; 2 6 chosen
    66.8  3 8 clears
    69.4  3 8 red; barrier 2 crossed; 2 green; 6 green, walk; overlap 2 3 flashes
    79.4  2 6 has its minimum
  )"));
}

TEST("on the arterial a left turn's arrow flashes beside the through green, and is green alone when it is called") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({1});
  story.Go(300);
  story.Queue({5});
  story.Go(300);
  story.Queue({});
  story.Go(500);
  CHECK(story.Tells(R"(
    0.0  1 called, chosen; 2 maximum begins, gaps out; overlap 2 flashed, yellow
    3.6  overlap 2 clears
    4.2  2 clears
    5.7  2 red
    6.4  1 call over, green, maximum begins; overlap 2 off, green
    11.4  1 has its minimum
    26.4  1 maxes out; 2 chosen; overlap 2 yellow
    26.5  1 called
    30.0  5 called, chosen; 1 clears; 6 maximum begins, gaps out; overlap 2 clears; overlap 3 flashed, yellow
    32.8  1 red; 2 green, maximum begins; overlap 2 off, flashes
    33.6  overlap 3 clears
    34.2  6 clears
    35.7  6 red
    36.4  5 call over, green, maximum begins; overlap 3 off, green; overlap 1 green
    41.4  5 has its minimum
    42.8  2 has its minimum, gaps out; 1 chosen; overlap 2 flashed, yellow
    46.4  overlap 2 clears
    47.0  2 clears
    48.5  2 red
    49.2  1 call over, green, maximum begins; overlap 2 off, green
    54.2  1 has its minimum, gaps out; 2 chosen; overlap 2 yellow
    56.4  5 maxes out; 6 chosen; overlap 1 3 yellow
    56.5  5 called
    57.8  1 clears; overlap 2 clears
    59.7  overlap 1 clears
    60.0  5 clears; overlap 3 clears
    60.6  1 red; 2 green; overlap 2 off, flashes
    62.3  overlap 1 off
    62.8  5 red; 6 green, maximum begins; overlap 3 off, flashes
    70.6  2 has its minimum
    72.8  6 has its minimum, gaps out; 5 chosen; overlap 3 flashed, yellow
    76.4  overlap 3 clears
    77.0  6 clears
    78.5  6 red
    79.2  5 call over, green, maximum begins; overlap 3 off, green; overlap 1 green
    84.2  5 has its minimum, gaps out; 6 chosen; overlap 1 3 yellow
    87.5  overlap 1 clears
    87.8  5 clears; overlap 3 clears
    90.1  overlap 1 off
    90.6  5 red; 6 green; overlap 3 off, flashes
    100.6  6 has its minimum
  )"));
}

TEST(
    "the arterial under the fixed plan: every maximum and every walk, and no maximum grows, for nobody knows who is "
    "there") {
  Story story("arterial", 2);
  story.Go(1400);
  CHECK(story.Tells(R"(
    0.0  flash at start-up
    6.0  flash over
    21.9  2 6 chosen, green, walk, maximum begins; overlap 2 3 flashes
    28.9  2 6 flashing don't walk
    31.9  2 6 has its minimum
    36.9  2 6 gap shrinks
    43.5  2 6 don't walk
    53.9  2 6 maxes out; 3 7 chosen; overlap 2 3 flashed, yellow
    57.5  overlap 2 3 clears
    58.1  2 6 clears
    59.6  2 6 red; barrier 1 crossed
    60.3  3 7 green, maximum begins; overlap 2 3 off
    65.3  3 7 has its minimum
    70.3  3 maxes out; 4 chosen; 7 maxes out; 8 chosen
    73.6  3 7 clears
    76.2  3 7 red; 4 8 on, walk
    80.2  4 8 begins, maximum begins; overlap 1 green
    83.2  4 8 flashing don't walk
    87.2  4 8 has its minimum
    105.1  4 8 don't walk
    110.2  4 8 maxes out; 1 5 chosen
    113.5  4 8 clears
    116.1  4 8 red; barrier 2 crossed; 1 5 green, maximum begins; overlap 2 3 green
    121.1  1 5 has its minimum
    126.1  1 maxes out; 2 chosen; 5 maxes out; 6 chosen; overlap 1 2 3 yellow
    129.4  overlap 1 clears
    129.7  1 5 clears; overlap 2 3 clears
    132.0  overlap 1 off
    132.5  1 5 red; 2 6 green, walk, maximum begins; overlap 2 3 off, flashes
    139.5  2 6 flashing don't walk
  )"));
}

TEST("the arterial with a queue everywhere, free: lefts 20 s, main road 50 s, side road 32 s") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({1, 2, 3, 4, 5, 6, 7, 8});
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  1 3 4 5 7 8 called; 2 6 maximum begins
    15.0  2 6 gap shrinks
    35.0  2 6 gap is least
    50.0  2 6 maxes out; 3 7 chosen; overlap 2 3 flashed, yellow
    53.6  overlap 2 3 clears
    54.2  2 6 clears
    55.7  2 6 red; barrier 1 crossed
    56.4  3 7 call over, green, maximum begins; overlap 2 3 off
    61.4  3 7 has its minimum
    76.4  3 maxes out; 4 chosen; 7 maxes out; 8 chosen
    76.5  3 7 called
    79.7  3 7 clears
    82.3  3 7 red; 4 8 call over, green, maximum begins; overlap 1 green
    89.3  4 8 has its minimum
    114.3  4 8 maxes out; 1 5 chosen
    114.4  4 8 called
    117.6  4 8 clears
    120.2  4 8 red; barrier 2 crossed; 1 5 call over, green, maximum begins; overlap 2 3 green
    125.2  1 5 has its minimum
    140.2  1 maxes out; 2 chosen; 5 maxes out; 6 chosen; overlap 1 2 3 yellow
    140.3  1 5 called
    143.5  overlap 1 clears
    143.8  1 5 clears; overlap 2 3 clears
    146.1  overlap 1 off
    146.6  1 5 red; 2 6 green, maximum begins; overlap 2 3 off, flashes
  )"));
}

TEST("on the arterial who presses when walk and clearance just fit before the maximum walks, a tenth later not") {
  for (const int pressed : {284, 285}) {
    Story story("arterial");
    story.Settle({2, 6});
    story.Queue({2, 6});
    story.Pass(3);
    story.Go(pressed);
    story.Begin();
    story.Press(2);
    story.Go(50);
    CHECK(story.Tells(pressed == 284 ? "0.0  2 button, walk" : "0.0  2 button"));
  }
}
