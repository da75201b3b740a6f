import { forms, words } from "../../language.ts";
import type { DrawnSite, Live } from "../../view.ts";

/** What the unit tells of times past. */
export interface Told {
  readonly since: number | null;
  readonly last: readonly { readonly detector: number; readonly wall: number }[];
  /** What to do about a fault, by its words. */
  readonly todo: { readonly [fault: string]: string };
}

export type LastOn = ReturnType<typeof lastOn>;

/** When each detector was on last: as the unit told when the view was opened, and as the frames have told since. */
export function lastOn({ time_zone }: DrawnSite) {
  const last = new Map<number, number>();
  const seen = new Map<number, number>();
  const clock = forms.clockOf(time_zone);
  let told: Told | null = null;
  return {
    told: (now: Told | null): void => {
      told = now ?? told;
      for (const { detector, wall } of now?.last ?? []) last.set(detector, wall);
    },
    note: ({ wall, detectors }: Live): void => {
      for (const { detector, on, seen: times } of detectors) {
        const before = seen.get(detector);
        if (on || (before !== undefined && times > before)) last.set(detector, wall);
        if (times !== before) seen.set(detector, times);
      }
    },
    /** "12 sec ago"; "not since 14:03:20" of one that has not been on since anybody has looked. */
    words: (detector: number, wall: number): string => {
      const at = last.get(detector);
      // A clock that was set back makes nothing later than now.
      if (at !== undefined) return words.detectors.ago(forms.duration(Math.max(0, Math.floor((wall - at) / 1_000))));
      return told?.since == null ? "–" : words.detectors.notSince(clock(told.since).time);
    },
    todo: (fault: string): string => told?.todo[fault] ?? "",
  };
}
