import type { Calls } from "../traffic/calls.ts";
import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import { PHASES_MAX } from "../traffic/numbers.ts";
import type { Detector } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { Deadlines } from "./deadlines.ts";

/**
 * From presence to calls. A detector calls when presence has lasted for its delay, and until its extension after the end of presence is
 * over; a vehicle that comes within the extension carries the call on, without a delay of its own. A locking detector tells of each
 * vehicle once, when that vehicle's call begins. Detection does not know what is green, so the delay holds always.
 * Detectors are named by their place in the site's list.
 */
export class VehicleCalls {
  /** When a delay or an extension is over: `due` is told then. */
  readonly deadlines: Deadlines;
  readonly #detectors: readonly Detector[];
  readonly #calls: Calls;
  readonly #tell: (entry: Entry) => void;
  readonly #present: Uint8Array;
  /** When the presence began that there is, by the sensor's stamp where it has one. */
  readonly #came: Float64Array;
  readonly #calling: Uint8Array;
  /** By detector, the phases that it calls, less one: its own first. */
  readonly #phases: readonly (readonly number[])[];
  /** Detectors that call, by phase less one. */
  readonly #callers = new Uint8Array(PHASES_MAX);
  readonly #began = new Uint8Array(PHASES_MAX);
  #stirred = false;

  constructor(detectors: readonly Detector[], calls: Calls, tell: (entry: Entry) => void) {
    this.#detectors = detectors;
    this.#phases = detectors.map(phasesCalled);
    this.#calls = calls;
    this.#tell = tell;
    this.deadlines = new Deadlines(detectors.length);
    this.#present = new Uint8Array(detectors.length);
    this.#came = new Float64Array(detectors.length);
    this.#calling = new Uint8Array(detectors.length);
  }

  /** A new tick: what was said of the last one only is forgotten. */
  begin(): void {
    if (!this.#stirred) return;
    this.#stirred = false;
    const { vehicle, locking } = this.#calls;
    for (let p = 0; p < PHASES_MAX; p++) vehicle[p] = this.#callers[p]! > 0 ? 1 : 0;
    locking.fill(0);
    this.#began.fill(0);
  }

  /** Received at `at`; `came` is when it came, by the sensor's stamp where it has one. Nothing is called before it is received. */
  rise(i: number, at: Instant, came: Instant): void {
    const { delay_ms } = this.#detectors[i]!;
    this.#present[i] = 1;
    this.#came[i] = came;
    if (this.#calling[i]) {
      this.deadlines.cancel(i);
      this.#lock(i);
    } else if (delay_ms > 0) this.deadlines.set(i, Math.max(at, came + delay_ms));
    else this.#on(i, at);
  }

  /** The extension lasts from the receipt: it is never shorter for having been told late. */
  fall(i: number, at: Instant, went: Instant): void {
    const { delay_ms, extend_ms } = this.#detectors[i]!;
    const waited = this.#present[i] === 1 && went - this.#came[i]! > delay_ms;
    this.#present[i] = 0;
    if (!this.#calling[i]) {
      this.deadlines.cancel(i);
      // Both its ends are told at once, and it stayed for longer than the delay.
      if (!waited) return;
      this.#on(i, at);
    }
    if (extend_ms > 0) this.deadlines.set(i, at + extend_ms);
    else this.#off(i, at);
  }

  /** Somebody may stand there: its phase is called once, to be remembered until served. */
  remind(i: number): void {
    const { call_phase } = this.#detectors[i]!;
    if (call_phase === null) return;
    this.#stirred = true;
    this.#calls.locking[call_phase - 1] = 1;
  }

  due(i: number, at: Instant): void {
    if (this.#present[i]) this.#on(i, at);
    else this.#off(i, at);
  }

  /** It has failed: nothing that it says calls any more. */
  fail(i: number, at: Instant): void {
    this.#present[i] = 0;
    this.deadlines.cancel(i);
    if (this.#calling[i]) this.#off(i, at);
  }

  /**
   * It is good again, and somebody may stand on it. The call begins after everything else of this instant, because a device that
   * answers again says only then what has become of its inputs.
   */
  restore(i: number, at: Instant, present: boolean): void {
    if (!present) return;
    this.#present[i] = 1;
    this.#came[i] = at;
    this.deadlines.set(i, at + this.#detectors[i]!.delay_ms);
  }

  #on(i: number, at: Instant): void {
    this.#calling[i] = 1;
    for (const p of this.#phases[i]!) {
      this.#stirred = true;
      this.#callers[p]!++;
      this.#began[p] = 1;
      this.#calls.vehicle[p] = 1;
    }
    this.#lock(i);
    this.#tell(entry(at, CODE.detectorOn, this.#detectors[i]!.number));
  }

  #off(i: number, at: Instant): void {
    this.#calling[i] = 0;
    for (const p of this.#phases[i]!) {
      this.#stirred = true;
      // A vehicle that came and went within this tick has still called.
      if (--this.#callers[p]! === 0 && !this.#began[p]) this.#calls.vehicle[p] = 0;
    }
    this.#tell(entry(at, CODE.detectorOff, this.#detectors[i]!.number));
  }

  /** Who is remembered is served in the first of the phases; remembered in others too, it would be served twice. */
  #lock(i: number): void {
    const { call_phase, lock } = this.#detectors[i]!;
    if (!lock || call_phase === null) return;
    this.#stirred = true;
    this.#calls.locking[call_phase - 1] = 1;
  }
}

/** The phases that a detector calls, less one; none for one that only counts. */
export function phasesCalled({ call_phase, also_calls }: Detector): readonly number[] {
  return call_phase === null ? [] : [call_phase, ...also_calls].map((number) => number - 1);
}
