import { LocalTime } from "../../journal/local-time.ts";
import type { WallTime } from "../../traffic/time.ts";

const DAY_MS = 86_400_000;

/** "2026-05-16 15:30" in a zone, or with an offset of its own → when that is; of two such moments the first; null where there is none. */
export function momentOf(text: string, zone: string): WallTime | null {
  const [, date = "", clock = "", offset] = /^(\S{10})[ T](\d\d:\d\d)(\S*)$/.exec(text) ?? [];
  const utc = Date.parse(`${date}T${clock}Z`);
  // 31 February is read as 3 March.
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(`${date}T${clock}`)) return null;
  if (offset !== "") {
    const at = Date.parse(`${date}T${clock}${offset}`);
    return Number.isNaN(at) ? null : (at as WallTime);
  }
  const local = new LocalTime(zone);
  const guesses = [utc - DAY_MS, utc + DAY_MS].map((near) => utc - (local.of(near as WallTime) - near));
  const right = guesses.filter((at) => local.of(at as WallTime) === utc);
  return right.length === 0 ? null : (Math.min(...right) as WallTime);
}
