import type { Backoff } from "../sync/backoff.ts";
import type { BrokerAddress, Connect, Connection, Message } from "../sync/broker.ts";
import type { Timers } from "../sync/timers.ts";

export interface SessionPorts {
  readonly connect: Connect;
  readonly address: BrokerAddress;
  /** Unique at the broker: another client with it takes our place. */
  readonly clientId: string;
  readonly timers: Timers;
  readonly backoff: Backoff;
}

export interface SessionEvents {
  /** A fresh connection; it counts once this resolves. If it rejects, the connection is given up. */
  begin(connection: Connection): Promise<void>;
  message(message: Message): void;
  /** With the cause; not after `close`. */
  lost(cause: string): void;
}

/** Keeps one connection to the broker: dials, waits (`sync/backoff.ts`), dials again, for ever. */
export class Session {
  readonly #ports: SessionPorts;
  readonly #on: SessionEvents;
  #connection: Connection | null = null;
  #cause = "not connected yet";
  #stopWaiting: () => void = () => {};
  #closed = false;

  constructor(ports: SessionPorts, on: SessionEvents) {
    this.#ports = ports;
    this.#on = on;
  }

  /** Why there is no connection, in words; "" while there is one. */
  get cause(): string {
    return this.#cause;
  }

  start(): void {
    const { connect, address, clientId, timers } = this.#ports;
    let begun = timers.now();
    let over = false;
    const lost = (cause: string): void => {
      if (over) return;
      over = true;
      this.#connection = null;
      if (this.#closed) return;
      this.#cause = cause;
      this.#on.lost(cause);
      this.#stopWaiting = timers.after(this.#ports.backoff.next(timers.now() - begun), () => this.start());
    };
    const message = (m: Message): void => {
      if (!over && !this.#closed) this.#on.message(m);
    };
    connect(address, clientId, { message, closed: lost })
      .then(async (connection) => {
        if (over) return;
        begun = timers.now();
        this.#connection = connection;
        if (this.#closed) return connection.close();
        try {
          await this.#on.begin(connection);
          if (!over) this.#cause = "";
        } catch (error) {
          lost((error as Error).message);
          await connection.close();
        }
      })
      .catch((error: Error) => {
        begun = timers.now();
        lost(error.message);
      });
  }

  /** Nothing is dialled after this. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
    this.#cause = "closed";
    await this.#connection?.close();
  }
}
