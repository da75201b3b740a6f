import { BEYOND, DIFFERENCES, type Kind, type Parting } from "./differences.ts";
import type { Scene } from "./scenes.ts";
import { Shadow, type Start } from "./shadow.ts";
import { begins, type Calls, green, type Heads, PHASES, RINGS } from "./steps.ts";

export interface Compared {
  /** In the order of time; the last one may be null: nothing explains it, and nothing was compared behind it. */
  readonly found: readonly (Kind | null)[];
  /** SUMO's greens, and those of them that began where ours was beside it. */
  readonly greens: number;
  readonly compared: number;
  /** Steps, and those in which ours was given other calls than SUMO had. */
  readonly steps: number;
  readonly otherwise: number;
  readonly unexplained: Parting | null;
}

/** Every difference in the order of time. Behind each ours is brought to where SUMO is, so that every one is counted once. */
export function compare(scene: Scene, recorded: Calls, sumo: Heads, ours = scene): Compared {
  const shadow = new Shadow(ours);
  const steps = sumo.length / 8;
  const found: (Kind | null)[] = [];
  const beside = new Uint8Array(steps);
  const otherwise = new Uint8Array(steps);
  let unexplained: Parting | null = null;
  let next = nextStart(scene, shadow, recorded, sumo, scene.plan === null ? 0 : 2 * scene.plan.cycle);
  while (next !== null && unexplained === null) {
    const start = next;
    let calls = recorded;
    let { heads, differs } = shadow.run(start, calls, sumo);
    next = null;
    while (differs < steps) {
      const parting: Parting = { scene, step: differs, calls, sumo, ours: heads };
      const way = explain(parting, (changed) => shadow.run(start, changed, sumo));
      if (way === null) {
        const beyond = BEYOND.find(({ is }) => is(parting)) ?? null;
        found.push(beyond);
        if (beyond === null) unexplained = parting;
        else next = nextStart(scene, shadow, recorded, sumo, differs + 1);
        break;
      }
      found.push(...way.kinds);
      ({ calls, heads, differs } = way);
    }
    beside.fill(1, start.step, differs);
    for (let step = start.step; step < differs; step++) {
      if (PHASES.some((p) => calls[step * 8 + p] !== recorded[step * 8 + p])) otherwise[step] = 1;
    }
  }
  const greensAt = beside.map((_, step) => PHASES.filter((p) => begins(sumo, step, p)).length);
  return {
    found,
    greens: sum(greensAt),
    compared: sum(greensAt.map((greens, step) => greens * beside[step]!)),
    steps,
    otherwise: sum(otherwise),
    unexplained,
  };
}

/** One difference, or two at once, whose calls bring ours beyond the step. */
function explain(parting: Parting, run: (calls: Calls) => { readonly heads: Heads; readonly differs: number }) {
  const one = DIFFERENCES.map((kind) => ({ kinds: [kind as Kind], calls: kind.calls(parting) }));
  const two = one.flatMap(({ kinds: [first], calls }) =>
    calls === null
      ? []
      : DIFFERENCES.filter((kind) => kind !== first).map((kind) => ({ kinds: [first!, kind], calls: kind.calls({ ...parting, calls }) })),
  );
  for (const { kinds, calls } of [...one, ...two]) {
    if (calls === null) continue;
    const { heads, differs } = run(calls);
    if (differs > parting.step) return { kinds, calls, heads, differs };
  }
  return null;
}

/** Where both rings begin green in one step; with a plan, where both controllers show the coordinated greens. */
function nextStart(scene: Scene, shadow: Shadow, recorded: Calls, sumo: Heads, from: number): Start | null {
  const alone = scene.plan === null ? null : shadow.alone(recorded);
  for (let step = from; step * 8 < sumo.length; step++) {
    if (alone === null) {
      const [a, b] = RINGS.map((ring) => ring.find((p) => begins(sumo, step, p)));
      if (a !== undefined && b !== undefined) return { step, phases: [a, b] };
    } else if ([1, 5].every((p) => green(sumo, step, p) && green(alone, step, p))) {
      return { step, phases: [1, 5] };
    }
  }
  return null;
}

const sum = (values: Uint8Array): number => values.reduce((whole, value) => whole + value, 0);
