import type { Line } from "./line.ts";

/** The same offset an even number of seconds of the common cycle later; a unit with half of it has its greens twice. */
const wrap = (at: number, cycle: number): number => ((at % cycle) + cycle) % cycle;
const ROUNDS = 6;
/** First in strides round the cycle, then second by second beside the best of those. */
const STRIDE_S = 5;

/**
 * The offsets with the least delay and stops, whole seconds by unit, the first at 0. Two steps:
 *
 * 1. Pair by pair. Where what arrives at a unit depends on the unit before alone, the cost of a link, both ways together, depends on the difference of
 *    two offsets. On an open line differences are free of each other, so the best of each is the best of all: dynamic programming with one state.
 * 2. What has come through two greens is another platoon than what that supposes. From there (and from both directions' travel times, and from no
 *    offset at all) one unit at a time, and all behind it together, goes to where the whole line costs least, until none moves.
 */
export function offsetsOf(line: Line): readonly number[] {
  const starts = [inPairs(line), ...line.places.map((_, way) => progression(line, way)), line.units.map(() => 0)];
  let best = { offsets: starts[0]!, cost: Number.POSITIVE_INFINITY };
  for (const start of starts) {
    const found = descend(line, start);
    if (found.cost < best.cost - 1e-6) best = found;
  }
  const [first = 0] = best.offsets;
  return best.offsets.map((at, unit) => wrap(at - first, line.units[unit]!.timing.cycle_ds / 10));
}

/** By units, which the first direction has in order. */
export function inPairs(line: Line): readonly number[] {
  const offsets = [0];
  for (let unit = 1; unit < line.units.length; unit++) {
    const costs = line.places.flatMap((way, w) => {
      const i = way.findIndex(({ stop }) => stop.from !== null && Math.max(stop.from, stop.unit) === unit);
      if (i < 0) return [];
      const pair = line.pair(w, i);
      return way[i]!.stop.unit === unit ? pair : (difference: number) => pair(-difference);
    });
    const cost = (difference: number): number => costs.reduce((sum, each) => sum + each(difference), 0);
    const differences = Array.from({ length: line.cycle_s }, (_, difference) => ({ difference, cost: cost(difference) }));
    const best = differences.reduce((a, b) => (b.cost < a.cost - 1e-6 ? b : a));
    offsets.push(wrap(offsets[unit - 1]! + best.difference, line.cycle_s));
  }
  return offsets;
}

/** Each green begins when whoever left the one before at its begin is there. */
function progression(line: Line, way: number): readonly number[] {
  const offsets = line.units.map(() => 0);
  let at = 0;
  for (const { stop, travel_s } of line.places[way]!) {
    if (stop.from !== null) at += travel_s;
    offsets[stop.unit] = wrap(Math.round(at), line.cycle_s);
  }
  return offsets;
}

function descend(line: Line, start: readonly number[]): { readonly offsets: readonly number[]; readonly cost: number } {
  let best = { offsets: start, cost: line.figures(start).cost };
  for (let round = 0; round < ROUNDS; round++) {
    const before = best.cost;
    for (let unit = 1; unit < start.length; unit++) {
      for (const moves of [(other: number) => other === unit, (other: number) => other >= unit]) {
        const go = (by: number, from: readonly number[]): void => {
          const offsets = from.map((at, other) => (moves(other) ? wrap(at + by, line.cycle_s) : at));
          const { cost } = line.figures(offsets);
          if (cost < best.cost - 1e-6) best = { offsets, cost };
        };
        const far = best.offsets;
        for (let by = STRIDE_S; by < line.cycle_s; by += STRIDE_S) go(by, far);
        const near = best.offsets;
        for (let by = 1; by < STRIDE_S; by++) for (const way of [by, -by]) go(way, near);
      }
    }
    if (best.cost >= before - 1e-6) break;
  }
  return best;
}
