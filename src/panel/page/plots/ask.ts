import type { ToldMeasures, ToldPage } from "../../past/told.ts";
import { language, words } from "../language.ts";

/** What came of a question: what was asked for, or why not, in words. */
export type Came<T> = { readonly ok: true; readonly told: T } | { readonly ok: false; readonly words: string };

/** One question at a time: what is asked anew replaces what was asked before, and what is not waited for any more is not heard. */
export class Asking {
  #ending: AbortController | null = null;

  /** Null for a question that another one has replaced. */
  async ask<T>(what: string): Promise<Came<T> | null> {
    this.end();
    const ending = new AbortController();
    this.#ending = ending;
    try {
      const answer = await fetch(what, { headers: { "accept-language": language }, signal: ending.signal });
      if (answer.ok) return { ok: true, told: (await answer.json()) as T };
      // As in `ask.ts`: whoever is not let in any more is asked for the code.
      if (answer.status === 401) dispatchEvent(new Event("shut"));
      return { ok: false, words: await whyNot(answer) };
    } catch {
      return ending.signal.aborted ? null : { ok: false, words: words.plots.noAnswer };
    } finally {
      if (this.#ending === ending) this.#ending = null;
    }
  }

  get waits(): boolean {
    return this.#ending !== null;
  }

  end(): void {
    this.#ending?.abort();
    this.#ending = null;
  }
}

/** In the page's own words where it has some, else the unit's sentence. */
async function whyNot(answer: Response): Promise<string> {
  try {
    const { refused, words: said } = (await answer.json()) as { readonly refused: string; readonly words: string };
    const known: { readonly [kind: string]: string } = words.plots.refused;
    return known[refused] === undefined ? said : `${known[refused]}${words.space}(${said})`;
  } catch {
    return words.plots.noAnswer;
  }
}

export const measuresOf = (from: number, to: number, bin_min: number, movement: string): string =>
  `measures.json?from=${from}&to=${to}&bin=${bin_min}&movement=${encodeURIComponent(movement)}`;

export const journalOf = (query: URLSearchParams): string => {
  query.set("language", language);
  return `journal.json?${query}`;
};

export type { ToldMeasures, ToldPage };
