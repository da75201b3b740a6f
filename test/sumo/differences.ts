import type { Scene } from "./scenes.ts";
import { begins, type Calls, called, ends, green, type Heads, NOT_EVEN_RECALLED, PHASES, ringOf, side, since } from "./steps.ts";

/** Where SUMO and ours part: what SUMO's heads did, and what ours did up to this step with these calls. */
export interface Parting {
  readonly scene: Scene;
  readonly step: number;
  readonly calls: Calls;
  readonly sumo: Heads;
  readonly ours: Heads;
}

/** One way in which SUMO's controller and ours differ, and whether it makes other phases follow and greens end at another time. */
export interface Kind {
  readonly name: string;
  readonly phases: boolean;
  readonly ends: boolean;
}

/**
 * One that other calls would make up for. `calls` says which calls ours would have had to have to do what SUMO did, if this is what
 * parts them, and nothing if it is not. The claim counts only if ours, given these, goes on with SUMO beyond the step.
 */
export interface Difference extends Kind {
  readonly calls: (parting: Parting) => Calls | null;
}

/** Less one, as everywhere here. */
const COORDINATED: readonly number[] = [1, 5];
const BACK = "SUMO goes back within the ring though the other ring's phases wait beyond the barrier";

export const DIFFERENCES: readonly Difference[] = [
  {
    name: "SUMO decides anew during yellow and red",
    phases: true,
    ends: false,
    calls: ({ step, calls, sumo, ours }) => {
      const changed = calls.slice();
      const begun = PHASES.filter((p) => begins(sumo, step, p) && !begins(ours, step, p));
      const late = begun.filter(
        (p) => !called(calls, decision(sumo, step, p), p) && since(step, (s) => called(calls, s, p)) > decision(sumo, step, p),
      );
      for (const p of late) for (let s = decision(sumo, step, p); s <= step; s++) changed[s * 8 + p] = 1;
      return late.length > 0 ? changed : null;
    },
  },
  {
    name: "SUMO forgets whom the maximum cut off",
    phases: true,
    ends: false,
    calls: ({ scene, step, calls, sumo, ours }) => {
      const changed = calls.slice();
      const kept = PHASES.filter((p) => begins(ours, step, p) && !begins(sumo, step, p));
      for (const p of kept) {
        const cut = since(step, (s) => ends(sumo, s, p));
        for (let s = cut - scene.phases[p]!.passage + 1; s <= cut; s++) changed[s * 8 + p] = 0;
      }
      return kept.length > 0 ? changed : null;
    },
  },
  {
    name: BACK,
    phases: true,
    ends: true,
    calls: ({ scene, step, calls, sumo, ours }) => {
      const ended = PHASES.filter((p) => ends(sumo, step, p));
      if (ended.length !== 1 || !green(ours, step, ended[0]!)) return null;
      const changed = calls.slice();
      for (const p of PHASES) if (side(p) !== side(ended[0]!)) silence(changed, scene, sumo, step, p);
      // Who waits there keeps the maximum of the green beside it running.
      const beside = PHASES.find((p) => ringOf(p) !== ringOf(ended[0]!) && green(sumo, step, p));
      if (beside !== undefined && !scene.latching) changed[step * 8 + (beside ^ 1)] = 1;
      return changed;
    },
  },
  {
    name: "SUMO crosses the barrier past a phase that waits before it",
    phases: true,
    ends: true,
    calls: ({ scene, step, calls, sumo, ours }) => {
      const ended = PHASES.filter((p) => ends(sumo, step, p));
      if (ended.length !== 2 || !ended.some((p) => green(ours, step, p))) return null;
      const passed = ended.map((p) => p ^ 1).filter((p) => called(calls, step, p) || scene.recall.includes(p + 1));
      const changed = calls.slice();
      for (const p of passed) silence(changed, scene, sumo, step, p);
      return passed.length > 0 ? changed : null;
    },
  },
  {
    name: "SUMO ends a green with the maximum of the other ring's",
    phases: false,
    ends: true,
    calls: ({ scene, step, calls, sumo, ours }) => {
      const ended = PHASES.filter((p) => ends(sumo, step, p));
      if (ended.length !== 2 || !ended.some((p) => green(ours, step, p))) return null;
      const cut = ended.filter((p) => length(sumo, step, p) < scene.phases[p]!.max);
      const changed = calls.slice();
      for (const p of cut) for (let s = step - scene.phases[p]!.passage + 1; s <= step; s++) changed[s * 8 + p] = 0;
      return cut.length === 1 ? changed : null;
    },
  },
  {
    name: "SUMO lets a green that had gapped out go on when the other ring's next begins",
    phases: false,
    ends: true,
    calls: ({ step, calls, sumo, ours }) => {
      const changed = calls.slice();
      const longer = PHASES.filter((p) => green(sumo, step, p) && ends(ours, step, p));
      for (const p of longer) {
        const last = since(endOf(sumo, step, p) - 1, (s) => called(calls, s, p));
        for (let s = since(step, (s) => begins(sumo, s, p)); s <= last; s++) changed[s * 8 + p] = 1;
      }
      return longer.length > 0 ? changed : null;
    },
  },
  {
    name: "SUMO holds a coordinated green that came early to the next yield point",
    phases: true,
    ends: true,
    calls: (parting) => keepingTo(COORDINATED, parting, (end) => !yields(parting, parting.step) && yields(parting, end)),
  },
  {
    name: "SUMO's TS 2 waits at the yield point until a phase that nobody calls would not fit any more",
    phases: false,
    ends: true,
    // The one before that which is called: 3 before 4, 7 before 8. It does not fit when less than its minimum is left of its split.
    calls: (parting) => {
      const { max, min } = parting.scene.phases[2]!;
      const ts2 = parting.scene.plan?.controller === "TS2" && yields(parting, parting.step);
      return ts2 ? keepingTo(COORDINATED, parting, (end) => end - parting.step === max - min + 1) : null;
    },
  },
  {
    name: "SUMO does not turn back in the cycle to a phase that it has gone by, though there is time",
    phases: true,
    ends: true,
    calls: (parting) => keepingTo([0, 2, 3, 4, 6, 7], parting, () => true),
  },
];

/** What cannot be had from ours by any calls: behind these the comparison begins anew. */
export const BEYOND: readonly (Kind & { readonly is: (parting: Parting) => boolean })[] = [
  {
    name: "SUMO cuts a minimum green short with the maximum of the other ring's",
    phases: false,
    ends: true,
    is: ({ scene, step, sumo }) => PHASES.some((p) => ends(sumo, step, p) && length(sumo, step, p) < scene.phases[p]!.min),
  },
  {
    name: BACK,
    phases: true,
    ends: true,
    is: ({ scene, step, sumo, ours }) => {
      const ended = PHASES.filter((p) => ends(sumo, step, p) && green(ours, step, p));
      if (scene.plan === null || ended.length !== 1) return false;
      const [p] = ended;
      let begin = step;
      while (begin * 8 < sumo.length && !ringOf(p!).some((q) => green(sumo, begin, q))) begin++;
      return begins(sumo, begin, p! - 1) && side(p! - 1) === side(p!);
    },
  },
];

/** When the green before this one ended in its ring. */
const decision = (heads: Heads, step: number, p: number): number => since(step, (s) => ringOf(p).some((q) => ends(heads, s, q)));

/** With a plan: a green of SUMO's goes on that ours ends for someone, who is not there until SUMO's ends. */
function keepingTo(phases: readonly number[], parting: Parting, up_to: (end: number) => boolean): Calls | null {
  const { scene, step, calls, sumo, ours } = parting;
  const kept = phases.filter((p) => scene.plan !== null && green(sumo, step, p) && ends(ours, step, p));
  const changed = calls.slice();
  for (const p of kept) {
    if (!up_to(endOf(sumo, step, p))) return null;
    for (let s = since(step, (s) => begins(sumo, s, p)); s < endOf(sumo, step, p); s++) {
      for (const q of PHASES) if (!COORDINATED.includes(q) && !green(sumo, s, q)) changed[s * 8 + q] = 0;
    }
  }
  return kept.length > 0 ? changed : null;
}

/** The coordinated phases' yield point, or the end of the recording. */
function yields({ scene, sumo }: Parting, step: number): boolean {
  const { max, yellow, red } = scene.phases[1]!;
  const { cycle, offset, controller } = scene.plan!;
  return step * 8 === sumo.length || (step - offset + (controller === "TS2" ? -max : yellow + red)) % cycle === 0;
}

/** The step behind the green under way. */
function endOf(heads: Heads, step: number, p: number): number {
  while (step * 8 < heads.length && green(heads, step, p)) step++;
  return step;
}

/** Of the green that ends in this step, or has not ended yet. */
const length = (heads: Heads, step: number, p: number): number => step - since(step - 1, (s) => begins(heads, s, p));

/** Nobody on a phase in this step, by call, memory or recall. */
function silence(calls: Calls, scene: Scene, sumo: Heads, step: number, p: number): void {
  const from = scene.latching ? since(step, (s) => ends(sumo, s, p)) : step;
  for (let s = from; s <= step; s++) calls[s * 8 + p] = 0;
  if (scene.recall.includes(p + 1)) calls[step * 8 + p] = NOT_EVEN_RECALLED;
}
