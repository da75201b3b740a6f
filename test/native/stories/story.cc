#include "story.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "words.h"

namespace test {

namespace {

std::vector<std::string> LinesOf(const char* words) {
  std::vector<std::string> lines;
  std::string line;
  for (const char* at = words;; ++at) {
    if (*at != '\n' && *at != '\0') {
      line += *at;
      continue;
    }
    const std::size_t from = line.find_first_not_of(' ');
    if (from != std::string::npos) lines.push_back(line.substr(from));
    line.clear();
    if (*at == '\0') return lines;
  }
}

// Where the site file has a pattern: behind the one of the start comes the one of the central system, 254.
std::size_t PlaceOf(int pattern) { return pattern == 1 ? 0 : static_cast<std::size_t>(pattern); }

}  // namespace

std::vector<prove::SiteFile>& ExampleSites() {
  static std::vector<prove::SiteFile> sites = prove::ReadSites(STOPLINE_SITES);
  return sites;
}

Story::Story(const char* site, int pattern) {
  for (const prove::SiteFile& each : ExampleSites()) {
    if (each.name == site) site_ = each;
  }
  const bool there = PlaceOf(pattern) < site_.patterns.size();
  const char* const wrong = there ? junction_.Open(site_.tables, site_.monitor) : "no such site";
  good_ = wrong == nullptr;
  if (!good_) std::printf("  %s: %s\n", site, wrong);
  if (good_) Pattern(pattern);
}

void Story::Pattern(int number) {
  const stopline::Input was = input;
  input = site_.patterns[PlaceOf(number)];
  std::copy(was.vehicle, was.vehicle + stopline::kPhases, input.vehicle);
  input.clock[0] = was.clock[0];
}

void Story::Go(int tenths) {
  for (; tenths > 0; --tenths) {
    if (good_) {
      junction_.Step(input, output);
      Note();
    }
    std::fill(input.pedestrian, input.pedestrian + stopline::kPhases, 0);
    std::fill(input.locking, input.locking + stopline::kPhases, 0);
    std::fill(input.actuations, input.actuations + stopline::kPhases, 0);
    input.advance[0] = 0;
    ++input.clock[0];
    for (std::int32_t& arrival : input.request_arrival) arrival = std::max(arrival - 1, 0);
    ++moment_;
  }
}

void Story::Note() {
  if (output.fault[0] != 0) {
    if (good_) std::printf("  the monitor: %s\n", stopline::monitor::kFaultWords[output.fault[0]]);
    good_ = false;
  }
  const std::string words = WordsOf(output);
  if (words.empty()) return;
  told_.push_back(std::to_string(moment_ / 10) + "." + std::to_string(moment_ % 10) + "  " + words);
}

void Story::Begin() {
  told_.clear();
  moment_ = 0;
}

void Story::Settle(std::initializer_list<int> resting, int tenths) {
  Queue({});
  int rests = 0;
  for (int i = 0; good_ && rests < tenths && i < 36'000; ++i) {
    const stopline::State state = Look();
    bool all = output.start_up[0] == 0;
    for (const int phase : resting)
      all = all && state.phase_interval[phase - 1] == static_cast<int>(stopline::Interval::kGreen);
    rests = all ? rests + 1 : 0;
    Go();
  }
  Begin();
}

void Story::Queue(std::initializer_list<int> phases) {
  std::fill(input.vehicle, input.vehicle + stopline::kPhases, 0);
  for (const int phase : phases) input.vehicle[phase - 1] = 1;
}

bool Story::Tells(const char* words) {
  const std::vector<std::string> lines = LinesOf(words);
  if (good_ && lines == told_) return true;
  std::size_t same = 0;
  while (same < std::min(lines.size(), told_.size()) && lines[same] == told_[same]) ++same;
  if (same < lines.size()) std::printf("  should be: %s\n", lines[same].c_str());
  for (std::size_t i = same; i < told_.size(); ++i) std::printf("    %s\n", told_[i].c_str());
  return false;
}

bool Story::Shows(const char* lamps) const {
  static constexpr char kLetters[] = "dRYGryg";
  std::string shown;
  for (int c = 0; c < stopline::kChannels; ++c) {
    if (site_.tables.channel_kind[c] != stopline::kUnused) shown += kLetters[output.channels[c]];
  }
  if (good_ && shown == lamps) return true;
  std::printf("  shows %s\n", shown.c_str());
  return false;
}

stopline::State Story::Look() const {
  stopline::State state{};
  junction_.Look(state);
  return state;
}

}  // namespace test
