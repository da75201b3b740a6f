import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Order } from "../orders.ts";

/** What a unit is to know now. */
export interface Wanted {
  readonly unit: string;
  readonly vehicle: string;
  readonly phase: PhaseNumber;
  /** When the green is to be there, by the wall clock: before the vehicle, by as long as its queue takes to leave. */
  readonly green_ms: number;
}

/** A command for a unit. */
export interface Errand {
  readonly unit: string;
  readonly vehicle: string;
  readonly order: Order;
}

export type Answer = "done" | "refused" | "no-answer";

/** A request that is not said again is over by itself: whatever becomes of us or of the line, a unit is free after so long. */
const FOR_S = 20;
const AGAIN_MS = 8_000;
/** Oftener while it should have its green: a unit that has let the green go before the vehicle was there must hear that it still comes. */
const DUE_AGAIN_MS = 3_000;
/** What an estimate must have moved by for the unit to be told, and how often it is at most. */
const [REVISED_MS, PAUSE_MS] = [2_000, 1_000];
/** After a refusal, and after silence. */
const [REFUSED_MS, SILENT_MS] = [15_000, 3_000];
/** The longest that `request-priority` counts down. */
const ARRIVAL_DS_MAX = 3_000;

interface Asked {
  readonly phase: PhaseNumber;
  readonly green_ms: number;
  readonly said_ms: number;
  /** Its answer is not there yet. */
  readonly open: boolean;
  /** Nothing is said before. */
  readonly rests_ms: number;
  /** The unit has been told to forget it, or has refused it: it holds nothing of it. */
  readonly gone: boolean;
}

/** What units have been asked, and what must be said so that they know what is wanted: requests, revisions, cancellations. */
export class Asking {
  readonly #asked = new Map<string, Asked>();

  /** The unit may be holding a place for the vehicle. */
  asked(unit: string, vehicle: string): boolean {
    const asked = this.#asked.get(key(unit, vehicle));
    return asked !== undefined && !asked.gone;
  }

  /** Whoever is over goes first: a unit has eight places, and one vehicle that it prepares for. */
  step(now_ms: number, wanted: readonly Wanted[]): readonly Errand[] {
    const errands: Errand[] = [];
    const still = new Set(wanted.map(({ unit, vehicle }) => key(unit, vehicle)));
    for (const [name, asked] of this.#asked) {
      if (still.has(name)) continue;
      const over = asked.gone || now_ms > asked.said_ms + FOR_S * 1_000;
      if (over && !asked.open) this.#asked.delete(name);
      if (over || asked.open || now_ms < asked.rests_ms) continue;
      const [unit, vehicle] = name.split(" ") as [string, string];
      errands.push({ unit, vehicle, order: { cancelPriority: { vehicle } } });
      this.#asked.set(name, { ...asked, open: true, gone: true });
    }
    for (const each of wanted) {
      if (this.#silent(now_ms, each)) continue;
      const { unit, vehicle, phase, green_ms } = each;
      const arrivalDs = Math.min(ARRIVAL_DS_MAX, Math.max(0, Math.round((green_ms - now_ms) / 100)));
      errands.push({ unit, vehicle, order: { requestPriority: { vehicle, phase, arrivalDs, forS: FOR_S } } });
      this.#asked.set(key(unit, vehicle), { phase, green_ms, said_ms: now_ms, open: true, rests_ms: now_ms + PAUSE_MS, gone: false });
    }
    return errands;
  }

  /** What came of an errand. */
  answered(now_ms: number, { unit, vehicle, order }: Errand, answer: Answer): void {
    const asked = this.#asked.get(key(unit, vehicle));
    if (asked === undefined) return;
    const cancelled = order.cancelPriority !== undefined;
    if (answer === "done") this.#asked.set(key(unit, vehicle), { ...asked, open: false });
    // That there is nothing to cancel is as good as cancelled.
    else if (answer === "refused") {
      this.#asked.set(key(unit, vehicle), { ...asked, open: false, gone: true, rests_ms: now_ms + (cancelled ? 0 : REFUSED_MS) });
    } else this.#asked.set(key(unit, vehicle), { ...asked, open: false, gone: false, rests_ms: now_ms + SILENT_MS });
  }

  /** The unit knows it well enough, or cannot be told now. */
  #silent(now_ms: number, { unit, vehicle, phase, green_ms }: Wanted): boolean {
    const asked = this.#asked.get(key(unit, vehicle));
    if (asked === undefined) return false;
    if (asked.open || now_ms < asked.rests_ms) return true;
    // Both are "it is there" once they have come.
    const moved_ms = Math.abs(Math.max(green_ms, now_ms) - Math.max(asked.green_ms, now_ms));
    return (
      !asked.gone &&
      asked.phase === phase &&
      moved_ms < REVISED_MS &&
      now_ms < asked.said_ms + (green_ms <= now_ms ? DUE_AGAIN_MS : AGAIN_MS)
    );
  }
}

const key = (unit: string, vehicle: string): string => `${unit} ${vehicle}`;
