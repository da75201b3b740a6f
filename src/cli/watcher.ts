import { Brain, type BrainPorts } from "../brain/brain.ts";

/** How long nothing new must come before what units retain is taken to be all there; and how long the broker may take in all. */
const QUIET_MS = 300;
const ALL_MS = 10_000;

/**
 * A brain that only looks, started; resolves when what units retain is there, as far as silence can tell, or when the broker cannot be
 * reached (`cause` says why). With `unit`, as soon as that one is known.
 */
export async function openWatcher(ports: BrainPorts, unit?: string): Promise<Brain> {
  let rested: () => void = () => {};
  const brain = new Brain(ports, "watcher", { connected: () => rested(), changed: () => rested(), lost: () => rested() });
  await new Promise<void>((resolve) => {
    const over = (): void => {
      rested = () => {};
      clearTimeout(late);
      clearTimeout(quiet);
      resolve();
    };
    const late = setTimeout(over, ALL_MS);
    let quiet: NodeJS.Timeout | undefined;
    rested = () => {
      clearTimeout(quiet);
      if (unit !== undefined && knows(brain, unit)) over();
      else quiet = setTimeout(over, QUIET_MS);
    };
    brain.start();
    if (unit !== undefined && knows(brain, unit)) over();
  });
  return brain;
}

export const knows = (brain: Brain, unit: string): boolean => brain.fleet().some((view) => view.unit === unit);
