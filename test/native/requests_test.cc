// Priority by itself: rings, calls and requests, without start-up, lamps and preempts; what it asks of the rings is
// looked at in every tenth. Four legs, 2 and 6 green from the first tenth on; every through phase may be extended by 10
// s and give 8 s, lefts may give 3 s, 4 may be put in between. A maximum is 30 s, a change of a through phase 5.1 s.
#include <algorithm>

#include "controller/priority.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::Control;
using stopline::PriorityStatus;

constexpr std::uint32_t Set(auto... numbers) { return (0u | ... | (1u << (numbers - 1))); }

stopline::Tables Sheet() {
  stopline::Tables t = test::TablesOf(test::FourLeg());
  for (const int p : {1, 3, 5, 7}) t.priority_extension[p] = 100, t.priority_reduction[p] = 80;
  for (const int p : {0, 2, 4, 6}) t.priority_reduction[p] = 30;
  t.priority_insertion[3] = 1;
  return t;
}

constexpr int kChange = 36 + 15;

struct Requests {
  explicit Requests(const stopline::Tables& sheet = Sheet()) : tables(sheet) {
    for (int p = 0; p < 16; ++p) {
      input.max_green[p] = 300;
      if (tables.enabled[p] != 0) all |= stopline::Only(p);
    }
    calls.Open(tables, all);
    barriers.Open(tables);
    coordination.Open(tables);
    priority.Open(tables);
  }
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls.Register(input, barriers.on(), barriers.walk(), events);
      if (!begun) barriers.Start(Set(2, 6), input, calls, events);
      begun = true;
      const int before = output.event_count[0];
      control = others;
      priority.Step(input, barriers, calls, coordination, preempted, control, events);
      for (int i = before; i < output.event_count[0]; ++i) ++told[output.events[2 * i]][output.events[2 * i + 1]];
      Control rings = control;
      rings.stopped = input.stop_time[0] != 0;
      barriers.Step(input, rings, calls, events);
      for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
      if (drives) {
        for (int& arrival : input.request_arrival) arrival = std::max(arrival - 1, 0);
      }
    }
  }
  void Ask(int slot, int phase, int arrival) {
    input.request_phase[slot - 1] = phase;
    input.request_arrival[slot - 1] = arrival;
  }
  void Queue(auto... numbers) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = stopline::Has(Set(numbers...), p) ? 1 : 0;
  }
  bool Green(int number) const { return stopline::Has(barriers.green(), number - 1); }
  int UntilGreen(int number) {
    int tenths = 0;
    for (; !Green(number) && tenths < 3000; ++tenths) Step();
    return tenths;
  }
  int UntilEnd(int number) {
    int tenths = 0;
    for (; Green(number) && tenths < 3000; ++tenths) Step();
    return tenths;
  }
  void Drop() {
    stopline::Events events(output);
    priority.Drop(events);
  }
  PriorityStatus status(int slot) const { return priority.status(slot - 1); }
  bool Untouched() const {
    return control.force_off == others.force_off && control.early == 0 && control.extend == 0 &&
           control.omit == others.omit && control.vehicle_call == others.vehicle_call;
  }

  stopline::Tables tables;
  stopline::PhaseSet all = 0;
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Coordination coordination;
  stopline::Priority priority;
  stopline::Input input{};
  stopline::Output output{};
  Control others;   // what is asked for before priority has its say
  Control control;  // and behind it
  bool preempted = false;
  bool begun = false;
  bool drives = true;  // vehicles come nearer
  int told[256][64] = {};
};

}  // namespace

TEST("a request is heard if its own green may be extended or inserted, or if one in its way may give; else refused") {
  stopline::Tables bare = Sheet();
  for (int p = 0; p < 16; ++p) bare.priority_extension[p] = bare.priority_reduction[p] = bare.priority_insertion[p] = 0;
  const auto heard = [](const stopline::Tables& t, int number) {
    Requests street(t);
    street.Ask(3, number, 5000);
    street.Step();
    return street.status(3) == PriorityStatus::kQueued;
  };
  for (int number = 1; number <= 8; ++number) CHECK(!heard(bare, number));
  stopline::Tables extends = bare;
  extends.priority_extension[1] = 1;
  CHECK(heard(extends, 2) && !heard(extends, 1) && !heard(extends, 3));
  stopline::Tables inserts = bare;
  inserts.priority_insertion[0] = 1;
  CHECK(heard(inserts, 1) && !heard(inserts, 2));
  stopline::Tables gives = bare;
  gives.priority_reduction[7] = 1;
  // 8 stands in the way of everybody but 3, 4 and itself.
  for (const int number : {1, 2, 5, 6, 7}) CHECK(heard(gives, number));
  for (const int number : {3, 4, 8}) CHECK(!heard(gives, number));
  stopline::Tables first = bare;
  first.priority_reduction[0] = 1;
  CHECK(heard(first, 2) && !heard(first, 1) && !heard(first, 5));
  // Of all the numbers that may be sent, none else is a phase; the last that may be one is 16.
  for (const int number : {-2'000'000'000, -24, -5, 9, 15, 17, 33, 1'000'000}) CHECK(!heard(Sheet(), number));
  stopline::Tables sixteen = Sheet();
  sixteen.enabled[15] = 1;
  sixteen.ring[15] = 2;
  sixteen.sequence[2 * stopline::kPhases] = 16;
  sixteen.priority_extension[15] = 10;
  CHECK(heard(sixteen, 16) && !heard(sixteen, 17));
  // A line of the sheet does not make a phase.
  stopline::Tables ghost = Sheet();
  ghost.priority_extension[8] = 50;
  CHECK(!heard(ghost, 9));
}

TEST("a vehicle was served if it was there in a green that has ended; one that never came, or is refused, was not") {
  Requests street;
  street.drives = false;
  street.Ask(1, 2, 1);
  street.Ask(2, 6, 0);
  street.Ask(3, 9, 0);
  street.Step(90);
  CHECK(street.status(2) == PriorityStatus::kActive && street.status(3) == PriorityStatus::kRefused);
  // It was there; that the estimate is later now does not change it.
  street.input.request_arrival[1] = 2000;
  street.Step();
  street.input.request_arrival[0] = 2000;
  street.Queue(4);
  CHECK(street.UntilEnd(2) > 0 && !street.Green(6));
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kQueued && street.status(2) == PriorityStatus::kServed);
  CHECK(street.status(3) == PriorityStatus::kRefused && street.status(4) == PriorityStatus::kIdle);
  // Served is served, and it is told when it goes; each comes and goes once.
  street.Queue(2);
  CHECK(street.UntilGreen(2) > 0);
  street.Step(50);
  CHECK(street.status(2) == PriorityStatus::kServed);
  for (int slot = 1; slot <= 4; ++slot) street.Ask(slot, 0, 0);
  street.Step(5);
  for (int slot = 1; slot <= 4; ++slot) {
    const int once = slot < 4 ? 1 : 0;
    CHECK(street.told[112][slot] == once && street.told[115][slot] == once);
    CHECK(street.status(slot) == PriorityStatus::kIdle);
  }
}

TEST("a refused request stays refused through a green of its phase, and another in its slot is another") {
  stopline::Tables t = Sheet();
  for (int p = 0; p < 8; ++p) t.priority_reduction[p] = 0;
  Requests street(t);
  street.Ask(1, 1, 0);
  street.Queue(1, 2);
  CHECK(street.UntilGreen(1) > 0);
  street.Queue(2);
  CHECK(street.UntilEnd(1) > 0);
  street.Step(20);
  CHECK(street.status(1) == PriorityStatus::kRefused);
  street.Ask(1, 2, 5000);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kQueued && street.told[115][1] == 1 && street.told[112][1] == 2);
}

TEST("a green is kept for whoever comes in the last tenth of its extension, and not for one a tenth later") {
  for (const int arrival : {100, 101}) {
    Requests street;
    street.Step(200);
    street.drives = false;
    street.Ask(1, 2, arrival);
    street.Step();
    CHECK((street.control.extend == Set(2)) == (arrival == 100));
    CHECK((street.status(1) == PriorityStatus::kActive) == (arrival == 100));
    // It is told when the green would have ended, once, and not before.
    CHECK(street.told[114][1] == 0);
    street.drives = true;
    street.Queue(4);
    street.Step(3);
    CHECK(street.told[114][1] == (arrival == 100 ? 1 : 0) && street.told[113][1] == 0);
    CHECK(street.Green(2) == (arrival == 100));
  }
}

TEST("an extension lasts for its time and no longer, whoever asks for it one after the other in the same green") {
  Requests street;
  street.Step(200);
  street.Queue(4);
  street.Ask(1, 2, 0);
  street.Step(60);
  street.Ask(1, 0, 0);
  street.Ask(2, 2, 0);
  // The green had gapped out: what the first was given the second has not got.
  CHECK(street.UntilEnd(2) == 40 + 1 && street.told[114][1] == 1 && street.told[114][2] == 1);
  // The next green has its own.
  street.Queue(2);
  street.Ask(2, 0, 0);
  CHECK(street.UntilGreen(2) > 0);
  street.Step(50);
  street.Queue(4);
  street.Ask(1, 2, 0);
  // Its least green, and 10 s.
  CHECK(street.UntilEnd(2) == 30 + 100);
}

TEST("flash takes everyone off the books: extensions, who is served, and who is owed a green") {
  Requests street;
  street.Step(200);
  street.Queue(4);
  street.Ask(1, 2, 0);
  street.Step(60);
  street.Drop();
  CHECK(street.status(1) == PriorityStatus::kIdle);
  street.Step();
  CHECK(street.told[112][1] == 2 && street.status(1) == PriorityStatus::kActive);
  CHECK(street.UntilEnd(2) == 99);

  // 4 is put in between, before 3 and 7; behind flash nobody knows of it.
  Requests inserted;
  inserted.Queue(2, 3, 4, 6, 7, 8);
  inserted.Step(200);
  inserted.Ask(1, 4, 0);
  inserted.Step(2);
  CHECK(inserted.control.omit == Set(3));
  inserted.Drop();
  inserted.Ask(1, 0, 0);
  inserted.Step();
  CHECK(inserted.Untouched() && inserted.control.omit == 0);
}

TEST("in a preempt requests wait and ask for nothing, and behind it nobody is owed what he lost before") {
  Requests street;
  street.Queue(2, 3, 4, 6, 7, 8);
  street.Step(230);
  street.Ask(1, 4, 0);
  street.Ask(2, 2, 4000);
  street.Ask(3, 9, 0);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kActive && street.status(2) == PriorityStatus::kQueued);
  CHECK(street.control.early == Set(2, 6) && street.control.omit == Set(3));
  street.preempted = true;
  for (int i = 0; i < 3; ++i) {
    street.Step();
    CHECK(street.Untouched());
    CHECK(street.status(1) == PriorityStatus::kOverride && street.status(2) == PriorityStatus::kOverride);
    CHECK(street.status(3) == PriorityStatus::kRefused && street.status(4) == PriorityStatus::kIdle);
  }
  street.Ask(1, 0, 0);
  street.preempted = false;
  street.Step();
  CHECK(street.Untouched() && street.status(2) == PriorityStatus::kQueued);
}

TEST("between two services lies their interval from the end of the first, and stopped time is no time") {
  for (const bool stops : {false, true}) {
    stopline::Tables t = Sheet();
    t.priority_interval[0] = 400;
    Requests street(t);
    street.Step(200);
    street.Queue(4);
    street.Ask(1, 2, 0);
    street.Step(20);
    street.Queue();
    street.Ask(1, 0, 0);
    street.Ask(2, 6, 0);
    street.Step();
    CHECK(street.status(2) == PriorityStatus::kQueued && street.Untouched());
    street.Step(100);
    if (stops) {
      street.input.stop_time[0] = 1;
      street.Step(77);
      CHECK(street.Untouched() && street.status(2) == PriorityStatus::kQueued);
      street.input.stop_time[0] = 0;
    }
    street.Step(400 - 102);
    CHECK(street.status(2) == PriorityStatus::kQueued);
    street.Step();
    CHECK(street.status(2) == PriorityStatus::kActive && street.control.extend == Set(6));
  }
  // Whoever went before anything was done for him costs the next nobody's time.
  stopline::Tables t = Sheet();
  t.priority_interval[0] = 400;
  Requests street(t);
  street.Step(200);
  street.Ask(1, 2, 0);
  street.Step(20);
  street.Ask(1, 0, 0);
  street.Ask(2, 6, 0);
  street.Step();
  CHECK(street.status(2) == PriorityStatus::kActive);
}

TEST("of those who want something now the first to arrive is served, and is not left for one who comes before it") {
  Requests street;
  street.Step(200);
  street.drives = false;
  street.Ask(4, 2, 50);
  street.Ask(6, 6, 40);
  street.Ask(7, 6, 40);
  street.Step();
  CHECK(street.status(6) == PriorityStatus::kActive && street.status(4) == PriorityStatus::kQueued);
  CHECK(street.status(7) == PriorityStatus::kQueued && street.control.extend == Set(6));
  street.Ask(1, 2, 0);
  street.Step();
  CHECK(street.status(6) == PriorityStatus::kActive && street.status(1) == PriorityStatus::kQueued);
  // It goes: the one that is there is next.
  street.Ask(6, 0, 0);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kActive && street.status(7) == PriorityStatus::kQueued);
  // What was begun for one goes on while nobody else wants anything, though it wants nothing now.
  street.Ask(7, 0, 0);
  street.Ask(4, 0, 0);
  street.input.request_arrival[0] = 5000;
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kQueued && street.Untouched());
  street.input.request_arrival[0] = 60;
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kActive);
}

TEST("who is in the way ends early as far as he may give, once told; who may give nothing is left alone") {
  stopline::Tables t = Sheet();
  t.priority_insertion[3] = 0;
  t.priority_reduction[5] = 0;
  Requests street(t);
  street.Queue(2, 4, 6, 8);
  street.Step(100);
  street.Ask(1, 4, 0);
  street.others.omit = Set(4, 7);
  // The maximum of 30 s runs since the first tenth; 2 may give 8 s of it, 6 nothing.
  for (int i = 100; i < 219; ++i) {
    street.Step();
    CHECK(street.control.force_off == 0 && street.control.early == 0 && street.Green(2));
    // What others leave out is not left out for it, and it is called.
    CHECK(street.control.omit == Set(7) && street.control.vehicle_call == Set(4));
    CHECK(street.status(1) == PriorityStatus::kActive && street.told[113][1] == 0);
  }
  int early = 0;
  while (street.Green(2) && early < 200) {
    street.Step();
    ++early;
    if (street.control.force_off != 0) CHECK(street.control.force_off == Set(2) && street.control.early == Set(2));
  }
  CHECK(street.told[113][1] == 1 && street.told[114][1] == 0);
  CHECK(street.barriers.terminated_by(5) == stopline::Termination::kMaxOut);
  // Nobody is hurried whose end somebody else has asked for.
  Requests forced(t);
  forced.Queue(2, 4, 6, 8);
  forced.Step(250);
  forced.others.force_off = Set(2);
  forced.Ask(1, 4, 0);
  forced.Step();
  CHECK(forced.control.early == 0 && forced.told[113][1] == 0 && forced.control.force_off == Set(2));
}

TEST("who was passed over is green before anyone else who conflicts, and beside him goes who can") {
  Requests street;
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  CHECK(street.UntilGreen(1) > 0);
  street.Step(60);
  street.Ask(1, 4, 0);
  street.Step();
  // 4 comes before 2 and 3, in whose turn it would have waited.
  CHECK(street.status(1) == PriorityStatus::kActive && street.control.omit == Set(2, 3, 6));
  CHECK(street.UntilGreen(4) == 253 && street.Green(7));
  street.Step();
  CHECK(street.control.omit == Set(1, 5));
  // From now on they come first: nobody of their side goes in front of them, and behind 2 and 6 nobody but 3.
  street.Ask(1, 0, 0);
  street.Step();
  CHECK(street.control.omit == Set(1, 5));
  CHECK(street.UntilGreen(2) < 700 && street.Green(6));
  street.Step();
  CHECK(street.control.omit == Set(1, 4, 5));
  CHECK(street.UntilGreen(3) < 400 && street.Green(7));
  street.Step();
  CHECK(street.control.omit == 0);
  // Once is enough, whoever is served next.
  street.Ask(1, 2, 0);
  street.Step(5);
  street.Ask(1, 0, 0);
  street.Step(2);
  CHECK(street.control.omit == 0);
}

TEST("nobody is passed over for one who has his green in time without it; once it is begun, it is gone through with") {
  for (const bool late : {false, true}) {
    Requests street;
    street.Queue(2, 3, 4, 6, 7, 8);
    street.Step(100);
    stopline::Headway headway;
    headway.Open(street.tables);
    const stopline::Scene now{street.input, street.barriers, street.calls, street.coordination};
    // 2 and 6 have 22 s in all, and 3 may give 3 s of its 30 s.
    const int until = headway.Until(now, 3, headway.Ahead(now, 3));
    CHECK(until == 220 - 99 + kChange + 270 + 44);
    street.drives = false;
    street.Ask(1, 4, until - (late ? 1 : 0));
    street.Step();
    CHECK(street.status(1) == PriorityStatus::kActive && street.control.vehicle_call == Set(4));
    CHECK(street.control.omit == (late ? Set(3) : 0));
    if (!late) continue;
    street.input.request_arrival[0] = 100;
    street.Step();
    street.input.request_arrival[0] = until - 2;
    street.Step();
    CHECK(street.control.omit == Set(3));
    // It goes before its green has come: who was to be passed over is next all the same.
    street.Ask(1, 0, 0);
    street.Step();
    CHECK(street.control.omit == Set(1, 4, 5) && street.told[113][1] == 0);
    // Unless he is left out by others: then nobody waits for him.
    street.others.omit = Set(3);
    street.Step();
    CHECK(street.control.omit == Set(3));
  }
}

TEST("of two who were passed over and conflict neither keeps the other waiting") {
  stopline::Tables t = Sheet();
  t.priority_insertion[0] = 1;
  Requests street(t);
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  street.Step(100);
  street.Ask(1, 1, 0);
  street.Step();
  CHECK(street.control.omit == Set(3, 4, 7, 8));
  CHECK(street.UntilGreen(1) < 400);
  street.Step();
  CHECK(street.control.omit == Set(2, 5));
  CHECK(street.UntilGreen(3) < 900);
  street.Step();
  CHECK(!stopline::Has(street.control.omit, 3));
  CHECK(street.UntilGreen(4) < 500);
}

TEST("where all is red and nobody calls, a request is a call") {
  stopline::Tables t = Sheet();
  t.red_rest[0] = t.red_rest[1] = 1;
  Requests street(t);
  street.Step(1000);
  CHECK(street.barriers.on() == 0);
  street.Ask(1, 4, 0);
  CHECK(street.UntilGreen(4) == 2 && street.status(1) == PriorityStatus::kActive);
}

TEST("in the yellow of its phase a request is called for the next green, not kept in one") {
  Requests street;
  street.Step(100);
  street.Queue(4);
  CHECK(street.UntilEnd(2) > 0);
  street.Step(3);
  street.Ask(1, 2, 0);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kActive && street.control.extend == 0);
  CHECK(street.control.vehicle_call == Set(2) && street.told[114][1] == 0);
}

TEST("who rests in green and nobody waits for makes way by himself: nobody is told to have been hurried") {
  Requests street;
  street.input.max_green[1] = street.input.max_green[5] = 60;
  street.Step(200);
  street.Ask(1, 4, 0);
  CHECK(street.UntilEnd(2) == 1 && street.told[113][1] == 0);
  CHECK(street.barriers.terminated_by(1) == stopline::Termination::kGapOut);
}

TEST("one whose green is there already and can be kept no longer stands in nobody's way") {
  stopline::Tables t = Sheet();
  t.priority_extension[5] = 0;
  Requests street(t);
  street.Step(200);
  street.drives = false;
  street.Ask(1, 6, 40);
  street.Ask(2, 2, 50);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kQueued && street.status(2) == PriorityStatus::kActive);
}

namespace {

// Four legs with 40 s between two services, where slot 1 has been served in a way, and 6 asks in slot 2.
struct Served : Requests {
  explicit Served(const stopline::Tables& t) : Requests(t) {}
  static stopline::Tables WithInterval() {
    stopline::Tables t = Sheet();
    t.priority_interval[0] = 400;
    return t;
  }
  // How many tenths until somebody in that slot is served.
  int UntilActive(int slot) {
    int tenths = 0;
    for (; status(slot) != PriorityStatus::kActive && tenths < 3000; ++tenths) Step();
    return tenths;
  }
};

}  // namespace

TEST("the interval counts behind an extension, an early green and an insertion, and not where nothing was done") {
  // An extension, at whose end the vehicle is away but has not said so: the interval begins there.
  Served extended(Served::WithInterval());
  extended.Step(200);
  extended.Queue(4);
  extended.Ask(1, 2, 0);
  CHECK(extended.UntilEnd(2) > 90);
  extended.Step();
  CHECK(extended.status(1) == PriorityStatus::kServed);
  extended.Step(99);
  extended.Ask(2, 4, 0);
  extended.Queue();
  CHECK(extended.UntilGreen(4) >= 0);
  CHECK(extended.UntilActive(2) > 200);

  // Another vehicle in the same slot is another.
  Served same(Served::WithInterval());
  same.Step(200);
  same.Queue(4);
  same.Ask(1, 2, 0);
  same.Step(30);
  same.Queue();
  same.Ask(1, 6, 0);
  same.Step();
  CHECK(same.status(1) == PriorityStatus::kQueued && same.UntilActive(1) == 399);

  // Its estimate comes and goes; it is the same service.
  Served doubtful(Served::WithInterval());
  doubtful.Step(200);
  doubtful.Queue(4);
  doubtful.Ask(1, 2, 0);
  doubtful.Step(30);
  doubtful.Queue();
  doubtful.input.request_arrival[0] = 5000;
  doubtful.Step();
  CHECK(doubtful.status(1) == PriorityStatus::kQueued);
  doubtful.input.request_arrival[0] = 10;
  doubtful.Step();
  CHECK(doubtful.status(1) == PriorityStatus::kActive && doubtful.told[114][1] == 1);

  // An early green; and an insertion that hurries nobody.
  for (const bool inserts : {false, true}) {
    stopline::Tables t = Served::WithInterval();
    if (inserts) {
      for (int p = 0; p < 8; ++p) t.priority_reduction[p] = 0;
    } else {
      t.priority_insertion[3] = 0;
    }
    Served street(t);
    street.Queue(2, 3, 4, 6, 7, 8);
    street.Step(250);
    street.Ask(1, 4, 0);
    street.Step(2);
    CHECK(street.status(1) == PriorityStatus::kActive && street.told[113][1] == (inserts ? 0 : 1));
    street.Ask(1, 0, 0);
    street.Ask(2, 4, 0);
    CHECK(street.UntilActive(2) == 400);
  }

  // A green that came by itself costs nobody anything.
  Served rested(Served::WithInterval());
  rested.Step(200);
  rested.Ask(1, 4, 0);
  CHECK(rested.UntilGreen(4) == 1 + kChange + 0);
  rested.Ask(1, 0, 0);
  rested.Ask(2, 4, 0);
  CHECK(rested.UntilActive(2) == 1);
}

TEST(
    "a preempt ends a service without an interval behind it, and stops one that runs; who was passed over is "
    "forgotten") {
  Served street(Served::WithInterval());
  street.Queue(2, 3, 4, 6, 7, 8);
  street.Step(250);
  street.Ask(1, 4, 0);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kActive && street.control.omit == Set(3));
  street.preempted = true;
  street.Step();
  street.Ask(1, 0, 0);
  street.Step(10);
  street.preempted = false;
  street.Ask(2, 2, 0);
  CHECK(street.UntilActive(2) == 1);
  street.Ask(2, 0, 0);
  street.Step(2);
  CHECK(street.control.omit == 0);

  Served runs(Served::WithInterval());
  runs.Step(200);
  runs.Queue(4);
  runs.Ask(1, 2, 0);
  runs.Step(20);
  runs.Queue();
  runs.Ask(1, 0, 0);
  runs.Step(100);
  runs.preempted = true;
  runs.Step(250);
  runs.preempted = false;
  runs.Ask(2, 6, 0);
  CHECK(runs.UntilActive(2) == 300);
}

TEST(
    "for a green that has gone by both greens end early that the rings must leave behind, and one if they only go "
    "round") {
  for (const bool beyond : {true, false}) {
    stopline::Tables t = Sheet();
    t.priority_insertion[3] = 0;
    Requests street(t);
    street.Queue(4, 8);
    street.Step(2);
    street.UntilGreen(4);
    if (beyond)
      street.Queue(2, 4, 6, 8);
    else
      street.Queue(4, 7, 8);
    street.Ask(1, 3, 0);
    // 30 s from the first conflicting call on, in the tenth behind the begin, less 8 s.
    const int early = street.UntilEnd(4);
    CHECK(early == 221 && street.told[113][1] == 1);
    CHECK(street.control.early == (beyond ? Set(4, 8) : Set(4)) && street.Green(8) != beyond);
  }
}

TEST("a request for a phase 1 that the site has not got is refused, whatever its sheet would give") {
  test::Site site = test::FourLeg();
  site.rings[0][0][0] = 2, site.rings[0][0][1] = 0;
  stopline::Tables t = test::TablesOf(site);
  t.priority_extension[0] = 100;
  t.priority_insertion[0] = 1;
  Requests street(t);
  street.Ask(1, 1, 50);
  street.Step();
  CHECK(street.status(1) == PriorityStatus::kRefused);
}

TEST("each green of phase 1 may be extended anew") {
  stopline::Tables t = Sheet();
  t.priority_extension[0] = 100;
  Requests street(t);
  street.Step(200);
  street.Queue(2, 1);
  for (int turn = 0; turn < 2; ++turn) {
    street.Ask(1, 0, 0);
    CHECK(street.UntilGreen(1) < 1000);
    street.Ask(1, 1, 0);
    street.Queue(2);
    CHECK(street.UntilEnd(1) == 150);  // its least green, and 10 s
    street.Queue(2, 1);
  }
}

TEST("whoever was served before flash keeps nobody waiting behind it") {
  stopline::Tables t = Sheet();
  t.priority_interval[0] = 400;
  Requests street(t);
  street.Step(200);
  street.Queue(4);
  street.Ask(1, 2, 0);
  street.Step(60);
  CHECK(street.told[114][1] == 1);
  street.Drop();
  street.Ask(1, 6, 0);
  street.Step(2);
  CHECK(street.status(1) == PriorityStatus::kActive);
}

TEST("who was passed over waits for his turn like everyone behind flash and behind a preempt") {
  for (const bool train : {false, true}) {
    Requests street;
    street.Queue(2, 3, 4, 6, 7, 8);
    street.Step(200);
    street.Ask(1, 4, 0);
    street.Step(2);
    CHECK(street.control.omit == Set(3));
    street.Ask(1, 0, 0);
    street.Step();  // 3 is owed a green
    street.preempted = train;
    if (!train) street.Drop();
    street.Step();
    street.preempted = false;
    street.Ask(1, 2, 50);
    street.Step(3);
    CHECK(street.control.omit == 0);
  }
}

TEST("who has had all of his extension gives way to another who wants something") {
  Requests street;
  street.Step(200);
  street.drives = false;
  street.Queue(4);
  street.Ask(1, 2, 0);
  street.Step(98);
  CHECK(street.status(1) == PriorityStatus::kActive);
  street.input.vehicle[5] = 1;
  street.Ask(2, 4, 0);
  while (street.Green(2) && street.status(2) != PriorityStatus::kActive) street.Step();
  CHECK(street.status(2) == PriorityStatus::kActive);
}
