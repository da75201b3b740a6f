import { CHANNELS_MAX } from "../traffic/numbers.ts";
import type { Leg } from "./legs.ts";
import type { Link, Net } from "./net.ts";
import type { Paths } from "./paths.ts";
import { green, type ProgramStage } from "./program.ts";
import { Refusal } from "./refusal.ts";
import { drivesOn, type Signal } from "./signal.ts";

/** Links that always show the same: one signal group of the site. */
export interface Group {
  readonly name: string;
  readonly links: readonly Link[];
  /** Places of the stages in which it is green. */
  readonly stages: readonly number[];
  /** Null of pedestrians. */
  readonly leg: Leg | null;
  readonly movement: "through" | "left" | "right" | "all";
  /** Of pedestrians. */
  readonly length_m: number;
  /** What they cross. */
  readonly edges: readonly string[];
}

type Way = "left" | "through" | "right";
const WAYS: { readonly [direction: string]: Way } = { l: "left", L: "left", t: "left", s: "through", r: "right", R: "right" };

/**
 * The signal groups: links of one leg that are green in the same stages, and go the same way or leave from one lane. Links that are never red
 * (O) or never green are no signals. `K` for vehicles, `F` for pedestrians, as German signal plans have it.
 */
export function groupsOf(net: Net, signal: Signal, stages: readonly ProgramStage[], legs: readonly Leg[]): readonly Group[] {
  const greens = (link: Link) => stages.flatMap(({ state }, s) => (green(state[link.index]) ? [s] : []));
  const signalled = signal.links.filter((link) => {
    const count = greens(link).length;
    if (count === stages.length && !signal.program.phases.some(({ state }) => /[ryYus]/.test(state[link.index]!))) return false;
    return count > 0;
  });
  const groups: Group[] = [];
  for (const leg of legs) {
    const own = signalled.filter((link) => link.from === leg.edge && drivesOn(net, link));
    for (const links of together(own, (link) => greens(link).join())) {
      const ways = new Set(links.map((link) => WAYS[link.direction] ?? "through"));
      const movement = ways.size === 1 ? [...ways][0]! : ways.has("left") ? "all" : "through";
      const name = `K${groups.length + 1}`;
      groups.push({ name, links, stages: greens(links[0]!), leg, movement, length_m: 0, edges: [] });
    }
  }
  const vehicles = groups.length;
  // A crossing of two halves is two groups; both ways over one crossing are one.
  const crossings = Map.groupBy(
    signalled.filter((link) => !drivesOn(net, link)),
    (link) => `${link.to} ${greens(link).join()}`,
  );
  for (const links of crossings.values()) {
    const { length_m, edges } = net.crossings.get(links[0]!.to)!;
    if (!(length_m > 0)) throw new Refusal(`crossing "${links[0]!.to}" has no length: no pedestrian clearance follows from it`);
    const name = `F${groups.length - vehicles + 1}`;
    groups.push({ name, links, stages: greens(links[0]!), leg: null, movement: "all", length_m, edges });
  }
  if (vehicles === 0) throw new Refusal(`no connection for vehicles of "${signal.tls}" is ever green and ever red`);
  if (groups.length > CHANNELS_MAX)
    throw new Refusal(`"${signal.tls}" has ${groups.length} signal groups, and a unit has ${CHANNELS_MAX} channels`);
  return groups;
}

/** Links of one kind that go the same way, and whoever shares a lane with them. */
function together(links: readonly Link[], kind: (link: Link) => string): readonly (readonly Link[])[] {
  const sets: Link[][] = [];
  for (const link of links) {
    const near = sets.filter((set) =>
      set.some((other) => kind(other) === kind(link) && (other.lane === link.lane || WAYS[other.direction] === WAYS[link.direction])),
    );
    const joined = [...near.flat(), link];
    sets.splice(0, sets.length, ...sets.filter((set) => !near.includes(set)), joined);
  }
  return sets.sort((a, b) => Math.min(...a.map((link) => link.index)) - Math.min(...b.map((link) => link.index)));
}

export const meets = (paths: Paths, a: Group, b: Group): boolean => a.links.some((one) => b.links.some((other) => paths.meet(one, other)));

/** Groups that `a` gives way to in a stage in which both are green. */
export const yieldsTo = (paths: Paths, a: Group, groups: readonly Group[]): readonly Group[] =>
  groups.filter(
    (b) =>
      b !== a &&
      a.stages.some((s) => b.stages.includes(s)) &&
      a.links.some((one) => b.links.some((other) => paths.meet(one, other) && paths.yields(one, other))),
  );
