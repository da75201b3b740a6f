import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { childEndsWithUs } from "../../ends-with-us.ts";

const HOUSE = join(import.meta.dirname, "../../..");
const KEPT = 20;
/** Who has not ended then is killed (TimeoutStopSec of our services). */
const STOPS_MS = 10_000;

/** A process of the product: a verb of the command line, started as a service would start it. */
export class Part {
  /** Resolves when it has ended, with how: "SIGKILL", "exit 1". */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #said: string[] = [];
  #how = "";

  /** `told` hears each line that it says. */
  constructor(args: readonly string[], told: (words: string) => void = () => {}, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, ["src/cli.ts", ...args], {
      cwd: HOUSE,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const callOff = childEndsWithUs(this.#child);
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      createInterface({ input: stream }).on("line", (words) => {
        this.#said.push(words);
        if (this.#said.length > KEPT) this.#said.shift();
        told(words);
      });
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        this.#how = signal ?? `exit ${code}`;
        callOff();
        resolve(this.#how);
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** How it ended; "" while it runs. */
  get how(): string {
    return this.#how;
  }

  get over(): boolean {
    return this.#how !== "";
  }

  /** The last of its words. */
  get said(): string {
    return this.#said.join("\n");
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal and waits until it is gone: a process that hangs, or gets no processor, has to be killed. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (!this.over) this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill("SIGKILL"), STOPS_MS);
    await this.ended;
    clearTimeout(late);
  }
}
