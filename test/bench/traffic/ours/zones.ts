import type { Wiring } from "../../../../src/import/index.ts";
import { DetectorNumber } from "../../../../src/traffic/numbers.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Instant } from "../../../../src/traffic/time.ts";
import { Area } from "../areas.ts";
import type { Seen } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";

type Zone = Wiring["zones"][number];

/** What the cameras of one signal see: who is in each zone, but for those whom they never see. */
export class Zones {
  readonly additional: readonly string[];
  readonly subscriptions: readonly Buffer[];
  readonly #zones: readonly { readonly number: number; readonly areas: readonly Area[] }[];
  readonly #sees: (vehicle: string) => boolean;

  constructor(tls: string, zones: readonly Zone[], lengthOf: (lane: string) => number, sees: (vehicle: string) => boolean) {
    this.#zones = zones.map(({ number, pieces }) => ({
      number,
      areas: pieces.map(({ lane, length_m }, i) => {
        const id = `${tls} zone ${number}${i === 0 ? "" : `, ${i} before`}`;
        return new Area(id, { lanes: [lane], pos_m: Math.max(0, lengthOf(lane) - length_m) }, VARIABLE.vehicleIds);
      }),
    }));
    const areas = this.#zones.flatMap((zone) => zone.areas);
    this.additional = areas.flatMap(({ additional }) => additional);
    this.subscriptions = areas.flatMap(({ subscriptions }) => subscriptions);
    this.#sees = sees;
  }

  /** At `at`, the end of the step that SUMO speaks of. */
  step(seen: Seen, at: Instant): readonly Observation[] {
    return this.#zones.map(({ number, areas }) => {
      const there = new Set(areas.flatMap((area) => area.said(seen) as readonly string[]));
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
