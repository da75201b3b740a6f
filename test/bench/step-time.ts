import { Detection } from "../../src/detection/detection.ts";
import { Timing } from "../../src/timing/controller.ts";
import { noCalls, plainOrders } from "../../src/traffic/calls.ts";
import { DetectorNumber } from "../../src/traffic/numbers.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { type Figure, quantile } from "./figures.ts";
import { largestSite } from "./largest-site.ts";

const STEPS = 200_000;

/** The controller with the monitor, and detection with it, on 16 phases and 64 detectors; beside them what taking the time costs by itself. */
export async function stepTime(): Promise<readonly Figure[]> {
  const site = largestSite();
  const timing = new Timing(site);
  const detection = new Detection(site);
  const roll = dice(7);
  const quiet = noCalls();
  const on = new Uint8Array(65);
  const orders = plainOrders(site.start_pattern);
  const calls = { ...quiet, vehicle: new Uint8Array(16) };
  const native = timed((now) => {
    calls.vehicle[roll(16)]! ^= 1;
    timing.step(now, calls, orders);
  });
  const again = new Timing(site);
  const both = timed((now) => {
    const observations: Observation[] = [];
    for (let i = roll(4); i > 0; i--) {
      const number = 1 + roll(64);
      on[number]! ^= 1;
      observations.push({ kind: "actuation", at: now, detector: DetectorNumber(number), on: on[number] === 1, source: "received" });
    }
    again.step(now, detection.step(now, observations).calls, orders);
  });
  return [
    figure("one native step: controller and monitor, 16 phases", native),
    figure("detection and native step, 64 detectors", both),
    figure(
      "taking the time (nothing between)",
      timed(() => {}),
    ),
  ];
}

function timed(step: (now: Instant) => void): Float64Array {
  const took = new Float64Array(STEPS);
  for (let i = -20_000; i < STEPS; i++) {
    const now = Instant((i + 20_001) * 100);
    const before = process.hrtime.bigint();
    step(now);
    const after = process.hrtime.bigint();
    if (i >= 0) took[i] = Number(after - before) / 1_000;
  }
  return took.sort();
}

const figure = (name: string, sorted: Float64Array): Figure => ({
  name,
  unit: "µs",
  median: quantile(sorted, 500),
  low: quantile(sorted, 500),
  high: quantile(sorted, 990),
  of: `median and 99 % of ${sorted.length} steps`,
});
