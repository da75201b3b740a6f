import { generateKeyPairSync, sign } from "node:crypto";
import { stopline } from "#wire";
import type { CommandBook } from "../../../src/brain/book.ts";
import { Corridor, type OnItsWay } from "../../../src/brain/corridor/corridor.ts";
import { Escort } from "../../../src/brain/corridor/escort.ts";
import type { Graph } from "../../../src/brain/corridor/graph.ts";
import { Orders } from "../../../src/brain/orders.ts";
import { signatureBy } from "../../../src/platform/signature.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { HandTimers } from "../../sync/hand-timers.ts";
import type { Signal } from "../traffic/ours/signal.ts";
import { Kerb } from "./kerb.ts";

/** The brain's corridor and its units' centre sides, on the simulated clock: sealed reports come in, sealed commands reach the units' inboxes. */
export class Centre {
  readonly #timers: HandTimers;
  readonly #kerbs: ReadonlyMap<string, Kerb>;
  readonly #corridor: Corridor;
  readonly #escort: Escort;
  readonly notices: string[] = [];
  /** As it went over the wire. */
  readonly said: { readonly unit: string; readonly payload: Uint8Array }[] = [];
  /** Units whose line is cut: nothing comes to them, nothing from them. */
  readonly cut = new Set<string>();

  /** `wall_ms`: at the begin of the simulation; units' clocks are put right by it. */
  constructor(graph: Graph, signals: readonly Signal[], wall_ms: number) {
    this.#timers = new HandTimers(wall_ms);
    const timers = this.#timers;
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const commandKey = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64");
    let [counter, id] = [0, 0];
    const book = { issue: async () => ++counter, resultOf: async () => null } as unknown as CommandBook;
    const orders = new Orders({
      book,
      sign: (body) => sign(null, body, privateKey),
      timers,
      uuid: () => `bench-${++id}`,
      post: (unit, _, sealed) => {
        const payload = sealed();
        if (payload === null) return;
        this.said.push({ unit, payload });
        if (this.cut.has(unit)) return;
        this.#kerbs.get(unit)?.heard(payload, timers.now(), timers.wall());
      },
      whereabouts: async (unit) => `the bench has no more of ${unit}`,
    });
    this.#corridor = new Corridor({ graph, verifierOf: signatureBy });
    this.#kerbs = new Map(
      signals.map((signal) => [
        signal.id,
        new Kerb(signal, {
          commandKey,
          record: (unit, { code, detail, wall_ms }) => {
            if (!this.cut.has(unit)) this.#corridor.record(unit, code, detail, wall_ms);
          },
          result: (unit, body) => {
            if (!this.cut.has(unit)) orders.heard(stopline.v1.Result.decode(body) as stopline.v1.Result);
          },
        }),
      ]),
    );
    for (const { id: unit, begins } of signals) this.#corridor.record(unit, CODE.sessionStart, begins, wall_ms);
    this.#escort = new Escort({
      corridor: this.#corridor,
      units: new Set(this.#kerbs.keys()),
      timers,
      send: (...order) => orders.send(...order),
      lastOf: async () => null,
      notice: (words) => this.notices.push(words),
    });
    this.#escort.start();
  }

  get now_ms(): number {
    return this.#timers.wall();
  }

  /** What is on a unit's command topic, whoever has put it there. */
  command(unit: string, sealed: Uint8Array): void {
    this.#kerbs.get(unit)?.heard(sealed, this.#timers.now(), this.#timers.wall());
  }

  position(vehicle: string, sealed: Uint8Array): void {
    this.#escort.position(vehicle, sealed);
  }

  /** A second passes: what is to be asked is in the inboxes then. */
  async second(): Promise<void> {
    await this.#timers.pass(1_000);
  }

  onTheirWay(): readonly OnItsWay[] {
    return this.#corridor.onTheirWay(this.#timers.wall());
  }

  close(): void {
    this.#escort.close();
  }
}
