import { lanesOf } from "../../traffic/lanes.ts";
import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";

/** How many come in one lane of a site, whatever signals do. */
export interface LaneFlow {
  readonly approach: string;
  /** From the kerb, from 1. */
  readonly lane: number;
  readonly vehicles_h: number;
}

/** A lane, who serves it, and which part of all time it would fill if its queue left without a gap. */
export interface Load extends LaneFlow {
  readonly phases: readonly PhaseNumber[];
  /** Between two who leave its queue. */
  readonly headway_s: number;
  readonly y: number;
}

/** Between two who leave a queue over the line (1,800 an hour), and where they must find gaps in an oncoming stream. */
const [HEADWAY_S, YIELDING_S] = [2, 4];
const HOUR_S = 3_600;

/** Everybody's demand times `factor`; with `approaches`, of those who come from there. */
export const times = (flows: readonly LaneFlow[], factor: number, approaches?: readonly string[]): readonly LaneFlow[] =>
  flows.map((flow) =>
    approaches === undefined || approaches.includes(flow.approach) ? { ...flow, vehicles_h: flow.vehicles_h * factor } : flow,
  );

/** What flows ask of a site's phases. A lane that no detector of a phase lies in asks nothing; one without a flow is taken to be empty. */
export function loadsOf(site: Site, flows: readonly LaneFlow[], omit: readonly PhaseNumber[]): readonly Load[] {
  return lanesOf(site.detectors).map(({ approach, lane, served, calling }): Load => {
    const vehicles_h = flows.find((flow) => flow.approach === approach && flow.lane === lane)?.vehicles_h ?? 0;
    const numbers = calling.map((i) => site.detectors[i]!.number);
    const headway_s = givesWay(site, served, numbers) ? YIELDING_S : HEADWAY_S;
    const phases = served.filter((phase) => !omit.includes(phase));
    return { approach, lane, vehicles_h, phases, headway_s, y: (vehicles_h * headway_s) / HOUR_S };
  });
}

/** Whether whoever leaves the lane must wait for gaps in each of its greens. */
function givesWay({ stages, phases }: Site, served: readonly PhaseNumber[], detectors: readonly number[]): boolean {
  if (stages === null) {
    const own = phases.filter(({ number }) => served.includes(number));
    return own.length > 0 && own.every(({ movement, yields_to }) => movement === "left" && yields_to.length > 0);
  }
  const vehicles = stages.groups.filter(({ kind }) => kind === "vehicle");
  const own = vehicles.filter((group) => group.detectors.some((number) => detectors.includes(number)));
  const others = new Set(vehicles.map(({ name }) => name));
  const greens = stages.stages.filter(({ number }) => served.includes(number));
  return (
    own.length > 0 &&
    greens.length > 0 &&
    own.every(({ yields_to }) => greens.every(({ groups }) => yields_to.some((name) => others.has(name) && groups.includes(name))))
  );
}
