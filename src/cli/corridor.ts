import { dirname, join } from "node:path";
import type { Brain, BrainEvents } from "../brain/brain.ts";
import { Corridor } from "../brain/corridor/corridor.ts";
import { Escort } from "../brain/corridor/escort.ts";
import { readGraph } from "../brain/corridor/file.ts";
import type { Graph } from "../brain/corridor/graph.ts";
import { travelMemoryOf } from "../brain/corridor/travel.ts";
import type { Store } from "../brain/store.ts";
import { signatureBy } from "../platform/signature.ts";
import { realTimers } from "../platform/timers.ts";
import { readTravel, writeTravel } from "../platform/travel-file.ts";
import type { Timers } from "../sync/timers.ts";
import { ownFile } from "./own-file.ts";

/** The corridor file, or a UsageError with everything that is wrong with it. */
export const graphIn = (file: string): Graph => ownFile(file, `--corridor ${file}`, readGraph).graph;

/** What is learned lasts longer than the brain does. */
const SAVE_MS = 300_000;

/**
 * The escort of a brain that keeps a store: `on` is what it must hear, `lead` begins once the brain is there. `timers`: where time is not the
 * street's own, in a simulated city.
 */
export function openEscort(graph: Graph, store: Store, keyFile: string, notice: (words: string) => void, timers: Timers = realTimers) {
  const file = join(dirname(keyFile), "travel-times.json");
  const corridor = new Corridor({ graph, verifierOf: signatureBy, memory: travelMemoryOf(readTravel(file)) });
  let saved = JSON.stringify(corridor.travel.memory);
  const save = (): void => {
    const text = JSON.stringify(corridor.travel.memory);
    if (text === saved) return;
    try {
      writeTravel(file, text);
      saved = text;
    } catch (error) {
      notice(`what was learned of travel times cannot be kept at ${file}: ${(error as Error).message}`);
    }
  };
  let escort: Escort | null = null;
  const on: Required<Pick<BrainEvents, "heard" | "position">> = {
    heard: (arrival) => escort?.heard(arrival),
    position: (vehicle, payload) => escort?.position(vehicle, payload),
  };
  return {
    on,
    corridor,
    lead(brain: Brain): () => void {
      const send: Brain["send"] = (...order) => brain.send(...order);
      const lastOf: Store["lastOf"] = (...of) => store.lastOf(...of);
      escort = new Escort({ corridor, units: graph.units, timers, send, lastOf, notice });
      escort.start();
      const timer = setInterval(save, SAVE_MS);
      return () => {
        clearInterval(timer);
        escort?.close();
        save();
      };
    },
  };
}
