import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { triedRequest } from "../commands/plan-tried.ts";
import type { Request } from "../journal/port.ts";
import type { Tried } from "../plans/saved.ts";
import { wallNow } from "./clock.ts";
import { ITSELF } from "./self.ts";

/** A slow board needs a minute for an hour; what takes longer than this hangs. */
const LONGEST_MS = 600_000;
/** The least of all priorities: the signals, and whoever talks to the brain, come first. */
const NICE = 19;

/** It shares its bound of memory with whoever began it: where that is reached, it is the one that ends. */
const OUT_OF_MEMORY_FIRST = "1000";

const WAITING_MAX = 4;

interface TrialsPorts {
  readonly site: string;
  readonly journal: string;
  readonly told: (words: string) => void;
  /** Puts a request into the journal's inbox. */
  readonly offer: (request: Request) => void;
}

/** What became of a trial, for eyes. */
export interface LastTrial {
  readonly hash: string;
  readonly state: "running" | "passed" | "failed";
  readonly words: string;
}

/** Trials of plans, one after the other, each in a process of its own. */
export class Trials {
  readonly #ports: TrialsPorts;
  readonly #waiting: { readonly hash: string; readonly id: string }[] = [];
  readonly #stop = new AbortController();
  #busy = false;
  #last: LastTrial | null = null;

  constructor(ports: TrialsPorts) {
    this.#ports = ports;
  }

  /** The one that runs, or ended last; null before the first. */
  get last(): LastTrial | null {
    return this.#last;
  }

  readonly begin = (hash: string, id: string): void => {
    if (this.#waiting.length >= WAITING_MAX) {
      const why = `the trial of plan ${hash.slice(0, 12)} came to nothing: ${WAITING_MAX} others wait before it; try it when they are over`;
      this.#ports.told(why);
      this.#last = { hash, state: "failed", words: why };
      this.#offer(triedRequest(`tried ${id}`, null, wallNow(), why));
      return;
    }
    this.#waiting.push({ hash, id });
    this.#next();
  };

  end(): void {
    this.#waiting.length = 0;
    this.#stop.abort();
  }

  #next(): void {
    const trial = this.#busy ? undefined : this.#waiting.shift();
    if (trial === undefined) return;
    this.#busy = true;
    const { site, journal, told } = this.#ports;
    const args = [...ITSELF, "try-plan", site, "--journal", journal, "--plan", trial.hash, "--json"];
    this.#last = { hash: trial.hash, state: "running", words: "" };
    told(`plan ${trial.hash.slice(0, 12)} is tried on recorded traffic`);
    const child = execFile(process.execPath, args, { timeout: LONGEST_MS, signal: this.#stop.signal }, (error, out, err) => {
      this.#busy = false;
      if (this.#stop.signal.aborted) return;
      const tried = triedOf(out);
      const why = `the trial of plan ${trial.hash.slice(0, 12)} came to nothing: ${(err.trim() || error?.message || "").slice(0, 300)}`;
      if (tried === null) told(why);
      const words = tried === null ? why : String(tried.words);
      this.#last = { hash: trial.hash, state: tried?.passed === true ? "passed" : "failed", words };
      this.#offer(triedRequest(`tried ${trial.id}`, tried, wallNow(), tried === null ? why : ""));
      this.#next();
    });
    try {
      if (child.pid !== undefined) {
        writeFileSync(`/proc/${child.pid}/oom_score_adj`, OUT_OF_MEMORY_FIRST);
        setPriority(child.pid, NICE);
      }
    } catch {
      // It is over already, or the system does not let us: it still is another process.
    }
  }

  #offer(request: Request): void {
    try {
      this.#ports.offer(request);
    } catch (error) {
      this.#ports.told(`what the trial came to cannot be recorded: ${(error as Error).message}`);
    }
  }
}

/** null if it has said nothing. The street side looks at what is in it. */
function triedOf(out: string): Tried | null {
  try {
    return JSON.parse(out) as Tried;
  } catch {
    return null;
  }
}
