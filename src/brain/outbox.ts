import type { Connection } from "../sync/broker.ts";
import { TOPICS, type TopicName, topic } from "../sync/topics.ts";

/** QoS 1 messages in flight at once, if the broker takes as many. */
const WINDOW = 32;

interface Letter {
  readonly name: TopicName;
  readonly unit: string;
  /** Made when it is sent, so that an acknowledgement that had to wait says what is true then. null: there is nothing to say any more. */
  readonly body: () => Uint8Array | null;
}

/**
 * What the brain has to say, one letter of a kind to a unit: a later one takes the place of one that still waits. Letters are counted
 * against the broker's receive maximum, which the library does not do. What waits when a connection ends is sent on the next one; what
 * was in flight is not: its sender looks after that.
 */
export class Outbox {
  readonly #refused: (cause: string) => void;
  readonly #waiting = new Map<string, Letter>();
  #connection: Connection | null = null;
  #inFlight = 0;

  /** `refused` is called when the broker does not take a letter though the connection stands. */
  constructor(refused: (cause: string) => void) {
    this.#refused = refused;
  }

  /** `key` tells letters of one kind to one unit apart. */
  put(letter: Letter, key = ""): void {
    this.#waiting.set(`${letter.name} ${letter.unit} ${key}`, letter);
    this.#pump();
  }

  connected(connection: Connection): void {
    this.#connection = connection;
    this.#inFlight = 0;
    this.#pump();
  }

  over(): void {
    this.#connection = null;
  }

  #pump(): void {
    const connection = this.#connection;
    if (connection === null) return;
    const window = Math.max(1, Math.min(WINDOW, connection.receiveMaximum));
    for (const [key, { name, unit, body }] of this.#waiting) {
      if (this.#inFlight >= window) return;
      this.#waiting.delete(key);
      const bytes = body();
      if (bytes === null) continue;
      this.#inFlight++;
      const landed = (cause: string | null): void => {
        if (this.#connection !== connection) return;
        this.#inFlight--;
        if (cause !== null) this.#refused(`${name} for ${unit}: ${cause}`);
        this.#pump();
      };
      connection.publish(topic(name, unit), bytes, { qos: TOPICS[name].qos, retain: TOPICS[name].retain }).then(
        () => landed(null),
        (error: Error) => landed(error.message),
      );
    }
  }
}
