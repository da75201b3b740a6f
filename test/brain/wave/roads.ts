import type { Link } from "../../../src/brain/corridor/graph.ts";
import type { Timing } from "../../../src/brain/timing/timing.ts";
import { Line, type Timed } from "../../../src/brain/wave/line.ts";
import type { Road, Stop } from "../../../src/brain/wave/road.ts";
import type { PhaseNumber } from "../../../src/traffic/numbers.ts";

const [MAIN, CROSS] = [2, 4] as PhaseNumber[];

const link = (name: string, from: string, to: string, travel_s: number, approach: string): Link => ({
  link: name,
  from,
  to,
  length_m: travel_s * 10,
  free_ms: 10,
  line: [],
  approach,
  turns: [],
});

/** One ring of two phases: so many seconds of green along the road, the rest of the cycle across it; each change takes 5 s. */
export function timed(cycle_s: number, green_s: number, vehicles_h: number): Timed {
  const part = (phase: PhaseNumber) => ({ phase, change_ds: 50, least_ds: 100 });
  const lane = (approach: string, phase: PhaseNumber) => ({
    approach,
    lane: 1,
    vehicles_h,
    phases: [phase],
    headway_s: 2,
    y: (vehicles_h * 2) / 3_600,
  });
  const timing: Timing = {
    cycle_ds: cycle_s * 10,
    splits: new Map([
      [MAIN!, (green_s + 5) * 10],
      [CROSS!, (cycle_s - green_s - 5) * 10],
    ]),
    frame: { sequence: 1, omit: [], sides: [[[part(MAIN!)]], [[part(CROSS!)]]] },
    loads: [lane("west", MAIN!), lane("east", MAIN!)],
    full_pm: 0,
    delay_s: 0,
  };
  return { timing, coordinated: [MAIN!] };
}

/** Units in a row; between each two a road that takes so long, both ways or eastwards alone. */
export function row(travel_s: readonly number[], bothWays: boolean): Road {
  const units = ["J1", ...travel_s.map((_, i) => `J${i + 2}`)];
  const ways = (bothWays ? [false, true] : [false]).map((back): readonly Stop[] => {
    const order = back ? units.map((_, i) => units.length - 1 - i) : units.map((_, i) => i);
    let before: Stop | undefined;
    return order.map((unit, i) => {
      const took = i === 0 ? 10 : travel_s[Math.min(unit, order[i - 1]!)]!;
      const here = link(`to ${units[unit]}`, i === 0 ? "outside" : units[order[i - 1]!]!, units[unit]!, took, back ? "east" : "west");
      const feeders = before === undefined ? [] : [{ link: before.legs[0]!, phase: MAIN!, own: true }];
      before = { unit, phase: MAIN!, legs: [here], from: i === 0 ? null : order[i - 1]!, feeders };
      return before;
    });
  });
  return { name: "Harbour Road", units, ways };
}

export const lineOf = (road: Road, units: readonly Timed[], cycle_s: number): Line =>
  new Line(road, units, cycle_s, ({ length_m, free_ms }) => length_m / free_ms);
