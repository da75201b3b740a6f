/**
 * The centre's half of the contract as a library: what `import … from "stopline/brain"` gives. A program at the centre opens a brain, which hears all
 * units, stores every record once, acknowledges, and sends signed commands; the verbs `stopline brain` and `stopline command` are made of it.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { Brain, type BrainEvents, type Role } from "./brain/brain.ts";
import { openBrainStore } from "./platform/brain-store.ts";
import { openKey } from "./platform/keys.ts";
import { connectMqtt } from "./platform/mqtt.ts";
import { realTimers } from "./platform/timers.ts";
import { Backoff, BENCH_BACKOFF } from "./sync/backoff.ts";

export type { KeptRecord } from "./brain/arrival.ts";
export type { BrainEvents, Role } from "./brain/brain.ts";
export type { PresenceState, UnitView } from "./brain/fleet.ts";
export { NoAnswer, type Order, type OrderOptions, type OrderResult } from "./brain/orders.ts";
export type { Place, PlacedRecord } from "./brain/reading.ts";

export interface BrainOptions {
  readonly broker: {
    readonly host: string;
    readonly port: number;
    /** True unless said otherwise. */
    readonly tls?: boolean;
    /** The folder that `stopline ca brain` has made. */
    readonly certificates?: string;
  };
  /** A file, which is made if it is not there, or postgres://USER@HOST/DATABASE. */
  readonly store: string;
  /** The file of the Ed25519 key that units pin, which is made if it is not there; without it no commands are sent. */
  readonly key?: string;
  /** `keeper` (as it is if nothing is said) stores and acknowledges; `watcher` looks on, and may send commands. */
  readonly role?: Role;
  /** Keepers with one store in PostgreSQL and one name share the journals of the fleet between them. */
  readonly share?: string;
}

/** A brain that has been started. It dials for ever; `close` ends it. Rejects in words if store or key cannot be used. */
export async function openBrain({ broker, store: where, key, role = "keeper", share }: BrainOptions, on: BrainEvents = {}): Promise<Brain> {
  const signing = key === undefined ? null : openKey(key);
  const store = await openBrainStore(where);
  const brain = new Brain(
    {
      connect: connectMqtt,
      address: { tls: true, ...broker },
      clientId: `stopline-brain-${randomBytes(4).toString("hex")}`,
      timers: realTimers,
      backoff: new Backoff(BENCH_BACKOFF, Math.random),
      store,
      sign: (body) => {
        if (signing === null) throw new Error("a brain without a key sends no commands");
        return signing.sign(body);
      },
      uuid: randomUUID,
      ...(share === undefined ? {} : { share }),
    },
    role,
    on,
    () => store.close(),
  );
  brain.start();
  return brain;
}
