import { iteYellow_ds, type Timed } from "./intergreen.ts";
import { type Line, seconds, table } from "./toml.ts";

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
  const ite = (iteYellow_ds(speed_ms) / 10).toFixed(1);
  return [
    "yellow_change",
    seconds(yellow_ds),
    `${(program_yellow_ds / 10).toFixed(1)} in the program, ${ite} by ITE for ${speed_limit_kmh} km/h`,
  ];
}

/** Times of the sheet as rows of a pattern or of priority have them. */
export const inSeconds = (ds: number): string => (ds / 10).toFixed(1);

/** A table with rows in its last key. */
export const withRows = (head: string, lines: readonly Line[], key: string, rows: readonly string[]): string =>
  rows.length === 0 ? table(head, lines) : `${table(head, lines)}\n${key} = [\n${rows.join("\n")}\n]`;

/** In flash, and then all red, before the first green. */
export const startOf = (all_red_ds: number, first: Line): string =>
  table("[start]", [
    ["flash", seconds(60)],
    ["all_red", seconds(all_red_ds), "usual, and the longest red between two greens at the least"],
    first,
    ["pattern", 1],
    ["fallback_pattern", 2],
  ]);

const ALL_RED_DS = 60;

export const allRedOf = (groups: readonly Timed[]): number =>
  Math.max(
    ALL_RED_DS,
    ...groups.flatMap(({ yellow_ds, ped_clear_ds, intergreen_ds }) =>
      [...intergreen_ds.values()].map((ds) => ds - yellow_ds - ped_clear_ds),
    ),
  );

const CHOOSES = [
  ["max-pressure", "whoever has the longest queues goes next"],
  ["adaptive", "whoever costs least delay goes next, by what waits and what comes"],
] as const;

/** The patterns behind `actuated` and `fixed`, with the rows that each of them has. */
export const choosing = (key: string, rows: readonly string[]): readonly string[] =>
  CHOOSES.map(([strategy, remark], i) =>
    withRows(
      "[[patterns]]",
      [
        ["number", 3 + i],
        ["name", strategy, remark],
        ["strategy", strategy],
      ],
      key,
      rows,
    ),
  );

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

/** Whether some vehicle group has no loop: who calls it then is the plan's recall. */
export const unseen = (groups: readonly Timed[], loops: readonly { readonly group: string }[]): boolean =>
  groups.some(({ group }) => group.leg !== null && !loops.some((loop) => loop.group === group.name));
