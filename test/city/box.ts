import { generateKeyPairSync, sign } from "node:crypto";
import type { Graph } from "../../src/brain/corridor/graph.ts";
import { onEarth } from "../../src/brain/corridor/plane.ts";
import { sealedBy } from "../../src/brain/corridor/report.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import type { BrokerAddress, Connection } from "../../src/sync/broker.ts";
import { topic } from "../../src/sync/topics.ts";
import type { WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import type { Driven } from "./shown.ts";

/** A receiver's own word of how exact it is, and how far beside the truth its place lies at most, on each axis. */
const [ACCURACY_M, OFF_M] = [5, 2];

const AGAIN_MS = 500;

/** The box in an ambulance: a key of its own, a connection of its own, a sealed report a second while it is on its way. */
export class Box {
  readonly vehicle: string;
  /** Ed25519, raw 32 bytes in base64: what the corridor file pins. */
  readonly key: string;
  readonly #sign: (body: Uint8Array) => Uint8Array;
  readonly #roll: (sides: number) => number;
  #connection: Connection | null = null;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(vehicle: string, seed: number) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.vehicle = vehicle;
    this.key = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64");
    this.#sign = (body) => sign(null, body, privateKey);
    this.#roll = dice(seed);
  }

  /** From now on it is connected, again whenever it no longer is. */
  async connect(broker: BrokerAddress): Promise<void> {
    const again = (): void => {
      this.#connection = null;
      if (!this.#closed) this.#again = setTimeout(() => void this.connect(broker), AGAIN_MS);
    };
    try {
      const connection = await connectMqtt(broker, `box-${this.vehicle}`, { message: () => {}, closed: again });
      if (this.#closed) await connection.close();
      else this.#connection = connection;
    } catch {
      again();
    }
  }

  report(graph: Graph, at: WallTime, { x_m, y_m, speed_ms, heading_deg }: Driven, way: readonly string[]): void {
    const off = (): number => (this.#roll(2_001) / 1_000 - 1) * OFF_M;
    this.#say(at, { ...onEarth(graph.plane, [x_m + off(), y_m + off()]), speed_ms, heading_deg, way });
  }

  /** It is there, or goes home: it asks for nothing any more. */
  done(at: WallTime): void {
    this.#say(at, { latitude: 0, longitude: 0, speed_ms: 0, heading_deg: 0, way: [] });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    await this.#connection?.close();
  }

  #say(at: WallTime, said: { latitude: number; longitude: number; speed_ms: number; heading_deg: number; way: readonly string[] }): void {
    const report = { vehicle: this.vehicle, at_ms: at, accuracy_m: ACCURACY_M, late_s: 0, ...said };
    // A report that is lost is followed by the next one.
    this.#connection?.publish(topic("position", this.vehicle), sealedBy(report, this.#sign), { qos: 0, retain: false }).catch(() => {});
  }
}
