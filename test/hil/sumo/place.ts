import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Wiring } from "../../../src/import/index.ts";
import { type Net, readNet } from "../../../src/import/net.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { type Light, lightsOf } from "../../bench/traffic/lights.ts";
import { Letters } from "../../bench/traffic/ours/letters.ts";
import { type PlacedLoop, placed } from "../../bench/traffic/ours/loops.ts";
import { importLight } from "../../bench/traffic/ours/signal.ts";
import { Misuse, type Scenario, scenarioIn } from "../../bench/traffic/scenario.ts";
import { lengthOf } from "../../bench/traffic/world.ts";

/** One intersection of a SUMO net and the site that was imported from it: the same text for the unit in process and for the one on ttys. */
export interface Place {
  readonly scenario: Scenario;
  readonly net: Net;
  readonly light: Light;
  readonly site: Site;
  readonly text: string;
  readonly wiring: Wiring;
  readonly loops: readonly PlacedLoop[];
  readonly letters: Letters;
}

/** Of a scenario folder with one traffic light that can be imported. Throws a Misuse in words. */
export function placeIn(folder: string, pattern: string): Place {
  const scenario = scenarioIn(folder);
  const net = readNet(readFileSync(scenario.net, "utf8"));
  const [light, ...more] = lightsOf(net);
  if (light === undefined || more.length > 0)
    throw new Misuse(`"${folder}" has ${more.length + (light ? 1 : 0)} traffic lights; this wants one`);
  const imported = importLight(net, scenario.net, light.tls, pattern, false);
  if (!imported.ok) throw new Misuse(`"${light.tls}" of "${folder}" cannot be imported: ${imported.words}`);
  const { site, wiring } = imported;
  // Whoever walks would need SUMO's people: the nets here have none.
  const letters = new Letters(light, wiring, new Set());
  const loops = placed(light.tls, wiring, lengthOf(net));
  return { scenario, net, light, site, text: inForce(imported.text, Number(site.start_pattern)), wiring, loops, letters };
}

/** The site file with another pattern at its start: a unit of its own reads it from a file. */
export function inForce(text: string, pattern: number): string {
  const [head, tail] = text.split("\n[start]\n") as [string, string | undefined];
  if (tail === undefined || !/^pattern = \d+/m.test(tail)) throw new Error("the imported site has no [start] with a pattern");
  return `${head}\n[start]\n${tail.replace(/^pattern = \d+/m, `pattern = ${pattern}`)}`;
}

/** Where the unit reads it. */
export function siteFile(place: Place, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "site.toml");
  writeFileSync(file, place.text);
  return file;
}
