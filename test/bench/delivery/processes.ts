import { type ChildProcess, fork, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { childEndsWithUs } from "../../ends-with-us.ts";

/** A process of a measurement: killed when the bench ends, whatever happens. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has said on both its outputs. */
  said(): string;
  /** Its processor time so far, user and system, in seconds. */
  cpu_s(): number;
  end(signal?: NodeJS.Signals): Promise<void>;
}

const TICKS_A_SECOND = 100;

/** Of a process that is alive: /proc/PID/stat counts in hundredths of a second. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const [utime, stime] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (utime! + stime!) / TICKS_A_SECOND;
}

export function run(command: string, args: readonly string[]): Running {
  return running(spawn(command, [...args], { stdio: ["ignore", "pipe", "pipe"] }));
}

const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;

/** A verb of ours, as a process of its own. */
export const stopline = (...args: readonly string[]): Running => run(process.execPath, [CLI, ...args]);

/** A line of test/platform in a process of its own; resolves with its port. */
export async function lineTo(port: number, delay_ms: number, bytes_per_s = 0): Promise<Running & { readonly port: number }> {
  const child = fork(new URL("../../platform/line-child.ts", import.meta.url), [String(port), String(delay_ms), String(bytes_per_s)], {
    stdio: "pipe",
  });
  const line = running(child);
  const at = await new Promise<number>((resolve, reject) => {
    child.stdout!.once("data", (said) => resolve(Number(said)));
    child.once("exit", () => reject(new Error(`the line does not start: ${line.said()}`)));
  });
  return { ...line, port: at };
}

function running(child: ChildProcess): Running {
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (bytes) => (said += bytes));
  const callOff = childEndsWithUs(child);
  const over = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    child,
    said: () => said,
    cpu_s: () => cpuOf(child.pid!),
    end: async (signal = "SIGTERM") => {
      child.kill(signal);
      await over;
      callOff();
    },
  };
}
