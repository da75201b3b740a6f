import type { Socket } from "node:net";
import { connect as dial, type IClientOptions, type MqttClient } from "mqtt";
import { type BrokerAddress, Busy, type Carried, type Connect, type Connection, type ConnectionEvents, type Will } from "../sync/broker.ts";
import { type Certificates, invalidWords, readCertificates } from "./certificates.ts";
import { wallNow } from "./clock.ts";
import { brokerWords } from "./mqtt-words.ts";
import { fillPacketLengths } from "./packet-lengths.ts";

/** Both sides find a dead link within 1.5 of these. */
const KEEPALIVE_S = 15;
const CONNECT_TIMEOUT_MS = 10_000;
/** How long a goodbye may take before the line is simply cut. */
const GOODBYE_MS = 2_000;
/** Unconfirmed messages that a broker takes where it does not say (MQTT 5, 3.2.2.3.3). */
const RECEIVE_MAXIMUM = 65_535;
/** Unconfirmed messages that a broker which asks (MQTT 5) may have with us: what we hold of them is confirmed at once. */
const RECEIVES = 100;
/** The longest packet that we send, whatever more the broker takes, and that a broker which asks (MQTT 5) may send us. */
const PACKET_MAXIMUM = 262_144;

/**
 * MQTT.js as a carrier of bytes: a fresh client for each connection, clean session, no queue, no reconnecting, no store. What was
 * unconfirmed when it ends is rejected, never kept. MQTT 5 first; 3.1.1 where the broker does not take it.
 */
export const connectMqtt: Connect = async (address, clientId, on, will) => {
  fillPacketLengths();
  // Read for every connection: a new certificate is in force with the next one.
  const own = address.tls && address.certificates !== undefined ? readCertificates(address.certificates) : null;
  const asked: Asked = { address, clientId, will, own };
  try {
    return await attempt(asked, on, 5);
  } catch (error) {
    if (!(error instanceof VersionRefused)) throw error;
    return attempt(asked, on, 4);
  }
};

interface Asked {
  readonly address: BrokerAddress;
  readonly clientId: string;
  readonly will: Will | undefined;
  readonly own: Certificates | null;
}

/** The broker does not take this MQTT version, or hung up on it without a word, as very old ones do. */
class VersionRefused extends Error {}

/** CONNACK of 3.1.1 and of 5 for "unacceptable protocol version". */
const VERSION_CODES: readonly unknown[] = [1, 0x84];

function attempt(asked: Asked, on: ConnectionEvents, version: 4 | 5) {
  const { address, own } = asked;
  return new Promise<Connection>((resolve, reject) => {
    const client = dial(optionsFor(asked, version));
    let error: Error | null = null;
    client.on("error", (e) => {
      error ??= e;
    });
    const failed = () => {
      const why = error === null || codeOf(error) === "ECONNRESET" ? new Error("hung up before it answered") : error;
      const tooNew = version === 5 && (why !== error || VERSION_CODES.includes(codeOf(error)));
      client.removeAllListeners("connect");
      client.end(true);
      const words = brokerWords(address, why, own === null ? "" : invalidWords(own, wallNow()));
      reject(tooNew ? new VersionRefused(words) : inWords(words, why));
    };
    client.once("close", failed);
    client.once("connect", ({ properties }) => {
      client.removeListener("close", failed);
      const packets = Math.min(properties?.maximumPacketSize ?? PACKET_MAXIMUM, PACKET_MAXIMUM);
      const bounds = { receiveMaximum: properties?.receiveMaximum ?? RECEIVE_MAXIMUM, packetMaximum: packets };
      resolve(new MqttConnection(client, address, { ...bounds, ...(own === null ? {} : { certificateEnds: own.ends }) }, on));
    });
  });
}

/**
 * What a broker says that is there and wants to be left alone for a while: no room (3 in 3.1.1, 0x88), busy, use another server, moved, quota
 * exceeded, too many connects.
 */
const BUSY_CODES: readonly unknown[] = [3, 0x88, 0x89, 0x9c, 0x9d, 0x97, 0x9f];

const isBusy = (error: Error | null): boolean => BUSY_CODES.includes(codeOf(error));

const inWords = (words: string, why: Error | null): Error => (isBusy(why) ? new Busy(words) : new Error(words));

const codeOf = (error: Error | null): unknown => (error !== null && "code" in error ? error.code : undefined);

function optionsFor({ address: { host, port, tls }, clientId, will, own }: Asked, version: 4 | 5): IClientOptions {
  return {
    protocol: tls ? "mqtts" : "mqtt",
    // The broker is always judged, by the authorities of our folder alone where we have one.
    ...(tls ? { minVersion: "TLSv1.3" as const, rejectUnauthorized: true } : {}),
    ...(own === null ? {} : { ca: own.ca, cert: own.certificate, key: own.key }),
    host,
    port,
    clientId,
    protocolVersion: version,
    clean: true,
    keepalive: KEEPALIVE_S,
    // A ping goes out even while we publish: otherwise a link that is dead in one direction is never noticed.
    reschedulePings: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    ...(version === 5 ? { properties: { maximumPacketSize: PACKET_MAXIMUM, receiveMaximum: RECEIVES } } : {}),
    ...(will === undefined ? {} : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1 as const, retain: true } }),
  };
}

type Bounds = Pick<Connection, "receiveMaximum" | "packetMaximum" | "certificateEnds">;

class MqttConnection implements Connection {
  readonly receiveMaximum: number;
  readonly packetMaximum: number;
  readonly certificateEnds?: number;
  readonly #client: MqttClient;
  readonly #address: BrokerAddress;
  readonly #waiting = new Set<(error: Error) => void>();
  #cause: Error | null = null;
  #over: Error | null = null;
  #closing: Promise<void> | null = null;

  constructor(client: MqttClient, address: BrokerAddress, bounds: Bounds, on: ConnectionEvents) {
    this.#client = client;
    this.#address = address;
    this.receiveMaximum = bounds.receiveMaximum;
    this.packetMaximum = bounds.packetMaximum;
    if (bounds.certificateEnds !== undefined) this.certificateEnds = bounds.certificateEnds;
    client.on("message", (topic, payload, packet) => {
      if (this.#over === null) on.message({ topic, payload, retained: packet.retain });
    });
    client.on("disconnect", (packet) => {
      this.#cause ??= Object.assign(new Error("the broker ended the connection"), { code: packet.reasonCode });
    });
    client.on("error", (error) => {
      this.#cause ??= error;
      // Some errors (a broken packet) leave the stream open: one that has erred is not trusted again.
      if (this.#over === null) client.stream.destroy();
    });
    client.once("close", () => this.#ended(on));
  }

  publish(topic: string, payload: Uint8Array, how: { readonly qos: 0 | 1; readonly retain: boolean }): Promise<void> {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    return this.#asked((done) => this.#client.publish(topic, bytes, how, done));
  }

  subscribe(filters: readonly string[]): Promise<void> {
    return this.#asked((done) => this.#client.subscribe([...filters], { qos: 1 }, done));
  }

  carried(): Carried {
    // TLS counts on its own socket, what it adds included.
    const { bytesWritten = 0, bytesRead = 0 } = this.#client.stream as Partial<Socket>;
    return { sent_bytes: bytesWritten, received_bytes: bytesRead };
  }

  close(): Promise<void> {
    this.#closing ??= new Promise<void>((resolve) => {
      if (this.#over !== null) return resolve();
      const cut = setTimeout(() => this.#client.stream.destroy(), GOODBYE_MS);
      this.#client.once("close", () => {
        clearTimeout(cut);
        resolve();
      });
      this.#client.end(false);
    });
    return this.#closing;
  }

  /** One thing asked of the broker: settled by its answer, or by the end of the connection. */
  #asked(ask: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#over !== null) return reject(this.#over);
      if (this.#closing !== null) return reject(new Error("the connection is being closed"));
      this.#waiting.add(reject);
      ask((error) => {
        this.#waiting.delete(reject);
        if (error) reject(inWords(brokerWords(this.#address, error), error));
        else resolve();
      });
    });
  }

  #ended(on: ConnectionEvents): void {
    const cause = this.#closing === null ? brokerWords(this.#address, this.#cause ?? new Error("")) : "closed by us";
    this.#over = new Error(cause);
    this.#client.end(true);
    for (const reject of this.#waiting) reject(this.#over);
    this.#waiting.clear();
    on.closed(cause, isBusy(this.#cause));
  }
}
