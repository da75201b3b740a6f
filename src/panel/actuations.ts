import type { Live } from "../traffic/live.ts";
import type { WallTime } from "../traffic/time.ts";

/** When each detector was seen on last, kept from frame to frame; as far back as this process has watched. */
export class Actuations {
  #since: WallTime | null = null;
  readonly #seen = new Map<number, number>();
  readonly #last = new Map<number, WallTime>();

  note({ wall, detectors }: Live): void {
    this.#since ??= wall;
    for (const { detector, on, seen } of detectors) {
      const before = this.#seen.get(detector);
      // A unit that starts anew counts from zero again.
      if (on || (before !== undefined && seen > before)) this.#last.set(detector, wall);
      if (seen !== before) this.#seen.set(detector, seen);
    }
  }

  told(): { readonly since: WallTime | null; readonly last: readonly { readonly detector: number; readonly wall: WallTime }[] } {
    return { since: this.#since, last: [...this.#last].map(([detector, wall]) => ({ detector, wall })) };
  }
}
