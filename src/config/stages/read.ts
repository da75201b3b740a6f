import type { Findings } from "../problem.ts";
import { type Entries, type Row, readList } from "../rows.ts";
import { INTERGREEN, SIGNAL_GROUP, STAGE } from "./tables.ts";

export type Raw = { readonly [key: string]: unknown };
export type GroupRow = Row<typeof SIGNAL_GROUP>;
export type StageRow = Row<typeof STAGE>;
export type IntergreenRow = Row<typeof INTERGREEN>;

/** What a site of stages has in the place of phases and rings. */
export interface StageTables {
  readonly groups: readonly GroupRow[];
  readonly stages: readonly StageRow[];
  readonly intergreen: readonly IntergreenRow[];
}

const TABLES = {
  signal_groups: "signal group",
  stages: "stage",
  intergreen: "intergreen",
} as const;
const MATRIX = "Write the matrix, one row for each group that conflicts with another.";
/** What stages are compiled to, so that a site has one or the other. */
const RINGS = ["phases", "rings", "overlaps", "clearances", "sequences", "concurrency"] as const;

/** Whether the file states stages; it states rings where it states neither. */
export const statesStages = (raw: Raw): boolean => Object.keys(TABLES).some((key) => raw[key] !== undefined);

export function readStageTables(raw: Raw, findings: Findings): StageTables {
  for (const key of RINGS) {
    if (raw[key] === undefined) continue;
    const words = `the file has ${key} beside its stages: a site states rings or stages, not both`;
    findings.note([key], "", words, "Keep [[phases]] and [[rings]], or [[signal_groups]], [[stages]] and [[intergreen]].");
  }
  for (const [key, noun] of Object.entries(TABLES)) {
    if (raw[key] !== undefined && !(Array.isArray(raw[key]) && raw[key].length === 0)) continue;
    findings.note([key], "", `there is no [[${key}]]`, key === "intergreen" ? MATRIX : `Write at least one ${noun}.`);
  }
  const list = <E extends Entries>(key: keyof typeof TABLES, entries: E) =>
    readList(entries, raw[key], [key], findings, { noun: TABLES[key] }).map(({ row }) => row);
  return { groups: list("signal_groups", SIGNAL_GROUP), stages: list("stages", STAGE), intergreen: list("intergreen", INTERGREEN) };
}
