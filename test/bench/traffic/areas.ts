import type { Reach } from "./reach.ts";
import { type Seen, subscribe, type Value } from "./traci/codec.ts";
import { quoted } from "./world.ts";

/** SUMO wants the end of an area within its lane. */
const WITHIN_M = 0.1;

/**
 * Lane-area detectors up to the end of a lane and, where it is short, on the lanes before it. One for each lane: SUMO 1.15 fails on one over
 * several when somebody comes onto it from the side.
 */
export class Area {
  readonly additional: readonly string[];
  readonly subscriptions: readonly Buffer[];
  readonly #ids: readonly string[];
  readonly #variable: number;

  /** Every step says `variable` of each. */
  constructor(id: string, { lanes, pos_m }: Reach, variable: number) {
    this.#variable = variable;
    this.#ids = lanes.map((_, i) => (i === lanes.length - 1 ? id : `${id}, ${lanes.length - 1 - i} before`));
    this.additional = lanes.map((lane, i) => {
      const pos = i === 0 ? pos_m.toFixed(2) : "0";
      return `<laneAreaDetector id=${quoted(this.#ids[i]!)} lane=${quoted(lane)} pos="${pos}" endPos="-${WITHIN_M}" friendlyPos="true" period="100000" file="/dev/null"/>`;
    });
    this.subscriptions = this.#ids.map((each) => subscribe("laneArea", each, [variable]));
  }

  /** What SUMO said of each. */
  said(seen: Seen): readonly Value[] {
    return this.#ids.flatMap((id) => seen.laneArea.get(id)?.get(this.#variable) ?? []);
  }
}
