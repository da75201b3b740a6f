import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** Looking at a range again costs little; writing down each one would cost the card. */
const EVERY = 8;

/**
 * How far the writing of one image onto one medium has come: a number in a small file, so that a pulled card or a Ctrl-C costs no new
 * beginning. Nothing of it is trusted: what is said to be written is read back before it is left as it is.
 */
export class Unfinished {
  readonly #folder: string;
  readonly #file: string;
  #done = 0;
  #kept = 0;

  constructor(folder: string, image_sha256: string, medium: string) {
    this.#folder = folder;
    const key = createHash("sha256").update(`${image_sha256}\n${medium}`).digest("hex").slice(0, 16);
    this.#file = join(folder, `unfinished-${key}`);
    this.#kept = this.done();
  }

  /** How many of the map's ranges were given to the medium the last time; 0 if it was never begun. */
  done(): number {
    try {
      const count = Number(readFileSync(this.#file, "utf8"));
      return Number.isSafeInteger(count) && count > 0 ? count : 0;
    } catch {
      return 0;
    }
  }

  /** A file begins empty: what lay there is nobody's range. */
  async begin(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  reached(index: number): void {
    this.#done = Math.max(this.#done, index);
    if (this.#done - this.#kept >= EVERY) this.keep();
  }

  keep(): void {
    if (this.#done <= this.#kept) return;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(`${this.#file}.new`, String(this.#done));
    renameSync(`${this.#file}.new`, this.#file);
    this.#kept = this.#done;
  }

  end(): void {
    rmSync(this.#file, { force: true });
  }
}
