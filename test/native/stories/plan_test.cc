// How a coordinated pattern lies in time: the arterial's two, and the four-leg site under one with the yellow as its
// reference and walks that no split holds. Times in seconds from the moment at which the rings come to the coordinated
// phases' side of the barrier.
#include "controller/plan.h"

#include <string>

#include "story.h"

namespace {

using stopline::Plan;

std::string Seconds(int tenths) {
  const std::string sign = tenths < 0 ? "-" : "";
  const int size = tenths < 0 ? -tenths : tenths;
  return sign + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

// A line for each phase: its begin of green, its force-off (or yield point), and from when on and for how long it may
// be served; behind that its change, its least green and its walk, in brackets if the split is not made for it.
std::string TimetableOf(const Plan& plan) {
  std::string text = "cycle " + Seconds(plan.length()) + "\n";
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (!stopline::Has(plan.all(), p)) continue;
    text += std::to_string(p + 1) + (stopline::Has(plan.coordinated(), p) ? "*" : "") + " " + Seconds(plan.Start(p)) +
            " to " + Seconds(plan.ForceOff(p)) + ", opens " + Seconds(plan.Opening(p)) + " for " +
            Seconds(plan.Width(p)) + "; change " + Seconds(plan.Change(p)) + ", least " + Seconds(plan.Least(p));
    const std::string walk = Seconds(plan.Walk(p));
    if (plan.Walk(p) > 0) text += plan.Walks(p) ? ", walk " + walk : ", walk (" + walk + ")";
    text += "\n";
  }
  return text;
}

struct Sheet {
  Sheet(const Sheet&) = delete;  // the plan holds on to its tables
  explicit Sheet(const char* name, int pattern) {
    for (const prove::SiteFile& each : test::ExampleSites()) {
      if (each.name == name) site = each;
    }
    const std::size_t place = pattern == 1 ? 0 : static_cast<std::size_t>(pattern);
    if (place < site.patterns.size()) input = site.patterns[place];
    plan.Open(site.tables);
  }
  bool Says(const char* words) const {
    const std::string text = TimetableOf(plan);
    std::string told;
    for (const char* at = words; *at != '\0'; ++at) {
      const bool indent = *at == ' ' && (told.empty() || told.back() == '\n');
      if (!indent && !(*at == '\n' && told.empty())) told += *at;
    }
    if (told == text) return true;
    std::printf("%s", text.c_str());
    return false;
  }

  prove::SiteFile site;
  stopline::Input input{};
  Plan plan;
};

constexpr auto kKept = stopline::LocalFree::kNotFree;

}  // namespace

TEST("the morning plan lies in time as its splits say, and the afternoon's") {
  Sheet morning("arterial", 3);
  CHECK(morning.plan.Take(morning.input) == kKept);
  CHECK(morning.Says(R"(
    cycle 120.0
    1 42.0 to 53.6, opens 36.3 for 17.3; change 6.4, least 5.0
    2* 0.0 to 36.3, opens 36.3 for 120.0; change 5.7, least 24.0, walk 21.6
    3 60.0 to 76.1, opens 53.6 for 22.5; change 5.9, least 5.0
    4 82.0 to 114.1, opens 53.6 for 60.5; change 5.9, least 7.0, walk 28.9
    5 0.0 to 13.6, opens 53.6 for 80.0; change 6.4, least 5.0
    6* 20.0 to 53.6, opens 53.6 for 120.0; change 6.4, least 24.0, walk 21.6
    7 60.0 to 78.1, opens 53.6 for 24.5; change 5.9, least 5.0
    8 84.0 to 114.1, opens 53.6 for 60.5; change 5.9, least 7.0, walk 28.9
  )"));
  CHECK(morning.plan.reference() == 0 && morning.plan.room() == 325);
  Sheet afternoon("arterial", 4);
  CHECK(afternoon.plan.Take(afternoon.input) == kKept);
  CHECK(afternoon.Says(R"(
    cycle 130.0
    1 0.0 to 15.6, opens 60.3 for 85.3; change 6.4, least 5.0
    2* 22.0 to 60.3, opens 60.3 for 130.0; change 5.7, least 24.0, walk 21.6
    3 66.0 to 85.1, opens 60.3 for 24.8; change 5.9, least 5.0
    4 91.0 to 124.1, opens 60.3 for 63.8; change 5.9, least 7.0, walk 28.9
    5 0.0 to 11.6, opens 60.3 for 81.3; change 6.4, least 5.0
    6* 18.0 to 60.3, opens 60.3 for 130.0; change 5.7, least 24.0, walk 21.6
    7 66.0 to 84.1, opens 60.3 for 23.8; change 5.9, least 5.0
    8 90.0 to 124.1, opens 60.3 for 63.8; change 5.9, least 7.0, walk 28.9
  )"));
  CHECK(afternoon.plan.reference() == 180 && afternoon.plan.cycle() == 1300);
}

TEST("a longer cycle gives everybody a share by split, a shorter one takes from what is above the least") {
  Sheet sheet("arterial", 4);
  CHECK(sheet.plan.Take(sheet.input) == kKept);
  sheet.plan.Stretch(137);
  CHECK(sheet.Says(R"(
    cycle 143.7
    1 0.0 to 17.9, opens 67.2 for 94.4; change 6.4, least 5.0
    2* 24.3 to 67.2, opens 67.2 for 143.7; change 5.7, least 24.0, walk 21.6
    3 72.9 to 94.6, opens 67.2 for 27.4; change 5.9, least 5.0
    4 100.5 to 137.8, opens 67.2 for 70.6; change 5.9, least 7.0, walk 28.9
    5 0.0 to 13.4, opens 67.2 for 89.9; change 6.4, least 5.0
    6* 19.8 to 67.2, opens 67.2 for 143.7; change 5.7, least 24.0, walk 21.6
    7 72.9 to 93.5, opens 67.2 for 26.3; change 5.9, least 5.0
    8 99.4 to 137.8, opens 67.2 for 70.6; change 5.9, least 7.0, walk 28.9
  )"));
  sheet.plan.Stretch(-155);
  CHECK(sheet.Says(R"(
    cycle 114.5
    1 0.0 to 11.9, opens 51.4 for 75.0; change 6.4, least 5.0
    2* 18.3 to 51.4, opens 51.4 for 114.5; change 5.7, least 24.0, walk 21.6
    3 57.1 to 71.2, opens 51.4 for 19.8; change 5.9, least 5.0
    4 77.1 to 108.6, opens 51.4 for 57.2; change 5.9, least 7.0, walk 28.9
    5 0.0 to 9.3, opens 51.4 for 72.4; change 6.4, least 5.0
    6* 15.7 to 51.4, opens 51.4 for 114.5; change 5.7, least 24.0, walk 21.6
    7 57.1 to 70.5, opens 51.4 for 19.1; change 5.9, least 5.0
    8 76.4 to 108.6, opens 51.4 for 57.2; change 5.9, least 7.0, walk 28.9
  )"));
  sheet.plan.Stretch(-sheet.plan.room());
  CHECK(sheet.Says(R"(
    cycle 86.8
    1 0.0 to 5.0, opens 35.4 for 56.4; change 6.4, least 5.0
    2* 11.4 to 35.4, opens 35.4 for 86.8; change 5.7, least 24.0, walk 21.6
    3 41.1 to 46.1, opens 35.4 for 10.7; change 5.9, least 5.0
    4 52.0 to 80.9, opens 35.4 for 45.5; change 5.9, least 7.0, walk 28.9
    5 0.0 to 5.0, opens 35.4 for 56.4; change 6.4, least 5.0
    6* 11.4 to 35.4, opens 35.4 for 86.8; change 5.7, least 24.0, walk 21.6
    7 41.1 to 46.1, opens 35.4 for 10.7; change 5.9, least 5.0
    8 52.0 to 80.9, opens 35.4 for 45.5; change 5.9, least 7.0, walk 28.9
  )"));
  sheet.plan.Dwell(251);
  CHECK(sheet.Says(R"(
    cycle 155.1
    1 0.0 to 15.6, opens 85.4 for 85.3; change 6.4, least 5.0
    2* 22.0 to 85.4, opens 85.4 for 155.1; change 5.7, least 24.0, walk 21.6
    3 91.1 to 110.2, opens 85.4 for 24.8; change 5.9, least 5.0
    4 116.1 to 149.2, opens 85.4 for 63.8; change 5.9, least 7.0, walk 28.9
    5 0.0 to 11.6, opens 85.4 for 81.3; change 6.4, least 5.0
    6* 18.0 to 85.4, opens 85.4 for 155.1; change 5.7, least 24.0, walk 21.6
    7 91.1 to 109.2, opens 85.4 for 23.8; change 5.9, least 5.0
    8 115.1 to 149.2, opens 85.4 for 63.8; change 5.9, least 7.0, walk 28.9
  )"));
}

TEST(
    "with one coordinated phase the other ring shares a dwell by splits, and with the yellow as reference its yield "
    "stands") {
  Sheet sheet("arterial", 4);
  sheet.input.coordinated[0] = 1 << 5;
  sheet.input.reference[0] = stopline::kBeginYellow;
  CHECK(sheet.plan.Take(sheet.input) == kKept);
  CHECK(sheet.Says(R"(
    cycle 130.0
    1 0.0 to 15.6, opens 124.1 for 21.5; change 6.4, least 5.0
    2 22.0 to 60.3, opens 124.1 for 66.2; change 5.7, least 24.0, walk 21.6
    3 66.0 to 85.1, opens 60.3 for 24.8; change 5.9, least 5.0
    4 91.0 to 124.1, opens 60.3 for 63.8; change 5.9, least 7.0, walk 28.9
    5 0.0 to 11.6, opens 60.3 for 81.3; change 6.4, least 5.0
    6* 18.0 to 60.3, opens 60.3 for 130.0; change 5.7, least 24.0, walk 21.6
    7 66.0 to 84.1, opens 60.3 for 23.8; change 5.9, least 5.0
    8 90.0 to 124.1, opens 60.3 for 63.8; change 5.9, least 7.0, walk 28.9
  )"));
  CHECK(sheet.plan.reference() == 603);
  sheet.plan.Dwell(100);
  CHECK(sheet.Says(R"(
    cycle 140.0
    1 0.0 to 18.9, opens 134.1 for 24.8; change 6.4, least 5.0
    2 25.3 to 70.3, opens 134.1 for 76.2; change 5.7, least 24.0, walk 21.6
    3 76.0 to 95.1, opens 70.3 for 24.8; change 5.9, least 5.0
    4 101.0 to 134.1, opens 70.3 for 63.8; change 5.9, least 7.0, walk 28.9
    5 0.0 to 11.6, opens 70.3 for 81.3; change 6.4, least 5.0
    6* 18.0 to 70.3, opens 70.3 for 140.0; change 5.7, least 24.0, walk 21.6
    7 76.0 to 94.1, opens 70.3 for 23.8; change 5.9, least 5.0
    8 100.0 to 134.1, opens 70.3 for 63.8; change 5.9, least 7.0, walk 28.9
  )"));
}

TEST("coordinated across the side road, and in the other sequence, a cycle begins at their side of the barrier") {
  Sheet sheet("arterial", 4);
  sheet.input.coordinated[0] = 1 << 3 | 1 << 7;
  sheet.input.sequence[0] = 1;
  CHECK(sheet.plan.Take(sheet.input) == kKept);
  CHECK(sheet.Says(R"(
    cycle 130.0
    1 108.0 to 123.6, opens 58.1 for 65.5; change 6.4, least 5.0
    2 64.0 to 102.3, opens 58.1 for 44.2; change 5.7, least 24.0, walk 21.6
    3 0.0 to 19.1, opens 58.1 for 91.0; change 5.9, least 5.0
    4* 25.0 to 58.1, opens 58.1 for 130.0; change 5.9, least 7.0, walk 28.9
    5 64.0 to 75.6, opens 58.1 for 17.5; change 6.4, least 5.0
    6 82.0 to 123.6, opens 58.1 for 65.5; change 6.4, least 24.0, walk 21.6
    7 0.0 to 18.1, opens 58.1 for 90.0; change 5.9, least 5.0
    8* 24.0 to 58.1, opens 58.1 for 130.0; change 5.9, least 7.0, walk 28.9
  )"));
  CHECK(sheet.plan.reference() == 240);
  CHECK(sheet.plan.Side(3) == 0 && sheet.plan.Side(1) == 1 && sheet.plan.Side(7) == 0 && sheet.plan.Side(4) == 1);
}

TEST("the tee in a cycle: phases that conflict beside each other take turns on one side") {
  Sheet sheet("tee", 1);
  sheet.input.cycle[0] = 600;
  sheet.input.coordinated[0] = 1 << 1;
  sheet.input.split[1] = sheet.input.split[3] = sheet.input.split[5] = 600;
  CHECK(sheet.plan.Take(sheet.input) == stopline::LocalFree::kBadPlan);  // 4 has no time of its own
}

TEST("two ways beside each other in a cycle, with nobody across: each ends by its own change") {
  Sheet sheet("tee", 1);
  sheet.site.tables.enabled[3] = 0;
  sheet.site.tables.red_clear[5] = 30;
  sheet.input.cycle[0] = 600;
  sheet.input.coordinated[0] = 1 << 1;
  sheet.input.split[1] = sheet.input.split[5] = 600;
  for (int& number : sheet.site.tables.sequence) number = number == 4 ? 0 : number;
  sheet.plan.Open(sheet.site.tables);
  CHECK(sheet.plan.Take(sheet.input) == kKept);
  CHECK(sheet.Says(R"(
    cycle 60.0
    2* 0.0 to 55.4, opens 55.4 for 60.0; change 4.6, least 8.0, walk 12.4
    6 0.0 to 53.7, opens 0.0 for 53.7; change 6.3, least 8.0
  )"));
}

TEST("a sequence that is not there is the first, though there is one behind it") {
  Sheet sheet("arterial", 4);
  auto& sequence = sheet.site.tables.sequence;
  for (int i = 0; i < 64; ++i) {
    sequence[128 + i] = sequence[64 + i];
    sequence[64 + i] = 0;
  }
  sheet.plan.Open(sheet.site.tables);
  const auto begins = [&sheet](int number) {
    sheet.input.sequence[0] = number;
    return sheet.plan.Take(sheet.input) == kKept ? sheet.plan.Start(0) : -1;
  };
  // 1 leads in the first, and lags in the third.
  CHECK(begins(0) == 0 && begins(1) == 0 && begins(2) == 440 && begins(3) == 0 && begins(16) == 0 && begins(-1) == 0);
}

TEST("stages in a cycle: one behind the other, with the intergreen between them, and two walks that no split holds") {
  Sheet sheet("stages", 1);
  sheet.input.cycle[0] = 900;
  sheet.input.coordinated[0] = 1;
  const int split[] = {260, 150, 230, 260};
  for (int p = 0; p < 4; ++p) sheet.input.split[p] = split[p];
  CHECK(sheet.plan.Take(sheet.input) == kKept);
  CHECK(sheet.Says(R"(
    cycle 90.0
    1* 0.0 to 20.0, opens 20.0 for 90.0; change 6.0, least 8.0, walk 15.0
    2 26.0 to 36.0, opens 20.0 for 16.0; change 5.0, least 5.0
    3 41.0 to 58.0, opens 20.0 for 38.0; change 6.0, least 8.0, walk 15.0
    4 64.0 to 85.0, opens 20.0 for 65.0; change 5.0, least 5.0
  )"));
  sheet.input.split[0] = 190;
  sheet.input.split[2] = 300;
  CHECK(sheet.plan.Take(sheet.input) == kKept);
  CHECK(sheet.Says(R"(
    cycle 90.0
    1* 0.0 to 13.0, opens 13.0 for 90.0; change 6.0, least 8.0, walk (15.0)
    2 19.0 to 29.0, opens 13.0 for 16.0; change 5.0, least 5.0
    3 34.0 to 58.0, opens 13.0 for 45.0; change 6.0, least 8.0, walk 15.0
    4 64.0 to 85.0, opens 13.0 for 72.0; change 5.0, least 5.0
  )"));
  sheet.plan.Stretch(-100);
  CHECK(sheet.Says(R"(
    cycle 80.0
    1* 0.0 to 11.6, opens 11.6 for 80.0; change 6.0, least 8.0, walk (15.0)
    2 17.6 to 26.2, opens 11.6 for 14.6; change 5.0, least 5.0
    3 31.2 to 52.7, opens 11.6 for 41.1; change 6.0, least 8.0, walk 15.0
    4 58.7 to 75.0, opens 11.6 for 63.4; change 5.0, least 5.0
  )"));
}

TEST("a pattern that cannot be kept says why, and one that just can be is kept") {
  using stopline::LocalFree;
  const auto take = [](auto change) {
    Sheet sheet("arterial", 4);
    change(sheet);
    return sheet.plan.Take(sheet.input);
  };
  CHECK(take([](Sheet& s) { s.input.cycle[0] = 0; }) == LocalFree::kCommandFree);
  CHECK(take([](Sheet& s) { s.input.cycle[0] = -1; }) == LocalFree::kBadCycleTime);
  CHECK(take([](Sheet& s) { s.input.cycle[0] = 36'000; }) == LocalFree::kSplitOverrun);
  CHECK(take([](Sheet& s) { s.input.cycle[0] = 36'001; }) == LocalFree::kBadCycleTime);
  CHECK(take([](Sheet& s) { s.input.offset[0] = 1299; }) == kKept);
  CHECK(take([](Sheet& s) { s.input.offset[0] = 1300; }) == LocalFree::kInvalidOffset);
  CHECK(take([](Sheet& s) { s.input.offset[0] = 0; }) == kKept);
  CHECK(take([](Sheet& s) { s.input.offset[0] = -1; }) == LocalFree::kInvalidOffset);
  CHECK(take([](Sheet& s) { s.input.coordinated[0] = 0; }) == LocalFree::kBadPlan);
  CHECK(take([](Sheet& s) { s.input.coordinated[0] = 1 << 8; }) == LocalFree::kBadPlan);
  CHECK(take([](Sheet& s) { s.input.coordinated[0] = 1 << 1 | 1 << 3; }) == LocalFree::kBadPlan);
  CHECK(take([](Sheet& s) { s.input.coordinated[0] = 1 << 0 | 1 << 1; }) == LocalFree::kBadPlan);
  // A split holds the least green and the change: 10 s and 5.7 s; with pedestrians recalled their walk: 21.6 s.
  const auto two = [](Sheet& s, int split) {
    s.input.split[1] = split;
    s.input.split[0] = 660 - split;
  };
  CHECK(take([&](Sheet& s) { two(s, 157); }) == kKept);
  CHECK(take([&](Sheet& s) { two(s, 156); }) == LocalFree::kBadCycleTime);
  CHECK(take([&](Sheet& s) { two(s, 273), s.input.ped_recall[1] = 1; }) == kKept);
  CHECK(take([&](Sheet& s) { two(s, 272), s.input.ped_recall[1] = 1; }) == LocalFree::kBadCycleTime);
  CHECK(take([](Sheet& s) { s.input.split[0] = 221; }) == LocalFree::kSplitOverrun);
  CHECK(take([](Sheet& s) { s.input.split[0] = 221, s.input.split[4] = 181; }) == LocalFree::kSplitOverrun);
  CHECK(take([](Sheet& s) { s.input.split[0] = 221, s.input.split[4] = 181, s.input.cycle[0] = 1301; }) == kKept);
  CHECK(take([](Sheet& s) { s.input.sequence[0] = 7; }) == kKept);  // not there: as the first
  CHECK(take([](Sheet& s) { s.input.sequence[0] = -1; }) == kKept);
}
