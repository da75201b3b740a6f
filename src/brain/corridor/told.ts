import { readSite } from "../../config/index.ts";
import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";

/** What of a unit's own site file the corridor must know. */
export interface Told {
  /** From asking until the phase can be green, in tenths, at the worst: whoever is green has just begun to walk. */
  readonly turnover_ds: (phase: PhaseNumber) => number;
  readonly conflict: (a: PhaseNumber, b: PhaseNumber) => boolean;
  /** The longest that its green can be kept for one that comes, in tenths. */
  readonly lasts_ds: (phase: PhaseNumber) => number;
}

/** A journal is not signed: whatever it says, nobody is asked earlier than this before a vehicle comes. */
const TURNOVER_DS_MAX = 900;

/** Until a unit has told: longer than most crossings take, and nobody goes beside anybody. */
export const UNTOLD: Told = { turnover_ds: () => 300, conflict: (a, b) => a !== b, lasts_ds: () => 3_000 };

/**
 * What a site file has at the most (src/cli/site-file.ts), and a line of one that is read here. A name such as a.a.a.a… takes time by the square of
 * its length: with one record a stolen certificate would hold up every vehicle for minutes.
 */
const [TEXT_MAX, LINE_MAX] = [100_000, 500];

const readable = (text: string): boolean =>
  text.length <= TEXT_MAX && text.split("\n").every((line) => line.length <= LINE_MAX || line.startsWith("#"));

/** A unit's site file out of the record with which each life of it begins (300); null where that cannot be read. */
export function siteFileIn(detail: string): { readonly text: string; readonly site: Site } | null {
  try {
    const { site: text } = JSON.parse(detail) as { readonly site?: unknown };
    const read = typeof text === "string" && readable(text) ? readSite(text, "its site file") : null;
    return read?.ok === true ? { text: text as string, site: read.site } : null;
  } catch {
    return null;
  }
}

/** What the corridor must know of it. */
export function toldOf(detail: string): Told | null {
  const site = siteFileIn(detail)?.site;
  return site === undefined ? null : { turnover_ds: turnover(site), conflict: conflict(site), lasts_ds: lasts(site) };
}

/** Phases of different rings in the same group between barriers go together, but for those that the file parts; a site of stages has one ring. */
function conflict({ rings, conflicts }: Site): Told["conflict"] {
  const placeOf = (phase: PhaseNumber) => {
    for (const { number, groups } of rings) {
      const group = groups.findIndex((phases) => phases.includes(phase));
      if (group >= 0) return { ring: number, group };
    }
    return null;
  };
  return (a, b) => {
    if (a === b) return false;
    const [one, other] = [placeOf(a), placeOf(b)];
    if (one === null || other === null || one.ring === other.ring || one.group !== other.group) return true;
    return conflicts.some((pair) => pair.includes(a) && pair.includes(b));
  };
}

function turnover(site: Site): Told["turnover_ds"] {
  const conflicts = conflict(site);
  const ends = (phase: Site["phases"][number]) =>
    Math.max(phase.min_green_ds, phase.walk_ds + phase.ped_clear_ds) + phase.yellow_change_ds + phase.red_clear_ds;
  return (to) => Math.min(TURNOVER_DS_MAX, Math.max(0, ...site.phases.filter(({ number }) => conflicts(number, to)).map(ends)));
}

/** As a green that nobody else waits for is the longest there is, so is one that is extended for the vehicle. */
const lasts =
  ({ phases, priority }: Site): Told["lasts_ds"] =>
  (phase) =>
    (phases.find(({ number }) => number === phase)?.max1_ds ?? 0) +
    (priority.phases.find((each) => each.phase === phase)?.extension_ds ?? 0);
