// What a technician sees on the page at a moment of the arterial's stories, and where a strategy that plans is told its
// greens stand: the picture in words.
#include <string>

#include "describe.h"
#include "story.h"

namespace {

using test::Story;

std::string Seconds(int tenths) { return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10); }

std::string SetOf(stopline::PhaseSet set) {
  std::string text;
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (stopline::Has(set, p)) text += (text.empty() ? "" : " ") + std::to_string(p + 1);
  }
  return text.empty() ? "nobody" : text;
}

std::string RingOf(const stopline::State& s, int r) {
  if (s.ring_phase[r] == 0) return "none";
  std::string text = std::to_string(s.ring_phase[r]) + " " + stopline::kIntervalWords[s.ring_interval[r]] + " " +
                     Seconds(s.ring_elapsed[r]);
  const auto add = [&text](const char* word, int tenths) {
    if (tenths != 0) text += std::string(", ") + word + " " + Seconds(tenths);
  };
  add("least", s.ring_min_left[r]);
  add("gap", s.ring_gap_left[r]);
  add("most", s.ring_max_left[r]);
  add("clearing", s.ring_clear_left[r]);
  if (s.ring_next[r] != 0) text += ", then " + std::to_string(s.ring_next[r]);
  return text;
}

// Of phases what is not red and don't walk, calls, and how the last green ended.
std::string PhaseOf(const stopline::State& s, int p) {
  std::string text = std::to_string(p + 1);
  const std::string bare = text;
  if (s.phase_interval[p] != 0) text += std::string(" ") + stopline::kIntervalWords[s.phase_interval[p]];
  if (s.phase_ped[p] > 1) text += std::string(" ") + stopline::kPedIntervalWords[s.phase_ped[p]];
  if (s.phase_call[p] != 0) text += " called";
  if (s.phase_ped_call[p] != 0) text += " button";
  if (s.phase_fault_recall[p] != 0) text += " failed";
  if (s.phase_terminated_by[p] != 0) text += std::string(" ") + stopline::kTerminationWords[s.phase_terminated_by[p]];
  return text == bare ? "" : text;
}

std::string PictureOf(const Story& story) {
  const stopline::State s = story.Look();
  std::string text = RingOf(s, 0) + "\n" + RingOf(s, 1) + "\n";
  std::string phases;
  for (int p = 0; p < 8; ++p) {
    const std::string phase = PhaseOf(s, p);
    if (!phase.empty()) phases += (phases.empty() ? "" : "; ") + phase;
  }
  text += (phases.empty() ? "nobody" : phases) + "\n";
  std::string overlaps;
  for (int o = 0; o < 3; ++o) {
    overlaps += (o == 0 ? "" : ", ") + std::string(stopline::kIntervalWords[s.overlap_interval[o]]);
  }
  text += overlaps + "\n";
  if (s.cycle_second[0] >= 0)
    text += std::string(stopline::kCoordinationWords[s.coordination[0]]) + " at " + Seconds(s.cycle_second[0]) + "\n";
  if (s.preempt[0] != 0)
    text +=
        "preempt " + std::to_string(s.preempt[0]) + " " + stopline::kPreemptIntervalWords[s.preempt_interval[0]] + "\n";
  text += std::string("flash ") + stopline::kFlashStatusWords[s.flash_status[0]] + ", " +
          stopline::kLocalFreeWords[s.local_free[0]] + "\n";
  const stopline::strategies::Standing g = story.Standing();
  text += (g.running ? (g.led ? "led" : "running") : "not running") + std::string(": green ") + SetOf(g.green) +
          ", chosen " + SetOf(g.chosen) + ", called " + SetOf(g.called) + ", to walk " + SetOf(g.walk_due) +
          ", ends in " + Seconds(g.until_end) + ", green in " + Seconds(g.until_green) + ", since " +
          Seconds(g.elapsed) + "\n";
  return text;
}

bool Shows(const Story& story, const char* words) {
  std::string told;
  for (const char* at = words; *at != '\0'; ++at) {
    const bool indent = *at == ' ' && (told.empty() || told.back() == '\n');
    if (!indent && !(*at == '\n' && told.empty())) told += *at;
  }
  const std::string text = PictureOf(story);
  if (told == text) return true;
  std::printf("%s", text.c_str());
  return false;
}

}  // namespace

TEST("the page of the arterial before its first green, in it, and in what follows") {
  Story story("arterial");
  story.Go(30);
  CHECK(Shows(story, R"(
    none
    none
    nobody
    red, red, red
    flash start-up, command-free
    not running: green nobody, chosen nobody, called nobody, to walk nobody, ends in 0.0, green in 0.0, since 3600.0
  )"));
  story.Go(70);
  CHECK(Shows(story, R"(
    none
    none
    nobody
    red, red, red
    flash not-flash, command-free
    not running: green nobody, chosen nobody, called nobody, to walk nobody, ends in 0.0, green in 0.0, since 3600.0
  )"));
  story.Go(150);  // 3.1 s into the first green
  story.Queue({2, 3});
  story.Go(1);
  CHECK(Shows(story, R"(
    2 green 3.1, least 6.9, gap 4.0, most 46.9, then 3
    6 green 3.1, least 6.9, gap 0.9, most 46.9, then 7
    1 called; 2 green walk called; 3 called; 4 called button; 5 called; 6 green walk called; 7 called; 8 called button
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called 1 3 4 5 7 8, to walk 4 8, ends in 18.5, green in 0.0, since 3.1
  )"));
  story.Go(280);
  CHECK(Shows(story, R"(
    2 green 31.1, gap 2.8, most 18.9, then 3
    6 green 31.1, most 18.9, then 7
    1 called; 2 green called; 3 called; 4 called button; 5 called; 6 green called; 7 called; 8 called button
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called 1 3 4 5 7 8, to walk 4 8, ends in 0.0, green in 0.0, since 31.1
  )"));
  story.Queue({6, 7, 8});
  story.Press(4);
  story.Go(1);
  for (int moment = 0; moment < 8; ++moment) {
    story.Go(moment == 3 ? 20 : 47);
    if (moment == 0)
      CHECK(Shows(story, R"(
    2 green 35.9, most 14.1, then 3
    6 green 35.9, gap 2.4, most 14.1, then 7
    1 called; 2 green called; 3 called; 4 called button; 5 called; 6 green called; 7 called; 8 called button
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called 1 3 4 5 7 8, to walk 4 8, ends in 0.0, green in 0.0, since 35.9
  )"));
    if (moment == 1)
      CHECK(Shows(story, R"(
    2 green 40.6, most 9.4, then 3
    6 green 40.6, gap 2.4, most 9.4, then 7
    1 called; 2 green called; 3 called; 4 called button; 5 called; 6 green called; 7 called; 8 called button
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called 1 3 4 5 7 8, to walk 4 8, ends in 0.0, green in 0.0, since 40.6
  )"));
    if (moment == 2)
      CHECK(Shows(story, R"(
    2 green 45.3, most 4.7, then 3
    6 green 45.3, gap 2.4, most 4.7, then 7
    1 called; 2 green called; 3 called; 4 called button; 5 called; 6 green called; 7 called; 8 called button
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called 1 3 4 5 7 8, to walk 4 8, ends in 0.0, green in 0.0, since 45.3
  )"));
    if (moment == 3)
      CHECK(Shows(story, R"(
    2 green 47.3, most 2.7, then 3
    6 green 47.3, gap 2.4, most 2.7, then 7
    1 called; 2 green called; 3 called; 4 called button; 5 called; 6 green called; 7 called; 8 called button
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called 1 3 4 5 7 8, to walk 4 8, ends in 0.0, green in 0.0, since 47.3
  )"));
    if (moment == 5)
      CHECK(Shows(story, R"(
    3 green 0.3, least 4.7, gap 1.7, most 19.7, then 4
    7 green 0.3, least 4.7, gap 2.0, most 19.7, then 8
    1 called; 2 called gap-out; 3 green; 4 called button; 5 called; 6 called max-out; 7 green called; 8 called button
    red, red, red
    flash not-flash, command-free
    running: green 3 7, chosen nobody, called 1 2 4 5 6 8, to walk 4 8, ends in 4.7, green in 0.0, since 0.3
  )"));
    if (moment == 7)
      CHECK(Shows(story, R"(
    3 red-clear 1.4, clearing 1.2, then 4
    7 green 9.7, gap 2.0, most 10.3, then 8
    1 called; 2 called gap-out; 3 red-clear gap-out; 4 called button; 5 called; 6 called max-out; 7 green called; 8 called button
    red, red, red
    flash not-flash, command-free
    running: green 7, chosen 4, called 1 2 4 5 6 8, to walk 4 8, ends in 0.0, green in 1.2, since 9.7
  )"));
  }
}

TEST("the page of the arterial in the afternoon plan, in a preempt, in a failure and in flash") {
  Story story("arterial");
  story.Settle({2, 6});
  CHECK(Shows(story, R"(
    2 green 30.0
    6 green 30.0
    1 gap-out; 2 green called gap-out; 3 gap-out; 4 gap-out; 5 gap-out; 6 green called gap-out; 7 gap-out; 8 gap-out
    red, green, green
    flash not-flash, command-free
    running: green 2 6, chosen nobody, called nobody, to walk nobody, ends in 0.0, green in 0.0, since 30.0
  )"));
  story.Pattern(4);
  story.input.clock[0] = 900;
  story.Queue({3, 4});
  story.Press(8);
  story.Go(1);
  CHECK(Shows(story, R"(
    2 green 30.1
    6 green 30.1
    1 gap-out; 2 green called gap-out; 3 called gap-out; 4 called gap-out; 5 gap-out; 6 green called gap-out; 7 gap-out; 8 gap-out
    red, green, green
    in-step at 9.0
    flash not-flash, not-free
    running: green 2 6, chosen nobody, called 3 4 8, to walk nobody, ends in 0.0, green in 0.0, since 30.1
  )"));
  story.Go(420);
  CHECK(Shows(story, R"(
    3 green 2.3, least 2.7, gap 2.0, most 22.7, then 4
    8 leading-walk 2.3, then 6
    1 gap-out; 2 called force-off; 3 green called gap-out; 4 called gap-out; 5 gap-out; 6 called force-off; 7 gap-out; 8 leading-walk walk gap-out
    red, red, red
    in-step at 51.0
    flash not-flash, not-free
    running: green 3 8, chosen nobody, called 2 4 6, to walk nobody, ends in 26.6, green in 0.0, since 2.3
  )"));
  story.input.fault_recall[0] = 1;
  story.input.preempt[1] = 1;
  story.Go(10);
  CHECK(Shows(story, R"(
    3 green 3.3, least 1.7, gap 2.0, most 21.7, then 4
    8 leading-walk 3.3, then 6
    1 called failed gap-out; 2 called force-off; 3 green called gap-out; 4 called gap-out; 5 gap-out; 6 called force-off; 7 gap-out; 8 leading-walk walk gap-out
    red, red, red
    in-step at 52.0
    preempt 2 delay
    flash not-flash, not-free
    running: green 3 8, chosen nobody, called 1 2 4 6, to walk nobody, ends in 25.6, green in 0.0, since 3.3
  )"));
  story.Go(60);
  CHECK(Shows(story, R"(
    3 red-clear 1.0, clearing 1.6, then 1
    8 green 5.3, least 1.7, most 34.7, then 6
    1 called failed gap-out; 2 called force-off; 3 red-clear called preempt-force-off; 4 called gap-out; 5 gap-out; 6 called force-off; 7 gap-out; 8 green ped-clear gap-out
    red, red, red
    in-step at 58.0
    preempt 2 entry
    flash not-flash, not-free
    led: green 8, chosen nobody, called 1 2 3 4 6, to walk nobody, ends in 19.6, green in 1.6, since 5.3
  )"));
  story.Go(200);
  CHECK(Shows(story, R"(
    3 red 0.0, then 1
    8 yellow 0.4, clearing 2.9, then 6
    1 called failed gap-out; 2 called force-off; 3 called preempt-force-off; 4 called gap-out; 5 gap-out; 6 called force-off; 7 gap-out; 8 yellow preempt-force-off
    red, red, red
    in-step at 78.0
    preempt 2 entry
    flash not-flash, not-free
    led: green nobody, chosen nobody, called 1 2 3 4 6, to walk nobody, ends in 0.0, green in 5.5, since 3600.0
  )"));
  story.input.preempt[1] = 0;
  story.Go(400);
  CHECK(Shows(story, R"(
    4 green 6.4, least 0.6, gap 2.5, most 33.6, then 2
    7 yellow 1.4, clearing 1.9, then 8
    1 called failed force-off; 2 called force-off; 3 called preempt-force-off; 4 green called gap-out; 5 called gap-out; 6 called force-off; 7 yellow force-off; 8 called preempt-force-off
    green, red, red
    in-step at 118.0
    flash not-flash, not-free
    running: green 4, chosen 8, called 1 2 3 6, to walk nobody, ends in 0.6, green in 4.5, since 6.4
  )"));
  story.input.flash[0] = static_cast<int>(stopline::FlashStatus::kAutomatic);
  story.Go(30);
  CHECK(Shows(story, R"(
    4 green 9.4, gap 2.5, most 30.6, then 2
    7 red-clear 1.1, clearing 1.5, then 8
    1 called failed force-off; 2 called force-off; 3 called preempt-force-off; 4 green called gap-out; 5 called gap-out; 6 called force-off; 7 red-clear force-off; 8 called preempt-force-off
    green, red, red
    flash not-flash, command-free
    led: green 4, chosen 8, called 1 2 3 6, to walk nobody, ends in 0.0, green in 1.5, since 9.4
  )"));
  story.input.stop_time[0] = 1;
  story.Go(2);
  CHECK(Shows(story, R"(
    4 green 9.4, gap 2.5, most 30.6, then 1
    7 red-clear 1.1, clearing 1.5, then 8
    1 called failed force-off; 2 called force-off; 3 called preempt-force-off; 4 green called gap-out; 5 gap-out; 6 called force-off; 7 red-clear force-off; 8 preempt-force-off
    green, red, red
    flash not-flash, command-free
    led: green 4, chosen 8, called 1 2 3 6, to walk nobody, ends in 0.0, green in 1.5, since 9.4
  )"));
  story.input.stop_time[0] = 0;
  story.Go(900);
  CHECK(Shows(story, R"(
    none
    none
    1 failed
    red, red, red
    flash automatic, command-free
    not running: green nobody, chosen nobody, called nobody, to walk nobody, ends in 0.0, green in 0.0, since 3600.0
  )"));
  story.input.flash[0] = static_cast<int>(stopline::FlashStatus::kMmu);
  story.Go(2);
  CHECK(Shows(story, R"(
    none
    none
    1 failed
    red, red, red
    flash mmu, command-free
    not running: green nobody, chosen nobody, called nobody, to walk nobody, ends in 0.0, green in 0.0, since 3600.0
  )"));
}

TEST("the page says whose green it is while an officer leads or has stopped time") {
  Story story("arterial");
  story.Settle({2, 6});
  story.input.manual[0] = 1;
  story.Press(2);
  story.Go(90);
  CHECK(Shows(story, R"(
    2 green 39.0, most 41.1, then 3
    6 green 39.0, most 41.1, then 7
    1 called gap-out; 2 green called button gap-out; 3 called gap-out; 4 called button gap-out; 5 called gap-out; 6 green called gap-out; 7 called gap-out; 8 called button gap-out
    red, green, green
    flash not-flash, command-free
    led: green 2 6, chosen nobody, called 4 8, to walk 2 4 8, ends in 0.0, green in 0.0, since 39.0
  )"));
  story.input.advance[0] = 1;
  story.Go(20);
  CHECK(Shows(story, R"(
    2 yellow 1.9, clearing 2.3, then 3
    6 yellow 1.9, clearing 2.3, then 7
    1 called gap-out; 2 yellow called button force-off; 3 called gap-out; 4 called button gap-out; 5 called gap-out; 6 yellow called button force-off; 7 called gap-out; 8 called button gap-out
    red, yellow, yellow
    flash not-flash, command-free
    led: green nobody, chosen 3 7, called 2 4 6 8, to walk 2 4 6 8, ends in 0.0, green in 3.8, since 3600.0
  )"));
  story.input.manual[0] = 0;
  story.input.stop_time[0] = 1;
  story.Go(20);
  CHECK(Shows(story, R"(
    2 yellow 1.9, clearing 2.3, then 3
    6 yellow 1.9, clearing 2.3, then 7
    1 gap-out; 2 yellow called button force-off; 3 gap-out; 4 gap-out; 5 gap-out; 6 yellow called force-off; 7 gap-out; 8 gap-out
    red, yellow, yellow
    flash not-flash, command-free
    led: green nobody, chosen 3 7, called 2 6, to walk 2, ends in 0.0, green in 3.8, since 3600.0
  )"));
}
