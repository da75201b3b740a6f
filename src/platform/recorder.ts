import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Recorder, RecorderStatus, Request } from "../journal/port.ts";
import type { Entry } from "../traffic/entry.ts";
import type { WallTime } from "../traffic/time.ts";
import { Backlog } from "./backlog.ts";
import type { KeepOptions, Kept } from "./kept-store.ts";
import type { FromThread, Start, ToThread } from "./recorder-thread.ts";

export { openLinkJournal, readJournal } from "./journal-file.ts";
export { openSyncRecorder, type SyncRecorder } from "./sync-recorder.ts";

export interface RecorderOptions extends Omit<KeepOptions, "path"> {
  /** Entries that may wait for the disk; more are dropped, and gap records say so. */
  readonly held_max?: number;
}

export type ClosingRecorder = Recorder & {
  /** Makes everything durable if the disk takes it within a few seconds, and ends the thread. */
  close(): Promise<void>;
  /**
   * What the monitor has latched, in this life or an earlier one, and nobody has reset: the detail of its fault, as the journal was last known
   * to have it; "" if there is none, and while no journal was opened.
   */
  latched(): string;
};

/**
 * A busy four-leg unit records ten entries a second and a site with all of NEMA's 64 detectors some hundred: this many bridge three
 * minutes of the one and half an hour of the other, longer than any flash that still works was seen to think, in 10 MB of memory.
 */
const HELD_MAX = 20_000;
/** As much as the thread gets at a time: a chunk. */
const SEND_MAX = 2_000;
const RESTART_MS = 1_000;
const CLOSE_MAX_MS = 5_000;
const NOTHING: readonly Request[] = [];
/**
 * Requests that one tick gets: with 4 KB each they still make a chunk that every broker takes, and a tick that is done in time. Whatever piled
 * up while the street side was down then comes over some seconds.
 */
const REQUESTS_A_TICK = 16;
/** How long the thread may be silent before that is a fault: a disk that hangs, another program that holds the file. */
const SILENT_MAX_MS = 3_000;

/**
 * Starts the recorder thread on the journal at `path` and waits for nothing: signals do not wait for a disk. Until the store is open, and
 * whenever it cannot be, the recorder goes on trying, holds what it can, and `status().fault` says why.
 */
export function startRecorder(path: string, options: RecorderOptions): ClosingRecorder {
  return start(path, options);
}

/** The same for who needs the store: resolves when it is open, or when it is clear that it cannot be opened for now. */
export async function openRecorder(path: string, options: RecorderOptions): Promise<ClosingRecorder> {
  const recorder = start(path, options);
  await recorder.begun;
  return recorder;
}

/** The same for who cannot wait for ever: a disk that hangs must not keep a unit from its signals. */
export async function openRecorderWithin(wait_ms: number, path: string, options: RecorderOptions): Promise<ClosingRecorder> {
  const recorder = start(path, options);
  const timer = new AbortController();
  await Promise.race([recorder.begun, pause(wait_ms, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
  return recorder;
}

function start(path: string, { held_max = HELD_MAX, ...keep }: RecorderOptions): ThreadRecorder {
  return new ThreadRecorder(
    { path, ...keep },
    held_max,
    (workerData) => new Worker(new URL("./recorder-worker.ts", import.meta.url), { workerData }),
  );
}

/** What the recorder needs of its thread. */
export interface ThreadPort {
  on(event: "message", hear: (message: FromThread) => void): unknown;
  on(event: "error", hear: (error: Error) => void): unknown;
  on(event: "exit", hear: () => void): unknown;
  postMessage(message: ToThread): void;
  terminate(): Promise<unknown>;
}

/** The street side's end: holds what the thread has not made durable, and replaces a thread that dies. */
export class ThreadRecorder implements ClosingRecorder {
  readonly begun: Promise<void>;
  readonly #options: KeepOptions;
  readonly #backlog: Backlog;
  readonly #spawn: (start: Start) => ThreadPort;
  #thread: ThreadPort | null = null;
  #restart: NodeJS.Timeout | undefined;
  #kept: Kept = { opening: 0, epoch: "", session: 0, last_seq: 0, added: 0, fault: "the journal is being opened", latched: "", anew: "" };
  /** The last opening of any thread, and what it had added then. */
  #opening = 0;
  #added = 0;
  /** The seq before the first entry that this process appended, in the present epoch. */
  #base = 0;
  /** Messages that the present thread was sent and has not answered: never more than one. */
  #asked = 0;
  #answered = 0;
  #askedAt = 0;
  #hurry = false;
  #requests: Request[] = [];
  #arrival = 0;
  #waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  #begun: () => void = () => {};
  #ended: (() => void) | null = null;

  constructor(options: KeepOptions, held_max: number, spawn: (start: Start) => ThreadPort) {
    this.#options = options;
    this.#spawn = spawn;
    this.#backlog = new Backlog(held_max);
    this.begun = new Promise((resolve) => {
      this.#begun = resolve;
    });
    this.#start();
  }

  append(entries: readonly Entry[], wall_base: WallTime): void {
    this.#backlog.append(entries, wall_base);
    this.#send();
  }

  requests(): readonly Request[] {
    if (this.#requests.length === 0) return NOTHING;
    return this.#requests.splice(0, REQUESTS_A_TICK);
  }

  flush(): Promise<void> {
    if (this.#backlog.pending === 0) return Promise.resolve();
    this.#hurry = true;
    const durable = new Promise<void>((resolve) => this.#waiting.push({ until: this.#backlog.appended, resolve }));
    this.#send();
    return durable;
  }

  status(): RecorderStatus {
    const { epoch, session, last_seq, fault, anew } = this.#kept;
    return { epoch, session, last_seq, pending: this.#backlog.pending, fault: fault === "" ? this.#silence() : fault, anew };
  }

  latched(): string {
    return this.#kept.latched;
  }

  #silence(): string {
    if (this.#asked <= this.#answered) return "";
    const silent = performance.now() - this.#askedAt;
    if (silent < SILENT_MAX_MS) return "";
    return `journal ${this.#options.path}: the disk has taken nothing for ${Math.floor(silent / 1_000)} s, or another program holds the file`;
  }

  async close(): Promise<void> {
    const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MAX_MS).unref());
    await Promise.race([this.flush(), limit]);
    clearTimeout(this.#restart);
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
      if (this.#thread === null) resolve();
    });
    this.#post({ kind: "close" });
    await Promise.race([ended, limit]);
    await this.#thread?.terminate();
  }

  #start(): void {
    const { epoch, session, last_seq, latched } = this.#kept;
    const resume = epoch === "" ? null : { epoch, session };
    const before = { resume, opening: this.#opening, added: this.#added, last_seq, latched, arrival: this.#arrival };
    const thread = this.#spawn({ options: this.#options, before });
    this.#thread = thread;
    thread.on("message", (message: FromThread) => this.#hear(message));
    thread.on("error", (error) => this.#lose(thread, error.message));
    thread.on("exit", () => this.#lose(thread, "it ended"));
  }

  /** The thread is gone: another takes its place, and gets again what was not durable. */
  #lose(thread: ThreadPort, why: string): void {
    if (thread !== this.#thread) return;
    this.#thread = null;
    this.#asked = 0;
    this.#answered = 0;
    if (this.#ended !== null) {
      this.#ended();
      return;
    }
    this.#kept = { ...this.#kept, opening: 0, fault: `the recorder thread is started anew: ${why}` };
    this.#begun();
    this.#restart = setTimeout(() => this.#start(), RESTART_MS);
  }

  #hear(message: FromThread): void {
    if (message.kind === "kept") {
      this.#answered = message.taken;
      this.#learn(message.kept);
    } else if (message.kind === "arrived") this.#receive(message);
    else this.#ended?.();
  }

  #learn(kept: Kept): void {
    const was = this.#kept;
    // A closed store teaches no name: the opening that brings a new one must find the old one here.
    this.#kept = kept.opening === 0 ? { ...kept, epoch: was.epoch, session: was.session, last_seq: was.last_seq } : kept;
    if (kept.opening !== was.opening) {
      this.#backlog.again();
      this.#hurry = this.#waiting.length > 0;
    }
    if (kept.opening > 0) {
      // In a new epoch, or a new session, what comes next follows on what the store has.
      if (kept.epoch !== was.epoch || kept.session !== was.session) this.#base = kept.last_seq - this.#backlog.durable;
      else this.#base += kept.added - this.#added;
      this.#added = kept.added;
      this.#opening = kept.opening;
      this.#backlog.kept(kept.last_seq - this.#base);
      this.#waiting = this.#waiting.filter(({ until, resolve }) => {
        if (until <= this.#backlog.durable) resolve();
        return until > this.#backlog.durable;
      });
    }
    this.#begun();
    this.#send();
  }

  /** Arrivals only rise, whatever becomes of the store: a command that was taken is not taken again. */
  #receive({ requests }: FromThread & { readonly kind: "arrived" }): void {
    for (const { arrival, request } of requests) {
      if (arrival <= this.#arrival) continue;
      this.#arrival = arrival;
      this.#requests.push(request);
    }
  }

  /** One message at a time, so that what piles up piles up here, where it is counted. */
  #send(): void {
    if (this.#kept.opening === 0 || this.#asked > this.#answered || !(this.#backlog.unsent || this.#hurry)) return;
    const items = this.#backlog.next(SEND_MAX);
    const flush = this.#hurry && !this.#backlog.unsent;
    if (flush) this.#hurry = false;
    this.#asked++;
    this.#askedAt = performance.now();
    this.#post({ kind: "append", opening: this.#kept.opening, items, flush });
  }

  #post(message: ToThread): void {
    this.#thread?.postMessage(message);
  }
}
