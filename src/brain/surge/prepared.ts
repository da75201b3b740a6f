import type { Site } from "../../traffic/site.ts";
import { clockOf } from "../../traffic/time.ts";
import type { RolloutKept } from "../rollout/rollout.ts";
import { isOut } from "../rollout/stand.ts";
import { longestCycle_ds } from "../timing/longest.ts";
import type { Made } from "./calendar.ts";
import { type Shift, type Surge, shiftsOf } from "./surge.ts";

/** What a unit was made a plan of, and how far that has come; outlasts the process as JSON. */
export interface Prepared {
  /** How plans were made then (`WAY`). */
  readonly way: number;
  /** Of the plan that it has without surges; "" for the site file's own. */
  readonly base: string;
  /** Of the site file that it was made for. */
  readonly site: string;
  /** Each surge of the plan, as the file stated it. */
  readonly surges: { readonly [name: string]: string };
  /** Of those the ones that the plan has not, each with why: they are looked at again. */
  readonly left: { readonly [name: string]: string };
  readonly text: string;
  readonly hash: string;
  readonly made: readonly Pick<Made, "surge" | "phase" | "pattern">[];
  readonly shifts: readonly Shift[];
  readonly rollout: RolloutKept | null;
  /** Before anything of it is put in force. */
  readonly rehearsal: { readonly text: string; readonly rollout: RolloutKept | null; readonly passed: boolean };
}

const [DAY_MIN, TURN_MIN] = [1_440, 15];
/**
 * A plan that is tried and never put in force: the patterns of surges in turn, a quarter of an hour each, all day and every day. A trial lives through
 * yesterday's busiest hour, in which the plan itself has no surge.
 */
export function rehearsalOf(plan: string, patterns: readonly number[]): string {
  const own = plan.split(/^\[\[(?:day_plans|schedule)\]\]/m)[0]!;
  const turns = Array.from(
    { length: DAY_MIN / TURN_MIN },
    (_, i) => `  { at = "${clockOf(i * TURN_MIN)}", pattern = ${patterns[i % patterns.length]} },`,
  );
  const days = 'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]';
  return [
    "# a rehearsal of surges",
    own.trimEnd(),
    "",
    "[[day_plans]]",
    "number = 1",
    "actions = [",
    ...turns,
    "]",
    "",
    "[[schedule]]",
    "day_plan = 1",
    days,
    "",
  ].join("\n");
}

/**
 * For how many seconds somebody may wait in a rehearsal. An ordinary hour's bound is an ordinary cycle's, and a pattern for a crowd takes long from one
 * green to the next: who comes as his green ends waits for most of that, who is not served in the next green either is starved. What such a pattern itself
 * permits is permitted.
 */
export function mayWait_s(site: Site, made: Prepared["made"]): number {
  const ours = site.patterns.filter(({ number }) => made.some(({ pattern }) => pattern === number));
  return Math.ceil(Math.max(0, ...ours.flatMap((pattern) => [2 * longestCycle_ds(site, pattern), pattern.longest_wait_ds])) / 10);
}

/** Whether the unit has refused it, and there is no more to come until it is made anew. */
export function isRefused(unit: string, { rehearsal, rollout }: Prepared): boolean {
  const stand = (rehearsal.passed ? rollout : rehearsal.rollout)?.stands[unit];
  return stand !== undefined && isOut(stand);
}

/** A day plan of next month would hold a place among the three plans of a unit until then, and rests on last month's measures. */
const AHEAD_MS = 14 * 86_400_000;

/** The surges that a unit's plan must hold now. A scheduled one is prepared two weeks ahead; one that a person begins always. */
export function wantedIn(surges: readonly Surge[], cancelled: readonly string[], unit: string, now_ms: number): readonly Surge[] {
  return surges.filter(({ name, units, event, ...rest }) => {
    if (!units.includes(unit) || cancelled.includes(name)) return false;
    if (event === null) return true;
    const shifts = shiftsOf({ name, units, event, ...rest });
    return shifts.some(({ to }) => to > now_ms) && shifts[0]!.from < now_ms + AHEAD_MS;
  });
}

export const statedAs = (surge: Surge): string => JSON.stringify(surge);

/** Whether what was made still does: the same surges on the same plan for the same site file; those that are over by now may stand in it. */
export function stillDoes(
  prepared: Prepared,
  { base, site }: { readonly base: string; readonly site: string },
  wanted: readonly Surge[],
  now_ms: number,
): boolean {
  if (prepared.way !== WAY || prepared.base !== base || prepared.site !== site) return false;
  if (wanted.some((surge) => prepared.surges[surge.name] !== statedAs(surge))) return false;
  const names = wanted.map(({ name }) => name);
  return Object.keys(prepared.surges).every((name) => names.includes(name) || isOver(prepared, name, now_ms));
}

function isOver({ shifts }: Prepared, name: string, now_ms: number): boolean {
  const mine = shifts.filter(({ surge }) => surge === name);
  return mine.length > 0 && mine.every(({ to }) => to <= now_ms);
}

/** Another number where what is made of the same surges became another plan: what was made before is made anew. 2: free patterns, and surges left out. */
export const WAY = 2;

const MARK = /^# surges over (the site file|[0-9a-f]{64})$/m;

/** Says in the plan's own text what it stands on: so whoever comes across it, another brain or this one without its memory, knows it for what it is. */
export const marked = (text: string, base: string): string => `# surges over ${base === "" ? "the site file" : base}\n${text}`;

/** The hash of the plan below a plan of surges; null for a plan that is none. */
export function baseOf(text: string): string | null {
  const below = MARK.exec(text)?.[1];
  return below === undefined ? null : below === "the site file" ? "" : below;
}
