import { readFileSync } from "node:fs";
import { readGraph } from "../../../src/brain/corridor/file.ts";
import type { Graph } from "../../../src/brain/corridor/graph.ts";
import type { Demand } from "../../../src/brain/timing/demand.ts";
import type { WaveUnit } from "../../../src/brain/wave/wave.ts";
import { lanesOf } from "../../../src/traffic/lanes.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { siteOf } from "../../streets.ts";

export const COAST = readFileSync(new URL("../../../deploy/sites/arterial.toml", import.meta.url), "utf8");
export const textOf = (unit: string): string => COAST.replace('id = "DEMO-003"', `id = "${unit}"`);

const place = (table: string, key: string, name: string, north: number) => `[[${table}]]\n${key} = "${name}"\neast = 0\nnorth = ${north}\n`;
const link = (name: string, from: string, to: string, approach: string, turns: string) =>
  `[[links]]\nname = "${name}"\nfrom = "${from}"\nto = "${to}"\nspeed = 60\napproach = "${approach}"\n${turns === "" ? "" : `turns = [${turns}]\n`}`;

/** Coast Road from south to north over K1, K2, K3, 400 and 500 m apart, with Station Road across at each; phases as in the arterial's site file. */
export function coastText(arterials: string): string {
  const units = ["K1", "K2", "K3"];
  const at = [0, 400, 900];
  const spots = ["south", ...units, "north"];
  const links = spots.slice(1).flatMap((to, i) => {
    const from = spots[i]!;
    const [on, back] = [spots[i + 2], spots[i - 1]];
    return [
      link(`${from}-${to}`, from, to, "south", on === undefined ? "" : `{ to = "${to}-${on}", phase = 2 }`),
      link(`${to}-${from}`, to, from, "north", back === undefined ? "" : `{ to = "${from}-${back}", phase = 6 }`),
    ];
  });
  const sides = units.flatMap((unit, i) => [
    place("places", "name", `${unit}e`, at[i]!).replace("east = 0", "east = 300"),
    link(
      `${unit}-from-east`,
      `${unit}e`,
      unit,
      "east",
      `{ to = "${unit}-${spots[i + 2]}", phase = 8 }, { to = "${unit}-${spots[i]}", phase = 3 }`,
    ),
  ]);
  return [
    '[graph]\nname = "Coast Road"\nlatitude = 54.1\nlongitude = 12.1\n',
    ...units.map((unit, i) => place("units", "unit", unit, at[i]!)),
    place("places", "name", "south", -400),
    place("places", "name", "north", 1_300),
    ...links,
    ...sides,
    arterials,
  ].join("\n");
}

export const WAVE = `[[arterials]]
name = "coast"
over = ["south", "K1", "K2", "K3", "north"]
periods = [{ name = "morning", from = "07:00", to = "09:00" }]
`;

export function coast(arterials = WAVE): Graph {
  const read = readGraph(coastText(arterials), "coast.toml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.graph;
}

/** So many vehicles an hour in each lane northbound and southbound, and in each other. */
export const demand = (site: Site, [north, south, across]: People, days = 5): Demand => ({
  flows: lanesOf(site.detectors).map(({ approach, lane, served }) => ({
    approach,
    lane,
    vehicles_h: served.some((phase) => phase === 2) ? north : served.some((phase) => phase === 6) ? south : across,
  })),
  days,
  seen_min: days * 120,
  spread_pm: 60,
});

export type People = readonly [north_h: number, south_h: number, across_h: number];

export const units = (people: People): readonly WaveUnit[] =>
  ["K1", "K2", "K3"].map((unit) => {
    const text = textOf(unit);
    const site = siteOf(text);
    return { unit, text, site, demand: [demand(site, people)] };
  });

export const drive_s = ({ length_m, free_ms }: { readonly length_m: number; readonly free_ms: number }): number => length_m / free_ms;
