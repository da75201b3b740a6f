import { type Lane, type LaneTraffic, lanesOf, noTraffic } from "../traffic/lanes.ts";
import { LANES_MAX } from "../traffic/numbers.ts";
import type { Detector } from "../traffic/site.ts";

/**
 * From presence to what a strategy that plans looks at: who leaves and who comes in each lane. It is presence as the loop has it, without
 * delay and extension, as far as the loop can be believed. Detectors are named by their place in the site's list.
 */
export class LaneCounts {
  readonly traffic: LaneTraffic = noTraffic();
  readonly #lanes: readonly Lane[];
  /** By detector: the lane in which it is what its name says; -1 in none. */
  readonly #atTheLine: Int16Array;
  readonly #advance: Int16Array;
  readonly #zone: Int16Array;
  readonly #failed: Uint8Array;
  #stirred = false;

  constructor(detectors: readonly Detector[]) {
    this.#lanes = lanesOf(detectors).slice(0, LANES_MAX);
    const places = () => new Int16Array(detectors.length).fill(-1);
    [this.#atTheLine, this.#advance, this.#zone] = [places(), places(), places()];
    this.#failed = new Uint8Array(detectors.length);
    this.#lanes.forEach(({ stop_line, advance, zone }, l) => {
      if (stop_line >= 0) this.#atTheLine[stop_line] = l;
      if (advance >= 0) this.#advance[advance] = l;
      if (zone >= 0) this.#zone[zone] = l;
      this.traffic.trusted[l] = 1;
    });
  }

  /** Lanes that are looked at, and those of them with a detector that has failed. */
  get count(): number {
    return this.#lanes.length;
  }
  get untrusted(): number {
    return this.#lanes.reduce((sum, _, l) => sum + (this.traffic.trusted[l] ? 0 : 1), 0);
  }

  /** A new tick: what was said of the last one only is forgotten. */
  begin(): void {
    if (!this.#stirred) return;
    this.#stirred = false;
    this.traffic.departed.fill(0);
    this.traffic.arrived.fill(0);
  }

  rise(i: number): void {
    const [line, advance] = [this.#atTheLine[i]!, this.#advance[i]!];
    if (line >= 0) this.traffic.stopped[line] = 1;
    if (advance < 0) return;
    this.traffic.covered[advance] = 1;
    this.traffic.arrived[advance]!++;
    this.#stirred = true;
  }

  fall(i: number): void {
    const [line, advance] = [this.#atTheLine[i]!, this.#advance[i]!];
    if (advance >= 0) this.traffic.covered[advance] = 0;
    if (line < 0) return;
    this.traffic.stopped[line] = 0;
    this.traffic.departed[line]!++;
    this.#stirred = true;
  }

  zone(i: number, vehicles: number): void {
    const l = this.#zone[i]!;
    if (l >= 0) this.traffic.seen[l] = vehicles;
  }

  /** It has failed, or is good again and has somebody on it or not. What a zone sees it says anew. */
  settle(i: number, failed: boolean, present: boolean): void {
    const on = !failed && present ? 1 : 0;
    this.#failed[i] = failed ? 1 : 0;
    if (this.#atTheLine[i]! >= 0) this.traffic.stopped[this.#atTheLine[i]!] = on;
    if (this.#advance[i]! >= 0) this.traffic.covered[this.#advance[i]!] = on;
    this.zone(i, -1);
    this.#lanes.forEach(({ calling }, l) => {
      if (calling.includes(i)) this.traffic.trusted[l] = calling.some((each) => this.#failed[each]) ? 0 : 1;
    });
  }
}
