import { cpus } from "node:os";
import { DRIVERS } from "../drivers.ts";
import { playOf } from "../play.ts";
import { rigFile, whyNot } from "../rig.ts";
import { scenarioNamed, scenariosWith } from "../scenarios.ts";

/** What is played on a rig for its figure. */
export interface Chosen {
  readonly names: readonly string[];
  /** So many side by side. */
  readonly jobs: number;
  /** How long that is in the time of the street, which is ours; null: simulated time goes as fast as it can. */
  readonly street_ms: number | null;
}

/** Real processes mostly wait, so that a core has time for two plays. An emulated machine has a core of its own to use up, and a table is there once. */
const BESIDE: Readonly<Record<string, number>> = { pty: 2 * cpus().length };

/**
 * In simulated time everything that is not long. Where a second lasts a second that would be hours: as many of the shortest as go side by side, once; with words those that have
 * one of them in their name. Throws if none of them can be played there.
 */
export async function chosenFor(rig: string, words: readonly string[], seed: number, beside?: number): Promise<Chosen> {
  const file = rigFile(rig);
  const driver = DRIVERS[file.driver];
  if (driver === undefined) throw new Error(`rig ${rig} names no driver that there is: ${Object.keys(DRIVERS).join(", ")}`);
  const playable: { readonly name: string; readonly ms: number }[] = [];
  for (const name of scenariosWith(words)) {
    const scenario = await scenarioNamed(name);
    const play = playOf(name, scenario, scenario.seed ?? seed);
    if (scenario.long === undefined && whyNot(play, file, driver) === "") playable.push({ name, ms: play.until });
  }
  if (playable.length === 0)
    throw new Error(`no story${words.length > 0 ? ` with "${words.join(" ")}" in its name` : ""} can be played on ${rig}`);
  if (!driver.real_time) return { names: playable.map(({ name }) => name), jobs: cpus().length, street_ms: null };
  const jobs = beside ?? BESIDE[file.driver] ?? 1;
  const chosen = words.length > 0 ? playable : playable.toSorted((a, b) => a.ms - b.ms).slice(0, jobs);
  return { names: chosen.map(({ name }) => name), jobs: Math.min(jobs, chosen.length), street_ms: lasts(chosen, jobs) };
}

/** Whoever has played his takes the next. */
function lasts(plays: readonly { readonly ms: number }[], jobs: number): number {
  const ends = Array.from({ length: jobs }, () => 0);
  for (const { ms } of plays) ends[ends.indexOf(Math.min(...ends))]! += ms;
  return Math.max(...ends);
}
