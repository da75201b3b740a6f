// What the controller refuses to run, in the words that it is refused with; and what is just good enough.
#include "controller/check.h"

#include <algorithm>
#include <cstring>

#include "harness.h"
#include "overlaid.h"

namespace {

using stopline::Tables;

constexpr int kHour = 36'000;

// Four legs with one of everything that a sheet may have. Phase 2 walks, phase 1 does not.
Tables Sheet() {
  Tables t = test::FourLegOverlaid().tables;
  t.start_all_red[0] = kHour;
  t.preempt_enabled[9] = 1;
  t.preempt_dwell[9] = 1;
  return t;
}

const char* Spoilt(auto spoil) {
  Tables t = Sheet();
  spoil(t);
  return stopline::Check(t);
}

bool Refused(const char* word, auto spoil) {
  const char* wrong = Spoilt(spoil);
  return wrong != nullptr && std::strstr(wrong, word) != nullptr;
}

bool Good(auto change) { return Spoilt(change) == nullptr; }

// A time of the sheet may be anything from `least` to `most`, and neither a tenth less nor a tenth more.
bool Between(const char* word, int least, int most, auto time) {
  const auto is = [time](int value) { return [time, value](Tables& t) { time(t) = value; }; };
  return Good(is(least)) && Good(is(most)) && Refused(word, is(least - 1)) && Refused(word, is(most + 1));
}

constexpr int kLeft = 0;
constexpr int kThrough = 1;  // and its pedestrians
constexpr int kNobody = 8;   // the first phase that is not on the sheet

}  // namespace

TEST("a sheet's green times are from a tenth, its other times from nothing, and none is longer than an hour") {
  CHECK(Good([](Tables&) {}));
  CHECK(Between("green times", 1, kHour, [](Tables& t) -> int& { return t.min_green[kLeft]; }));
  CHECK(Between("green times", 0, kHour, [](Tables& t) -> int& { return t.passage[kLeft]; }));
  CHECK(Between("green times", 0, kHour, [](Tables& t) -> int& { return t.min_gap[kLeft]; }));
  CHECK(Between("clearances", 1, kHour, [](Tables& t) -> int& { return t.yellow_change[kLeft]; }));
  CHECK(Good([](Tables& t) { t.red_clear[kLeft] = 0; }));
  CHECK(Good([](Tables& t) { t.red_clear[kLeft] = kHour; }));
  CHECK(Refused("clearances", [](Tables& t) { t.red_clear[kLeft] = -1; }));
  CHECK(Between("clearances", 0, kHour, [](Tables& t) -> int& { return t.red_revert[kLeft]; }));
  CHECK(
      Between("clearance", 0, kHour, [](Tables& t) -> int& { return t.clearance[kThrough * stopline::kPhases + 3]; }));
  CHECK(Between("clearance", 0, kHour, [](Tables& t) -> int& { return t.clearance[15]; }));
  CHECK(Between("volume-density", 0, kHour, [](Tables& t) -> int& { return t.added_initial[kLeft]; }));
  CHECK(Between("volume-density", 0, kHour, [](Tables& t) -> int& { return t.max_initial[kLeft]; }));
  CHECK(Between("volume-density", 0, kHour, [](Tables& t) -> int& { return t.time_before_reduction[kLeft]; }));
  CHECK(Between("volume-density", 0, kHour, [](Tables& t) -> int& { return t.time_to_reduce[kLeft]; }));
  CHECK(Between("dynamic maximum", 0, kHour, [](Tables& t) -> int& { return t.dynamic_max_limit[kLeft]; }));
  CHECK(Between("dynamic maximum", 0, kHour, [](Tables& t) -> int& { return t.dynamic_max_step[kLeft]; }));
  CHECK(Between("priority times", 0, kHour, [](Tables& t) -> int& { return t.priority_extension[kLeft]; }));
  CHECK(Between("priority times", 0, kHour, [](Tables& t) -> int& { return t.priority_reduction[kLeft]; }));
}

TEST(
    "who is let go on foot has a clearance of a tenth at the least, and is let go before the cars by no more than the "
    "walk") {
  CHECK(Between("pedestrian", 0, 70, [](Tables& t) -> int& { return t.leading_walk[kThrough]; }));
  CHECK(Between("pedestrian", 1, kHour, [](Tables& t) -> int& { return t.ped_clear[kThrough]; }));
  CHECK(Between("pedestrian", 0, kHour, [](Tables& t) -> int& { return t.walk[kThrough]; }));
  CHECK(Between("pedestrian", 0, kHour, [](Tables& t) -> int& { return t.ped_clear[kLeft]; }));
  CHECK(Refused("pedestrian", [](Tables& t) { t.walk[kLeft] = 1; }));
  CHECK(Refused("pedestrian", [](Tables& t) { t.leading_walk[kLeft] = 1; }));
}

TEST("the times of an overlap, of a preempt and of the unit have their least and their most") {
  CHECK(Between("an overlap's times", 0, kHour, [](Tables& t) -> int& { return t.overlap_min_green[0]; }));
  CHECK(Between("an overlap's times", 0, kHour, [](Tables& t) -> int& { return t.overlap_trailing_green[0]; }));
  CHECK(Between("an overlap's times", 1, kHour, [](Tables& t) -> int& { return t.overlap_yellow[0]; }));
  CHECK(Good([](Tables& t) { t.overlap_red[0] = 0; }));
  CHECK(Good([](Tables& t) { t.overlap_red[0] = kHour; }));
  CHECK(Refused("an overlap's times", [](Tables& t) { t.overlap_red[0] = -1; }));
  CHECK(Between("a preempt's times", 0, kHour, [](Tables& t) -> int& { return t.preempt_delay[9]; }));
  CHECK(Between("a preempt's times", 0, kHour, [](Tables& t) -> int& { return t.preempt_min_duration[9]; }));
  CHECK(Between("a preempt's times", 0, kHour, [](Tables& t) -> int& { return t.preempt_max_presence[9]; }));
  CHECK(Between("a preempt's times", 0, kHour, [](Tables& t) -> int& { return t.preempt_track_green[9]; }));
  CHECK(Between("a preempt's times", 0, kHour, [](Tables& t) -> int& { return t.preempt_min_dwell[9]; }));
  CHECK(Between("start-up times", 0, kHour, [](Tables& t) -> int& { return t.start_flash[0]; }));
  CHECK(Between("start-up times", 0, kHour, [](Tables& t) -> int& { return t.flash_min[0]; }));
  CHECK(Between("between priorities", 0, kHour, [](Tables& t) -> int& { return t.priority_interval[0]; }));
  CHECK(Refused("start-up times", [](Tables& t) { t.start_all_red[0] = kHour + 1; }));
  CHECK(Refused("start-up times", [](Tables& t) { t.start_all_red[0] = 0; }));
}

TEST("the all red of start-up is as long as every red clearance, of phases and of overlaps, and of nobody else") {
  const auto longest = [](int all_red, auto red) {
    return [all_red, red](Tables& t) {
      for (int& each : t.red_clear) each = 0;
      for (int& each : t.overlap_red) each = 0;
      t.start_all_red[0] = all_red;
      red(t) = 20;
    };
  };
  const auto phase = [](Tables& t) -> int& { return t.red_clear[7]; };
  const auto overlap = [](Tables& t) -> int& { return t.overlap_red[0]; };
  CHECK(Good(longest(20, phase)));
  CHECK(Refused("all red", longest(19, phase)));
  CHECK(Good(longest(20, overlap)));
  CHECK(Refused("all red", longest(19, overlap)));
  CHECK(Good(longest(1, [](Tables& t) -> int& { return t.red_clear[kNobody]; })));
  CHECK(Good(longest(1, [](Tables& t) -> int& { return t.overlap_red[31]; })));
}

TEST("every phase has a ring and a group, and goes only with those beside it between the same barriers") {
  CHECK(Refused("ring", [](Tables& t) { t.ring[kThrough] = -1; }));
  CHECK(Refused("ring", [](Tables& t) { t.ring[kThrough] = stopline::kRings; }));
  CHECK(Refused("group", [](Tables& t) { t.group[kThrough] = -1; }));
  CHECK(Refused("group", [](Tables& t) { t.group[kLeft] = 2; }));
  CHECK(Refused("number of groups", [](Tables& t) { t.groups[0] = 0; }));
  CHECK(Refused("number of groups", [](Tables& t) { t.groups[0] = stopline::kPhases + 1; }));
  CHECK(Good([](Tables& t) { t.groups[0] = stopline::kPhases; }));
  const auto beside = [](int p, int q) {
    return [p, q](Tables& t) {
      t.concurrent[p] |= 1 << q;
      t.concurrent[q] |= 1 << p;
    };
  };
  CHECK(Refused("not beside it", beside(0, 1)));
  CHECK(Refused("not beside it", beside(0, 2)));
  CHECK(Refused("not beside it", beside(0, 6)));
  CHECK(Refused("not beside it", beside(0, kNobody)));
  // One that has no place is beside nobody, even if its ring and group would do.
  CHECK(Refused("not beside it", [](Tables& t) {
    t.ring[kNobody] = 1;
    t.group[kNobody] = 0;
    t.concurrent[0] |= 1 << kNobody;
    t.concurrent[kNobody] |= 1;
  }));
  CHECK(Refused("one way only", [](Tables& t) { t.concurrent[0] &= ~(1 << 4); }));
  CHECK(Refused("one way only", [](Tables& t) { t.concurrent[4] &= ~1; }));
}

TEST("a ring goes through each of its phases once, through nobody else's, and never back over a barrier") {
  const auto place = [](int s, int r, int i) { return (s * stopline::kRings + r) * stopline::kPhases + i; };
  const auto order = [place](int s, std::initializer_list<int> numbers) {
    return [place, s, numbers](Tables& t) {
      int at = place(s, 0, 0);
      for (int i = 0; i < 16; ++i) t.sequence[at + i] = 0;
      for (const int number : numbers) t.sequence[at++] = number;
    };
  };
  const auto both = [place, order](int s, std::initializer_list<int> numbers) {
    return [place, order, s, numbers](Tables& t) {
      for (int i = 0; i < 16; ++i) t.sequence[place(s, 1, i)] = t.sequence[place(0, 1, i)];
      order(s, numbers)(t);
    };
  };
  CHECK(Good(order(0, {2, 1, 4, 3})));
  CHECK(Refused("not enabled", order(0, {1, 2, 3, 4, 9})));
  CHECK(Refused("not enabled", order(0, {1, 2, 3, 4, 17})));
  CHECK(Refused("not enabled", order(0, {1, 2, 3, 4, -1})));
  CHECK(Refused("another ring", order(0, {1, 2, 5, 3, 4})));
  CHECK(Refused("more than once", order(0, {1, 1, 2, 3, 4})));
  CHECK(Refused("back over a barrier", order(0, {3, 4, 1, 2})));
  CHECK(Refused("back over a barrier", order(0, {1, 3, 2, 4})));
  CHECK(Refused("hole", order(0, {1, 2, 3, 0, 4})));
  CHECK(Refused("hole", order(0, {1, 2, 3, 0, 0, 4})));
  CHECK(Refused("not in its ring", order(0, {1, 2, 3})));
  CHECK(Refused("not in its ring", order(0, {2, 3, 4})));
  CHECK(Refused("not in its ring", [](Tables& t) {
    for (int& number : t.sequence) number = 0;
  }));
  // A further one may be there or not, but not by half.
  CHECK(Good(both(1, {2, 1, 3, 4})));
  CHECK(Good(both(15, {2, 1, 3, 4})));
  CHECK(Refused("not in its ring", order(1, {2, 1, 3, 4})));
  CHECK(Refused("not in its ring", both(15, {2, 1, 3})));
  CHECK(Refused("more than once", both(15, {1, 2, 2, 3, 4})));
  CHECK(Refused("not enabled", [place](Tables& t) { t.sequence[place(15, 3, 0)] = 16; }));
  CHECK(Refused("hole", [place](Tables& t) { t.sequence[place(15, 3, 15)] = 1; }));
}

TEST("the intersection starts with phases of their own rings that may be green together") {
  const auto start = [](int first, int second) {
    return [first, second](Tables& t) {
      t.start_phase[0] = first;
      t.start_phase[1] = second;
    };
  };
  CHECK(Good(start(1, 5)));
  CHECK(Good(start(1, 0)));
  CHECK(Good(start(0, 8)));
  CHECK(Refused("not of its ring", start(5, 1)));
  CHECK(Refused("not of its ring", start(9, 5)));
  CHECK(Refused("not of its ring", start(1, 2)));
  CHECK(Refused("not of its ring", start(-1, 5)));
  CHECK(Refused("not of its ring", start(17, 5)));
  CHECK(Refused("between the same barriers", start(1, 7)));
  CHECK(Refused("between the same barriers", start(3, 5)));
  CHECK(Refused("no start phase", start(0, 0)));
  CHECK(Refused("not concurrent", [start](Tables& t) {
    start(1, 5)(t);
    t.concurrent[0] &= ~(1 << 4);
    t.concurrent[4] &= ~1;
  }));
}

TEST("an overlap includes phases that are there and does not conflict with its own") {
  CHECK(Good([](Tables& t) { t.overlap_kind[0] = stopline::kNormal; }));
  CHECK(Good([](Tables& t) { t.overlap_kind[0] = stopline::kFlashingYellowArrow; }));
  CHECK(Refused("kind is unknown", [](Tables& t) { t.overlap_kind[0] = stopline::kFlashingYellowArrow + 1; }));
  CHECK(Refused("kind is unknown", [](Tables& t) { t.overlap_kind[0] = -1; }));
  for (const int p : {kNobody, 15, 16, 31}) {
    CHECK(Refused("hangs on a phase", [p](Tables& t) { t.overlap_included[0] |= static_cast<int>(1U << p); }));
    CHECK(Refused("hangs on a phase", [p](Tables& t) { t.overlap_modifiers[0] |= static_cast<int>(1U << p); }));
    CHECK(Refused("hangs on a phase", [p](Tables& t) { t.overlap_conflicts[0] |= static_cast<int>(1U << p); }));
  }
  CHECK(Refused("has no phase", [](Tables& t) { t.overlap_included[0] = 0; }));
  CHECK(Refused("its own phase", [](Tables& t) { t.overlap_conflicts[0] |= t.overlap_included[0]; }));
  // What is not there may say what it likes.
  CHECK(Good([](Tables& t) { t.overlap_included[31] = 1 << 15, t.overlap_yellow[31] = -1; }));
  CHECK(Refused("has no phase", [](Tables& t) { t.overlap_kind[31] = stopline::kNormal, t.overlap_yellow[31] = 30; }));
}

TEST("a preempt and flash name phases that are there and that can be green together where they must") {
  constexpr int kLefts = 1 << 0 | 1 << 4;
  constexpr int kCrossing = 1 << 0 | 1 << 2;
  CHECK(Good([](Tables& t) { t.preempt_track[9] = t.preempt_exit[9] = kLefts, t.preempt_dwell[9] = kCrossing; }));
  CHECK(Refused("conflict", [](Tables& t) { t.preempt_track[9] = kCrossing; }));
  CHECK(Refused("conflict", [](Tables& t) { t.preempt_exit[9] = kCrossing; }));
  CHECK(Refused("conflict", [](Tables& t) { t.preempt_exit[9] = 1 << 6 | 1 << 7; }));
  CHECK(Refused("to dwell in", [](Tables& t) { t.preempt_dwell[9] = 0; }));
  CHECK(Refused("a preempt has a phase", [](Tables& t) { t.preempt_dwell[9] = 1 << kNobody; }));
  CHECK(Refused("a preempt has a phase", [](Tables& t) { t.preempt_track[9] = 1 << kNobody; }));
  CHECK(Refused("a preempt has a phase", [](Tables& t) { t.preempt_exit[9] = 1 << kNobody; }));
  CHECK(Good([](Tables& t) { t.preempt_enabled[9] = 0, t.preempt_dwell[9] = 0, t.preempt_delay[9] = -1; }));
  CHECK(Good([](Tables& t) { t.flash_entry[0] = t.flash_exit[0] = kLefts; }));
  CHECK(Refused("flash has a phase", [](Tables& t) { t.flash_entry[0] = 1 << kNobody; }));
  CHECK(Refused("flash has a phase", [](Tables& t) { t.flash_exit[0] = 1 << kNobody; }));
  CHECK(Refused("conflict", [](Tables& t) { t.flash_entry[0] = kCrossing; }));
  CHECK(Refused("conflict", [](Tables& t) { t.flash_exit[0] = kCrossing; }));
}

TEST("a channel shows a phase, an overlap or somebody's pedestrians, and its flash is dark, red or yellow") {
  const auto shows = [](int kind, int source) {
    return [kind, source](Tables& t) {
      t.channel_kind[31] = kind;
      t.channel_source[31] = source;
      t.channel_flash[31] = stopline::kDark;
    };
  };
  CHECK(Good(shows(stopline::kUnused, 99)));
  CHECK(Good(shows(stopline::kVehicle, 8)));
  CHECK(Good(shows(stopline::kPedestrian, 1 << 1 | 1 << 5)));
  CHECK(Good(shows(stopline::kOverlapChannel, 1)));
  CHECK(Refused("kind is unknown", shows(stopline::kOverlapChannel + 1, 1)));
  CHECK(Refused("kind is unknown", shows(-1, 1)));
  for (const int source : {-1, 0, kNobody + 1, 16, 17}) CHECK(Refused("shows no", shows(stopline::kVehicle, source)));
  for (const int source : {-1, 0, 31, 32, 33}) CHECK(Refused("shows no", shows(stopline::kOverlapChannel, source)));
  CHECK(Refused("shows no", shows(stopline::kPedestrian, 0)));
  CHECK(Refused("shows no", shows(stopline::kPedestrian, 1 << kNobody)));
  const auto flash = [](int lamp) { return [lamp](Tables& t) { t.channel_flash[0] = lamp; }; };
  for (const int lamp : {stopline::kDark, stopline::kFlashingRed, stopline::kFlashingYellow}) CHECK(Good(flash(lamp)));
  for (const int lamp : {stopline::kRed, stopline::kYellow, stopline::kGreen, stopline::kFlashingGreen})
    CHECK(Refused("not a flash", flash(lamp)));
}

TEST("the first of everything is looked at like the others, and the last too") {
  CHECK(Refused("all red", [](Tables& t) {
    for (int& each : t.overlap_red) each = 0;
    t.start_all_red[0] = 20, t.red_clear[0] = 21;
  }));
  CHECK(Refused("channel", [](Tables& t) { t.channel_kind[0] = 9; }));
  CHECK(Refused("overlap's kind", [](Tables& t) { t.overlap_kind[0] = 9; }));
  CHECK(Refused("preempt", [](Tables& t) { t.preempt_enabled[0] = 1, t.preempt_dwell[0] = 0; }));
  CHECK(Refused("ring is out of range", [](Tables& t) { t.ring[7] = 4; }));
  CHECK(Refused("ring is out of range", [](Tables& t) { t.ring[7] = 5; }));
  CHECK(Refused("ring is out of range", [](Tables& t) { t.ring[7] = -1; }));
  for (int i = 0; i < 8 * 16; ++i) {
    CHECK(Refused("a clearance", [i](Tables& t) { t.clearance[i] = -1; }));
    CHECK(Refused("a clearance", [i](Tables& t) { t.clearance[i] = kHour + 1; }));
  }
  CHECK(Good([](Tables& t) {
    t.overlap_kind[31] = stopline::kNormal;
    t.overlap_included[31] = 1 << 1;
    t.overlap_yellow[31] = 30;
    t.channel_kind[16] = stopline::kOverlapChannel;
    t.channel_source[16] = 32;
    t.channel_flash[16] = stopline::kFlashingRed;
  }));
}

TEST("a set of phases may name those that are there, be the first of all not among them, and no others") {
  test::Site site = test::FourLeg();
  for (int r = 0; r < 2; ++r) {
    site.rings[r][0][0] = r == 0 ? 2 : 6;
    site.rings[r][0][1] = 0;
  }
  Tables t = test::TablesOf(site);
  CHECK(stopline::Check(t) == nullptr);
  t.flash_entry[0] = 1 << 1 | 1 << 5;
  CHECK(stopline::Check(t) == nullptr);
  for (const int set : {1 << 0, 1 << 4, 1 << 8, 1 << 15, 1 << 16, 1 << 30}) {
    t.flash_entry[0] = set;
    CHECK(stopline::Check(t) != nullptr && std::strstr(stopline::Check(t), "flash") != nullptr);
  }
}

TEST("sixteen phases in four rings are good, and the last of them may begin") {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}, {{9, 10, 11, 12}}, {{13, 14, 15, 16}}});
  for (int i = 0; i < 16; ++i) site.phase[i] = test::FourLeg().phase[i % 2];
  for (int r = 0; r < 4; ++r) site.start[r] = 4 * r + 4;
  CHECK(stopline::Check(test::TablesOf(site)) == nullptr);
}
