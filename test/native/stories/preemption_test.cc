// The arterial example site and its preempts. Railway (1): remembered, at once; 3 and 8 green for 14 s to clear the
// track, then 5 and 6 for 8 s at the least and 20 s after the entry, out to 4 and 8. Fire station (2): not remembered,
// after 2 s; 1 and 6 for 5 s at the least and 10 s after the entry.
#include "story.h"

namespace {

using test::Story;

}  // namespace

TEST("the railway closes while the main road rests in green: the track is cleared, 5 and 6 wait for the train") {
  Story story("arterial");
  story.Settle({2, 6});
  story.input.preempt[0] = 1;
  story.Go(600);
  story.input.preempt[0] = 0;
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  preempt 1 call, entry; 2 6 maximum begins, is cut for a preempt; overlap 2 3 flashed, yellow
    3.6  overlap 2 3 clears
    4.2  2 6 clears
    5.7  2 6 red; 3 8 chosen
    5.8  barrier 1 crossed
    6.4  3 8 green; overlap 2 3 off
    6.5  preempt 1 track
    11.4  3 has its minimum
    13.4  8 has its minimum
    20.5  3 8 maximum begins, is cut for a preempt
    23.8  3 8 clears
    26.4  3 8 red; 5 chosen
    26.5  barrier 2 crossed; 5 green, maximum begins; overlap 1 3 green
    26.6  preempt 1 dwell
    31.5  5 has its minimum, gaps out; 6 chosen; overlap 1 3 yellow
    34.8  overlap 1 clears
    35.1  5 clears; overlap 3 clears
    37.4  overlap 1 off
    37.9  5 red; 6 green, maximum begins; overlap 3 off, flashes
    47.9  6 has its minimum
    60.0  preempt 1 call over, exit; 6 maximum begins, is cut for a preempt; overlap 3 flashed, yellow
    63.6  overlap 3 clears
    64.2  6 clears
    65.7  6 red; 4 8 chosen
    65.8  barrier 1 crossed
    66.4  4 8 green; overlap 3 off; overlap 1 green
    66.5  4 8 maximum begins
    73.4  4 8 has its minimum, gaps out; 1 5 chosen
    76.7  4 8 clears
    79.3  4 8 red; barrier 2 crossed; 1 5 green, maximum begins; overlap 2 3 green
    84.3  1 5 has its minimum, gaps out; 2 6 chosen; overlap 1 2 3 yellow
    87.6  overlap 1 clears
    87.9  1 5 clears; overlap 2 3 clears
    90.2  overlap 1 off
    90.7  1 5 red; 2 6 green, maximum begins; overlap 2 3 off, flashes
    100.7  2 6 has its minimum, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    104.3  overlap 2 3 clears
    104.9  2 6 clears
    106.4  2 6 red; barrier 1 crossed
    107.1  3 7 green, maximum begins; overlap 2 3 off
    112.1  3 7 has its minimum, gaps out; 2 6 chosen
    115.4  3 7 clears
    118.0  3 7 red; barrier 2 crossed; 2 6 green; overlap 2 3 flashes
    128.0  2 6 has its minimum
  )"));
}

TEST("the railway closes for a moment in the walk over the main road: it is remembered, and those on foot get across") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Press(4);
  story.Go(150);
  story.input.preempt[0] = 1;
  story.Go(1);
  story.input.preempt[0] = 0;
  story.Go(1600);
  CHECK(story.Tells(R"(
    0.0  4 button, chosen; 2 6 maximum begins, gaps out; 8 chosen; overlap 2 3 flashed, yellow
    3.6  overlap 2 3 clears
    4.2  2 6 clears
    5.7  2 6 red; barrier 1 crossed
    6.4  4 on, walk; 8 green, maximum begins; overlap 2 3 off
    10.4  4 begins, maximum begins; overlap 1 green
    13.4  4 flashing don't walk; 8 has its minimum
    15.0  preempt 1 call, entry
    15.1  preempt 1 call over
    17.4  4 has its minimum
    35.3  4 don't walk, is cut for a preempt; 3 chosen; overlap 1 yellow
    38.6  4 clears; overlap 1 clears
    41.2  4 red; 3 green; overlap 1 off
    41.3  preempt 1 track
    46.2  3 has its minimum
    55.3  3 8 maximum begins, is cut for a preempt
    58.6  3 8 clears
    61.2  3 8 red; 5 chosen
    61.3  barrier 2 crossed; 5 green, maximum begins; overlap 1 3 green
    61.4  preempt 1 dwell
    66.3  5 has its minimum, gaps out; 6 chosen; overlap 1 3 yellow
    69.4  preempt 1 exit
    69.6  overlap 1 clears
    69.9  5 clears; overlap 3 clears
    72.2  overlap 1 off
    72.7  5 red; 4 8 chosen; overlap 3 off
    72.8  barrier 1 crossed; 4 8 green; overlap 1 green
    72.9  4 8 maximum begins
    79.8  4 8 has its minimum, gaps out; 1 5 chosen
    83.1  4 8 clears
    85.7  4 8 red; barrier 2 crossed; 1 5 green, maximum begins; overlap 2 3 green
    90.7  1 5 has its minimum, gaps out; 2 6 chosen; overlap 1 2 3 yellow
    94.0  overlap 1 clears
    94.3  1 5 clears; overlap 2 3 clears
    96.6  overlap 1 off
    97.1  1 5 red; 2 6 green, maximum begins; overlap 2 3 off, flashes
    107.1  2 6 has its minimum, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    110.7  overlap 2 3 clears
    111.3  2 6 clears
    112.8  2 6 red; barrier 1 crossed
    113.5  3 7 green, maximum begins; overlap 2 3 off
    118.5  3 7 has its minimum, gaps out; 2 6 chosen
    121.8  3 7 clears
    124.4  3 7 red; barrier 2 crossed; 2 6 green; overlap 2 3 flashes
    134.4  2 6 has its minimum
  )"));
}

TEST("an engine leaves the fire station, the railway closes on its way, and the engine's call is over") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({2, 4});
  story.input.preempt[1] = 1;
  story.Go(130);
  story.input.preempt[0] = 1;
  story.Go(100);
  story.input.preempt[1] = 0;
  story.Go(400);
  story.input.preempt[0] = 0;
  story.Queue({});
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  4 called; preempt 2 call; 2 6 maximum begins
    2.0  preempt 2 entry; 2 is cut for a preempt; 1 chosen; overlap 2 flashed, yellow
    5.6  overlap 2 clears
    6.2  2 clears
    7.7  2 red
    7.8  preempt 2 dwell
    8.4  1 green; overlap 2 off, green
    13.0  preempt 1 call, entry; 1 maximum begins; 6 maximum begins, is cut for a preempt; overlap 3 flashed, yellow
    13.4  1 has its minimum, is cut for a preempt; overlap 2 yellow
    16.6  overlap 3 clears
    17.0  1 clears; overlap 2 clears
    17.2  6 clears
    18.7  6 red
    19.4  overlap 3 off
    19.8  1 red; 3 8 chosen; overlap 2 off
    19.9  barrier 1 crossed; 3 8 green
    20.0  preempt 1 track
    23.0  preempt 2 call over
    24.9  3 has its minimum
    26.9  8 has its minimum
    34.0  3 8 maximum begins, is cut for a preempt
    37.3  3 8 clears
    39.9  3 8 red; 5 chosen
    40.0  barrier 2 crossed; 5 green, maximum begins; overlap 1 3 green
    40.1  preempt 1 dwell
    45.0  5 has its minimum, gaps out; 6 chosen; overlap 1 3 yellow
    48.3  overlap 1 clears
    48.6  5 clears; overlap 3 clears
    50.9  overlap 1 off
    51.4  5 red; 6 green, maximum begins; overlap 3 off, flashes
    61.4  6 has its minimum
    63.0  4 call over; preempt 1 call over, exit; 6 maximum begins, is cut for a preempt; overlap 3 flashed, yellow
    66.6  overlap 3 clears
    67.2  6 clears
    68.7  6 red; 4 8 chosen
    68.8  barrier 1 crossed
    69.4  4 8 green; overlap 3 off; overlap 1 green
    69.5  4 8 maximum begins
    76.4  4 8 has its minimum, gaps out; 1 5 chosen
    79.7  4 8 clears
    82.3  4 8 red; barrier 2 crossed; 1 5 green, maximum begins; overlap 2 3 green
    87.3  1 5 has its minimum, gaps out; 2 6 chosen; overlap 1 2 3 yellow
    90.6  overlap 1 clears
    90.9  1 5 clears; overlap 2 3 clears
    93.2  overlap 1 off
    93.7  1 5 red; 2 6 green, maximum begins; overlap 2 3 off, flashes
    103.7  2 6 has its minimum, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    107.3  overlap 2 3 clears
    107.9  2 6 clears
    109.4  2 6 red; barrier 1 crossed
    110.1  3 7 green, maximum begins; overlap 2 3 off
    115.1  3 7 has its minimum, gaps out; 2 6 chosen
    118.4  3 7 clears
    121.0  3 7 red; barrier 2 crossed; 2 6 green; overlap 2 3 flashes
    131.0  2 6 has its minimum
  )"));
}

TEST("the fire station's door is opened for a second and nothing happens, then for good and it counts as stuck") {
  Story story("arterial");
  story.Settle({2, 6});
  story.input.preempt[1] = 1;
  story.Go(15);
  story.input.preempt[1] = 0;
  story.Go(35);
  story.input.preempt[1] = 1;
  story.Go(2000);
  story.input.preempt[1] = 0;
  story.Go(300);
  CHECK(story.Tells(R"(
    0.0  preempt 2 call
    1.5  preempt 2 call over
    5.0  preempt 2 call
    7.0  preempt 2 entry; 2 maximum begins, is cut for a preempt; 1 chosen; overlap 2 flashed, yellow
    10.6  overlap 2 clears
    11.2  2 clears
    12.7  2 red
    12.8  preempt 2 dwell
    13.4  1 green; overlap 2 off, green
    18.4  1 has its minimum
    185.0  preempt 2 stuck, exit
    185.1  1 maximum begins, gaps out; 6 maximum begins; 2 chosen; overlap 2 yellow
    188.7  1 clears; overlap 2 clears
    191.5  1 red; 2 green, maximum begins; overlap 2 off, flashes
    200.1  6 gap shrinks
    201.5  2 has its minimum, gaps out; 6 gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    205.0  preempt 2 call over
    205.1  overlap 2 3 clears
    205.7  2 6 clears
    207.2  2 6 red; barrier 1 crossed
    207.9  3 7 green, maximum begins; overlap 2 3 off
    212.9  3 7 has its minimum, gaps out; 4 8 chosen
    216.2  3 7 clears
    218.8  3 7 red; 4 8 green, maximum begins; overlap 1 green
    225.8  4 8 has its minimum, gaps out; 2 5 chosen
    229.1  4 8 clears
    231.7  4 8 red; barrier 2 crossed; 2 green; 5 green, maximum begins; overlap 2 flashes; overlap 3 green
  )"));
}

TEST("an engine leaves the fire station under the morning plan: the cycle's clock goes on, and it is in step again") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Pattern(3);
  story.input.clock[0] = 0;
  story.Go(2 * 1200);
  while ((story.input.clock[0] - 240) % 1200 != 600) story.Go();
  story.Begin();
  story.Pass(4);
  story.Go(120);
  story.input.preempt[1] = 1;
  story.Go(80);
  story.input.preempt[1] = 0;
  story.Go(3500);
  CHECK(story.Tells(R"(
    0.0  4 called; 1 red; 2 green, maximum begins; 6 maximum begins; overlap 2 off, flashes
    10.0  2 has its minimum, is forced off; 6 is forced off; 4 8 chosen; overlap 2 3 flashed, yellow
    12.0  preempt 2 call
    13.6  overlap 2 3 clears
    14.0  preempt 2 entry
    14.2  2 6 clears
    15.7  2 red; 6 red, chosen; barrier 1 crossed; 1 chosen
    15.8  barrier 2 crossed
    16.4  1 6 green; overlap 2 off, green; overlap 3 off, flashes
    16.5  preempt 2 dwell
    20.0  preempt 2 call over
    21.4  1 has its minimum
    24.0  preempt 2 exit
    24.1  1 6 maximum begins
    26.4  6 has its minimum, is forced off; 1 is forced off; 3 7 chosen; overlap 2 yellow; overlap 3 flashed, yellow
    30.0  1 clears; overlap 2 3 clears
    30.6  6 clears
    32.1  6 red
    32.8  1 red; barrier 1 crossed; 3 7 green, maximum begins; overlap 2 3 off
    37.8  3 7 has its minimum, is forced off; 4 8 chosen
    41.1  3 7 clears
    43.7  3 7 red; 4 call over, green, maximum begins; 8 green, maximum begins; overlap 1 green
    50.7  4 8 has its minimum, gaps out; 2 5 chosen
    54.0  4 8 clears
    56.6  4 8 red; barrier 2 crossed; 2 green; 5 green, maximum begins; overlap 2 flashes; overlap 3 green
    61.6  5 has its minimum, gaps out; 6 chosen; overlap 1 3 yellow
    64.9  overlap 1 clears
    65.2  5 clears; overlap 3 clears
    66.6  2 has its minimum
    67.5  overlap 1 off
    68.0  5 red; 6 green; overlap 3 off, flashes
    78.0  6 has its minimum
    96.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    99.9  overlap 2 clears
    100.5  2 clears
    102.0  2 red
    102.7  1 green, maximum begins; overlap 2 off, green
    107.7  1 has its minimum
    113.6  6 yields; 1 is forced off; 2 chosen; overlap 2 yellow
    117.2  1 clears; overlap 2 clears
    120.0  1 red; 2 green; overlap 2 off, flashes
    130.0  2 has its minimum
    216.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    219.9  overlap 2 clears
    220.5  2 clears
    222.0  2 red
    222.7  1 green, maximum begins; overlap 2 off, green
    227.7  1 has its minimum
    233.6  6 yields; 1 is forced off; 2 chosen; overlap 2 yellow
    237.2  1 clears; overlap 2 clears
    240.0  1 red; 2 green; overlap 2 off, flashes
    250.0  2 has its minimum
    336.3  2 yields, maximum begins, is forced off; 1 chosen; overlap 2 flashed, yellow
    339.9  overlap 2 clears
    340.5  2 clears
    342.0  2 red
    342.7  1 green, maximum begins; overlap 2 off, green
    347.7  1 has its minimum
    353.6  6 yields; 1 is forced off; 2 chosen; overlap 2 yellow
    357.2  1 clears; overlap 2 clears
    360.0  1 red; 2 green; overlap 2 off, flashes
  )"));
}
