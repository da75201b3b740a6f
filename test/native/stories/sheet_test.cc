// What the monitor and the controller were told of each example site, in words: to be read beside the site file. A
// number that is other there than on the sheet would be kept by a controller that does as it is told.
#include <map>
#include <string>

#include "describe.h"
#include "story.h"

namespace {

const prove::SiteFile& SiteOf(const char* name) {
  static const prove::SiteFile none{};
  for (const prove::SiteFile& each : test::ExampleSites()) {
    if (each.name == name) return each;
  }
  return none;
}

std::string Seconds(int tenths) { return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10); }

std::string SetOf(std::int32_t set) {
  std::string text;
  for (int i = 0; i < 32; ++i) {
    if ((static_cast<std::uint32_t>(set) >> i & 1) != 0) text += (text.empty() ? "" : " ") + std::to_string(i + 1);
  }
  return text.empty() ? "nobody" : text;
}

bool Reads(const std::string& text, const char* words) {
  std::string told;
  for (const char* at = words; *at != '\0'; ++at) {
    const bool indent = *at == ' ' && (told.empty() || told.back() == '\n');
    if (!indent && !(*at == '\n' && told.empty())) told += *at;
  }
  if (told == text) return true;
  std::printf("%s", text.c_str());
  return false;
}

// Of each channel: its least green (walk), yellow or pedestrian clearance, what it shows in flash, who may go with it,
// who while its arrow flashes, and how long before whom it must have been red.
std::string MonitorOf(const char* name) {
  const stopline::monitor::Tables& t = SiteOf(name).monitor;
  static const char* const kKinds[] = {"unused", "vehicle", "walk", "arrow"};
  std::string text;
  for (int c = 0; c < stopline::kChannels; ++c) {
    if (t.kind[c] == 0) continue;
    text += std::to_string(c + 1) + " " + kKinds[t.kind[c]] + " " + Seconds(t.min_green[c]);
    if (t.min_yellow[c] != 0) text += ", yellow " + Seconds(t.min_yellow[c]);
    if (t.ped_clear[c] != 0) text += ", clearance " + Seconds(t.ped_clear[c]);
    text += std::string(", ") + stopline::kLampWords[t.flash[c]] + "; beside " + SetOf(t.compatible[c]);
    if (t.permissive[c] != 0) text += "; flashing beside " + SetOf(t.permissive[c]);
    std::map<int, std::string> red;
    for (int d = 0; d < stopline::kChannels; ++d) {
      if (t.kind[d] != 0) red[t.clearance[c * stopline::kChannels + d]] += " " + std::to_string(d + 1);
    }
    for (const auto& [least, channels] : red) {
      if (least != 0) text += "; red " + Seconds(least) + (red.size() == 1 ? "" : " before" + channels);
    }
    text += "\n";
  }
  return text;
}

bool Is(const std::string& name, std::initializer_list<const char*> names) {
  for (const char* each : names) {
    if (name == each) return true;
  }
  return false;
}

// What a field holds at a place: tenths, a choice or a number as it is, sets of phases in brackets.
std::string ValueOf(const stopline::Tables& t, const stopline::Field& field, int i) {
  const std::string name = field.name;
  const std::int32_t value = reinterpret_cast<const std::int32_t*>(&t)[field.at + i];
  const bool set = Is(name, {"callers", "concurrent", "overlap_included", "overlap_modifiers", "overlap_conflicts",
                             "preempt_track", "preempt_dwell", "preempt_exit", "flash_entry", "flash_exit"}) ||
                   (name == "channel_source" && t.channel_kind[i] == stopline::kPedestrian);
  return set ? "(" + SetOf(value) + ")" : std::to_string(value);
}

// A line for each phase, ring, overlap, preempt and channel, one for each kind of caller, and one for the unit: every
// number in the tables that is not 0.
std::string ControllerOf(const char* name) {
  const stopline::Tables& t = SiteOf(name).tables;
  std::map<std::string, std::string> lines;
  const auto say = [&lines](const std::string& subject, int number, const std::string& words) {
    lines[subject + " " + (number < 10 ? " " : "") + std::to_string(number)] += " " + words;
  };
  for (const stopline::Field& field : stopline::Layout<stopline::Tables>::kFields) {
    const std::string full = field.name;
    const std::size_t cut = full.find('_');
    const std::string group = full.substr(0, cut);
    for (int i = 0; i < field.count; ++i) {
      if (reinterpret_cast<const std::int32_t*>(&t)[field.at + i] == 0) continue;
      const std::string value = ValueOf(t, field, i);
      if (full == "callers") {
        say("caller", i + 1, value);
      } else if (full == "clearance") {
        say("phase", i / stopline::kPhases + 1, "to " + std::to_string(i % stopline::kPhases + 1) + " " + value);
      } else if (full == "sequence") {
        say("sequence " + std::to_string(i / 64 + 1) + " ring", i / 16 % 4 + 1, value);
      } else if (group == "overlap" || group == "preempt" || group == "channel") {
        say(group, i + 1, full.substr(cut + 1) + " " + value);
      } else if (field.count == stopline::kPhases) {
        say("phase", i + 1, full + " " + value);
      } else {
        say(field.count == stopline::kRings ? "ring" : "unit", i + 1, full + " " + value);
      }
    }
  }
  std::string text;
  for (const auto& [subject, words] : lines) text += subject + ":" + words + "\n";
  return text;
}

}  // namespace

TEST("the monitor knows the four legs as their sheet has them") {
  CHECK(Reads(MonitorOf("four-leg"), R"(
    1 vehicle 5.0, yellow 3.2, flashing-red; beside 1 5 6 11; red 1.2
    2 vehicle 8.0, yellow 3.6, flashing-yellow; beside 2 5 6 9 11; red 1.5
    3 vehicle 5.0, yellow 3.2, flashing-red; beside 3 7 8 12; red 1.2
    4 vehicle 6.0, yellow 3.6, flashing-red; beside 4 7 8 10 12; red 1.5
    5 vehicle 5.0, yellow 3.2, flashing-red; beside 1 2 5 9; red 1.2
    6 vehicle 8.0, yellow 3.6, flashing-yellow; beside 1 2 6 9 11; red 1.5
    7 vehicle 5.0, yellow 3.2, flashing-red; beside 3 4 7 10; red 1.2
    8 vehicle 6.0, yellow 3.6, flashing-red; beside 3 4 8 10 12; red 1.5
    9 walk 7.0, clearance 14.0, dark; beside 2 5 6 9 11; red 1.5
    10 walk 7.0, clearance 16.0, dark; beside 4 7 8 10 12; red 1.5
    11 walk 7.0, clearance 14.0, dark; beside 1 2 6 9 11; red 1.5
    12 walk 7.0, clearance 16.0, dark; beside 3 4 8 10 12; red 1.5
  )"));
}

TEST("the monitor knows the tee as its sheet has it") {
  CHECK(Reads(MonitorOf("tee"), R"(
    1 vehicle 8.0, yellow 3.3, flashing-yellow; beside 1 3 4; red 1.3
    2 vehicle 6.0, yellow 3.0, flashing-red; beside 2 5; red 2.4
    3 vehicle 8.0, yellow 3.3, flashing-yellow; beside 1 3 4; red 1.3
    4 walk 6.0, clearance 6.4, dark; beside 1 3 4; red 1.3
    5 walk 6.0, clearance 8.2, dark; beside 2 5; red 2.4
  )"));
}

TEST("the monitor knows the arterial as its sheet has it") {
  CHECK(Reads(MonitorOf("arterial"), R"(
    1 vehicle 10.0, yellow 4.2, flashing-yellow; beside 1 4 7 9 10 12; red 1.5
    2 vehicle 5.0, yellow 3.3, flashing-red; beside 2 5 6 13; red 2.6
    3 vehicle 7.0, yellow 3.3, flashing-red; beside 3 5 6 7 11 13; red 2.6
    4 vehicle 10.0, yellow 4.2, flashing-yellow; beside 1 4 8 10 12; red 1.5
    5 vehicle 5.0, yellow 3.3, flashing-red; beside 2 3 5 7 11; red 2.6
    6 vehicle 7.0, yellow 3.3, flashing-red; beside 2 3 6 7 11 13; red 2.6
    7 vehicle 5.0, yellow 3.3, flashing-red; beside 1 3 5 6 7 8 9 10 11 13; red 2.6
    8 arrow 5.0, yellow 3.6, flashing-red; beside 4 7 8 9 12; flashing beside 1 4 7 8 9 10 12; red 2.8
    9 arrow 5.0, yellow 3.6, flashing-red; beside 1 7 8 9 10; flashing beside 1 4 8 9 10 12; red 2.8
    10 walk 7.0, clearance 14.6, dark; beside 1 4 7 9 10 12; red 1.5
    11 walk 7.0, clearance 21.9, dark; beside 3 5 6 7 11 13; red 2.6
    12 walk 7.0, clearance 14.6, dark; beside 1 4 8 10 12; red 1.5
    13 walk 7.0, clearance 21.9, dark; beside 2 3 6 7 11 13; red 2.6
  )"));
}

TEST("the monitor knows the signal groups of the stages by their matrix") {
  CHECK(Reads(MonitorOf("stages"), R"(
    1 vehicle 8.0, yellow 3.0, flashing-yellow; beside 1 2 5 9 11 13; red 1.0 before 10; red 3.0 before 3 4 6 7 8; red 4.0 before 12
    2 vehicle 5.0, yellow 3.0, flashing-red; beside 1 2 6 9 12 13; red 1.0 before 10; red 2.0 before 3 4 5 7 8; red 4.0 before 11
    3 vehicle 8.0, yellow 3.0, flashing-red; beside 3 4 7 9 10 12; red 1.0 before 11; red 3.0 before 1 2 5 6 8; red 4.0 before 13
    4 vehicle 5.0, yellow 3.0, flashing-red; beside 3 4 8 9 10 13; red 1.0 before 11; red 2.0 before 1 2 5 6 7; red 4.0 before 12
    5 vehicle 8.0, yellow 3.0, flashing-yellow; beside 1 5 6 11 13; red 1.0 before 12; red 3.0 before 2 3 4 7 8 9; red 4.0 before 10
    6 vehicle 5.0, yellow 3.0, flashing-red; beside 2 5 6 9 10 11; red 1.0 before 12; red 2.0 before 1 3 4 7 8; red 4.0 before 13
    7 vehicle 8.0, yellow 3.0, flashing-red; beside 3 7 8 9 10 12; red 1.0 before 13; red 3.0 before 1 2 4 5 6; red 4.0 before 11
    8 vehicle 5.0, yellow 3.0, flashing-red; beside 4 7 8 11 12; red 1.0 before 13; red 2.0 before 1 2 3 5 6 9; red 4.0 before 10
    9 vehicle 5.0, yellow 3.0, flashing-red; beside 1 2 3 4 6 7 9 10 12 13; red 1.0 before 11; red 2.0 before 5 8
    10 walk 6.0, clearance 9.0, dark; beside 3 4 6 7 9 10 11 12 13; red 1.0 before 5 8; red 3.0 before 1 2
    11 walk 7.0, clearance 8.0, dark; beside 1 5 6 8 10 11 12 13; red 1.0 before 2 7; red 3.0 before 3 4 9
    12 walk 6.0, clearance 9.0, dark; beside 2 3 7 8 9 10 11 12 13; red 1.0 before 1 4; red 3.0 before 5 6
    13 walk 7.0, clearance 8.0, dark; beside 1 2 4 5 9 10 11 12 13; red 1.0 before 3 6; red 3.0 before 7 8
  )"));
}

TEST("the controller is told of the four legs what their sheet says") {
  CHECK(Reads(ControllerOf("four-leg"), R"(
    caller  1: (6)
    caller  2: (1)
    caller  3: (8)
    caller  4: (3)
    caller  5: (2)
    caller  6: (5)
    caller  7: (4)
    caller  8: (7)
    channel  1: kind 1 source 1 flash 4
    channel  2: kind 1 source 2 flash 5
    channel  3: kind 1 source 3 flash 4
    channel  4: kind 1 source 4 flash 4
    channel  5: kind 1 source 5 flash 4
    channel  6: kind 1 source 6 flash 5
    channel  7: kind 1 source 7 flash 4
    channel  8: kind 1 source 8 flash 4
    channel  9: kind 2 source (2)
    channel 10: kind 2 source (4)
    channel 11: kind 2 source (6)
    channel 12: kind 2 source (8)
    phase  1: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 concurrent (5 6)
    phase  2: enabled 1 min_green 80 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 140 dual_entry 1 simultaneous_gap 1 concurrent (5 6)
    phase  3: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 group 1 concurrent (7 8)
    phase  4: enabled 1 min_green 60 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 160 dual_entry 1 simultaneous_gap 1 group 1 concurrent (7 8)
    phase  5: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 ring 1 concurrent (1 2)
    phase  6: enabled 1 min_green 80 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 140 dual_entry 1 simultaneous_gap 1 ring 1 concurrent (1 2)
    phase  7: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 ring 1 group 1 concurrent (3 4)
    phase  8: enabled 1 min_green 60 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 160 dual_entry 1 simultaneous_gap 1 ring 1 group 1 concurrent (3 4)
    ring  1: start_phase 2
    ring  2: start_phase 6
    sequence 1 ring  1: 1 2 3 4
    sequence 1 ring  2: 5 6 7 8
    unit  1: groups 2 start_flash 60 start_all_red 60
  )"));
}

TEST("the controller is told of the tee what its sheet says") {
  CHECK(Reads(ControllerOf("tee"), R"(
    caller  1: (2)
    caller  2: (6)
    caller  3: (4)
    channel  1: kind 1 source 2 flash 5
    channel  2: kind 1 source 4 flash 4
    channel  3: kind 1 source 6 flash 5
    channel  4: kind 2 source (2)
    channel  5: kind 2 source (4)
    phase  2: enabled 1 min_green 80 passage 25 yellow_change 33 red_clear 13 walk 60 ped_clear 64 dual_entry 1 simultaneous_gap 1 concurrent (6)
    phase  4: enabled 1 min_green 60 passage 20 yellow_change 30 red_clear 24 walk 60 ped_clear 82 dual_entry 1 simultaneous_gap 1 ring 2
    phase  6: enabled 1 min_green 80 passage 25 yellow_change 33 red_clear 13 dual_entry 1 simultaneous_gap 1 ring 1 concurrent (2)
    ring  1: start_phase 2
    ring  2: start_phase 6
    sequence 1 ring  1: 2
    sequence 1 ring  2: 6
    sequence 1 ring  3: 4
    unit  1: groups 1 start_flash 60 start_all_red 60
  )"));
}

TEST("the controller is told of the arterial what its sheet says") {
  CHECK(Reads(ControllerOf("arterial"), R"(
    caller  1: (6)
    caller  2: (1)
    caller  3: (8)
    caller  4: (3)
    caller  5: (2)
    caller  6: (5)
    caller  7: (4)
    caller  8: (7)
    channel  1: kind 1 source 2 flash 5
    channel  2: kind 1 source 3 flash 4
    channel  3: kind 1 source 4 flash 4
    channel  4: kind 1 source 6 flash 5
    channel  5: kind 1 source 7 flash 4
    channel  6: kind 1 source 8 flash 4
    channel  7: kind 3 source 1 flash 4
    channel  8: kind 3 source 2 flash 4
    channel  9: kind 3 source 3 flash 4
    channel 10: kind 2 source (2)
    channel 11: kind 2 source (4)
    channel 12: kind 2 source (6)
    channel 13: kind 2 source (8)
    overlap  1: kind 1 included (4 5) conflicts (3 6) min_green 50 yellow 33 red 26
    overlap  2: kind 3 included (1) modifiers (2) conflicts (2 3 4 7 8) min_green 50 yellow 36 red 28
    overlap  3: kind 3 included (5) modifiers (6) conflicts (3 4 6 7 8) min_green 50 yellow 36 red 28
    phase  1: enabled 1 min_green 50 passage 20 yellow_change 36 red_clear 28 red_revert 20 simultaneous_gap 1 concurrent (5 6)
    phase  2: enabled 1 min_green 100 passage 40 yellow_change 42 red_clear 15 red_revert 20 walk 70 ped_clear 146 lock 1 added_initial 15 max_initial 240 time_before_reduction 150 time_to_reduce 200 min_gap 24 dual_entry 1 simultaneous_gap 1 walk_rest 1 ped_recycle 1 concurrent (5 6) priority_extension 120
    phase  3: enabled 1 min_green 50 passage 20 yellow_change 33 red_clear 26 red_revert 20 simultaneous_gap 1 group 1 concurrent (7 8) priority_reduction 60
    phase  4: enabled 1 min_green 70 passage 25 yellow_change 33 red_clear 26 red_revert 20 walk 70 ped_clear 219 leading_walk 40 dynamic_max_limit 450 dynamic_max_step 50 dual_entry 1 simultaneous_gap 1 group 1 concurrent (7 8) priority_reduction 100
    phase  5: enabled 1 min_green 50 passage 20 yellow_change 36 red_clear 28 red_revert 20 simultaneous_gap 1 ring 1 concurrent (1 2)
    phase  6: enabled 1 min_green 100 passage 40 yellow_change 42 red_clear 15 red_revert 20 walk 70 ped_clear 146 lock 1 added_initial 15 max_initial 240 time_before_reduction 150 time_to_reduce 200 min_gap 24 dual_entry 1 simultaneous_gap 1 walk_rest 1 ped_recycle 1 ring 1 concurrent (1 2) priority_extension 120
    phase  7: enabled 1 min_green 50 passage 20 yellow_change 33 red_clear 26 red_revert 20 simultaneous_gap 1 ring 1 group 1 concurrent (3 4) priority_reduction 60
    phase  8: enabled 1 min_green 70 passage 25 yellow_change 33 red_clear 26 red_revert 20 walk 70 ped_clear 219 leading_walk 40 dynamic_max_limit 450 dynamic_max_step 50 dual_entry 1 simultaneous_gap 1 ring 1 group 1 concurrent (3 4) priority_reduction 100
    preempt  1: enabled 1 lock 1 min_duration 200 max_presence 12000 track (3 8) track_green 140 dwell (5 6) min_dwell 80 exit (4 8)
    preempt  2: enabled 1 delay 20 min_duration 100 max_presence 1800 dwell (1 6) min_dwell 50
    ring  1: start_phase 2
    ring  2: start_phase 6
    sequence 1 ring  1: 1 2 3 4
    sequence 1 ring  2: 5 6 7 8
    sequence 2 ring  1: 2 1 3 4
    sequence 2 ring  2: 5 6 7 8
    unit  1: priority_interval 1000 groups 2 start_flash 60 start_all_red 60 flash_entry (2 6) flash_exit (2 6) flash_min 80
  )"));
}

TEST("the controller is told of the stages what their matrix says") {
  CHECK(Reads(ControllerOf("stages"), R"(
    caller  1: (1)
    caller  2: (2)
    caller  3: (2 3)
    caller  4: (3)
    caller  5: (4)
    channel  1: kind 3 source 1 flash 5
    channel  2: kind 3 source 2 flash 4
    channel  3: kind 3 source 3 flash 4
    channel  4: kind 3 source 4 flash 4
    channel  5: kind 3 source 5 flash 5
    channel  6: kind 3 source 6 flash 4
    channel  7: kind 3 source 7 flash 4
    channel  8: kind 3 source 8 flash 4
    channel  9: kind 3 source 9 flash 4
    channel 10: kind 2 source (3)
    channel 11: kind 2 source (1)
    channel 12: kind 2 source (3)
    channel 13: kind 2 source (1)
    overlap  1: kind 1 included (1) conflicts (2 3 4) min_green 80 yellow 30
    overlap  2: kind 1 included (2) conflicts (1 3 4) min_green 50 yellow 30
    overlap  3: kind 1 included (3) conflicts (1 2 4) min_green 80 yellow 30
    overlap  4: kind 1 included (4) conflicts (1 2 3) min_green 50 yellow 30
    overlap  5: kind 1 included (1) conflicts (2 3 4) min_green 80 yellow 30
    overlap  6: kind 1 included (2) conflicts (1 3 4) min_green 50 yellow 30
    overlap  7: kind 1 included (3) conflicts (1 2 4) min_green 80 yellow 30
    overlap  8: kind 1 included (4) conflicts (1 2 3) min_green 50 yellow 30
    overlap  9: kind 1 included (2 3) conflicts (1 4) min_green 50 yellow 30
    phase  1: enabled 1 min_green 80 passage 25 yellow_change 30 red_clear 30 walk 70 ped_clear 80 simultaneous_gap 1 to 2 60 to 3 70 to 4 60
    phase  2: enabled 1 min_green 50 passage 20 yellow_change 30 red_clear 20 simultaneous_gap 1 to 1 70 to 3 50 to 4 50
    phase  3: enabled 1 min_green 80 passage 25 yellow_change 30 red_clear 30 walk 60 ped_clear 90 simultaneous_gap 1 to 1 70 to 2 60 to 4 60
    phase  4: enabled 1 min_green 50 passage 20 yellow_change 30 red_clear 20 simultaneous_gap 1 to 1 50 to 2 50 to 3 70
    ring  1: start_phase 1
    sequence 1 ring  1: 1 2 3 4
    unit  1: groups 1 start_flash 60 start_all_red 60
  )"));
}

TEST("the monitor knows the TS 2 cabinet's intersection as its sheet has it") {
  CHECK(Reads(MonitorOf("ts2"), R"(
    1 vehicle 5.0, yellow 3.2, flashing-red; beside 1 5 6 11; red 1.2
    2 vehicle 8.0, yellow 3.6, flashing-yellow; beside 2 5 6 9 11; red 1.5
    3 vehicle 5.0, yellow 3.2, flashing-red; beside 3 7 8 12; red 1.2
    4 vehicle 6.0, yellow 3.6, flashing-red; beside 4 7 8 10 12; red 1.5
    5 vehicle 5.0, yellow 3.2, flashing-red; beside 1 2 5 9; red 1.2
    6 vehicle 8.0, yellow 3.6, flashing-yellow; beside 1 2 6 9 11; red 1.5
    7 vehicle 5.0, yellow 3.2, flashing-red; beside 3 4 7 10; red 1.2
    8 vehicle 6.0, yellow 3.6, flashing-red; beside 3 4 8 10 12; red 1.5
    9 walk 7.0, clearance 14.0, dark; beside 2 5 6 9 11; red 1.5
    10 walk 7.0, clearance 16.0, dark; beside 4 7 8 10 12; red 1.5
    11 walk 7.0, clearance 14.0, dark; beside 1 2 6 9 11; red 1.5
    12 walk 7.0, clearance 16.0, dark; beside 3 4 8 10 12; red 1.5
  )"));
}

TEST("the controller is told of the TS 2 cabinet's intersection what its sheet says") {
  CHECK(Reads(ControllerOf("ts2"), R"(
    caller  1: (6)
    caller  2: (1)
    caller  3: (8)
    caller  4: (3)
    caller  5: (2)
    caller  6: (5)
    caller  7: (4)
    caller  8: (7)
    channel  1: kind 1 source 1 flash 4
    channel  2: kind 1 source 2 flash 5
    channel  3: kind 1 source 3 flash 4
    channel  4: kind 1 source 4 flash 4
    channel  5: kind 1 source 5 flash 4
    channel  6: kind 1 source 6 flash 5
    channel  7: kind 1 source 7 flash 4
    channel  8: kind 1 source 8 flash 4
    channel  9: kind 2 source (2)
    channel 10: kind 2 source (4)
    channel 11: kind 2 source (6)
    channel 12: kind 2 source (8)
    phase  1: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 concurrent (5 6)
    phase  2: enabled 1 min_green 80 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 140 dual_entry 1 simultaneous_gap 1 concurrent (5 6)
    phase  3: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 group 1 concurrent (7 8)
    phase  4: enabled 1 min_green 60 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 160 dual_entry 1 simultaneous_gap 1 group 1 concurrent (7 8)
    phase  5: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 ring 1 concurrent (1 2)
    phase  6: enabled 1 min_green 80 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 140 dual_entry 1 simultaneous_gap 1 ring 1 concurrent (1 2)
    phase  7: enabled 1 min_green 50 passage 20 yellow_change 32 red_clear 12 simultaneous_gap 1 ring 1 group 1 concurrent (3 4)
    phase  8: enabled 1 min_green 60 passage 25 yellow_change 36 red_clear 15 walk 70 ped_clear 160 dual_entry 1 simultaneous_gap 1 ring 1 group 1 concurrent (3 4)
    ring  1: start_phase 2
    ring  2: start_phase 6
    sequence 1 ring  1: 1 2 3 4
    sequence 1 ring  2: 5 6 7 8
    unit  1: groups 2 start_flash 60 start_all_red 60
  )"));
}
