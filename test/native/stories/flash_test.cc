// The arterial example site in automatic flash (in and out by 2 and 6), in flash by hand, under stop time and an
// officer.
#include "story.h"

namespace {

using test::Story;

int Word(stopline::FlashStatus status) { return static_cast<int>(status); }

}  // namespace

TEST(
    "the switch for the night: the main road once more, everybody red, the lamps flash; in the morning all red and the "
    "main road") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Press(4);
  story.Queue({3});
  story.Go(150);
  story.input.flash[0] = Word(stopline::FlashStatus::kAutomatic);
  story.Go(1000);
  CHECK(story.Shows("yrryrrrrrdddd"));
  story.input.flash[0] = Word(stopline::FlashStatus::kNotFlash);
  story.Go(1500);
  CHECK(story.Tells(R"(
    0.0  4 button; 3 called, chosen; 2 6 maximum begins, gaps out; 8 chosen; overlap 2 3 flashed, yellow
    3.6  overlap 2 3 clears
    4.2  2 6 clears
    5.7  2 6 red; barrier 1 crossed
    6.4  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    11.4  3 has its minimum
    13.4  8 has its minimum
    15.0  3 8 is forced off; 2 6 chosen
    15.1  3 called
    18.3  3 8 clears
    20.9  3 8 red; barrier 2 crossed; 2 6 green; overlap 2 3 flashes
    30.9  2 6 has its minimum
    31.0  2 6 is forced off; overlap 2 3 flashed, yellow
    34.6  overlap 2 3 clears
    35.2  2 6 clears
    36.7  2 6 red
    37.4  overlap 2 3 off
    37.5  flash automatic; 3 call over
    115.0  flash over
    121.0  1 3 4 5 7 8 called; 2 6 chosen, green, walk, maximum begins; overlap 2 3 flashes
    128.0  2 6 flashing don't walk
    131.0  2 6 has its minimum
    136.0  2 6 gap shrinks
    142.6  2 6 don't walk, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    146.2  overlap 2 3 clears
    146.8  2 6 clears
    148.3  2 6 red; barrier 1 crossed
    149.0  3 7 call over, green, maximum begins; overlap 2 3 off
    154.0  3 has its minimum; 7 has its minimum, gaps out; 8 chosen
    157.3  7 clears
    159.9  7 red; 8 call over, on, walk
    163.9  8 begins, maximum begins
    166.9  8 flashing don't walk
    169.0  3 maxes out; 4 chosen
    169.1  3 called
    170.9  8 has its minimum
    172.3  3 clears
    174.9  3 red; 4 call over, on, walk
    178.9  4 begins, maximum begins; overlap 1 green
    181.9  4 flashing don't walk
    185.9  4 has its minimum
    188.8  8 don't walk
    203.8  4 don't walk, gaps out; 8 gaps out; 1 5 chosen
    207.1  4 8 clears
    209.7  4 8 red; barrier 2 crossed; 1 5 call over, green, maximum begins; overlap 2 3 green
    214.7  1 5 has its minimum, gaps out; 2 6 chosen; overlap 1 2 3 yellow
    218.0  overlap 1 clears
    218.3  1 5 clears; overlap 2 3 clears
    220.6  overlap 1 off
    221.1  1 5 red; 2 6 green, maximum begins; overlap 2 3 off, flashes
    231.1  2 6 has its minimum, gaps out; 3 8 chosen; overlap 2 3 flashed, yellow
    234.7  overlap 2 3 clears
    235.3  2 6 clears
    236.8  2 6 red; barrier 1 crossed
    237.5  3 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off
    242.5  3 has its minimum
    244.5  8 has its minimum
    257.5  3 maxes out; 8 gaps out; 2 6 chosen
    257.6  3 called
    260.8  3 8 clears
    263.4  3 8 red; barrier 2 crossed; 2 6 green, maximum begins; overlap 2 3 flashes
  )"));
}

TEST("flash by hand in the middle of a walk: at once, and out of it as from a start") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Press(2);
  story.Pass(7);
  story.Go(50);
  story.input.flash[0] = Word(stopline::FlashStatus::kLocalManual);
  story.Go(100);
  story.input.flash[0] = 0;
  story.Go(500);
  CHECK(story.Tells(R"(
    0.0  2 button, maximum begins, walk; 7 called; 6 maximum begins
    5.0  flash by hand; 2 6 off; 7 call over; overlap 2 3 flashed, off
    15.0  flash at start-up
    21.0  flash over
    27.0  1 3 4 5 7 8 called; 2 6 chosen, green, walk, maximum begins; overlap 2 3 flashes
    34.0  2 6 flashing don't walk
    37.0  2 6 has its minimum
    42.0  2 6 gap shrinks
    48.6  2 6 don't walk, gaps out; 3 7 chosen; overlap 2 3 flashed, yellow
    52.2  overlap 2 3 clears
    52.8  2 6 clears
    54.3  2 6 red; barrier 1 crossed
    55.0  3 7 call over, green, maximum begins; overlap 2 3 off
    60.0  3 7 has its minimum, gaps out; 4 8 chosen
    63.3  3 7 clears
  )"));
}

TEST("time is stopped in a yellow and in a green: nothing moves, and it goes on where it was") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Pass(4);
  story.Go(20);
  story.input.stop_time[0] = 1;
  story.Go(50);
  story.input.stop_time[0] = 0;
  story.Go(100);
  story.input.stop_time[0] = 1;
  story.Go(100);
  story.input.stop_time[0] = 0;
  story.Go(400);
  CHECK(story.Tells(R"(
    0.0  4 called, chosen; 2 6 maximum begins, gaps out; 8 chosen; overlap 2 3 flashed, yellow
    2.0  stop time 1
    7.0  stop time 0
    8.6  overlap 2 3 clears
    9.2  2 6 clears
    10.7  2 6 red; barrier 1 crossed
    11.4  4 call over, green, maximum begins; 8 green, maximum begins; overlap 2 3 off; overlap 1 green
    17.0  stop time 1
    27.0  stop time 0
    28.4  4 8 has its minimum, gaps out; 2 6 chosen; overlap 1 yellow
    31.7  4 8 clears; overlap 1 clears
    34.3  4 8 red; barrier 2 crossed; 2 6 green; overlap 1 off; overlap 2 3 flashes
    44.3  2 6 has its minimum
  )"));
}

TEST("an officer leads: a press ends the walk, a press the green, and the next ones follow by their calls") {
  Story story("arterial");
  story.Settle({2, 6});
  story.Press(6);
  story.Queue({3, 4, 8});
  story.input.manual[0] = 1;
  const auto press = [&story](int tenths) {
    story.input.advance[0] = 1;
    story.Go(tenths);
  };
  story.Go(300);
  press(300);
  press(200);
  press(10);
  press(400);
  press(300);
  story.input.manual[0] = 0;
  story.Go(600);
  CHECK(story.Tells(R"(
    0.0  6 button, maximum begins; 3 4 8 called; officer 1; 2 maximum begins
    15.0  2 6 gap shrinks
    30.0  advance 1; 2 6 is forced off; 3 7 chosen; overlap 2 3 flashed, yellow
    33.6  overlap 2 3 clears
    34.2  2 6 clears
    35.7  2 6 red; barrier 1 crossed
    36.4  3 call over, green, maximum begins; 7 green, maximum begins; overlap 2 3 off
    41.4  3 7 has its minimum
    60.0  advance 1; 3 is forced off; 4 chosen; 7 is forced off; 8 chosen
    60.1  3 called
    63.3  3 7 clears
    65.9  3 7 red; 4 8 call over, on, walk
    69.9  4 8 begins, maximum begins; overlap 1 green
    76.9  4 8 has its minimum
    80.0  advance 1; 4 8 flashing don't walk
    81.0  advance 1
    101.9  4 8 don't walk, is forced off; 1 5 chosen
    102.0  4 8 called
    105.2  4 8 clears
    107.8  4 8 red; barrier 2 crossed; 1 5 green, maximum begins; overlap 2 3 green
    112.8  1 5 has its minimum
    121.0  advance 1; 1 is forced off; 2 chosen; 5 is forced off; 6 chosen; overlap 1 2 3 yellow
    124.3  overlap 1 clears
    124.6  1 5 clears; overlap 2 3 clears
    126.9  overlap 1 off
    127.4  1 5 red; 2 6 green, walk, maximum begins; overlap 2 3 off, flashes
    137.4  2 6 has its minimum
    142.4  2 6 gap shrinks
    151.0  officer 0; 2 6 flashing don't walk
    162.4  2 6 gap is least
    165.6  2 6 don't walk, gaps out; 3 8 chosen; overlap 2 3 flashed, yellow
    169.2  overlap 2 3 clears
    169.8  2 6 clears
    171.3  2 6 red; barrier 1 crossed
    172.0  3 8 call over, green, maximum begins; overlap 2 3 off
    177.0  3 has its minimum
    179.0  8 has its minimum
    192.0  3 maxes out; 4 chosen
    192.1  3 called
    195.3  3 clears
    197.9  3 red; 4 call over, green, maximum begins; overlap 1 green
    204.9  4 has its minimum
  )"));
}
