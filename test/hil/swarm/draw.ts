import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../src/street/random.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { DRIVERS } from "../drivers.ts";
import { edited, siteOf } from "../play.ts";
import type { Edit, Scenario, Span, Weather } from "../scenario.ts";
import { type Draws, FAMILIES } from "./faults.ts";
import { CALM_MIN } from "./shrink.ts";
import { turnedIn } from "./sites.ts";

/** A street, a day on it and what goes wrong there, all by one number. */
export interface Drawn {
  readonly name: string;
  readonly seed: number;
  /** Where it is played: one in four with disk, link, broker and brain, the others the street side alone, which lives through ten times as many days. */
  readonly rig: "sim" | "alone";
  readonly scenario: Scenario;
}

const SITES = ["four-leg", "tee", "arterial", "stages", "ts2"] as const;
/** Ordinary days, and the nights in which the clocks of Europe are put forward and back. */
const BEGINS = [
  "2026-01-05 07:30",
  "2026-01-05 03:00",
  "2026-01-06 12:00",
  "2026-01-09 16:30",
  "2026-01-10 23:00",
  "2026-03-29 00:30",
  "2026-06-17 06:00",
  "2026-10-25 00:30",
  "2026-12-31 23:00",
] as const;
/** Most faults show within minutes; what grows slowly needs a day. */
const LASTS_MIN = { sim: [20, 20, 30, 30, 40, 60, 60, 90, 120, 240], alone: [60, 120, 240, 360, 720, 1_440, 2_880] } as const;
const DEMANDS = [0, 0.1, 0.3, 0.6, 0.8, 1, 1, 1.2, 1.5, 2] as const;
const FAULTS_MAX = 7;
const EDITS_MAX = 5;

/** Folders named `deploy/sites` are the examples; half of the streets are one of those with other figures in its timing sheet. */
export function draw(seed: number): Drawn {
  const random = new Random(seed, 0);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const rig = pick(["sim", "alone", "alone", "alone"] as const);
  const site = pick(SITES);
  const text = readFileSync(join(import.meta.dirname, "../../../deploy/sites", `${site}.toml`), "utf8");
  const edits = random.below(2) === 0 ? [] : editsOf(text, site, random);
  const lasts_min = pick(LASTS_MIN[rig]);
  const weather = weatherOf(siteOf(edited(text, edits), site), rig, lasts_min, random);
  const scenario: Scenario = {
    story: `Drawn by the swarm, ${seed}.`,
    site,
    ...(edits.length > 0 ? { edits } : {}),
    begins: pick(BEGINS),
    lasts: `${lasts_min} min`,
    demand: pick(DEMANDS),
    weather,
    expects: rig === "sim" ? [{ kind: "brain-has-all" }] : [],
  };
  return { name: `swarm-${seed}`, seed, rig, scenario };
}

/** Each run has none of most kinds of trouble, and of the others as much as it likes: what hides behind another trouble shows when that one is away. */
function weatherOf(site: Site, rig: Drawn["rig"], lasts_min: number, random: Random): readonly Weather[] {
  const there = (Object.keys(FAMILIES) as (keyof typeof FAMILIES)[])
    .filter((kind) => DRIVERS[rig]!.does[kind] === true && random.below(3) === 0)
    .map((kind): Draws => FAMILIES[kind]);
  if (there.length === 0) return [];
  const span_s = (lasts_min - CALM_MIN) * 60;
  const weather: Weather[] = [];
  for (let left = random.below(FAULTS_MAX + 1); left > 0; left--) {
    const drawn = there[random.below(there.length)]!(site, random);
    if (drawn === null) continue;
    const at_s = 30 + random.below(span_s - 30);
    const most_s = Math.min(span_s - at_s, drawn.most_s);
    const lasts: Span = `${1 + random.below(Math.max(1, most_s))} s`;
    weather.push({ at: `${at_s} s`, ...(drawn.most_s === 0 ? {} : { lasts }), fault: drawn.fault });
  }
  return weather;
}

/** Figures of the timing sheet that are others, as many as the checker of site files lets through. */
function editsOf(text: string, site: string, random: Random): readonly Edit[] {
  let edits: readonly Edit[] = [];
  for (let left = 1 + random.below(EDITS_MAX); left > 0; left--) {
    const more = [...edits, turnedIn(edited(text, edits), random)];
    if (isSite(text, more, site)) edits = more;
  }
  return edits;
}

function isSite(text: string, edits: readonly Edit[], site: string): boolean {
  try {
    siteOf(edited(text, edits), site);
    return true;
  } catch {
    return false;
  }
}
