// The arterial example site and its buses: 2 and 6 may be extended by 12 s; 3 and 7 may lose 6 s of their greens, 4 and
// 8 10 s. 100 s lie between two services.
#include "story.h"

namespace {

using test::Story;

void Ask(Story& story, int slot, int phase, int arrival) {
  story.input.request_phase[slot - 1] = phase;
  story.input.request_arrival[slot - 1] = arrival;
}

}  // namespace

TEST("a bus comes to the end of the main road's green: it lasts 9 s longer, and the next bus has to wait 100 s") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({2, 6, 4, 8});
  story.Go(480);
  Ask(story, 1, 2, 110);
  story.Go(130);
  Ask(story, 1, 0, 0);
  story.Go(700);
  Ask(story, 1, 6, 100);
  Ask(story, 2, 2, 400);
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  4 8 called; 2 6 maximum begins
    15.0  2 6 gap shrinks
    35.0  2 6 gap is least
    48.0  request 1 in
    50.1  request 1 extends
    61.0  request 1 out; 2 6 maxes out; 4 8 chosen; overlap 2 3 flashed, yellow
    64.6  overlap 2 3 clears
    65.2  2 6 clears
    66.7  2 6 red; barrier 1 crossed
    67.4  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    74.4  4 8 has its minimum
    99.4  4 8 maxes out; 2 6 chosen; overlap 1 yellow
    99.5  4 8 called
    102.7  4 8 clears; overlap 1 clears
    105.3  4 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 1 off; overlap 2 3 flashes
    115.3  2 6 has its minimum
    120.3  2 6 gap shrinks
    131.0  request 1 2 in
    140.3  2 6 gap is least
    155.3  2 6 maxes out; 4 8 chosen; overlap 2 3 flashed, yellow
    158.9  overlap 2 3 clears
    159.5  2 6 clears
    161.0  2 6 red; barrier 1 crossed
    161.7  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    168.7  4 8 has its minimum
    183.7  request 2 early green; 4 8 is cut for priority; 2 6 chosen; overlap 1 yellow
    183.8  4 8 called
    187.0  4 8 clears; overlap 1 clears
    189.6  4 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 1 off; overlap 2 3 flashes
    199.6  2 6 has its minimum
    204.6  2 6 gap shrinks
    224.6  2 6 gap is least
    239.7  request 2 extends
    251.6  2 6 maxes out; 4 8 chosen; overlap 2 3 flashed, yellow
    255.2  overlap 2 3 clears
    255.8  2 6 clears
    257.3  2 6 red; barrier 1 crossed
    258.0  4 8 call over, green, maximum begins; overlap 2 3 off; overlap 1 green
    265.0  4 8 has its minimum
  )"));
}

TEST("a bus comes to the main road in red: the side road loses 10 s of its maximum, its left turn 6 s") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Queue({2, 3, 4, 6, 7, 8});
  story.Go(520);
  Ask(story, 2, 6, 300);
  story.Go(500);
  story.Go(300);
  Ask(story, 2, 0, 0);
  story.Go(400);
  CHECK(story.Tells(R"(
    0.0  3 4 7 8 called; 2 6 maximum begins
    15.0  2 6 gap shrinks
    35.0  2 6 gap is least
    50.0  2 6 maxes out; 3 7 chosen; overlap 2 3 flashed, yellow
    52.0  request 2 in
    53.6  overlap 2 3 clears
    54.2  2 6 clears
    55.7  2 6 red; barrier 1 crossed
    56.4  3 7 call over, green, maximum begins; overlap 2 3 off
    61.4  3 7 has its minimum
    70.4  request 2 early green; 3 is cut for priority; 4 chosen; 7 is cut for priority; 8 chosen
    70.5  3 7 called
    73.7  3 7 clears
    76.3  3 7 red; 4 8 call over, green, maximum begins; overlap 1 green
    83.3  4 8 has its minimum
    98.3  4 8 is cut for priority; 2 6 chosen; overlap 1 yellow
    98.4  4 8 called
    101.6  4 8 clears; overlap 1 clears
    104.2  4 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 1 off; overlap 2 3 flashes
    114.2  2 6 has its minimum
    119.2  2 6 gap shrinks
    132.0  request 2 out
    139.2  2 6 gap is least
    154.2  2 6 maxes out; 3 7 chosen; overlap 2 3 flashed, yellow
    157.8  overlap 2 3 clears
    158.4  2 6 clears
    159.9  2 6 red; barrier 1 crossed
    160.6  3 7 call over, green, maximum begins; overlap 2 3 off
    165.6  3 7 has its minimum
  )"));
}

TEST(
    "a bus under the afternoon plan: the coordinated green goes on beyond its yield point, and the others make up for "
    "it") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Pattern(4);
  story.input.clock[0] = 0;
  story.Queue({3, 4, 7, 8});
  story.Go(2 * 1300);
  while ((story.input.clock[0] - 810) % 1300 != 300) story.Go();
  story.Begin();
  Ask(story, 1, 2, 160);
  story.Go(200);
  Ask(story, 1, 0, 0);
  story.Go(2700);
  CHECK(story.Tells(R"(
    0.0  request 1 in
    12.3  2 6 yields, maximum begins
    12.4  request 1 extends
    20.0  request 1 out; 2 6 is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    23.6  overlap 2 3 clears
    24.2  2 6 clears
    25.7  2 6 red; barrier 1 crossed
    26.4  3 7 call over, green, maximum begins; overlap 2 3 off
    31.4  3 7 has its minimum
    36.1  7 is forced off; 8 chosen
    36.2  7 called
    37.1  3 is forced off; 4 chosen
    37.2  3 called
    39.4  7 clears
    40.4  3 clears
    42.0  7 red; 8 call over, green, maximum begins
    43.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    49.0  8 has its minimum
    50.0  4 has its minimum
    76.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    76.2  4 8 called
    79.4  4 8 clears; overlap 1 clears
    82.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    92.0  2 6 has its minimum
    142.3  2 6 yields, maximum begins, is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    145.9  overlap 2 3 clears
    146.5  2 6 clears
    148.0  2 6 red; barrier 1 crossed
    148.7  3 7 call over, green, maximum begins; overlap 2 3 off
    153.7  3 7 has its minimum
    166.1  7 is forced off; 8 chosen
    166.2  7 called
    167.1  3 is forced off; 4 chosen
    167.2  3 called
    169.4  7 clears
    170.4  3 clears
    172.0  7 red; 8 call over, green, maximum begins
    173.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    179.0  8 has its minimum
    180.0  4 has its minimum
    206.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    206.2  4 8 called
    209.4  4 8 clears; overlap 1 clears
    212.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    222.0  2 6 has its minimum
    272.3  2 6 yields, maximum begins, is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    275.9  overlap 2 3 clears
    276.5  2 6 clears
    278.0  2 6 red; barrier 1 crossed
    278.7  3 7 call over, green, maximum begins; overlap 2 3 off
    283.7  3 7 has its minimum
  )"));
}

TEST("a bus under the afternoon plan while the side road is green: it is forced off 10 s before its time") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Pattern(4);
  story.input.clock[0] = 0;
  story.Queue({3, 4, 7, 8});
  story.Go(2 * 1300);
  while ((story.input.clock[0] - 810) % 1300 != 700) story.Go();
  story.Begin();
  Ask(story, 1, 6, 100);
  story.Go(900);
  Ask(story, 1, 0, 0);
  story.Go(1300);
  CHECK(story.Tells(R"(
    0.0  request 1 in
    0.4  3 clears
    2.0  7 red; 8 call over, green, maximum begins
    3.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    9.0  8 has its minimum
    10.0  4 has its minimum
    26.1  request 1 early green; 4 8 is cut for priority; 2 6 chosen; overlap 1 yellow
    26.2  4 8 called
    29.4  4 8 clears; overlap 1 clears
    32.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    42.0  2 6 has its minimum
    90.0  request 1 out
    102.3  2 6 yields, maximum begins, is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    105.9  overlap 2 3 clears
    106.5  2 6 clears
    108.0  2 6 red; barrier 1 crossed
    108.7  3 7 call over, green, maximum begins; overlap 2 3 off
    113.7  3 7 has its minimum
    126.1  7 is forced off; 8 chosen
    126.2  7 called
    127.1  3 is forced off; 4 chosen
    127.2  3 called
    129.4  7 clears
    130.4  3 clears
    132.0  7 red; 8 call over, green, maximum begins
    133.0  3 red; 4 call over, green, maximum begins; overlap 1 green
    139.0  8 has its minimum
    140.0  4 has its minimum
    166.1  4 8 is forced off; 2 6 chosen; overlap 1 yellow
    166.2  4 8 called
    169.4  4 8 clears; overlap 1 clears
    172.0  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    182.0  2 6 has its minimum
  )"));
}
