import { readSite } from "../../config/index.ts";
import { planned } from "../../plans/text.ts";
import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";
import type { Arterial, Graph, Link } from "../corridor/graph.ts";
import type { Mean } from "../timing/by-gaps.ts";
import type { Demand } from "../timing/demand.ts";
import { loadsOf } from "../timing/loads.ts";
import { type NewPattern, planText } from "../timing/plan-text.ts";
import { type Timing, timingAt } from "../timing/timing.ts";
import { type Band, bandOf } from "./band.ts";
import { alone, chance, coordinatedOf, costOf, type Known, type Solution, solve } from "./common.ts";
import type { Standing, StandingPeriod } from "./kept.ts";
import { Line } from "./line.ts";
import { type Road, roadOf } from "./road.ts";

export type Hours = Arterial["periods"][number];

/** A unit of the arterial as the brain knows it. */
export interface WaveUnit {
  readonly unit: string;
  /** Its site file, and what that says. */
  readonly text: string;
  readonly site: Site;
  /** By the arterial's periods, in their order. */
  readonly demand: readonly Demand[];
}

export interface UnitInPeriod {
  readonly unit: string;
  readonly timing: Timing;
  readonly offset_ds: number;
  readonly coordinated: readonly PhaseNumber[];
}

/** Through traffic in one direction at one unit: as it would be if the unit went by itself, and in the wave. */
export interface ThroughAt {
  readonly unit: string;
  readonly vehicles_h: number;
  readonly before: { readonly delay_s: number; readonly stops_pm: number };
  readonly after: { readonly delay_s: number; readonly stops_pm: number; readonly on_green_pm: number };
}

export interface WaveDirection {
  readonly from: string;
  readonly to: string;
  readonly through: readonly ThroughAt[];
  /** How long in a cycle somebody can enter and pass every unit without a stop. */
  readonly band: Band;
  readonly travel_s: number;
}

export interface PeriodWave {
  readonly hours: Hours;
  readonly cycle_ds: number;
  readonly units: readonly UnitInPeriod[];
  readonly directions: readonly WaveDirection[];
  /** Delay and stops (as 10 s each) of everybody at these units, vehicle seconds an hour: each by itself, and in the wave. */
  readonly alone: number;
  readonly cost: number;
  /** What it brings, of `alone`. */
  readonly gain_pm: number;
  /**
   * offered: it brings enough. not-worth: each unit by itself is as good, and follows who comes. stands: what was sent before is as good, and stays.
   */
  readonly verdict: "offered" | "not-worth" | "stands";
  readonly days: number;
  readonly spread_pm: number | null;
  readonly solution: Solution;
}

export interface Wave {
  readonly road: Road;
  /** A period of which nobody measured anything, or for which no cycle has room, is a sentence. */
  readonly periods: readonly (PeriodWave | { readonly hours: Hours; readonly refused: string })[];
  /** By unit; [] while no period is worth it, or nothing has changed. */
  readonly plans: readonly { readonly unit: string; readonly text: string; readonly refused: string }[];
}

/** Below these nothing is changed: a wave that brings less than each unit by itself would be an order for nothing, and so would another one. */
export const [WORTH_PM, BETTER_PM] = [50, 50];

/** The green wave of an arterial, or why there is none. Pure; the same input gives the same plans. `standing`: what was sent last. */
export function waveOf(
  graph: Graph,
  arterial: Arterial,
  units: readonly WaveUnit[],
  travel_s: (link: Link, hours: Hours) => number,
  standing: Standing | null,
): Wave | { readonly refused: string } {
  const road = roadOf(graph, arterial);
  if ("refused" in road) return road;
  const ordered: WaveUnit[] = [];
  for (const name of road.units) {
    const unit = units.find((each) => each.unit === name);
    if (unit === undefined) return { refused: `nothing is known of ${name}: it has not told its site file` };
    ordered.push(unit);
  }
  const zones = new Set(ordered.map(({ site }) => site.time_zone));
  if (zones.size > 1) return { refused: `cycles are counted from midnight, and the units' clocks differ (${[...zones].join(", ")})` };
  for (const [i, phases] of coordinatedOf(road).entries()) {
    const { unit, site } = ordered[i]!;
    const strange = phases.find((phase) => !site.phases.some(({ number }) => number === phase));
    if (strange !== undefined) return { refused: `${unit} has no phase ${strange}, by which a link turns there` };
  }
  const periods = arterial.periods.map((hours, p) =>
    periodOf(
      road,
      ordered.map(({ unit, site, demand }) => ({ unit, site, demand: demand[p]! })),
      hours,
      (link) => travel_s(link, hours),
      standing?.periods.find(({ name }) => name === hours.name) ?? null,
    ),
  );
  return { road, periods, plans: plansOf(ordered, periods) };
}

interface Measured extends Omit<Known, "flows"> {
  readonly demand: Demand;
}

function periodOf(road: Road, units: readonly Measured[], hours: Hours, travel_s: (link: Link) => number, standing: StandingPeriod | null) {
  const unmeasured = units.filter(({ demand }) => demand.days === 0).map(({ unit }) => unit);
  if (unmeasured.length > 0) return { hours, refused: `${unmeasured.join(", ")} has measured nobody in these hours yet` };
  const known = units.map(({ unit, site, demand }): Known => ({ unit, site, flows: demand.flows }));
  const found = solve(road, known, travel_s);
  if (found === null) return { hours, refused: "no cycle up to 150 s has room for every unit's minimums and walks" };
  const singly = known.map(alone);
  const before = standing === null ? null : standingAs(road, known, standing, travel_s);
  const keeps = before !== null && (before.cost - found.cost) * 1_000 < BETTER_PM * before.cost;
  const solution = keeps ? before : found;
  const cost_alone = singly.reduce((sum, each) => sum + each.cost, 0);
  const gain_pm = cost_alone > 0 ? Math.round(((cost_alone - solution.cost) * 1_000) / cost_alone) : 0;
  const { line, offsets_s } = solution;
  const period: PeriodWave = {
    hours,
    cycle_ds: line.cycle_s * 10,
    units: line.units.map(({ timing, coordinated }, i) => ({ unit: road.units[i]!, timing, offset_ds: offsets_s[i]! * 10, coordinated })),
    directions: directionsOf(
      road,
      solution,
      singly.map((each) => each.timing),
    ),
    alone: cost_alone,
    cost: solution.cost,
    gain_pm,
    verdict: gain_pm < WORTH_PM ? "not-worth" : keeps ? "stands" : "offered",
    days: Math.min(...units.map(({ demand }) => demand.days)),
    spread_pm: units.reduce<number | null>(
      (most, { demand }) => (demand.spread_pm === null ? most : Math.max(most ?? 0, demand.spread_pm)),
      null,
    ),
    solution,
  };
  return period;
}

/** What was sent before, under today's demand; null where the file has changed so that it is another road, or a minimum is longer now. */
function standingAs(road: Road, known: readonly Known[], standing: StandingPeriod, travel_s: (link: Link) => number): Solution | null {
  const phases = coordinatedOf(road);
  const timed = known.map(({ unit, site, flows }, i) => {
    const kept = standing.units.find((each) => each.unit === unit);
    const timing = kept === undefined ? null : timingAt(site, flows, kept.cycle_ds, { rest: phases[i]! });
    if (kept === undefined || timing === null || standing.cycle_ds % kept.cycle_ds !== 0) return null;
    const splits = new Map(
      timing.frame.sides.flat(2).map(({ phase }) => [phase, kept.splits.find(([number]) => number === phase)?.[1] ?? 0]),
    );
    const short = timing.frame.sides.flat(2).some(({ phase, least_ds }) => splits.get(phase)! < least_ds);
    return short ? null : { coordinated: phases[i]!, timing: { ...timing, splits, loads: loadsOf(site, flows, timing.frame.omit) } };
  });
  if (timed.some((each) => each === null)) return null;
  const line = new Line(
    road,
    timed.map((each) => each!),
    standing.cycle_ds / 10,
    travel_s,
  );
  const offsets_s = known.map(({ unit }) => standing.units.find((each) => each.unit === unit)!.offset_ds / 10);
  return { line, offsets_s, cost: costOf(line, offsets_s) };
}

function directionsOf(road: Road, { line, offsets_s }: Solution, singly: readonly Mean[]): readonly WaveDirection[] {
  const { ways } = line.figures(offsets_s);
  return road.ways.map((stops, w) => ({
    from: road.units[stops[0]!.unit]!,
    to: road.units[stops.at(-1)!.unit]!,
    band: bandOf(line, w, offsets_s),
    travel_s: line.places[w]!.slice(1).reduce((sum, { travel_s }) => sum + travel_s, 0),
    through: ways[w]!.map(({ unit, vehicles_h, delay_s, stops_pm, on_green_pm }, i): ThroughAt => {
      const { phase, legs } = stops[i]!;
      const approach = legs.at(-1)!.approach;
      const lanes = singly[unit]!.loads.filter((load) => load.phases.includes(phase) && (approach === "" || load.approach === approach));
      const all_h = lanes.reduce((sum, lane) => sum + lane.vehicles_h, 0);
      const mean = (of: "delay_s" | "stops") =>
        all_h === 0 ? 0 : lanes.reduce((sum, lane) => sum + lane.vehicles_h * chance(singly[unit]!, lane)[of], 0) / all_h;
      return {
        unit: road.units[unit]!,
        vehicles_h,
        before: { delay_s: mean("delay_s"), stops_pm: Math.round(mean("stops") * 1_000) },
        after: { delay_s, stops_pm, on_green_pm },
      };
    }),
  }));
}

/** One plan a unit, with all periods that are worth it: a plan takes the place of another as a whole. */
function plansOf(units: readonly WaveUnit[], periods: Wave["periods"]): Wave["plans"] {
  const good = periods.flatMap((period) => ("refused" in period || period.verdict === "not-worth" ? [] : [period]));
  return good.some(({ verdict }) => verdict === "offered") ? plansFor(units, good) : [];
}

/** The same for these periods, whether they are worth it or not. */
export function plansFor(units: readonly WaveUnit[], periods: readonly PeriodWave[]): Wave["plans"] {
  return units.map(({ unit, text, site }) => {
    const patterns = periods.map(({ hours, units: all }): NewPattern => {
      const { timing, offset_ds, coordinated } = all.find((each) => each.unit === unit)!;
      return { name: `wave ${hours.name}`, timing, runs: { kind: "cycle", offset_ds, coordinated } };
    });
    const plan = planText(
      text,
      site,
      patterns,
      periods.map(({ hours: { name, days, from_min, to_min } }) => ({ pattern: `wave ${name}`, days, from_min, to_min })),
    );
    const taken = planned({ text, site }, plan, readSite);
    return { unit, text: plan, refused: "refused" in taken ? taken.refused : "" };
  });
}
