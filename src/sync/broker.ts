/** What `sync/` and `brain/` need of a broker; `platform/mqtt.ts` is one. A connection is made fresh each time and never comes back. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** The folder of our own certificate (`stopline ca` makes one); without it the system's authorities judge the broker, and we are nobody. */
  readonly certificates?: string;
  /** Named on the command line: in troubles the site file is not to blame. */
  readonly typed?: boolean;
}

export interface Will {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
}

export interface Carried {
  readonly sent_bytes: number;
  readonly received_bytes: number;
}

export interface ConnectionEvents {
  message(message: Message): void;
  /** Once, whatever the reason; nothing is called after it. `busy` as in Busy. */
  closed(cause: string, busy?: boolean): void;
}

export interface Connection {
  /** How many QoS 1 messages the broker takes unconfirmed (MQTT 5, 4.9); 65535 where it does not say. */
  readonly receiveMaximum: number;
  /** How long a message may be, with its topic and its header, for the broker to take it and for the other side's broker to give it out. */
  readonly packetMaximum: number;
  /** When the certificate that we showed ends, Unix ms; absent where we showed none. */
  readonly certificateEnds?: number;
  /** Resolves at the broker's PUBACK for QoS 1, when written for QoS 0; rejects when the connection ends before. */
  publish(topic: string, payload: Uint8Array, how: { readonly qos: 0 | 1; readonly retain: boolean }): Promise<void>;
  /** QoS 1. Rejects if the broker refuses any of them. */
  subscribe(filters: readonly string[]): Promise<void>;
  /** Bytes that have gone over its line so far, in both directions; absent where nobody counts. */
  carried?(): Carried;
  /** Says goodbye, so that the broker does not send the will. */
  close(): Promise<void>;
}

/** Why there is no connection: the broker is there and asks not to be called again soon. */
export class Busy extends Error {}

/**
 * Resolves when the broker has taken us in; rejects with an Error in a technician's words (what, where, what to do), a Busy
 * one if the broker says so. `clientId` must be
 * unique at the broker. Wills are QoS 1 and retained.
 */
export type Connect = (address: BrokerAddress, clientId: string, on: ConnectionEvents, will?: Will) => Promise<Connection>;
