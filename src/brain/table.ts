import type { UnitView } from "./fleet.ts";
import { presenceWords, recordWords } from "./words.ts";

interface Column {
  readonly head: string;
  readonly right?: true;
  readonly cell: (view: UnitView, now: number) => string;
}

const COLUMNS: readonly Column[] = [
  { head: "unit", cell: (v) => v.unit },
  { head: "presence", cell: presenceWords },
  { head: "mode", cell: (v, now) => `${v.mode || "-"}${inBrackets(troublesOf(v, now))}` },
  { head: "pattern", right: true, cell: (v) => (v.pattern === 0 ? "-" : String(v.pattern)) },
  { head: "green", cell: (v) => v.green.join(" ") || "-" },
  { head: "stored", right: true, cell: (v) => String(v.records) },
  { head: "acked / seq", right: true, cell: (v) => `${v.acked_seq} / ${v.last_seq}` },
  { head: "to come", right: true, cell: (v) => String(v.behind) },
  { head: "again", right: true, cell: (v) => String(v.duplicates) },
  { head: "lost", right: true, cell: (v) => (v.lost === 0 ? "0" : `${v.lost} in ${v.gaps}`) },
  { head: "last record (UTC)", cell: (v) => (v.last === null ? "-" : recordWords(v.last)) },
];

/** As long as it takes to make the next certificate and to drive out. */
const CERTIFICATE_MS = 60 * 86_400_000;

/** Where somebody must go and look: "monitor", "journal", "3 detectors", "1 doubted", "certificate". */
export function troublesOf(
  { monitor_fault, journal_fault, failed_detectors, doubts, certificate_ends_ms, commissioning }: UnitView,
  now: number,
): readonly string[] {
  const ending = certificate_ends_ms > 0 && certificate_ends_ms < now + CERTIFICATE_MS;
  const failed = failed_detectors.length;
  const detectors = failed === 0 ? "" : `${failed} ${failed === 1 ? "detector" : "detectors"}`;
  const doubted = doubts.length === 0 ? "" : `${doubts.length} doubted`;
  const [monitor, journal] = [monitor_fault === "" ? "" : "monitor", journal_fault === "" ? "" : "journal"];
  const left = commissioning === null || commissioning.safe ? "" : commissioning.finished ? "not safe to leave" : "being commissioned";
  const troubles = [monitor, journal, detectors, doubted, ending ? "certificate" : "", left];
  return troubles.filter((word) => word !== "");
}

const inBrackets = (words: readonly string[]): string => (words.length === 0 ? "" : ` (${words.join(", ")})`);

/** What does not fit on the screen, and whether it should. */
function moreWords(views: readonly UnitView[], now: number): string {
  const [away, troubled] = [views.filter((v) => v.presence !== "online").length, views.filter((v) => troublesOf(v, now).length > 0).length];
  const said = [away > 0 ? `${away} not online` : "", troubled > 0 ? `${troubled} with faults` : ""].filter((word) => word !== "");
  return `and ${views.length} more${said.length === 0 ? "" : `: ${said.join(", ")}`}`;
}

/** The fleet as lines, none longer than `width` and no more than `height`; a unit a line, under a head. `now`: wall time, for certificates. */
export function fleetTable(views: readonly UnitView[], width: number, height: number, now = 0): string[] {
  if (views.length === 0) return ["no unit has been heard of yet"];
  const room = Math.max(1, views.length + 1 > height ? height - 2 : views.length);
  const shown = views.slice(0, room);
  const rows = [COLUMNS.map((c) => c.head), ...shown.map((view) => COLUMNS.map((c) => c.cell(view, now)))];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (COLUMNS[i]!.right ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join("  "),
  );
  if (shown.length < views.length) lines.push(moreWords(views.slice(shown.length), now));
  return lines.map((line) => line.trimEnd().slice(0, width));
}
