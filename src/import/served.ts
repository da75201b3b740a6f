import { furtherStages } from "./further.ts";
import { groupsOf } from "./groups.ts";
import { type Timed, timed } from "./intergreen.ts";
import { type Leg, legsOf } from "./legs.ts";
import type { Net } from "./net.ts";
import { pathsOf } from "./paths.ts";
import { stagesOf } from "./program.ts";
import { drivesOn, type Signal } from "./signal.ts";
import { type StageTimes, stageTimes } from "./stages.ts";

/** Who may go at a traffic light, and in which stages of its site file: the program's first, then the further ones. */
export interface Served {
  readonly legs: readonly Leg[];
  readonly groups: readonly Timed[];
  readonly stages: readonly StageTimes[];
}

/** Throws a Refusal where the program is none that a unit could run. */
export function servedBy(net: Net, signal: Signal): Served {
  const walks = new Set(signal.links.filter((link) => !drivesOn(net, link)).map((link) => link.index));
  const program = stagesOf(signal.program, (index) => walks.has(index));
  const legs = legsOf(net, signal);
  const paths = pathsOf(net);
  const groups = timed(groupsOf(net, signal, program, legs), program, legs, paths);
  const own = stageTimes(program, groups);
  return { legs, groups, stages: [...own, ...furtherStages(groups, paths, own)] };
}
