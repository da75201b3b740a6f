import { CODE, meaningOf } from "../traffic/codes.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Record, wallOf } from "./port.ts";
import type { Summary } from "./summary.ts";

/** Longer ones are cut in a line for eyes; JSON has them whole. */
const DETAIL_MAX = 90;

/** The names of instants, in the time zone of a site: "2026-01-05 07:12:03.400". */
export class WallWords {
  #zone = "UTC";
  #format = formatOf("UTC");
  #second = Number.NaN;
  #words = "";

  /** False if it is no time zone; the old one stays then. */
  set(zone: string): boolean {
    if (zone === this.#zone) return true;
    try {
      this.#format = formatOf(zone);
    } catch {
      return false;
    }
    this.#zone = zone;
    this.#second = Number.NaN;
    return true;
  }

  get zone(): string {
    return this.#zone;
  }

  at(wall: WallTime): string {
    // Most records share their second with the one before, and a format costs more than all the rest of a line.
    const second = Math.floor(wall / 1_000);
    if (second !== this.#second) this.#words = this.#format.format(second * 1_000);
    this.#second = second;
    return `${this.#words}.${String(wall - second * 1_000).padStart(3, "0")}`;
  }
}

/** Swedish writes dates as ISO 8601 does. Throws a RangeError for a zone that is none. */
const formatOf = (zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });

/** The time zone in the site file that a session began with; "" where it cannot be found. */
export function zoneOf(beginning: Record | null): string {
  if (beginning?.code !== CODE.sessionStart) return "";
  try {
    const { site } = JSON.parse(beginning.detail) as { site?: unknown };
    // The rest of the file may be of a version that is no longer understood.
    return /^\s*time_zone\s*=\s*["']([^"']+)["']/m.exec(typeof site === "string" ? site : "")?.[1] ?? "";
  } catch {
    return "";
  }
}

/** One line: when, which, what. ">" marks what came in. */
export function recordLine(record: Record, wall_base: WallTime, words: WallWords): string {
  const { seq, at, code, value, detail, input } = record;
  const meaning = meaningOf(code);
  const what = meaning?.words ?? "unknown code";
  const line = `${words.at(wallOf(wall_base, at))} ${String(seq).padStart(8)} ${input ? ">" : " "} ${String(code).padStart(3)} ${what}`;
  return [line, paramWords(record), value === 0 ? "" : `= ${value}`, detailWords(code, detail)].filter((part) => part !== "").join("  ");
}

function paramWords({ code, param }: Record): string {
  const counts = meaningOf(code)?.param ?? "number";
  return counts === "unit" ? (param === 0 ? "" : String(param)) : `${counts} ${param}`;
}

function detailWords(code: number, detail: string): string {
  const shown = code === CODE.sessionStart ? versionWords(detail) : detail;
  return shown.length > DETAIL_MAX ? `${shown.slice(0, DETAIL_MAX)}…` : shown;
}

/** A session start carries its whole site file, which is no line. */
function versionWords(detail: string): string {
  try {
    const { version } = JSON.parse(detail) as { version?: unknown };
    return typeof version === "string" ? `version ${version}` : detail;
  } catch {
    return detail;
  }
}

const sizeWords = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

export function summaryLines(s: Summary, words: WallWords): string[] {
  const waiting = s.last_seq - s.acked;
  const last = s.sessions.at(-1);
  return [
    `unit      ${s.unit}`,
    `epoch     ${s.epoch}${s.created === 0 ? "" : `, begun ${words.at(s.created)} (${words.zone})`}`,
    `records   ${s.chunks === 0 ? "none" : `${s.first_seq} to ${s.last_seq}, in ${s.chunks} chunks`}`,
    `sessions  ${last === undefined ? "none" : `${s.session}, the last one from ${last.first_seq} on`}`,
    `brain     ${s.acked === 0 ? "has acknowledged nothing" : `has everything up to ${s.acked}`}${waiting > 0 ? `; ${waiting} to come` : ""}`,
    `size      ${sizeWords(s.bytes)} in use, ${sizeWords(s.file_bytes)} on disk`,
    ...(s.gaps.length === 0 ? ["gaps      none"] : s.gaps.map((g) => `gap       ${g.from} to ${g.to}: ${g.reason}`)),
  ];
}
