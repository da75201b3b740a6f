import { readFileSync } from "node:fs";
import { readSite } from "../../src/config/index.ts";
import type { Chunk, Record } from "../../src/journal/port.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import type { Entry } from "../../src/traffic/entry.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { type Job, trialOf } from "../../src/trial.ts";
import { type Bench, type Reading, type Recording, recordingOf, type Slice, type Trial, type TuneOptions, tune } from "../../src/tune.ts";
import { Unit } from "../../src/unit.ts";
import { MemoryRecorder, minutes, siteOf } from "../streets.ts";

export const TEE = readFileSync(new URL("../../deploy/sites/tee.toml", import.meta.url), "utf8");

const HOUR_MS = 3_600_000;

export interface Recorded {
  /** The site file that the unit had. */
  readonly text?: string;
  readonly seed?: number;
  readonly demand?: number;
  readonly hours?: number;
  /** The day of January 2026, and the hour (UTC) at which it begins. */
  readonly day?: number;
  readonly hour?: number;
  readonly session?: number;
  /** What happens to the street at each tenth. */
  readonly happens?: (street: Street, now: number, recorder: MemoryRecorder) => void;
}

/** What a T with the traffic of its own site file recorded; `text` may be another than what that traffic was made for. */
export function recorded({ text = TEE, seed = 1, demand = 1.2, hours = 4.1, day = 5, hour = 6, session = 1, happens }: Recorded = {}) {
  const wall = WallTime(Date.UTC(2026, 0, day, hour));
  const site = siteOf(text);
  const unit = new Unit(site, { version: "test", site: text, wall });
  const street = new Street(siteOf(TEE), seed, { demand, began_ms: hour * HOUR_MS });
  const recorder = new MemoryRecorder();
  simulate({ unit, street, recorder, watch: (now) => happens?.(street, now, recorder) }, minutes(Math.round(hours * 60)));
  return { street, entries: recorder.entries as readonly Entry[], chunk: (first = 1) => chunkOf(recorder.entries, session, first) };
}

/** As a journal would give it back. */
export function chunkOf(entries: readonly Entry[], session = 1, first_seq = 1): Chunk {
  const records: Record[] = entries.map((entry, i) => ({ ...entry, seq: first_seq + i }));
  const last_seq = first_seq + records.length - 1;
  return { unit: "DEMO-004", epoch: "memory", session, first_seq, last_seq, wall_base: WallTime(0), records };
}

const kept = new Map<string, Reading>();

export function read(text: string): Reading {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const site = readSite(text, "the recorded site file");
  const reading: Reading = site.ok ? site : { ok: false, words: `line ${site.problems[0]!.line}: ${site.problems[0]!.words}` };
  kept.set(text, reading);
  return reading;
}

export function recordingIn(chunks: readonly Chunk[], span: { readonly from?: WallTime; readonly to?: WallTime } = {}) {
  const recording = recordingOf(chunks, { ...span, read });
  if ("refused" in recording) throw new Error(recording.refused);
  return recording;
}

/** Trials by what was recorded of a half hour's lanes: whatever day a test says that it was, they are lived through once. */
const lived = new WeakMap<Slice["lanes"], Map<string, Trial>>();

function livedThrough(job: Job): Trial {
  const { text, slice, seed } = job;
  const known = lived.get(slice.lanes) ?? new Map<string, Trial>();
  lived.set(slice.lanes, known);
  const key = `${seed} ${slice.wall} ${text}`;
  const trial = known.get(key) ?? trialOf(job, read);
  known.set(key, trial);
  return trial;
}

/** Simulates in this thread, and counts time by trials: a test's answer does not depend on the machine. */
export class TestBench implements Bench {
  readonly hands = 1;
  /** Trials so far. */
  done = 0;
  /** From then on it is asked to end. */
  readonly ends: number;
  readonly #trial_ms: number;

  constructor({ trial_ms = 1, ends = Number.POSITIVE_INFINITY }: { readonly trial_ms?: number; readonly ends?: number } = {}) {
    this.#trial_ms = trial_ms;
    this.ends = ends;
  }

  async run(jobs: Parameters<Bench["run"]>[0], firm: boolean): Promise<readonly Trial[] | null> {
    if (this.done >= this.ends && !firm) return null;
    this.done += jobs.length;
    return jobs.map(livedThrough);
  }

  spent_ms(): number {
    return this.done * this.#trial_ms;
  }
}

export const options = (bench: TestBench, more: Partial<TuneOptions> = {}): TuneOptions => ({
  tries: ["max-green"],
  seeds: 1,
  minutes: 1_000,
  read,
  bench,
  ...more,
});

export async function tuned(recording: Recording, bench = new TestBench(), more: Partial<TuneOptions> = {}) {
  const answer = await tune(recording, options(bench, more));
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.tuned;
}
