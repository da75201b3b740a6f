import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { Brain } from "../../src/brain/brain.ts";
import { readGraph } from "../../src/brain/corridor/file.ts";
import type { Graph } from "../../src/brain/corridor/graph.ts";
import { openEscort } from "../../src/cli/corridor.ts";
import { importCorridor } from "../../src/import/index.ts";
import { keepBrainStore } from "../../src/platform/brain-database.ts";
import { openBrainStore } from "../../src/platform/brain-store.ts";
import type { Key } from "../../src/platform/keys.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { Backoff, BENCH_BACKOFF } from "../../src/sync/backoff.ts";
import type { BrokerAddress } from "../../src/sync/broker.ts";
import type { Box } from "./box.ts";
import type { Pace } from "./pace.ts";

/** The corridor file of the net, with the ambulances' keys pinned in it. */
export function graphOf(netText: string, boxes: readonly Pick<Box, "vehicle" | "key">[]): { readonly graph: Graph; readonly text: string } {
  const imported = importCorridor(netText, "city.net.xml");
  if (!imported.ok) throw new Error(imported.words);
  const pinned = boxes.map(({ vehicle, key }) => `\n[[vehicles]]\nname = "${vehicle}"\nclass = "ambulance"\nkey = "${key}"\n`);
  const text = imported.text + pinned.join("");
  const read = readGraph(text, "corridor.toml");
  if (!read.ok) throw new Error(read.problems.map(({ line, words }) => `corridor.toml, line ${line}: ${words}`).join("\n"));
  return { graph: read.graph, text };
}

export interface Centre {
  /** How many records of all units the brain has stored. */
  records(): Promise<number>;
  close(): Promise<void>;
}

/** What `stopline brain --corridor` puts together, on the city's time. */
export async function openCentre(
  folder: string,
  graph: Graph,
  key: Key,
  broker: BrokerAddress,
  pace: Pace,
  told: (words: string) => void,
): Promise<Centre> {
  const file = join(folder, "brain.db");
  const store = await openBrainStore(file);
  const kept = keepBrainStore(file);
  const escort = openEscort(graph, store, join(folder, "brain-key.pem"), told, pace);
  const brain = new Brain(
    {
      connect: connectMqtt,
      address: broker,
      clientId: `stopline-brain-${randomBytes(4).toString("hex")}`,
      timers: pace,
      backoff: new Backoff(BENCH_BACKOFF, Math.random),
      store,
      sign: (body) => key.sign(body),
      uuid: randomUUID,
    },
    "keeper",
    { ...escort.on, notice: told },
  );
  brain.start();
  const leave = escort.lead(brain);
  return {
    records: async () => (await brain.fleet()).reduce((sum, { records }) => sum + records, 0),
    close: async () => {
      leave();
      await brain.close();
      await store.close();
      kept?.close();
    },
  };
}
