import { LocalTime } from "../../journal/local-time.ts";
import { Moments } from "../../journal/moments.ts";
import type { Chunk, Record } from "../../journal/port.ts";
import type { Names } from "../../journal/record-words.ts";
import { namesOf } from "../../journal/words.ts";
import { measure } from "../../measures/measures.ts";
import type { Measures } from "../../measures/told.ts";
import type { Site } from "../../traffic/site.ts";
import { pageOf } from "./journal-pages.ts";
import type { JournalQuestion, MeasuresQuestion, Question } from "./question.ts";
import type { ToldMeasures, ToldPage, ToldWindow } from "./told.ts";
import { toldMeasures } from "./told-measures.ts";
import { TooMuch, weekBefore, windowOf } from "./window.ts";

/** What of an opened journal is needed: `platform/journal-file.ts` has it. */
export interface PastReader {
  last_seq(): number;
  beginning(session: number): Record | null;
  chunks(after: number): Iterable<Chunk>;
  next(after: number): Chunk | null;
  back(seq: number): Iterable<Chunk>;
  urgent(after: number, before: number): Iterable<Chunk>;
  /** Another file has taken its place. */
  moved(): boolean;
  close(): void;
}

export type Answered =
  | { readonly kind: "told"; readonly value: unknown }
  | { readonly kind: "refused"; readonly status: number; readonly refused: string; readonly words: string };

/** Windows whose measures are kept: a day, last week's, and hours of them. */
const KEPT = 24;
/** What they hold together, in figures of some eight bytes: arrivals, and the columns that they stand in. The newest is held whatever it holds. */
const FIGURES_MAX = 2_000_000;
const FIGURES_A_COLUMN = 12;
/** Everybody who looks at a window that still grows gets the same, for so long. */
const FRESH_MS = 20_000;
/** A window is finished when the journal is so far behind it. */
const SETTLED_MS = 900_000;

interface KeptWindow {
  readonly measured: Measures;
  readonly figures: number;
  readonly until: number;
}

const figuresOf = ({ movements }: Measures): number =>
  movements.reduce((sum, { columns }) => columns.reduce((all, each) => all + FIGURES_A_COLUMN + each.arrivals_ms.length, sum), 0);

/** Answers about what has been, from a journal that is written meanwhile. One question at a time, each with bounded work. */
export class Past {
  readonly #open: () => PastReader;
  readonly #site: Site;
  readonly #now: () => number;
  #reader: PastReader | null = null;
  #moments: Moments | null = null;
  readonly #names = new Map<number, Names & { readonly zone: string }>();
  readonly #windows = new Map<string, KeptWindow>();

  /** `open` throws in words. `site` as it runs now; `now`: monotonic ms. */
  constructor(open: () => PastReader, site: Site, now: () => number) {
    this.#open = open;
    this.#site = site;
    this.#now = now;
  }

  answer(question: Question): Answered {
    try {
      const reader = this.#opened();
      const value = question.kind === "journal" ? this.#journal(question, reader) : this.#measures(question, reader);
      return { kind: "told", value };
    } catch (error) {
      // What could not be read may be another file in a moment.
      this.close();
      if (error instanceof TooMuch)
        return { kind: "refused", status: 400, refused: "too-much", words: `That is too much at once: ${error.message}.` };
      return { kind: "refused", status: 503, refused: "no-journal", words: (error as Error).message };
    }
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
    this.#moments = null;
    this.#names.clear();
    this.#windows.clear();
  }

  #opened(): PastReader {
    if (this.#reader?.moved()) this.close();
    if (this.#reader === null) {
      const reader = this.#open();
      this.#reader = reader;
      this.#moments = new Moments((after) => reader.next(after));
    }
    return this.#reader;
  }

  #journal(q: JournalQuestion, reader: PastReader): ToldPage {
    const { from, to } = q.wanted.span;
    const last = reader.last_seq();
    const timed = Number.isFinite(from) || Number.isFinite(to);
    const run = timed ? this.#moments!.run(from, to) : { after: 0, last: Number.POSITIVE_INFINITY };
    const first = reader.next(0);
    const page = pageOf(q, run, {
      onward: (after) => reader.chunks(after),
      back: (seq) => reader.back(seq),
      names: (session) => this.#namesOf(session, reader),
    });
    // Whoever follows from the newest on begins behind it.
    const next = Number.isFinite(page.next) ? page.next : last;
    return { epoch: first?.epoch ?? "", zone: this.#site.time_zone, first_seq: first?.first_seq ?? 0, last_seq: last, ...page, next };
  }

  #measures(q: MeasuresQuestion, reader: PastReader): ToldMeasures {
    const local = new LocalTime(this.#site.time_zone);
    const before = weekBefore(q.from, q.to, local);
    return {
      unit: this.#site.id,
      zone: this.#site.time_zone,
      bin_ms: q.bin_ms,
      now: this.#window({ ...q }, reader, local),
      before: this.#window({ ...q, ...before }, reader, local),
    };
  }

  /** Measured once for all movements: another one's diagram is in it. */
  #window({ from, to, bin_ms, movement }: MeasuresQuestion, reader: PastReader, local: LocalTime): ToldWindow {
    const key = `${from} ${to} ${bin_ms}`;
    const kept = this.#windows.get(key);
    if (kept !== undefined && kept.until > this.#now()) return toldMeasures(kept.measured, { from, to }, movement);
    const source = {
      next: (after: number) => reader.next(after),
      onward: (after: number) => reader.chunks(after),
      urgent: (after: number, until: number) => reader.urgent(after, until),
      moments: this.#moments!,
    };
    const newest = reader.back(reader.last_seq())[Symbol.iterator]().next().value as Chunk | undefined;
    const running = newest === undefined ? null : { session: newest.session, site: this.#site };
    const chunks = from < to ? windowOf(source, from, to) : [];
    const measured = measure(this.#site.id, chunks, { from, to, bin_ms }, local, running);
    const end = newest === undefined ? 0 : newest.wall_base + newest.records.at(-1)!.at;
    this.#windows.delete(key);
    const until = end >= to + SETTLED_MS ? Number.POSITIVE_INFINITY : this.#now() + FRESH_MS;
    this.#windows.set(key, { measured, figures: figuresOf(measured), until });
    this.#makeRoom();
    return toldMeasures(measured, { from, to }, movement);
  }

  /** The oldest go. */
  #makeRoom(): void {
    let figures = [...this.#windows.values()].reduce((sum, each) => sum + each.figures, 0);
    for (const [key, each] of this.#windows) {
      if (this.#windows.size === 1 || (this.#windows.size <= KEPT && figures <= FIGURES_MAX)) return;
      this.#windows.delete(key);
      figures -= each.figures;
    }
  }

  #namesOf(session: number, reader: PastReader): Names {
    let names = this.#names.get(session);
    if (names === undefined) {
      // Of a session whose beginning is no longer there: what runs now has the like.
      const beginning = reader.beginning(session);
      names = namesOf(beginning);
      if (names.zone === "") names = { ...names, devices: this.#site.devices.map(({ name }) => name) };
      this.#names.set(session, names);
    }
    return names;
  }
}
