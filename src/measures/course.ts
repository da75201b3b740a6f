import { readSite } from "../config/index.ts";
import type { Chunk, Record } from "../journal/port.ts";
import { CODE, meaningOf } from "../traffic/codes.ts";
import { detailOf, numberIn, textIn } from "../traffic/detail.ts";
import type { Site } from "../traffic/site.ts";
import { type Movement, movementsOf } from "./movements.ts";
import { type Interval, While } from "./presence.ts";
import { type Service, Services } from "./services.ts";

/** An interval of a device that counts by itself, as heard at `at`. */
export interface Counted {
  readonly at: number;
  readonly volume: number;
  readonly occupancy_pm: number;
  readonly speed_dkmh: number;
  readonly interval_ms: number;
}

/** What one detector told. */
export interface Heard {
  readonly rises: readonly number[];
  readonly on: readonly Interval[];
  /** When it could be believed. */
  readonly good: readonly Interval[];
  readonly counts: readonly Counted[];
}

/** What one movement did. */
export interface Moved {
  readonly movement: Movement;
  /** Those that are over. */
  readonly services: readonly Service[];
  /** The one that is not, as far as the course goes: what has not come of it ends with the course. */
  readonly running: Service | null;
  /** From when on it is known what it shows; null: nothing is told of it. */
  readonly known: number | null;
}

/** A stretch of a session without holes, as measures see it. Instants in ms; `walls` says what time they were. */
export interface Course {
  readonly session: number;
  readonly site: Site;
  readonly from: number;
  readonly to: number;
  /** The wall time at Instant 0, from an instant on. */
  readonly walls: readonly { readonly from: number; readonly base: number }[];
  readonly movements: readonly Moved[];
  readonly detectors: ReadonlyMap<number, Heard>;
  /** Which pattern was in force from an instant on. */
  readonly patterns: readonly { readonly from: number; readonly pattern: number }[];
  /** When the lamps were not in flash. */
  readonly lit: readonly Interval[];
}

const NOT_FLASHING = 2;
const [FIRST_FAULT, LAST_FAULT] = [84, 88];
const [FIRST_SPLIT, LAST_SPLIT] = [134, 149];

/**
 * The stretches of a journal, in order. What cannot be told of is said in `skipped`, in words. Where chunks in the middle of a session are left
 * out, what they hold is not known behind them: what a movement shows is, from its next event on. `running`: the site of the last session, for
 * one that has run for so long that its beginning is no longer in the journal.
 */
export function* coursesOf(chunks: Iterable<Chunk>, skipped: string[], running: Running | null = null): Generator<Course, void, undefined> {
  let gathering: Gathering | null = null;
  let session = -1;
  let next = 0;
  for (const chunk of chunks) {
    if (chunk.session !== session) {
      if (gathering !== null) yield gathering.end();
      session = chunk.session;
      const site = siteIn(chunk, skipped, running);
      gathering = site === null ? null : new Gathering(session, site, chunk.records[0]!.at);
      if (chunk.records[0]!.code !== CODE.sessionStart) gathering?.leap();
    } else if (chunk.first_seq !== next) gathering?.leap();
    next = chunk.last_seq + 1;
    for (const record of chunk.records) {
      if (gathering === null) break;
      if (record.code === CODE.gap) {
        yield gathering.end();
        skipped.push(`session ${session}: records were dropped (${record.detail})`);
        gathering = new Gathering(session, gathering.site, record.at);
        gathering.leap();
      } else gathering.take(record, chunk.wall_base);
    }
  }
  if (gathering !== null) yield gathering.end();
}

/** What runs now, as whoever asks knows it. */
export interface Running {
  readonly session: number;
  readonly site: Site;
}

function siteIn({ session, records: [first] }: Chunk, skipped: string[], running: Running | null): Site | null {
  if (first?.code !== CODE.sessionStart) {
    if (session === running?.session) return running.site;
    skipped.push(`session ${session}: its beginning is no longer in the journal`);
    return null;
  }
  const read = readSite(textIn(detailOf(first.detail), "site"), "the recorded site file");
  if (read.ok) return read.site;
  skipped.push(`session ${session}: this version refuses its site file (${read.problems[0]?.words})`);
  return null;
}

class Gathering {
  readonly site: Site;
  readonly #session: number;
  readonly #from: number;
  readonly #movements: readonly { readonly movement: Movement; readonly services: Services; known: number | null }[];
  readonly #loops = new Map<number, Loop>();
  readonly #lit: While;
  readonly #walls: { from: number; base: number }[] = [];
  readonly #patterns: { from: number; pattern: number }[] = [];
  #pattern = 0;
  #to: number;

  constructor(session: number, site: Site, from: number) {
    this.#session = session;
    this.site = site;
    this.#from = from;
    this.#to = from;
    this.#movements = movementsOf(site).map((movement) => ({ movement, services: new Services(movement), known: from }));
    for (const { number, kind } of site.detectors) this.#loops.set(number, new Loop(kind === "count" ? null : from));
    // Dark until the first lamp is told of: behind a hole nobody knows.
    this.#lit = new While();
  }

  take(record: Record, base: number): void {
    const { at, code, param } = record;
    if (this.#walls.at(-1)?.base !== base) this.#walls.push({ from: Math.max(at, this.#to), base });
    this.#to = Math.max(this.#to, at);
    const loop = this.#loops.get(param);
    if (loop?.take(record)) return;
    if (code === CODE.patternChanged) {
      this.#pattern = param;
      this.#patterns.push({ from: at, pattern: param });
      for (const { services } of this.#movements) services.unplan();
    } else if (code === CODE.unitFlashStatus) this.#lit.set(param === NOT_FLASHING, at);
    else if (code >= FIRST_SPLIT && code <= LAST_SPLIT) for (const { services } of this.#movements) services.plan(code, param);
    else this.#ofMovement(record);
  }

  /** What comes next does not follow on what was. */
  leap(): void {
    for (const each of this.#movements) {
      each.services.leap();
      each.known = null;
    }
  }

  end(): Course {
    const to = this.#to;
    return {
      session: this.#session,
      site: this.site,
      from: this.#from,
      to,
      walls: this.#walls,
      movements: this.#movements.map(({ movement, services, known }) => ({
        movement,
        services: services.done,
        running: services.running(to),
        known,
      })),
      detectors: new Map([...this.#loops].map(([number, loop]) => [number, loop.end(to)])),
      patterns: this.#patterns,
      lit: this.#lit.ended(to),
    };
  }

  #ofMovement({ at, code, param }: Record): void {
    const kind = meaningOf(code)?.param;
    for (const each of this.#movements) {
      if (each.movement.kind !== kind || each.movement.number !== param) continue;
      if (each.services.take(code, at, this.#pattern)) each.known ??= at;
    }
    // A signal that has a turn is not in flash, whatever is known of that.
    if (code === 1) this.#lit.set(true, at);
  }
}

/** One detector on its way. A counter tells of no presence until it tells of a single vehicle. */
class Loop {
  readonly #rises: number[] = [];
  readonly #counts: Counted[] = [];
  readonly #on = new While();
  readonly #good: While;
  #failed = false;
  #rose = -1;
  #presence: boolean;

  constructor(goodSince: number | null) {
    this.#presence = goodSince !== null;
    this.#good = new While(goodSince);
  }

  /** False for what is not about a detector. */
  take({ at: received, code, value, detail, input }: Record): boolean {
    let at: number = received;
    if (code === CODE.inputOn || code === CODE.inputOff) {
      const on = code === CODE.inputOn;
      // Where the sensor has stamped it, it took place before it was received.
      if (detail !== "") at = Math.max(0, at - numberIn(detailOf(detail), "age_ms", 0));
      this.#presence = true;
      this.#good.set(!this.#failed, received);
      if (on && !this.#on.on) {
        this.#rose = received;
        if (this.#good.on) this.#rises.push(at);
      }
      this.#on.set(on, at);
    } else if (code === CODE.detectorRestored) this.#fail(false, at);
    else if (code >= FIRST_FAULT && code <= LAST_FAULT) this.#fail(true, at);
    else if (code === CODE.count && input) {
      if (this.#failed) return true;
      const told = detailOf(detail);
      const interval_ms = numberIn(told, "interval_ms", 0);
      // Of what time it counts is not known: it is no count.
      if (interval_ms <= 0) return true;
      const [occupancy_pm, speed_dkmh] = [numberIn(told, "occupancy_pm", -1), numberIn(told, "speed_dkmh", -1)];
      this.#counts.push({ at, volume: value, occupancy_pm, speed_dkmh, interval_ms });
    } else return false;
    return true;
  }

  #fail(failed: boolean, at: number): void {
    // The vehicle that ends "no activity" is journaled before what it ends.
    if (this.#failed && !failed && this.#rose === at) this.#rises.push(at);
    this.#failed = failed;
    if (failed || this.#presence) this.#good.set(!failed, at);
  }

  end(to: number): Heard {
    return { rises: this.#rises, on: this.#on.ended(to), good: this.#good.ended(to), counts: this.#counts };
  }
}
