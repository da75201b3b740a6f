import type { Record } from "../journal/port.ts";
import { WallWords } from "../journal/words.ts";
import { CODE } from "../traffic/codes.ts";
import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import { type PhaseSeen, Seen } from "./seen.ts";
import { LEAD_MS, LEAST_MS, SLICE_MS, type Slice } from "./slice.ts";
import { Spoils } from "./spoils.ts";
import { Witnesses } from "./witnesses.ts";

/** A queue that is never gone for longer is waited for no longer. */
const QUEUE_MS = 12 * 3_600_000;
/** Start-up is over by then. */
const STARTS_MS = 60_000;
/** What is kept of what was before a lead: stamps, and the way from the beginning of the link to a loop. */
const BEFORE_MS = 120_000;

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly wall: WallTime;
  readonly seen: readonly PhaseSeen[];
  readonly patterns: readonly number[];
}

/** Where a slice goes to, or why it is left out. */
export interface Takes {
  slice(slice: Slice): void;
  left(words: string, at: Pick<Slice, "wall" | "length_ms">): void;
}

/** One session of a journal: cuts it at the half hours of the clock, and says of each who came. */
export class SessionReader {
  readonly #session: number;
  readonly #takes: Takes;
  readonly #witnesses: Witnesses;
  readonly #seen: Seen;
  readonly #spoils: Spoils;
  readonly #words = new WallWords();
  /** Cut, but who came is not known yet. */
  readonly #waiting: Cut[] = [];
  /** The wall time at Instant 0. */
  #base: WallTime;
  #from = 0;
  #to = 0;
  #last = 0;
  #begun = -1;
  #hole = false;
  #pattern = 0;
  #patterns = new Set<number>();

  constructor(session: number, site: Site, wall: WallTime, link_m: number, takes: Takes, underPlans = false) {
    this.#session = session;
    this.#takes = takes;
    this.#base = wall;
    this.#witnesses = new Witnesses(site, link_m);
    this.#seen = new Seen(site);
    this.#spoils = new Spoils(site, underPlans);
    this.#words.set(site.time_zone);
  }

  take(record: Record): void {
    const { at, code, param, value } = record;
    // An input's stamp may be a little older than what was decided before it was heard.
    const now = Math.max(at, this.#last);
    if (this.#begun < 0) this.#begin(at);
    // Before the hole is cut into slices: none of them knows who came.
    if (this.#hole) this.#spoils.hole(this.#last, now);
    this.#hole = code === CODE.gap;
    while (now >= this.#to) this.#cut();
    this.#last = now;
    if (code === CODE.clockCorrected) this.#base = (this.#base + value) as WallTime;
    if (code === CODE.patternChanged) this.#change(param);
    this.#spoils.take(record);
    this.#seen.take(record);
    this.#witnesses.take(record);
  }

  /** The session has ended. */
  end(): void {
    if (this.#begun < 0) return;
    this.#witnesses.close();
    this.#close(this.#last);
    for (const cut of this.#waiting.splice(0)) this.#finish(cut);
  }

  /** The first cut is behind the start-up. */
  #begin(at: number): void {
    this.#begun = at;
    this.#from = at;
    this.#to = at + LEAD_MS;
  }

  #change(pattern: number): void {
    this.#pattern = pattern;
    this.#patterns.add(pattern);
  }

  /** At the next half hour of the clock. */
  #cut(): void {
    this.#close(this.#to);
    this.#from = this.#to;
    this.#to = (Math.floor((this.#base + this.#from) / SLICE_MS) + 1) * SLICE_MS - this.#base;
    while (this.#waiting[0] !== undefined && this.#isOver(this.#waiting[0])) this.#finish(this.#waiting.shift()!);
  }

  #isOver({ to }: Cut): boolean {
    if (this.#from <= to + this.#witnesses.watch_ms) return false;
    return !this.#witnesses.queued(to, this.#from) || this.#from > to + QUEUE_MS;
  }

  #close(to: number): void {
    const from = this.#from;
    const seen = this.#seen.cut(to);
    const patterns = [...this.#patterns];
    this.#patterns = new Set([this.#pattern]);
    if (from > this.#begun) this.#waiting.push({ from, to, wall: (this.#base + from) as WallTime, seen, patterns });
  }

  #finish({ from, to, wall, seen, patterns }: Cut): void {
    const begins = from - LEAD_MS;
    const length_ms = to - from;
    if (length_ms >= LEAST_MS) {
      // A lead that is a session's beginning flashes in the record as it does in a simulation.
      const why = this.#spoils.of(Math.max(begins, this.#begun + STARTS_MS), to) || this.#witnesses.unseen(begins, to);
      if (why !== "") this.#takes.left(why, { wall, length_ms });
      else {
        const [day, clock] = this.#words.at(wall).split(" ") as [string, string];
        const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
        this.#takes.slice({ session: this.#session, wall, day, minute, length_ms, patterns, seen, ...this.#witnesses.of(begins, to) });
      }
    }
    const kept = (this.#waiting[0]?.from ?? to) - LEAD_MS - BEFORE_MS;
    this.#spoils.forget(kept);
    this.#witnesses.forget(kept);
  }
}
