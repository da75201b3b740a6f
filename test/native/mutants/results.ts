import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Mutant } from "./rewrite.ts";

/** How far a mutant came. It counts as long as its file is what it was, and a survivor's only as long as the tests are. */
export interface Result {
  readonly key: string;
  readonly file: string; // a hash of it
  readonly tests: string; // of all of them
  readonly stage: number; // of those that it went through, or was killed in
  readonly by?: string;
  readonly how?: string;
}

export class Results {
  readonly #path: string;
  readonly #tests: string;
  readonly #files = new Map<string, string>();
  readonly #results = new Map<string, Result>();

  constructor(path: string, testFiles: readonly string[]) {
    this.#path = path;
    this.#tests = hashOf(...testFiles);
    if (!existsSync(path)) return;
    for (const line of readFileSync(path, "utf8").split("\n").slice(0, -1)) {
      const result = JSON.parse(line) as Result;
      this.#results.set(result.key, result);
    }
  }

  of(mutant: Mutant): Result | undefined {
    const result = this.#results.get(mutant.key);
    if (result === undefined || result.file !== this.#hash(mutant.file)) return undefined;
    return result.by !== undefined || result.tests === this.#tests ? result : undefined;
  }

  note(mutant: Mutant, stage: number, by: string | undefined, how: string): void {
    const result = { key: mutant.key, file: this.#hash(mutant.file), tests: this.#tests, stage, ...(by === undefined ? {} : { by, how }) };
    this.#results.set(mutant.key, result);
    appendFileSync(this.#path, `${JSON.stringify(result)}\n`);
  }

  #hash(file: string): string {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const hash = hashOf(file);
    this.#files.set(file, hash);
    return hash;
  }
}

function hashOf(...files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
