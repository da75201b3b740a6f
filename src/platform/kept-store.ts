import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { StrangeStore } from "../journal/schema.ts";
import { type Arrived, type StoreOptions, WriterStore } from "../journal/store.ts";
import { WallTime } from "../traffic/time.ts";
import { diskWords, isBroken, JOURNAL_PAGES_MAX, lockDatabase, openDatabase } from "./database.ts";
import { roomFor } from "./room.ts";

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
  readonly fault: string;
}

type Resume = NonNullable<StoreOptions["resume"]>;

/**
 * A journal file that is kept open whatever happens to it: a broken one is put aside and a new store, with a new epoch, begins with a
 * record of that; after any other error it is closed, and opened again when `open` is called. Everything here may wait for the disk.
 */
export class KeptStore {
  readonly #options: KeepOptions;
  #lock: Database | null = null;
  #db: Database | null = null;
  #store: WriterStore | null = null;
  #opening: number;
  #resume: Resume | null;
  #fault = "";

  /** `resume` and `opening` continue what an earlier one of this process had. */
  constructor(options: KeepOptions, resume: Resume | null = null, opening = 0) {
    this.#options = options;
    this.#resume = resume;
    this.#opening = opening;
  }

  get state(): Kept {
    const { epoch, session } = this.#store ?? this.#resume ?? { epoch: "", session: 0 };
    return {
      opening: this.#store === null ? 0 : this.#opening,
      epoch,
      session,
      last_seq: this.#store?.last_seq ?? 0,
      fault: this.#fault,
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
        this.#begin(wordsOf(this.#options.path, error));
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Uses the open store; an error closes it, and a broken file is made anew at once. Null if there is none, or it failed. */
  use<T>(use: (store: WriterStore) => T): T | null {
    if (this.#store === null) return null;
    try {
      return use(this.#store);
    } catch (error) {
      this.#fail(error);
      if (isBroken(error)) this.open();
      return null;
    }
  }

  requestsAfter(arrival: number): readonly Arrived[] {
    return this.use((store) => store.requestsAfter(arrival)) ?? [];
  }

  /** Reads the whole file and looks for damage that no query has met yet. */
  check(): void {
    const damage = this.use(() => this.#db!.pragma("quick_check(1)", { simple: true }) as string) ?? "ok";
    if (damage === "ok") return;
    this.#shut();
    try {
      this.#begin(`journal ${this.#options.path}: the file is broken (${damage})`);
    } catch (error) {
      this.#fail(error);
    }
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

  #openStore(anew: StoreOptions["anew"] = { because: "", counter: 0 }): void {
    const { path, unit, pages_max = JOURNAL_PAGES_MAX, batch_ms } = this.#options;
    mkdirSync(dirname(path), { recursive: true });
    this.#lock ??= lockDatabase(`${path}-lock`);
    this.#db = openDatabase(path, "recorder", { pages_max: roomFor(path, pages_max) });
    this.#store = new WriterStore(this.#db, {
      unit,
      epoch: randomBytes(8).toString("hex"),
      created: WallTime(Date.now()),
      anew,
      ...(batch_ms === undefined ? {} : { batch_ms }),
      ...(this.#resume === null ? {} : { resume: this.#resume }),
    });
    this.#resume = { epoch: this.#store.epoch, session: this.#store.session };
    syncFolder(path);
    this.#opening++;
    this.#fault = "";
  }

  /** Puts what lies at the path aside and makes a new store there. What was put aside before is overwritten: flash is small. */
  #begin(reason: string): void {
    const { path, unit } = this.#options;
    const counter = counterIn(path, unit);
    for (const end of ["", "-wal", "-shm"]) rename(path + end, `${path}.aside${end}`);
    this.#openStore({ because: `${reason}; it was put aside as ${path}.aside`, counter });
  }

  #fail(error: unknown): void {
    this.#fault = wordsOf(this.#options.path, error);
    this.#shut();
  }

  #shut(): void {
    this.#store = null;
    try {
      this.#db?.close();
    } catch {
      // What cannot be closed is left to the end of the process; what replaces it is opened by name.
    }
    this.#db = null;
  }
}

const wordsOf = (path: string, error: unknown): string =>
  error instanceof StrangeStore ? `journal ${path}: ${error.message}` : diskWords(path, error);

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    rmSync(to, { force: true });
  }
}

/** A file that was made or renamed is only there after a power cut if its folder was written too. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The command counter of a store that is given up, if it can still be read: without it, old commands could be played again. */
function counterIn(path: string, unit: string): number {
  try {
    const db = openDatabase(path, "reader");
    try {
      return (
        db.prepare<[string], number>("SELECT value FROM counter WHERE EXISTS (SELECT 1 FROM store WHERE unit = ?)").pluck().get(unit) ?? 0
      );
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}
