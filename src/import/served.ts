import { furtherStages } from "./further.ts";
import { groupsOf } from "./groups.ts";
import { type Timed, timed } from "./intergreen.ts";
import { type Leg, legsOf } from "./legs.ts";
import type { Net } from "./net.ts";
import { pathsOf } from "./paths.ts";
import { stagesOf } from "./program.ts";
import { type Rings, ringsOf } from "./rings.ts";
import { drivesOn, type Signal } from "./signal.ts";
import { type StageTimes, stageTimes } from "./stages.ts";

/** Who may go at a traffic light, and in which stages of its site file: the program's first, then the further ones. */
export interface Served {
  readonly legs: readonly Leg[];
  readonly groups: readonly Timed[];
  readonly times: readonly StageTimes[];
  /** What its site file can have instead of stages, or why not. */
  readonly rings: Rings | string;
}

/** The same as a site file has it: in rings, or null where it has stages. */
export interface Laid extends Omit<Served, "rings"> {
  readonly rings: Rings | null;
}

/** Throws a Refusal where the program is none that a unit could run. */
export function servedBy(net: Net, signal: Signal): Served {
  const walks = new Set(signal.links.filter((link) => !drivesOn(net, link)).map((link) => link.index));
  const program = stagesOf(signal.program, (index) => walks.has(index));
  const legs = legsOf(net, signal);
  const paths = pathsOf(net);
  const groups = timed(groupsOf(net, signal, program, legs), program, legs, paths);
  const own = stageTimes(program, groups);
  return { legs, groups, times: [...own, ...furtherStages(groups, paths, own)], rings: ringsOf(legs, groups, program, own) };
}

/** In rings where they are wished and can be. */
export const laid = (served: Served, rings: boolean): Laid => ({
  ...served,
  rings: rings && typeof served.rings !== "string" ? served.rings : null,
});
