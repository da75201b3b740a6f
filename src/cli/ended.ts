import { troubleWords } from "./trouble.ts";
import type { Verb } from "./verb.ts";

/** For one whose work hangs on something that cannot come any more (EX_SOFTWARE of sysexits.h). */
const UNFINISHED = 70;

/** The verb that was typed, once it is known: for the words of its troubles. */
export interface Typed {
  name: string;
  verb: Verb | null;
}

/** Ends the process with the code of this work, or with words about what went wrong. */
export function endWith(work: Promise<number>, typed: Typed): void {
  // Nothing is left that could happen, and the work is not done: Node would end here without a word, and with 0.
  const dry = (): void => {
    console.error(`stopline: ${`${typed.name} `.trimStart()}ends unfinished: what it waits for cannot come any more. Type it again; if that ends so too,
report it with what you typed and stopline --version`);
    process.exitCode = UNFINISHED;
  };
  process.once("beforeExit", dry);
  work
    .finally(() => process.off("beforeExit", dry))
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error) => {
        const trouble = troubleWords(error, typed.verb);
        if (trouble === null) throw error;
        console.error(`stopline: ${trouble.words}`);
        if (trouble.code === 2) console.error(`Type: stopline help${` ${typed.name}`.trimEnd()}`);
        process.exitCode = trouble.code;
      },
    );
}
