import type { WallTime } from "../traffic/time.ts";
import { type Day, WEEKDAYS } from "./schedule.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Zones change their offsets at quarter hours (Lord Howe Island at half past), so between two of them nothing needs to be looked up. */
const QUARTER_MS = 15 * MINUTE_MS;
/** No day is longer, be its clocks set back by whatever zones do. */
const QUARTERS_MAX = 27 * 4;
/** What a calendar can hold; a clock that says more says nothing. */
const WALL_MAX = 8e15;

/** The wall time as a traffic engineer's plans know it. */
export interface LocalTime {
  readonly day: Day;
  readonly before: Day;
  /** Minutes of the day that have come, 0 to 1439. An hour that the clocks go through twice comes once: what was done in it stays done. */
  readonly minute: number;
  /**
   * Tenths since the day began: the sync reference of coordination. They count elapsed time, not hands on a dial, so that setting the
   * clocks for summer time moves no cycle; at midnight cycles begin anew, as they do in every controller that counts from midnight.
   */
  readonly clock_ds: number;
}

/** Of the quarter hour that was looked up last. */
interface Quarter {
  readonly index: number;
  readonly offset_ms: number;
  readonly day: Day;
  readonly before: Day;
  readonly midnight: number;
  /** At least so many minutes of the day have come. */
  readonly come: number;
}

/** How the day began that was looked up last. */
interface Began {
  readonly number: number;
  readonly first: number;
  readonly offset_ms: number;
  readonly day: Day;
  readonly before: Day;
}

/** A time zone's rules, which are Node's own, applied to one wall time after the other. Looks them up once in a quarter hour. */
export class TimeBase {
  readonly #format: Intl.DateTimeFormat;
  #quarter: Quarter | null = null;
  #began: Began | null = null;

  /** `zone`: an IANA name, as a site file has it. */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  }

  at(wall: WallTime): LocalTime {
    const within = Math.min(Math.max(wall, 0), WALL_MAX);
    const index = Math.floor(within / QUARTER_MS);
    if (this.#quarter?.index !== index) this.#quarter = this.#look(index);
    const { offset_ms, day, before, midnight, come } = this.#quarter;
    const minute = Math.floor(((within + offset_ms) % DAY_MS) / MINUTE_MS);
    return { day, before, minute: Math.max(minute, come), clock_ds: Math.floor((within - midnight) / 100) };
  }

  #look(index: number): Quarter {
    const offset_ms = this.#offset(index);
    const number = dayNumber(index, offset_ms);
    if (this.#began?.number !== number) {
      // The first quarter hour of this day; not always at 00:00, since some zones leave that out when summer begins.
      const first = firstOf(index - QUARTERS_MAX, index, (i) => dayNumber(i, this.#offset(i)) >= number);
      this.#began = { number, first, offset_ms: this.#offset(first), day: dayOf(number), before: dayOf(number - 1) };
    }
    const { first, offset_ms: began, day, before } = this.#began;
    let come = 0;
    if (offset_ms < began) {
      const back = firstOf(first, index, (i) => this.#offset(i) === offset_ms);
      // A minute before, and that may be the last of the day: some zones set their clocks back at midnight.
      come = Math.floor(((back * QUARTER_MS + began - MINUTE_MS) % DAY_MS) / MINUTE_MS);
    }
    return { index, offset_ms, day, before, midnight: first * QUARTER_MS, come };
  }

  /** Local time less UTC at the beginning of a quarter hour. */
  #offset(index: number): number {
    const utc = Math.max(index, 0) * QUARTER_MS;
    const parts = this.#format.formatToParts(utc);
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")) - utc;
  }
}

const dayNumber = (index: number, offset_ms: number): number => Math.floor((index * QUARTER_MS + offset_ms) / DAY_MS);

function dayOf(number: number): Day {
  const date = new Date(number * DAY_MS);
  return { date: date.toISOString().slice(0, 10), weekday: WEEKDAYS[date.getUTCDay()]! };
}

/** The first index from `low` on for which it is so, as it is for `high` and for all behind the first. */
function firstOf(low: number, high: number, is: (index: number) => boolean): number {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (is(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
