// The intersection in a TS 2 cabinet, free.
#include "story.h"

namespace {

using test::Story;

}  // namespace

TEST("the TS 2 cabinet's intersection from its start: everybody once") {
  Story story("ts2");
  story.Go(1300);
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
