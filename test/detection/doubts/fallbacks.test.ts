import { readFileSync } from "node:fs";
import t from "tap";
import type { DoubtDetail } from "../../../src/detection/doubts/doubts.ts";
import { DetectorNumber } from "../../../src/traffic/numbers.ts";
import { siteOf } from "../../streets.ts";
import { type Injection, Wires } from "./inject.ts";
import { morning } from "./trial.ts";

/**
 * What becomes of the intersection when a loop goes wrong, with the unit in the loop: what is told, and that nobody is forgotten for it. The
 * loop that dies is in `prove.test.ts`.
 */
const MINUTE = 60_000;
const text = readFileSync(new URL("../../../deploy/sites/four-leg.toml", import.meta.url), "utf8");
const site = siteOf(text);

interface Story {
  /** Minutes from the fault to when it is told. */
  readonly after_min: number;
  readonly told: string;
  /** From when it is told to the end: the longest time without a green of a phase, in seconds. */
  readonly without_s: (phase: number) => number;
}

/** From 6 o'clock; `from` and `until` in minutes. */
function story(kind: Injection["kind"], detector: number, other: number, from: number, until: number, says: readonly string[]): Story {
  const injection = { kind, detector: DetectorNumber(detector), other: DetectorNumber(other), from: from * MINUTE };
  const greens = new Map<number, number[]>();
  let told = "";
  let at = 0;
  morning(
    site,
    text,
    3,
    new Wires(3, injection, true),
    ({ now }, entries) => {
      for (const { code, param, detail } of entries) {
        if (code === 1) greens.set(param, [...(greens.get(param) ?? []), now]);
        const what = code === 325 ? (JSON.parse(detail) as DoubtDetail).doubt : detail;
        if (at > 0 || now < injection.from || (code !== 325 && code !== 84) || param !== detector || !says.includes(what)) continue;
        [at, told] = [now, what];
      }
    },
    6,
    until * MINUTE,
  );
  const without_s = (phase: number) => {
    const begun = [at, ...(greens.get(phase) ?? []).filter((green) => green > at), until * MINUTE];
    return Math.round(Math.max(...begun.slice(1).map((green, k) => green - begun[k]!)) / 1_000);
  };
  return { after_min: Math.round((at - injection.from) / MINUTE), told, without_s };
}

/** Every phase of the example is served within its longest cycle and some, when it is recalled or called. */
const SERVED_S = 300;
const ALL = [1, 2, 3, 4, 5, 6, 7, 8];

t.test(
  "a left turn's loop is stuck on: it is told within a quarter of an hour, its lane is served, and it takes nobody's turn",
  async (t) => {
    const { told, after_min, without_s } = story("stuck-on", 9, 9, 15, 60, ["stuck-on", "max presence"]);
    t.equal(told, "stuck-on");
    t.ok(after_min <= 15, `after ${after_min} min`);
    for (const phase of ALL) t.ok(without_s(phase) <= SERVED_S, `phase ${phase}: ${without_s(phase)} s`);
  },
);

t.test("a left turn's loop chatters: it is not believed within two minutes, and its lane is served all the same", async (t) => {
  const { told, after_min, without_s } = story("chatter", 9, 9, 15, 45, ["chatter", "erratic counts"]);
  t.ok(after_min <= 2, `${told} after ${after_min} min`);
  t.ok(without_s(5) <= SERVED_S, `phase 5: ${without_s(5)} s`);
});

t.test("two lanes' loops feel each other's vehicles: that is advice, and both lanes' calls stand", async (t) => {
  const { told, without_s } = story("crosstalk", 4, 5, 60, 180, ["crosstalk"]);
  t.equal(told, "crosstalk");
  for (const phase of ALL) t.ok(without_s(phase) <= SERVED_S, `phase ${phase}: ${without_s(phase)} s`);
});

t.test("a loop drifts until it lets go of who stands on it: its phase is recalled, and nobody waits for what it says", async (t) => {
  const { told, without_s } = story("drift", 7, 7, 60, 150, ["misses", "lets-go"]);
  t.match(told, /misses|lets-go/);
  t.ok(without_s(2) <= SERVED_S, `phase 2: ${without_s(2)} s`);
});

t.test(
  "two left turns' wires are swapped: each calls the other's green, until both are recalled and nobody stands forgotten",
  async (t) => {
    const { told, without_s } = story("swapped", 3, 6, 60, 180, ["swapped"]);
    t.equal(told, "swapped");
    for (const phase of [1, 3]) t.ok(without_s(phase) <= SERVED_S, `phase ${phase}: ${without_s(phase)} s`);
  },
);
