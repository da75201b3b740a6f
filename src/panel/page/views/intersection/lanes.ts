import { words } from "../../language.ts";
import type { DrawnSite } from "../../told.ts";
import { type Leg, legAfter, type Turn } from "./geometry.ts";
import { type Signal, signalsOf } from "./signals.ts";

export interface LaneUse {
  readonly leg: Leg;
  readonly lane: number;
  readonly signal: Signal;
  readonly turns: readonly Turn[];
}

/** Who may go where from which lane, and the head that says when. */
export function lanesOf(site: DrawnSite, legs: readonly Leg[]): readonly LaneUse[] {
  const signals = signalsOf(site);
  return legs.flatMap((leg) => {
    const own = signals.filter((s) => s.approach === leg.name && s.movement !== "pedestrian");
    const hasRight = own.some((s) => s.movement === "right");
    return Array.from({ length: leg.lanes }, (_, i) => i + 1).flatMap((lane) => {
      const signal = signalOf(site, own, leg, lane);
      if (signal === undefined) return [];
      const { movement } = signal;
      const turns: Turn[] = [];
      if (movement === "left" || (movement === "all" && lane === leg.lanes)) turns.push("left");
      if (movement === "through" || movement === "all") turns.push("through");
      if (movement === "right" || (lane === 1 && !hasRight && movement !== "left")) turns.push("right");
      return [{ leg, lane, signal, turns: turns.filter((way) => legAfter(legs, leg, way) !== undefined) }];
    });
  });
}

/**
 * A lane belongs to what its detectors call: to the overlap where the phase has no head of its own, or where it is a whole stage. A lane
 * without them turns left if it is the innermost of a leg with a left signal, else it goes through.
 */
function signalOf(site: DrawnSite, own: readonly Signal[], { name, lanes }: Leg, lane: number): Signal | undefined {
  const main = own.find((s) => s.movement === "through" || s.movement === "all") ?? own[0];
  // Those for turns have their lanes at the sides.
  const fits = ({ movement }: Signal): boolean =>
    movement === "left" ? lane === lanes && lanes > 1 : movement === "right" ? lane === 1 && lanes > 1 : true;
  const calling = site.detectors.filter((d) => d.approach === name && d.lane === lane && d.call_phase !== null);
  const [nearest] = calling.sort((a, b) => a.distance_m - b.distance_m);
  if (nearest === undefined) return (lanes > 1 ? own.find((s) => s.movement === "left" && fits(s)) : undefined) ?? main;
  const called: readonly (number | null)[] = [nearest.call_phase, ...nearest.also_calls];
  const right = site.stages === null && lane === 1 ? own.find((s) => s.overlap !== null && s.movement === "right") : undefined;
  if (right?.phases.some((p) => p === called[0])) return right;
  const green = own.filter((s) => s.phases.some((p) => p === called[0]));
  const just = green.filter((s) => s.phases.length === called.length && s.phases.every((p) => called.includes(p)));
  const phases = green.filter((s) => s.overlap === null);
  return phases[0] ?? just.find(fits) ?? just[0] ?? green.find(fits) ?? green[0] ?? main;
}

/** One crossing of a leg for the people of a channel. */
export interface Walk {
  readonly channel: number;
  /** It walks in these. */
  readonly phases: readonly number[];
  readonly title: string;
  readonly leg: Leg;
}

export function walksOf(site: DrawnSite, legs: readonly Leg[]): readonly Walk[] {
  return site.channels.flatMap(({ number: channel, name, kind, phase, also_phases }) => {
    if (kind !== "pedestrian") return [];
    const own = site.phases.find((p) => p.number === phase);
    if (site.stages !== null)
      return crossedBy(site, legs, name).map((leg) => ({ channel, phases: [phase, ...also_phases], title: name, leg }));
    const across = own === undefined ? [] : crosswalkOf(legs, own);
    return across.map((leg) => ({ channel, phases: [phase, ...also_phases], title: words.picture.pedestriansOf(phase), leg }));
  });
}

/** The crosswalk that walks with a phase: to the right of its traffic, as both move the same way. */
export function crosswalkOf(legs: readonly Leg[], phase: DrawnSite["phases"][number]): readonly Leg[] {
  if (phase.movement === "pedestrian") return legs;
  const from = legs.find((leg) => leg.name === phase.approach);
  const beside = from === undefined ? undefined : legAfter(legs, from, "right");
  return beside === undefined ? [] : [beside];
}

const WAYS = { left: ["left"], through: ["through"], right: ["right"], all: ["left", "through", "right"], pedestrian: [] } as const;

/** A signal plan does not say which leg a group of pedestrians crosses: the one whose traffic, in and out, is what the matrix keeps from them. */
function crossedBy(site: DrawnSite, legs: readonly Leg[], group: string): readonly Leg[] {
  const against = site.stages?.walks.find((w) => w.group === group)?.against ?? [];
  if (against.length === 0) return [];
  const groups = signalsOf(site).map((s) => ({ s, name: site.channels.find((c) => c.number === s.channel)!.name }));
  const over = (leg: Leg, { approach, movement }: Signal): boolean => {
    const from = legs.find((l) => l.name === approach);
    return from === leg || (from !== undefined && WAYS[movement].some((way) => legAfter(legs, from, way) === leg));
  };
  // Who turns over the crossing may give way there, and is not in the matrix; who is in it and does not drive over the crossing speaks against.
  const fit = (leg: Leg): number =>
    groups.reduce((sum, { s, name }) => sum + (against.includes(name) ? (over(leg, s) ? 2 : -2) : over(leg, s) ? -1 : 0), 0);
  return [...legs].sort((a, b) => fit(b) - fit(a)).slice(0, 1);
}
