import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { Clock, everyTenth, movedUntilKept, wallWatch } from "../../src/platform/clock.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "./until.ts";

const standStill = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

t.test("a process that stands still does not step the signals faster than time afterwards", async (t) => {
  const clock = new Clock();
  const ticks: { readonly now: number; readonly began: number; readonly missed: number; readonly late: number }[] = [];
  const stop = everyTenth(clock, (now, late, missed) => {
    ticks.push({ now, began: clock.exact(), missed, late });
    if (ticks.length === 3) standStill(450);
  });
  await until(() => ticks.length >= 8, 10_000);
  stop();
  ticks.forEach((tick, i) => {
    const before = ticks[i - 1]?.now ?? 0;
    t.equal(tick.now, before + 100 * (tick.missed + 1), "every tenth is either taken or counted as missed");
    t.ok(tick.began >= tick.now, "and none is taken before its time");
    // By when it looked at the clock itself: the machine may stand still between that and us.
    t.ok(tick.late >= tick.missed * 100 && tick.late < (tick.missed + 1) * 100, "nor in the place of a later one");
  });
  t.ok(ticks[3]!.missed >= 3, `${ticks[3]!.missed} tenths were missed`);
});

t.test("ticks that take longer than a tenth leave room for everything else", async (t) => {
  const clock = new Clock();
  let [ticks, turns, missed] = [0, 0, 0];
  const stop = everyTenth(clock, (_, __, skipped) => {
    ticks++;
    missed += skipped;
    standStill(120);
  });
  while (ticks < 6) {
    await pause(1);
    turns++;
  }
  stop();
  t.ok(turns >= 5, `the event loop turned ${turns} times between ${ticks} ticks`);
  t.ok(missed >= 1, "and what could not be done is said");
});

t.test("what is stamped after a tick belongs to the next one", async (t) => {
  const clock = new Clock();
  clock.ticked(Instant(100_000));
  t.equal(clock.now(), 100_001);
});

t.test("a wall clock that was set is followed, one that wanders is left alone", async (t) => {
  const watch = wallWatch();
  const base = WallTime(Date.now() - 3_600_000 - 10_000);
  t.equal(watch(Instant(500), base), 0, "looked at once a second");
  const off = watch(Instant(10_000), base);
  t.ok(Math.abs(off - 3_600_000) < 1_000, `an hour: ${off}`);
  t.equal(watch(Instant(10_500), base), 0);
  t.equal(watch(Instant(12_000), WallTime(Date.now() - 12_000)), 0);
});

t.test(
  "network time sets a clock that the centre had put right, and is lost again: the unit's time does not jump by what the centre once said",
  async (t) => {
    let [kept, moved] = [false, 0];
    const watch = wallWatch(
      movedUntilKept(
        () => kept,
        () => moved,
      ),
    );
    const off = (now: number, ahead_ms: number) => watch(Instant(now), WallTime(Date.now() - now + ahead_ms));
    moved = 300_000;
    t.equal(off(10_000, 300_000), 0, "the centre's word holds while nothing better is there");
    kept = true;
    t.ok(Math.abs(off(20_000, 300_000) + 300_000) < 1_000, "network time takes its place");
    kept = false;
    t.equal(off(30_000, 0), 0, "and what it has said stays right without it");
    moved += 60_000;
    t.equal(off(40_000, 60_000), 0, "until the centre says something again");
  },
);

t.test(
  "the computer's clock is set a minute before it is known that network time is there: what the centre has said is not counted twice",
  async (t) => {
    let [moved, ahead] = [0, 1_000_000];
    const more = movedUntilKept(
      () => false,
      () => moved,
      () => ahead,
    );
    moved = 300_000;
    ahead += 1;
    t.equal(more(), 300_000, "a clock that wanders has not been set");
    ahead += 300_000;
    t.equal(more(), 0);
    t.equal(more(), 0, "nor later");
    moved += 20_000;
    t.equal(more(), 20_000, "what it says after that counts");
  },
);
