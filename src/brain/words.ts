import { meaningOf } from "../traffic/codes.ts";
import { iso, isoDay, type WallTime } from "../traffic/time.ts";
import type { KeptRecord } from "./arrival.ts";
import type { UnitView } from "./fleet.ts";

/** "12:03:04 begin green, phase 2", in UTC; `zone` stands after the time. */
export function recordWords({ wall_ms, code, param, value }: KeptRecord, zone = ""): string {
  const meaning = meaningOf(code);
  const what = meaning?.words ?? `code ${code}`;
  const which = meaning === undefined || meaning.param === "unit" ? "" : `, ${meaning.param} ${param}`;
  return `${clock(wall_ms)}${zone} ${what}${which}${value === 0 ? "" : ` = ${value}`}`;
}

/** The time of day in UTC. */
export const clock = (wall_ms: number): string => iso(wall_ms as WallTime).slice(11, 19);

/** What the signals do: "actuated, pattern 1, green 2 6". */
export function signalWords(view: UnitView): string {
  if (view.mode === "") return "no status yet";
  const cause = view.mode_cause === "" ? "" : ` (${view.mode_cause})`;
  const green = view.green.length === 0 ? "nothing green" : `green ${view.green.join(" ")}`;
  const fault = view.monitor_fault === "" ? "" : `, monitor: ${view.monitor_fault}`;
  const failed = failedWords(view.failed_detectors);
  return `${view.mode}${cause}, pattern ${view.pattern}, ${green}${fault}${failed}${doubtWords(view.doubts)}`;
}

/** A cabinet that starts has all of them failed: more than a few are counted. */
const NAMED_MAX = 8;

function failedWords(detectors: readonly number[]): string {
  if (detectors.length === 0) return "";
  if (detectors.length > NAMED_MAX) return `, ${detectors.length} detectors failed`;
  return `, failed ${detectors.length === 1 ? "detector" : "detectors"} ${detectors.join(" ")}`;
}

/** ", doubted: detector 4 (misses vehicles?)". */
function doubtWords(doubts: UnitView["doubts"]): string {
  if (doubts.length === 0) return "";
  if (doubts.length > NAMED_MAX) return `, ${doubts.length} detectors doubted`;
  return `, doubted: ${doubts.map(({ detector, doubt }) => `detector ${detector} (${doubt})`).join(", ")}`;
}

/** What of the journal is here: "1234 records, 12 to come; 3 lost". */
export function journalWords(view: UnitView): string {
  const parts = [`${view.records} records${view.behind > 0 ? `, ${view.behind} to come` : ", all here"}`];
  if (view.acked_seq > 0) parts.push(`acknowledged up to ${view.acked_seq}`);
  if (view.duplicates > 0) parts.push(`${view.duplicates} came again`);
  if (view.lost > 0) parts.push(`${view.lost} lost`);
  if (view.contradictions > 0) parts.push(`${view.contradictions} contradicted`);
  if (view.journal_fault !== "") parts.push(`the unit cannot write its journal: ${view.journal_fault}`);
  return parts.join("; ");
}

/** "; its certificate ends on 2027-01-01": of one that shows any. */
const certificateWords = ({ certificate_ends_ms: ends }: UnitView): string =>
  ends === 0 ? "" : `; its certificate ends on ${isoDay(ends as WallTime)}`;

/** "online"; "unknown (online at 12:03 UTC)" where nobody has said so since the broker was reached. */
export function presenceWords({ presence, presence_heard, seen_ms }: UnitView): string {
  if (presence_heard || presence === "unknown") return presence;
  return `unknown (${presence}${seen_ms > 0 ? ` at ${clock(seen_ms).slice(0, 5)} UTC` : " before"})`;
}

/** One unit in a line. */
export function unitLine(view: UnitView): string {
  const presence = view.presence === "unknown" ? "not heard of" : presenceWords(view);
  const last = view.last === null ? "" : `; last record at ${recordWords(view.last, " UTC")}`;
  return `${view.unit} ${presence}: ${signalWords(view)}; ${journalWords(view)}${last}${certificateWords(view)}${walkWords(view)}`;
}

/** "; safe to leave since 2026-11-26 (Meyer)": of one that was walked. */
function walkWords({ commissioning: walk }: UnitView): string {
  if (walk === null) return "";
  const when = `${isoDay(walk.at_ms as WallTime)} (${walk.by})`;
  if (!walk.finished) return `; being commissioned since ${when}, ${walk.open} steps open`;
  return walk.safe ? `; safe to leave since ${when}` : `; NOT safe to leave: ${walk.open} steps open on ${when}`;
}

/** What of a unit is worth a line at once when it changes; what changes every few seconds is not in it. */
export function standingOf(view: UnitView): string {
  const { presence, mode, mode_cause, pattern, monitor_fault, failed_detectors, doubts, epoch, journal_fault, commissioning } = view;
  return JSON.stringify([
    presence,
    mode,
    mode_cause,
    pattern,
    monitor_fault,
    failed_detectors,
    doubts,
    epoch,
    journal_fault,
    commissioning?.finished,
    commissioning?.safe,
  ]);
}
