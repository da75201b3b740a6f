import { type Movement, mayYield, pathsCross } from "../traffic/paths.ts";
import { type Group, meets, yieldsTo } from "./groups.ts";
import type { Leg } from "./legs.ts";
import type { Paths } from "./paths.ts";
import { gap_s, type ProgramStage, yellow_s } from "./program.ts";
import { groupMin_ds } from "./stages.ts";

/** What a site states of a signal group beside its links; times in tenths. */
export interface Timed {
  readonly group: Group;
  readonly movement: Group["movement"];
  readonly yields_to: readonly string[];
  /** 0 of pedestrians. */
  readonly min_green_ds: number;
  /** 0 of pedestrians. */
  readonly yellow_ds: number;
  readonly program_yellow_ds: number;
  /** 0 of vehicles. */
  readonly ped_clear_ds: number;
  /** By the name of the group that begins. */
  readonly intergreen_ds: ReadonlyMap<string, number>;
}

/** ITE's yellow change: a second to react, and 3.05 m/s² to stop in; never less than 3.0 s. */
export const iteYellow_ds = (speed_ms: number): number => Math.max(30, Math.ceil((1 + speed_ms / (2 * 3.05)) * 10));
/** Who walks at 1.2 m/s. */
export const pedClear_ds = (length_m: number): number => Math.max(30, Math.ceil((length_m / 1.2) * 10));

/** Between the end of its yellow, or of its clearance, and each green that may follow. */
export const reds_ds = ({ yellow_ds, ped_clear_ds, intergreen_ds }: Timed): readonly number[] =>
  [...intergreen_ds.values()].map((ds) => ds - yellow_ds - ped_clear_ds);

const tenths = (s: number): number => Math.round(s * 10);

export function timed(groups: readonly Group[], stages: readonly ProgramStage[], legs: readonly Leg[], paths: Paths): readonly Timed[] {
  const movements = waysOf(groups, legs, paths);
  return groups.map((group, i) => {
    const program_yellow_ds = tenths(Math.max(0, ...stages.flatMap((stage) => group.links.map((link) => yellow_s(stage, link)))));
    const yellow_ds = group.leg === null ? 0 : Math.max(program_yellow_ds, iteYellow_ds(group.leg.speed_ms));
    const ped_clear_ds = group.leg === null ? pedClear_ds(group.length_m) : 0;
    const own = yellow_ds + ped_clear_ds;
    const red_ds = group.leg === null ? 0 : allRed_ds(group, groups, stages);
    const foes = groups.filter((_, k) => conflict(groups, movements, legs, paths, i, k));
    const intergreen_ds = foes.map((other) => [other.name, Math.max(own + red_ds, gap_ds(group, other, stages))] as const);
    return {
      group,
      movement: movements[i]!.movement as Group["movement"],
      yields_to: movements[i]!.yields_to.filter((k) => groups[k]!.leg === null || mayYield(movements[i]!, movements[k]!)).map(
        (k) => groups[k]!.name,
      ),
      min_green_ds: group.leg === null ? 0 : groupMin_ds(group, stages),
      yellow_ds,
      program_yellow_ds,
      ped_clear_ds,
      intergreen_ds: new Map(intergreen_ds),
    };
  });
}

const meetInAStage = (a: Group, b: Group): boolean => a.stages.some((s) => b.stages.includes(s));

/** Two groups conflict if the net has their paths meet, or the legs have them cross; those whom the program lets go together do not. */
function conflict(
  groups: readonly Group[],
  movements: readonly Movement[],
  legs: readonly Leg[],
  paths: Paths,
  i: number,
  k: number,
): boolean {
  const [a, b] = [groups[i]!, groups[k]!];
  if (i === k || meetInAStage(a, b)) return false;
  return meets(paths, a, b) || (a.leg !== null && b.leg !== null && crossing(movements, legs, i, k));
}

const crossing = (movements: readonly Movement[], legs: readonly Leg[], i: number, k: number): boolean =>
  pathsCross(
    movements[i]!,
    movements[k]!,
    legs.map((leg) => leg.heading_deg),
  );

/**
 * The site's checks know legs and right angles, the net knows the place. Two groups that go together although their legs have them cross (two
 * lanes that join a street of two, say): the one that turns gives way where it may; else it is told as one that goes all ways, of which
 * the legs tell only the way straight on.
 */
function waysOf(groups: readonly Group[], legs: readonly Leg[], paths: Paths): readonly Movement[] {
  const movements = groups.map(
    (group, number): Movement => ({
      number,
      heading_deg: group.leg?.heading_deg ?? null,
      movement: group.leg === null ? "pedestrian" : group.movement,
      walks: false,
      yields_to: yieldsTo(paths, group, groups).map((other) => groups.indexOf(other)),
    }),
  );
  for (let i = 0; i < groups.length; i++) {
    for (let k = 0; k < i; k++) {
      if (groups[i]!.leg === null || groups[k]!.leg === null || !meetInAStage(groups[i]!, groups[k]!)) continue;
      if (!crossing(movements, legs, i, k)) continue;
      const [one, other] = [movements[i]!, movements[k]!];
      if (mayYield(one, other)) movements[i] = { ...one, yields_to: [...one.yields_to, k] };
      else if (mayYield(other, one)) movements[k] = { ...other, yields_to: [...other.yields_to, i] };
      else if (one.movement === "through") movements[k] = { ...other, movement: "all" };
      else movements[i] = { ...one, movement: "all" };
    }
  }
  return movements;
}

/** From the end of one group to the begin of the other where the program has them follow each other; 0 where it does not. */
function gap_ds(a: Group, b: Group, stages: readonly ProgramStage[]): number {
  const gaps = stages.flatMap((stage, s) => {
    const next = stages[(s + 1) % stages.length]!;
    return a.links.flatMap((one) => b.links.map((other) => gap_s(stage, next, one, other) ?? 0));
  });
  return tenths(Math.max(0, ...gaps));
}

/** The longest red of all between the group's yellow and anyone who begins behind it: for those whom the program never has follow it. */
function allRed_ds(group: Group, groups: readonly Group[], stages: readonly ProgramStage[]): number {
  const yellow = Math.max(0, ...stages.flatMap((stage) => group.links.map((link) => yellow_s(stage, link))));
  const behind = groups.filter((other) => other !== group && other.leg !== null).map((other) => gap_ds(group, other, stages));
  return Math.max(0, Math.max(0, ...behind) - tenths(yellow));
}
