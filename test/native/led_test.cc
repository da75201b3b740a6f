// Preempts by themselves: rings, calls and preempts, without start-up, lamps and monitor; what is asked of the rings is
// looked at in every interval. Four legs, 2 and 6 green from the first tenth on. 1 is a train (its track is cleared by
// 1 and 6; while it passes 3, 4, 7 and 8 may go, behind it 2 and 6), 2 an ambulance on 4 and 7, remembered, 3 a gate
// on 2.
#include "controller/preemption.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::Control;
using stopline::PreemptInterval;

constexpr std::uint32_t Set(auto... numbers) { return (0u | ... | (1u << (numbers - 1))); }
constexpr stopline::PhaseSet kAll = 0xFF;

stopline::Tables Sheet() {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  for (int i = 0; i < 3; ++i) t.preempt_enabled[i] = 1;
  t.preempt_track[0] = Set(1, 6);
  t.preempt_track_green[0] = 100;
  t.preempt_dwell[0] = Set(3, 4, 7, 8);
  t.preempt_min_dwell[0] = 80;
  t.preempt_exit[0] = Set(2, 6);
  t.preempt_lock[1] = 1;
  t.preempt_delay[1] = 30;
  t.preempt_dwell[1] = Set(4, 7);
  t.preempt_min_dwell[1] = 50;
  t.preempt_min_duration[1] = 400;
  t.preempt_exit[1] = Set(2);
  t.preempt_dwell[2] = Set(2);
  return t;
}

struct Led {
  explicit Led(const stopline::Tables& sheet = Sheet()) : tables(sheet) {
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    calls.Open(tables, kAll);
    barriers.Open(tables);
    preemption.Open(tables);
  }
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls.Register(input, barriers.on(), barriers.walk(), events);
      if (!begun) barriers.Start(Set(2, 6), input, calls, events);
      begun = true;
      const int before = output.event_count[0];
      control = others;
      preemption.Step(input, barriers, calls, control, events);
      for (int i = before; i < output.event_count[0]; ++i) ++told[output.events[2 * i]][output.events[2 * i + 1]];
      Control rings = control;
      rings.stopped = input.stop_time[0] != 0;
      barriers.Step(input, rings, calls, events);
      for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
    }
  }
  void Preempt(int number, bool on = true) { input.preempt[number - 1] = on ? 1 : 0; }
  // How many tenths until it is in that interval.
  int Until(PreemptInterval interval) {
    int tenths = 0;
    for (; preemption.interval() != interval && tenths < 3000; ++tenths) Step();
    return tenths;
  }
  bool Is(int number, PreemptInterval interval) const {
    return preemption.active() == number - 1 && preemption.interval() == interval;
  }
  bool Green(int number) const { return stopline::Has(barriers.green(), number - 1); }

  stopline::Tables tables;
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Preemption preemption;
  stopline::Input input{};
  stopline::Output output{};
  Control others;   // what is asked for before a preempt has its say
  Control control;  // and behind it
  bool begun = false;
  int told[256][64] = {};
};

constexpr int kChange = 36 + 15;
// Rings that were turned red choose together, when all of them are.
constexpr int kCrossing = kChange + 2;

}  // namespace

TEST(
    "on the way in those go who are wanted, the others turn red, nobody is let go on foot, and nobody else has a say") {
  Led street;
  CHECK(street.Is(0, PreemptInterval::kNone) && !street.preemption.InForce());
  street.Step(100);
  street.others.hold = street.others.omit = street.others.force_off = street.others.not_yet = kAll;
  street.others.manual = true;
  street.Preempt(1);
  street.Step();
  CHECK(street.Is(1, PreemptInterval::kEntry) && street.preemption.InForce());
  const Control& control = street.control;
  CHECK(control.omit == (kAll & ~Set(1, 6)) && control.force_off == control.omit && control.to_red == control.omit);
  CHECK(control.hold == Set(6) && control.vehicle_call == Set(1) && control.not_yet == 0 && !control.manual);
  CHECK(control.ped_omit == kAll && control.no_walk_rest == kAll && control.early == 0 && control.extend == 0);
  CHECK(control.cause == stopline::Termination::kPreemptForceOff);
  // 1 comes, and then the track is cleared for 10 s; 10 s of green and not of asking.
  CHECK(street.Until(PreemptInterval::kTrackClearance) == kChange + 1 && street.Green(1) && street.Green(6));
  CHECK(control.omit == (kAll & ~Set(1, 6)) && control.hold == Set(1, 6) && control.vehicle_call == 0);
  CHECK(control.ped_omit == kAll && control.no_walk_rest == kAll);
  for (int i = 1; i < 100; ++i) {
    street.Step();
    CHECK(street.Green(1) && street.Green(6) && control.hold == Set(1, 6));
  }
  street.Step();
  // From here on it goes to those who may drive while the train passes; that way is still track clearance.
  CHECK(!street.Green(1) && !street.Green(6) && street.Is(1, PreemptInterval::kTrackClearance));
  CHECK(control.omit == (kAll & ~Set(3, 4, 7, 8)) && control.vehicle_call == Set(3, 7) && control.hold == 0);
  CHECK(street.Until(PreemptInterval::kDwell) == kCrossing && street.Green(3) && street.Green(7));
  CHECK(street.told[105][1] == 1 && street.told[106][1] == 1 && street.told[107][1] == 1 && street.told[111][1] == 0);
}

TEST("in dwell a green stays as long as nobody who is wanted, too, waits against it, and walks are free") {
  Led street;
  street.Preempt(1);
  street.Until(PreemptInterval::kDwell);
  street.Step(100);
  const Control& control = street.control;
  CHECK(control.omit == (kAll & ~Set(3, 4, 7, 8)) && control.force_off == control.omit);
  CHECK(control.to_red == control.omit && control.hold == Set(3, 7) && control.vehicle_call == 0);
  CHECK(control.ped_omit == 0 && control.no_walk_rest == 0);
  // Somebody at 2 is nobody here; at 4 somebody is, and 3 is in his way, 7 is not.
  street.input.vehicle[1] = 1;
  street.Step();
  CHECK(control.hold == Set(3, 7));
  street.input.vehicle[3] = 1;
  street.Step();
  CHECK(control.hold == Set(7) && control.vehicle_call == 0);
  CHECK(!street.Green(3) && street.Green(7));
  street.Step(10);
  CHECK(control.hold == Set(7) && control.vehicle_call == Set(3));
  street.Step(100);
  CHECK(street.Green(4) && street.Green(7) && control.hold == Set(4, 7));
}

TEST(
    "a train that has passed is left by way of its exit phases; those who are not in their way go on, nobody is turned "
    "red") {
  Led street;
  street.Preempt(2);
  street.Step(31);
  CHECK(street.Is(2, PreemptInterval::kEntry));
  CHECK(street.Until(PreemptInterval::kDwell) > kChange);
  street.Preempt(2, false);
  // Its 5 s of dwell are over before its 40 s since entry.
  CHECK(street.Until(PreemptInterval::kExit) == 400 - (80 - 30 + kCrossing));
  CHECK(street.Is(2, PreemptInterval::kExit) && street.told[111][2] == 1);
  const Control& control = street.control;
  CHECK(control.omit == (kAll & ~Set(2)) && control.vehicle_call == Set(2) && control.hold == 0);
  // 5 and 6 may be green beside 2.
  CHECK(control.force_off == Set(1, 3, 4, 7, 8) && control.to_red == control.force_off);
  CHECK(control.ped_omit == 0 && control.no_walk_rest == 0);
  CHECK(street.Until(PreemptInterval::kNone) > kChange && street.Green(2));
  CHECK(!street.preemption.InForce() && street.preemption.active() == stopline::kNone);
  // Behind it everyone is called who has had no green since it was over.
  CHECK(control.vehicle_call == (kAll & ~Set(2, 4, 7)) && control.omit == 0 && control.force_off == 0 &&
        control.to_red == 0);
  stopline::PhaseSet had = Set(2, 4, 7);
  for (int i = 0; i < 1500; ++i) {
    had |= street.barriers.green();
    street.Step();
    CHECK(control.vehicle_call == (kAll & ~had));
  }
  CHECK(had == kAll);
}

TEST(
    "a preempt lasts for its least dwell and its least duration, from entry on, whichever is longer; stopped time is "
    "none") {
  for (const int duration : {0, 400}) {
    stopline::Tables t = Sheet();
    t.preempt_delay[1] = 0;
    t.preempt_min_duration[1] = duration;
    Led street(t);
    street.Step(200);
    street.Preempt(2);
    street.Step();
    CHECK(street.Is(2, PreemptInterval::kEntry));
    const int entry = street.Until(PreemptInterval::kDwell);
    CHECK(entry == kCrossing);
    street.Preempt(2, false);
    street.Step(20);
    street.input.stop_time[0] = 1;
    street.Step(500);
    CHECK(street.Is(2, PreemptInterval::kDwell));
    street.input.stop_time[0] = 0;
    CHECK(street.Until(PreemptInterval::kExit) == (duration == 0 ? 50 : duration - entry) - 20);
  }
}

TEST(
    "a more important preempt takes over at once, in whatever interval; a lesser one waits, and goes in without an "
    "exit") {
  for (const PreemptInterval when : {PreemptInterval::kEntry, PreemptInterval::kDwell, PreemptInterval::kExit}) {
    Led street;
    street.Preempt(2);
    street.Until(when == PreemptInterval::kExit ? PreemptInterval::kDwell : when);
    if (when == PreemptInterval::kExit) {
      street.Preempt(2, false);
      street.Until(when);
    }
    street.Preempt(1);
    street.Step();
    CHECK(street.Is(1, PreemptInterval::kEntry) && street.told[105][1] == 1);
  }
  Led street;
  street.Preempt(1);
  street.Until(PreemptInterval::kTrackClearance);
  street.Preempt(3);
  street.Preempt(2);
  street.Until(PreemptInterval::kDwell);
  street.Step(200);
  CHECK(street.Is(1, PreemptInterval::kDwell) && street.told[105][2] == 0 && street.told[105][3] == 0);
  street.Preempt(1, false);
  street.Step();
  CHECK(street.Is(2, PreemptInterval::kEntry) && street.told[111][1] == 0 && street.told[105][2] == 1);
  // And one whose call comes back in its exit goes in again.
  Led again;
  again.Preempt(1);
  again.Until(PreemptInterval::kDwell);
  again.Preempt(1, false);
  again.Until(PreemptInterval::kExit);
  again.Preempt(1);
  again.Step();
  CHECK(again.Is(1, PreemptInterval::kEntry) && again.told[105][1] == 2);
}

TEST("while several wait for their delay the most important is named; none is in force, and each counts for itself") {
  stopline::Tables t = Sheet();
  t.preempt_delay[0] = 60;
  t.preempt_delay[2] = 100;
  Led street(t);
  street.Preempt(3);
  street.Step(10);
  CHECK(street.Is(3, PreemptInterval::kDelay) && !street.preemption.InForce());
  street.Preempt(1);
  street.Step(10);
  CHECK(street.Is(1, PreemptInterval::kDelay));
  street.Preempt(1, false);
  street.Step();
  CHECK(street.Is(3, PreemptInterval::kDelay));
  // Ten seconds since its contact closed.
  street.Step(79);
  CHECK(street.Is(3, PreemptInterval::kDelay));
  street.Step();
  CHECK(street.Is(3, PreemptInterval::kEntry));
  // An input that no preempt belongs to is nothing.
  Led other(t);
  other.Preempt(4);
  other.Step(200);
  CHECK(other.Is(0, PreemptInterval::kNone) && other.told[102][4] == 0);
}

TEST("flash takes a preempt and what it owes off the books; a contact that is still closed begins anew") {
  Led street;
  street.Preempt(3);
  street.Until(PreemptInterval::kDwell);
  street.Preempt(3, false);
  street.Until(PreemptInterval::kExit);
  street.Preempt(2);
  street.Step();
  {
    stopline::Events events(street.output);
    street.preemption.Drop(events);
    CHECK(street.output.event_count[0] == 1 && street.output.events[0] == 104 && street.output.events[1] == 2);
  }
  CHECK(street.Is(0, PreemptInterval::kNone));
  street.Step();
  CHECK(street.Is(2, PreemptInterval::kDelay) && street.control.vehicle_call == 0 && street.told[102][2] == 2);
  street.Step(29);
  CHECK(street.Is(2, PreemptInterval::kDelay));
  street.Step();
  CHECK(street.Is(2, PreemptInterval::kEntry));
}

TEST("the track is not cleared before all of its phases are green, and dwell begins to the tenth behind its time") {
  stopline::Tables t = Sheet();
  // From 2 to 1 lies more than its own change.
  t.clearance[1 * stopline::kPhases + 0] = 90;
  t.preempt_dwell[0] = Set(1, 6);
  Led street(t);
  street.Step(100);
  street.Preempt(1);
  street.Step();
  CHECK(street.Until(PreemptInterval::kTrackClearance) == 90 + 1 && street.Green(1) && street.Green(6));
  CHECK(street.Until(PreemptInterval::kDwell) == 100);
}

TEST("on the way to phases that conflict the one that is green already stays, though another of them is waited for") {
  Led street;
  street.input.vehicle[2] = street.input.vehicle[7] = 1;
  for (int i = 0; i < 3000 && !(street.Green(3) && street.Green(8)); ++i) street.Step();
  stopline::Tables& t = street.tables;
  t.preempt_dwell[2] = Set(3, 4);
  street.input.vehicle[3] = 1;
  street.Preempt(3);
  street.Step();
  CHECK(street.Is(3, PreemptInterval::kEntry) && street.Green(3) && street.control.hold == Set(3));
}

TEST(
    "the least duration of a preempt that comes again counts from its own entry; the last of the table is one like "
    "any") {
  Led street;
  for (int round = 0; round < 2; ++round) {
    street.Preempt(2);
    street.Until(PreemptInterval::kEntry);
    street.Preempt(2, false);
    CHECK(street.Until(PreemptInterval::kExit) == 400);
    CHECK(street.Until(PreemptInterval::kNone) < 400);
  }
  stopline::Tables t = Sheet();
  constexpr int kLast = stopline::kPreempts;
  t.preempt_enabled[kLast - 1] = 1;
  t.preempt_delay[kLast - 1] = 20;
  t.preempt_dwell[kLast - 1] = Set(4);
  Led other(t);
  other.Step(5);
  CHECK(other.Is(0, PreemptInterval::kNone));
  other.Preempt(kLast);
  other.Step(20);
  CHECK(other.Is(kLast, PreemptInterval::kDelay));
  other.Step();
  CHECK(other.Is(kLast, PreemptInterval::kEntry));
  stopline::Events events(other.output);
  other.preemption.Drop(events);
  CHECK(other.Is(0, PreemptInterval::kNone));
}

TEST("stopped time neither lets a delay run out nor makes a contact count as stuck") {
  stopline::Tables t = Sheet();
  t.preempt_delay[2] = 30;
  t.preempt_max_presence[2] = 50;
  stopline::Output output{};
  stopline::Events events(output);
  stopline::PreemptInput input;
  const auto listen = [&](int tenths, bool on, bool timing) {
    for (; tenths > 0; --tenths) input.Listen(t, 2, on, timing, events);
  };
  listen(20, true, true);
  listen(500, true, false);
  CHECK(input.called() && !input.due());
  listen(10, true, true);
  CHECK(!input.due());
  listen(1, true, true);
  CHECK(input.due());
  listen(19, true, true);
  CHECK(input.called());
  listen(1, true, true);
  CHECK(!input.called() && !input.due());
  // It is believed again when it has been off, for as long as before. A bound of a tenth is one.
  listen(1, false, true);
  listen(50, true, true);
  CHECK(input.called() && input.due());
  listen(1, false, true);
  t.preempt_max_presence[2] = 1;
  listen(1, true, true);
  CHECK(input.called());
  listen(1, true, true);
  CHECK(!input.called());
}
