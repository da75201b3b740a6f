import { lanePlans, share_pm } from "../../../src/street/traffic/demand.ts";
import type { RecordedDemand } from "../../../src/street/traffic/recorded.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { dice } from "../../dice.ts";

/** How many times as many as usual come on an approach, from one minute of the day to another. */
export interface Crowd {
  readonly approach: string;
  readonly factor: number;
  readonly from_min: number;
  readonly to_min: number;
}

/** Groups of people an hour who press a button. */
const PRESSES_H = 24;
const TENTHS_H = 36_000;

/** Who comes from `from_min` to `to_min` of a day: the street's usual traffic, and a crowd. Each lane and each button draws the same whatever befalls the others. */
export function arrivalsOf(site: Site, seed: number, from_min: number, to_min: number, crowd: Crowd | null): RecordedDemand {
  const drawn = (salt: number, perHour: (minute: number) => number): readonly number[] => {
    const roll = dice(Math.imul(seed, 7_919) + salt);
    const at_ms: number[] = [];
    for (let minute = from_min; minute < to_min; minute++) {
      const chance = Math.round(perHour(minute));
      for (let i = 0; i < 600; i++) if (roll(TENTHS_H) < chance) at_ms.push(((minute - from_min) * 600 + i) * 100);
    }
    return at_ms;
  };
  return {
    lanes: lanePlans(site).map(({ approach: { name }, lane, peak_vph, tide }, i) => {
      const factor = (minute: number): number =>
        crowd !== null && crowd.approach === name && minute >= crowd.from_min && minute < crowd.to_min ? crowd.factor : 1;
      return { approach: name, lane, at_ms: drawn(i, (minute) => (peak_vph * share_pm(tide, minute) * factor(minute)) / 1_000) };
    }),
    crossings: site.pedestrian_detectors.map(({ number }, i) => ({ detector: number, at_ms: drawn(1_000 + i, () => PRESSES_H) })),
  };
}
