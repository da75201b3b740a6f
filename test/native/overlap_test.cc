// Overlaps on the four-leg intersection: what their channels show while phases come and go.
#include "controller/overlap.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "controller/controller.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::Controller;
using stopline::Event;
using stopline::FlashStatus;
using stopline::Input;
using stopline::Output;
using stopline::Tables;

constexpr int Bit(int phase) { return 1 << (phase - 1); }

// Four legs, and an overlap on channel 25 that the test describes: ring 1 is 1, 2 | 3, 4, ring 2 is 5, 6 | 7, 8.
Tables With(std::int32_t kind, int included, int modifiers = 0) {
  Tables t = test::TablesOf(test::FourLeg());
  t.overlap_kind[0] = kind;
  t.overlap_included[0] = included;
  t.overlap_modifiers[0] = modifiers;
  int beside = included;
  for (int p = 0; p < 8; ++p) {
    if ((included >> p & 1) != 0) beside |= t.concurrent[p];
  }
  t.overlap_conflicts[0] = 0xff & ~beside;
  t.overlap_min_green[0] = 50;
  t.overlap_yellow[0] = 32;
  t.overlap_red[0] = 12;
  t.channel_kind[24] = stopline::kOverlapChannel;
  t.channel_source[24] = 1;
  t.channel_flash[24] = stopline::kFlashingRed;
  return t;
}

class Street {
 public:
  explicit Street(const Tables& tables) {
    wrong = controller_.Open(tables);
    for (int p = 0; p < 8; ++p) input_.max_green[p] = 200;
    // Through start-up and one round of greens to rest in 2 and 6.
    for (int i = 0; i < 3'000; ++i) Step();
    Call({2, 6});
    Until(2, 'g');
    Call({});
    for (int i = 0; i < 400; ++i) Step();
    events.clear();
  }

  // Vehicles stand before these phases, and before no others.
  void Call(std::initializer_list<int> phases) {
    for (int p = 0; p < 8; ++p) input_.vehicle[p] = 0;
    for (const int phase : phases) input_.vehicle[phase - 1] = 1;
  }
  void Flash(bool on) {
    asked_ = on ? FlashStatus::kLocalManual : FlashStatus::kNotFlash;
    Step();
  }
  void StopTime(bool on) { input_.stop_time[0] = on ? 1 : 0; }
  void Step() {
    controller_.Step(input_, asked_, output_);
    for (int i = 0; i < output_.event_count[0]; ++i) {
      const int code = output_.events[2 * i];
      if ((code >= 61 && code <= 65) || code == 32 || code == 33) events += ' ' + std::to_string(code);
    }
    seen += Lamp(25);
  }
  void Run(int tenths) {
    for (int i = 0; i < tenths; ++i) Step();
  }
  // Steps until a channel shows a lamp; the tenths that it took, or -1.
  int Until(int channel, char lamp) {
    for (int i = 1; i <= 2'000; ++i) {
      Step();
      if (Lamp(channel) == lamp) return i;
    }
    return -1;
  }
  char Lamp(int channel) const { return ".rygFfG"[output_.channels[channel - 1]]; }

  const char* wrong = nullptr;
  std::string events;  // the overlap's codes
  std::string seen;    // what its channel showed, a letter a tenth

 private:
  Controller controller_;
  FlashStatus asked_ = FlashStatus::kNotFlash;
  Input input_{};
  Output output_{};
};

}  // namespace

TEST("an overlap is green with its phase, and ends with it by its own yellow and red") {
  Tables tables = With(stopline::kNormal, Bit(3));
  tables.overlap_yellow[0] = 40;
  tables.overlap_red[0] = 25;
  Street street(tables);
  CHECK(street.wrong == nullptr);
  CHECK(street.Lamp(25) == 'r');
  street.Call({3});
  CHECK(street.Until(3, 'g') > 0);
  CHECK(street.Lamp(25) == 'g');
  street.Call({4});
  CHECK(street.Until(3, 'y') > 0);
  CHECK(street.Lamp(25) == 'y');
  CHECK(street.Until(25, 'r') == 40);
  CHECK(street.Lamp(3) == 'r');
  // 4 conflicts with 3 and could have begun behind 32 + 12 tenths.
  CHECK(street.Until(4, 'g') == 25);
  CHECK(street.events == " 61 63 64 65");
}

TEST("behind an overlap without red clearance the next phase begins in the tenth in which its yellow ends") {
  Tables tables = With(stopline::kNormal, Bit(3));
  tables.overlap_yellow[0] = 60;
  tables.overlap_red[0] = 0;
  Street street(tables);
  street.Call({3});
  street.Until(3, 'g');
  street.Call({4});
  CHECK(street.Until(3, 'y') > 0);
  CHECK(street.Until(4, 'g') == 60);
  CHECK(street.Lamp(25) == 'r');
}

TEST("a phase stays green until the minimum of the overlap that began late beside it, and they end together") {
  Street street(With(stopline::kMinusGreenYellow, Bit(2), Bit(6)));
  // The arrow from the south takes 6 away, and the overlap comes beside 2, which has long been green.
  street.Call({5});
  CHECK(street.Until(25, 'g') > 0);
  street.Call({1});
  CHECK(street.Until(2, 'y') == 50);
  CHECK(street.Lamp(25) == 'y');
}

TEST("two overlaps that conflict never meet, though one trails into the other's phase") {
  // The first is green with 2, and not beside 6; the second with 6, and 40 tenths behind it.
  Tables tables = With(stopline::kMinusGreenYellow, Bit(2), Bit(6));
  tables.overlap_kind[1] = stopline::kNormal;
  tables.overlap_included[1] = Bit(6);
  tables.overlap_conflicts[1] = 0xff & ~(Bit(1) | Bit(2) | Bit(6));
  tables.overlap_min_green[1] = 50;
  tables.overlap_trailing_green[1] = 60;
  tables.overlap_yellow[1] = 32;
  tables.overlap_red[1] = 12;
  tables.channel_kind[25] = stopline::kOverlapChannel;
  tables.channel_source[25] = 2;
  tables.channel_flash[25] = stopline::kFlashingRed;
  Street street(tables);
  CHECK(street.Lamp(25) == 'r' && street.Lamp(26) == 'g');
  street.Call({5});
  CHECK(street.Until(6, 'y') > 0);
  CHECK(street.Lamp(26) == 'g');
  // 6 and its red clearance are over after 36 + 15 tenths; 60 of trailing green, 32 of yellow and 12 of red are not.
  CHECK(street.Until(25, 'g') == 60 + 32 + 12);
}

TEST("an overlap stays green from one of its phases to the next in the ring") {
  Street street(With(stopline::kNormal, Bit(3) | Bit(4)));
  street.Call({3, 4});
  CHECK(street.Until(3, 'g') > 0);
  street.Call({4});
  street.seen.clear();
  CHECK(street.Until(4, 'g') > 0);
  street.Run(80);
  CHECK(street.seen.find_first_not_of('g') == std::string::npos);
  CHECK(street.events == " 61");
}

TEST("an overlap stays green across the barrier, through everybody's yellow and red") {
  Street street(With(stopline::kNormal, Bit(2) | Bit(3)));
  street.Call({3, 8});
  street.seen.clear();
  CHECK(street.Until(3, 'g') > 40);
  street.Run(80);
  CHECK(street.seen.find_first_not_of('g') == std::string::npos);
  CHECK(street.events.empty());
}

TEST("a walk that leads its green finds no overlap green in its way") {
  Tables tables = With(stopline::kNormal, Bit(3) | Bit(4));
  tables.leading_walk[3] = 40;
  Street street(tables);
  street.Call({3, 4});
  CHECK(street.Until(3, 'g') > 0);
  street.Call({4});
  CHECK(street.Until(3, 'y') > 0);
  CHECK(street.Lamp(25) == 'y');
  CHECK(street.Until(4, 'g') > 0);
  CHECK(street.Lamp(25) == 'g');
}

TEST("an overlap ends between two of its phases when the ring goes to another first") {
  Street street(With(stopline::kNormal, Bit(2) | Bit(4)));
  CHECK(street.Lamp(25) == 'g');
  street.Call({3, 4});
  CHECK(street.Until(2, 'y') > 0);
  CHECK(street.Lamp(25) == 'y');
  CHECK(street.Until(3, 'g') > 0);
  CHECK(street.Lamp(25) == 'r');
  street.Call({4});
  CHECK(street.Until(4, 'g') > 0);
  CHECK(street.Lamp(25) == 'g');
}

TEST("a trailing green outlasts its phase, and whoever conflicts waits until the overlap is through") {
  Tables tables = With(stopline::kNormal, Bit(3));
  tables.overlap_trailing_green[0] = 30;
  Street street(tables);
  street.Call({3});
  street.Until(3, 'g');
  street.Call({4});
  CHECK(street.Until(3, 'y') > 0);
  CHECK(street.Lamp(25) == 'g');
  CHECK(street.Until(25, 'y') == 30);
  CHECK(street.Until(25, 'r') == 32);
  CHECK(street.Until(4, 'g') == 12);
  CHECK(street.events == " 61 62 63 64 65");
}

TEST(
    "a trailing green that is longer than its phase's own change holds back whoever conflicts from its first tenth "
    "on") {
  Tables tables = With(stopline::kNormal, Bit(3));
  tables.overlap_trailing_green[0] = 70;
  Street street(tables);
  street.Call({3});
  street.Until(3, 'g');
  street.Call({4});
  CHECK(street.Until(3, 'y') > 0);
  CHECK(street.Until(25, 'y') == 70);
  CHECK(street.Lamp(4) == 'r');
  CHECK(street.Until(4, 'g') == 32 + 12);
}

TEST("a modifier of minus green and yellow waits until the overlap has ended lawfully") {
  // Green with 2, but not beside 6 (6 is in the other ring, behind 5).
  Tables tables = With(stopline::kMinusGreenYellow, Bit(2), Bit(6));
  tables.overlap_yellow[0] = 50;
  Street street(tables);
  CHECK(street.Lamp(25) == 'r');  // 6 rests beside 2
  street.Call({4});
  CHECK(street.Until(4, 'g') > 0);
  street.Call({2, 5});
  CHECK(street.Until(2, 'g') > 0);
  CHECK(street.Lamp(5) == 'g' && street.Lamp(25) == 'g');
  street.Call({2, 6});
  CHECK(street.Until(5, 'y') > 0);
  CHECK(street.Lamp(25) == 'y' && street.Lamp(2) == 'g');
  CHECK(street.Until(25, 'r') == 50);
  CHECK(street.Until(6, 'g') == 12);
  CHECK(street.Lamp(2) == 'g');
  street.Run(300);
  CHECK(street.Lamp(25) == 'r' && street.Lamp(6) == 'g');
}

TEST("a flashing yellow arrow flashes beside the opposing through traffic, and is yellow and red before it is green") {
  // 1 turns left against 2.
  Street street(With(stopline::kFlashingYellowArrow, Bit(1), Bit(2)));
  CHECK(street.Lamp(2) == 'g' && street.Lamp(25) == 'f');
  street.Call({4});
  CHECK(street.Until(2, 'y') > 0);
  CHECK(street.Lamp(25) == 'y');
  CHECK(street.Until(4, 'g') > 0);
  CHECK(street.Lamp(25) == 'r');
  street.Call({1, 6});
  CHECK(street.Until(1, 'g') > 0);
  CHECK(street.Lamp(25) == 'g');
  street.Call({2, 6});
  CHECK(street.Until(1, 'y') > 0);
  CHECK(street.Lamp(25) == 'y');
  CHECK(street.Until(2, 'g') > 0);
  CHECK(street.Lamp(25) == 'f');
  CHECK(street.events == " 33 63 64 65 61 63 64 65 32");
}

TEST("an arrow that flashes ends by yellow and red before its own phase begins, and they begin together") {
  Tables tables = With(stopline::kFlashingYellowArrow, Bit(1), Bit(2));
  tables.overlap_yellow[0] = 50;
  Street street(tables);
  // Nobody waits across the barrier, so the left turn is served at once.
  street.Call({1});
  CHECK(street.Until(2, 'y') > 0);
  street.seen.clear();
  CHECK(street.Until(1, 'g') == 50 + 12);
  street.Run(20);
  CHECK(street.seen == std::string(49, 'y') + std::string(12, 'r') + std::string(21, 'g'));
}

TEST("an arrow goes on flashing while another of those to whom it gives way begins") {
  // 1 gives way to 3 and to 8, which go together.
  Street street(With(stopline::kFlashingYellowArrow, Bit(1), Bit(3) | Bit(8)));
  street.Call({3, 7});
  CHECK(street.Until(3, 'g') > 0);
  CHECK(street.Lamp(7) == 'g' && street.Lamp(25) == 'r');
  street.Call({3, 8});
  CHECK(street.Until(8, 'g') > 0);
  CHECK(street.Lamp(3) == 'g' && street.Lamp(25) == 'f');
  Street both(With(stopline::kFlashingYellowArrow, Bit(1), Bit(3) | Bit(7) | Bit(8)));
  both.Call({3, 7});
  CHECK(both.Until(3, 'g') > 0);
  both.Call({3, 8});
  both.seen.clear();
  CHECK(both.Until(8, 'g') > 0);
  CHECK(both.Lamp(3) == 'g' && both.seen.find_first_not_of('f') == std::string::npos);
}

TEST(
    "an arrow that flashes beside its own phase's neighbours waits for that phase's red clearance, and the phase for "
    "it") {
  // 6 is green beside 2; while 5 is there instead it gives way to both.
  Tables tables = With(stopline::kFlashingYellowArrow, Bit(6), Bit(2) | Bit(5));
  tables.overlap_yellow[0] = 30;
  tables.overlap_red[0] = 5;
  Street early(tables);
  CHECK(early.Lamp(25) == 'g');
  early.Call({2, 5});
  CHECK(early.Until(6, 'y') > 0);
  CHECK(early.Until(25, 'f') == 36 + 15);
  tables.overlap_yellow[0] = 50;
  tables.overlap_red[0] = 12;
  Street late(tables);
  late.Call({2, 5});
  CHECK(late.Until(25, 'f') > 0);
  late.Run(50);
  late.Call({2, 6});
  CHECK(late.Until(5, 'y') > 0);
  CHECK(late.Lamp(25) == 'y' && late.Lamp(2) == 'g');
  CHECK(late.Until(6, 'g') == 50 + 12);
  CHECK(late.Lamp(25) == 'g');
}

TEST("stop time holds an overlap where it is, with its phases") {
  Street street(With(stopline::kNormal, Bit(2)));
  street.Call({4});
  CHECK(street.Until(25, 'y') > 0);
  street.StopTime(true);
  street.Run(300);
  CHECK(street.Lamp(2) == 'y' && street.Lamp(25) == 'y');
  street.StopTime(false);
  CHECK(street.Until(25, 'r') == 32);
}

TEST("flash takes an overlap away, and behind it the overlap comes as at any start") {
  for (const std::int32_t kind : {stopline::kNormal, stopline::kFlashingYellowArrow}) {
    Street street(With(kind, kind == stopline::kNormal ? Bit(2) : Bit(1), Bit(2)));
    const std::string shown(1, kind == stopline::kNormal ? 'g' : 'f');
    CHECK(street.Lamp(25) == shown[0]);
    street.Flash(true);
    CHECK(street.Lamp(25) == 'F');
    CHECK(street.events == (kind == stopline::kNormal ? " 65" : " 33 65"));
    street.seen.clear();
    street.Flash(false);
    CHECK(street.Until(2, 'g') > 0);
    CHECK(street.Lamp(25) == shown[0]);
    CHECK(street.seen ==
          std::string(60, 'F') + std::string(std::count(street.seen.begin(), street.seen.end(), 'r'), 'r') + shown);
  }
}

namespace {

// One overlap by itself, a letter a tenth.
std::string Alone(const Tables& tables, std::initializer_list<stopline::Overlap::Look> looks) {
  stopline::Overlap overlap;
  overlap.Open(tables, 0);
  Output output{};
  std::string seen;
  for (const auto& look : looks) {
    stopline::Events events(output);
    overlap.Time(look, events);
    if (overlap.MayBegin() && look.wanted && !look.suppressed) overlap.Begin(events);
    seen += ".rygFfG"[overlap.lamp()];
  }
  return seen;
}

}  // namespace

TEST("an overlap's green has its minimum even if its phases leave it alone at once") {
  Tables tables = With(stopline::kNormal, Bit(1));
  tables.overlap_min_green[0] = 5;
  tables.overlap_yellow[0] = 3;
  tables.overlap_red[0] = 2;
  constexpr stopline::Overlap::Look kOn{true, false, false};
  constexpr stopline::Overlap::Look kOff{false, false, false};
  constexpr stopline::Overlap::Look kSuppressed{true, true, false};
  CHECK(Alone(tables, {kOff, kOn, kOff, kOff, kOff, kOff, kOff, kOff, kOff, kOff, kOff}) == "rgggggyyyrr");
  CHECK(Alone(tables, {kOn, kOn, kSuppressed, kSuppressed, kSuppressed, kSuppressed}) == "gggggy");
  // Wanted again in its yellow, it is through its red before it comes again.
  CHECK(Alone(tables, {kOn, kOn, kOn, kOn, kOn, kOff, kOn, kOn, kOn, kOn, kOn}) == "gggggyyyrrg");
  tables.overlap_red[0] = 0;
  CHECK(Alone(tables, {kOn, kOn, kOn, kOn, kOn, kOff, kOn, kOn, kOn, kOn, kOn}) == "gggggyyyrgg");
  tables.overlap_trailing_green[0] = 3;
  CHECK(Alone(tables, {kOn, kOn, kOn, kOn, kOn, kOff, kOff, kOff, kOff}) == "ggggggggy");
  // Whom it must make way for waits already.
  CHECK(Alone(tables, {kOn, kOn, kOn, kOn, kOn, kSuppressed, kSuppressed}) == "gggggyy");
  // A phase that comes in the trailing green takes it over, and another trailing green follows it.
  CHECK(Alone(tables, {kOn, kOn, kOn, kOn, kOn, kOff, kOff, kOn, kOff, kOff, kOff, kOff}) == "gggggggggggy");
}

TEST(
    "an overlap whose red clearance is longer than its yellow has both once, and the journal tells of a red of a "
    "tenth") {
  Tables tables = With(stopline::kNormal, Bit(3));
  tables.overlap_yellow[0] = 30;
  tables.overlap_red[0] = tables.start_all_red[0] = 90;
  Street street(tables);
  street.Call({3});
  street.Until(3, 'g');
  street.Call({4});
  CHECK(street.Until(25, 'y') > 0 && street.Until(25, 'r') == 30 && street.Until(4, 'g') == 90);
  CHECK(street.events == " 61 63 64 65");
  tables.overlap_red[0] = 1;
  Street tenth(tables);
  tenth.Call({3});
  tenth.Until(3, 'g');
  tenth.Call({4});
  CHECK(tenth.Until(4, 'g') > 0 && tenth.events == " 61 63 64 65");
  tables.overlap_red[0] = 0;
  Street none(tables);
  none.Call({3});
  none.Until(3, 'g');
  none.Call({4});
  CHECK(none.Until(4, 'g') > 0 && none.events == " 61 63 65");
}

TEST("an arrow that flashes has no trailing green, and no less than its minimum") {
  Tables tables = With(stopline::kFlashingYellowArrow, Bit(1), Bit(2));
  tables.overlap_trailing_green[0] = 60;
  tables.overlap_min_green[0] = 130;
  Street street(tables);
  CHECK(street.Lamp(25) == 'f');
  street.Call({4});
  CHECK(street.Until(2, 'y') > 0 && street.Lamp(25) == 'y');
  street.Until(4, 'g');
  street.Call({2, 6});
  CHECK(street.Until(25, 'f') > 0);
  street.Call({4});
  CHECK(street.Until(25, 'y') == 130 && street.Lamp(2) == 'y');
  CHECK(street.events == " 33 63 64 65 32 33 63");
}

TEST("each trailing green is as long as the first, be the green before it a tenth") {
  Tables tables = With(stopline::kNormal, Bit(3));
  tables.overlap_trailing_green[0] = 45;
  tables.overlap_min_green[0] = 1;
  tables.min_green[2] = 1;
  tables.passage[2] = 0;
  Street street(tables);
  for (int round = 0; round < 3; ++round) {
    street.Call({3});
    street.Until(3, 'g');
    street.Call({4});
    CHECK(street.Until(3, 'y') > 0 && street.Until(25, 'y') == 45);
    street.Until(4, 'g');
    street.Call({2, 6});
    street.Until(2, 'g');
    street.Run(100);
  }
  CHECK(street.events == " 61 62 63 64 65 61 62 63 64 65 61 62 63 64 65");
}
