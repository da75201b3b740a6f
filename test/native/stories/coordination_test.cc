// The arterial example site under its coordinated patterns. Morning (3): cycle 120 s, 2 and 6 begin green 24 s into it;
// ring 1 serves 2 (42 s), 1 (18 s, recalled to its maximum), 3 (22 s), 4 (38 s), ring 2 serves 5 (20 s), 6 (40 s), 7
// (24 s), 8 (36 s); force-offs float. Afternoon (4): cycle 130 s, offset 81 s; 1 (22 s), 2 (44 s), 3 (25 s), 4 (39 s),
// 5 (18 s), 6 (48 s), 7 (24 s), 8 (40 s); force-offs are fixed. Of a split, yellow and red are 5.7 s (2, 6), 6.4 s (1,
// 5) and 5.9 s (the others); at a barrier the longer of both rings counts for both.
#include "story.h"

namespace {

using test::Story;

// A street that has been free, and where nobody waits, `clock` tenths behind the reference of the time base.
Story Free(int clock) {
  Story story("arterial");
  story.Settle({2, 6});
  story.input.clock[0] = clock;
  return story;
}
// One that has been in step for a while, `local` tenths behind its offset.
Story InStep(int pattern, int local) {
  Story story = Free(0);
  story.Pattern(pattern);
  const int cycle = story.input.cycle[0];
  story.Go(3 * cycle);
  while ((story.input.clock[0] - story.input.offset[0]) % cycle != local) story.Go();
  story.Begin();
  return story;
}

}  // namespace

TEST("the morning plan with a queue everywhere: each split by its force-off, cycle by cycle") {
  Story story = InStep(3, 1190);
  story.Queue({1, 2, 3, 4, 5, 6, 7, 8});
  story.Go(2500);
  CHECK(story.Tells(R"(
    0.0  3 4 called; 5 called, chosen; 7 8 called; 6 maximum begins, is forced off; overlap 3 flashed, yellow
    3.6  overlap 3 clears
    4.2  6 clears
    5.7  6 red
    6.4  5 call over, green, maximum begins; overlap 3 off, green; overlap 1 green
    11.4  5 has its minimum
    14.6  5 is forced off; 6 chosen; overlap 1 3 yellow
    14.7  5 called
    17.9  overlap 1 clears
    18.2  5 clears; overlap 3 clears
    20.5  overlap 1 off
    21.0  5 red; 6 green; overlap 3 off, flashes
    31.0  6 has its minimum
    37.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    40.9  overlap 2 clears
    41.5  2 clears
    43.0  2 red
    43.7  1 green, maximum begins; overlap 2 off, green
    48.7  1 has its minimum
    54.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 3 7 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    58.2  1 clears; overlap 2 3 clears
    58.8  6 clears
    60.3  6 red
    61.0  1 red; barrier 1 crossed; 3 7 call over, green, maximum begins; overlap 2 3 off
    66.0  3 7 has its minimum
    77.1  3 is forced off; 4 chosen
    77.2  3 called
    79.1  7 is forced off; 8 chosen
    79.2  7 called
    80.4  3 clears
    82.4  7 clears
    83.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    85.0  7 red; 8 call over, green, maximum begins
    90.0  4 has its minimum
    92.0  8 has its minimum
    115.1  4 8 is forced off; 2 5 chosen
    115.2  4 8 called
    118.4  4 8 clears
    121.0  4 8 red; barrier 2 crossed; 2 green; 5 call over, green, maximum begins; overlap 2 flashes; overlap 3 green
    126.0  5 has its minimum
    131.0  2 has its minimum
    134.6  5 is forced off; 6 chosen; overlap 1 3 yellow
    134.7  5 called
    137.9  overlap 1 clears
    138.2  5 clears; overlap 3 clears
    140.5  overlap 1 off
    141.0  5 red; 6 green; overlap 3 off, flashes
    151.0  6 has its minimum
    157.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    160.9  overlap 2 clears
    161.5  2 clears
    163.0  2 red
    163.7  1 green, maximum begins; overlap 2 off, green
    168.7  1 has its minimum
    174.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 3 7 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    178.2  1 clears; overlap 2 3 clears
    178.8  6 clears
    180.3  6 red
    181.0  1 red; barrier 1 crossed; 3 7 call over, green, maximum begins; overlap 2 3 off
    186.0  3 7 has its minimum
    197.1  3 is forced off; 4 chosen
    197.2  3 called
    199.1  7 is forced off; 8 chosen
    199.2  7 called
    200.4  3 clears
    202.4  7 clears
    203.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    205.0  7 red; 8 call over, green, maximum begins
    210.0  4 has its minimum
    212.0  8 has its minimum
    235.1  4 8 is forced off; 2 5 chosen
    235.2  4 8 called
    238.4  4 8 clears
    241.0  4 8 red; barrier 2 crossed; 2 green; 5 call over, green, maximum begins; overlap 2 flashes; overlap 3 green
    246.0  5 has its minimum
  )"));
}

TEST("the morning plan with nobody there: 1 is recalled, the others stay in red, and 2 and 6 are green") {
  Story story = InStep(3, 0);
  story.Go(1250);
  CHECK(story.Tells(R"(
    36.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    39.9  overlap 2 clears
    40.5  2 clears
    42.0  2 red
    42.7  1 green, maximum begins; overlap 2 off, green
    47.7  1 has its minimum
    53.6  6 yields; 1 is forced off; 2 chosen; overlap 2 yellow
    57.2  1 clears; overlap 2 clears
    60.0  1 red; 2 green; overlap 2 off, flashes
    70.0  2 has its minimum
  )"));
}

TEST("the morning plan: who comes to 8 in time is served by floating force-off, and 4 beside it") {
  Story story = InStep(3, 500);
  story.Pass(8);
  story.Go(400);
  story.Pass(7);  // too late: its place in the cycle is over
  story.Go(900);
  CHECK(story.Tells(R"(
    0.0  8 called
    3.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 8 4 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    7.2  1 clears; overlap 2 3 clears
    7.8  6 clears
    9.3  6 red
    10.0  1 red; barrier 1 crossed; 4 green, maximum begins; 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    17.0  4 8 has its minimum, gaps out; 2 6 chosen; overlap 1 yellow
    20.3  4 8 clears; overlap 1 clears
    22.9  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    32.9  2 6 has its minimum
    40.0  7 called
    106.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    109.9  overlap 2 clears
    110.5  2 clears
    112.0  2 red
    112.7  1 green, maximum begins; overlap 2 off, green
    117.7  1 has its minimum
    123.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 7 4 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    127.2  1 clears; overlap 2 3 clears
    127.8  6 clears
    129.3  6 red
  )"));
}

TEST("the morning plan: walks in the coordinated green and over the main road, in their splits") {
  Story story = InStep(3, 10);
  story.Press(2);
  story.Press(4);
  story.Go(100);
  story.Press(6);
  story.Go(1300);
  CHECK(story.Tells(R"(
    0.0  2 button, walk; 4 button
    10.0  6 button, walk
    17.0  6 flashing don't walk
    20.7  2 flashing don't walk
    31.6  6 don't walk
    35.3  2 yields, don't walk, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    38.9  overlap 2 clears
    39.5  2 clears
    41.0  2 red
    41.7  1 green, maximum begins; overlap 2 off, green
    46.7  1 has its minimum
    52.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 4 8 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    56.2  1 clears; overlap 2 3 clears
    56.8  6 clears
    58.3  6 red
    59.0  1 red; barrier 1 crossed; 4 on, walk; 8 green, maximum begins; overlap 2 3 off
    63.0  4 begins, maximum begins; overlap 1 green
    66.0  4 flashing don't walk; 8 has its minimum
    70.0  4 has its minimum
    87.9  4 don't walk, gaps out; 8 gaps out; 2 6 chosen; overlap 1 yellow
    91.2  4 8 clears; overlap 1 clears
    93.8  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    103.8  2 6 has its minimum
  )"));
}

TEST("the afternoon plan with a queue everywhere: each split by its force-off, cycle by cycle") {
  Story story = InStep(4, 1290);
  story.Queue({1, 2, 3, 4, 5, 6, 7, 8});
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  1 3 4 5 7 8 called
    43.3  2 6 yields, maximum begins, is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    46.9  overlap 2 3 clears
    47.5  2 6 clears
    49.0  2 6 red; barrier 1 crossed
    49.7  3 7 call over, green, maximum begins; overlap 2 3 off
    54.7  3 7 has its minimum
    67.1  7 is forced off; 8 chosen
    67.2  7 called
    68.1  3 is forced off; 4 chosen
    68.2  3 called
    70.4  7 clears
    71.4  3 clears
    73.0  7 red; 8 call over, green, maximum begins
    74.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    80.0  8 has its minimum
    81.0  4 has its minimum
    107.1  4 8 is forced off; 1 5 chosen
    107.2  4 8 called
    110.4  4 8 clears
    113.0  4 8 red; barrier 2 crossed; 1 5 call over, green, maximum begins; overlap 2 3 green
    118.0  1 5 has its minimum
    124.6  5 is forced off; 6 chosen; overlap 1 3 yellow
    124.7  5 called
    127.9  overlap 1 clears
    128.2  5 clears; overlap 3 clears
    128.6  1 is forced off; 2 chosen; overlap 2 yellow
    128.7  1 called
    130.5  overlap 1 off
    131.0  5 red; 6 green; overlap 3 off, flashes
    132.2  1 clears; overlap 2 clears
    135.0  1 red; 2 green; overlap 2 off, flashes
    141.0  6 has its minimum
    145.0  2 has its minimum
  )"));
}

TEST("the afternoon plan: what 3 leaves over goes to 4, and what 7 leaves over to 8") {
  Story story = InStep(4, 300);
  story.Pass(3);
  story.Pass(7);
  story.Queue({4, 8});
  story.Go(1400);
  CHECK(story.Tells(R"(
    0.0  3 4 7 8 called
    12.3  2 6 yields, maximum begins, is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    15.9  overlap 2 3 clears
    16.5  2 6 clears
    18.0  2 6 red; barrier 1 crossed
    18.7  3 7 call over, green, maximum begins; overlap 2 3 off
    23.7  3 7 has its minimum, gaps out; 4 8 chosen
    27.0  3 7 clears
    29.6  3 7 red; 4 8 call over, green, maximum begins; overlap 1 green
    36.6  4 8 has its minimum
    76.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    76.2  4 8 called
    79.4  4 8 clears; overlap 1 clears
    82.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    92.0  2 6 has its minimum
  )"));
}

TEST("from free into the morning plan, in the time of the side road: the next cycles are shorter until it is in step") {
  Story story = Free(1040);
  story.Pattern(3);
  story.Queue({4, 8});
  story.Go(3800);
  CHECK(story.Tells(R"(
    0.0  4 8 called, chosen; cycle of 120 s; offset of 24 s; split 1 18 s; split 2 42 s; split 3 22 s; split 4 38 s; split 5 20 s; split 6 40 s; split 7 24 s; split 8 36 s; coordination subtracts; 6 yields, maximum begins, is forced off; 2 maximum begins, is forced off; overlap 2 3 flashed, yellow
    3.6  overlap 2 3 clears
    4.2  2 6 clears
    5.7  2 6 red; barrier 1 crossed
    6.4  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    13.4  4 8 has its minimum
    38.5  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    38.6  4 8 called
    41.8  4 8 clears; overlap 1 clears
    44.4  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    54.4  2 6 has its minimum
    94.0  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    97.6  overlap 2 clears
    98.2  2 clears
    99.7  2 red
    100.4  1 green, maximum begins; overlap 2 off, green
    105.4  1 has its minimum
    106.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 4 8 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    110.2  1 clears; overlap 2 3 clears
    110.8  6 clears
    112.3  6 red
    113.0  1 red; barrier 1 crossed; 4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    120.0  4 8 has its minimum
    142.7  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    142.8  4 8 called
    146.0  4 8 clears; overlap 1 clears
    148.6  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    158.6  2 6 has its minimum
    197.9  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    201.5  overlap 2 clears
    202.1  2 clears
    203.6  2 red
    204.3  1 green, maximum begins; overlap 2 off, green
    209.3  1 has its minimum
    214.7  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 4 8 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    218.3  1 clears; overlap 2 3 clears
    218.9  6 clears
    220.4  6 red
    221.1  1 red; barrier 1 crossed; 4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    228.1  4 8 has its minimum
    252.9  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    253.0  4 8 called
    256.2  4 8 clears; overlap 1 clears
    258.8  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    268.8  2 6 has its minimum
    280.0  coordination in step
    316.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    319.9  overlap 2 clears
    320.5  2 clears
    322.0  2 red
    322.7  1 green, maximum begins; overlap 2 off, green
    327.7  1 has its minimum
    333.6  6 yields, maximum begins, is forced off; 1 maximum begins, is forced off; 4 8 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    337.2  1 clears; overlap 2 3 clears
    337.8  6 clears
    339.3  6 red
    340.0  1 red; barrier 1 crossed; 4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    347.0  4 8 has its minimum
    372.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    372.2  4 8 called
    375.4  4 8 clears; overlap 1 clears
    378.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
  )"));
}

TEST(
    "from free into the afternoon plan, shortly before the main road has its green: longer cycles until it is in "
    "step") {
  Story story = Free(610);
  story.Pattern(4);
  story.Queue({2, 6, 4, 8});
  story.Go(3800);
  CHECK(story.Tells(R"(
    0.0  4 8 called; cycle of 130 s; offset of 81 s; split 1 22 s; split 2 44 s; split 3 25 s; split 4 39 s; split 5 18 s; split 6 48 s; split 7 24 s; split 8 40 s; coordination adds
    42.3  2 6 yields, maximum begins, is forced off; 4 8 chosen; overlap 2 3 flashed, yellow
    45.9  overlap 2 3 clears
    46.5  2 6 clears
    48.0  2 6 red; barrier 1 crossed
    48.7  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    55.7  4 8 has its minimum
    106.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    106.2  4 8 called
    109.4  4 8 clears; overlap 1 clears
    112.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    122.0  2 6 has its minimum
    182.4  2 6 yields, maximum begins, is forced off; 4 8 chosen; overlap 2 3 flashed, yellow
    186.0  overlap 2 3 clears
    186.6  2 6 clears
    188.1  2 6 red; barrier 1 crossed
    188.8  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    195.8  4 8 has its minimum
    256.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    256.2  4 8 called
    259.4  4 8 clears; overlap 1 clears
    262.0  coordination in step; 4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    272.0  2 6 has its minimum
    322.3  2 6 yields, maximum begins, is forced off; 4 8 chosen; overlap 2 3 flashed, yellow
    325.9  overlap 2 3 clears
    326.5  2 6 clears
    328.0  2 6 red; barrier 1 crossed
    328.7  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    335.7  4 8 has its minimum
  )"));
}

TEST("another offset while the side road is green, by add-only: one cycle is longer in all its splits") {
  Story story = InStep(4, 300);
  story.Queue({3, 4});
  story.Go(400);
  story.input.correction[0] = stopline::kAddOnly;
  story.input.offset[0] = 1010;
  story.Go(2600);
  CHECK(story.Tells(R"(
    0.0  3 4 called
    12.3  2 6 yields, maximum begins, is forced off; 3 8 chosen; overlap 2 3 flashed, yellow
    15.9  overlap 2 3 clears
    16.5  2 6 clears
    18.0  2 6 red; barrier 1 crossed
    18.7  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    23.7  3 has its minimum
    25.7  8 has its minimum
    37.1  3 is forced off; 4 chosen
    37.2  3 called
    40.0  offset of 101 s; coordination adds
    40.4  3 clears
    43.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    50.0  4 has its minimum
    79.0  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    79.1  4 called
    82.3  4 8 clears; overlap 1 clears
    84.9  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    94.9  2 6 has its minimum
    153.8  2 6 yields, maximum begins, is forced off; 3 8 chosen; overlap 2 3 flashed, yellow
    157.4  overlap 2 3 clears
    158.0  2 6 clears
    159.5  2 6 red; barrier 1 crossed
    160.2  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    165.2  3 has its minimum
    167.2  8 has its minimum
    181.9  3 is forced off; 4 chosen
    182.0  3 called
    185.2  3 clears
    187.8  3 red; 4 call over, green, maximum begins; overlap 1 green
    194.8  4 has its minimum
    226.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    226.2  4 called
    229.4  4 8 clears; overlap 1 clears
    232.0  coordination in step; 4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    242.0  2 6 has its minimum
    292.3  2 6 yields, maximum begins, is forced off; 3 8 chosen; overlap 2 3 flashed, yellow
    295.9  overlap 2 3 clears
    296.5  2 6 clears
    298.0  2 6 red; barrier 1 crossed
    298.7  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
  )"));
}

TEST(
    "another offset while the side road is green, by dwell: the coordinated green of one cycle is longer, and no "
    "other") {
  Story story = InStep(4, 300);
  story.Queue({3, 4});
  story.Go(400);
  story.input.correction[0] = stopline::kDwell;
  story.input.offset[0] = 1010;
  story.Go(2600);
  CHECK(story.Tells(R"(
    0.0  3 4 called
    12.3  2 6 yields, maximum begins, is forced off; 3 8 chosen; overlap 2 3 flashed, yellow
    15.9  overlap 2 3 clears
    16.5  2 6 clears
    18.0  2 6 red; barrier 1 crossed
    18.7  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    23.7  3 has its minimum
    25.7  8 has its minimum
    37.1  3 is forced off; 4 chosen
    37.2  3 called
    40.0  offset of 101 s; coordination dwells
    40.4  3 clears
    43.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    50.0  4 has its minimum
    79.0  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    79.1  4 called
    82.3  4 8 clears; overlap 1 clears
    84.9  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    94.9  2 6 has its minimum
    162.3  2 6 yields, maximum begins, is forced off; 3 8 chosen; overlap 2 3 flashed, yellow
    165.9  overlap 2 3 clears
    166.5  2 6 clears
    168.0  2 6 red; barrier 1 crossed
    168.7  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    173.7  3 has its minimum
    175.7  8 has its minimum
    187.1  3 is forced off; 4 chosen
    187.2  3 called
    190.4  3 clears
    193.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    200.0  4 has its minimum
    226.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    226.2  4 called
    229.4  4 8 clears; overlap 1 clears
    232.0  coordination in step; 4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    242.0  2 6 has its minimum
    292.3  2 6 yields, maximum begins, is forced off; 3 8 chosen; overlap 2 3 flashed, yellow
    295.9  overlap 2 3 clears
    296.5  2 6 clears
    298.0  2 6 red; barrier 1 crossed
    298.7  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
  )"));
}

TEST("from the morning plan into the afternoon plan and back to free, in the middle of a cycle") {
  Story story = InStep(3, 700);
  story.Queue({3, 4, 7});
  story.Go(100);
  story.Pattern(4);
  story.Go(1500);
  story.Pattern(1);
  story.Go(700);
  CHECK(story.Tells(R"(
    0.0  3 called; 4 called, chosen; 7 called; 2 has its minimum, maximum begins, is forced off; 6 maximum begins, is forced off; 8 chosen; overlap 2 3 flashed, yellow
    3.6  overlap 2 3 clears
    4.2  2 6 clears
    5.7  2 6 red; barrier 1 crossed
    6.4  4 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    10.0  1 called; cycle of 130 s; offset of 81 s; split 1 22 s; split 2 44 s; split 3 25 s; split 4 39 s; split 5 18 s; split 6 48 s; split 8 40 s; coordination subtracts
    13.4  4 8 has its minimum, is forced off; 2 6 chosen; overlap 1 yellow
    13.5  4 called
    16.7  4 8 clears; overlap 1 clears
    19.3  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    29.3  2 6 has its minimum
    67.9  2 6 yields, maximum begins, is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    71.5  overlap 2 3 clears
    72.1  2 6 clears
    73.6  2 6 red; barrier 1 crossed
    74.3  3 7 call over, green, maximum begins; overlap 2 3 off
    79.3  3 7 has its minimum
    86.1  3 is forced off; 4 chosen
    86.2  3 called
    89.4  3 clears
    92.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    99.0  4 has its minimum
    123.1  4 7 is forced off; 1 6 chosen; overlap 1 yellow
    123.2  4 7 called
    126.4  4 7 clears; overlap 1 clears
    129.0  coordination in step; 4 7 red; barrier 2 crossed; 1 call over, green, maximum begins; 6 green; overlap 1 off; overlap 2 green; overlap 3 flashes
    134.0  1 has its minimum, gaps out; 2 chosen; overlap 2 yellow
    137.6  1 clears; overlap 2 clears
    139.0  6 has its minimum
    140.4  1 red; 2 green; overlap 2 off, flashes
    150.4  2 has its minimum
    160.0  cycle of 0 s; offset of 0 s; split 1 2 3 4 5 6 7 8 0 s; coordination free; 2 6 maximum begins, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    163.6  overlap 2 3 clears
    164.2  2 6 clears
    165.7  2 6 red; barrier 1 crossed
    166.4  3 7 call over, green, maximum begins; overlap 2 3 off
    171.4  3 7 has its minimum
    186.4  3 maxes out; 4 chosen
    186.5  3 called
    189.7  3 clears
    192.3  3 red; 4 call over, green, maximum begins; overlap 1 green
    199.3  4 has its minimum
    224.3  4 7 maxes out; 2 6 chosen; overlap 1 yellow
    224.4  4 7 called
    227.6  4 7 clears; overlap 1 clears
  )"));
}

TEST("the yellow stands at the offset where the pattern says so") {
  Story story = Free(0);
  story.Pattern(4);
  story.input.reference[0] = stopline::kBeginYellow;
  story.Queue({4, 8});
  story.Go(4 * 1300);
  while ((story.input.clock[0] - story.input.offset[0]) % 1300 != 1290) story.Go();
  story.Begin();
  story.Go(1400);
  CHECK(story.Tells(R"(
    1.0  2 6 yields, maximum begins, is forced off; 4 8 chosen; overlap 2 3 flashed, yellow
    4.6  overlap 2 3 clears
    5.2  2 6 clears
    6.7  2 6 red; barrier 1 crossed
    7.4  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    14.4  4 8 has its minimum
    64.8  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    64.9  4 8 called
    68.1  4 8 clears; overlap 1 clears
    70.7  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    80.7  2 6 has its minimum
    131.0  2 6 yields, maximum begins, is forced off; 4 8 chosen; overlap 2 3 flashed, yellow
    134.6  overlap 2 3 clears
    135.2  2 6 clears
    136.7  2 6 red; barrier 1 crossed
    137.4  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
  )"));
}
