import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { StrangeStore } from "../journal/schema.ts";
import { type Arrived, type StoreOptions, WriterStore } from "../journal/store.ts";
import { WallTime } from "../traffic/time.ts";
import { makeBeside, takePlace } from "./anew.ts";
import { diskWords, isBroken, isDoubtful, JOURNAL_PAGES_MAX, lockDatabase, openDatabase, sqliteCode } from "./database.ts";
import { doubt } from "./doubt.ts";
import { roomFor } from "./room.ts";
import { syncFolder } from "./whole-file.ts";

export interface KeepOptions {
  readonly path: string;
  readonly unit: string;
  readonly pages_max?: number;
  readonly batch_ms?: number;
}

/** What can be said of the store at any time. */
export interface Kept {
  /** Rises with every opening; 0 while the store is not open. What was not durable before an opening must be given again after it. */
  readonly opening: number;
  readonly epoch: string;
  readonly session: number;
  readonly last_seq: number;
  /** How many seqs of this session stand for nothing that was given: records of what became of the store itself. */
  readonly added: number;
  readonly fault: string;
  /** What the monitor has latched, as far as it is durable, or was when the store was closed: the detail of its fault, or "". */
  readonly latched: string;
  /** Why the store was made anew last, in this thread; "" if it was not. */
  readonly anew: string;
}

/** What an earlier thread of this process had. */
export interface Before {
  readonly resume: NonNullable<StoreOptions["resume"]> | null;
  readonly opening: number;
  readonly added: number;
  readonly last_seq: number;
  /** What the monitor had latched. */
  readonly latched: string;
  /** The last request that was seen. */
  readonly arrival: number;
}

const NOTHING_BEFORE: Before = { resume: null, opening: 0, added: 0, last_seq: 0, latched: "", arrival: 0 };

/** Whoever can publish acknowledgements can ask for a new epoch: it costs a copy of what waits, so not more often than this. */
const RENEW_APART_MS = 24 * 3_600_000;
/** A card that breaks whatever is written to it must not be worn out with copies. */
export const BEGIN_APART_MS = 60_000;

/**
 * A journal file that is kept open whatever happens to it: a broken one is put aside and a new store takes its place, with everything of
 * the old one that can be read and that the brain does not have, and a record of that; after any other error it is closed, and opened again
 * when `open` is called. Everything here may wait for the disk.
 */
export class KeptStore {
  readonly #options: KeepOptions;
  #anew = "";
  #lock: Database | null = null;
  #db: Database | null = null;
  #store: WriterStore | null = null;
  #opening: number;
  #resume: Before["resume"];
  #added: number;
  #arrival: number;
  #mayRenewAt = 0;
  #renewAgainMs = BEGIN_APART_MS;
  #mayBeginAt = 0;
  /** The last durable record and what is latched, also while the store is closed. */
  #known: { readonly epoch: string; readonly last_seq: number; readonly latched: string };
  /** A store that was made anew and has not been opened since: its epoch, and why. */
  #made: { readonly epoch: string; readonly because: string } | null = null;
  #fault = "";

  constructor(options: KeepOptions, before = NOTHING_BEFORE) {
    this.#options = options;
    this.#resume = before.resume;
    this.#opening = before.opening;
    this.#added = before.added;
    this.#arrival = before.arrival;
    this.#known = { epoch: before.resume?.epoch ?? "", last_seq: before.last_seq, latched: before.latched };
  }

  get state(): Kept {
    const { epoch, session } = this.#store ?? this.#resume ?? { epoch: "", session: 0 };
    return {
      opening: this.#store === null ? 0 : this.#opening,
      epoch,
      session,
      last_seq: this.#store?.last_seq ?? 0,
      added: this.#added,
      fault: this.#fault,
      latched: (this.#store ?? this.#known).latched,
      anew: this.#anew,
    };
  }

  /** Opens the store if it is not open. */
  open(): void {
    if (this.#store !== null) return;
    try {
      try {
        this.#openStore();
      } catch (error) {
        this.#shut();
        if (!isBroken(error) && !(error instanceof StrangeStore && error.ours)) throw error;
        this.#begin(wordsOf(this.#options.path, error), false);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Uses the open store; an error closes it, and a broken file is made anew at once. Null if there is none, or it failed. */
  use<T>(use: (store: WriterStore) => T): T | null {
    if (this.#store === null) return null;
    const { last_seq } = this.#store;
    try {
      const used = use(this.#store);
      // Opening and reading prove nothing: only what was written proves that the disk takes records again.
      if (this.#store.last_seq > last_seq) this.#fault = "";
      return used;
    } catch (error) {
      this.#fail(error);
      if (isDoubtful(error)) doubt(this.#options.path);
      if (isBroken(error)) this.#tryToBegin(wordsOf(this.#options.path, error), false);
      return null;
    }
  }

  requestsAfter(arrival: number): readonly Arrived[] {
    const arrived = this.use((store) => store.requestsAfter(arrival)) ?? [];
    this.#arrival = Math.max(this.#arrival, arrived.at(-1)?.arrival ?? 0);
    return arrived;
  }

  /** Reads the whole file and looks for damage that no query has met yet. False if it must be looked again: it could not be read, or not saved. */
  check(): boolean {
    const damage = this.use(() => this.#damage());
    if (damage === null || damage === "ok") return damage !== null;
    // Its first line says which database.
    this.#tryToBegin(`journal ${this.#options.path}: the file is broken (${damage.split("\n").at(-1)})`, false);
    return this.#store !== null;
  }

  /**
   * What `check` does not see: chunks whose bytes alone have changed become gap records where they are. Looks at `limit` of them behind `after`;
   * returns where to go on, null when there is nothing more to look at.
   */
  mend(after = 0, limit = Number.MAX_SAFE_INTEGER): number | null {
    return this.use((store) => store.mend(after, limit));
  }

  #damage(): string {
    try {
      // What this connection remembers of the file may be better than what lies there.
      this.#db!.pragma("shrink_memory");
      return this.#db!.pragma("quick_check(1)", { simple: true }) as string;
    } catch (error) {
      if (isDoubtful(error)) return sqliteCode(error);
      throw error;
    }
  }

  /**
   * A brain that acknowledges more than there is has records of this epoch that the disk has lost after taking them; whatever is recorded
   * now under those numbers it would take for the lost ones. So a new epoch begins, with everything that it has not acknowledged.
   */
  renew(): void {
    if (performance.now() < Math.max(this.#mayRenewAt, this.#mayBeginAt)) return;
    const beyond = this.use((store) => store.beyond()) ?? 0;
    if (beyond === 0 || this.#store === null) return;
    const { epoch, renewed, last_seq } = this.#store;
    if (renewed !== 0 && Math.abs(Date.now() - renewed) < RENEW_APART_MS) return;
    const words = `the brain had record ${beyond} before it was here, where ${last_seq} is the last: the disk has lost records that it had taken`;
    this.#tryToBegin(`journal ${this.#options.path}: ${words}`, true);
    // What failed is tried again soon, but less and less often: on a full disk every try writes until there is no more room.
    const done = this.#store !== null && this.state.epoch !== epoch;
    this.#mayRenewAt = performance.now() + (done ? RENEW_APART_MS : this.#renewAgainMs);
    this.#renewAgainMs = done ? BEGIN_APART_MS : Math.min(2 * this.#renewAgainMs, RENEW_APART_MS);
  }

  /** Fits the store's bound to the room that the disk has by now. */
  fit(): void {
    const { path, pages_max = JOURNAL_PAGES_MAX } = this.#options;
    this.use(() => this.#db!.pragma(`max_page_count = ${roomFor(path, pages_max)}`));
  }

  close(): void {
    this.use((store) => store.flush());
    this.#shut();
    this.#lock?.close();
    this.#lock = null;
  }

  #openStore(): void {
    const { path, unit, pages_max = JOURNAL_PAGES_MAX, batch_ms } = this.#options;
    mkdirSync(dirname(path), { recursive: true });
    this.#lock ??= lockDatabase(`${path}-lock`);
    // Also a new store needs room to be opened: the ballast goes first.
    roomFor(path, pages_max);
    takePlace(path);
    this.#db = openDatabase(path, "recorder", { pages_max: roomFor(path, pages_max) });
    this.#store = new WriterStore(this.#db, {
      unit,
      epoch: newEpoch(),
      created: WallTime(Date.now()),
      arrival: this.#arrival,
      latched: this.#known.latched,
      ...(batch_ms === undefined ? {} : { batch_ms }),
      ...(this.#resume === null ? {} : { resume: this.#resume }),
    });
    const { epoch, session } = this.#store;
    // A new session is written down.
    if (this.#resume?.epoch !== epoch || this.#resume.session !== session) this.#fault = "";
    this.#resume = { epoch, session };
    if (this.#made?.epoch === epoch) {
      if (this.#known.epoch === epoch) this.#added += this.#store.last_seq - this.#known.last_seq;
      this.#anew = this.#made.because;
    }
    this.#made = null;
    syncFolder(path);
    this.#opening++;
  }

  /** Makes a new store out of what lies at the path, and puts that aside; `renew` if its numbers are spoilt. */
  #begin(reason: string, renew: boolean): void {
    const { path, unit } = this.#options;
    if (performance.now() < this.#mayBeginAt) {
      this.#fault = reason;
      return;
    }
    this.#mayBeginAt = performance.now() + BEGIN_APART_MS;
    this.#lock ??= lockDatabase(`${path}-lock`);
    const known = this.#known;
    const because = `${reason}; it was put aside as ${path}.aside`;
    const created = WallTime(Date.now());
    const made = makeBeside(path, { unit, epoch: newEpoch(), created, because, known, arrival: this.#arrival, renew });
    if (renew && made.session > 0) this.#resume = { epoch: made.epoch, session: made.session };
    this.#made = { epoch: made.epoch, because };
    this.#openStore();
    this.#fault = "";
  }

  #tryToBegin(reason: string, renew: boolean): void {
    this.#shut();
    try {
      this.#begin(reason, renew);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#fault = wordsOf(this.#options.path, error);
    this.#shut();
  }

  #shut(): void {
    if (this.#store !== null) {
      const { epoch, last_seq, latched } = this.#store;
      this.#known = { epoch, last_seq, latched };
    }
    this.#store = null;
    try {
      this.#db?.close();
    } catch {
      // What cannot be closed is left to the end of the process; what replaces it is opened by name.
    }
    this.#db = null;
  }
}

const newEpoch = (): string => randomBytes(8).toString("hex");

const wordsOf = (path: string, error: unknown): string =>
  error instanceof StrangeStore ? `journal ${path}: ${error.message}` : diskWords(path, error);
