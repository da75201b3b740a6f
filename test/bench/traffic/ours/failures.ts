import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Site } from "../../../../src/traffic/site.ts";
import { Instant } from "../../../../src/traffic/time.ts";

/** The share of the run after which detectors fail; they stay so. */
const AFTER = 0.25;

/**
 * Detectors that fail on the way from the street to the unit: one loop in eight is stuck on, one in eight stuck off, and of a signal with more
 * than one board the last does not answer. Which, hangs on the seed.
 */
export class Failures {
  readonly #site: Site;
  readonly #from_s: number;
  readonly #stuck = new Map<number, boolean>();
  readonly #board: number;
  #begun = false;

  constructor(site: Site, seed: number, begin_s: number, end_s: number) {
    this.#site = site;
    this.#from_s = begin_s + AFTER * (end_s - begin_s);
    const loops = site.detectors.filter(({ kind }) => kind !== "zone");
    loops.forEach(({ number }, i) => {
      if ((i + seed) % 8 === 0) this.#stuck.set(number, true);
      if ((i + seed) % 8 === 4) this.#stuck.set(number, false);
    });
    const boards = site.devices.flatMap(({ name }, d) => (site.detectors.some(({ device }) => device === name) ? [d] : []));
    this.#board = boards.length > 1 ? boards.at(-1)! : -1;
  }

  /** What comes through of a second that ended at `end_s`, which is the unit's `at`. */
  through(observations: readonly Observation[], end_s: number, at: Instant): readonly Observation[] {
    if (end_s < this.#from_s) return observations;
    const begins = !this.#begun;
    this.#begun = true;
    const passed = observations.filter((o) => !("detector" in o) || !(this.#stuck.has(o.detector) && o.kind === "actuation"));
    const alive = passed.filter((o) => !("detector" in o) || o.kind === "button" || !this.#onBoard(o.detector));
    return begins ? [...this.#onset(at), ...alive] : alive;
  }

  #onBoard(number: number): boolean {
    const device = this.#site.detectors.find((detector) => detector.number === number)?.device;
    return this.#board >= 0 && device === this.#site.devices[this.#board]!.name;
  }

  #onset(at: Instant): readonly Observation[] {
    const when = Instant(at - 900);
    const stuck = this.#site.detectors.flatMap(({ number }): readonly Observation[] => {
      const on = this.#stuck.get(number);
      return on === undefined ? [] : [{ kind: "actuation", at: when, detector: number, on, source: "received" }];
    });
    return this.#board < 0 ? stuck : [...stuck, { kind: "device", at: when, device: this.#board, answering: false }];
  }
}
