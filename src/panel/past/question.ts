import { isKind, KINDS_OF_RECORDS, type Wanted } from "../../journal/wanted.ts";
import type { Language } from "../../traffic/language.ts";

/** What can be asked about what has been. Wall times in ms of UTC; `to` is not in it any more. */
export type Question = JournalQuestion | MeasuresQuestion;

export interface JournalQuestion {
  readonly kind: "journal";
  readonly language: Language;
  /** Backward from before a record (null: from the newest on), or onward from behind one. */
  readonly direction: "back" | "on";
  readonly seq: number | null;
  readonly most: number;
  readonly wanted: Wanted;
  /** Stands in the line, as it is told in the language; "" for any. */
  readonly text: string;
}

export interface MeasuresQuestion {
  readonly kind: "measures";
  readonly from: number;
  readonly to: number;
  readonly bin_ms: number;
  /** Whose diagram is drawn: "phase 2", "overlap 1"; "": nobody's. */
  readonly movement: string;
}

/** `json`: told; else why not, as a page knows it (`refused`) and in words. */
export type Told =
  | { readonly kind: "told"; readonly json: string; readonly packed: Uint8Array }
  | { readonly kind: "refused"; readonly status: number; readonly refused: string; readonly words: string };

/** Records a page: more than a phone shows. */
export const MOST = 200;
/** A day, and the hour that comes twice when summer time ends. */
export const WINDOW_MAX_MS = 25 * 3_600_000;
const MINUTE_MS = 60_000;
const BINS_MIN = [5, 10, 15, 20, 30, 60];
/** Of what is searched for, and of how many codes or numbers at once. */
const [TEXT_MAX, NUMBERS_MAX] = [80, 32];
/** The year 2255: dates go no further. */
const WALL_MAX = 9_000_000_000_000;

/** What stands in a query, or in words why it cannot be asked. */
export type Read<T> = { readonly ok: true; readonly question: T } | { readonly ok: false; readonly words: string };

class Unasked extends Error {}

function read<T>(make: () => T): Read<T> {
  try {
    return { ok: true, question: make() };
  } catch (error) {
    if (error instanceof Unasked) return { ok: false, words: error.message };
    throw error;
  }
}

export const journalQuestion = (query: URLSearchParams): Read<JournalQuestion> =>
  read(() => {
    const [after, before] = [whole(query, "after"), whole(query, "before")];
    if (after !== null && before !== null) throw new Unasked("A journal is read after a record or before one, not both.");
    const most = whole(query, "most") ?? 100;
    if (most < 1 || most > MOST) throw new Unasked(`most is how many records come at once: from 1 to ${MOST}.`);
    const kinds = query.getAll("kind");
    if (!kinds.every(isKind)) throw new Unasked(`kind is one of ${KINDS_OF_RECORDS.join(", ")}.`);
    const text = (query.get("text") ?? "").trim();
    if (text.length > TEXT_MAX) throw new Unasked(`text is what to look for: ${TEXT_MAX} letters at most.`);
    const span = { from: whole(query, "from") ?? Number.NEGATIVE_INFINITY, to: whole(query, "to") ?? Number.POSITIVE_INFINITY };
    if (span.from >= span.to) throw new Unasked("to lies behind from.");
    return {
      kind: "journal",
      language: query.get("language") === "zh-Hans" ? "zh-Hans" : "en",
      direction: after === null ? "back" : "on",
      seq: after ?? before,
      most,
      wanted: {
        codes: numbers(query, "code"),
        kinds: kinds.filter(isKind),
        phases: numbers(query, "phase"),
        detectors: numbers(query, "detector"),
        span,
      },
      text,
    };
  });

export const measuresQuestion = (query: URLSearchParams): Read<MeasuresQuestion> =>
  read(() => {
    const [from, to, minutes] = [whole(query, "from"), whole(query, "to"), whole(query, "bin") ?? 15];
    if (from === null || to === null) throw new Unasked("from and to are the time that is asked for, in ms since 1970.");
    if (to <= from) throw new Unasked("to lies behind from.");
    if (to - from > WINDOW_MAX_MS) throw new Unasked("That is too much at once: a day is the most that is measured.");
    if (!BINS_MIN.includes(minutes)) throw new Unasked(`bin is ${BINS_MIN.join(", ")} minutes.`);
    return { kind: "measures", from, to, bin_ms: minutes * MINUTE_MS, movement: query.get("movement") ?? "" };
  });

function whole(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === "") return null;
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || number > WALL_MAX) throw new Unasked(`${name} is a whole number, as in ${name}=2.`);
  return number;
}

function numbers(query: URLSearchParams, name: string): readonly number[] {
  const all = query.getAll(name);
  if (all.length > NUMBERS_MAX) throw new Unasked(`${name} can be asked for ${NUMBERS_MAX} times at once.`);
  return all.map((text) => {
    if (!/^\d{1,6}$/.test(text)) throw new Unasked(`${name} is a whole number, as in ${name}=2.`);
    return Number(text);
  });
}
