/** A verb of the command line: one file each in this folder, one line each in `cli.ts`. */
export interface Verb {
  /** One line for `stopline help`. */
  readonly summary: string;
  /** What to type after the verb, and what each option means. */
  readonly usage: string;
  /** Exit code: 0 done, 1 the thing asked about is not right, 2 the words were not understood; 70 where it can never end (`ended.ts`). */
  run(args: readonly string[]): Promise<number>;
}

/** Thrown by a verb for words that it does not understand; the message says what to type instead. */
export class UsageError extends Error {}
