import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Approach, Channel, Phase, Site } from "../../traffic/site.ts";
import { type LaneMovement, movementOf } from "./movement.ts";

/** One lane of the intersection, and how many come in it. */
export interface LanePlan {
  readonly approach: Approach;
  /** From the kerb, from 1. */
  readonly lane: number;
  readonly phase: PhaseNumber;
  /** What its drivers look at; null where nobody can see whether they may go. */
  readonly channel: Channel | null;
  readonly movement: Phase["movement"];
  readonly turns: "left" | "none";
  /** Vehicles per mille that turn right, from the kerb lane. */
  readonly right_pm: number;
  /** Vehicles an hour at the top of the day. */
  readonly peak_vph: number;
  readonly tide: Tide;
}

export type Tide = "in" | "out";

/** Vehicles an hour and lane over the stop line while a queue lasts. */
export const SATURATION_VPH = 1_850;
/** Share of a lane's capacity in the busiest hour, if every green ran to its maximum: busy, not full. */
const PEAK_LOAD = 0.72;
/** Green that each phase change costs, in tenths: start-up and the end of clearance. */
const LOST_DS = 45;
const KERB_RIGHT_PM = 200;

/** Per mille of the peak at each full hour: into town in the morning, out of it in the evening. */
const DAY: { readonly [T in Tide]: readonly number[] } = {
  in: [50, 35, 25, 25, 60, 190, 560, 950, 1000, 740, 600, 590, 620, 620, 620, 660, 720, 760, 640, 460, 340, 260, 190, 110],
  out: [70, 45, 30, 30, 50, 130, 380, 660, 730, 600, 560, 590, 650, 640, 680, 800, 950, 1000, 820, 560, 410, 320, 240, 140],
};
const MINUTES = 1_440;

/** Per mille of the peak at a minute of the day, in a straight line from hour to hour. */
export function share_pm(tide: Tide, minute: number): number {
  const table = DAY[tide];
  const hour = Math.floor((minute % MINUTES) / 60);
  const [from, to] = [table[hour]!, table[(hour + 1) % 24]!];
  return from + Math.floor(((to - from) * (minute % 60)) / 60);
}

/**
 * The lanes of a site in the order of its approaches, each with the phase that its stop-line detector calls. Demand follows the timing
 * sheet: whoever timed a phase for a long green knew why. A lane that no phase serves carries nobody and is left out.
 */
export function lanePlans(site: Site): readonly LanePlan[] {
  return site.approaches.flatMap((approach) =>
    Array.from({ length: approach.lanes }, (_, i) => i + 1).flatMap((lane) => {
      const movement = movementOf(site, approach, lane);
      return movement === undefined ? [] : [planOf(site, approach, lane, movement)];
    }),
  );
}

function planOf(site: Site, approach: Approach, lane: number, { phases, movement, channel }: LaneMovement): LanePlan {
  const turns = movement === "left" ? "left" : "none";
  return {
    approach,
    lane,
    phase: phases[0]!.number,
    channel,
    movement,
    turns,
    right_pm: movement === "right" ? 1_000 : lane === 1 && turns === "none" ? KERB_RIGHT_PM : 0,
    peak_vph: Math.round(SATURATION_VPH * PEAK_LOAD * greenShare(site, phases)),
    tide: approach.heading_deg > 135 && approach.heading_deg <= 315 ? "in" : "out",
  };
}

/** The phases' part of the longest cycle that their ring can have. */
function greenShare(site: Site, phases: readonly Phase[]): number {
  const ring = site.rings.find((r) => r.groups.some((g) => g.includes(phases[0]!.number)));
  const members = (ring?.groups.flat() ?? [phases[0]!.number]).map((n) => site.phases.find((p) => p.number === n)!);
  members.push(...longestApart(site, phases[0]!, members));
  const green_ds = phases.reduce((sum, p) => sum + p.max1_ds, 0);
  return green_ds / members.reduce((sum, p) => sum + p.max1_ds + LOST_DS, 0);
}

/** Of the phases that are stated to conflict with one, the longest: it takes its turn in no ring of its own. */
function longestApart({ conflicts, phases }: Site, own: Phase, members: readonly Phase[]): readonly Phase[] {
  const apart = phases.filter(
    (p) => !members.includes(p) && conflicts.some((pair) => pair.includes(p.number) && pair.includes(own.number)),
  );
  return apart.toSorted((a, b) => b.max1_ds - a.max1_ds).slice(0, 1);
}
