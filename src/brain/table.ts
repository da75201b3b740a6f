import type { UnitView } from "./fleet.ts";
import { presenceWords, recordWords } from "./words.ts";

interface Column {
  readonly head: string;
  readonly right?: true;
  readonly cell: (view: UnitView) => string;
}

const COLUMNS: readonly Column[] = [
  { head: "unit", cell: (v) => v.unit },
  { head: "presence", cell: presenceWords },
  { head: "mode", cell: (v) => `${v.mode || "-"}${troubleOf(v)}` },
  { head: "pattern", right: true, cell: (v) => (v.pattern === 0 ? "-" : String(v.pattern)) },
  { head: "green", cell: (v) => v.green.join(" ") || "-" },
  { head: "stored", right: true, cell: (v) => String(v.records) },
  { head: "acked / seq", right: true, cell: (v) => `${v.acked_seq} / ${v.last_seq}` },
  { head: "to come", right: true, cell: (v) => String(v.behind) },
  { head: "again", right: true, cell: (v) => String(v.duplicates) },
  { head: "lost", right: true, cell: (v) => (v.lost === 0 ? "0" : `${v.lost} in ${v.gaps}`) },
  { head: "last record (UTC)", cell: (v) => (v.last === null ? "-" : recordWords(v.last)) },
];

/** " (monitor, journal)": where somebody must go and look. */
function troubleOf({ monitor_fault, journal_fault }: UnitView): string {
  const trouble = [monitor_fault === "" ? "" : "monitor", journal_fault === "" ? "" : "journal"].filter((word) => word !== "");
  return trouble.length === 0 ? "" : ` (${trouble.join(", ")})`;
}

/** The fleet as lines, none longer than `width` and no more than `height`; a unit a line, under a head. */
export function fleetTable(views: readonly UnitView[], width: number, height: number): string[] {
  if (views.length === 0) return ["no unit has been heard of yet"];
  const room = Math.max(1, views.length + 1 > height ? height - 2 : views.length);
  const shown = views.slice(0, room);
  const rows = [COLUMNS.map((c) => c.head), ...shown.map((view) => COLUMNS.map((c) => c.cell(view)))];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (COLUMNS[i]!.right ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join("  "),
  );
  if (shown.length < views.length) lines.push(`and ${views.length - shown.length} more`);
  return lines.map((line) => line.trimEnd().slice(0, width));
}
