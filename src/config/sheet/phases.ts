import type { Overlap, Phase, Ring, Site } from "../../traffic/site.ts";
import { USUAL } from "../../traffic/usual.ts";
import { tenths } from "../fields.ts";
import { untoldOf } from "../untold.ts";
import { section, table } from "./columns.ts";

/** Phases, rings and overlaps, as a timing sheet has them. */
export const phaseLines = (site: Site): string[] => [
  ...phases(site),
  ...section("phase options", site.phases.flatMap(options)),
  ...rings(site),
  ...overlaps(site),
];

function phases(site: Site): string[] {
  const walking = (ds: number) => (ds === 0 ? "-" : tenths(ds));
  const rows = site.phases.map((p) => [
    `${p.number}`,
    p.name,
    ...[p.min_green_ds, p.passage_ds, p.max1_ds, p.yellow_change_ds, p.red_clear_ds].map(tenths),
    walking(p.walk_ds),
    walking(p.ped_clear_ds),
    `${p.recall}${p.ped_recall ? ", ped" : ""}`,
    p.lock ? "lock" : "",
  ]);
  const heads = ["no", "name", "min green", "passage", "max 1", "yellow", "red", "walk", "ped clear", "recall", ""];
  return ["", "phases (seconds)", ...table(heads, rows)];
}

/** What a phase has beyond the columns; nothing where it has what is usual. */
function options(p: Phase): string[] {
  const usual = USUAL.phase;
  const gap = `gap to ${tenths(p.min_gap_ds)} in ${tenths(p.time_to_reduce_ds)} after ${tenths(p.time_before_reduction_ds)}`;
  const words = [
    ...(p.max2_ds === p.max1_ds ? [] : [`max 2 ${tenths(p.max2_ds)}`]),
    ...(p.dynamic_max_limit_ds === 0 ? [] : [`maximum grows by ${tenths(p.dynamic_max_step_ds)} to ${tenths(p.dynamic_max_limit_ds)}`]),
    ...(p.added_initial_ds === 0 ? [] : [`initial green ${tenths(p.added_initial_ds)} a vehicle to ${tenths(p.max_initial_ds)}`]),
    ...(p.time_to_reduce_ds === 0 ? [] : [gap]),
    ...(p.red_revert_ds === usual.red_revert_ds ? [] : [`red revert ${tenths(p.red_revert_ds)}`]),
    ...(p.leading_walk_ds === usual.leading_walk_ds ? [] : [`walk leads by ${tenths(p.leading_walk_ds)}`]),
    ...(p.dual_entry ? ["dual entry"] : []),
    ...(p.simultaneous_gap === usual.simultaneous_gap ? [] : ["no simultaneous gap"]),
    ...(p.conditional_service ? ["conditional service"] : []),
    ...(p.walk_rest ? ["rests in walk"] : []),
    ...(p.ped_recycle ? ["pedestrians again in the same green"] : []),
    ...(p.ped_clear_through_yellow ? ["pedestrian clearance through yellow"] : []),
    ...(p.yields_to.length === 0 ? [] : [`gives way to ${p.yields_to.join(", ")}`]),
  ];
  return words.length === 0 ? [] : [`  ${p.number}: ${words.join("; ")}`];
}

/** Each ring on a line, its barriers under each other. */
function rings(site: Site): string[] {
  const name = (number: number) => `${number} ${site.phases.find((p) => p.number === number)!.name}`;
  const cells = site.rings.map((ring) => ring.groups.map((group) => group.map(name).join("   ")));
  const widths = (cells[0] ?? []).map((_, g) => Math.max(...cells.map((row) => row[g]!.length)));
  const { phases, flash_ds, all_red_ds } = site.start;
  const first = `${phases.join(" and ")} ${phases.length > 1 ? "are" : "is"} green first`;
  const rest = (ring: Ring) => (ring.red_rest ? " rests in red" : "");
  return [
    "",
    `rings ( | is a barrier; ${first}, after ${tenths(flash_ds)} s of flash and ${tenths(all_red_ds)} s of all red)`,
    ...site.rings.map(
      (ring, r) => `  ring ${ring.number}: | ${cells[r]!.map((cell, g) => cell.padEnd(widths[g]!)).join(" | ")} |${rest(ring)}`,
    ),
    ...site.sequences.flatMap(({ number, rings: own }) =>
      own.map(({ ring, groups }) => `  sequence ${number}, ring ${ring}: | ${groups.map((group) => group.join(" ")).join(" | ")} |`),
    ),
    ...(site.conflicts.length === 0 ? [] : [`  never together: ${site.conflicts.map(([a, b]) => `${a} and ${b}`).join(", ")}`]),
    // Of stages the matrix says more.
    ...(site.stages === null ? site.clearances : []).map(
      ({ from, to, least_ds }) => `  from the end of ${from}'s green to ${to}'s at least ${tenths(least_ds)} s`,
    ),
    ...untoldOf(site).map((words) => `  ${words}`),
  ];
}

const MODIFIED = { normal: "", "minus-green-yellow": "not with ", "flashing-yellow-arrow": "flashes beside " } as const satisfies {
  readonly [K in Overlap["kind"]]: string;
};

function overlaps(site: Site): string[] {
  if (site.overlaps.length === 0 || site.stages !== null) return [];
  const rows = site.overlaps.map((o) => [
    `${o.number}`,
    o.name,
    o.kind,
    o.included.join(", "),
    [
      ...(o.modifiers.length === 0 ? [] : [`${MODIFIED[o.kind]}${o.modifiers.join(", ")}`]),
      ...(o.yields_to.length === 0 ? [] : [`gives way to ${o.yields_to.join(", ")}`]),
    ].join("; "),
    ...[o.trailing_green_ds, o.yellow_change_ds, o.red_clear_ds].map(tenths),
  ]);
  return ["", "overlaps (seconds)", ...table(["no", "name", "kind", "green with", "", "trails", "yellow", "red"], rows)];
}
