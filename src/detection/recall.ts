import type { Calls } from "../traffic/calls.ts";
import { PHASES_MAX } from "../traffic/numbers.ts";
import type { Detector } from "../traffic/site.ts";
import { phasesCalled } from "./calls.ts";

/**
 * A phase is recalled to its maximum while any detector that calls it has failed: who waits on that detector is not seen. A phase of whose
 * detectors none is good is blind. Detectors that only count call nobody, so their failure recalls nothing.
 * It is recalled, too, while one of them is silent as usual (that it is dead can then not be told from that nobody comes), or its wires may be another's.
 */
export class FaultRecall {
  readonly #calls: Calls;
  /** By phase less one. */
  readonly #detectors = new Uint8Array(PHASES_MAX);
  readonly #failed = new Uint8Array(PHASES_MAX);
  readonly #helped = new Uint8Array(PHASES_MAX);
  readonly phasesDetected: number;
  #phasesBlind = 0;
  #phasesRecalled = 0;

  constructor(detectors: readonly Detector[], calls: Calls) {
    this.#calls = calls;
    for (const detector of detectors) for (const p of phasesCalled(detector)) this.#detectors[p]!++;
    this.phasesDetected = this.#detectors.reduce((phases, n) => phases + (n > 0 ? 1 : 0), 0);
  }

  get phasesBlind(): number {
    return this.#phasesBlind;
  }

  /** Phases on recall: at least one of their detectors has failed. */
  get phasesRecalled(): number {
    return this.#phasesRecalled;
  }

  /** The detector has failed, or is good again; only when that changes. */
  note(detector: Detector, failed: boolean): void {
    for (const p of phasesCalled(detector)) this.#note(p, failed);
  }

  /** The detector is believed, but its calls alone are not enough; only when that changes. */
  help(detector: Detector, on: boolean): void {
    for (const p of phasesCalled(detector)) {
      this.#helped[p]! += on ? 1 : -1;
      this.#recall(p);
    }
  }

  #note(p: number, failed: boolean): void {
    const all = this.#detectors[p]!;
    if (this.#failed[p] === all) this.#phasesBlind--;
    if (this.#failed[p]! > 0) this.#phasesRecalled--;
    this.#failed[p]! += failed ? 1 : -1;
    if (this.#failed[p]! > 0) this.#phasesRecalled++;
    if (this.#failed[p] === all) this.#phasesBlind++;
    this.#recall(p);
  }

  #recall(p: number): void {
    this.#calls.fault_recall[p] = this.#failed[p]! > 0 || this.#helped[p]! > 0 ? 1 : 0;
  }
}
