import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Mutant } from "./rewrite.ts";

/** How far a mutant came. It counts as long as its function reads as it did. */
export interface Result {
  readonly key: string;
  readonly code: string; // a hash of the function
  readonly tests: string; // of all of them, as `tests` files of hashes know it
  readonly stage: number; // of those that it went through, or was killed in
  readonly by?: string;
  readonly how?: string;
}

const stories = "test/native/stories/";

type Hashes = Readonly<Record<string, string>>; // by file

/** A survivor meets again only the tests whose file has changed since; all of them, if something has that they share. */
export class Results {
  readonly #path: string;
  readonly #tests: string;
  readonly #now: Hashes;
  readonly #then = new Map<string, Hashes>(); // by the hash of all
  readonly #results = new Map<string, Result>();
  readonly #changed = new Map<string, ReadonlySet<string>>();

  constructor(path: string, testFiles: readonly string[]) {
    this.#path = path;
    this.#now = Object.fromEntries(testFiles.map((file) => [file, hashOf(readFileSync(file))]));
    this.#tests = hashOf(JSON.stringify(this.#now));
    for (const line of linesOf(`${path}-tests`)) {
      const { tests, files } = JSON.parse(line) as { tests: string; files: Hashes };
      this.#then.set(tests, files);
    }
    if (!this.#then.has(this.#tests)) appendFileSync(`${path}-tests`, `${JSON.stringify({ tests: this.#tests, files: this.#now })}\n`);
    this.#then.set(this.#tests, this.#now);
    for (const line of linesOf(path)) {
      const result = JSON.parse(line) as Result;
      this.#results.set(result.key, result);
    }
  }

  of(mutant: Mutant): Result | undefined {
    const result = this.#results.get(mutant.key);
    if (result === undefined || result.code !== mutant.code) return undefined;
    return result.by !== undefined || !this.changed(result).has("") ? result : undefined;
  }

  /** The files of tests that are other than when this mutant survived; with "" among them, if it must meet every test again. */
  changed({ tests }: Result): ReadonlySet<string> {
    const known = this.#changed.get(tests);
    if (known !== undefined) return known;
    const then = this.#then.get(tests);
    const files = Object.keys({ ...then, ...this.#now }).filter((file) => then?.[file] !== this.#now[file]);
    const changed = new Set(files.flatMap((file) => (file.endsWith("_test.cc") ? [file] : this.#sharedBy(file))));
    if (then === undefined) changed.add("");
    this.#changed.set(tests, changed);
    return changed;
  }

  // What the stories share is shared by nobody else.
  #sharedBy(file: string): readonly string[] {
    return file.startsWith(stories) ? Object.keys(this.#now).filter((each) => each.startsWith(stories) && each.endsWith("_test.cc")) : [""];
  }

  note(mutant: Mutant, stage: number, by: string | undefined, how: string): void {
    const result = { key: mutant.key, code: mutant.code, tests: this.#tests, stage, ...(by === undefined ? {} : { by, how }) };
    this.#results.set(mutant.key, result);
    appendFileSync(this.#path, `${JSON.stringify(result)}\n`);
  }
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
}

export function hashOf(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
