import type { Lines, Path } from "../lines.ts";
import { Findings } from "../problem.ts";

/**
 * Complaints about what stages were compiled to, told about the stages themselves: at their line, in their words. While something is wrong
 * with the stages, what they were compiled to is not complained of: it would be said twice.
 */
export class ToldOfStages extends Findings {
  readonly #to: Findings;
  readonly #overlaps: readonly number[];
  readonly #sound: boolean;

  /** `overlaps`: the place of each overlap's signal group in the file. */
  constructor(to: Findings, overlaps: readonly number[], sound: boolean) {
    const at = (path: Path) => to.lines.at(stated(path, overlaps));
    super("", { at, repeats: to.lines.repeats, unclosed: to.lines.unclosed } satisfies Lines);
    this.#to = to;
    this.#overlaps = overlaps;
    this.#sound = sound;
  }

  override note(path: Path, where: string, words: string, todo: string): void {
    if (!this.#sound && COMPILED.has(String(path[0]))) return;
    this.#to.note(stated(path, this.#overlaps), inStages(where), inStages(words), inStages(todo));
  }

  override noteAt(line: number, column: number, where: string, words: string, todo: string): void {
    this.#to.noteAt(line, column, where, words, todo);
  }
}

const COMPILED = new Set(["phases", "rings", "overlaps", "detectors", "pedestrian_detectors", "channels", "patterns", "start"]);
const KEYS: { readonly [key: string]: string } = {
  max1: "max_green",
  call_phase: "call_group",
  also_calls: "call_group",
  overlap: "group",
  also_phases: "group",
  phase: "stage",
};

/** Where the file has what a compiled table has. */
function stated([table, i, ...rest]: Path, overlaps: readonly number[]): Path {
  const keys = rest.map((key) => (typeof key === "string" ? (KEYS[key] ?? key) : key));
  switch (table) {
    case "phases":
      return ["stages", ...(i === undefined ? [] : [i]), ...keys];
    case "rings":
      return ["stages"];
    case "overlaps":
      return ["signal_groups", ...(typeof i === "number" ? [overlaps[i]!] : []), ...keys];
    case "patterns":
      return ["patterns", ...(i === undefined ? [] : [i]), ...keys.map((key) => (key === "phases" ? "stages" : key))];
    case "start":
      return ["start", ...(i === undefined ? [] : [i === "phases" ? "stage" : i])];
    case undefined:
      return [];
    default:
      return [table, ...(i === undefined ? [] : [i]), ...keys];
  }
}

/** What is said of rings and barriers, of which a site of stages has none: one stage is green at a time, and each has its place in the order. */
const OF_RINGS: readonly (readonly [rings: string, stages: string])[] = [
  ["Write at most one phase of each ring, all between the same barriers.", "Write one stage alone: no two are green together."],
  ["Write the phases that keep the green wave, at most one a ring: [2, 6].", "Write the stage that keeps the green wave: [1]."],
  ["Write the phases that keep the green wave: [2, 6].", "Write the stage that keeps the green wave: [1]."],
  ["the splits of ring 1 add up to", "the splits add up to"],
  ["the rings' own order", "the stages' own order"],
];

/** The words of a site of rings in those of a site of stages. */
export function inStages(words: string): string {
  return OF_RINGS.reduce((said, [rings, stages]) => said.replace(rings, stages), words)
    .replace(/\boverlap \d+ ("[^"]*")/g, "signal group $1")
    .replace("the phase that it calls", "the signal group that it calls")
    .replace(/\bmax1\b/g, "max_green")
    .replace(/\bcall_phase\b/g, "call_group")
    .replace(/\bphase(s?)\b/g, "stage$1");
}
