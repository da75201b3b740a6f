import { type Chunk, wallOf } from "./port.ts";

/** So many records lie between two that are looked at: a minute or two of a busy street. */
const STEP = 1_024;
/** Clocks are corrected by a little, and a chunk is no moment. */
const SLACK_MS = 60_000;

interface Sample {
  readonly seq: number;
  readonly wall: number;
}

/** Records after `after` up to `last`. */
export interface Run {
  readonly after: number;
  readonly last: number;
}

/**
 * Where in a journal a time lies, without reading it: a record of each thousand is looked at, once. Walls need not rise (a unit that starts
 * without a clock writes of another year for a while): what is found holds everything of the time that was asked for, and perhaps more.
 */
export class Moments {
  readonly #next: (after: number) => Chunk | null;
  #samples: Sample[] = [];

  /** `next`: the first chunk with records after a seq. */
  constructor(next: (after: number) => Chunk | null) {
    this.#next = next;
  }

  /** Wall times; `to` is not in it any more. */
  run(from: number, to: number): Run {
    this.#look();
    const samples = this.#samples;
    let run: Run = { after: 0, last: 0 };
    for (const [i, { seq, wall }] of samples.entries()) {
      const behind = samples[i + 1];
      const high = behind === undefined ? Number.POSITIVE_INFINITY : Math.max(wall, behind.wall);
      const low = Math.min(wall, behind?.wall ?? wall);
      if (high < from - SLACK_MS || low >= to + SLACK_MS) continue;
      const last = behind === undefined ? Number.POSITIVE_INFINITY : behind.seq - 1;
      run = { after: run.last === 0 ? seq - 1 : run.after, last };
    }
    return run;
  }

  /** What was dropped since is forgotten, what has come since is looked at. */
  #look(): void {
    const first = this.#next(0);
    if (first === null) {
      this.#samples = [];
      return;
    }
    this.#samples = [sampleOf(first), ...this.#samples.filter(({ seq }) => seq > first.first_seq)];
    for (;;) {
      const chunk = this.#next(this.#samples.at(-1)!.seq - 1 + STEP);
      if (chunk === null) return;
      const sample = sampleOf(chunk);
      // A chunk that is longer than a step holds the next one too.
      if (sample.seq <= this.#samples.at(-1)!.seq) {
        const behind = this.#next(chunk.last_seq);
        if (behind === null) return;
        this.#samples.push(sampleOf(behind));
      } else this.#samples.push(sample);
    }
  }
}

const sampleOf = ({ first_seq, wall_base, records }: Chunk): Sample => ({ seq: first_seq, wall: wallOf(wall_base, records[0]!.at) });
