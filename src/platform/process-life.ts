import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * What a process is at that is there and does nothing, as the kernel has it: stopped by a signal, waiting for a disk (nothing ends it before the disk
 * answers, and no signal: proc_pid_stat(5), state D), waiting for something else, computing without end.
 */
export type Hang = "stopped" | "disk" | "waits" | "computes";

const HANGS: { readonly [state: string]: Hang } = { T: "stopped", t: "stopped", D: "disk", R: "computes" };

const LOOK_MS = 100;
/** So many waits are work: being stopped is one itself. */
const WORKS = 3;

/**
 * How a process of ours is: whoever keeps an event loop waits in it some times a second, and each wait is a voluntary switch of its first thread
 * (proc_pid_status(5)). Returns as soon as some are seen, and why it hangs only after so long without. What may not be looked at is taken to work.
 */
export async function lifeOf(pid: number, within_ms: number): Promise<"works" | "gone" | Hang> {
  const [first, until] = [statusOf(pid), performance.now() + within_ms];
  if (first === null || first === "gone") return first ?? "works";
  for (;;) {
    await pause(LOOK_MS);
    const now = statusOf(pid);
    if (now === null || now === "gone") return now ?? "works";
    if (now.switches - first.switches >= WORKS) return "works";
    if (performance.now() < until) continue;
    return HANGS[now.state] ?? "waits";
  }
}

function statusOf(pid: number): { readonly state: string; readonly switches: number } | "gone" | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It is there, and another user's.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return "gone";
  }
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (key: string): string => new RegExp(`^${key}:\\s*(\\w+)`, "m").exec(text)?.[1] ?? "";
    const state = of("State");
    // A dead one that nobody has asked after yet.
    return state === "Z" || state === "X" ? "gone" : { state, switches: Number(of("voluntary_ctxt_switches")) };
  } catch {
    return null;
  }
}
