import { nameOf } from "../../../src/import/corridor-text.ts";
import type { Net } from "../../../src/import/net.ts";
import type { Signal } from "../traffic/ours/signal.ts";
import { type Seen, subscribe } from "../traffic/traci/codec.ts";
import { VARIABLE } from "../traffic/traci/words.ts";
import { Centre } from "./centre.ts";
import { OUTSIDE_S, type Outside, outsideOf } from "./outside.ts";
import { graphOf } from "./run.ts";
import { Box, isSpecial, type Special } from "./special.ts";

/** Between SUMO and the centre: each special vehicle's box reports from half a minute before it comes into the net until it has arrived. */
export class Leading {
  readonly #centre: Centre;
  readonly #boxes: readonly { readonly special: Special; readonly box: Box; readonly outside: Outside }[];
  readonly #under_way = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #trace = process.env["TRACE"] === "1" ? new Map<string, string>() : null;

  constructor(net: Net, file: string, specials: readonly Special[], units: readonly Signal[], wall_ms: number, seed: number) {
    const bare = graphOf(net, file);
    this.#boxes = specials.map((special, i) => ({
      special,
      box: new Box(bare, special, seed * 100 + i),
      outside: outsideOf(special.drawn.route[0]!.link, special.id),
    }));
    const more = this.#boxes.flatMap(({ box: { vehicle, key }, outside }) => [
      outside.text,
      `[[vehicles]]\nname = "${vehicle}"\nclass = "ambulance"\nkey = "${key}"`,
    ]);
    this.#centre = new Centre(graphOf(net, file, more.join("\n")), units, wall_ms);
  }

  get commands(): number {
    return this.#centre.said.length;
  }

  /** After the second that ended at `at_s`; what SUMO is told next. */
  async step(seen: Seen, at_s: number): Promise<readonly Buffer[]> {
    await this.#centre.second();
    const departed = (seen.simulation.get("")?.get(VARIABLE.departed) ?? []) as readonly string[];
    const now_ms = this.#centre.now_ms;
    for (const { special, box, outside } of this.#boxes) {
      const { id, due_s } = special;
      if (at_s < due_s - OUTSIDE_S || this.#gone.has(id)) continue;
      const said = seen.vehicle.get(id);
      if (said !== undefined) {
        const [place, speed_ms, angle] = [VARIABLE.position, VARIABLE.speed, VARIABLE.angle].map((variable) => said.get(variable));
        this.#under_way.add(id);
        this.#centre.position(id, box.report(now_ms, place as unknown as readonly [number, number], Number(speed_ms), Number(angle)));
        this.#show(id, at_s, said);
      } else if (this.#under_way.has(id)) {
        this.#gone.add(id);
        this.#centre.position(id, box.done(now_ms));
      } else if (!departed.includes(id)) {
        const { at, speed_ms, heading_deg } = outside.before(Math.max(0, due_s - at_s));
        this.#centre.position(id, box.report(now_ms, at, speed_ms, heading_deg));
      }
    }
    const fresh = departed.filter(isSpecial);
    return fresh.map((id) => subscribe("vehicle", id, [VARIABLE.position, VARIABLE.speed, VARIABLE.angle, VARIABLE.road]));
  }

  close(): void {
    if (this.#trace !== null) for (const words of this.#centre.notices) console.error(words);
    this.#centre.close();
  }

  /** TRACE=1: a line a second for whoever looks for what held it up. */
  #show(id: string, at_s: number, said: ReadonlyMap<number, unknown>): void {
    if (this.#trace === null) return;
    const way = this.#centre.onTheirWay().find(({ vehicle }) => vehicle === id);
    const ahead = way?.arrivals
      .slice(0, 2)
      .map(
        ({ unit, phase, at_ms, error_s }) =>
          `${unit}/${phase} in ${((at_ms - this.#centre.now_ms) / 1000).toFixed(0)}±${error_s.toFixed(0)}`,
      );
    console.error(
      `${at_s} ${id} ${nameOf(String(said.get(VARIABLE.road)))} ${Number(said.get(VARIABLE.speed)).toFixed(1)} | ${ahead?.join(", ")} | asked ${way?.asked.join(" ")}`,
    );
  }
}
