import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import type { Recorder, RecorderStatus, Request } from "../journal/port.ts";
import { WriterStore } from "../journal/store.ts";
import type { Entry } from "../traffic/entry.ts";
import { WallTime } from "../traffic/time.ts";
import { openDatabase } from "./database.ts";

export interface SyncRecorderOptions {
  readonly unit: string;
  /** Fixed, so that the same run gives the same file. */
  readonly epoch: string;
  readonly created?: WallTime;
}

/** Chunks a transaction: some forty simulated minutes. */
const COMMIT_CHUNKS = 256;
const NOTHING: readonly Request[] = [];

/**
 * A simulation's recorder: the same store in this thread, written in large transactions that do not wait for the disk, because what a cut
 * takes can be simulated again. The same entries make the same file, byte for byte, once it is closed. Nobody has an inbox for it.
 */
export class SyncRecorder implements Recorder {
  readonly #db: Database;
  readonly #store: WriterStore;
  readonly #base: number;
  #appended = 0;

  constructor(path: string, { unit, epoch, created = WallTime(0) }: SyncRecorderOptions) {
    mkdirSync(dirname(path), { recursive: true });
    this.#db = openDatabase(path, "simulation");
    this.#store = new WriterStore(this.#db, { unit, epoch, created });
    this.#base = this.#store.last_seq;
  }

  append(entries: readonly Entry[], wall_base: WallTime): void {
    this.#appended += entries.length;
    this.#store.append(entries, wall_base);
    if (this.#store.closed >= COMMIT_CHUNKS) this.#store.commit();
  }

  requests(): readonly Request[] {
    return NOTHING;
  }

  flush(): Promise<void> {
    this.#store.flush();
    return Promise.resolve();
  }

  status(): RecorderStatus {
    const { epoch, session, last_seq } = this.#store;
    return { epoch, session, last_seq, pending: this.#base + this.#appended - last_seq, fault: "" };
  }

  /** The write-ahead log goes into the file. */
  close(): void {
    this.#store.flush();
    this.#db.close();
  }
}

/** Opens or makes the journal at `path`. Throws SQLite's errors as they come. */
export const openSyncRecorder = (path: string, options: SyncRecorderOptions): SyncRecorder => new SyncRecorder(path, options);
