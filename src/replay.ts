import { readSite } from "./config/index.ts";
import { observationIn } from "./detection/record.ts";
import type { Chunk, Record, Request, ResultDetail } from "./journal/port.ts";
import { announcementIn } from "./neighbours/record.ts";
import { saidNow } from "./replay-earlier.ts";
import { CODE } from "./traffic/codes.ts";
import type { Announcement } from "./traffic/departures.ts";
import type { Entry } from "./traffic/entry.ts";
import type { Observation } from "./traffic/observation.ts";
import { type Instant, TICK_MS, tickOf } from "./traffic/time.ts";
import { type Beginning, Unit } from "./unit.ts";

/** Where a replayed unit did something else than the recorded one. */
export interface Difference {
  readonly session: number;
  readonly tick: Instant;
  /** The record that stands in the journal; null where it has none. */
  readonly recorded: Record | null;
  /** What this version decides in its place; null where it decides nothing. */
  readonly replayed: Entry | null;
}

export interface Replayed {
  readonly sessions: number;
  readonly records: number;
  readonly ticks: number;
  /** The first one; null if there is none. */
  readonly difference: Difference | null;
  /** What could not be replayed, in words: a dropped range, a session whose beginning is gone. */
  readonly skipped: readonly string[];
}

/** Feeds a journal's inputs to a fresh unit for each session, and compares every record with what comes out. */
export function replay(chunks: Iterable<Chunk>): Replayed {
  const told = { sessions: 0, records: 0, ticks: 0, skipped: [] as string[] };
  let course: Course | null = null;
  let session = -1;
  for (const chunk of chunks) {
    if (chunk.session !== session) {
      // A session's last tick may have been cut short by a power cut: what is there of it must agree.
      const difference = course?.finish() ?? null;
      if (difference) return { ...told, difference };
      session = chunk.session;
      course = begin(chunk, told.skipped);
      if (course) told.sessions++;
    }
    for (const record of chunk.records) {
      if (record.code === CODE.gap) {
        told.skipped.push(`session ${session}: from record ${record.seq} on, because records were dropped (${record.detail})`);
        course = null;
      }
      if (!course) continue;
      told.records++;
      const difference = course.take(record);
      told.ticks += course.stepped();
      if (difference) return { ...told, difference };
    }
  }
  const difference = course?.finish() ?? null;
  told.ticks += course?.stepped() ?? 0;
  return { ...told, difference };
}

/** Sees a replayed unit after each tick that was taken. */
export type Watch = (now: Instant, unit: Unit) => void;

/** A session from its first chunk on; null, with the reason in `skipped`, if it cannot be replayed. */
export function begin(chunk: Chunk, skipped: string[], watch: Watch = () => {}): Course | null {
  const first = chunk.records[0];
  if (first?.code !== CODE.sessionStart) {
    skipped.push(`session ${chunk.session}: its beginning is no longer in the journal`);
    return null;
  }
  const beginning = JSON.parse(first.detail) as Beginning;
  const read = readSite(beginning.site, "the recorded site file");
  if (!read.ok) {
    const [problem] = read.problems;
    skipped.push(`session ${chunk.session}: this version refuses its site file (line ${problem?.line}: ${problem?.words})`);
    return null;
  }
  return new Course(chunk.session, new Unit(read.site, beginning), watch);
}

/** One session on its way: records are gathered tick by tick, because all of a tick's inputs are needed before it can be taken. */
export class Course {
  readonly #session: number;
  readonly #unit: Unit;
  readonly #watch: Watch;
  #tick = TICK_MS as Instant;
  #records: Record[] = [];
  #stepped = 0;

  constructor(session: number, unit: Unit, watch: Watch) {
    this.#session = session;
    this.#unit = unit;
    this.#watch = watch;
  }

  /** Ticks taken since the last call. */
  stepped(): number {
    const stepped = this.#stepped;
    this.#stepped = 0;
    return stepped;
  }

  take(record: Record): Difference | null {
    const tick = Math.max(tickOf(record.at), TICK_MS);
    while (this.#tick < tick) {
      const difference = this.#step(false);
      if (difference) return difference;
    }
    // The unit stood still: what it heard meanwhile came with the tick after.
    if (record.code === CODE.tenthsMissed) this.#tick = (this.#tick + record.value * TICK_MS) as Instant;
    this.#records.push(record);
    return null;
  }

  finish(): Difference | null {
    return this.#records.length > 0 ? this.#step(true) : null;
  }

  #step(cut: boolean): Difference | null {
    const tick = this.#tick;
    const recorded = this.#records;
    this.#records = [];
    this.#tick = (tick + TICK_MS) as Instant;
    this.#stepped++;
    const { entries } = this.#unit.decide({ now: tick, ...inputsOf(recorded) });
    const length = cut ? recorded.length : Math.max(recorded.length, entries.length);
    for (let i = 0; i < length; i++) {
      const [was, is] = [recorded[i] ?? null, entries[i] ?? null];
      if (!was || !is || !same(was, is)) return { session: this.#session, tick, recorded: was, replayed: is };
    }
    this.#watch(tick, this.#unit);
    return null;
  }
}

function inputsOf(records: readonly Record[]) {
  const observations: Observation[] = [];
  const requests: Request[] = [];
  const announcements: Announcement[] = [];
  let correction_ms = 0;
  let missed = 0;
  for (const record of records) {
    if (!record.input) continue;
    const observation = observationIn(record);
    const announcement = announcementIn(record);
    if (observation) observations.push(observation);
    else if (announcement) announcements.push(announcement);
    else if (record.code === CODE.commandReceived) requests.push(JSON.parse(record.detail) as Request);
    else if (record.code === CODE.clockCorrected) correction_ms += record.value;
    else if (record.code === CODE.tenthsMissed) missed += record.value;
  }
  return { observations, requests, announcements, correction_ms, missed };
}

const same = (was: Entry, is: Entry): boolean =>
  was.at === is.at && was.code === is.code && was.param === is.param && was.value === is.value && was.input === is.input && says(was, is);

function says(was: Entry, is: Entry): boolean {
  if (was.detail === is.detail) return true;
  const said = saidNow(is.code, was.detail);
  if (said === is.detail) return true;
  if (is.code !== CODE.commandResult) return false;
  // Results of earlier releases have no arguments.
  const { args, ...rest } = JSON.parse(is.detail) as ResultDetail;
  return args !== undefined && said === JSON.stringify(rest);
}
