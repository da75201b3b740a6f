import { DetectorNumber } from "../../../../src/traffic/numbers.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Instant } from "../../../../src/traffic/time.ts";
import { Area } from "../areas.ts";
import type { Reach } from "../reach.ts";
import type { Seen } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";

/** A camera's zone of the site, up to the stop line of a lane. */
export interface Zone {
  readonly number: number;
  readonly lane: string;
  readonly length_m: number;
}

/** What the cameras of one signal see: who is in each zone, but for those whom they never see. */
export class Zones {
  readonly additional: readonly string[];
  readonly subscriptions: readonly Buffer[];
  readonly #zones: readonly { readonly number: number; readonly area: Area }[];
  readonly #sees: (vehicle: string) => boolean;

  constructor(tls: string, zones: readonly Zone[], reach: (lane: string, back_m: number) => Reach, sees: (vehicle: string) => boolean) {
    this.#zones = zones.map(({ number, lane, length_m }) => ({
      number,
      area: new Area(`${tls} zone ${number}`, reach(lane, length_m), VARIABLE.vehicleIds),
    }));
    this.additional = this.#zones.flatMap(({ area }) => area.additional);
    this.subscriptions = this.#zones.flatMap(({ area }) => area.subscriptions);
    this.#sees = sees;
  }

  /** At `at`, the end of the step that SUMO speaks of. */
  step(seen: Seen, at: Instant): readonly Observation[] {
    return this.#zones.map(({ number, area }) => {
      const there = new Set(area.said(seen) as readonly string[]);
      return { kind: "zone", at, detector: DetectorNumber(number), vehicles: [...there].filter(this.#sees).length };
    });
  }
}

/** A share `miss` of all vehicles is never seen by any camera, for the whole of their way; who they are hangs on the seed. */
export const seenBy =
  (seed: number, miss: number) =>
  (vehicle: string): boolean =>
    hash(`${seed} ${vehicle}`) >= miss * 2 ** 32;

/** FNV-1a, mixed once more: ids differ in their last digits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
