import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import type { UnitInput } from "../traffic/site.ts";
import { Instant, TICK_MS } from "../traffic/time.ts";
import type { Asker, Requests } from "./requests.ts";

/** Nobody is on the way to a stop line for longer: the contact is stuck. */
const STUCK_MS = 180_000;

interface Seen {
  readonly since: Instant;
  /** It was told that it is stuck. */
  readonly stuck: boolean;
}

/** Special vehicles that the cabinet itself sees, by a receiver or a loop, ask for priority as the centre does: without a brain, too, and within the same limits. */
export class SeenVehicles {
  readonly #requests: Requests;
  readonly #seen = new Map<number, Seen>();

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  /** `sees`: the contacts that see one now; `served` as in `Requests.ask`. What is told of them. */
  step(now: Instant, sees: readonly UnitInput[], served: (slot: number) => boolean): readonly Entry[] {
    if (sees.length === 0 && this.#seen.size === 0) return [];
    const entries: Entry[] = [];
    for (const number of this.#seen.keys()) if (!sees.some((input) => input.number === number)) this.#seen.delete(number);
    for (const { number, name, priority } of sees) {
      const { since, stuck } = this.#seen.get(number) ?? { since: now, stuck: false };
      const over = now - since >= STUCK_MS;
      this.#seen.set(number, { since, stuck: over });
      if (over && !stuck)
        entries.push(
          entry(
            now,
            CODE.alarmOn,
            number,
            0,
            `contact ${number} "${name}" has asked for priority for ${STUCK_MS / 1_000} s: it counts as off until it opens`,
          ),
        );
      if (over || priority === null) continue;
      const { phase, arrival_ds, lasts_ds } = priority;
      const asker: Asker = {
        vehicle: `contact-${number}`,
        phase,
        arrival: Instant(since + arrival_ds * TICK_MS),
        until: Instant(now + Math.max(1, lasts_ds) * TICK_MS),
      };
      // Where all places are taken somebody is served already.
      this.#requests.ask(asker, served);
    }
    return entries;
  }
}
