import type { Site } from "../../traffic/site.ts";
import type { Link } from "../corridor/graph.ts";
import { byGaps, type Mean } from "../timing/by-gaps.ts";
import { ACTUATED_K, delay_s, stopShare } from "../timing/delay.ts";
import { frameOf, leastCycle_ds } from "../timing/frame.ts";
import type { LaneFlow } from "../timing/loads.ts";
import { green_ds, timingAt } from "../timing/timing.ts";
import { Line, STOP_S, type Timed } from "./line.ts";
import { inPairs, offsetsOf } from "./offsets.ts";
import type { Road, Stop } from "./road.ts";

/** A unit of the arterial, and who comes to it. */
export interface Known {
  readonly unit: string;
  readonly site: Site;
  readonly flows: readonly LaneFlow[];
}

/** A common cycle with everything that follows of it. */
export interface Solution {
  readonly line: Line;
  /** Whole seconds by unit, in its own cycle. */
  readonly offsets_s: readonly number[];
  /** Delay and stops of everybody at the arterial's units, in vehicle seconds an hour. */
  readonly cost: number;
}

/** Tenths: in whole steps of ten seconds, so that half of each is whole, too. */
const [STEP_DS, LONGEST_DS] = [100, 1_500];
/** Half the cycle is taken where it is better by so much: it lets every other platoon stand. */
const HALF_PAYS = 0.98;
/** How many cycles are looked at closely. */
const CLOSELY = 3;

/** The phases that let the road's own traffic on, of each unit. */
export const coordinatedOf = ({ ways, units }: Road): readonly (readonly Stop["phase"][])[] =>
  units.map((_, unit) => [...new Set(ways.flatMap((way) => way.filter((stop) => stop.unit === unit).map(({ phase }) => phase)))]);

/** The best common cycle, splits and offsets; null where no cycle up to 150 s has room for every unit's minimums and walks. */
export function solve(road: Road, known: readonly Known[], travel_s: (link: Link) => number): Solution | null {
  const phases = coordinatedOf(road);
  const least_ds = Math.max(...known.map(({ site }) => leastCycle_ds(frameOf(site))));
  const rough: { readonly line: Line; readonly cost: number }[] = [];
  for (let cycle_ds = Math.max(300, Math.ceil(least_ds / STEP_DS) * STEP_DS); cycle_ds <= LONGEST_DS; cycle_ds += STEP_DS) {
    const found = roughly(road, known, phases, cycle_ds, travel_s);
    if (found !== null) rough.push(found);
  }
  let best: Solution | null = null;
  for (const { line } of rough.toSorted((a, b) => a.cost - b.cost).slice(0, CLOSELY)) {
    const offsets_s = offsetsOf(line);
    const cost = costOf(line, offsets_s);
    if (best === null || cost < best.cost) best = { line, offsets_s, cost };
  }
  return best;
}

export const costOf = (line: Line, offsets_s: readonly number[]): number => line.fixed + line.figures(offsets_s).cost;

/** One common cycle, offsets pair by pair; units go to half of it, one after the other, where that pays. */
function roughly(
  road: Road,
  known: readonly Known[],
  phases: readonly (readonly Stop["phase"][])[],
  cycle_ds: number,
  travel_s: (link: Link) => number,
) {
  const timedAt = ({ site, flows }: Known, unit: number, own_ds: number): Timed | null => {
    const timing = timingAt(site, flows, own_ds, { rest: phases[unit]! });
    return timing === null ? null : { timing, coordinated: phases[unit]! };
  };
  const whole = known.map((each, unit) => timedAt(each, unit, cycle_ds));
  if (whole.some((each) => each === null)) return null;
  const tried = (units: readonly Timed[]) => {
    const line = new Line(road, units, cycle_ds / 10, travel_s);
    return { line, cost: costOf(line, inPairs(line)) };
  };
  let best = tried(whole as readonly Timed[]);
  for (const [unit, each] of known.entries()) {
    const half = cycle_ds >= 600 ? timedAt(each, unit, cycle_ds / 2) : null;
    if (half === null || half.timing.full_pm > 900) continue;
    const next = tried(best.line.units.map((timed, other) => (other === unit ? half : timed)));
    if (next.cost < best.cost * HALF_PAYS) best = next;
  }
  return best;
}

/** One unit for itself, whoever comes by chance and its greens follow them. */
export interface Alone {
  readonly timing: Mean;
  /** Delay and stops of everybody, in vehicle seconds an hour. */
  readonly cost: number;
}

/** Each unit as it would be if it went by gaps; the yardstick for what a wave brings. */
export function alone(known: Known): Alone {
  const timing = byGaps(known.site, known.flows);
  const cost = timing.loads.reduce((sum, load) => {
    const { delay_s: waits_s, stops } = chance(timing, load);
    return sum + load.vehicles_h * (waits_s + STOP_S * stops);
  }, 0);
  return { timing, cost };
}

/** Mean delay and stops of who comes by chance to a lane of a unit that follows them. */
export function chance(
  timing: Mean,
  { vehicles_h, y, phases }: Mean["loads"][number],
): { readonly delay_s: number; readonly stops: number } {
  if (vehicles_h === 0) return { delay_s: 0, stops: 0 };
  const [green_s, cycle_s] = [green_ds(timing, phases) / 10, timing.cycle_ds / 10];
  if (green_s <= 0) return { delay_s: 900, stops: 1 };
  return { delay_s: delay_s(vehicles_h, y, green_s, cycle_s, ACTUATED_K), stops: stopShare(y, green_s, cycle_s) };
}
