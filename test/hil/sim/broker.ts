import type { Connect, Connection, ConnectionEvents, Will } from "../../../src/sync/broker.ts";
import { topicOf } from "../../../src/sync/topics.ts";

interface Session {
  readonly clientId: string;
  readonly on: ConnectionEvents;
  readonly will: Will | undefined;
  readonly filters: string[];
  /** Messages that it still carries before it breaks. */
  left: number;
  open: boolean;
}

/** A broker notices that nobody is at the other end when keep-alives are missing. */
const NOTICED_MS = 45_000;
/** As many as mosquitto takes of one client unconfirmed. */
const RECEIVE_MAX = 20;
const PACKET_MAX = 262_144;

/**
 * A broker in the process: retained messages, wills, QoS 1 with confirmations that can be lost, and what goes wrong with brokers. It speaks as
 * `sync/broker.ts` does, not MQTT's bytes: those are the other rigs' to try.
 */
export class SimBroker {
  /** Every QoS 1 message comes twice, the second time a moment later. */
  twice = false;
  /** Takes messages, confirms them, and gives them to nobody. */
  forgets = false;
  /** The last command that went by, as whoever reads along has it. */
  lastCommand: { readonly topic: string; readonly payload: Uint8Array } | null = null;
  readonly #roll: (sides: number) => number;
  readonly #after: (ms: number, does: () => void) => void;
  readonly #sessions = new Set<Session>();
  readonly #retained = new Map<string, Uint8Array>();
  #up = true;
  #messages = Number.POSITIVE_INFINITY;

  constructor(roll: (sides: number) => number, after: (ms: number, does: () => void) => void) {
    this.#roll = roll;
    this.#after = after;
  }

  set up(up: boolean) {
    this.#up = up;
    if (!up) for (const session of [...this.#sessions]) this.#break(session, "the broker has ended");
  }

  /** Each connection breaks after at most so many messages of either direction; Infinity: none does. */
  set breaksAfter(messages: number) {
    this.#messages = messages;
    for (const session of this.#sessions) session.left = this.#life();
  }

  readonly connect: Connect = async (_address, clientId, on, will) => {
    if (!this.#up) throw new Error("nobody listens there");
    for (const other of [...this.#sessions]) if (other.clientId === clientId) this.#break(other, "another client has our name");
    const session: Session = { clientId, on, will, filters: [], left: this.#life(), open: true };
    this.#sessions.add(session);
    return this.#connection(session);
  };

  /** A client vanishes without a word: the broker finds out later. */
  vanish(clientId: string): void {
    for (const session of this.#sessions) {
      if (session.clientId !== clientId) continue;
      session.open = false;
      this.#after(NOTICED_MS, () => this.#break(session, ""));
    }
  }

  /** Anybody with access says something. */
  publish(topic: string, payload: Uint8Array, retain = false): void {
    if (this.#up) this.#take(topic, payload, 1, retain);
  }

  #connection(session: Session): Connection {
    const gone = (): Error => new Error("the connection has ended");
    return {
      receiveMaximum: RECEIVE_MAX,
      packetMaximum: PACKET_MAX,
      publish: async (topic, payload, { qos, retain }) => {
        if (!session.open) throw gone();
        const copy = payload.slice();
        if (--session.left <= 0) {
          // It broke on the way there, or on the way back.
          if (this.#roll(2) === 0) this.#take(topic, copy, qos, retain);
          this.#break(session, "the connection was reset");
          throw gone();
        }
        this.#take(topic, copy, qos, retain);
      },
      subscribe: async (filters) => {
        if (!session.open) throw gone();
        session.filters.push(...filters);
        for (const [topic, payload] of this.#retained)
          if (filters.some((filter) => matches(filter, topic))) this.#give(session, topic, payload, true);
      },
      close: async () => {
        session.open = false;
        this.#sessions.delete(session);
      },
    };
  }

  #take(topic: string, payload: Uint8Array, qos: 0 | 1, retain: boolean): void {
    if (topicOf(topic)?.name === "command") this.lastCommand = { topic, payload };
    if (this.forgets) return;
    if (retain) this.#retained.set(topic, payload);
    this.#spread(topic, payload);
    if (this.twice && qos === 1) this.#after(1_000 + this.#roll(5_000), () => this.#spread(topic, payload));
  }

  #spread(topic: string, payload: Uint8Array): void {
    for (const session of [...this.#sessions])
      if (session.filters.some((filter) => matches(filter, topic))) this.#give(session, topic, payload, false);
  }

  #give(session: Session, topic: string, payload: Uint8Array, retained: boolean): void {
    if (!session.open) return;
    if (--session.left <= 0) this.#break(session, "the connection was reset");
    else queueMicrotask(() => session.open && session.on.message({ topic, payload, retained }));
  }

  #break(session: Session, cause: string): void {
    if (!this.#sessions.delete(session)) return;
    const { will } = session;
    if (will !== undefined && this.#up) this.#take(will.topic, will.payload, 1, true);
    if (!session.open) return;
    session.open = false;
    queueMicrotask(() => session.on.closed(cause));
  }

  #life(): number {
    return this.#messages === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : 1 + this.#roll(this.#messages);
  }
}

/** MQTT's filters as far as we use them: a plus stands for one level. */
function matches(filter: string, topic: string): boolean {
  const [wanted, got] = [filter.split("/"), topic.split("/")];
  return wanted.length === got.length && wanted.every((level, i) => level === "+" || level === got[i]);
}
