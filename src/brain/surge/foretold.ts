import { scheduled } from "../../timing/schedule.ts";
import { TimeBase } from "../../timing/time-base.ts";
import type { Pattern, Site } from "../../traffic/site.ts";
import type { StrategyName } from "../../traffic/strategies.ts";
import type { WallTime } from "../../traffic/time.ts";
import { longestGreens } from "../timing/longest.ts";
import type { Usual } from "./busiest.ts";
import { type Base, calendarOf, type Left } from "./calendar.ts";
import type { Surge } from "./surge.ts";

/** What a pattern gives whom, in tenths. */
export interface Greens {
  readonly pattern: number;
  readonly name: string;
  readonly strategy: StrategyName;
  /** 0 for one that is free; such a one has no splits. */
  readonly cycle_ds: number;
  readonly splits: { readonly [phase: number]: number };
  readonly longest_greens: { readonly [phase: number]: number };
}

/** What a unit would do in a phase of a surge, beside what it does in that hour without it. */
export interface Foretold {
  readonly unit: string;
  readonly surge: string;
  readonly phase: string;
  /** Unix time in ms; null for one that a person begins. */
  readonly from: number | null;
  readonly to: number | null;
  readonly would: Greens;
  readonly today: Greens | null;
  /** Of all vehicles, as computed for a fixed cycle and with every lane in its busiest half hour at once: it is hardly more. */
  readonly delay_s: number;
}

export function foretell(
  base: Base,
  surges: readonly Surge[],
  unit: string,
  now_ms: number,
  usual: Usual,
): { readonly surges: readonly Foretold[]; readonly left: readonly Left[] } | { readonly why: string } {
  const calendar = calendarOf(base, surges, unit, now_ms, usual);
  if ("why" in calendar) return calendar;
  const foretold = calendar.made.flatMap(({ surge, phase, pattern, timing: { delay_s } }): readonly Foretold[] => {
    const would = greensOf(calendar.site, calendar.site.patterns.find(({ number }) => number === pattern)!);
    const times = calendar.shifts.filter((shift) => shift.surge === surge && shift.phase === phase);
    if (times.length === 0) return [{ unit, surge, phase, from: null, to: null, would, today: null, delay_s }];
    return times.map(({ from, to }) => ({ unit, surge, phase, from, to, would, today: todayAt(base.site, from), delay_s }));
  });
  return { surges: foretold, left: calendar.left };
}

/** What stands in a site's own schedule at that moment. */
export function todayAt(site: Site, at: number): Greens | null {
  const { day, minute, before } = new TimeBase(site.time_zone).at(at as WallTime);
  const number = scheduled(site, day, minute, before) ?? site.start_pattern;
  const pattern = site.patterns.find((each) => each.number === number);
  return pattern === undefined ? null : greensOf(site, pattern);
}

function greensOf(site: Site, pattern: Pattern): Greens {
  const { number, name, strategy, coordination, omit, phases } = pattern;
  const served = phases.filter(({ phase }) => !omit.includes(phase));
  const splits = coordination === null ? {} : Object.fromEntries(served.map(({ phase, split_ds }) => [phase, split_ds]));
  const longest_greens = Object.fromEntries(longestGreens(site, pattern));
  return { pattern: number, name, strategy, cycle_ds: coordination?.cycle_ds ?? 0, splits, longest_greens };
}
