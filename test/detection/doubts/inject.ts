import { Random } from "../../../src/street/random.ts";
import type { DetectorNumber } from "../../../src/traffic/numbers.ts";
import type { Observation } from "../../../src/traffic/observation.ts";
import type { Instant } from "../../../src/traffic/time.ts";

/** What goes wrong with a detector, from an instant on. `other` is the other of two. */
export type Injection = {
  readonly kind: "stuck-on" | "stuck-off" | "chatter" | "drift" | "crosstalk" | "swapped";
  readonly detector: DetectorNumber;
  readonly other: DetectorNumber;
  readonly from: number;
};

type Actuation = Extract<Observation, { kind: "actuation" }>;

/** Out of a hundred vehicles that a good loop does not see, and of those that it sees as two. */
const [MISSED, SPLIT] = [2, 1];
/** From the beginning of a drift to its end: by then six of ten vehicles are missed, and who stands is let go of after four seconds. */
const DRIFT_MS = 5_400_000;
const DRIFT_MISSED = 60;
const [HOLDS_MS, HELD_MS] = [30_000, 4_000];
/** A loop that feels its neighbour's vehicles feels nine of ten. */
const FELT = 90;

/**
 * Between the electronics and the unit: what loops tell, as it is with the small errors that every loop makes, and with one that has a fault.
 * It changes actuations only, and by its seed.
 */
export class Wires {
  readonly #random: Random;
  readonly #injection: Injection | null;
  readonly #perfect: boolean;
  /** What each detector was last told to say; by number. */
  readonly #said = new Map<number, boolean>();
  readonly #truth = new Map<number, boolean>();
  readonly #missing = new Set<number>();
  #dropAt = Number.POSITIVE_INFINITY;
  #feeling = false;
  #chatterAt = Number.POSITIVE_INFINITY;

  /** `perfect`: without the small errors. */
  constructor(seed: number, injection: Injection | null, perfect = false) {
    this.#random = new Random(seed, 77);
    this.#perfect = perfect;
    this.#injection = injection;
  }

  /** What the unit hears in a tick that ends at `now`. */
  heard(now: number, observations: readonly Observation[]): readonly Observation[] {
    const said: Observation[] = [];
    for (const o of observations) {
      if (o.kind !== "actuation") said.push(o);
      else this.#wire(this.#swapped(o), said);
    }
    const injection = this.#injection;
    if (injection === null || now < injection.from) return said;
    const { kind, detector } = injection;
    const at = now as Instant;
    if (kind === "stuck-on") this.#say(said, at, detector, true);
    if (kind === "stuck-off") this.#say(said, at, detector, false);
    if (kind === "drift" && now >= this.#dropAt) {
      this.#dropAt = Number.POSITIVE_INFINITY;
      this.#say(said, at, detector, false);
    }
    if (kind === "chatter") this.#chatter(now, said, detector);
    return said.toSorted((a, b) => a.at - b.at);
  }

  #swapped(o: Actuation): Actuation {
    const { kind, detector, other, from } = this.#injection ?? { kind: "", detector: 0, other: 0, from: 0 };
    if (kind !== "swapped" || o.at < from) return o;
    if (o.detector === detector) return { ...o, detector: other as DetectorNumber };
    return o.detector === other ? { ...o, detector: detector as DetectorNumber } : o;
  }

  #wire(o: Actuation, said: Observation[]): void {
    this.#truth.set(o.detector, o.on);
    const injection = this.#injection !== null && o.at >= this.#injection.from ? this.#injection : null;
    const own = injection?.detector === o.detector ? injection : null;
    if (own !== null && (own.kind === "stuck-on" || own.kind === "stuck-off")) return;
    if (injection?.kind === "crosstalk" && o.detector === injection.other) this.#feel(o, injection, said);
    if (own?.kind === "crosstalk" && !o.on && this.#feeling) return;
    if (own?.kind === "drift") this.#drift(o, own.from, said);
    else this.#good(o, said);
  }

  /** As good as loops are. */
  #good(o: Actuation, said: Observation[]): void {
    if (o.on) {
      if (!this.#perfect && this.#random.below(100) < MISSED) this.#missing.add(o.detector);
      else this.#missing.delete(o.detector);
    }
    if (this.#missing.has(o.detector) && o.on) return;
    this.#say(said, o.at, o.detector, o.on);
    if (!o.on || this.#perfect || this.#random.below(100) >= SPLIT) return;
    this.#say(said, o.at, o.detector, false);
    this.#say(said, o.at, o.detector, true);
  }

  #feel(o: Actuation, { detector }: Injection, said: Observation[]): void {
    if (o.on) this.#feeling = this.#random.below(100) < FELT;
    if (!this.#feeling) return;
    if (!o.on) this.#feeling = false;
    this.#say(said, o.at, detector, o.on || this.#truth.get(detector) === true);
  }

  /** Ever fewer vehicles are seen, and who stands on it ever shorter. */
  #drift(o: Actuation, from: number, said: Observation[]): void {
    const part = Math.min(1, (o.at - from) / DRIFT_MS);
    if (!o.on) {
      this.#dropAt = Number.POSITIVE_INFINITY;
      this.#say(said, o.at, o.detector, false);
      return;
    }
    if (this.#random.below(100) < MISSED + part * (DRIFT_MISSED - MISSED)) return;
    this.#dropAt = o.at + HOLDS_MS - part * (HOLDS_MS - HELD_MS);
    this.#say(said, o.at, o.detector, true);
  }

  /** Bursts of some ten times a second for some seconds, a quarter of the time. */
  #chatter(now: number, said: Observation[], detector: DetectorNumber): void {
    if (this.#chatterAt === Number.POSITIVE_INFINITY) this.#chatterAt = now + this.#random.below(30) * 1_000;
    if (now < this.#chatterAt) return;
    if (now > this.#chatterAt + 8_000) this.#chatterAt = now + (12 + this.#random.below(24)) * 1_000;
    if (this.#random.below(3) === 0) return;
    const on = this.#said.get(detector) === true;
    this.#say(said, (now - 50) as Instant, detector, !on);
    this.#say(said, now as Instant, detector, on);
  }

  #say(said: Observation[], at: Instant, detector: DetectorNumber, on: boolean): void {
    if ((this.#said.get(detector) ?? false) === on) return;
    this.#said.set(detector, on);
    said.push({ kind: "actuation", at, detector, on, source: "received" });
  }
}
