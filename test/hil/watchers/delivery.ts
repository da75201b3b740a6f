import type { Chunk } from "../../../src/journal/port.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import type { BrainHas, Kept, Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

const WRONG_MAX = 5;

/** Every record that the brain has acknowledged lies there as the journal had it, once; or a gap says why it does not. */
export class DeliveryWatch implements Watcher {
  readonly #tell: Tell;
  #journal: readonly Chunk[] | null = null;
  readonly #said: string[] = [];
  #told = 0;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  see(seen: Seen): void {
    if (seen.kind === "journal") this.#journal = seen.chunks;
    if (seen.kind === "words" && seen.of === "brain") this.#said.push(seen.words);
    if (seen.kind === "brain" && this.#journal !== null) this.#compare(seen.at, this.#journal, withEarlier(seen.brain, this.#said));
  }

  #compare(at: number, chunks: readonly Chunk[], brain: BrainHas): void {
    const there = new Map(brain.records.map((kept) => [`${kept.epoch} ${kept.seq}`, kept]));
    const { acked } = brain;
    if (brain.contradictions > 0) this.#wrong(at, `${brain.contradictions} records came again with other contents`);
    const last = new Map<string, number>();
    for (const chunk of chunks) {
      last.set(chunk.epoch, chunk.last_seq);
      for (const { seq, code, param, value, detail, input, at: own } of chunk.records) {
        const kept = there.get(`${chunk.epoch} ${seq}`);
        const said: Kept = { epoch: chunk.epoch, seq, wall: chunk.wall_base + own, code, param, value, detail, input };
        if (kept !== undefined && !same(kept, said))
          this.#wrong(at, `record ${seq} is at the brain as ${JSON.stringify(kept)}, and is ${JSON.stringify(said)}`);
        const wanted = chunk.epoch === acked.epoch && seq <= acked.seq;
        if (kept === undefined && wanted && code !== CODE.gap && !covered(brain, chunk.epoch, seq))
          this.#wrong(at, `record ${seq} is acknowledged and not at the brain`);
      }
    }
    for (const { epoch, seq } of brain.records)
      if (seq > (last.get(epoch) ?? Number.POSITIVE_INFINITY)) this.#wrong(at, `the brain has record ${seq}, which the journal has not`);
    const end = last.get(acked.epoch);
    if (end !== undefined && acked.seq > end) this.#wrong(at, `record ${acked.seq} is acknowledged, ${end} is the last`);
  }

  #wrong(at: number, words: string): void {
    if (this.#told++ < WRONG_MAX) this.#tell(at, words);
  }
}

/** A brain with a new store knows of what was acknowledged to the old one, and says so: that is an account of it, too. */
export function withEarlier(brain: BrainHas, said: readonly string[]): BrainHas {
  const { epoch } = brain.acked;
  const gaps = said.flatMap((words) => {
    const spans = /: records? (.+) will not come: (acknowledged to an earlier store .+)/.exec(words);
    return [...(spans?.[1] ?? "").matchAll(/(\d+)(?: to (\d+))?/g)].map(([, from, to = from]) => ({
      epoch,
      from: Number(from),
      to: Number(to),
      reason: spans![2]!,
    }));
  });
  return { ...brain, gaps: [...brain.gaps, ...gaps] };
}

export const covered = ({ gaps }: BrainHas, epoch: string, seq: number): boolean =>
  gaps.some((gap) => gap.epoch === epoch && gap.from <= seq && seq <= gap.to);

const same = (a: Kept, b: Kept): boolean =>
  a.wall === b.wall && a.code === b.code && a.param === b.param && a.value === b.value && a.detail === b.detail && a.input === b.input;
