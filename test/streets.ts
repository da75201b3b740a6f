import { readFileSync } from "node:fs";
import { readSite } from "../src/config/index.ts";
import type { Chunk, Recorder, RecorderStatus, Request, ResultDetail } from "../src/journal/port.ts";
import { Street, type StreetOptions } from "../src/street/street.ts";
import { CODE } from "../src/traffic/codes.ts";
import type { Entry } from "../src/traffic/entry.ts";
import type { Site } from "../src/traffic/site.ts";
import { Instant, WallTime } from "../src/traffic/time.ts";
import { Unit } from "../src/unit.ts";

export const FOUR_LEG = readFileSync(new URL("../deploy/sites/four-leg.toml", import.meta.url), "utf8");

export function siteOf(text: string): Site {
  const read = readSite(text, "four-leg.toml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.site;
}

/** Keeps everything in memory, and hands out the requests that a test puts into it. */
export class MemoryRecorder implements Recorder {
  readonly entries: Entry[] = [];
  readonly inbox: Request[] = [];

  append(entries: readonly Entry[]): void {
    this.entries.push(...entries);
  }

  requests(): readonly Request[] {
    return this.inbox.splice(0);
  }

  async flush(): Promise<void> {}

  status(): RecorderStatus {
    return { epoch: "memory", session: 1, last_seq: this.entries.length, pending: 0, fault: "" };
  }

  /** The same recording with each of its entries as `told` has it. */
  retold(told: (entry: Entry, i: number) => Entry): MemoryRecorder {
    const other = new MemoryRecorder();
    other.append(this.entries.map(told));
    return other;
  }

  /** As a journal would give it back. */
  chunks(): readonly Chunk[] {
    const records = this.entries.map((entry, i) => ({ ...entry, seq: i + 1 }));
    return [{ unit: "DEMO-001", epoch: "memory", session: 1, first_seq: 1, last_seq: records.length, wall_base: WallTime(0), records }];
  }
}

/** Entries of which each command's result says what `told` makes of it. */
export const resultsAs =
  (told: (result: ResultDetail) => object) =>
  (entry: Entry): Entry =>
    entry.code === CODE.commandResult ? { ...entry, detail: JSON.stringify(told(JSON.parse(entry.detail))) } : entry;

/** The four-leg site's unit on its street. */
export const fourLeg = (seed: number, options: StreetOptions = {}) => worldOf(FOUR_LEG, seed, options);

/** A site file's unit on its street. */
export function worldOf(text: string, seed: number, options: StreetOptions = {}) {
  const site = siteOf(text);
  const wall = WallTime(Date.UTC(2026, 0, 5));
  const unit = new Unit(site, { version: "test", site: text, wall });
  return { site, unit, street: new Street(site, seed, options), recorder: new MemoryRecorder() };
}

export const minutes = (n: number): Instant => Instant(n * 60_000);
