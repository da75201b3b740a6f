// A coordinated pattern laid out in time, by itself: what earlier patterns
// leave behind, and what a sheet may ask of it that no example site does. Four
// legs, 90 s. Through phases: least green 8 s, walk and clearance 21 s,
// change 5.1 s.
#include <algorithm>
#include <vector>

#include "controller/plan.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::LocalFree;
using stopline::Plan;

constexpr std::uint32_t Set(auto... numbers) { return (0u | ... | (1u << (numbers - 1))); }

stopline::Input Pattern(int cycle, std::initializer_list<int> splits, std::uint32_t coordinated = Set(2, 6)) {
  stopline::Input input{};
  input.cycle[0] = cycle;
  input.coordinated[0] = static_cast<std::int32_t>(coordinated);
  int p = 0;
  for (const int split : splits) input.split[p++] = split;
  return input;
}

stopline::Input Ninety() { return Pattern(900, {150, 350, 150, 250, 150, 350, 150, 250}); }

bool Same(const Plan& a, const Plan& b) {
  bool same = a.all() == b.all() && a.coordinated() == b.coordinated() && a.cycle() == b.cycle() &&
              a.reference() == b.reference() && a.room() == b.room() && a.length() == b.length();
  for (int p = 0; p < 8; ++p) {
    same = same && a.Conflicting(p) == b.Conflicting(p) && a.Side(p) == b.Side(p) && a.Change(p) == b.Change(p) &&
           a.Least(p) == b.Least(p) && a.Walk(p) == b.Walk(p) && a.Walks(p) == b.Walks(p) && a.Start(p) == b.Start(p) &&
           a.ForceOff(p) == b.ForceOff(p) && a.Green(p) == b.Green(p) && a.Opening(p) == b.Opening(p) &&
           a.Width(p) == b.Width(p);
  }
  return same;
}

Plan Taken(const stopline::Tables& t, const stopline::Input& input) {
  Plan plan;
  plan.Open(t);
  plan.Take(input);
  return plan;
}

}  // namespace

TEST(
    "a plan that is taken behind others, good ones or bad, is laid out as if "
    "it were the first") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  for (int r = 0; r < 2; ++r) {
    for (int i = 0; i < 16; ++i) t.sequence[(stopline::kRings + r) * 16 + i] = t.sequence[r * 16 + i];
    std::swap(t.sequence[(stopline::kRings + r) * 16], t.sequence[(stopline::kRings + r) * 16 + 1]);
  }
  stopline::Input lags = Pattern(1000, {200, 400, 150, 250, 250, 350, 160, 240}, Set(2, 5));
  lags.sequence[0] = 1;
  lags.reference[0] = stopline::kBeginYellow;
  const stopline::Input side = Pattern(1200, {200, 400, 200, 400, 300, 300, 250, 350}, Set(4, 8));
  const stopline::Input bad = Pattern(900, {150, 350, 150, 250, 150, 350, 150, 240});
  for (const stopline::Input& wanted : {Ninety(), lags, side}) {
    const Plan fresh = Taken(t, wanted);
    Plan plan;
    plan.Open(t);
    for (const stopline::Input& before : {lags, bad, side, Ninety(), Pattern(0, {}), wanted}) {
      plan.Take(before);
      if (plan.Take(wanted) != LocalFree::kNotFree || !Same(plan, fresh)) std::printf("  cycle %d\n", before.cycle[0]);
      CHECK(plan.Take(wanted) == LocalFree::kNotFree && Same(plan, fresh));
      // Cycles that were longer or shorter leave nothing behind either.
      plan.Stretch(60);
      plan.Stretch(-20);
      plan.Dwell(77);
    }
  }
}

TEST(
    "a walk that leads its green, one that may end in the yellow, and a green "
    "that vehicles lengthen have their room") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  const Plan plain = Taken(t, Ninety());
  CHECK(plain.Walk(1) == 210 && plain.Least(1) == 80 && plain.Walks(1) && plain.Walk(0) == 0 && !plain.Walks(0));
  CHECK(plain.Change(1) == 51 && plain.Change(0) == 44 && plain.Green(1) == 299);
  // What a split has above least greens and walks can be given. 4 and 8 have no room for their walk.
  CHECK(!plain.Walks(3) && plain.room() == 56 + 89 + 56 + 119);
  t.ped_clear_through_yellow[1] = 1;
  CHECK(Taken(t, Ninety()).Walk(1) == 210 - 36);
  t.yellow_change[1] = 150;
  t.min_green[1] = 10;
  CHECK(Taken(t, Ninety()).Walk(1) == 70);  // of all its clearance, and no more
  t = test::TablesOf(test::FourLeg());
  t.leading_walk[1] = 60;
  CHECK(Taken(t, Ninety()).Walk(1) == 210);
  t.min_green[1] = 170;
  CHECK(Taken(t, Ninety()).Walk(1) == 60 + 170 && Taken(t, Ninety()).Least(1) == 170);
  t = test::TablesOf(test::FourLeg());
  t.added_initial[1] = 1;
  t.max_initial[1] = 240;
  CHECK(Taken(t, Ninety()).Least(1) == 240);
  t.max_initial[1] = 60;
  CHECK(Taken(t, Ninety()).Least(1) == 80);
  t.max_initial[1] = 1000;  // only what the split has room for
  CHECK(Taken(t, Ninety()).Least(1) == 299);
  t.added_initial[1] = 0;
  CHECK(Taken(t, Ninety()).Least(1) == 80);
}

TEST(
    "a plan whose splits are just long enough is kept, and a tenth less is "
    "told as a bad cycle or an overrun") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  const auto told = [&t](const stopline::Input& input) {
    Plan plan;
    plan.Open(t);
    return plan.Take(input);
  };
  stopline::Input input = Pattern(900, {94, 406, 150, 250, 94, 406, 150, 250});
  CHECK(told(input) == LocalFree::kNotFree);
  input = Pattern(900, {93, 407, 150, 250, 93, 407, 150, 250});
  CHECK(told(input) == LocalFree::kBadCycleTime);
  // 21 s of walk and clearance and 5.1 s, for whoever is recalled on foot.
  input = Pattern(900, {239, 261, 150, 250, 239, 261, 150, 250});
  input.ped_recall[1] = 1;
  CHECK(told(input) == LocalFree::kNotFree);
  input = Pattern(900, {240, 260, 150, 250, 240, 260, 150, 250});
  CHECK(told(input) == LocalFree::kNotFree);
  input.ped_recall[1] = 1;
  CHECK(told(input) == LocalFree::kBadCycleTime);
  CHECK(told(Pattern(901, {150, 350, 150, 250, 150, 350, 150, 250})) == LocalFree::kSplitOverrun);
  CHECK(told(Pattern(900, {150, 350, 150, 250, 150, 351, 150, 249})) == LocalFree::kSplitOverrun);
  CHECK(told(Pattern(36'000, {150, 350, 150, 250, 150, 350, 150, 250})) == LocalFree::kSplitOverrun);
  CHECK(told(Pattern(36'001, {150, 350, 150, 250, 150, 350, 150, 250})) == LocalFree::kBadCycleTime);
  CHECK(told(Pattern(-1, {})) == LocalFree::kBadCycleTime && told(Pattern(0, {})) == LocalFree::kCommandFree);
  for (const std::uint32_t none : {Set(), Set(9), Set(2, 9), Set(1, 2), Set(2, 4)}) {
    input = Ninety();
    input.coordinated[0] = static_cast<std::int32_t>(none);
    CHECK(told(input) == LocalFree::kBadPlan);
  }
  input = Ninety();
  for (const int offset : {-1, 900, 901}) {
    input.offset[0] = offset;
    CHECK(told(input) == LocalFree::kInvalidOffset);
  }
  for (const int offset : {0, 899}) {
    input.offset[0] = offset;
    CHECK(told(input) == LocalFree::kNotFree);
  }
}

TEST(
    "what lies between two phases beyond their own change is in the plan, for "
    "the ring and at the barrier for all") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  const auto between = [&t](int from, int to) -> int& { return t.clearance[(from - 1) * stopline::kPhases + to - 1]; };
  between(1, 2) = 70;
  Plan plan = Taken(t, Ninety());
  CHECK(plan.Change(0) == 70 && plan.Change(4) == 44 && plan.ForceOff(0) == plan.Start(1) - 70);
  between(1, 2) = 0;
  // From 6 to 3, which are in different rings: both rings end so much earlier.
  between(6, 3) = 90;
  plan = Taken(t, Ninety());
  CHECK(plan.Change(1) == 90 && plan.Change(5) == 90 && plan.Change(3) == 51 && plan.Change(7) == 51);
  between(6, 3) = 0;
  between(4, 5) = 75;
  plan = Taken(t, Ninety());
  CHECK(plan.Change(1) == 51 && plan.Change(3) == 75 && plan.Change(7) == 75);
  CHECK(plan.ForceOff(3) == 900 - 75 && plan.Start(1) == 150 && plan.ForceOff(1) == 500 - 51);
}

TEST(
    "where there is no barrier each ring goes round by itself: its last phase changes to its first, and a single one "
    "to itself") {
  test::Site site = test::FourLeg();
  site.groups = 1;
  for (int r = 0; r < 2; ++r) site.rings[r][1][0] = site.rings[r][1][1] = 0;
  site.clearance[1][0] = 90;  // 2 to 1
  site.clearance[5][5] = 70;  // 6 to itself, which is never asked for while it has a neighbour
  const stopline::Tables two = test::TablesOf(site);
  const Plan plan = Taken(two, Pattern(500, {150, 350, 0, 0, 150, 350}));
  CHECK(plan.length() == 500 && plan.Change(0) == 44 && plan.Change(1) == 90 && plan.Change(4) == 44);
  CHECK(plan.Change(5) == 51 && plan.ForceOff(1) == 500 - 90 && plan.ForceOff(5) == 500 - 51);
  site.rings[1][0][0] = 6;
  site.rings[1][0][1] = 0;
  const stopline::Tables single = test::TablesOf(site);
  const Plan alone = Taken(single, Pattern(500, {150, 350, 0, 0, 0, 500}));
  CHECK(alone.length() == 500 && alone.Change(5) == 51 && alone.Change(1) == 90);
}

TEST("at a barrier the longest change of all rings counts, to whoever stands behind it, be it in another ring alone") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2}, {}, {4}}, {{5, 6}, {7}, {8}}});
  site.clearance[1][6] = 95;   // 2 to 7
  site.clearance[1][3] = 120;  // 2 to 4, which does not follow it
  site.clearance[6][3] = 66;   // 7 to 4
  site.clearance[7][0] = 77;   // 8 to 1
  const stopline::Tables t = test::TablesOf(site);
  const Plan plan = Taken(t, Pattern(900, {150, 350, 0, 250, 150, 350, 150, 250}));
  CHECK(plan.length() == 900 && plan.Side(6) == 1 && plan.Side(3) == 2);
  CHECK(plan.Change(0) == 44 && plan.Change(1) == 95 && plan.Change(5) == 95);
  CHECK(plan.Change(6) == 66 && plan.Change(3) == 77 && plan.Change(7) == 77);
}

TEST("where a group between the barriers has no phase, a green changes to whoever stands behind it") {
  test::Site site = test::FourLeg();
  // 5 and 6 go beside 1 and 2, nobody is in the second group, and in the third there is 4 alone.
  test::LayOut(site, {{{1, 2}, {}, {4}}, {{5, 6}, {}, {}}});
  site.clearance[5][3] = 90;   // 6 to 4
  site.clearance[3][4] = 110;  // 4 to 5
  site.clearance[1][0] = 150;  // 2 to 1, between which 4 always comes
  const stopline::Tables t = test::TablesOf(site);
  const Plan plan = Taken(t, Pattern(800, {150, 350, 0, 300, 200, 300}));
  CHECK(plan.length() == 800 && plan.Side(3) == 2);
  CHECK(plan.Change(0) == 44 && plan.Change(1) == 90 && plan.Change(4) == 44 && plan.Change(5) == 90);
  CHECK(plan.Change(3) == 110 && plan.ForceOff(3) == 800 - 110);
}

TEST("phase 1 is looked at like every other: as the coordinated one, beside one that it conflicts with, too short") {
  test::Site site = test::FourLeg();
  const stopline::Tables t = test::TablesOf(site);
  const auto told = [](const stopline::Tables& tables, const stopline::Input& input) {
    Plan plan;
    plan.Open(tables);
    return plan.Take(input);
  };
  CHECK(told(t, Pattern(900, {93, 407, 150, 250, 94, 406, 150, 250})) == LocalFree::kBadCycleTime);
  // 2 comes before 1 in the order of the ring, and 1 behind 15 s of it is what stands at the offset.
  site.rings[0][0][0] = 2, site.rings[0][0][1] = 1;
  const Plan lags = Taken(test::TablesOf(site), Pattern(900, {150, 350, 150, 250, 150, 350, 150, 250}, Set(1)));
  CHECK(lags.reference() == 350 && lags.Start(0) == 350 && lags.ForceOff(0) == 500 - 51);
  // 1 and 5 are beside each other in the plan, and must not be on the street.
  test::Site apart = test::FourLeg();
  apart.apart[0][4] = apart.apart[4][0] = true;
  CHECK(told(test::TablesOf(apart), Ninety()) == LocalFree::kBadPlan);
  // 1 in the second group: a cycle begins there.
  test::Site second = test::FourLeg();
  test::LayOut(second, {{{3, 4}, {1, 2}}, {{7, 8}, {5, 6}}});
  const stopline::Tables turned = test::TablesOf(second);
  const Plan plan = Taken(turned, Pattern(900, {150, 350, 150, 250, 150, 350, 150, 250}, Set(1)));
  CHECK(plan.Side(0) == 0 && plan.Side(2) == 1 && plan.Start(0) == 0 && plan.Start(2) == 500);
}

TEST("a plan has the order of the sequence in force; of one that the site has not got, that of the first") {
  test::Site site = test::FourLeg();
  site.turned = 2;
  site.turns[1][0][0] = site.turns[1][1][1] = site.turns[2][1][0] = true;
  const stopline::Tables t = test::TablesOf(site);
  // When 1, 2, 5, 6, 7 and 8 begin.
  const auto begins = [](const stopline::Tables& tables, int sequence) {
    stopline::Input input = Ninety();
    input.sequence[0] = sequence;
    const Plan plan = Taken(tables, input);
    std::vector<int> times;
    for (const int number : {1, 2, 5, 6, 7, 8}) times.push_back(plan.Start(number - 1));
    return times;
  };
  const std::vector<int> first{0, 150, 0, 150, 500, 650};
  CHECK(begins(t, 0) == first);
  CHECK((begins(t, 1) == std::vector<int>{350, 0, 0, 150, 750, 500}));
  CHECK((begins(t, 2) == std::vector<int>{0, 150, 350, 0, 500, 650}));
  for (const int nowhere : {-1, 3, 15, 16, 99}) CHECK(begins(t, nowhere) == first);
  // With one ring alone there is a second sequence, too.
  test::Site one = test::FourLeg();
  for (auto& group : one.rings[1]) std::fill(group, group + 4, 0);
  one.start[1] = 0;
  one.turned = 1;
  one.turns[1][0][0] = true;
  stopline::Input input = Pattern(900, {150, 350, 150, 250}, Set(2));
  input.sequence[0] = 1;
  CHECK(Taken(test::TablesOf(one), input).Start(1) == 0 && Taken(test::TablesOf(one), input).Start(0) == 350);
}

TEST(
    "a walk of a tenth is a walk, a split beyond the cycle is one of the cycle, and what a ring skips is not its own") {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  t.walk[1] = t.ped_clear[1] = t.min_green[1] = 1;
  CHECK(Taken(t, Ninety()).Walk(1) == 2);
  t.ped_clear_through_yellow[1] = 1;
  CHECK(Taken(t, Ninety()).Walk(1) == 1 && Taken(t, Ninety()).Walks(1));
  // 2 to 1 is asked for by nobody where barriers lie between them.
  t.clearance[1 * stopline::kPhases] = 150;
  CHECK(Taken(t, Ninety()).Change(1) == 51);
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{2}}, {{6}}});
  const stopline::Tables pair = test::TablesOf(site);
  Plan plan;
  plan.Open(pair);
  CHECK(plan.Take(Pattern(500, {0, 501, 0, 0, 0, 1000})) == LocalFree::kNotFree);
  CHECK(plan.length() == 500 && plan.ForceOff(1) == 500 - 51 && plan.ForceOff(5) == 500 - 51);
}

TEST(
    "who stands behind two coordinated greens may be served from the later yield on; in a dwell a ring without one "
    "shares by splits") {
  const stopline::Tables t = test::TablesOf(test::FourLeg());
  const Plan late = Taken(t, Pattern(900, {150, 350, 150, 250, 350, 150, 150, 250}, Set(2, 5)));
  CHECK(late.ForceOff(1) == 449 && late.ForceOff(4) == 306);
  CHECK(late.Opening(2) == 449 && late.Opening(7) == 449 && late.Width(7) == 849 - 449);
  // 6 goes beside 2 and waits for 5 alone; 1 for 2.
  CHECK(late.Opening(5) == 306 && late.Opening(0) == 449 && late.Width(0) == 106 + 900 - 449);
  Plan dwells = Taken(t, Pattern(900, {150, 350, 150, 250, 150, 350, 150, 250}, Set(2)));
  dwells.Dwell(100);
  CHECK(dwells.length() == 1000 && dwells.Green(0) == 106 && dwells.Green(1) == 299 + 100);
  CHECK(dwells.Green(4) == 106 + 30 && dwells.Green(5) == 299 + 70 && dwells.Green(6) == 106);
}

TEST("sides are counted from the coordinated phases' group on, and a dwell is theirs, though they begin their ring") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2}, {3}, {4}}, {{5, 6}, {7}, {8}}});
  const stopline::Tables t = test::TablesOf(site);
  Plan plan = Taken(t, Pattern(900, {150, 350, 150, 250, 150, 350, 150, 250}, Set(3, 7)));
  CHECK(plan.Side(2) == 0 && plan.Side(3) == 1 && plan.Side(0) == 2);
  CHECK(plan.Start(2) == 0 && plan.Start(3) == 150 && plan.Start(0) == 400);
  Plan first = Taken(t, Pattern(900, {150, 350, 150, 250, 150, 350, 150, 250}, Set(1, 5)));
  first.Dwell(100);
  CHECK(first.length() == 1000 && first.Green(0) == 106 + 100 && first.Green(1) == 299);
}
