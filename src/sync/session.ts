import type { WallTime } from "../traffic/time.ts";
import type { Backoff } from "./backoff.ts";
import { type BrokerAddress, Busy, type Carried, type Connect, type Connection, type ConnectionEvents } from "./broker.ts";
import { Conversation, type ConversationPorts } from "./conversation.ts";
import { presence } from "./presence.ts";
import { topic } from "./topics.ts";

export interface SessionPorts extends ConversationPorts {
  readonly address: BrokerAddress;
  readonly connect: Connect;
  readonly backoff: Backoff;
}

export type SessionState =
  | { readonly state: "connecting" | "waiting"; readonly cause: string }
  | { readonly state: "connected"; readonly since: WallTime };

/**
 * Keeps a connection to the broker: connects, holds the conversation, waits for its place in the next round, connects again, for ever. Each connection
 * is a fresh one.
 */
export class Session {
  readonly #ports: SessionPorts;
  readonly #changed: (state: SessionState) => void;
  #state: SessionState = { state: "waiting", cause: "not started" };
  #conversation: Conversation | null = null;
  #connection: Connection | null = null;
  /** The next dial need not wait: it is we who want it. */
  #prompt = false;
  #stopWaiting: (() => void) | null = null;
  #closed = false;
  /** By connections that have ended. */
  #carried: Carried = { sent_bytes: 0, received_bytes: 0 };

  constructor(ports: SessionPorts, changed: (state: SessionState) => void = () => {}) {
    this.#ports = ports;
    this.#changed = changed;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Bytes over all lines since the start. */
  carried(): Carried {
    return sum(this.#carried, this.#connection);
  }

  /** `powered`: with the whole machine, and perhaps with the whole city. Then the first call waits as if a connection had been lost. */
  start(powered = false): void {
    if (powered) this.#wait("just started; calls are spread over the fleet", 0, false);
    else this.#dial("");
  }

  /** Says goodbye if there is someone to say it to. Nothing is dialled after this. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting?.();
    await this.#conversation?.end();
  }

  /** Takes a fresh connection in place of the present one, at once: who we are has changed. The will stays unsaid. */
  redial(): void {
    if (this.#closed) return;
    if (this.#connection !== null) {
      this.#prompt = true;
      this.#conversation?.over();
      void this.#connection.close();
    } else if (this.#state.state === "waiting") {
      this.#stopWaiting?.();
      this.#dial(this.#state.cause);
    }
  }

  #dial(lastCause: string): void {
    const { timers } = this.#ports;
    this.#become({ state: "connecting", cause: lastCause });
    let conversation: Conversation | null = null;
    let over = false;
    let begun = timers.now();
    const ended = (cause: string, busy = false) => {
      if (over) return;
      over = true;
      conversation?.over();
      this.#conversation = null;
      this.#carried = this.carried();
      this.#connection = null;
      this.#wait(cause, timers.now() - begun, busy);
    };
    this.#connect({ message: (message) => conversation?.heard(message), closed: ended })
      .then(async (connection) => {
        if (over) return;
        // Asked to end while it was being made: the will would say "offline", a goodbye says nothing.
        if (this.#closed) return connection.close();
        begun = timers.now();
        const leave = (cause: string, busy = false) => {
          ended(cause, busy);
          void connection.close();
        };
        conversation = new Conversation(this.#ports, connection, leave);
        this.#conversation = conversation;
        this.#connection = connection;
        await conversation.begin().catch((error: Error) => leave(error.message, error instanceof Busy));
        if (!over) this.#become({ state: "connected", since: timers.wall() });
      })
      .catch((error: Error) => {
        begun = timers.now();
        ended(error.message, error instanceof Busy);
      });
  }

  async #connect(on: ConnectionEvents): Promise<Connection> {
    const { address, connect, unit, version, journal } = this.#ports;
    const will = { topic: topic("presence", unit), payload: presence(unit, "offline", null, version, journal) };
    return connect(address, clientIdOf(unit), on, will);
  }

  #wait(cause: string, held_ms: number, busy: boolean): void {
    this.#become({ state: "waiting", cause });
    if (this.#closed) return;
    if (this.#prompt) {
      this.#prompt = false;
      this.#dial(cause);
      return;
    }
    this.#stopWaiting = this.#ports.timers.after(this.#ports.backoff.next(held_ms, busy), () => this.#dial(cause));
  }

  #become(state: SessionState): void {
    this.#state = state;
    if (!this.#closed) this.#changed(state);
  }
}

function sum({ sent_bytes, received_bytes }: Carried, connection: Connection | null): Carried {
  const now = connection?.carried?.();
  return { sent_bytes: sent_bytes + (now?.sent_bytes ?? 0), received_bytes: received_bytes + (now?.received_bytes ?? 0) };
}

/** Unique at the broker: one link a unit. A second one would take the first one's place, which each of them says. */
const clientIdOf = (unit: string): string => `stopline-${unit}`;
