import { PHASES_MAX } from "../traffic/numbers.ts";
import type { Link, Program, ProgramPhase } from "./net.ts";
import { Refusal } from "./refusal.ts";

/** A green phase of the program, and what lies between its end and the next one's begin. */
export interface ProgramStage {
  /** Letters by link. */
  readonly state: string;
  readonly duration_s: number;
  readonly least_s: number | null;
  readonly most_s: number | null;
  /** Yellow and all red behind it, in their order. */
  readonly change: readonly ProgramPhase[];
}

export const green = (letter: string | undefined): boolean => letter === "G" || letter === "g";

/** Longer than this no phase without yellow is a red clearance. */
const CLEARS_S = 5;

/**
 * The green phases of a program: those without yellow in which somebody goes. A phase in which those of the phase before go on, but for
 * pedestrians who have stopped, is that phase's pedestrian clearance and part of it.
 */
export function stagesOf({ tls, id, phases }: Program, walks: (index: number) => boolean): readonly ProgramStage[] {
  const kinds = phases.map((phase, i) => kindOf(phases, i, walks, phase));
  const first = kinds.indexOf("stage");
  if (first < 0) throw new Refusal(`program "${id}" of "${tls}" has no green phase`);
  const stages: { -readonly [K in keyof ProgramStage]: ProgramStage[K] }[] = [];
  for (let step = 0; step < phases.length; step++) {
    const i = (first + step) % phases.length;
    const [phase, last] = [phases[i]!, stages.at(-1)];
    if (kinds[i] === "stage") {
      const { state, duration_s, least_s, most_s } = phase;
      if (last !== undefined && last.change.length === 0 && same(last.state, state)) last.duration_s += duration_s;
      else stages.push({ state, duration_s, least_s, most_s, change: [] });
    } else if (kinds[i] === "ped-clear") last!.duration_s += phase.duration_s;
    else last!.change = [...last!.change, phase];
  }
  if (stages.length < 2) throw new Refusal(`program "${id}" of "${tls}" has one green phase only, and a site has two stages at least`);
  if (stages.length > PHASES_MAX)
    throw new Refusal(`program "${id}" of "${tls}" has ${stages.length} green phases, and a unit has ${PHASES_MAX} stages`);
  return stages;
}

const same = (a: string, b: string): boolean => [...a].every((letter, i) => green(letter) === green(b[i]));

function kindOf(
  phases: readonly ProgramPhase[],
  i: number,
  walks: (index: number) => boolean,
  { state, duration_s }: ProgramPhase,
): "stage" | "ped-clear" | "change" {
  if (/[yY]/.test(state) || ![...state].some(green)) return "change";
  const before = phases[(i + phases.length - 1) % phases.length]!.state;
  const after = phases[(i + 1) % phases.length]!.state;
  const letters = [...state];
  const within = (other: string) => letters.every((letter, k) => !green(letter) || green(other[k]));
  const onlyWalkersEnd = letters.every((letter, k) => green(letter) === green(before[k]) || (walks(k) && green(before[k])));
  if (!/[yY]/.test(before) && onlyWalkersEnd && !same(state, before)) return "ped-clear";
  // Some stay green while the others' red clearance runs.
  if (/[yY]/.test(before) && within(before) && within(after) && !same(state, after) && duration_s <= CLEARS_S) return "change";
  return "stage";
}

/** How long the link is yellow behind the stage; 0 where it goes on or was not green. */
export function yellow_s({ state, change }: ProgramStage, { index }: Link): number {
  if (!green(state[index])) return 0;
  return change.reduce((sum, phase) => sum + (/[yY]/.test(phase.state[index]!) ? phase.duration_s : 0), 0);
}

/** From the end of one link's green behind a stage to the begin of another's in the next; null where either does not change there. */
export function gap_s({ state, change }: ProgramStage, next: ProgramStage, ending: Link, beginning: Link): number | null {
  if (!green(state[ending.index]) || green(next.state[ending.index])) return null;
  if (!green(next.state[beginning.index]) || green(state[beginning.index])) return null;
  let [at, ended, begun] = [0, null as number | null, null as number | null];
  for (const phase of change) {
    if (!green(phase.state[ending.index])) ended ??= at;
    if (green(phase.state[beginning.index])) begun ??= at;
    at += phase.duration_s;
  }
  return ended === null ? null : Math.max(0, (begun ?? at) - ended);
}
