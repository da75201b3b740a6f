import type { Question, Told } from "./question.ts";

/** Whoever answers about what has been, beside the process that asks: `platform/past.ts`. */
export interface PastPort {
  /** Never rejects: what goes wrong is told in words. */
  ask(question: Question): Promise<Told>;
}

/** Where no journal is kept. */
export const NO_PAST: PastPort = {
  ask: () => Promise.resolve({ kind: "refused", status: 503, refused: "no-journal", words: "No journal is kept here." }),
};
