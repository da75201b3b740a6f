import type { Line } from "./line.ts";

export interface Band {
  /** The second of the cycle in which it is entered at the direction's begin. */
  readonly begin_s: number;
  readonly long_s: number;
}

/** Of a direction: when, and for how long in a cycle, somebody can enter at its begin and pass every unit without a stop, in whole seconds. */
export function bandOf(line: Line, way: number, offsets_s: readonly number[]): Band {
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
  if (free.every((each) => each)) return { begin_s: 0, long_s: line.cycle_s };
  let [begin, longest, run] = [0, 0, 0];
  for (let k = 0; k < 2 * line.cycle_s; k++) {
    run = free[k % line.cycle_s] ? run + 1 : 0;
    if (run > longest) [begin, longest] = [k + 1 - run, run];
  }
  return { begin_s: begin % line.cycle_s, long_s: longest };
}
