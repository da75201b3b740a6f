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
