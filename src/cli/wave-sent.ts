import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import type { RolloutAsked } from "../brain/rollout/rollout.ts";
import { isFinal, type Stand } from "../brain/rollout/stand.ts";
import { type Standing, standingIn } from "../brain/wave/kept.ts";
import { isPostgres } from "../platform/brain-store.ts";
import { readKey } from "../platform/keys.ts";
import { readTravel } from "../platform/travel-file.ts";
import { writeWhole } from "../platform/whole-file.ts";
import { type Centre, openCentre } from "./centre.ts";
import { lead } from "./rollout-led.ts";
import { say } from "./say.ts";
import { UsageError } from "./verb.ts";
import { openWatcher } from "./watcher.ts";

/** A rollout's own file, as far as it says whether it is over (`rollout-led.ts` writes it). */
const Begun = v.object({
  plans: v.record(v.string(), v.string()),
  together: v.boolean(),
  asked_at_ms: v.number(),
  stands: v.record(v.string(), v.looseObject({ state: v.string() })),
});

/** Where waves that were sent lie, beside the brain's key. */
export class SentWaves {
  readonly #centre: Centre;
  readonly #folder: string;

  constructor(centre: Centre) {
    this.#centre = centre;
    this.#folder = isPostgres(centre.storeFile) ? "." : dirname(centre.keyFile);
  }

  /** What stands on an arterial since it was last sent; null where nothing was. */
  standing(arterial: string): Standing | null {
    return standingIn(readTravel(this.#file("waves.json")))[arterial] ?? null;
  }

  /** What was begun and is not over: it is gone on with before anything else is computed. */
  begun(arterial: string): Omit<RolloutAsked, "longest_ms"> | null {
    const begun = this.#read(arterial);
    if (begun === null || Object.values(begun.stands).every((stand) => isFinal(stand as Stand))) return null;
    return { plans: begun.plans, together: begun.together, at_ms: begun.asked_at_ms };
  }

  /** Sends plans to their end; what they are made of stands once all are in force. */
  async send(arterial: string, asked: RolloutAsked, next: Standing | null, json: boolean): Promise<number> {
    if (this.begun(arterial) === null) rmSync(this.#rollout(arterial), { force: true });
    if (next !== null) writeWhole(this.#file(`wave-${arterial}-next.json`), JSON.stringify({ [arterial]: next }));
    const code = await this.#lead(arterial, asked, json, "");
    if (code === 0) this.#keep(arterial, standingIn(readTravel(this.#file(`wave-${arterial}-next.json`)))[arterial] ?? null);
    return code;
  }

  /** Every unit goes back to the plan that it had before. */
  async takeBack(arterial: string, longest_ms: number, json: boolean): Promise<number> {
    const begun = this.#read(arterial);
    if (begun === null) throw new UsageError(`no wave was sent on ${arterial} from here`);
    const { plans, together, asked_at_ms: at_ms } = begun;
    const code = await this.#lead(arterial, { plans, together, at_ms, longest_ms }, json, "by command");
    if (code === 0) this.#keep(arterial, null);
    return code;
  }

  async #lead(arterial: string, asked: RolloutAsked, json: boolean, back: string): Promise<number> {
    const key = readKey(this.#centre.keyFile);
    const ports = await openCentre(this.#centre, key.sign);
    const brain = await openWatcher(ports);
    try {
      if (!json && back === "")
        say(`sends to ${Object.keys(asked.plans).join(", ")}, ${asked.together ? "all or none" : "each for itself"}`);
      return await lead({ brain, store: ports.store, asked, file: this.#rollout(arterial), json, back });
    } finally {
      await brain.close();
      await ports.close();
    }
  }

  #keep(arterial: string, standing: Standing | null): void {
    const { [arterial]: _, ...others } = standingIn(readTravel(this.#file("waves.json")));
    writeWhole(this.#file("waves.json"), JSON.stringify(standing === null ? others : { ...others, [arterial]: standing }));
    rmSync(this.#file(`wave-${arterial}-next.json`), { force: true });
  }

  #read(arterial: string): v.InferOutput<typeof Begun> | null {
    const file = this.#rollout(arterial);
    if (!existsSync(file)) return null;
    try {
      return v.parse(Begun, JSON.parse(readFileSync(file, "utf8")));
    } catch {
      throw new UsageError(`${file} is not what a rollout keeps: take it away`);
    }
  }

  /** An arterial's name is letters, digits and _ . : - (`tables.ts` of the corridor). */
  #rollout(arterial: string): string {
    return this.#file(`wave-${arterial}.json`);
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
