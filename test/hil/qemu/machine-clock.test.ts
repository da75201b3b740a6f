import t from "tap";
import { MachineClock } from "./machine-clock.ts";

t.test("the street waits for a machine that is slower than the host, and goes on at the host's pace while it tells nothing", async (t) => {
  let host = 0;
  const clock = new MachineClock(() => host);
  host = 40_000;
  t.equal(clock.exact(), 0, "what a machine needs to start is no part of a play");
  clock.begin();
  host = 60_000;
  clock.begin();
  t.equal(clock.exact(), 20_000, "it starts: nobody tells anything");
  t.equal(clock.shows(1_000), true);
  t.equal(clock.began, 19_000);
  // Half as fast as the host.
  for (let i = 1; i <= 100; i++) {
    host += 200;
    t.equal(clock.shows(1_000 + i * 100), false);
    const behind = 20_000 + i * 100 - clock.exact();
    if (behind > 0 || behind < -300) t.fail(`${behind} ms at ${host}`);
  }
  host += 2_000;
  t.equal(clock.exact(), 30_300, "it may be about to tell something");
  host += 2_000;
  t.equal(clock.exact(), 32_300, "it does not run: what was waited for is not made up for");
});

t.test("a life that begins anew after a cut has its beginning by the street's time, and time never goes back", async (t) => {
  let host = 0;
  const clock = new MachineClock(() => host);
  clock.begin();
  clock.shows(50_000);
  host = 100;
  clock.off();
  host = 60_100;
  t.equal(clock.exact(), 60_100);
  t.equal(clock.shows(400), true);
  t.equal(clock.began, 59_700);
  host = 60_200;
  t.equal(clock.shows(500), false);
  t.equal(clock.exact(), 60_200);
  clock.ticked(60_200 as never);
  t.equal(clock.now(), 60_201, "what is stamped belongs to a tick that is still to come");
});

t.test(
  "the street waits while the machine starts, though nobody is there yet who tells anything: the power was away as long as it was away",
  async (t) => {
    let host = 0;
    const clock = new MachineClock(() => host);
    clock.on();
    host = 400_000;
    clock.counts(20_000);
    clock.begin();
    host = 400_100;
    clock.shows(300);
    t.equal(clock.exact(), 5, "a second of it takes 20 of ours");
    host += 200;
    clock.off();
    host += 20_000;
    t.equal(clock.exact(), 20_205, "it is off: time is ours");
    clock.on();
    // A twentieth as fast as the host.
    for (let s = 1; s <= 30; s++) {
      host += 20_000;
      clock.counts(s * 1_000);
      const behind = 20_205 + s * 1_000 - clock.exact();
      if (behind > 1_000 || behind < -1_000) t.fail(`${behind} ms at ${host}`);
    }
    t.equal(clock.shows(7_000), true);
    host += 50;
    t.equal(clock.exact(), 50_255);
  },
);

/** A board is given up after three times of this without its echo. */
const TIMEOUT_MS = 150;

t.test("lamps that a starting unit lights are confirmed in time, however long each second of the machine's takes here", async (t) => {
  const busy = Array(12).fill(2_500);
  const freed = [4_000, 3_500, 3_000, 2_600, 2_400, 2_200, 2_000, 1_900];
  const starved = [2_000, 2_600, 4_400, 9_000, 20_000, 2_000, 60_000];
  for (const seconds of [busy, freed, starved]) {
    let host = 0;
    const clock = new MachineClock(() => host);
    clock.begin();
    clock.on();
    let [due, asked, longest] = [0, 0, 0];
    for (const [i, second_ms] of seconds.entries())
      for (let part = 1; part <= 100; part++) {
        host += second_ms / 100;
        const own = i * 1_000 + part * 10;
        clock.counts(Math.floor(own / 1_000) * 1_000);
        if (due > 0 && clock.exact() >= due) {
          longest = Math.max(longest, own - asked);
          due = 0;
          clock.answered("board");
        }
        // Ten times a second it writes the lamps; the board has the request for 25 ms.
        if (own % 100 === 0 && due === 0) {
          clock.asked("board");
          [due, asked] = [clock.exact() + 25, own];
        }
        const ahead = clock.exact() - own;
        if (i > 1 && Math.abs(ahead) > 1_000) t.fail(`${ahead} ms ahead at ${own}`);
      }
    t.ok(due === 0 || seconds.length * 1_000 - asked < TIMEOUT_MS, "it is still answered at the end");
    t.ok(longest > 0 && longest < TIMEOUT_MS, `${longest} ms of the machine's`);
  }
});

t.test("a street that hears late how late it is in the machine does not fall behind for good", async (t) => {
  let host = 0;
  const clock = new MachineClock(() => host);
  clock.begin();
  clock.on();
  clock.shows(1_000);
  const began = clock.exact();
  // Each second its frames are 700 ms late, and the street waits.
  for (let s = 1; s <= 60; s++) {
    host += 700;
    clock.exact();
    host += 300;
    for (let tenth = 1; tenth <= 10; tenth++) clock.shows(s * 1_000 + tenth * 100);
    t.equal(clock.exact(), began + s * 1_000);
  }
});

/** The most that the street is ahead of a machine at a quarter of the host's speed that shows itself each so many ms of its own and asks two boxes each 100 ms. */
function mostAhead(shows_ms: number, answers_ms: number): number {
  let host = 0;
  const clock = new MachineClock(() => host);
  clock.on();
  clock.begin();
  clock.shows(0);
  let most = 0;
  const due = new Map<string, number>();
  for (; host < 80_000; host += 4) {
    const own = host / 4;
    if (own % shows_ms === 0) clock.shows(own);
    for (const [port, phase] of [
      ["board", 0],
      ["rack", 50],
    ] as const) {
      if (own % 100 === phase) {
        clock.asked(port);
        due.set(port, clock.exact() + answers_ms);
      }
      if (clock.exact() >= (due.get(port) ?? Number.POSITIVE_INFINITY)) {
        clock.answered(port);
        due.delete(port);
      }
    }
    if (host > 10_000) most = Math.max(most, clock.exact() - own);
  }
  return most;
}

t.test("who asks all the time, and waits for its answers, moves the street no further ahead than it may be anyway", async (t) => {
  for (const shows_ms of [100, 1_000, 2_000])
    for (const answers_ms of [5, 25]) {
      const most = mostAhead(shows_ms, answers_ms);
      t.ok(most > 100 && most <= 350, `${most} ms ahead: shows itself each ${shows_ms} ms, answers within ${answers_ms} ms`);
    }
});

t.test("nobody who is asked and never answers makes a day of a minute", async (t) => {
  let host = 0;
  const clock = new MachineClock(() => host);
  clock.on();
  clock.begin();
  clock.shows(0);
  for (; host < 2_500; host += 5) clock.asked("board");
  t.equal(clock.exact(), 1_300);
});

t.test("a unit whose word of its own time is late has its boards answered meanwhile: its start had fallen back into flash", async (t) => {
  let host = 0;
  const clock = new MachineClock(() => host);
  clock.on();
  clock.begin();
  clock.shows(1_000);
  // Two of the host's seconds without a word of its time; it asks as ever.
  host += 400;
  const stood = clock.exact();
  host += 100;
  t.equal(clock.exact(), stood, "the street waits");
  clock.asked("board");
  host += 25;
  t.equal(clock.exact(), stood + 25);
  clock.answered("board");
  host += 500;
  t.equal(clock.exact(), stood + 25, "and waits again");
});
