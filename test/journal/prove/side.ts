import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { rest } from "./rest.ts";

/** `fork.c`. */
const { fork, ended, leave } = createRequire(import.meta.url)("../../../build/journal/fork.node") as {
  fork(): number;
  ended(pid: number): number;
  leave(code: number): never;
};
const SIGKILL = 9;
const bytes = Buffer.alloc(16_384);

/** A side of a unit in a process of its own, and the lines that it says into a file. */
export class Side {
  readonly #fd: number;
  readonly #pid: number;
  #at = 0;
  #rest = "";
  /** How it ended, as `fork.c` has it; -1 while it lives. */
  #code = -1;

  /** `begin` is called in the child, and what it returns once a millisecond. */
  static forked(words: string, begin: (say: (line: string) => void) => () => void): Side {
    const fd = openSync(words, "w+");
    const pid = fork();
    if (pid !== 0) return new Side(fd, pid);
    try {
      const tick = begin((line) => void writeSync(fd, line));
      for (;;) {
        rest(1);
        tick();
      }
    } catch (error) {
      writeSync(2, `${(error as Error).stack}\n`);
      return leave(1);
    }
  }

  /** A program, started as any other. */
  static program(words: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv): Side {
    const fd = openSync(words, "w+");
    const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], { env, stdio: ["ignore", fd, "inherit"] });
    child.unref();
    return new Side(fd, child.pid!);
  }

  private constructor(fd: number, pid: number) {
    if (pid <= 0) throw new Error("no room for another process");
    this.#fd = fd;
    this.#pid = pid;
  }

  /** The lines since the last time, each in its words. */
  lines(): string[][] {
    for (let got = bytes.length; got === bytes.length; ) {
      got = readSync(this.#fd, bytes, 0, bytes.length, this.#at);
      this.#at += got;
      this.#rest += bytes.toString("latin1", 0, got);
    }
    const lines = this.#rest.split("\n");
    this.#rest = lines.pop()!;
    return lines.map((line) => line.split(" "));
  }

  /** Whether it has ended by itself. */
  ended(): boolean {
    if (this.#code < 0) this.#code = ended(this.#pid);
    return this.#code >= 0;
  }

  /** SIGKILL; true if it lived until then. */
  kill(): boolean {
    if (!this.ended()) process.kill(this.#pid, "SIGKILL");
    while (!this.ended()) rest(0.2);
    return this.#code === SIGKILL;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
