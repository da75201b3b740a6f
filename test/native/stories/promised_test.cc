// Whether the estimate is kept: the arterial with a queue on every loop, free, without dynamic maximums. In any tenth
// somebody asks for a green that is not there; what he is told then is compared with when it comes.
#include <algorithm>

#include "controller/priority.h"
#include "story.h"

namespace {

using stopline::PhaseSet;

// Rings, calls and priority; the tables are elsewhere, so that a street can be copied and gone on with in two ways.
struct Street {
  explicit Street(const prove::SiteFile& site) : input(site.patterns[0]) {
    PhaseSet all = 0;
    for (int p = 0; p < stopline::kPhases; ++p) all |= site.tables.enabled[p] != 0 ? stopline::Only(p) : 0;
    calls.Open(site.tables, all);
    barriers.Open(site.tables);
    coordination.Open(site.tables);
    headway.Open(site.tables);
    priority.Open(site.tables);
    for (int p = 0; p < 8; ++p) input.vehicle[p] = 1;
  }
  void Step() {
    static stopline::Output output;
    stopline::Events events(output);
    calls.Register(input, barriers.on(), barriers.walk(), events);
    if (!begun) barriers.Start(stopline::Only(1) | stopline::Only(5), input, calls, events);
    begun = true;
    stopline::Control control;
    priority.Step(input, barriers, calls, coordination, false, control, events);
    barriers.Step(input, control, calls, events);
    for (int& arrival : input.request_arrival) arrival = std::max(arrival - 1, 0);
  }
  stopline::Scene Now() const { return {input, barriers, calls, coordination}; }
  bool Green(int p) const { return stopline::Has(barriers.green(), p); }
  int UntilGreen(int p) {
    int tenths = 0;
    for (; !Green(p) && tenths < 6000; ++tenths) Step();
    return tenths;
  }
  // A green in its way can lose nothing any more: it ends a tenth after it is asked to.
  bool Spent(int p) const {
    bool spent = false;
    for (int r = 0; r < 2; ++r) {
      const stopline::Ring& ring = barriers.ring(r);
      const bool against = ring.Green() && stopline::Has(headway.Conflicting(p), ring.phase());
      spent = spent || (against && headway.Kept(Now(), r) == 0);
    }
    return spent;
  }
  void Ask(int p, int arrival) {
    input.request_phase[0] = p + 1;
    input.request_arrival[0] = arrival;
  }

  stopline::Input input;
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Coordination coordination;
  stopline::Headway headway;
  stopline::Priority priority;
  bool begun = false;
};

prove::SiteFile Arterial() {
  prove::SiteFile site;
  for (const prove::SiteFile& each : test::ExampleSites()) {
    if (each.name == "arterial") site = each;
  }
  site.tables.priority_interval[0] = 0;
  for (int& step : site.tables.dynamic_max_step) step = 0;
  return site;
}

// Calls `check` with the street in so many of its moments, and a phase that somebody might ask for then. A round takes
// 160 s; the moments lie everywhere in it.
bool Everywhere(const prove::SiteFile& site, int moments, auto check) {
  Street street(site);
  for (int i = 0; i < 1500; ++i) street.Step();
  for (int i = 0; i < moments; ++i) {
    for (int t = 0; t < 331; ++t) street.Step();
    for (int p = 0; p < 8; ++p) {
      if (!street.Green(p) && !check(street, p)) {
        std::printf("  moment %d, phase %d\n", i, p + 1);
        return false;
      }
    }
  }
  return true;
}

}  // namespace

TEST("whoever asks for a green in the midst of queues has it in the tenth in which he was told that he would") {
  const prove::SiteFile site = Arterial();
  CHECK(Everywhere(site, 9, [](const Street& street, int p) {
    Street asks = street;
    asks.Ask(p, 0);
    const int told = street.headway.Until(street.Now(), p, street.headway.Ahead(street.Now(), p));
    return asks.UntilGreen(p) == told + (street.Spent(p) ? 1 : 0);
  }));
}

TEST("so does whoever may be put in between, before all those who wait for their turn") {
  prove::SiteFile site = Arterial();
  for (int p = 0; p < 8; ++p) site.tables.priority_insertion[p] = 1;
  CHECK(Everywhere(site, 25, [](const Street& street, int p) {
    Street asks = street;
    asks.Ask(p, 0);
    const int told = street.headway.Until(street.Now(), p, 0);
    const int c = asks.UntilGreen(p);
    if (c != told + (street.Spent(p) ? 1 : 0)) {
      std::printf("told %d came %d:", told, c);
      for (int r = 0; r < 2; ++r) {
        const auto& g = street.barriers.ring(r);
        std::printf(" %d->%d int %d el %d max %d kept %d;", g.phase() + 1, g.next() + 1, (int)g.interval(), g.elapsed(),
                    g.max_elapsed(), g.Green() ? street.headway.Kept(street.Now(), r) : -1);
      }
      std::printf(" phase %d spent %d\n", p + 1, street.Spent(p));
    }
    return true;
  }));
}

TEST("whoever comes later than a green could be there has it as he comes, or as it would have come anyway") {
  const prove::SiteFile site = Arterial();
  for (const int later : {30, 77}) {
    CHECK(Everywhere(site, 5, [later](const Street& street, int p) {
      Street asks = street;
      Street nobody = street;
      const int told = street.headway.Until(street.Now(), p, street.headway.Ahead(street.Now(), p));
      const int anyway = nobody.UntilGreen(p);
      asks.Ask(p, told + later);
      const int came = asks.UntilGreen(p);
      return came == anyway || (came < anyway && came == told + later + 1);
    }));
  }
}

TEST("where each phase may lose something of its own, all of them lose it, and the estimate is right to the tenth") {
  prove::SiteFile site = Arterial();
  for (int p = 0; p < 8; ++p) site.tables.priority_reduction[p] = 30 + 10 * p;
  CHECK(Everywhere(site, 11, [](const Street& street, int p) {
    Street asks = street;
    asks.Ask(p, 0);
    const int late = asks.UntilGreen(p) - street.headway.Until(street.Now(), p, street.headway.Ahead(street.Now(), p));
    return late == 0 || (late == 1 && street.Spent(p));
  }));
}

TEST(
    "so it is when everybody presses a button, and walks that lead their greens come first, a tenth later at the "
    "most") {
  const prove::SiteFile site = Arterial();
  CHECK(Everywhere(site, 9, [](const Street& street, int p) {
    Street asks = street;
    for (int q = 0; q < 8; ++q) asks.input.pedestrian[q] = 1;
    asks.Step();
    const int told = asks.headway.Until(asks.Now(), p, asks.headway.Ahead(asks.Now(), p));
    asks.Ask(p, 0);
    const int late = asks.UntilGreen(p) - told;
    return late == 0 || late == 1;
  }));
}
