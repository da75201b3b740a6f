// What coordination asks of the rings, in each tenth of the cycle: who is held, who is forced off, who must wait for
// the next cycle (NTCIP 1202 phaseControlGroup; NEMA TS 2 3.6.2). Rings, calls and coordination by themselves. Four
// legs, 90 s, times in tenths from the barrier: 1 and 5 from 0 to their force-off at 106, 2 and 6, coordinated, from
// 150 to their yield at 449, 3 and 7 from 500 to 606, 4 and 8 from 650 to 849. Throughs clear in 51, lefts in 44.
#include <algorithm>
#include <string>
#include <utility>

#include "controller/coordination.h"
#include "harness.h"
#include "site.h"

namespace {

using stopline::CoordinationStatus;
using stopline::Has;
using stopline::PhaseSet;
using test::Set;

struct Street {
  explicit Street(void (*change)(stopline::Tables&) = nullptr) : tables(test::TablesOf(test::FourLeg())) {
    if (change != nullptr) change(tables);
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    calls.Open(tables, 0xff);
    barriers.Open(tables);
    coordination.Open(tables);
    Coordinate(900, {150, 350, 150, 250, 150, 350, 150, 250});
  }
  void Coordinate(int cycle, std::initializer_list<int> splits) {
    input.cycle[0] = cycle;
    input.coordinated[0] = Set(2, 6);
    input.offset[0] = 150;
    input.reference[0] = stopline::kBeginGreen;
    input.force_off_mode[0] = stopline::kFixed;
    input.correction[0] = stopline::kAddOnly;
    input.max_inhibit[0] = 1;
    int p = 0;
    for (const int split : splits) input.split[p++] = split;
  }
  void Step() {
    stopline::Events events(output);
    calls.Register(input, barriers.on(), barriers.walk(), events);
    if (!begun) barriers.Start(first, input, calls, events);
    begun = true;
    control = {};
    const int before = output.event_count[0];
    coordination.Step(input, barriers, calls, control, events);
    for (int i = before; i < output.event_count[0]; ++i)
      journal += " " + std::to_string(output.events[2 * i]) + "/" + std::to_string(output.events[2 * i + 1]);
    NoteAll(1, {control.hold, control.force_off, control.omit, control.ped_omit, control.no_walk_rest});
    stopline::Control rings = control;
    rings.still |= kept;
    barriers.Step(input, rings, calls, events);
    NoteAll(0, {barriers.green()});
    for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
    ++input.clock[0];
  }
  void Go(int tenths) {
    for (; tenths > 0; --tenths) Step();
  }
  // On to a moment of the clock.
  void GoTo(int clock) { Go(clock - input.clock[0]); }
  void Drop() {
    stopline::Events events(output);
    coordination.Drop(events);
  }
  void Queue(auto... numbers) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = Has(Set(numbers...), p) ? 1 : 0;
  }
  bool Green(int number) const { return Has(barriers.green(), number - 1); }

  // From here on, of these phases what is asked, by letters (green, hold, off, waits, no walk, no rest: g h o w p r):
  // "h2 150-448", by the clock, a line for each span that is over, and at the end for those that are not.
  void Listen(PhaseSet phases, const char* letters) {
    shown = phases;
    heard = letters;
    text.clear();
    for (auto& each : since) std::fill(each, each + 8, -1);
  }
  std::string Told() {
    for (int w = 0; w < kWords; ++w) {
      for (int p = 0; p < 8; ++p) Note(w, p, false);
    }
    return text;
  }
  void Note(int w, int p, bool is) {
    if (is && since[w][p] < 0) since[w][p] = input.clock[0];
    if (is || since[w][p] < 0) return;
    const std::string span = std::to_string(since[w][p]) + "-" + std::to_string(input.clock[0] - 1);
    if (heard.find(kLetters[w]) != std::string::npos) text += kLetters[w] + std::to_string(p + 1) + " " + span + "\n";
    since[w][p] = -1;
  }
  void NoteAll(int from, std::initializer_list<PhaseSet> sets) {
    int w = from;
    for (const PhaseSet set : sets) {
      for (int p = 0; p < 8; ++p) Note(w, p, Has(set & shown, p));
      ++w;
    }
  }

  stopline::Tables tables;
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Coordination coordination;
  stopline::Input input{};
  stopline::Output output{};
  stopline::Control control;
  PhaseSet first = Set(2, 6);
  PhaseSet kept = 0;  // green beyond any split
  PhaseSet shown = 0;
  static constexpr int kWords = 6;
  static constexpr char kLetters[] = "ghowpr";
  int since[kWords][8];
  std::string heard, text;
  std::string journal;
  bool begun = false;
};

// Told as expected; "/" between spans.
bool Reads(std::string told, const std::string& words) {
  std::replace(told.begin(), told.end(), '\n', '/');
  if (told != words) std::printf("%s  told: %s\n", words.c_str(), told.c_str());
  return told == words;
}

}  // namespace

TEST(
    "with a queue everywhere the coordinated are held to their yield, and each of the others forced off where its "
    "split ends") {
  Street street;
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  street.GoTo(900);
  street.Listen(Set(1, 2, 3, 4), "ghow");
  street.journal.clear();
  street.GoTo(1800);
  CHECK(Reads(street.Told(),
              "g1 900-1005/o1 1006-1006/h2 1051-1348/w1 1007-1348/w3 900-1348/w4 900-1348/g2 1050-1348/o2 "
              "1349-1349/g3 1400-1505/o3 1506-1506/g4 1550-1748/o4 1749-1749/w3 1507-1799/w4 1750-1799/"));
  CHECK(street.journal == " 151/2 151/6");
}

TEST(
    "beside the coordinated the others' time goes to those behind them where force-offs float, and to who comes next "
    "where they are fixed") {
  for (const int mode : {stopline::kFloating, stopline::kFixed}) {
    Street street;
    street.input.force_off_mode[0] = mode;
    street.Queue(1, 2, 4, 5, 6, 8);
    street.GoTo(900);
    street.Listen(Set(1, 2, 4), "gho");
    street.GoTo(1800);
    CHECK(Reads(street.Told(),
                mode == stopline::kFloating
                    ? "h2 901-1348/g2 900-1348/o2 1349-1349/g4 1400-1598/o4 1599-1599/g1 1650-1755/o1 1756-1756/"
                    : "g1 900-1005/o1 1006-1006/h2 1051-1348/g2 1050-1348/o2 1349-1349/g4 1400-1748/o4 1749-1749/"));
  }
}

TEST("who comes while change and least green are over by the force-off is let in, a tenth later in the next cycle") {
  const auto waits = [](int phase, int clock) {
    Street street;
    street.GoTo(clock);
    street.Queue(phase);
    street.Listen(0xff, "w");
    street.Step();
    return !street.Told().empty();
  };
  // 4 needs 51 and 80 up to 849, 3 needs 51 and 50 up to 606, 1 the same up to 106.
  CHECK(!waits(4, 900 + 718) && waits(4, 900 + 719));
  CHECK(!waits(3, 900 + 505) && waits(3, 900 + 506));
  CHECK(!waits(1, 900 + 5) && waits(1, 900 + 6));
  // None before the yield.
  CHECK(waits(4, 900 + 448) && !waits(4, 900 + 449));
  CHECK(waits(3, 900 + 448) && !waits(3, 900 + 449));
}

TEST("who was served in this cycle waits for the next, and who was passed as well") {
  Street street;
  street.GoTo(900 + 449);
  street.Listen(Set(2, 4), "gw");
  street.Queue(4);
  while (!street.Green(4)) street.Step();
  street.Queue();
  while (street.Green(4)) street.Step();
  street.Queue(4);
  street.GoTo(1800 + 500);
  CHECK(Reads(street.Told(), "g4 1400-1479/w4 1481-2248/g2 1531-2248/"));
  // 4 is green, and 3 would have time enough, but the ring has gone by it.
  Street passed;
  passed.Coordinate(1100, {150, 350, 350, 250, 150, 350, 350, 250});
  passed.Queue(4);
  passed.GoTo(1100 + 520);
  passed.Listen(Set(3, 4), "gw");
  passed.Queue(3, 4);
  passed.GoTo(2200 + 600);
  CHECK(Reads(passed.Told(), "g4 1620-2148/w3 1620-2648/w4 2150-2648/g3 2700-2799/"));
}

TEST("one that was let go early, out of its place, makes way when the turn of another comes") {
  Street street;
  street.GoTo(900 + 400);
  street.Listen(Set(1, 2, 4, 5, 6), "gow");
  street.Queue(1);  // its place is behind the barrier
  street.GoTo(900 + 570);
  street.Queue(1, 4);
  street.GoTo(1800 + 300);
  CHECK(Reads(street.Told(),
              "w1 1300-1348/g2 1300-1348/o2 1349-1349/g1 1400-1505/o1 1506-1506/g2 1550-1629/g6 1300-1629/o2 "
              "1551-1630/o6 1470-1630/g4 1681-1760/o4 1749-1761/g2 1812-2099/g6 1812-2099/w1 1507-2099/w4 "
              "1762-2099/"));
}

TEST("a walk that a green has no time for is not let go; who was left standing walks in the next one, come what may") {
  std::string told;
  for (const int pressed : {1000, 1688, 1689, 1737, 1739}) {
    Street street;
    street.Coordinate(1000, {150, 350, 150, 350, 150, 350, 150, 350});  // 4 up to 949; walk and clearance take 210
    street.GoTo(pressed);
    street.input.pedestrian[3] = 1;
    street.Listen(Set(4), "gwp");
    street.Step();
    if (pressed > 1700) street.Queue(4);
    while (!street.Green(4)) street.Step();
    street.Queue();
    street.Go(1300);
    told += std::to_string(pressed) + ": " + street.Told();
  }
  CHECK(Reads(told,
              "1000: w4 1000-1448/p4 1000-1448/g4 1500-1709/p4 1740-2448/p4 2740-2800/1688: g4 1739-1948/p4 "
              "1740-2448/p4 2740-3039/1689: w4 1689-2448/p4 1740-2448/g4 2500-2709/p4 2740-3448/p4 3740-3800/"
              "1737: w4 1737-1737/g4 1789-1868/p4 1740-1869/w4 1870-2448/g4 2500-2709/p4 2740-3089/1739: w4 "
              "1739-1739/g4 1791-1870/p4 1740-1871/w4 1872-2448/g4 2500-2709/p4 2740-3091/"));
  // In the next cycle 2 keeps the green until 4 comes too late for any walk but one that is owed.
  for (const bool owed : {true, false}) {
    Street street;
    street.Coordinate(1000, {150, 350, 150, 350, 150, 350, 150, 350});
    street.GoTo(1737);
    if (owed) street.input.pedestrian[3] = 1;
    street.Step();
    street.Queue(4);
    while (!street.Green(4)) street.Step();
    street.Queue();
    street.GoTo(2300);
    street.kept = Set(2);
    street.Queue(4);
    street.Listen(Set(2, 4), "gwp");
    street.Step();
    if (!owed) street.input.pedestrian[3] = 1;
    street.GoTo(2750);
    street.kept = 0;
    while (!street.Green(4)) street.Step();
    street.Queue(1);
    street.GoTo(3900);
    CHECK(Reads(street.Told(),
                owed ? "w4 2300-2448/p2 2300-2449/g2 2300-2749/g4 2801-3010/p4 2802-3448/g2 3062-3448/p2 3240-3449/p4 "
                       "3740-3899/"
                     : "w4 2300-2448/p4 2300-2448/p2 2300-2449/g2 2300-2749/g4 2801-2880/p4 2740-2881/w4 2882-3448/g2 "
                       "3150-3448/p2 3240-3449/g4 3500-3709/p4 3740-3899/"));
  }
}

TEST(
    "a left that lags and has nobody left waits at the barrier if the coordinated phase would keep the cross street "
    "waiting") {
  // 2 and 6 from 0 to 249 at least, 1 and 5 behind them up to the barrier at 500.
  std::string told;
  for (const int yields : {300, 250}) {
    for (const bool cross : {true, false}) {
      Street street(test::LeftsLag);
      street.Coordinate(900, {500 - yields, yields, 150, 250, 150, 350, 150, 250});
      street.input.offset[0] = 0;
      street.Queue(1, 2, 5, 6);
      street.GoTo(900 + yields + 30);
      street.Listen(Set(1, 2, 5, 6), "ghow");
      if (cross)
        street.Queue(2, 4, 5, 6);
      else
        street.Queue(2, 5, 6);
      street.GoTo(1800 + 10);
      told += street.Told() + "\n";
    }
  }
  CHECK(Reads(told,
              "g1 1230-1355/g5 1250-1355/o1 1356-1356/o5 1356-1356/w2 1230-1399/w6 1251-1399/g2 1650-1809/g6 "
              "1650-1809/h2 1651-1809/h6 1651-1809/w5 1357-1809//g1 1230-1249/g5 1250-1355/o5 1356-1356/g2 "
              "1294-1809/g6 1400-1809/h2 1295-1809/h6 1401-1809/w5 1357-1809//h6 1180-1198/w5 1180-1198/g6 "
              "1180-1198/o6 1199-1199/g1 1180-1355/g5 1250-1355/o1 1356-1356/o5 1356-1356/w2 1226-1399/w6 "
              "1251-1399/g2 1650-1809/g6 1650-1809/h2 1651-1809/h6 1651-1809/w5 1357-1809//h6 1180-1198/w5 "
              "1180-1198/g6 1180-1198/o6 1199-1199/g1 1180-1199/g5 1250-1355/o5 1356-1356/g2 1244-1809/g6 "
              "1400-1809/h2 1245-1809/h6 1401-1809/w5 1357-1809//"));
}

TEST("a phase beside a single coordinated one is served at any time that ends with its split") {
  Street street;
  street.Coordinate(900, {150, 350, 150, 250, 150, 350, 150, 250});
  street.input.coordinated[0] = Set(2);
  street.Queue(5, 6);
  street.GoTo(900);
  street.Listen(Set(2, 5, 6), "ghow");
  street.GoTo(1800 + 200);
  street.Queue();
  street.GoTo(2700 + 200);
  street.Queue(5);
  street.Go(200);
  street.Queue(6);
  street.GoTo(3600 + 600);
  CHECK(Reads(street.Told(),
              "g5 900-1005/o5 1006-1006/w5 1007-1748/g6 1050-1748/o6 1349-1749/g5 1800-1905/o5 1906-1906/w5 "
              "1907-2648/g6 1950-2648/o6 2249-2649/o5 2806-3548/w6 3100-3548/g5 2700-3548/g2 900-4199/g6 "
              "3593-4199/h2 900-4199/o6 4049-4199/"));
}

TEST("the first phase of a sheet may be the coordinated one, with pedestrians of its own") {
  Street street([](stopline::Tables& t) {
    t.walk[0] = 50, t.ped_clear[0] = 60;
    for (int p : {0, 2}) t.walk_rest[p] = 1;
    t.walk[2] = 40, t.ped_clear[2] = 30;
    t.clearance[0 * 16 + 2] = 70;
  });
  street.Coordinate(900, {300, 200, 150, 250, 300, 200, 150, 250});
  street.input.coordinated[0] = Set(1, 5);
  street.input.offset[0] = 0;
  street.first = Set(1, 5);
  street.input.pedestrian[0] = 1;
  street.journal.clear();
  street.Listen(Set(1, 3), "ghowpr");
  street.GoTo(500);
  street.input.pedestrian[0] = street.input.pedestrian[2] = 1;
  street.GoTo(940);
  street.input.pedestrian[0] = 1;
  street.Queue(2, 6);
  street.GoTo(2700);
  CHECK(Reads(street.Told(),
              "p3 0-255/p1 147-256/r1 196-499/r1 501-899/h1 1-1155/w3 500-1155/p3 537-1155/g1 0-1155/o1 "
              "1156-1156/p1 1047-1156/r1 1096-1200/w1 1201-1399/g3 1400-1479/r1 1532-1799/h1 1532-2055/p3 "
              "1437-2055/g1 1531-2055/o1 2056-2056/p1 1947-2056/r1 1996-2100/g1 2300-2699/h1 2301-2699/p3 "
              "2337-2699/r1 2301-2699/"));
  CHECK(Reads(street.journal,
              " 132/90 134/30 135/20 136/15 137/25 138/30 139/20 140/15 141/25 150/1 151/1 151/5 151/1 151/5 "
              "151/1 151/5"));
}

TEST(
    "a green that somebody else holds beyond its split makes the cycle late, and the coordinated green all of its "
    "least and of its walk") {
  std::string told;
  for (const int until : {1088, 1200, 1218, 1219, 1260, 1298, 1360, 1420, 1800, 1900}) {
    for (const bool walks : {false, true}) {
      Street street;
      street.Queue(4, 8);
      street.GoTo(800);
      street.kept = Set(4, 8);
      street.Go(10);
      street.input.pedestrian[1] = walks ? 1 : 0;
      street.GoTo(until);
      street.kept = 0;
      street.Queue();
      street.Listen(Set(2), "g");
      while (!street.Green(2)) street.Step();
      street.Go(2);
      const int local = street.coordination.local();
      street.Queue(4);
      while (street.Green(2)) street.Step();
      told += std::to_string(until) + (walks ? " on foot: " : ": ") + std::to_string(local) + " " + street.Told();
    }
  }
  CHECK(Reads(told,
              "1088: 91 g2 1139-1348/1088 on foot: 91 g2 1139-1348/1200: 203 g2 1251-1348/1200 on foot: 203 g2 "
              "1251-1348/1218: 221 g2 1269-1348/1218 on foot: 221 g2 1269-1348/1219: 221 g2 1270-1349/1219 on "
              "foot: 221 g2 1270-1349/1260: 221 g2 1311-1390/1260 on foot: 221 g2 1311-1390/1298: 221 g2 "
              "1349-1428/1298 on foot: 91 g2 1349-1558/1360: 221 g2 1435-1514/1360 on foot: 91 g2 1435-1644/"
              "1420: 221 g2 1495-1574/1420 on foot: 91 g2 1495-1704/1800: 221 g2 1851-1930/1800 on foot: 91 g2 "
              "1851-2060/1900: 3 g2 1951-2248/1900 on foot: 3 g2 1951-2248/"));
}

TEST("a cycle begins where the street stands: at the nearest moment that what is green, or clears, can stand for") {
  std::string told;
  for (const int state : {0, 1, 2, 3, 4, 5, 6}) {
    for (const int wanted : {100, 200, 245, 440, 449, 474, 475, 510, 580, 700, 748, 850, 880}) {
      Street street;
      street.input.cycle[0] = 0;
      // All red, at the very begin; both green; 6 with pedestrians.
      if (state != 0) street.Queue(2, 6), street.Go(200);
      if (state == 2) street.input.pedestrian[5] = 1, street.Step();
      // 2 and 6 in yellow, in red clearance; 3 and 7 just green, and resting.
      if (state >= 3) {
        street.Queue(3, 4);
        while (street.Green(2)) street.Step();
        street.Go(20);
        if (state >= 4) street.Go(25);
        if (state >= 5) street.Go(15);
        if (state == 6) street.Go(100);
      }
      street.input.cycle[0] = 900;
      street.input.clock[0] = 9000 + wanted;
      street.Step();
      const int at = (street.coordination.local() + 150) % 900;
      told += " " + std::to_string(at);
    }
    told += "\n";
  }
  CHECK(Reads(told,
              " 100 200 245 440 449 474 475 510 580 700 748 850 880/ 150 200 245 440 449 449 449 449 449 449 "
              "449 150 150/ 150 200 240 240 240 240 240 240 240 150 150 150 150/ 449 449 449 449 449 474 475 "
              "500 500 500 500 500 500/ 449 449 449 449 449 474 475 500 500 500 500 500 500/ 500 500 500 500 "
              "500 500 500 510 566 566 566 566 566/ 606 500 500 500 500 500 500 510 580 606 606 606 606/"));
}

TEST(
    "the journal is told of cycle, offset and splits in whole seconds when they change, of a plan that cannot be kept, "
    "and of the way back into step") {
  Street street;
  street.Coordinate(900, {150, 350, 150, 250, 150, 350, 150, 250});
  street.Step();
  CHECK(Reads(street.journal, " 132/90 133/15 134/15 135/35 136/15 137/25 138/15 139/35 140/15 141/25 150/1"));
  street.journal.clear();
  street.input.split[15] = 15;
  street.input.split[14] = 14;
  street.input.split[13] = -7;
  street.input.split[12] = 9999;
  street.input.split[11] = 2'147'483'647;
  street.Step();
  CHECK(Reads(street.journal, " 145/255 146/255 147/0 148/1 149/2 150/2"));
  street.journal.clear();
  street.input.ped_recall[3] = 1;  // walk and clearance of 4 are longer than its split
  street.Step();
  street.Step();
  CHECK(Reads(street.journal, " 361/8 150/0"));
  CHECK(street.coordination.local_free() == stopline::LocalFree::kBadCycleTime && street.coordination.local() == -1);
  street.journal.clear();
  street.input.cycle[0] = 0;
  street.Step();
  CHECK(Reads(street.journal, " 132/0"));
  street.input.cycle[0] = 900;
  street.input.ped_recall[3] = 0;
  street.Step();
  street.journal.clear();
  street.input.coordinated[0] = Set(2, 4);
  street.Step();
  CHECK(Reads(street.journal, " 361/7 150/0"));
  street.input.coordinated[0] = Set(2, 6);
  street.Step();
  street.journal.clear();
  street.Drop();
  street.Step();
  CHECK(Reads(street.journal, " 150/2"));
}

TEST(
    "out of step it comes back as the pattern says: by a dwell in the coordinated green, by longer cycles or by "
    "shorter ones") {
  std::string told;
  for (const int mode : {stopline::kDwell, stopline::kShortWay, stopline::kAddOnly}) {
    Street street;
    street.input.correction[0] = mode;
    street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
    street.GoTo(900 + 700);
    street.input.clock[0] = 9000 + 800;  // a second and a half ahead
    street.Listen(Set(2, 4), "g");
    street.journal.clear();
    street.GoTo(9000 + 3600);
    told += street.Told() + street.journal + "\n";
  }
  CHECK(Reads(told,
              "g4 9800-9948/g2 10150-10898/g4 11100-11298/g2 11500-12148/g4 12350-12548/ 150/4 151/2 151/6 151/"
              "2 151/6/g4 9800-9948/g2 10133-10403/g4 10588-10748/g2 10950-11248/g4 11450-11648/g2 11850-12148/"
              "g4 12350-12548/ 150/3 151/2 151/6 150/1 151/2 151/6 151/2 151/6/g4 9800-9948/g2 10180-10548/g4 "
              "10780-11028/g2 11260-11628/g4 11860-12108/g2 12340-12599/ 150/2 151/2 151/6 151/2 151/6/"));
}

TEST(
    "behind another pattern, behind flash and behind an hour of free running it is as if it had never been "
    "coordinated") {
  std::string told;
  for (const int way : {0, 1, 2}) {
    Street street;
    street.Queue(1, 3, 4, 5, 7, 8);
    street.input.pedestrian[3] = 1;
    street.GoTo(900 + 860);
    street.journal.clear();
    if (way == 0) street.input.split[15] = 1;
    if (way == 1) street.Drop();
    if (way == 2) street.input.cycle[0] = 0;
    if (way == 2) street.Step();
    if (way == 2) street.input.cycle[0] = 900;
    street.input.clock[0] = 9000 + 640;
    street.Listen(Set(1, 2, 3, 4), "ghowp");
    street.GoTo(9000 + 1800);
    told += street.Told() + street.journal + "\n";
  }
  CHECK(Reads(told,
              "g1 9680-9826/o1 9827-9827/h2 9872-10239/w1 9828-10239/w3 9640-10239/w4 9640-10239/g2 9871-10239/"
              "o2 10240-10240/p2 10031-10240/g3 10291-10426/o3 10427-10427/g4 10471-10719/o4 10720-10720/g1 "
              "10771-10799/w3 10428-10799/w4 10721-10799/ 149/0 150/2 151/2 151/6/g1 9680-9826/o1 9827-9827/h2 "
              "9872-10239/w1 9828-10239/w3 9640-10239/w4 9640-10239/g2 9871-10239/o2 10240-10240/p2 "
              "10031-10240/g3 10291-10426/o3 10427-10427/g4 10471-10719/o4 10720-10720/g1 10771-10799/w3 "
              "10428-10799/w4 10721-10799/ 150/2 151/2 151/6/g1 9679-9826/o1 9827-9827/h2 9872-10239/w1 "
              "9828-10239/w3 9640-10239/w4 9640-10239/g2 9871-10239/o2 10240-10240/p2 10031-10240/g3 "
              "10291-10426/o3 10427-10427/g4 10471-10719/o4 10720-10720/g1 10771-10799/w3 10428-10799/w4 "
              "10721-10799/ 132/0 150/0 132/90 150/2 151/2 151/6/"));
}

TEST("what is left of a green is told up to its force-off or yield, and nothing once that is over") {
  Street street;
  std::string told;
  CHECK(street.coordination.Left(1) == stopline::kNone);
  street.GoTo(900);
  for (const int clock : {900, 1050, 1200, 1348, 1349, 1350, 1505, 1506, 1748, 1749, 1799}) {
    street.GoTo(clock + 1);
    told += std::to_string(clock - 900);
    for (const int p : {0, 1, 2, 3}) told += " " + std::to_string(street.coordination.Left(p));
    told += "\n";
  }
  CHECK(Reads(told,
              "0 106 0 0 0/150 0 299 0 0/300 0 149 0 0/448 0 1 0 0/449 557 0 157 400/450 556 0 156 399/605 401 "
              "0 1 244/606 400 0 0 243/848 158 0 0 1/849 157 0 0 0/899 107 0 0 0/"));
}

TEST("a cycle begins anew, in step if it can, with any word of the pattern that changes") {
  std::string told;
  for (int word = 0; word <= 7; ++word) {
    Street street;
    street.Queue(2, 6);
    street.GoTo(900 + 160);
    street.input.clock[0] += 60;  // out of step, and nothing but the cycle's next begin would mend it
    street.Step();
    told += std::to_string(static_cast<int>(street.coordination.status()));
    if (word == 1) street.input.split[0] = 160, street.input.split[1] = 340;
    if (word == 2) street.input.ped_recall[15] = 1;
    if (word == 3) street.input.sequence[0] = 9;  // the site has not got it
    if (word == 4) street.input.coordinated[0] = Set(2);
    if (word == 5) street.input.reference[0] = stopline::kBeginYellow, street.input.offset[0] = 449;
    if (word == 6) street.input.offset[0] = 149;
    if (word == 7) street.input.split[15] = 1;
    street.Step();
    told += std::to_string(static_cast<int>(street.coordination.status())) + " ";
  }
  CHECK(Reads(told, "22 21 21 21 21 21 21 21 "));
}

TEST(
    "a cycle begins where one green of two goes on, in the red of a ring that rests there, and in a walk longer than "
    "the split") {
  std::string told;
  for (const int state : {0, 1, 2, 3}) {
    for (const int wanted : {100, 300, 440, 470, 560, 645, 646, 880}) {
      Street street([](stopline::Tables& t) { t.red_rest[0] = t.red_rest[1] = 1; });
      if (state == 3) street.Coordinate(900, {300, 200, 150, 250, 300, 200, 150, 250});
      street.input.cycle[0] = 0;
      street.Queue(2, 6);
      street.Go(200);
      // 5 takes over from 6; nobody is there at all; 6 with pedestrians.
      if (state == 0) street.Queue(2, 5), street.Go(30);
      if (state == 1) street.Queue(), street.Go(300);
      if (state >= 2) street.input.pedestrian[5] = 1, street.Step();
      street.input.cycle[0] = 900;
      street.input.clock[0] = 9000 + wanted;
      street.Step();
      told += " " + std::to_string((street.coordination.local() + (state == 3 ? 300 : 150)) % 900);
    }
    told += "\n";
  }
  CHECK(Reads(told,
              " 150 300 440 449 449 449 449 150/ 449 449 449 470 500 500 500 500/ 150 240 240 240 240 240 150 "
              "150/ 240 240 240 240 240 240 240 240/"));
}

TEST("a cycle that was late once is not taken for late when its green comes back early") {
  std::string told;
  for (const int until : {1297, 1360}) {
    Street street;
    street.Queue(4, 8);
    street.GoTo(800);
    street.kept = Set(4, 8);
    street.GoTo(until);
    street.kept = 0;
    street.Queue();
    while (!street.Green(2)) street.Step();
    for (int cycle = 0; cycle < 3; ++cycle) {
      street.Go(40);
      told += std::to_string(street.coordination.local()) + " ";
      street.Queue(4);
      while (street.Green(2)) street.Step();
      while (!street.Green(4)) street.Step();
      street.Queue();
      while (!street.Green(2)) street.Step();
    }
  }
  CHECK(Reads(told, "338 600 521 259 521 621 "));
}

TEST("a pedestrian for whom no split is made is let in like a vehicle, and a walk makes the cycle late") {
  Street street;
  street.GoTo(900 + 600);
  street.Listen(Set(4), "gw");
  street.input.pedestrian[3] = 1;
  street.GoTo(1800 + 200);
  CHECK(Reads(street.Told() + std::to_string(street.coordination.local()), "g4 1551-1760/49"));
}

// 4 and 8 are coordinated, and 3 lags from 250 to the barrier at 500: what it and 4 do when somebody comes to 1 so many
// tenths behind 300, in the second cycle.
std::string BackFromLag(Street& street, int gone) {
  street.Coordinate(900, {150, 250, 250, 250, 150, 250, 150, 350});
  street.input.coordinated[0] = Set(4, 8);
  street.input.offset[0] = 0;
  street.first = Set(4, 8);
  street.Queue(3, 4, 7, 8);
  street.GoTo(900 + 300 + gone);
  street.Queue(1, 4, 7, 8);
  street.Listen(Set(3, 4), "gw");
  street.GoTo(900 + 520);
  return street.Told() + "; ";
}

TEST(
    "coordinated on the other side of the barrier a lagging left waits there as well, with the change to the phase "
    "that it would go back to") {
  std::string told;
  // Back to 4 takes 44, 80 and 51.
  for (const int gone : {-20, 4, 5, 6, 30}) {
    Street street(test::LeftsLag);
    told += BackFromLag(street, gone);
  }
  CHECK(Reads(told,
              "g3 1180-1355/w4 1226-1399/; g3 1204-1355/w4 1226-1399/; g3 1205-1355/w4 1226-1399/; g3 "
              "1206-1355/w4 1226-1399/; g3 1230-1355/w4 1230-1399/; "));
}

TEST("of three groups one that the rings have gone by waits for the next cycle, though its time is not over") {
  std::string told;
  for (const int late : {470, 600}) {
    Street street([](stopline::Tables& t) {
      test::Site site = test::FourLeg();
      for (int r = 0; r < 2; ++r) {
        site.rings[r][2][0] = site.rings[r][1][1];
        site.rings[r][1][1] = 0;
      }
      site.groups = 3;
      t = test::TablesOf(site);
    });
    street.Coordinate(1200, {150, 350, 350, 350, 150, 350, 350, 350});
    street.Queue(4);
    street.GoTo(1200 + late);
    street.Listen(Set(2, 3, 4), "gwo");
    street.Queue(3, 4);
    street.GoTo(3600);
    told += street.Told() + "; ";
  }
  CHECK(Reads(told,
              "g4 1700-1779/o4 1701-1780/g2 1831-1910/o2 1832-1911/g3 1962-2011/o3 2006-2012/w3 2013-2848/w4 "
              "1781-2848/g2 2056-2848/o2 2849-2849/g3 2900-3205/o3 3206-3206/g4 3250-3548/o4 3549-3549/w3 "
              "3207-3599/w4 3550-3599/; g4 1800-2348/o4 2349-2349/w3 1800-2848/w4 2350-2848/g2 2400-2848/o2 "
              "2849-2849/g3 2900-3205/o3 3206-3206/g4 3250-3548/o4 3549-3549/w3 3207-3599/w4 3550-3599/; "));
}

TEST("the first phase of a sheet makes the cycle late like any other") {
  Street street;
  street.Coordinate(900, {300, 200, 150, 250, 300, 200, 150, 250});
  street.input.coordinated[0] = Set(1, 5);
  street.input.offset[0] = 0;
  street.first = Set(1, 5);
  street.Queue(4, 8);
  street.GoTo(700);
  street.kept = Set(4, 8);
  street.GoTo(900 + 180);
  street.kept = 0;
  street.Queue();
  street.Listen(Set(1), "g");
  while (!street.Green(1)) street.Step();
  street.Go(2);
  std::string told = std::to_string(street.coordination.local()) + " ";
  street.Queue(4);
  while (street.Green(1)) street.Step();
  CHECK(Reads(told + street.Told(), "208 g1 1131-1180/"));
}

TEST(
    "where one coordinated green is shorter than the other, or stands alone, each phase of the others is served once "
    "in "
    "a cycle, and one that came early makes way for whose turn it is") {
  struct Pattern {
    int cycle, offset;
    PhaseSet coordinated;
    std::initializer_list<int> splits;
  };
  std::string told;
  for (const auto& [cycle, offset, coordinated, splits] :
       {Pattern{1000, 323, Set(5), {130, 320, 230, 320, 130, 320, 270, 280}},
        Pattern{1180, 483, Set(1, 6), {200, 290, 260, 430, 300, 190, 230, 460}},
        Pattern{960, 0, Set(1, 6), {210, 240, 200, 310, 220, 230, 220, 290}}}) {
    Street street;
    street.Coordinate(cycle, splits);
    street.input.coordinated[0] = static_cast<int>(coordinated);
    street.input.offset[0] = offset;
    street.input.reference[0] = stopline::kBeginYellow;
    street.input.force_off_mode[0] = stopline::kFloating;
    street.input.correction[0] = stopline::kDwell;
    street.input.max_inhibit[0] = 0;
    street.input.clock[0] = 22;
    street.calls.CallEveryone();
    street.Listen(0xff, "go");
    street.Go(1300);
    told += street.Told() + street.journal + "\n";
  }
  CHECK(Reads(
      told,
      "g2 22-101/g6 22-101/o2 23-102/o6 23-102/g4 153-232/g8 153-232/o4 186-233/o8 186-233/g1 284-333/g5 284-333/o1 "
      "334-334/o5 334-334/g2 378-587/g6 378-587/g3 639-688/g7 639-688/g4 733-942/g8 733-942/o2 995-1196/g2 994-1321/g5 "
      "994-1321/ 132/100 133/32 134/13 135/32 136/23 137/32 138/13 139/32 140/27 141/28 150/1 150/4 151/5/g2 22-231/g6 "
      "22-231/o2 23-232/o6 23-232/g4 283-362/g8 283-362/o4 284-363/o8 284-363/g5 414-463/g1 414-482/o1 483-483/g2 "
      "527-765/g6 508-765/o2 766-766/o6 766-766/g3 817-866/g7 817-866/g4 911-1120/g8 911-1120/g1 1172-1321/g6 "
      "1172-1321/ 132/118 133/48 134/20 135/29 136/26 137/43 138/30 139/19 140/23 141/46 150/1 151/1 151/6/g2 "
      "22-232/g6 22-232/o2 211-233/o6 233-233/g3 284-333/g7 284-333/g4 378-587/g8 378-587/g5 639-688/g1 639-1321/g6 "
      "733-1321/ 132/96 134/21 135/24 136/20 137/31 138/22 139/23 140/22 141/29 150/1 151/6 151/1 151/6/"));
}

TEST("the intergreen back from a lagging left to the coordinated is that of those two, whatever others there are") {
  std::string told;
  for (const bool others : {false, true}) {
    for (const int gone : {-20, 4, 5, 6, 30}) {
      Street street([](stopline::Tables& t) {
        for (int r = 0; r < 2; ++r) std::swap(t.sequence[r * 16 + 2], t.sequence[r * 16 + 3]);
      });
      for (const auto& [from, to] : {std::pair{1, 5}, std::pair{2, 1}, std::pair{2, 5}})
        street.tables.clearance[from * 16 + to] = others ? 200 : 0;
      told += BackFromLag(street, gone);
    }
  }
  CHECK(Reads(told,
              "g3 1180-1355/w4 1226-1399/; g3 1204-1355/w4 1226-1399/; g3 1205-1355/w4 1226-1399/; g3 1206-1355/w4 "
              "1226-1399/; g3 1230-1355/w4 1230-1399/; g3 1180-1355/w4 1226-1399/; g3 1204-1355/w4 1226-1399/; g3 "
              "1205-1355/w4 1226-1399/; g3 1206-1355/w4 1226-1399/; g3 1230-1355/w4 1230-1399/; "));
}

TEST("who was let go out of its place makes way for phase 1 too, and for one whose begin lies across the cycle's end") {
  std::string told;
  for (const PhaseSet coordinated : {Set(3, 7), Set(1, 5)}) {
    for (const int moment : {350, 577}) {
      Street street;
      street.Coordinate(1000, {150, 420, 180, 250, 300, 270, 190, 240});
      street.input.coordinated[0] = static_cast<int>(coordinated);
      street.Queue(2, 4, 6);
      street.GoTo(1000 + moment);
      street.Queue(1, 2, 3, 4, 5, 7);
      street.Listen(0xff, "go");
      street.GoTo(2000 + moment);
      told += std::to_string(moment) + ": " + street.Told();
    }
  }
  CHECK(Reads(told,
              "350: g4 1350-1528/g7 1350-1528/o4 1529-1529/o7 1350-1529/g1 1580-1685/o1 1686-1686/g5 1580-1835/o5 "
              "1836-1836/g2 1730-2098/g6 1880-2098/o2 2099-2099/o6 2099-2099/g3 2150-2285/o3 2286-2286/g4 2330-2349/g7 "
              "2150-2349/o7 2296-2349/577: g2 1580-1659/g6 1580-1659/o2 1581-1660/o6 1581-1660/g3 1711-1760/g7 "
              "1711-1760/o3 1712-1761/o7 1712-1761/g1 1805-1854/g5 1805-1854/o1 1806-1855/o5 1836-1855/g3 1899-2285/o3 "
              "2286-2286/g4 2330-2528/g7 1899-2528/o4 2529-2529/o7 2296-2529/350: g5 1350-1521/o5 1522-1522/g2 "
              "1386-1838/g6 1566-1838/o2 1839-1839/o6 1839-1839/g3 1890-2061/o3 2062-2062/g4 2106-2349/g7 1890-2349/o7 "
              "2074-2349/577: g2 1577-1838/g6 1577-1838/o2 1839-1839/o6 1839-1839/g3 1890-2061/o3 2062-2062/g4 "
              "2106-2354/g7 1890-2354/o4 2355-2355/o7 2074-2355/g1 2406-2541/o1 2542-2542/g5 2406-2576/"));
}
