import { connectMqtt } from "../../../src/platform/mqtt.ts";
import type { Connection } from "../../../src/sync/broker.ts";
import { topicOf } from "../../../src/sync/topics.ts";
import type { BrokerProcess } from "../../platform/brokers.ts";
import { type Line, openLine } from "../../platform/line.ts";
import { freePort } from "../../platform/ports.ts";
import { openTlsMosquitto } from "../../platform/tls.ts";

/** What a message of a unit's is at the least, with what TLS and TCP put around it. */
const MESSAGE_BYTES = 200;

/** What an authority has given out: folders with a certificate and its key. */
export interface Certificates {
  /** Of the authority itself. */
  readonly folder: string;
  brain(): string;
  broker(): string;
}

interface Held {
  /** Bytes up to the next break of a connection; Infinity: none. */
  up: number;
}

/** mosquitto with certificates and the access list, the line on which the unit reaches it, and somebody who reads along. */
export class CityBroker {
  readonly certificates: { readonly brain: string; readonly broker: string };
  readonly #authority: Certificates;
  readonly #env: Readonly<Record<string, string>>;
  readonly #ports: { readonly units: number; readonly centre: number };
  readonly #line: Line;
  readonly #held: Held;
  #process: BrokerProcess | null = null;
  #ear: Connection | null = null;
  #last: { readonly topic: string; readonly payload: Uint8Array } | null = null;

  /** `env`: what its process has in its environment beside ours. */
  static async open(authority: Certificates, env: Readonly<Record<string, string>> = {}): Promise<CityBroker> {
    const ports = { units: await freePort(), centre: await freePort() };
    const held: Held = { up: Number.POSITIVE_INFINITY };
    const line = await openLine(ports.units, { cut: () => ({ up: held.up, down: Number.POSITIVE_INFINITY }) });
    const broker = new CityBroker(authority, ports, line, held, env);
    await broker.begin();
    return broker;
  }

  private constructor(
    authority: Certificates,
    ports: { readonly units: number; readonly centre: number },
    line: Line,
    held: Held,
    env: Readonly<Record<string, string>>,
  ) {
    this.#authority = authority;
    this.#env = env;
    this.#ports = ports;
    this.#line = line;
    this.#held = held;
    this.certificates = { brain: authority.brain(), broker: authority.broker() };
  }

  /** Where the unit dials. */
  get forUnit(): string {
    return `localhost:${this.#line.port}`;
  }

  get forCentre(): string {
    return `localhost:${this.#ports.centre}`;
  }

  async begin(): Promise<void> {
    const { units, centre } = this.#ports;
    this.#process = await openTlsMosquitto(this.#authority, this.certificates.broker, units, centre, this.#env);
    const address = { host: "localhost", port: centre, tls: true, certificates: this.certificates.brain };
    this.#ear = await connectMqtt(address, "hil-reads-along", {
      message: ({ topic, payload }) => {
        if (topicOf(topic)?.name === "command") this.#last = { topic, payload };
      },
      closed: () => {},
    });
    await this.#ear.subscribe(["stopline/v1/#"]);
  }

  /** As a machine that loses its power does it. */
  async end(): Promise<void> {
    this.#ear = null;
    await this.#process?.kill();
    this.#process = null;
  }

  /** Each connection of the unit breaks after about so many messages; Infinity: none does. */
  breaksAfter(messages: number): void {
    this.#held.up = messages * MESSAGE_BYTES;
    this.#line.break();
  }

  /** The last command once more, bytes as they were. */
  async replay(): Promise<void> {
    if (this.#last !== null) await this.#ear?.publish(this.#last.topic, this.#last.payload, { qos: 1, retain: false });
  }

  async close(): Promise<void> {
    await this.#ear?.close().catch(() => {});
    await this.#line.close();
    await this.#process?.close();
  }
}
