import t from "tap";
import { Arrivals } from "../../src/neighbours/arrivals.ts";
import { BEFORE_STEPS } from "../../src/traffic/departures.ts";
import { AHEAD_STEPS } from "../../src/traffic/numbers.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { siteWith, traffic } from "./site.ts";

/** Tenths from the advance loop to the line: 100 m at 50 km/h. */
const AHEAD_DS = 72;
const QUIET = traffic([0, 0]);

/** A road on which platoons of `size` come over the advance loops every 40 s, and are announced so many seconds before by `announced`. */
class Road {
  readonly arrivals = new Arrivals(siteWith());
  readonly #size: number;
  readonly #announces: (second: number) => readonly number[];
  #now = 0;

  constructor(size: number, announces: (second: number) => readonly number[]) {
    this.#size = size;
    this.#announces = announces;
  }

  pass(seconds: number): void {
    for (let tenth = 0; tenth < seconds * 10; tenth++) {
      this.#now += 100;
      const second = this.#now / 1_000;
      const heard = this.#now % 2_000 === 0 ? [{ at: Instant(this.#now), road: 0, arriving: this.#announces(second) }] : [];
      // One each second, left and right in turn.
      const into = second % 40;
      const comes = Number.isInteger(into) && into < this.#size;
      this.arrivals.step(Instant(this.#now), heard, comes ? traffic(into % 2 === 0 ? [1, 0] : [0, 1]) : QUIET);
    }
  }

  /** Of a lane, by steps. */
  announced(lane: number): readonly number[] {
    return [...this.arrivals.announced.subarray(lane * AHEAD_STEPS, (lane + 1) * AHEAD_STEPS)];
  }
  get trust_pm(): number {
    return this.arrivals.state(Instant(this.#now))[0]!.trust_pm;
  }
}

/** As it is: platoons of eight, who are at the line `AHEAD_DS` after the loop, perhaps so many seconds later than it is said. */
const truly =
  (late_s = 0) =>
  (second: number): readonly number[] =>
    Array.from({ length: BEFORE_STEPS + AHEAD_STEPS }, (_, step) => {
      let hundredths = 0;
      for (const half of [0, 1]) {
        const over = second + (step - BEFORE_STEPS) * 2 + half - AHEAD_DS / 10 + late_s;
        const into = ((over % 40) + 40) % 40;
        if (into < 8) hundredths += 100;
      }
      return hundredths;
    });

t.test("a neighbour whose platoons come is believed, lane by lane as they divide", async (t) => {
  const road = new Road(8, truly());
  t.ok(road.trust_pm < 600, "half, before anything is known");
  road.pass(900);
  t.ok(road.trust_pm > 850, `${road.trust_pm}`);
  const [left, right] = [road.announced(0), road.announced(1)];
  t.ok(Math.max(...left) > 500 && Math.max(...right) > 500, "each gets its half of two a step");
  t.ok(Math.min(...left) < 0, "between platoons fewer come than usually do");
});

t.test("a platoon that comes four seconds later than it is announced is expected four seconds later", async (t) => {
  const peak = (road: Road) => road.announced(0).indexOf(Math.max(...road.announced(0)));
  const [prompt, late] = [new Road(8, truly()), new Road(8, truly(4))];
  prompt.pass(900);
  late.pass(900);
  t.ok(late.trust_pm > 800, `${late.trust_pm}`);
  t.ok(Math.abs(peak(late) - peak(prompt)) <= 1, "so both say the same of the street");
});

t.test("who announces anything at all loses his say within minutes", async (t) => {
  const roll = dice(3);
  const road = new Road(8, () => Array.from({ length: BEFORE_STEPS + AHEAD_STEPS }, () => (roll(4) === 0 ? 400 : 0)));
  road.pass(900);
  t.ok(road.trust_pm < 150, `${road.trust_pm}`);
});

t.test("who always announces the same says nothing", async (t) => {
  const road = new Road(8, () => Array<number>(BEFORE_STEPS + AHEAD_STEPS).fill(400));
  road.pass(600);
  t.ok(road.announced(0).every((n) => Math.abs(n) <= 1));
});

t.test("a lane without anybody believes nobody who announces", async (t) => {
  const road = new Road(0, truly());
  road.pass(900);
  t.ok(road.trust_pm < 60, `${road.trust_pm}`);
});

t.test("after ten seconds of silence nothing of it counts", async (t) => {
  const arrivals = new Arrivals(siteWith());
  const arriving = [...Array<number>(BEFORE_STEPS + 12).fill(0), 200, 200, 200];
  arrivals.step(Instant(500), [{ at: Instant(500), road: 0, arriving }], QUIET);
  t.ok(arrivals.announced.some((n) => n > 0));
  for (let now = 600; now <= 10_500; now += 100) arrivals.step(Instant(now), [], QUIET);
  t.ok(arrivals.announced.some((n) => n > 0));
  for (let now = 10_600; now <= 11_000; now += 100) arrivals.step(Instant(now), [], QUIET);
  t.ok(arrivals.announced.every((n) => n === 0));
  t.same(arrivals.state(Instant(11_000)), [{ unit: "NEXT", approach: "south", silent_ds: 105, trust_pm: 500 }]);
});

t.test("absurd counts and roads that are not there are within two vehicles a step, or nobody", async (t) => {
  const arrivals = new Arrivals(siteWith());
  const arriving = Array<number>(BEFORE_STEPS + AHEAD_STEPS).fill(2 ** 53 - 1);
  arrivals.step(
    Instant(500),
    [
      { at: Instant(500), road: 7, arriving },
      { at: Instant(500), road: -1, arriving },
    ],
    QUIET,
  );
  t.ok(arrivals.announced.every((n) => n === 0));
  for (let now = 1_000; now <= 60_000; now += 500) {
    const lie = arriving.map((n, step) => (((step + now / 500) >> 2) & 1 ? (now < 30_000 ? 10_000 : n) : 0));
    arrivals.step(Instant(now), [{ at: Instant(now), road: 0, arriving: lie }], QUIET);
    const [least, most] = [Math.min(...arrivals.announced), Math.max(...arrivals.announced)];
    t.ok(least >= -2_000 && most <= 2_000, `${least} to ${most}`);
  }
});
