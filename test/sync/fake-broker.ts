import { stopline } from "#wire";
import { Busy, type Connect, type Connection, type ConnectionEvents, type Will } from "../../src/sync/broker.ts";
import { topicOf } from "../../src/sync/topics.ts";

interface Published {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
  readonly qos: 0 | 1;
  confirm(): void;
  refuse(words: string): void;
}

/** One connection as the unit made it; the test is the broker. */
export interface Made {
  readonly clientId: string;
  readonly will: Will | undefined;
  readonly on: ConnectionEvents;
  readonly published: Published[];
  readonly subscribed: string[];
  /** QoS 1 messages not yet confirmed, and the most there ever were. */
  inFlight: number;
  inFlightMax: number;
  goodbye: boolean;
}

/** A broker whose every answer is the test's. */
export class FakeBroker {
  readonly made: Made[] = [];
  receiveMaximum = 65_535;
  packetMaximum = 262_144;
  /** Why nobody gets in; "" lets them in. */
  shut = "";
  /** It says so because it has too much to do. */
  busy = false;
  /** Confirms every message at once. */
  confirms = true;
  refusesSubscriptions = "";
  refuses: (filter: string) => boolean = () => false;
  onPublish: (published: Published) => void = () => {};

  get last(): Made {
    return this.made.at(-1)!;
  }

  readonly connect: Connect = async (_address, clientId, on, will) => {
    if (this.shut !== "") throw this.busy ? new Busy(this.shut) : new Error(this.shut);
    const made: Made = { clientId, will, on, published: [], subscribed: [], inFlight: 0, inFlightMax: 0, goodbye: false };
    this.made.push(made);
    const connection: Connection = {
      receiveMaximum: this.receiveMaximum,
      packetMaximum: this.packetMaximum,
      carried: () => ({ sent_bytes: 1_000, received_bytes: 200 }),
      publish: (topic, payload, { qos, retain }) =>
        new Promise((resolve, reject) => {
          made.inFlight += qos;
          made.inFlightMax = Math.max(made.inFlightMax, made.inFlight);
          const confirm = () => {
            made.inFlight -= qos;
            resolve();
          };
          const published = {
            topic,
            payload,
            retain,
            qos,
            confirm,
            refuse: (words: string) => reject(this.busy ? new Busy(words) : new Error(words)),
          };
          made.published.push(published);
          this.onPublish(published);
          if (this.confirms) confirm();
        }),
      subscribe: async (filters) => {
        if (this.refusesSubscriptions !== "") throw new Error(this.refusesSubscriptions);
        if (filters.some(this.refuses)) throw new Error("not authorized");
        made.subscribed.push(...filters);
      },
      close: async () => {
        made.goodbye = true;
      },
    };
    return connection;
  };
}

const { Presence, Status, Chunk, Result } = stopline.v1;

/** What a message says, shortly: "presence ONLINE", "live 1-3", "backfill 1-3 historical", "result c-1 done". */
export function shortly({ topic, payload }: { readonly topic: string; readonly payload: Uint8Array }): string {
  const name = topicOf(topic)?.name;
  if (name === "presence") return `presence ${Presence.State[Presence.decode(payload).state]}`;
  if (name === "status") return `status ${Status.decode(payload).mode}`;
  if (name === "result") {
    const { commandId, done, refused } = Result.decode(payload);
    return `result ${commandId} ${done ? "done" : refused}`;
  }
  const { firstSeq, records, historical } = Chunk.decode(payload);
  return `${name} ${firstSeq}-${firstSeq + records.length - 1}${historical ? " historical" : ""}`;
}
