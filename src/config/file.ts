import { shown } from "./fields.ts";
import { nearest } from "./nearest.ts";
import type { Findings } from "./problem.ts";
import { type Entries, isTable, type Row, readList, readRow, readTable } from "./rows.ts";
import {
  APPROACH,
  BRAIN,
  CHANNEL,
  DETECTOR,
  DEVICE,
  PATTERN,
  PATTERN_PHASE,
  PEDESTRIAN_DETECTOR,
  PHASE,
  PORT,
  RING,
  SITE,
  START,
} from "./tables.ts";

/** A site file, every table read as far as it can be. Its parts are not yet held against each other. */
export interface SiteFile {
  readonly site: Row<typeof SITE>;
  readonly brain: Row<typeof BRAIN>;
  readonly start: Row<typeof START>;
  readonly ports: readonly PortRow[];
  readonly devices: readonly Row<typeof DEVICE>[];
  readonly approaches: readonly Row<typeof APPROACH>[];
  readonly detectors: readonly Row<typeof DETECTOR>[];
  readonly pedestrian_detectors: readonly Row<typeof PEDESTRIAN_DETECTOR>[];
  readonly phases: readonly Row<typeof PHASE>[];
  readonly rings: readonly Row<typeof RING>[];
  readonly channels: readonly Row<typeof CHANNEL>[];
  readonly patterns: readonly PatternRow[];
  /** Some of it stands under a misspelt name: what seems to be missing may be there. */
  readonly misspelt: boolean;
}

/** `[ports.NAME]`. */
export interface PortRow {
  readonly name: string;
  readonly row: Row<typeof PORT>;
}

export interface PatternRow {
  readonly row: Row<typeof PATTERN>;
  readonly phases: readonly Row<typeof PATTERN_PHASE>[];
}

type Raw = { readonly [key: string]: unknown };

/** Lists that a site can do without. */
const OPTIONAL = new Set(["detectors", "pedestrian_detectors"]);
const NOUNS = {
  devices: "device",
  approaches: "approach",
  detectors: "detector",
  pedestrian_detectors: "push button",
  phases: "phase",
  rings: "ring",
  channels: "channel",
  patterns: "pattern",
} as const;
const TABLES = ["site", "brain", "ports", "start", ...Object.keys(NOUNS)];

export function readFile(raw: Raw, findings: Findings): SiteFile {
  const misspelt = noteUnknownTables(raw, findings);
  const list = <E extends Entries>(key: keyof typeof NOUNS, entries: E) => rowsOf(raw, key, entries, findings).map(({ row }) => row);
  return {
    site: readTable(SITE, raw, "site", findings),
    brain: readTable(BRAIN, raw, "brain", findings),
    start: readTable(START, raw, "start", findings),
    ports: readPorts(raw["ports"], findings),
    devices: list("devices", DEVICE),
    approaches: list("approaches", APPROACH),
    detectors: list("detectors", DETECTOR),
    pedestrian_detectors: list("pedestrian_detectors", PEDESTRIAN_DETECTOR),
    phases: list("phases", PHASE),
    rings: list("rings", RING),
    channels: list("channels", CHANNEL),
    patterns: rowsOf(raw, "patterns", PATTERN, findings, ["phases"]).map(({ row, raw: pattern }) => ({
      row,
      phases: readList(PATTERN_PHASE, pattern["phases"], [...row.path, "phases"], findings, {
        noun: `${row.where}, phase`,
        number: "phase",
      }).map((p) => p.row),
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

function rowsOf<E extends Entries>(raw: Raw, key: keyof typeof NOUNS, entries: E, findings: Findings, also: readonly string[] = []) {
  const noun = NOUNS[key];
  const missing = raw[key] === undefined || (Array.isArray(raw[key]) && raw[key].length === 0);
  if (missing && !OPTIONAL.has(key)) findings.note([key], "", `there is no [[${key}]]`, `Write at least one ${noun}.`);
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
