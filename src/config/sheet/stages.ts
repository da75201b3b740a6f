import type { Site } from "../../traffic/site.ts";
import { tenths } from "../fields.ts";
import { table } from "./columns.ts";

/** The signal plan of a site of stages: its groups, where each is green, and the intergreen matrix. Nothing for a site of rings. */
export function stageLines({ stages }: Site): readonly string[] {
  if (stages === null) return [];
  const seconds = (ds: number) => (ds === 0 ? "-" : tenths(ds));
  const rows = stages.groups.map((group) => [
    group.name,
    group.kind,
    seconds(group.min_green_ds),
    seconds(group.yellow_change_ds),
    seconds(group.ped_clear_ds),
    ...stages.stages.map((stage) => (stage.groups.includes(group.name) ? `${stage.number}` : ".")),
  ]);
  const heads = ["group", "kind", "min green", "yellow", "ped clear", ...stages.stages.map(() => "")];
  const names = stages.groups.map((group) => group.name);
  const matrix = stages.groups.map((group, from) => [
    group.name,
    ...stages.intergreen_ds[from]!.map((ds) => (ds === null ? "." : tenths(ds))),
  ]);
  return [
    "",
    "signal groups (seconds), and the stages in which they are green",
    ...table(heads, rows),
    "",
    "intergreen (seconds, from the end of the row's green to the column's; of pedestrians from the end of the walk)",
    ...table(["", ...names], matrix),
    "",
    "the unit runs this as one ring, each stage as a phase:",
  ];
}
