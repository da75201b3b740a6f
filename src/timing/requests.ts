import type { PriorityRequest } from "../traffic/calls.ts";
import { type PhaseNumber, REQUESTS_MAX } from "../traffic/numbers.ts";
import { type Instant, TICK_MS } from "../traffic/time.ts";

/** Who has asked for priority, and until when it counts unless something newer is heard of it. */
export interface Asker {
  readonly vehicle: string;
  readonly phase: PhaseNumber;
  readonly arrival: Instant;
  readonly until: Instant;
}

/**
 * Requests for priority (NTCIP 1211) in the slots of the controller. A vehicle keeps its slot while it is revised, and leaves it when it
 * is cancelled or not heard of any more; the controller takes that for its check-out.
 */
export class Requests {
  readonly #slots: (Asker | null)[] = new Array(REQUESTS_MAX).fill(null);
  readonly #shown: (PriorityRequest | null)[] = new Array(REQUESTS_MAX).fill(null);
  /** Slots that the controller must see empty for a tick before it takes what is in them for a new request. */
  readonly #anew = new Set<number>();
  /** Vehicles that were asked for anew, as long as they have their slot. */
  readonly #once = new Set<string>();

  /**
   * "" or why it cannot be taken. `served` says what the controller makes of a slot: who is asked for once more though it had its green is still there,
   * and is asked for anew: once. One that stands behind a blocked exit would take the others' greens for ever.
   */
  ask(asker: Asker, served: (slot: number) => boolean = () => false): string {
    let slot = this.#slotOf(asker.vehicle);
    if (slot >= 0 && served(slot) && !this.#once.has(asker.vehicle)) {
      this.#anew.add(slot);
      this.#once.add(asker.vehicle);
    }
    // A slot that was left in this tick has not been seen empty by the controller yet: it would take the next one for the last.
    if (slot < 0) slot = this.#slots.findIndex((taken, i) => taken === null && this.#shown[i] === null);
    if (slot < 0)
      return `all ${REQUESTS_MAX} slots for priority are taken, by ${this.#slots.map((taken) => taken?.vehicle ?? "one that has just left").join(", ")}`;
    this.#slots[slot] = asker;
    return "";
  }

  /** "" or why there is nothing to cancel. */
  cancel(vehicle: string): string {
    const slot = this.#slotOf(vehicle);
    if (slot < 0) return `${vehicle} has no request for priority here (any more)`;
    this.#slots[slot] = null;
    this.#once.delete(vehicle);
    return "";
  }

  /** What the controller sees in this tick, by slot. The list is written anew by the next. */
  step(now: Instant): readonly (PriorityRequest | null)[] {
    for (let slot = 0; slot < REQUESTS_MAX; slot++) {
      const asker = this.#slots[slot]!;
      if (asker !== null && now >= asker.until) {
        this.#slots[slot] = null;
        this.#once.delete(asker.vehicle);
      }
      const there = this.#slots[slot]!;
      this.#shown[slot] =
        there === null || this.#anew.has(slot)
          ? null
          : { phase: there.phase, arrival_ds: Math.max(0, Math.ceil((there.arrival - now) / TICK_MS)) };
    }
    this.#anew.clear();
    return this.#shown;
  }

  /** By slot. */
  get askers(): readonly (Asker | null)[] {
    return this.#slots;
  }

  #slotOf(vehicle: string): number {
    return this.#slots.findIndex((asker) => asker?.vehicle === vehicle);
  }
}
