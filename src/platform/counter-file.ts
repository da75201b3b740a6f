import { readFileSync } from "node:fs";
import { writeWhole } from "./whole-file.ts";

/**
 * The highest command counter that a unit has taken, beside its journal: a journal that cannot be read at all begins again without one, and
 * whoever has recorded a command could then play it back until it expires. One line, "UNIT COUNTER": another unit's says nothing.
 */
const fileOf = (journal: string): string => `${journal}.counter`;

/** 0 where nothing is known. */
export function readCounter(journal: string, unit: string): number {
  try {
    const [, of, counter] = /^(\S+) ([0-9]{1,16})\n$/.exec(readFileSync(fileOf(journal), "utf8")) ?? [];
    return of === unit && Number.isSafeInteger(Number(counter)) ? Number(counter) : 0;
  } catch {
    return 0;
  }
}

/** The journal has it too: what cannot be written here is only missed where that is lost. */
export function writeCounter(journal: string, unit: string, counter: number): void {
  try {
    writeWhole(fileOf(journal), `${unit} ${counter}\n`);
  } catch {
    // A full disk: the next command tries again.
  }
}
