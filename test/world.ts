import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;

/** `stopline run --demo` as its own processes, in a folder of its own. */
export class World {
  readonly dir = mkdtempSync(join(tmpdir(), "stopline-world-"));
  readonly process: ChildProcess;
  readonly started = performance.now();
  #said = "";

  /** `command` is what a person would type; DIR in it is replaced. */
  constructor(command: readonly string[] = ["node", "src/cli.ts", "run", "--demo", "--dir", "DIR"]) {
    const [program, ...args] = command.map((word) => word.replace("DIR", this.dir));
    const path = `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`;
    this.process = spawn(program!, args, {
      cwd: root,
      detached: true,
      env: { ...process.env, PATH: path },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout!, this.process.stderr!]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        this.#said += text;
      });
    }
  }

  /** Everything that it has printed so far. */
  get said(): string {
    return this.#said;
  }

  get live(): string {
    return join(this.dir, "live.sock");
  }

  /** The processes of this world that run a verb: read from the system, because they are our grandchildren. */
  pids(verb: string): readonly number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        const words = wordsOf(pid);
        return words.includes(verb) && words.some((word) => word.startsWith(this.dir));
      });
  }

  async end(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = once(this.process, "exit");
      process.kill(-this.process.pid!, "SIGTERM");
      await gone;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function wordsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** Resident memory in MB. */
export function rssOf(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1_024;
}
