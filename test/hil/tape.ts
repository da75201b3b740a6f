import type { Chunk, Record } from "../../src/journal/port.ts";
import { ms } from "./play.ts";
import type { Expectation, Window } from "./scenario.ts";
import type { BrainHas, Seen } from "./seen.ts";
import { withEarlier } from "./watchers/delivery.ts";
import type { LampNews } from "./wire/lamps.ts";
import { History } from "./wire/shown.ts";

/** A record at its moment of the play; null where nobody knows when its session began. */
export interface Placed {
  readonly at: number;
  readonly record: Record;
}

type Of<K extends Seen["kind"]> = Extract<Seen, { readonly kind: K }>;

/** What a play has left behind, for expectations and for the evidence. */
export class Tape {
  readonly lamps = new History();
  readonly loops: Of<"loop">[] = [];
  readonly buttons: Of<"button">[] = [];
  readonly deeds: Of<"deed">[] = [];
  readonly lives: Of<"unit">[] = [];
  readonly words: Of<"words">[] = [];
  readonly results: Of<"result">[] = [];
  /** The status page at the moments that somebody asks for. */
  readonly panels: Of<"live">[] = [];
  chunks: readonly Chunk[] = [];
  records: readonly Placed[] = [];
  brain: BrainHas | null = null;
  #asked: readonly number[];

  constructor(expects: readonly Expectation[]) {
    this.#asked = expects.flatMap((e) => (e.kind === "panel" || e.kind === "panel-least" ? [ms(e.at)] : [])).sort((a, b) => a - b);
  }

  news(news: LampNews): void {
    this.lamps.lamps(news);
  }

  see(seen: Seen): void {
    switch (seen.kind) {
      case "loop":
        this.loops.push(seen);
        return;
      case "button":
        this.buttons.push(seen);
        return;
      case "deed":
        this.deeds.push(seen);
        return;
      case "unit":
        this.lives.push(seen);
        return;
      case "words":
        this.words.push(seen);
        return;
      case "result":
        this.results.push(seen);
        return;
      case "live":
        if (this.#asked[0] === undefined || seen.at < this.#asked[0]) return;
        this.panels.push(seen);
        this.#asked = this.#asked.filter((at) => at > seen.at);
        return;
      case "journal":
        this.chunks = seen.chunks;
        this.records = placed(seen);
        return;
      case "brain":
        this.brain = withEarlier(
          seen.brain,
          this.words.filter(({ of }) => of === "brain").map(({ words }) => words),
        );
        return;
      default:
    }
  }
}

function placed({ chunks, sessions, at: end }: Of<"journal">): Placed[] {
  return chunks.flatMap((chunk) => {
    const began = sessions.find(({ epoch, session }) => epoch === chunk.epoch && session === chunk.session)?.at ?? end;
    return chunk.records.map((record) => ({ at: began + record.at, record }));
  });
}

/** Who names no beginning means all of it: a machine's unit begins a moment before its first word on a line, with which a play begins. */
export const within = (at: number, window: Window | undefined): boolean =>
  at >= (window?.from === undefined ? Number.NEGATIVE_INFINITY : ms(window.from)) &&
  at <= (window?.to === undefined ? Number.POSITIVE_INFINITY : ms(window.to));
