import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

const ends = new Set<() => void>();
let watching = false;

/**
 * Calls `end` when this process ends: by itself, by an error, by Ctrl-C, or by whoever asks it to (SIGTERM, a terminal that closes). Nothing that
 * it started may go on without it. Returns what calls that off.
 */
export function endsWithUs(end: () => void): () => void {
  ends.add(end);
  if (!watching) watch();
  return () => ends.delete(end);
}

/** The same for a child, which is killed. */
export const childEndsWithUs = (child: ChildProcess): (() => void) => endsWithUs(() => child.kill("SIGKILL"));

function watch(): void {
  watching = true;
  process.once("exit", () => {
    for (const end of ends) end();
  });
  // By default a signal ends a process without a word to anybody.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => process.exit(128 + constants.signals[signal]));
}
