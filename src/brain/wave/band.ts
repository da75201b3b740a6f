import type { Line } from "./line.ts";

/** Of a direction: for how long in a cycle somebody can enter at its begin and pass every unit without a stop, in whole seconds. */
export function band_s(line: Line, way: number, offsets_s: readonly number[]): number {
  const free = new Array<boolean>(line.cycle_s).fill(true);
  let at = 0;
  for (const { stop, travel_s, streams } of line.places[way]!) {
    if (stop.from !== null) at += travel_s;
    const green = streams.find(({ through }) => through)?.green;
    for (let k = 0; k < line.cycle_s; k++) {
      const there = (((Math.round(k + at) - offsets_s[stop.unit]!) % line.cycle_s) + line.cycle_s) % line.cycle_s;
      if (green === undefined || green[there]! < 0.5) free[k] = false;
    }
  }
  if (free.every((each) => each)) return line.cycle_s;
  let [longest, run] = [0, 0];
  for (let k = 0; k < 2 * line.cycle_s; k++) {
    run = free[k % line.cycle_s] ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
