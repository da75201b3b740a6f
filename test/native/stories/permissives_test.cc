// When a phase may still be let in, in the afternoon plan of the arterial (its timetable: plan_test.cc): from its
// opening on, as long as change, least green or walk are over by its force-off. Times in seconds of the plan.
#include "controller/permissives.h"

#include <string>

#include "story.h"

namespace {

using stopline::Only;

std::string Seconds(int tenths) { return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10); }

struct Arterial {
  Arterial() {
    for (const prove::SiteFile& each : test::ExampleSites()) {
      if (each.name == "arterial") site = each;
    }
    if (site.patterns.size() > 4) input = site.patterns[4];
    plan.Open(site.tables);
    plan.Take(input);
    calls.Open(site.tables, 0xff);
    barriers.Open(site.tables);
  }
  // The rings free, beginning with 2 and 6, for so long.
  void Go(int tenths) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls.Register(input, barriers.on(), barriers.walk(), events);
      if (!begun) barriers.Start(Only(1) | Only(5), input, calls, events);
      begun = true;
      barriers.Step(input, stopline::Control{}, calls, events);
      for (int p = 0; p < stopline::kPhases; ++p) input.locking[p] = input.pedestrian[p] = 0;
    }
  }
  // On to a moment at which these are green and nobody waits.
  void Rest(int one, int other) {
    for (int i = 0; i < 9000 && barriers.green() != (Only(one - 1) | Only(other - 1)); ++i) {
      input.locking[one - 1] = input.locking[other - 1] = 1;
      Go(1);
    }
  }
  // From when to when a phase is admitted if just now somebody comes to it: as a vehicle, or on foot.
  std::string Window(int phase, bool on_foot) {
    stopline::Input asks = input;
    for (int p = 0; p < stopline::kPhases; ++p) asks.vehicle[p] = asks.recall[p] = 0;
    (on_foot ? asks.pedestrian : asks.vehicle)[phase - 1] = 1;
    stopline::Calls asked;
    asked.Open(site.tables, 0xff);
    stopline::Events events(output);
    asked.Register(asks, barriers.on(), barriers.walk(), events);
    std::string text = std::to_string(phase);
    int from = -1;
    for (int at = 0; at <= plan.length(); ++at) {
      bool in = false;
      if (at < plan.length()) {
        stopline::Permissives permissives;
        permissives.Open(site.tables);
        permissives.Step(plan, at, barriers, asked);
        in = stopline::Has(on_foot ? ~permissives.ped_omitted() : permissives.admitted(), phase - 1);
      }
      if (in && from < 0) from = at;
      if (!in && from >= 0) text += " " + Seconds(from) + "-" + Seconds(at - 1);
      if (!in) from = -1;
    }
    return text + "\n";
  }
  std::string Windows(std::initializer_list<int> phases, bool on_foot = false) {
    std::string text;
    for (const int phase : phases) text += Window(phase, on_foot);
    return text;
  }

  prove::SiteFile site;
  stopline::Input input{};
  stopline::Output output{};
  stopline::Plan plan;
  stopline::Calls calls;
  stopline::Barriers barriers;
  bool begun = false;
};

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

}  // namespace

TEST("from the coordinated green who comes in time is let in: up to its force-off less change and least green") {
  Arterial street;
  street.Rest(2, 6);
  street.Go(300);
  CHECK(Reads(street.Windows({1, 3, 4, 5, 7, 8}), R"(
    1 0.0-4.9 60.3-129.9
    3 60.3-74.4
    4 60.3-111.4
    5 0.0-0.9 60.3-129.9
    7 60.3-73.4
    8 60.3-111.4
  )"));
}

TEST(
    "on foot one is let go as long as walk and clearance are over by the force-off; who is recalled may not come "
    "late") {
  Arterial street;
  street.Rest(2, 6);
  street.Go(300);
  CHECK(Reads(street.Windows({2, 4, 6, 8}, true), R"(
    2 0.0-38.7 60.4-129.9
    4 60.3-95.2
    6 0.0-38.7 60.4-129.9
    8 60.3-95.2
  )"));
}

TEST("while the coordinated green still has to have its minimum, and while it clears, there is less time") {
  Arterial street;
  street.Rest(2, 6);
  street.Go(40);  // 6 s of the 10 s are left
  CHECK(Reads(street.Windows({3, 4, 7, 8}), R"(
    3 60.3-68.5
    4 60.3-105.5
    7 60.3-67.5
    8 60.3-105.5
  )"));
  street.Go(200);
  street.input.locking[3] = 1;
  for (int i = 0; i < 400 && street.barriers.green() != 0; ++i) street.Go(1);
  street.Go(10);  // 4.7 s of the change are left
  CHECK(Reads(street.Windows({3, 4, 7, 8}), R"(
    3 60.3-75.4
    4 60.3-112.4
    7 60.3-74.4
    8 60.3-112.4
  )"));
}

TEST("from the side road's green nobody is let in whom the rings have passed") {
  Arterial street;
  street.Rest(4, 8);
  street.input.vehicle[3] = street.input.vehicle[7] = 1;
  street.Go(100);
  CHECK(Reads(street.Windows({1, 3, 4, 5, 7, 8}), R"(
    1 0.0-4.7 60.3-129.9
    3 60.3-60.3
    4
    5 0.0-0.7 60.3-129.9
    7 60.3-60.3
    8
  )"));
  Arterial left;
  left.Rest(3, 7);
  left.Go(20);
  CHECK(Reads(left.Windows({1, 3, 4, 5, 7, 8}), R"(
    1 0.0-1.8 60.3-129.9
    3
    4 60.3-108.3
    5 60.3-127.8
    7
    8 60.3-108.3
  )"));
  Arterial across;
  across.Rest(1, 6);
  across.input.vehicle[0] = 1;
  across.Go(80);
  CHECK(Reads(across.Windows({1, 3, 4, 5, 7, 8}), R"(
    1
    3 60.3-73.7
    4 60.3-110.7
    5 0.0-0.9 60.3-129.9
    7 60.3-72.7
    8 60.3-110.7
  )"));
}
