import { iteYellow_ds, reds_ds, type Timed } from "./intergreen.ts";
import type { Imported } from "./site-text.ts";
import { inSeconds, type Line, seconds, table } from "./toml.ts";

/** What of a site file depends on whether it has stages or rings. */
export interface Layout {
  /** What a person must check of it. */
  readonly toCheck: readonly string[];
  /** Who goes when: signal groups, stages and matrix, or phases and rings. */
  readonly served: readonly string[];
  /** Whom a detector of the group calls. */
  readonly calls: (group: string) => Line;
  /** What a channel of the group shows. */
  readonly shows: (group: string) => readonly Line[];
  readonly plans: readonly string[];
  readonly priority: readonly string[];
}

export const connections = ({ group }: Timed): string =>
  `connection${group.links.length > 1 ? "s" : ""} ${group.links.map((link) => link.index).join(", ")} of the program`;

const PASSAGE_DS = 25;
export const passage: Line = ["passage", seconds(PASSAGE_DS), "usual; the net has none"];

export function yellowOf({ group, yellow_ds, program_yellow_ds }: Timed): Line {
  const { speed_ms, speed_limit_kmh } = group.leg!;
  const ite = inSeconds(iteYellow_ds(speed_ms));
  return ["yellow_change", seconds(yellow_ds), `${inSeconds(program_yellow_ds)} in the program, ${ite} by ITE for ${speed_limit_kmh} km/h`];
}

/** A table with rows in its last key. */
const withRows = (head: string, lines: readonly Line[], key: string, rows: readonly string[]): string =>
  rows.length === 0 ? table(head, lines) : `${table(head, lines)}\n${key} = [\n${rows.join("\n")}\n]`;

const ALL_RED_DS = 60;

const CHOOSES = [
  ["max-pressure", "whoever has the longest queues goes next"],
  ["adaptive", "whoever costs least delay goes next, by what waits and what comes"],
] as const;

/** What start-up and the patterns say in stages or in phases. */
interface Planned {
  readonly key: "stages" | "phases";
  /** Of [start]: who is green first. */
  readonly first: Line;
  /** Rows of the patterns that do not choose, and what else the fixed one says. */
  readonly omitted: readonly string[];
  readonly fixed: readonly string[];
  /** Rows that take the recall from those who have one. */
  readonly unrecalled: readonly string[];
}

/** In flash and then all red before the first green; then the patterns, in which those that choose recall nobody where all are seen. */
export function plansOf(
  { groups, inputs, signal: { program } }: Imported,
  { key, first, omitted, fixed, unrecalled }: Planned,
): readonly string[] {
  const all_red_ds = Math.max(ALL_RED_DS, ...groups.flatMap((timed) => reds_ds(timed)));
  const seen = groups.every(({ group }) => group.leg === null || inputs.loops.some((loop) => loop.group === group.name));
  const pattern = (number: number, lines: readonly Line[], rows: readonly string[]): string =>
    withRows("[[patterns]]", [["number", number], ...lines], key, rows);
  return [
    table("[start]", [
      ["flash", seconds(60)],
      ["all_red", seconds(all_red_ds), "usual, and the longest red between two greens at the least"],
      first,
      ["pattern", 1],
      ["fallback_pattern", 2],
    ]),
    pattern(1, [["name", "actuated", `the ${key}' own maximums and recalls`]], omitted),
    pattern(
      2,
      [
        ["name", "fixed", `the greens of program "${program.id}": what stands when detection is gone`],
        ["strategy", "fixed"],
      ],
      [...fixed, ...omitted],
    ),
    ...CHOOSES.map(([strategy, remark], i) =>
      pattern(
        3 + i,
        [
          ["name", strategy, remark],
          ["strategy", strategy],
        ],
        seen ? unrecalled : [],
      ),
    ),
  ];
}

/** Nothing of it is done unless the centre asks, which a file without its key does not hear. */
export function priorityOf(
  phases: readonly { readonly number: number; readonly min_green_ds: number; readonly max_green_ds: number }[],
): readonly string[] {
  const limits = phases.map(({ number, min_green_ds, max_green_ds }) => {
    const reduction = max_green_ds > min_green_ds ? `, reduction = ${inSeconds(max_green_ds - min_green_ds)}` : "";
    return `  { phase = ${number}, extension = ${inSeconds(max_green_ds)}${reduction}, insertion = true },`;
  });
  return [
    "# Priority for ambulances and the like: as much as a sheet can hold, no minimum and no clearance. Write what the place can bear.",
    withRows("[priority]", [], "phases", limits),
  ];
}
