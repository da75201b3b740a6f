import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Detection } from "../../src/detection/detection.ts";
import { VERSION } from "../../src/platform/version.ts";
import { Timing } from "../../src/timing/controller.ts";
import { type Contacts, NO_CONTACTS, noCalls, type Orders, plainOrders } from "../../src/traffic/calls.ts";
import { DetectorNumber, PatternNumber } from "../../src/traffic/numbers.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { type Figure, quantile, spread, table } from "./figures.ts";
import { largestSite } from "./largest-site.ts";

/**
 * `make bench-controller`: what a step of the controller costs in its three ways of running, how fast it can be simulated and searched, how
 * large it is, and that it allocates nothing. JSON names a file for the figures.
 */
const STEPS = 200_000;
const site = largestSite();
const calling: Contacts = { ...NO_CONTACTS, preempt: NO_CONTACTS.preempt.map((_, i) => (i === 0 ? 1 : 0)) };

const STATES: readonly (readonly [string, (tick: number) => Orders])[] = [
  ["uncoordinated", () => plainOrders(PatternNumber(1))],
  ["coordinated", (tick) => ({ ...plainOrders(PatternNumber(2)), clock_ds: tick })],
  // A preempt comes and goes every minute; both its ways in and out are in it.
  ["preempt", (tick) => ({ ...plainOrders(PatternNumber(1)), contacts: tick % 1_200 < 900 ? calling : NO_CONTACTS })],
];

const figures: Figure[] = [];
for (const [name, orders] of STATES) {
  const [native, whole] = steps(orders);
  figures.push(quantiles(`native step, ${name}: controller and monitor`, native));
  figures.push(quantiles(`with detection, ${name}: 16 phases, 64 detectors`, whole));
}
figures.push(
  quantiles(
    "taking the time (nothing between)",
    timed(() => undefined),
  ),
);
figures.push(spread("simulated days a second, controller and monitor alone", "days/s", [days(), days(), days(), days(), days()]));
for (const name of ["controller", "strategies", "monitor"]) {
  const count = lines(join("native", name));
  figures.push({ name: `lines of ${name}`, unit: "lines", median: count, low: count, high: count, of: "blank lines left out" });
}
const { ticks, allocations } = JSON.parse(execFileSync("build/native/allocations", { encoding: "utf8" })) as {
  readonly ticks: number;
  readonly allocations: number;
};
figures.push({
  name: "allocations after open",
  unit: "",
  median: allocations,
  low: allocations,
  high: allocations,
  of: `${ticks} ticks, 100 sites`,
});
figures.push(searched());

console.log(`stopline ${VERSION}, Node ${process.version}, ${process.platform}-${process.arch}\n`);
console.log(table(figures));
const file = process.env["JSON"];
if (file) {
  writeFileSync(file, `${JSON.stringify({ version: VERSION, node: process.version, arch: process.arch, figures }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
}

/** Each step's time in µs, sorted: of timing alone, and of detection and timing. */
function steps(orders: (tick: number) => Orders): readonly [Float64Array, Float64Array] {
  const alone = new Timing(site);
  const roll = dice(7);
  const calls = noCalls();
  const native = timed((tick) => {
    calls.vehicle[roll(16)]! ^= 1;
    calls.pedestrian.fill(0);
    if (roll(50) === 0) calls.pedestrian[roll(16)] = 1;
    const asked = orders(tick);
    return () => alone.step(Instant(tick * 100), calls, asked);
  });
  const timing = new Timing(site);
  const detection = new Detection(site);
  const on = new Uint8Array(65);
  const whole = timed((tick) => {
    const now = Instant(tick * 100);
    const observations = Array.from({ length: roll(4) }, (): Observation => {
      const number = 1 + roll(64);
      on[number]! ^= 1;
      return { kind: "actuation", at: now, detector: DetectorNumber(number), on: on[number] === 1, source: "received" };
    });
    const asked = orders(tick);
    return () => timing.step(now, detection.step(now, observations).calls, asked);
  });
  return [native, whole];
}

/** `prepare` makes a tick's inputs, outside the time that is taken. */
function timed(prepare: (tick: number) => (() => void) | undefined): Float64Array {
  const took = new Float64Array(STEPS);
  for (let i = -20_000; i < STEPS; i++) {
    const step = prepare(i + 20_001);
    const before = process.hrtime.bigint();
    step?.();
    const after = process.hrtime.bigint();
    if (i >= 0) took[i] = Number(after - before) / 1_000;
  }
  return took.sort();
}

function quantiles(name: string, sorted: Float64Array): Figure {
  const median = quantile(sorted, 500);
  return { name, unit: "µs", median, low: median, high: quantile(sorted, 990), of: `median and 99 % of ${sorted.length} steps` };
}

/** A day in native steps under random calls, as days in a second. */
function days(): number {
  const timing = new Timing(site);
  const roll = dice(11);
  const calls = noCalls();
  const asked = plainOrders(PatternNumber(1));
  const started = performance.now();
  for (let tick = 1; tick <= 864_000; tick++) {
    calls.vehicle[roll(16)]! ^= 1;
    timing.step(Instant(tick * 100), calls, asked);
  }
  return 1_000 / (performance.now() - started);
}

function lines(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(cc|h)$/.test(name));
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
  return texts.flatMap((text) => text.split("\n")).filter((line) => line.trim() !== "").length;
}

/** The short search as a whole: its scenes, and what they took. */
function searched(): Figure {
  const said = execFileSync("make", ["-s", "prove", "SHORT=1"], { encoding: "utf8", maxBuffer: 1 << 26 });
  const scenes = [...said.matchAll(/ ([\d.]+) s, (\d+) states\/s/g)].map(([, s, rate]) => ({ seconds: Number(s), rate: Number(rate) }));
  const rates = scenes.filter(({ seconds }) => seconds >= 1).map(({ rate }) => rate);
  const last = said.trim().split("\n").at(-1)!;
  return {
    ...spread("states a second of the search, on one core", "states/s", rates),
    of: `${rates.length} scenes of a second or more; ${last}`,
  };
}
