import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSite } from "../../src/config/index.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import type { Edit, Fault, Moment, Scenario, Span } from "./scenario.ts";
import { startOf } from "./start.ts";

/** A fault that begins, or (`on: false`) is over. */
export interface Deed {
  readonly at: Instant;
  readonly on: boolean;
  readonly fault: Fault;
}

/** A scenario with a seed: everything that a rig must know, and nothing is open any more. */
export interface Play {
  readonly name: string;
  readonly seed: number;
  readonly scenario: Scenario;
  readonly site: Site;
  /** The site file. */
  readonly text: string;
  /** Wall time at the beginning, and the time of day there in ms after local midnight. */
  readonly wall: WallTime;
  readonly began_ms: number;
  readonly until: Instant;
  /** In order; what begins and is over by itself has no second one. */
  readonly deeds: readonly Deed[];
}

const UNITS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function ms(span: Span): number {
  const [number = "", unit = ""] = span.split(" ");
  const each = (UNITS as Readonly<Record<string, number>>)[unit];
  if (each === undefined || !(Number(number) >= 0)) throw new RangeError(`"${span}" is no span such as "90 s"`);
  return Math.round(Number(number) * each);
}

const HOUSE = join(import.meta.dirname, "../..");
/** A Monday in the morning peak. */
const MONDAY = "2026-01-05 07:30";
/** Whole tenths: what is done to a cabinet is done between two ticks. */
const TENTH_MS = 100;

export function playOf(name: string, scenario: Scenario, seed: number): Play {
  const text = edited(readFileSync(join(HOUSE, "deploy/sites", `${scenario.site}.toml`), "utf8"), scenario.edits ?? []);
  const site = siteOf(text, `${scenario.site}.toml`);
  const { wall, began_ms } = startOf(scenario.begins ?? MONDAY, site.time_zone);
  const roll = dice(seed);
  const until = Instant(ms(scenario.lasts));
  const deeds = scenario.weather.flatMap(({ at, lasts, fault }): Deed[] => {
    const from = Instant(momentOf(at, roll));
    const to = lasts === undefined ? until : Instant(from + ms(lasts));
    return to < until
      ? [
          { at: from, on: true, fault },
          { at: to, on: false, fault },
        ]
      : [{ at: from, on: true, fault }];
  });
  return { name, seed, scenario, site, text, wall: WallTime(wall), began_ms, until, deeds: deeds.sort((a, b) => a.at - b.at) };
}

/** Throws if a text that is to be replaced is not there: a scenario must not run on a site that it does not mean. */
export function edited(text: string, edits: readonly Edit[]): string {
  let now = text;
  for (const [find, put] of edits) {
    if (!now.includes(find)) throw new Error(`the site file has no "${find}"`);
    now = now.replace(find, () => put);
  }
  return now;
}

export function siteOf(text: string, file: string): Site {
  const read = readSite(text, file);
  if (!read.ok) throw new Error(read.problems.map(({ line, words }) => `${file}, line ${line}: ${words}`).join("\n"));
  return read.site;
}

function momentOf(at: Moment, roll: (sides: number) => number): number {
  if (typeof at === "string") return ms(at);
  const [from, to] = at.between.map((span) => ms(span) / TENTH_MS) as [number, number];
  return (from + roll(to - from + 1)) * TENTH_MS;
}
