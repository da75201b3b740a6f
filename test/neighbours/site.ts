import { readFileSync } from "node:fs";
import { readSite } from "../../src/config/index.ts";
import type { Departures, LaneDepartures } from "../../src/traffic/departures.ts";
import { noTraffic } from "../../src/traffic/lanes.ts";
import type { Neighbour, Site } from "../../src/traffic/site.ts";
import { WallTime } from "../../src/traffic/time.ts";

/** The small site of the config tests, with advance loops 100 m before the lines of its two southern lanes and a neighbour to the south. */
export function siteWith(neighbours: readonly Neighbour[] = [SOUTH]): Site {
  const read = readSite(readFileSync(new URL("../config/small.toml", import.meta.url), "utf8"), "small.toml");
  if (!read.ok) throw new Error(read.problems[0]!.words);
  const first = read.site.detectors[0]!;
  const advance = [1, 2].map((lane) => ({
    ...first,
    number: (60 + lane) as typeof first.number,
    name: `south lane ${lane} advance`,
    input: 10 + lane,
    kind: "advance" as const,
    lane,
    distance_m: 100,
  }));
  return { ...read.site, detectors: [...read.site.detectors, ...advance], neighbours };
}

/** Half a minute away; of its lane 1 everybody comes, of its lane 2 every second one. */
export const SOUTH: Neighbour = {
  unit: "NEXT",
  approach: "south",
  to_lanes: [],
  distance_m: 400,
  travel_ds: 300,
  lanes: [
    { approach: "south", lane: 1, share_pm: 1_000 },
    { approach: "south", lane: 2, share_pm: 500 },
  ],
};

export const said = (issued: number, lane: Partial<LaneDepartures> = {}): Departures => ({
  issued: WallTime(issued),
  lanes: [{ approach: "south", lane: 1, left: [], expected: [], ...lane }],
});

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** A tenth in which so many came over each lane's advance loop, and left its stop line. */
export const traffic = (arrived: readonly number[], departed: readonly number[] = []) => {
  const all = noTraffic();
  all.arrived.set(arrived);
  all.departed.set(departed);
  all.trusted.fill(1);
  return all;
};
