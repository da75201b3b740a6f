import { shown } from "./fields.ts";
import { nearest } from "./nearest.ts";
import type { Findings } from "./problem.ts";
import { type Entries, isTable, type Row, readList, readRow, readTable } from "./rows.ts";
import { NEIGHBOUR, NEIGHBOUR_LANE } from "./tables/neighbours.ts";
import { DAY_PLAN, DAY_PLAN_ACTION, PATTERN, PATTERN_PHASE, SCHEDULE } from "./tables/patterns.ts";
import { CLEARANCE, CONCURRENCY, OVERLAP, PHASE, RING, SEQUENCE, SEQUENCE_RING, START } from "./tables/phases.ts";
import { FLASH, INPUT, PREEMPT, PRIORITY, PRIORITY_PHASE } from "./tables/service.ts";
import { APPROACH, BRAIN, CHANNEL, DETECTOR, DEVICE, JOURNAL, PEDESTRIAN_DETECTOR, PORT, SITE } from "./tables/wiring.ts";

/** A site file, every table read as far as it can be. Its parts are not yet held against each other. */
export interface SiteFile {
  readonly site: Row<typeof SITE>;
  readonly brain: Row<typeof BRAIN>;
  readonly start: Row<typeof START>;
  readonly flash: Row<typeof FLASH>;
  readonly journal: Row<typeof JOURNAL>;
  readonly concurrency: Row<typeof CONCURRENCY>;
  readonly ports: readonly PortRow[];
  readonly devices: readonly Row<typeof DEVICE>[];
  readonly approaches: readonly Row<typeof APPROACH>[];
  readonly detectors: readonly Row<typeof DETECTOR>[];
  readonly pedestrian_detectors: readonly Row<typeof PEDESTRIAN_DETECTOR>[];
  readonly inputs: readonly Row<typeof INPUT>[];
  readonly phases: readonly Row<typeof PHASE>[];
  readonly rings: readonly Row<typeof RING>[];
  readonly clearances: readonly Row<typeof CLEARANCE>[];
  readonly sequences: readonly SequenceRow[];
  readonly overlaps: readonly Row<typeof OVERLAP>[];
  readonly channels: readonly Row<typeof CHANNEL>[];
  readonly patterns: readonly PatternRow[];
  readonly day_plans: readonly DayPlanRow[];
  readonly schedule: readonly Row<typeof SCHEDULE>[];
  readonly preempts: readonly Row<typeof PREEMPT>[];
  readonly priority: PriorityRow;
  readonly neighbours: readonly NeighbourRow[];
  /** Some of it stands under a misspelt name: what seems to be missing may be there. */
  readonly misspelt: boolean;
}

/** `[ports.NAME]`. */
export interface PortRow {
  readonly name: string;
  readonly row: Row<typeof PORT>;
}

/** Tables that have a list of tables in them. */
export interface PatternRow {
  readonly row: Row<typeof PATTERN>;
  readonly phases: readonly Row<typeof PATTERN_PHASE>[];
}
export interface SequenceRow {
  readonly row: Row<typeof SEQUENCE>;
  readonly rings: readonly Row<typeof SEQUENCE_RING>[];
}
export interface DayPlanRow {
  readonly row: Row<typeof DAY_PLAN>;
  readonly actions: readonly Row<typeof DAY_PLAN_ACTION>[];
}
export interface NeighbourRow {
  readonly row: Row<typeof NEIGHBOUR>;
  readonly lanes: readonly Row<typeof NEIGHBOUR_LANE>[];
}
export interface PriorityRow {
  readonly row: Row<typeof PRIORITY>;
  readonly phases: readonly Row<typeof PRIORITY_PHASE>[];
}

type Raw = { readonly [key: string]: unknown };

/** Lists that a site cannot do without; the last two only where it states rings. */
const NEEDED = ["devices", "approaches", "channels", "patterns", "phases", "rings"] as const;
const NOUNS = {
  devices: "device",
  approaches: "approach",
  detectors: "detector",
  pedestrian_detectors: "push button",
  inputs: "contact",
  phases: "phase",
  rings: "ring",
  clearances: "clearance",
  sequences: "sequence",
  overlaps: "overlap",
  channels: "channel",
  patterns: "pattern",
  day_plans: "day plan",
  schedule: "schedule entry",
  preempts: "preempt",
  neighbours: "neighbour",
} as const;
const TABLES = ["site", "brain", "journal", "ports", "start", "concurrency", "priority", "flash", ...Object.keys(NOUNS)];

export function readFile(raw: Raw, findings: Findings): SiteFile {
  const misspelt = noteUnknownTables(raw, findings);
  noteMissing(raw, misspelt, findings);
  const list = <E extends Entries>(key: keyof typeof NOUNS, entries: E) => rowsOf(raw, key, entries, findings).map(({ row }) => row);
  const within = <E extends Entries>(row: Row, table: Raw, key: string, entries: E, number: string) =>
    readList(entries, table[key], [...row.path, key], findings, { noun: `${row.where}, ${number}`, number }).map((each) => each.row);
  const priority = readTable(PRIORITY, raw, "priority", findings, { needed: false, also: ["phases"] });
  return {
    site: readTable(SITE, raw, "site", findings),
    brain: readTable(BRAIN, raw, "brain", findings),
    journal: readTable(JOURNAL, raw, "journal", findings, { needed: false }),
    start: readTable(START, raw, "start", findings),
    flash: readTable(FLASH, raw, "flash", findings, { needed: false }),
    concurrency: readTable(CONCURRENCY, raw, "concurrency", findings, { needed: false }),
    ports: readPorts(raw["ports"], findings),
    devices: list("devices", DEVICE),
    approaches: list("approaches", APPROACH),
    detectors: list("detectors", DETECTOR),
    pedestrian_detectors: list("pedestrian_detectors", PEDESTRIAN_DETECTOR),
    inputs: list("inputs", INPUT),
    phases: list("phases", PHASE),
    rings: list("rings", RING),
    clearances: list("clearances", CLEARANCE),
    sequences: rowsOf(raw, "sequences", SEQUENCE, findings, ["rings"]).map(({ row, raw: sequence }) => ({
      row,
      rings: within(row, sequence, "rings", SEQUENCE_RING, "ring"),
    })),
    overlaps: list("overlaps", OVERLAP),
    channels: list("channels", CHANNEL),
    patterns: rowsOf(raw, "patterns", PATTERN, findings, ["phases"]).map(({ row, raw: pattern }) => ({
      row,
      phases: within(row, pattern, "phases", PATTERN_PHASE, "phase"),
    })),
    day_plans: rowsOf(raw, "day_plans", DAY_PLAN, findings, ["actions"]).map(({ row, raw: plan }) => ({
      row,
      actions: within(row, plan, "actions", DAY_PLAN_ACTION, "action"),
    })),
    schedule: list("schedule", SCHEDULE),
    preempts: list("preempts", PREEMPT),
    priority: {
      row: priority,
      phases: within(priority, isTable(raw["priority"]) ? raw["priority"] : {}, "phases", PRIORITY_PHASE, "phase"),
    },
    neighbours: rowsOf(raw, "neighbours", NEIGHBOUR, findings, ["lanes"]).map(({ row, raw: neighbour }) => ({
      row,
      lanes: within(row, neighbour, "lanes", NEIGHBOUR_LANE, "lane"),
    })),
    misspelt,
  };
}

/** Returns true if one of them was probably meant to be a known one. */
function noteUnknownTables(raw: Raw, findings: Findings): boolean {
  let misspelt = false;
  for (const key of Object.keys(raw)) {
    if (TABLES.includes(key)) continue;
    const near = nearest(key, TABLES);
    misspelt ||= near !== undefined;
    findings.note([key], "", `a site file has no "${key}"`, near === undefined ? `It has ${TABLES.join(", ")}.` : `Did you mean ${near}?`);
  }
  return misspelt;
}

function noteMissing(raw: Raw, misspelt: boolean, findings: Findings): void {
  const neither = !misspelt && raw["phases"] === undefined && raw["rings"] === undefined;
  if (neither) {
    const todo = "Write [[phases]] and [[rings]], or [[signal_groups]], [[stages]] and [[intergreen]].";
    findings.note(["rings"], "", "it states neither rings nor stages", todo);
  }
  for (const key of neither ? NEEDED.slice(0, -2) : NEEDED) {
    if (raw[key] !== undefined && !(Array.isArray(raw[key]) && raw[key].length === 0)) continue;
    findings.note([key], "", `there is no [[${key}]]`, `Write at least one ${NOUNS[key]}.`);
  }
}

function rowsOf<E extends Entries>(raw: Raw, key: keyof typeof NOUNS, entries: E, findings: Findings, also: readonly string[] = []) {
  const noun = NOUNS[key];
  return readList(entries, raw[key], [key], findings, { noun, also });
}

function readPorts(raw: unknown, findings: Findings): readonly PortRow[] {
  if (raw === undefined) findings.note(["ports"], "", "there is no [ports.…]", "Write one for each serial line, such as [ports.rack].");
  else if (!isTable(raw))
    findings.note(["ports"], "", `ports is ${shown(raw)} but must be tables`, "Write [ports.NAME] before each serial line.");
  if (!isTable(raw)) return [];
  const ports: PortRow[] = [];
  for (const [name, port] of Object.entries(raw)) {
    const path = ["ports", name];
    if (isTable(port)) ports.push({ name, row: readRow(PORT, port, path, `port "${name}"`, findings) });
    else findings.note(path, "", `ports.${name} is ${shown(port)} but must be a table`, "Write [ports.NAME] before each serial line.");
  }
  return ports;
}
