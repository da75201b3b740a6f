import { CODE } from "../traffic/codes.ts";
import { LocalTime } from "./local-time.ts";
import { type Chunk, type Record, wallOf } from "./port.ts";
import { namesOf } from "./words.ts";

/** One event of the Indiana enumerations as other programs take it: unique by (tenth, code, param) within a device. */
export interface HiResEvent {
  /** Tenths of what the site's clocks show, from 1970 on. */
  readonly tenth: number;
  /** 0 to 255. */
  readonly code: number;
  /** 0 to 255. */
  readonly param: number;
}

/** The events of one file's time. */
export interface HiResSpan {
  readonly kind: "span";
  readonly from_tenth: number;
  readonly events: readonly HiResEvent[];
  /** Its time is not over: more may come. Of all others there is never more. */
  readonly running: boolean;
}

/** What is not given, in the words of who reads about it. */
export interface LeftOut {
  readonly kind: "left-out";
  readonly from_tenth: number;
  readonly to_tenth: number;
  readonly why: string;
}

const TENTH_MS = 100;
/** Ten seconds: a correction of a clock that was right, not another time. */
const SET_BACK_TENTHS = 100;
/** What is stamped within one tick may lie in either order. */
const TICK_TENTHS = 1;
const PARAM_MAX = 255;
/** Cycle, offset and splits. */
const [FIRST_SECONDS, LAST_SECONDS] = [132, 149];

/**
 * A journal's events below 300, cut into spans of `span_tenths` of the site's clocks: those that are whole, and at last the one that runs.
 *
 * - Two identical events in one tenth are one; the last of them stands, so that a detector ends a tenth as it is.
 * - Where clocks are set back, by the unit or for winter, time that had been is not given again: the second pass is left out, and said. A
 *   span that is over is over, so what it holds does not depend on when it is asked for. A clock that is set back by up to ten seconds
 *   stands still until time has caught up.
 * - Where records were dropped, the spans that had some of them are left out: they may have been given whole before.
 */
export function* hiRes(chunks: Iterable<Chunk>, span_tenths: number, utc: boolean): Generator<HiResSpan | LeftOut, void, undefined> {
  const cutter = new Cutter(span_tenths);
  let session = -1;
  let local = new LocalTime("UTC");
  let next = 1;
  for (const chunk of chunks) {
    const [first] = chunk.records;
    if (chunk.session !== session && first?.code === CODE.sessionStart && !utc) local = new LocalTime(namesOf(first).zone);
    session = chunk.session;
    if (chunk.first_seq !== next) cutter.lose();
    for (const record of chunk.records) {
      // Its instant is that of the last record that it stands for.
      if (record.code === CODE.gap) cutter.lose();
      cutter.take(record, Math.floor(local.of(wallOf(chunk.wall_base, record.at)) / TENTH_MS));
    }
    next = chunk.last_seq + 1;
    yield* cutter.cut();
  }
  cutter.end();
  yield* cutter.cut();
}

class Cutter {
  readonly #length: number;
  readonly #cut: (HiResSpan | LeftOut)[] = [];
  /** Beginnings of spans that are over. */
  readonly #given = new Set<number>();
  #start = Number.NEGATIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;
  #rows: HiResEvent[] = [];
  /** Something of the running span is missing. */
  #holed = false;
  /** Records have just been lost: the span in which it goes on is missing some too. */
  #lost = false;
  #back: { readonly from: number; to: number } | null = null;

  constructor(length: number) {
    this.#length = length;
  }

  cut(): (HiResSpan | LeftOut)[] {
    return this.#cut.splice(0);
  }

  lose(): void {
    this.#holed = true;
    this.#lost = true;
  }

  take(record: Record, tenth: number): void {
    const start = Math.floor(tenth / this.#length) * this.#length;
    const setBack = tenth < this.#latest;
    const near = setBack && tenth >= this.#latest - SET_BACK_TENTHS;
    if (!near && (start === this.#start ? setBack : this.#given.has(start))) {
      this.#pass(tenth);
      return;
    }
    this.#settleBack();
    const within = near && start === this.#start && tenth >= this.#latest - TICK_TENTHS;
    const at = near && !within ? this.#latest : tenth;
    if (!near && start !== this.#start) this.#turn(start);
    if (!near) this.#latest = at;
    this.#lost = false;
    const event = eventOf(record, at);
    if (event !== null) this.#rows.push(event);
  }

  end(): void {
    this.#settleBack();
    this.#close(true);
  }

  /** Its time had been before. */
  #pass(tenth: number): void {
    this.#back ??= { from: tenth, to: tenth };
    this.#back.to = Math.max(this.#back.to, tenth);
  }

  #turn(start: number): void {
    this.#close(false);
    this.#start = start;
    this.#rows = [];
    this.#holed = this.#lost;
  }

  #close(running: boolean): void {
    const from_tenth = this.#start;
    if (from_tenth === Number.NEGATIVE_INFINITY) return;
    this.#given.add(from_tenth);
    if (!this.#holed) this.#cut.push({ kind: "span", from_tenth, events: unique(this.#rows), running });
    else this.#leave(from_tenth, from_tenth + this.#length, "records of this time have been dropped from the journal");
  }

  #settleBack(): void {
    if (this.#back === null) return;
    const { from, to } = this.#back;
    this.#leave(from, to + 1, "clocks were set back: this time had been before, and is given once");
    this.#back = null;
  }

  #leave(from_tenth: number, to_tenth: number, why: string): void {
    this.#cut.push({ kind: "left-out", from_tenth, to_tenth, why });
  }
}

/** Null for what the enumerations do not know, and for what does not fit into a byte. Seconds that do not are the most that do. */
function eventOf({ code, param }: Record, tenth: number): HiResEvent | null {
  if (code > PARAM_MAX || param < 0) return null;
  const seconds = code >= FIRST_SECONDS && code <= LAST_SECONDS;
  if (param > PARAM_MAX && !seconds) return null;
  return { tenth, code, param: Math.min(param, PARAM_MAX) };
}

/** In the order of time, and of the journal within a tenth. Of identical ones the last. */
function unique(events: readonly HiResEvent[]): HiResEvent[] {
  const sorted = events.toSorted((a, b) => a.tenth - b.tenth);
  const seen = new Set<number>();
  const kept: HiResEvent[] = [];
  let tenth = Number.NaN;
  for (const event of sorted.reverse()) {
    if (event.tenth !== tenth) seen.clear();
    tenth = event.tenth;
    const key = event.code * (PARAM_MAX + 1) + event.param;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(event);
  }
  return kept.reverse();
}
