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
    const known = (): void => {
      if (unit === undefined) return;
      // A store that cannot be read knows nobody.
      knows(brain, unit).then(
        (yes) => yes && over(),
        () => {},
      );
    };
    rested = () => {
      clearTimeout(quiet);
      quiet = setTimeout(over, QUIET_MS);
      known();
    };
    brain.start();
    known();
  });
  return brain;
}

export const knows = async (brain: Brain, unit: string): Promise<boolean> => (await brain.fleet()).some((view) => view.unit === unit);
