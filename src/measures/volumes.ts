import { type Bins, type ByBin, permille } from "./clock.ts";
import type { Heard } from "./course.ts";
import { both, within } from "./presence.ts";
import type { VolumeBin } from "./told.ts";

/** Of one detector in one bin, as it is added up. */
export interface VolumeSums {
  volume: number;
  seen_ms: number;
  on_ms: number;
  on_of_ms: number;
  speeds: number;
  timed: number;
}

export const noVolume = (): VolumeSums => ({ volume: 0, seen_ms: 0, on_ms: 0, on_of_ms: 0, speeds: 0, timed: 0 });

const FULL_PM = 1_000;

/** Adds one course of a detector. A device's own interval belongs to the bin in which its middle lies. */
export function addVolumes({ rises, on, good, counts }: Heard, bins: Bins, sums: ByBin<VolumeSums>): void {
  const add = (at: number, more: (to: VolumeSums) => void) => {
    const bin = bins.of(at);
    if (bin !== null) more(sums.at(bin));
  };
  for (const at of rises) add(at, (to) => to.volume++);
  const believed = both(on, good);
  for (const each of good) {
    bins.spread(each.from, each.to, (bin, from, to) => {
      const into = sums.at(bin);
      into.seen_ms += to - from;
      into.on_of_ms += to - from;
      into.on_ms += within(believed, from, to);
    });
  }
  // Who tells of single vehicles too is counted by those alone.
  if (good.length > 0) return;
  for (const { at, volume, occupancy_pm, speed_dkmh, interval_ms } of counts) {
    add(at - interval_ms / 2, (to) => {
      to.volume += volume;
      to.seen_ms += interval_ms;
      if (occupancy_pm >= 0) {
        to.on_ms += (occupancy_pm * interval_ms) / FULL_PM;
        to.on_of_ms += interval_ms;
      }
      if (speed_dkmh < 0) return;
      to.speeds += speed_dkmh * volume;
      to.timed += volume;
    });
  }
}

export const volumeBin = (start: number, s: VolumeSums): VolumeBin => ({
  start,
  volume: s.volume,
  occupancy_pm: permille(s.on_ms, s.on_of_ms),
  speed_dkmh: s.timed > 0 ? Math.round(s.speeds / s.timed) : -1,
  seen_ms: s.seen_ms,
});
