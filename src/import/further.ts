import { PHASES_MAX } from "../traffic/numbers.ts";
import { meets } from "./groups.ts";
import type { Timed } from "./intergreen.ts";
import type { Paths } from "./paths.ts";
import { nameOf, type StageTimes, WALK_DS } from "./stages.ts";

/** Places in the list of groups. */
type Some = readonly number[];

/** More than any junction has; what is behind them is not looked at. */
const SETS_MAX = 4_096;

/**
 * Stages that the program does not have, for a strategy that chooses: the largest sets of vehicle groups in which no two conflict, once with those
 * whom the program lets go although they must give way, and once without. As many as a unit has numbers for: first such as let somebody go
 * who has to give way in every stage so far, then those with the most lanes.
 */
export function furtherStages(all: readonly Timed[], paths: Paths, program: readonly StageTimes[]): readonly StageTimes[] {
  const vehicles = all.flatMap(({ group }, i) => (group.leg === null ? [] : [i]));
  const conflict = (a: number, b: number) => all[a]!.intergreen_ds.has(all[b]!.group.name) || all[b]!.intergreen_ds.has(all[a]!.group.name);
  const yields = (a: number, b: number) => all[a]!.yields_to.includes(all[b]!.group.name);
  const meet = (a: number, b: number) => conflict(a, b) || yields(a, b) || yields(b, a) || meets(paths, all[a]!.group, all[b]!.group);
  const free = (set: Some) => set.filter((a) => !set.some((b) => yields(a, b)));
  const lanes = (set: Some) => new Set(set.flatMap((i) => all[i]!.group.links.map((link) => `${link.from} ${link.lane}`))).size;
  const within = (inner: Some, outer: Some) => inner.every((i) => outer.includes(i));
  // Whoever goes and whoever need not give way in it does the same in the other.
  const covered = (set: Some, by: Some) => within(set, by) && within(free(set), free(by));

  const there = program.map(({ groups }) => vehicles.filter((i) => groups.includes(all[i]!.group.name)));
  const sets = [...largest(vehicles, conflict), ...largest(vehicles, meet)];
  const left = sets.filter((set, k) => {
    const twin = sets.findIndex((other) => same(other, set));
    return twin === k && !there.some((by) => covered(set, by)) && !sets.some((by) => !same(by, set) && covered(set, by));
  });
  const chosen: Some[] = [];
  while (left.length > 0 && there.length + chosen.length < PHASES_MAX) {
    const never = vehicles.filter((i) => ![...there, ...chosen].some((set) => free(set).includes(i)));
    const worth = (set: Some) => 1_000 * free(set).filter((i) => never.includes(i)).length + lanes(set);
    const best = left.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
  }
  return chosen.map((set, k) => stageOf(all, set, program, program.length + k));
}

const same = (a: Some, b: Some): boolean => a.length === b.length && a.every((i) => b.includes(i));

/** The sets to which nobody can be added (Bron and Kerbosch), each in order. */
function largest(nodes: Some, conflict: (a: number, b: number) => boolean): readonly Some[] {
  const beside = new Map(nodes.map((a) => [a, new Set(nodes.filter((b) => b !== a && !conflict(a, b)))]));
  const found: Some[] = [];
  const grow = (set: Some, next: Some, done: Some): void => {
    if (found.length >= SETS_MAX) return;
    if (next.length === 0 && done.length === 0) found.push(set.toSorted((a, b) => a - b));
    const rest = [...next];
    const tried = [...done];
    // Whoever goes with the one that most go with is found with it.
    const pivot = [...next, ...done].reduce((a, b) => (goWith(b) > goWith(a) ? b : a), next[0] ?? 0);
    function goWith(a: number): number {
      return next.filter((b) => beside.get(a)!.has(b)).length;
    }
    for (const each of next) {
      if (beside.get(pivot)!.has(each)) continue;
      const near = (other: number) => beside.get(each)!.has(other);
      grow([...set, each], rest.filter(near), tried.filter(near));
      rest.splice(rest.indexOf(each), 1);
      tried.push(each);
    }
  };
  grow([], nodes, []);
  return found;
}

/** Its times are those of the program's stages of its groups; whoever can walk beside it may. */
function stageOf(all: readonly Timed[], set: Some, program: readonly StageTimes[], s: number): StageTimes {
  const vehicles = set.map((i) => all[i]!);
  const names = vehicles.map(({ group }) => group.name);
  const theirs = program.filter(({ groups }) => groups.some((name) => names.includes(name)));
  const max_green_ds = Math.max(...theirs.map((stage) => stage.max_green_ds));
  const walkers = all.filter(
    ({ group, intergreen_ds, ped_clear_ds }) =>
      group.leg === null &&
      WALK_DS + ped_clear_ds <= max_green_ds &&
      !vehicles.some((other) => intergreen_ds.has(other.group.name) || other.intergreen_ds.has(group.name)),
  );
  return {
    number: s + 1,
    name: nameOf(s, vehicles),
    groups: [...names, ...walkers.map(({ group }) => group.name)],
    min_green_ds: Math.min(max_green_ds, Math.max(...vehicles.map(({ min_green_ds }) => min_green_ds))),
    max_green_ds,
    fixed_ds: 0,
    walks: walkers.length > 0,
    source: "those of the program's stages of its groups",
    further: true,
  };
}
