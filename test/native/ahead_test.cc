// How long until a phase's green, for priority to act on: who has its turn before it, and what those in its way must
// keep. Four legs in two rings, 1 and 2, barrier, 3 and 4; 5 and 6, barrier, 7 and 8. Throughs may lose 80 of their
// greens, lefts 30; changes 51 and 44, least greens 80 and 50, maximum 300.
#include <algorithm>
#include <bit>
#include <string>

#include "controller/headway.h"
#include "harness.h"
#include "site.h"

namespace {

using test::Reads;

using stopline::PhaseSet;
using test::Set;

struct Street {
  explicit Street(void (*change)(stopline::Tables&) = nullptr) : tables(test::TablesOf(test::FourLeg())) {
    if (change != nullptr) change(tables);
    for (const int p : {0, 2, 4, 6}) tables.priority_reduction[p] = 30, tables.priority_reduction[p + 1] = 80;
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    PhaseSet all = 0;
    for (int p = 0; p < 16; ++p) all |= tables.enabled[p] != 0 ? Set(p + 1) : 0;
    calls.Open(tables, all);
    barriers.Open(tables);
    coordination.Open(tables);
    headway.Open(tables);
  }
  void Go(int tenths) {
    for (; tenths > 0; --tenths) {
      stopline::Events events(output);
      calls.Register(input, barriers.on(), barriers.walk(), events);
      if (!begun) barriers.Start(first, input, calls, events);
      begun = true;
      stopline::Control control;
      coordination.Step(input, barriers, calls, control, events);
      barriers.Step(input, control, calls, events);
      for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
      ++input.clock[0];
    }
  }
  void Queue(auto... numbers) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = stopline::Has(Set(numbers...), p) ? 1 : 0;
  }
  stopline::Scene Now() const { return {input, barriers, calls, coordination}; }
  // By phase: who has its turn before it, and tenths until its green.
  std::string All(int phases = 8) const {
    std::string told;
    for (int p = 0; p < phases; ++p) {
      const PhaseSet ahead = headway.Ahead(Now(), p);
      for (int q = 0; q < 8; ++q) {
        if (stopline::Has(ahead, q)) told += std::to_string(q + 1);
      }
      told += ":" + std::to_string(headway.Until(Now(), p, ahead)) + " ";
    }
    return told + "| ";
  }
  // What the greens of both rings must keep.
  std::string Kept() const {
    return std::to_string(headway.Kept(Now(), 0)) + " " + std::to_string(headway.Kept(Now(), 1)) + " | ";
  }

  stopline::Tables tables;
  stopline::Calls calls;
  stopline::Barriers barriers;
  stopline::Coordination coordination;
  stopline::Headway headway;
  stopline::Input input{};
  stopline::Output output{};
  PhaseSet first = Set(2, 6);
  bool begun = false;
};

}  // namespace

TEST(
    "with a queue everywhere each phase knows who comes before it and how long they take at the least, in green, "
    "yellow and red clearance") {
  Street street;
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  std::string told;
  for (const int tenths : {1, 99, 210, 20, 25, 60, 260, 45}) {
    street.Go(tenths);
    told += street.All();
  }
  CHECK(Reads(told,
              "3478:856 :0 :271 3:585 3478:856 :0 :271 7:585 | 3478:757 :0 :172 3:486 3478:757 :0 :172 7:486 | "
              "48:627 148:941 :42 :356 48:627 458:941 :42 :356 | 48:607 148:921 :22 :336 48:607 458:921 :22 "
              ":336 | 48:582 148:896 :0 :311 48:582 458:896 :0 :311 | 48:522 148:836 :0 :251 48:522 458:836 :0 "
              ":251 | :292 1:606 1256:877 :21 :292 5:606 1256:877 :21 | :247 1:561 1256:832 :0 :247 5:561 "
              "1256:832 :0 | "));
}

TEST("who gapped out or rests gives way at once, whoever walks has crossed first, and who is chosen is served first") {
  Street street;
  street.Go(300);
  std::string told = street.All();
  street.input.pedestrian[1] = 1;
  street.Go(10);
  told += street.All();
  street.Queue(4);
  street.Go(230);
  told += street.All();
  street.Go(30);
  told += street.All();
  street.Queue(4, 7);
  street.Go(60);
  told += street.All();
  street.input.pedestrian[7] = 1;
  street.Go(30);
  street.Queue(1);
  street.Go(120);
  told += street.All();
  CHECK(Reads(told,
              ":51 :0 :51 :51 :51 :0 :51 :51 | :252 :0 :252 :252 :51 :0 :252 :252 | :293 :293 :293 :22 :293 "
              ":293 :293 :22 | :271 :271 :271 :0 :271 :271 :271 :0 | :271 :271 :271 :0 :271 :271 :63 :0 | :278 "
              "1:592 1:592 :7 :278 :278 1:592 :7 | "));
}

TEST("a walk that leads its green counts up to that green, and in the way of others with all of its turn") {
  Street street([](stopline::Tables& t) {
    for (const int p : {1, 3, 5, 7}) t.leading_walk[p] = 40;
  });
  street.Go(300);
  street.input.pedestrian[3] = 1;
  std::string told;
  for (const int tenths : {10, 50, 15, 60}) {
    street.Go(tenths);
    told += street.All();
  }
  CHECK(Reads(told,
              ":353 :353 :353 :82 :353 :353 :313 :42 | :303 :303 :303 :32 :303 :303 :271 :0 | :288 :288 :288 "
              ":17 :288 :288 :271 :0 | :178 :178 :178 :0 :178 :178 :51 :0 | "));
}

TEST(
    "in another sequence, in one that the site has not got, and with one phase to a ring, turns come as the ring has "
    "them") {
  Street street([](stopline::Tables& t) {
    // 2 before 1 and 8 before 7 in the sequences with the numbers 1 and 3 from 0.
    for (const int s : {1, 3}) {
      for (int r = 0; r < 2; ++r)
        for (int i = 0; i < 16; ++i) t.sequence[(s * 4 + r) * 16 + i] = t.sequence[r * 16 + i];
      std::swap(t.sequence[s * 4 * 16], t.sequence[s * 4 * 16 + 1]);
      std::swap(t.sequence[(s * 4 + 1) * 16 + 2], t.sequence[(s * 4 + 1) * 16 + 3]);
    }
  });
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8);
  street.Go(50);
  std::string told;
  for (const int sequence : {0, 3, 2, -1, 99}) {
    street.input.sequence[0] = sequence;
    told += street.All();
  }
  // In the sequence in which 1 is behind 2 it has its turn before the rings leave for who waits before 5.
  CHECK(Reads(told,
              "3478:807 :0 :222 3:536 3478:807 :0 :222 7:536 | :222 :0 1:536 13:850 3478:1121 :0 18:807 1:536 | "
              "3478:807 :0 :222 3:536 3478:807 :0 :222 7:536 | 3478:807 :0 :222 3:536 3478:807 :0 :222 7:536 | "
              "3478:807 :0 :222 3:536 3478:807 :0 :222 7:536 | "));
}

TEST("what must be left to a green is its minimum, its pedestrians, and its maximum or split less what it may lose") {
  Street street;
  street.Queue(2, 6);
  street.Go(20);
  std::string told = street.Kept();
  street.Queue(2, 4, 6);
  street.Go(1);
  told += street.Kept();
  street.Go(180);
  told += street.Kept();
  street.input.max_green[1] = -5;
  street.input.max_green[5] = 1'000'000;
  told += street.Kept();
  Street walks;
  walks.Go(200);
  walks.input.pedestrian[1] = 1;
  walks.Queue(4);
  walks.Go(2);
  told += walks.Kept();
  for (const int inhibit : {0, 1}) {
    Street cycle;
    cycle.input.cycle[0] = 900;
    cycle.input.coordinated[0] = static_cast<int>(Set(2, 6));
    cycle.input.max_inhibit[0] = inhibit;
    int p = 0;
    for (const int split : {150, 350, 150, 250, 150, 350, 150, 250}) cycle.input.split[p++] = split;
    for (int& max : cycle.input.max_green) max = 160;
    cycle.Queue(1, 2, 3, 4, 5, 6, 7, 8);
    for (const int tenths : {901, 150, 100, 120, 60, 120, 60}) {
      cycle.Go(tenths);
      told += cycle.Kept() + cycle.All();
    }
  }
  CHECK(Reads(told,
              "220 220 | 220 220 | 40 40 | 0 35740 | 220 220 | 80 80 | :131 :0 :131 :131 :131 :0 :131 :131 | "
              "70 70 | :121 :0 :121 :121 :121 :0 :121 :121 | 0 0 | :51 :0 :51 :51 :51 :0 :51 :51 | 57 57 | "
              "48:232 148:406 :0 :101 48:232 458:406 :0 :101 | 0 0 | 48:175 148:349 :0 :44 48:175 458:349 :0 "
              ":44 | 30 30 | :81 1:255 1256:386 :0 :81 5:255 1256:386 :0 | 0 0 | :51 1:225 1256:356 :0 :51 "
              "5:225 1256:356 :0 | 220 220 | :271 :0 :271 :271 :271 :0 :271 :271 | 70 70 | :121 :0 :121 :121 "
              ":121 :0 :121 :121 | 0 0 | :51 :0 :51 :51 :51 :0 :51 :51 | 57 57 | 48:232 148:406 :0 :101 48:232 "
              "458:406 :0 :101 | 0 0 | 48:175 148:349 :0 :44 48:175 458:349 :0 :44 | 70 70 | :121 1:295 "
              "1256:426 :0 :121 5:295 1256:426 :0 | 10 10 | :61 1:235 1256:366 :0 :61 5:235 1256:366 :0 | "));
}

namespace {

// 1, 2, 3 in the first ring and 5, 6 in the second; 4 and 7, 8 beyond the barrier.
// Sixteen phases, all like lefts, in one ring between four barriers.
test::Site FourGroups() {
  test::Site site = test::FourLeg();
  test::LayOut(site, {{{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, {13, 14, 15, 16}}});
  for (auto& phase : site.phase) phase = {50, 20, 32, 12, 0, 0, false};
  return site;
}

void ThreeInARing(stopline::Tables& t) {
  test::Site site = test::FourLeg();
  site.rings[0][0][2] = 3;
  site.rings[0][1][0] = 4, site.rings[0][1][1] = 0;
  t = test::TablesOf(site);
}

}  // namespace

TEST(
    "for one that its ring has gone by both rings first come to the barrier, then go beyond, and then take those "
    "before "
    "it") {
  Street street(ThreeInARing);
  street.first = Set(3, 6);
  street.Queue(1, 4, 5, 6);
  street.Go(101);
  // 3 has gapped and waits for 6, which must keep 12 s; 4 takes 27.1 s, 1 31.4 s. 5 comes beside them.
  CHECK(Reads(street.Kept() + street.All(), "170 120 | 4:442 14:756 :0 :171 4:442 :0 :171 :171 | "));
}

TEST("where nobody waits beyond, a ring goes round by itself, whatever is green in the other") {
  Street street(ThreeInARing);
  street.first = Set(3, 6);
  street.Queue(1, 5, 6);
  street.Go(31);
  // 2 s of the least green of 3, its change, and 1. 6 could go on for 19 s.
  CHECK(Reads(street.Kept(), "240 190 | "));
  CHECK(Reads(street.All(), ":64 1:378 :0 :241 :241 :0 :241 :241 | "));
}

TEST("in one ring with sixteen phases between four barriers each comes behind those who stand between") {
  Street street([](stopline::Tables& t) { t = test::TablesOf(FourGroups()); });
  street.first = Set(10);
  street.Queue(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  street.Go(101);
  // a to p for 1 to 16. Of 10 20 s are left, and its change; those behind it have 30 s, odd ones to 7 27 s, even
  // ones 22.
  std::string told;
  for (int p = 0; p < 16; ++p) {
    const PhaseSet ahead = street.headway.Ahead(street.Now(), p);
    std::string numbers;
    for (int q = 0; q < 16; ++q) {
      if (stopline::Has(ahead, q)) numbers += static_cast<char>('a' + q);
    }
    told += numbers + ":" + std::to_string(street.headway.Until(street.Now(), p, ahead)) + " ";
  }
  CHECK(
      Reads(told,
            "klmnop:2308 aklmnop:2622 abklmnop:2886 abcklmnop:3200 abcdklmnop:3464 abcdeklmnop:3778 abcdefklmnop:4042 "
            "abcdefgklmnop:4356 abcdefghklmnop:4620 :0 :244 k:588 kl:932 klm:1276 klmn:1620 klmno:1964 "));
}

TEST("rings on their way to a group where one of them has nobody: who comes there now has no barrier before him") {
  Street street([](stopline::Tables& t) {
    for (int& entry : t.dual_entry) entry = 0;
  });
  street.first = Set(4, 8);
  street.Queue(3, 5);
  street.Go(90);
  std::string told = street.All();
  street.Queue(1, 3, 5);
  street.Go(1);
  told += street.All();
  CHECK(Reads(told, ":42 :42 :356 3:670 :42 :356 :356 :356 | :41 1:355 1:355 13:669 :41 :355 1:355 1:355 | "));
}

TEST(
    "a ring that rests in red takes who was called before the one that it has just left, and from red all is there at "
    "once") {
  Street street([](stopline::Tables& t) { t.red_rest[0] = t.red_rest[1] = 1; });
  street.Go(120);
  std::string told = street.All(2);
  street.Queue(1, 2);
  street.Go(1);
  told += street.All(2);
  Street rests([](stopline::Tables& t) { t.red_rest[0] = t.red_rest[1] = 1; });
  rests.Go(300);
  told += rests.All();
  CHECK(Reads(told, ":12 :12 | :11 1:325 | :0 :0 :0 :0 :0 :0 :0 :0 | "));
}

TEST(
    "a vehicle on a loop without passage keeps its green, and a coordinated one lasts to its yield though nobody is "
    "there") {
  Street street([](stopline::Tables& t) { t.passage[1] = 0; });
  street.Queue(2);
  street.Go(200);
  std::string told = street.All();
  Street cycle;
  cycle.input.cycle[0] = 900;
  cycle.input.coordinated[0] = static_cast<int>(Set(2, 6));
  int p = 0;
  for (const int split : {150, 350, 150, 250, 150, 350, 150, 250}) cycle.input.split[p++] = split;
  cycle.Go(1100);
  told += cycle.Kept() + cycle.All();
  CHECK(Reads(told, ":271 :0 :271 :271 :51 :0 :271 :271 | 21 21 | :72 :0 :72 :72 :72 :0 :72 :72 | "));
}

TEST("whatever a pattern says, a green that nobody waits for keeps an hour at the most and nothing at the least") {
  Street street([](stopline::Tables&) {});
  street.tables.priority_reduction[1] = 0;
  street.Queue(2, 6);
  street.Go(200);
  street.input.max_green[1] = -5;
  street.input.max_green[5] = 1'000'000;
  CHECK(Reads(street.Kept(), "0 35920 | "));
}

TEST("who presses while his phase is green has it already; who presses at a red one waits for the walk that leads it") {
  Street street([](stopline::Tables& t) { t.leading_walk[1] = t.leading_walk[3] = 40; });
  street.Go(300);
  street.input.pedestrian[1] = 1;
  street.Go(100);
  street.input.pedestrian[1] = street.input.pedestrian[3] = 1;
  street.Go(1);
  CHECK(Reads(street.All(), "4:472 :0 :161 :201 4:472 :0 :161 :161 | "));
}

TEST("in the yellow of its own green a phase whose walk leads the next one waits for that, too") {
  Street street([](stopline::Tables& t) { t.leading_walk[1] = 40; });
  street.Go(300);
  street.Queue(4);
  street.Go(10);
  const auto until = [&street] { return street.headway.Until(street.Now(), 1, street.headway.Ahead(street.Now(), 1)); };
  const int before = until();
  street.input.pedestrian[1] = 1;
  street.Go(1);
  CHECK(!stopline::Has(street.barriers.green(), 1));
  CHECK(until() == before - 1 + 40);
}

TEST("between four barriers turns are counted from where the rings are, in every sequence that the site has") {
  for (const int sequence : {0, 1}) {
    Street street([](stopline::Tables& t) {
      test::Site site = FourGroups();
      site.turned = 1;
      t = test::TablesOf(site);
    });
    street.first = Set(6);
    street.input.sequence[0] = sequence;
    street.Queue(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    street.Go(101);
    // Of 6 20 s are left, and its change; then it is 7's turn, and so on, up to 5.
    int before = 0;
    for (int i = 1; i < 16; ++i) {
      const int p = (5 + i) % 16;
      const PhaseSet ahead = street.headway.Ahead(street.Now(), p);
      const int until = street.headway.Until(street.Now(), p, ahead);
      CHECK(std::popcount(ahead) == i - 1 && until > before);
      before = until;
    }
  }
}

TEST("a clearance in the other ring, however long, goes on beside the turns that come before a phase in its own ring") {
  Street street([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    test::LayOut(site, {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}});
    site.phase[4].red_clear = 600;
    t = test::TablesOf(site);
  });
  street.first = Set(1, 5);
  street.Queue(1);
  street.Go(750);
  street.Queue(2, 3, 4, 6);
  street.Go(30);
  // 1 changes to 2, and 3 comes between that and 4.
  CHECK(Reads(street.All(4), "34:890 :603 :603 3:619 | "));
}

TEST("of three groups the one behind the barrier comes after the greens that are there, be its ring done before") {
  Street street([](stopline::Tables& t) {
    test::Site site = test::FourLeg();
    test::LayOut(site, {{{1}, {2}, {3}}, {{5}, {6}, {7}}});
    t = test::TablesOf(site);
  });
  street.Queue(2, 7);
  street.Go(60);
  CHECK(Reads(street.All(1), "7:526 | "));
}
