import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Frame, Part } from "./frame.ts";
import type { Load } from "./loads.ts";

/** Tenths of the cycle by phase; those of a ring between two barriers add up to the same in all rings. */
export type Splits = ReadonlyMap<PhaseNumber, number>;

/** The fullest that a lane should be, of what can leave; who is fuller is helped first. */
const FULL = 0.85;
/**
 * How many come in a cycle strays by the root of its mean, and a green is made for all but one cycle in ten: one that is cut to the mean leaves somebody
 * standing in every other. What it does not need in the others goes back to the road, since it ends when nobody comes any more.
 */
const NINE_IN_TEN = 1.28;
const STEP_DS = 10;
const HOUR_DS = 36_000;

/**
 * Shares a cycle out: from the shortest splits on, a second at a time goes to whoever's lane is fullest (the degree of saturation: what comes, for
 * what can leave), so that the fullest of all is as little full as can be. Once nobody is above `FULL`, to whoever has least room for a cycle in which
 * many come; once all have that, to `rest`. Null: the cycle is shorter than the least.
 */
export function splitsFor({ sides }: Frame, loads: readonly Load[], cycle_ds: number, rest: readonly PhaseNumber[]): Splits | null {
  const splits = new Map<PhaseNumber, number>();
  const change = new Map<PhaseNumber, number>();
  for (const { phase, least_ds, change_ds } of sides.flat(2)) {
    splits.set(phase, least_ds);
    change.set(phase, change_ds);
  }
  const full = (load: Load): number => {
    const x = saturation(load, splits, change, cycle_ds);
    return x > FULL ? 1 + x : Math.min(1 + FULL, x * headroom(load, cycle_ds));
  };
  /** How full the fullest lane is that the phase serves. */
  const press = (phase: PhaseNumber): number => Math.max(0, ...loads.filter(({ phases }) => phases.includes(phase)).map(full));

  const give = (ring: readonly Part[], ds: number): void => {
    const pressed = ring.map(({ phase }) => ({ phase, x: press(phase) }));
    const fullest = pressed.reduce((a, b) => (b.x > a.x ? b : a));
    const other = fullest.x > 1 ? undefined : pressed.find(({ phase }) => rest.includes(phase));
    const { phase } = other ?? fullest;
    splits.set(phase, splits.get(phase)! + ds);
  };
  const length = (ring: readonly Part[]): number => ring.reduce((sum, { phase }) => sum + splits.get(phase)!, 0);
  /** A ring that is at the barrier before the others gets what they take. */
  const fill = (side: Frame["sides"][number]): number => {
    const longest = Math.max(...side.map(length));
    for (const ring of side) while (ring.length > 0 && length(ring) < longest) give(ring, Math.min(STEP_DS, longest - length(ring)));
    return longest;
  };

  let left = cycle_ds - sides.reduce((sum, side) => sum + fill(side), 0);
  if (left < 0) return null;
  while (left > 0) {
    const ds = Math.min(STEP_DS, left);
    const pressed = sides.map((side) => ({ side, x: Math.max(...side.flat().map(({ phase }) => press(phase))) }));
    const fullest = pressed.reduce((a, b) => (b.x > a.x ? b : a));
    const other = fullest.x > 1 ? undefined : pressed.find(({ side }) => side.flat().some(({ phase }) => rest.includes(phase)));
    for (const ring of (other ?? fullest).side) if (ring.length > 0) give(ring, ds);
    left -= ds;
  }
  return splits;
}

/** What comes in nine cycles of ten, for what comes in the mean. */
function headroom({ vehicles_h }: Load, cycle_ds: number): number {
  return vehicles_h === 0 ? 1 : 1 + NINE_IN_TEN / Math.sqrt((vehicles_h * cycle_ds) / HOUR_DS);
}

/** What comes for what can leave: 1 is full. The time lost at the start of a green is as long as the part of the yellow that is driven in. */
export function saturation({ phases, y }: Load, splits: Splits, change: ReadonlyMap<PhaseNumber, number>, cycle_ds: number): number {
  if (y === 0) return 0;
  const green_ds = phases.reduce((sum, phase) => sum + (splits.get(phase) ?? 0) - (change.get(phase) ?? 0), 0);
  return green_ds <= 0 ? Number.POSITIVE_INFINITY : (y * cycle_ds) / green_ds;
}
