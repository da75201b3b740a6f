import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Running, startSumo } from "../bench/traffic/sumo.ts";
import type { Seen } from "../bench/traffic/traci/codec.ts";
import type { World } from "../bench/traffic/world.ts";
import { AMBULANCE } from "./net.ts";
import { Traffic } from "./traffic.ts";

/** Ambulances are named so in SUMO. */
export const isOther = (vehicle: string): boolean => !vehicle.startsWith(`${AMBULANCE}.`);

/** One of the two simulations: a SUMO of its own, and everybody who drives in it. */
export class Side {
  readonly traffic = new Traffic(isOther);
  readonly #sumo: Running;
  /** What SUMO is told with the next step. */
  #told: Buffer[] = [];

  static async open(
    folder: string,
    { scenario, seed }: World,
    demand: number,
    additional: readonly string[],
    subscriptions: readonly Buffer[],
  ): Promise<Side> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "additional.add.xml");
    writeFileSync(file, ["<additional>", ...additional, "</additional>", ""].join("\n"));
    const sumo = await startSumo(scenario, seed, demand, [file], { trips: "/dev/null", summary: "/dev/null" });
    const side = new Side(sumo);
    await sumo.traci.subscribe([...subscriptions, ...side.traffic.subscriptions]);
    return side;
  }

  private constructor(sumo: Running) {
    this.#sumo = sumo;
  }

  tell(commands: readonly Buffer[]): void {
    this.#told.push(...commands);
  }

  /** One second further, which ends at `at_s`. */
  async step(at_s: number): Promise<Seen> {
    const told = this.#told;
    this.#told = [];
    const seen = await this.#sumo.traci.step(told);
    this.tell(this.traffic.step(seen, at_s));
    return seen;
  }

  async close(): Promise<void> {
    await this.#sumo.end().catch(() => this.#sumo.stop());
  }
}
