import { readFileSync } from "node:fs";
import { keepWhole } from "./whole-file.ts";

/** Beside the journal of the same unit. */
export const plansFileOf = (journal: string): string => `${journal}.plans`;

/** What an earlier life kept; null if there is nothing, or it cannot be read. */
export function readPlans(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Keeps a unit's plans on the disk: whole or not at all, without anybody waiting for it. */
export class PlansFile {
  readonly #file: string;
  readonly #told: (words: string) => void;
  /** On the disk, or on its way there. */
  #last: string | null;
  #next: string | null = null;
  #writing: Promise<void> | null = null;

  constructor(file: string, told: (words: string) => void) {
    this.#file = file;
    this.#told = told;
    this.#last = readPlans(file);
  }

  get last(): string | null {
    return this.#last;
  }

  /** Looked at in every tick: costs nothing while nothing has changed. A unit without any plan keeps no file. */
  keep(plans: string, any: boolean): void {
    if (plans === this.#last || (!any && this.#last === null)) return;
    this.#last = plans;
    this.#next = plans;
    this.#writing ??= this.#write();
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#next !== null) {
      const plans = this.#next;
      this.#next = null;
      try {
        await keepWhole(this.#file, plans);
      } catch (error) {
        this.#told(`plans cannot be kept at ${this.#file}: ${(error as Error).message}; a restart will not know of the last change`);
      }
    }
    this.#writing = null;
  }
}
