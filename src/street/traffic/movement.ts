import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Approach, Channel, Overlap, Phase, Site } from "../../traffic/site.ts";

/** Who leaves in a lane: the phases that let it go, and the head that says so. */
export interface LaneMovement {
  /** Its own first. */
  readonly phases: readonly Phase[];
  readonly movement: Phase["movement"];
  /** Null where nobody can see whether it may go. */
  readonly channel: Channel | null;
}

/** By the detector nearest to the stop line, which is there to call for the lane; without one by the leg. Undefined where nothing serves it. */
export function movementOf(site: Site, approach: Approach, lane: number): LaneMovement | undefined {
  const calling = site.detectors.filter((d) => d.approach === approach.name && d.lane === lane && d.call_phase !== null);
  const nearest = calling.sort((a, b) => a.distance_m - b.distance_m)[0];
  const called = nearest ? [nearest.call_phase!, ...nearest.also_calls] : letGo(site, approach);
  const phases = called.map((number) => site.phases.find((p) => p.number === number)!);
  if (phases.length === 0) return undefined;
  const overlap = overlapOf(site, approach, called);
  const own = site.channels.find((c) => c.kind === "vehicle" && c.phase === called[0]);
  // In a site of stages a phase is a whole stage, and what a lane does is its signal group's to say.
  const shown = site.stages !== null || own === undefined ? overlap : lane === 1 ? rightOf(site, approach, called) : undefined;
  const channel = shown === undefined ? own : site.channels.find((c) => c.kind === "overlap" && c.overlap === shown.number);
  return { phases, movement: shown?.movement ?? phases[0]!.movement, channel: channel ?? null };
}

/** What the leg has for its through traffic, else whatever it has. */
function letGo(site: Site, { name }: Approach): readonly PhaseNumber[] {
  const overlaps = site.stages === null ? [] : site.overlaps.filter((o) => o.approach === name);
  if (overlaps.length > 0) return (overlaps.find((o) => o.movement !== "left") ?? overlaps[0]!).included;
  const own = site.phases.filter((p) => p.approach === name && p.movement !== "pedestrian");
  const phase = own.find((p) => p.movement !== "left") ?? own[0];
  return phase === undefined ? [] : [phase.number];
}

/** The overlap of the leg that is green in just these phases, else one that is green in the first of them. */
function overlapOf({ overlaps }: Site, { name }: Approach, called: readonly PhaseNumber[]): Overlap | undefined {
  const own = overlaps.filter((o) => o.approach === name && o.included.includes(called[0]!));
  return own.find((o) => o.included.length === called.length && o.included.every((number) => called.includes(number))) ?? own[0];
}

/** A leg with an overlap for its right turn has a lane for it, at the kerb. */
function rightOf({ overlaps }: Site, { name }: Approach, called: readonly PhaseNumber[]): Overlap | undefined {
  return overlaps.find((o) => o.approach === name && o.movement === "right" && o.included.includes(called[0]!));
}
