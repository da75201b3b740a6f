import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RolloutAsked } from "../brain/rollout/rollout.ts";
import { isFinal } from "../brain/rollout/stand.ts";
import { type Standing, standingIn } from "../brain/wave/kept.ts";
import { isPostgres } from "../platform/brain-store.ts";
import { readTravel } from "../platform/travel-file.ts";
import { writeWhole } from "../platform/whole-file.ts";
import type { Centre } from "./centre.ts";
import { lead, type RolloutHeld, rolloutIn } from "./rollout-led.ts";
import { UsageError } from "./verb.ts";

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
    return begun === null || Object.values(begun.stood.stands).every(isFinal) ? null : begun.asked;
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
    const code = await this.#lead(arterial, { ...begun.asked, longest_ms }, json, "by command");
    if (code === 0) this.#keep(arterial, null);
    return code;
  }

  #lead(arterial: string, asked: RolloutAsked, json: boolean, back: string): Promise<number> {
    const how = asked.together ? "all or none" : "each for itself";
    const begins = json || back !== "" ? "" : `sends to ${Object.keys(asked.plans).join(", ")}, ${how}`;
    return lead({ centre: this.#centre, asked, file: this.#rollout(arterial), json, back, begins });
  }

  #keep(arterial: string, standing: Standing | null): void {
    const { [arterial]: _, ...others } = standingIn(readTravel(this.#file("waves.json")));
    writeWhole(this.#file("waves.json"), JSON.stringify(standing === null ? others : { ...others, [arterial]: standing }));
    rmSync(this.#file(`wave-${arterial}-next.json`), { force: true });
  }

  #read(arterial: string): RolloutHeld | null {
    return rolloutIn(this.#rollout(arterial), ": take it away");
  }

  /** An arterial's name is letters, digits and _ . : - (`tables.ts` of the corridor). */
  #rollout(arterial: string): string {
    return this.#file(`wave-${arterial}.json`);
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
