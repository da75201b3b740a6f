import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Where the machine `virt` has its battery clock: whole seconds since 1970, whoever reads them. */
const READ = "xp /1wx 0x9010000";

/**
 * The battery clock of an emulated machine, as the emulator's monitor reads it (QMP on its standard input and output) without anybody in the machine: how late
 * the machine has it, while it starts, too. Nothing in the machine sets it.
 */
export class Battery {
  readonly #to: Writable;
  readonly #asked: ((seconds: number | null) => void)[] = [];

  constructor(from: Readable, to: Writable) {
    this.#to = to;
    // Whoever is ended hears nothing any more.
    to.on("error", () => {});
    createInterface({ input: from }).on("line", (line) => this.#heard(line));
    from.once("close", () => this.#over());
    this.#say({ execute: "qmp_capabilities" });
  }

  /** Seconds since 1970; null if the emulator does not say it, or has ended. */
  read(): Promise<number | null> {
    return new Promise((resolve) => {
      if (!this.#to.writable) return resolve(null);
      this.#asked.push(resolve);
      this.#say({ execute: "human-monitor-command", arguments: { "command-line": READ } });
    });
  }

  #say(words: object): void {
    this.#to.write(`${JSON.stringify(words)}\n`);
  }

  #heard(line: string): void {
    const [, seconds] = /"return": "0+9010000: 0x([0-9a-f]{8})/.exec(line) ?? [];
    if (seconds !== undefined) this.#asked.shift()?.(Number.parseInt(seconds, 16));
    else if (line.startsWith('{"error"')) this.#asked.shift()?.(null);
  }

  #over(): void {
    for (const resolve of this.#asked.splice(0)) resolve(null);
  }
}
