import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEndsWithUs, endsWithUs } from "../../ends-with-us.ts";
import type { Drawn } from "./draw.ts";
import type { Outcome } from "./worker.ts";

/** A day is played within minutes; whoever takes this long stands still. */
const STANDS_MS = 3_600_000;
/** What a disk keeps is our own account of it (test/journal/prove): no real one need wait. */
const MEMORY = "/dev/shm";
/** After so many plays a process gives its memory back. */
const PLAYS = 50;

/** A process that plays for us, on a disk of its own; another takes its place when it falls. */
export class Hand {
  readonly #disk: string;
  readonly #dir = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "stopline-swarm-"));
  #child: ChildProcess | null = null;
  #plays = 0;

  /** `disk`: the library that stands between a program and its disk. */
  constructor(disk: string) {
    this.#disk = disk;
    endsWithUs(() => rmSync(this.#dir, { recursive: true, force: true }));
  }

  /** Never rejects: a process that falls, or stands still, is a failure of what it played. */
  async play(drawn: Drawn): Promise<Outcome> {
    if (this.#plays++ >= PLAYS) this.#end();
    const began = performance.now();
    const fell = (words: string): Outcome => {
      this.#end();
      return { seed: drawn.seed, failures: [{ what: "rig", words, at: 0 }], simulated_ms: 0, took_ms: performance.now() - began };
    };
    this.#child ??= await this.#begin();
    const child = this.#child;
    return new Promise((resolve) => {
      const over = (outcome: Outcome): void => {
        clearTimeout(timer);
        child.off("message", over);
        child.off("close", ended);
        // What is left of it may hold on to files, timers, time itself.
        if (outcome.failures.some(({ what }) => what === "rig")) this.#end();
        resolve(outcome);
      };
      const ended = (code: number | null, signal: string | null): void =>
        over(fell(`the process ended (${signal ?? code}): ${said(child)}`));
      const timer = setTimeout(() => over(fell("it stands still")), STANDS_MS);
      child.on("message", over);
      child.once("close", ended);
      child.send(drawn);
    });
  }

  close(): void {
    this.#end();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #end(): void {
    this.#plays = 0;
    this.#child?.removeAllListeners();
    this.#child?.kill("SIGKILL");
    this.#child = null;
  }

  async #begin(): Promise<ChildProcess> {
    const disk = join(this.#dir, "disk");
    mkdirSync(disk, { recursive: true });
    const child = fork(join(import.meta.dirname, "worker.ts"), [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, LD_PRELOAD: this.#disk, DISK_DIR: disk, DISK_LOG: join(this.#dir, "disk.log") },
    });
    childEndsWithUs(child);
    let words = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-2_000);
    });
    SAID.set(child, () => words.trim());
    await new Promise<void>((resolve, reject) => {
      child.once("message", () => resolve());
      child.once("close", () => reject(new Error(`a process of the swarm does not begin: ${words}`)));
    });
    child.removeAllListeners("close");
    return child;
  }
}

const SAID = new WeakMap<ChildProcess, () => string>();
const said = (child: ChildProcess): string => SAID.get(child)?.() ?? "";
