import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/** A folder with one net, one demand and one configuration. */
export interface Scenario {
  readonly name: string;
  readonly net: string;
  readonly routes: string;
  readonly begin_s: number;
  readonly end_s: number;
  readonly persons: boolean;
}

/** What is wrong with what the bench was asked for: said without a stack. */
export class Misuse extends Error {}

/** Throws a Misuse in words. */
export function scenarioIn(folder: string): Scenario {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Misuse(`there is no scenario folder "${folder}": SCENARIO names folders with a .net.xml, a .rou.xml and a .sumocfg`);
  const files = readdirSync(folder);
  const one = (end: string): string => {
    const found = files.filter((file) => file.endsWith(end));
    if (found.length !== 1) throw new Misuse(`scenario "${folder}" has ${found.length} files that end in ${end}: it needs exactly one`);
    return resolve(folder, found[0]!);
  };
  const [net, routes, config] = [one(".net.xml"), one(".rou.xml"), one(".sumocfg")];
  const settings = readFileSync(config, "utf8");
  const time = (name: "begin" | "end"): number => {
    const value = Number(new RegExp(`<${name}\\s+value="([^"]*)"`).exec(settings)?.[1] ?? Number.NaN);
    if (!Number.isFinite(value)) throw new Misuse(`${config} has no <${name} value="seconds"/>: write when the simulation should ${name}`);
    return value;
  };
  const [begin_s, end_s] = [time("begin"), time("end")];
  if (end_s <= begin_s) throw new Misuse(`${config} ends at ${end_s} s and begins at ${begin_s} s: the end must come after the begin`);
  const persons = /<person(Flow)?\s/.test(readFileSync(routes, "utf8"));
  return { name: basename(resolve(folder)), net, routes, begin_s, end_s, persons };
}

export const inBuild = (...parts: readonly string[]): string => join("build/bench-traffic", ...parts);
