import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";
import { delay_s } from "./delay.ts";
import { type Frame, frameOf, leastCycle_ds } from "./frame.ts";
import { type LaneFlow, type Load, loadsOf } from "./loads.ts";
import { type Splits, saturation, splitsFor } from "./splits.ts";

/** A cycle for one unit, and whose it is. */
export interface Timing {
  readonly cycle_ds: number;
  readonly splits: Splits;
  readonly frame: Frame;
  readonly loads: readonly Load[];
  /** Of the fullest lane: what comes for what can leave, in per mille. */
  readonly full_pm: number;
  /** Mean over all vehicles that call somebody, as if they came by chance. */
  readonly delay_s: number;
}

export interface TimingOptions {
  /** Who gets what of the cycle nobody needs; [] for whoever is fullest. */
  readonly rest?: readonly PhaseNumber[];
  readonly sequence?: number;
  /** NTCIP and the site file's own bounds, and what people on foot wait for before they cross on red. */
  readonly longest_ds?: number;
}

/** Of a site file (`cycle`), and the longest that we ask anybody to wait through. */
const [SHORTEST_DS, LONGEST_DS] = [300, 1_500];
const STEP_DS = 50;

/** The cycles that a site can have, in tenths, from the shortest in which everybody can be served and walk; [] if that is too long. */
export function cyclesOf(frame: Frame, longest_ds = LONGEST_DS): readonly number[] {
  const least_ds = Math.max(SHORTEST_DS, Math.ceil(leastCycle_ds(frame) / STEP_DS) * STEP_DS);
  return Array.from({ length: Math.max(0, Math.floor((longest_ds - least_ds) / STEP_DS) + 1) }, (_, i) => least_ds + i * STEP_DS);
}

/** The timing for one cycle; null where the cycle is too short for the site's minimums, walks and clearances. */
export function timingAt(site: Site, flows: readonly LaneFlow[], cycle_ds: number, options: TimingOptions = {}): Timing | null {
  const frame = frameOf(site, options.sequence);
  const loads = loadsOf(site, flows, frame.omit);
  const splits = splitsFor(frame, loads, cycle_ds, options.rest ?? []);
  if (splits === null) return null;
  const change = new Map(frame.sides.flat(2).map(({ phase, change_ds }) => [phase, change_ds]));
  const full = Math.max(0, ...loads.map((load) => saturation(load, splits, change, cycle_ds)));
  const all_h = loads.reduce((sum, { vehicles_h }) => sum + vehicles_h, 0);
  const lost = loads.reduce((sum, load) => sum + load.vehicles_h * waits_s(load, splits, change, cycle_ds), 0);
  return { cycle_ds, splits, frame, loads, full_pm: Math.round(Math.min(full, 99) * 1_000), delay_s: all_h === 0 ? 0 : lost / all_h };
}

/** Green of a lane in a cycle, less what is lost at each start, in tenths. */
export function green_ds({ splits, frame }: Pick<Timing, "splits" | "frame">, phases: readonly PhaseNumber[]): number {
  const parts = frame.sides.flat(2).filter(({ phase }) => phases.includes(phase));
  return parts.reduce((sum, { phase, change_ds }) => sum + splits.get(phase)! - change_ds, 0);
}

/** A lane's mean delay; of one that nobody serves, the whole quarter of an hour. */
function waits_s({ vehicles_h, y, phases }: Load, splits: Splits, change: ReadonlyMap<PhaseNumber, number>, cycle_ds: number): number {
  if (vehicles_h === 0) return 0;
  const green_ds = phases.reduce((sum, phase) => sum + (splits.get(phase) ?? 0) - (change.get(phase) ?? 0), 0);
  return green_ds <= 0 ? 900 : delay_s(vehicles_h, y, green_ds / 10, cycle_ds / 10);
}

/** The cycle with the least delay of all vehicles, of equals the shorter one; null where even the longest is too short. */
export function timingOf(site: Site, flows: readonly LaneFlow[], options: TimingOptions = {}): Timing | null {
  let best: Timing | null = null;
  for (const cycle_ds of cyclesOf(frameOf(site, options.sequence), options.longest_ds)) {
    const timing = timingAt(site, flows, cycle_ds, options);
    if (timing !== null && (best === null || timing.delay_s < best.delay_s - 0.05)) best = timing;
  }
  return best;
}
