import { WallWords } from "../journal/words.ts";
import { Instant, WallTime } from "../traffic/time.ts";
import type { Moment } from "../why.ts";
import { UsageError } from "./verb.ts";

const DAY_MS = 86_400_000;
/** Hours, minutes, and seconds with a fraction if they are there; then where the clock stands, if that is said. */
const CLOCK = String.raw`(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?`;
const DATED = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2})[ T]${CLOCK}$`);
const UNDATED = new RegExp(`^${CLOCK}$`);

/** What a person types after `option` for a moment: a wall time, a time of the last day, or seconds of a session. `last`: the journal's last. */
export function momentIn(text: string, zone: string, last: WallTime, option = "--at"): Moment {
  if (/^\d{1,10}(\.\d{1,3})?$/.test(text)) return { at: Instant(Math.round(Number(text) * 1_000)) };
  const dated = DATED.exec(text);
  if (dated !== null) return { wall: wallOf(text, dated[1]!, dated.slice(2), zone) };
  const undated = UNDATED.exec(text);
  if (undated === null) {
    throw new UsageError(
      `${option} is a time such as "2026-01-05 07:12:03", "07:12:03" (when it last was that) or 732.4 (seconds of a session), not "${text}"`,
    );
  }
  const words = wordsIn(zone);
  const on = (day: number) => wallOf(text, words.at(WallTime(day)).slice(0, 10), undated.slice(1), zone);
  const today = on(last);
  return { wall: today <= last ? today : on(last - DAY_MS) };
}

function wallOf(text: string, date: string, [minute, second = "00", fraction = "", offset]: readonly (string | undefined)[], zone: string) {
  const read = (place: string) => Date.parse(`${date}T${minute}:${second}.${fraction.padEnd(3, "0")}${place}`);
  const utc = read("Z");
  // 31 February is read as 3 March.
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(date)) throw new UsageError(`there is no such time as "${text}"`);
  if (offset !== undefined) return WallTime(read(offset));
  // Zones are less than a day from UTC, and the clocks are set at most once in that time: one of the two offsets is the one that holds.
  const words = wordsIn(zone);
  const local = (wall: number) => Date.parse(`${words.at(WallTime(wall)).replace(" ", "T")}Z`);
  const offsets = [utc - DAY_MS, utc + DAY_MS].map((near) => local(near) - near);
  const walls = offsets.map((ahead) => utc - ahead).filter((wall) => local(wall) === utc);
  if (walls.length === 0) throw new UsageError(`there was no ${text} in ${words.zone}: the clocks were set forward over it`);
  return WallTime(Math.min(...walls));
}

function wordsIn(zone: string): WallWords {
  const words = new WallWords();
  words.set(zone);
  return words;
}
