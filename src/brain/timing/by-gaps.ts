import type { Phase, Site } from "../../traffic/site.ts";
import { around_ds, type Frame, frameOf, leastCycle_ds } from "./frame.ts";
import { type LaneFlow, type Load, loadsOf } from "./loads.ts";
import type { Splits } from "./splits.ts";
import type { Timing } from "./timing.ts";

/** A cycle that nobody set. */
export type Mean = Pick<Timing, "cycle_ds" | "splits" | "frame" | "loads">;

const HOUR_DS = 36_000;
/** The cycle hardly changes any more after a dozen. */
const ROUNDS = 40;
/** An empty street has no cycle; it is counted with this one. */
const SHORTEST_DS = 100;

/**
 * A unit that goes by gaps, in the mean: a green clears the queue of its red and lasts until there is a gap, a phase that nobody calls is passed over, and
 * the cycle is as long as that takes (HCM's average phase duration of an actuated signal, gone round until it stays). Far below saturation that is much
 * shorter than a cycle with room for everybody, and so is what people wait.
 */
export function byGaps(site: Site, flows: readonly LaneFlow[]): Mean {
  const frame = frameOf(site);
  const loads = loadsOf(site, flows, frame.omit);
  const calls = callsOf(site, frame, loads);
  let splits: Splits = new Map(frame.sides.flat(2).map(({ phase, least_ds }) => [phase, least_ds]));
  let cycle_ds = leastCycle_ds(frame);
  for (let round = 0; round < ROUNDS; round++) {
    const greens = calls.map(({ phase, change_ds, lanes }) => ({ phase, lanes, ds: greenOf(phase, lanes, cycle_ds) + change_ds }));
    splits = new Map(greens.map(({ phase, ds }) => [phase.number, ds]));
    const often = new Map(greens.map(({ phase, lanes, ds }) => [phase.number, ds * called(phase, lanes, cycle_ds)]));
    cycle_ds = Math.max(
      SHORTEST_DS,
      around_ds(frame, ({ phase }) => often.get(phase)!),
    );
  }
  return { cycle_ds, splits, frame, loads };
}

interface Calls {
  readonly phase: Phase;
  readonly change_ds: number;
  /** Whose first green is this: who has an earlier one, too, has mostly gone by it. */
  readonly lanes: readonly Load[];
}

const callsOf = (site: Site, frame: Frame, loads: readonly Load[]): readonly Calls[] =>
  frame.sides.flat(2).map(({ phase, change_ds }) => ({
    phase: site.phases.find(({ number }) => number === phase)!,
    change_ds,
    lanes: loads.filter(({ phases }) => phases[0] === phase),
  }));

/** In which part of the cycles anybody is there. */
function called({ recall }: Phase, lanes: readonly Load[], cycle_ds: number): number {
  return recall === "none" ? 1 - Math.exp((-sum(lanes.map(({ vehicles_h }) => vehicles_h)) * cycle_ds) / HOUR_DS) : 1;
}

/** The longest of its queues, and until nobody comes for the passage time: chance keeps it so long beyond the queue. */
function greenOf({ min_green_ds, max1_ds, passage_ds }: Phase, lanes: readonly Load[], cycle_ds: number): number {
  const queue_ds = Math.max(0, ...lanes.map(({ y }) => y * cycle_ds));
  const come = sum(lanes.map(({ vehicles_h }) => vehicles_h)) / HOUR_DS;
  const gap_ds = come === 0 ? passage_ds : Math.expm1(come * passage_ds) / come;
  return Math.min(Math.max(min_green_ds, queue_ds + gap_ds), Math.max(min_green_ds, max1_ds));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
