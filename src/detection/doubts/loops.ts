import type { Entry } from "../../traffic/entry.ts";
import { DETECTORS_MAX, PHASES_MAX } from "../../traffic/numbers.ts";
import type { Detector, Site } from "../../traffic/site.ts";
import { phasesCalled } from "../calls.ts";

const [BEGIN_GREEN, END_YELLOW, INACTIVE] = [1, 9, 12];

/**
 * What every comparison looks at: who is on which loop since when, as the electronics say it, believed or not; and who may go. Detectors are
 * named by their place in the site's list, phases by their number less one.
 */
export class Loops {
  readonly detectors: readonly Detector[];
  /** Sets of phases, as bits, in which whoever is on the detector may drive off. 0: nobody drives off there, or nobody knows when. */
  readonly goes: readonly number[];
  readonly lane: readonly string[];
  readonly placeOf = new Int8Array(DETECTORS_MAX + 1).fill(-1);
  readonly present: Uint8Array;
  /** Instants of its last rise and fall; -1 before the first. */
  readonly rose: Float64Array;
  readonly fell: Float64Array;
  /** Phases that are green or yellow. */
  going = 0;
  /** Since when none of them has gone; by phase. */
  readonly stopped = new Float64Array(PHASES_MAX);

  constructor(site: Pick<Site, "detectors" | "overlaps">) {
    const { detectors, overlaps } = site;
    this.detectors = detectors;
    this.goes = detectors.map((detector) => goesOf(detector, overlaps));
    this.lane = detectors.map(({ approach, lane }) => `${approach} ${lane}`);
    detectors.forEach(({ number }, i) => {
      this.placeOf[number] = i;
    });
    this.present = new Uint8Array(detectors.length);
    this.rose = new Float64Array(detectors.length).fill(-1);
    this.fell = new Float64Array(detectors.length).fill(-1);
  }

  /** Whether somebody on the detector may drive off. */
  may(i: number): boolean {
    return (this.goes[i]! & this.going) !== 0;
  }

  /** What the controller has just decided. */
  take({ code, param, at }: Entry): void {
    const bit = 1 << (param - 1);
    if (code === BEGIN_GREEN) this.going |= bit;
    else if ((code === END_YELLOW || code === INACTIVE) && this.going & bit) {
      this.going &= ~bit;
      this.stopped[param - 1] = at;
    }
  }

  /** For how long whoever is on the detector may not drive off; 0 while he may. */
  held_ms(i: number, at: number): number {
    if (this.may(i)) return 0;
    let since = 0;
    for (let p = 0; p < PHASES_MAX; p++) if (this.goes[i]! & (1 << p)) since = Math.max(since, this.stopped[p]!);
    return at - since;
  }
}

/** Its phases, and those of an overlap that its phase is part of on its approach: a right turn beside a left, an arrow that flashes. */
function goesOf(detector: Detector, overlaps: Site["overlaps"]): number {
  const own = phasesCalled(detector);
  const beside = overlaps
    .filter(({ approach, included }) => approach === detector.approach && included.some((phase) => own.includes(phase - 1)))
    .flatMap(({ included, kind, modifiers }) => (kind === "flashing-yellow-arrow" ? [...included, ...modifiers] : included));
  return [...own, ...beside.map((phase) => phase - 1)].reduce((set, p) => set | (1 << p), 0);
}

export const hasPresence = ({ kind }: Detector): boolean => kind === "stop-line" || kind === "advance";
