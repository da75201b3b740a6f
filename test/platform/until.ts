import { setTimeout as pause } from "node:timers/promises";

/** Waits for a condition, looking every few milliseconds; throws when it has not come by `deadline_ms`. */
export async function until(condition: () => boolean | Promise<boolean>, deadline_ms = 5_000): Promise<void> {
  const end = performance.now() + deadline_ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${deadline_ms} ms: ${condition}`);
    await pause(2);
  }
}
