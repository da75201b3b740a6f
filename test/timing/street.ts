import { type Decision, Timing } from "../../src/timing/controller.ts";
import { type Calls, noCalls, plainOrders } from "../../src/traffic/calls.ts";
import { PatternNumber } from "../../src/traffic/numbers.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";

/** An intersection whose detectors and buttons the test works by hand. Times are in tenths, phases are numbers. */
export class Street {
  readonly timing: Timing;
  pattern = PatternNumber(1);
  flash = false;
  /** The last decision, and the tenths that have passed. */
  decision!: Decision;
  tenth = 0;
  /** Every entry so far, as "tenth code:phase". */
  readonly journal: string[] = [];
  readonly #calls: Calls = noCalls();

  constructor(site: Site, monitor?: Int32Array) {
    this.timing = monitor === undefined ? new Timing(site) : new Timing(site, monitor);
  }

  /** One letter a channel: `.` dark, r, y, g, F and f flashing red and yellow. */
  get lamps(): string {
    return Array.from(this.decision.channels.subarray(0, 12), (code) => ".rygFfG"[code]).join("");
  }

  /** The phases that are green. */
  get green(): readonly number[] {
    return [1, 2, 3, 4, 5, 6, 7, 8].filter((phase) => this.lamps[phase - 1] === "g");
  }

  /** Vehicles on the detectors of these phases from now on, and of no others. */
  occupy(...phases: readonly number[]): this {
    this.#calls.vehicle.fill(0);
    for (const phase of phases) this.#calls.vehicle[phase - 1] = 1;
    return this;
  }

  blind(phase: number, failed: boolean): this {
    this.#calls.fault_recall[phase - 1] = Number(failed);
    return this;
  }

  /** One tenth in which a button is pressed. */
  press(...phases: readonly number[]): this {
    for (const phase of phases) this.#calls.pedestrian[phase - 1] = 1;
    return this.run(1);
  }

  /** One tenth with an actuation that is to be remembered. */
  lock(...phases: readonly number[]): this {
    for (const phase of phases) this.#calls.locking[phase - 1] = 1;
    return this.run(1);
  }

  run(tenths: number): this {
    for (let i = 0; i < tenths; i++) {
      this.decision = this.timing.step(Instant(this.tenth * 100), this.#calls, plainOrders(this.pattern, this.flash ? "other" : null));
      for (const { at, code, param } of this.decision.entries) this.journal.push(`${at / 100} ${code}:${param}`);
      this.#calls.pedestrian.fill(0);
      this.#calls.locking.fill(0);
      this.tenth++;
    }
    return this;
  }

  /** Runs to the first tenth for which it holds, and says how many that took. Throws if it does not come. */
  until(holds: () => boolean, limit = 5000): number {
    const from = this.tenth;
    while (!holds()) {
      if (this.tenth - from >= limit) throw new Error(`has not come in ${limit} tenths; the lamps are ${this.lamps}`);
      this.run(1);
    }
    return this.tenth - from;
  }

  untilLamp(phase: number, lamp: string, limit?: number): number {
    return this.until(() => this.lamps[phase - 1] === lamp, limit);
  }

  /** Through start-up and everyone's first green, to these phases resting in green with nobody waiting. */
  settle(...phases: readonly number[]): this {
    this.run(1);
    let still = 0;
    this.until(() => {
      const there = this.green.join() === phases.join();
      this.occupy(...(there ? [] : phases));
      still = there && !this.lamps.slice(8).match(/[gF]/) ? still + 1 : 0;
      return still > 300;
    });
    return this;
  }

  /** The codes and phases that the journal got from a tenth on. */
  since(tenth: number): readonly string[] {
    return this.journal.filter((line) => Number(line.split(" ")[0]) >= tenth).map((line) => line.split(" ")[1]!);
  }
}
