import { reds_ds, type Timed } from "./intergreen.ts";
import type { Leg } from "./legs.ts";
import type { ProgramStage } from "./program.ts";
import { longest, type StageTimes } from "./stages.ts";

/** A phase of NEMA's: one movement of one leg, with a lane of its own. Times in tenths. */
export interface RingPhase {
  readonly number: number;
  readonly timed: Timed;
  readonly max_green_ds: number;
  /** Its green in the program, for the plan that stands when detection is gone. */
  readonly fixed_ds: number;
  readonly red_clear_ds: number;
}

/** Of a junction whose movements are phases of two rings: by number. */
export type Rings = readonly RingPhase[];

/** Left and through of the legs in turn, from one of the main road: a left is in the ring of whom it crosses. */
const NUMBERS = [
  { left: 5, through: 2 },
  { left: 7, through: 4 },
  { left: 1, through: 6 },
  { left: 3, through: 8 },
] as const;
/** Of each ring, the phases between its barriers in their order. */
export const RINGS: readonly (readonly (readonly number[])[])[] = [
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
];

/** The throughs of the road that has the longest green: they begin. */
export const MAIN: readonly number[] = [2, 6];

/**
 * The two rings of a junction, or why it has none, in words. It must have four legs, each with one group for its left and one for all others in
 * lanes of its own; nobody walks; and whoever goes in one ring neither meets nor gives way to anybody of the other between the same barriers. There a
 * left that is done makes room for those whom it crossed while the left beside it goes on; lefts lead, so that who waits at the barrier is a through.
 */
export function ringsOf(
  legs: readonly Leg[],
  all: readonly Timed[],
  program: readonly ProgramStage[],
  times: readonly StageTimes[],
): Rings | string {
  if (legs.length !== 4) return `it has ${legs.length} legs, and two rings have four`;
  if (all.some(({ group }) => group.leg === null)) return "it has signals for pedestrians, whom no ring has a place for yet";
  const round = legs.toSorted((a, b) => a.heading_deg - b.heading_deg);
  const main = longest(times);
  const goes = all.filter(({ group, movement }) => movement !== "left" && main.groups.includes(group.name));
  const first = goes.some(({ group }) => group.leg === round[1] || group.leg === round[3]) ? 1 : 0;
  const timedOf = new Map<number, Timed>();
  for (const [i, { left, through }] of NUMBERS.entries()) {
    const leg = round[(first + i) % 4]!;
    const own = all.filter(({ group }) => group.leg === leg);
    const [turns, others] = [own.filter(({ movement }) => movement === "left"), own.filter(({ movement }) => movement === "through")];
    if (own.length !== 2 || turns.length !== 1 || others.length !== 1)
      return `its leg ${leg.name} has not one signal for its left and one for all others`;
    if (sharesLane(turns[0]!, others[0]!)) return `its leg ${leg.name} has a left without a lane of its own`;
    timedOf.set(left, turns[0]!).set(through, others[0]!);
  }
  for (const between of [0, 1] as const) {
    const [one, other] = RINGS.map((ring) => ring[between]!.map((number) => timedOf.get(number)!));
    for (const a of one!) {
      for (const b of other!) if (meet(a, b)) return `its ${named(a)} and its ${named(b)} cannot go together unless one gives way`;
    }
  }
  return [...timedOf].toSorted(([a], [b]) => a - b).map(([number, timed]) => phaseOf(number, timed, program, times));
}

/** As people read it: "north left". */
export const named = ({ group, movement }: Timed): string => `${group.leg!.name} ${movement}`.slice(0, 64);

const sharesLane = (a: Timed, b: Timed): boolean =>
  a.group.links.some((one) => b.group.links.some((other) => one.from === other.from && one.lane === other.lane));

const meet = (a: Timed, b: Timed): boolean =>
  a.intergreen_ds.has(b.group.name) ||
  b.intergreen_ds.has(a.group.name) ||
  a.yields_to.includes(b.group.name) ||
  b.yields_to.includes(a.group.name);

function phaseOf(number: number, timed: Timed, program: readonly ProgramStage[], times: readonly StageTimes[]): RingPhase {
  const { group, min_green_ds, yields_to } = timed;
  // A left has a green of its own here: the stages in which it goes in gaps say nothing of how long that lasts.
  const free = group.stages.filter((s) => !yields_to.some((other) => times[s]!.groups.includes(other)));
  const stages = free.length > 0 ? free : group.stages;
  const own = stages.map((s) => times[s]!);
  return {
    number,
    timed,
    max_green_ds: Math.max(...own.map((stage) => stage.max_green_ds)),
    fixed_ds: Math.max(min_green_ds, fixed(stages, program)),
    red_clear_ds: Math.max(0, ...reds_ds(timed)),
  };
}

/** Its longest green in one piece, through what lies between stages in which it goes on. */
function fixed(stages: readonly number[], program: readonly ProgramStage[]): number {
  const own = (s: number) => stages.includes(s % program.length);
  const pieces = stages.map((begin) => {
    let sum_s = 0;
    for (let s = begin; s < begin + program.length && own(s); s++) {
      const { duration_s, change } = program[s % program.length]!;
      sum_s += duration_s + (own(s + 1) ? change.reduce((sum, phase) => sum + phase.duration_s, 0) : 0);
    }
    return Math.round(sum_s * 10);
  });
  return Math.max(...pieces);
}
