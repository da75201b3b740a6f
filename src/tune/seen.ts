import { CODE } from "../traffic/codes.ts";
import type { Entry } from "../traffic/entry.ts";
import { lanesOf } from "../traffic/lanes.ts";
import type { Site } from "../traffic/site.ts";

/** What detectors and signals say of one phase: the same of a record and of a simulation, so that the two can be held side by side. */
export interface PhaseSeen {
  readonly phase: number;
  readonly vehicles: number;
  readonly green_ms: number;
  /** Greens that ended, and those of them that a maximum, a split or a plan's bound ended, not a gap. */
  readonly greens: number;
  readonly cut: number;
  /** Those of them after which somebody stood at the line for four of the first five seconds of red (Purdue split failure, by red occupancy alone). */
  readonly left_over: number;
  /** Greens at whose beginning somebody stood at the line, and how long the first of them had, all together. */
  readonly waits: number;
  readonly wait_ms: number;
}

const [BEGIN_GREEN, MAX_OUT, FORCE_OFF, BEGIN_YELLOW] = [1, 5, 6, 8];
/** The first five seconds of red, and what of them must be occupied. */
const [RED_MS, STANDS_MS] = [5_000, 4_000];
/** Who is on the loop for less has not waited. */
const WAITED_MS = 1_000;

interface Lane {
  readonly phase: number;
  on: number;
  occupied: number;
}

interface Phase {
  readonly lanes: readonly Lane[];
  readonly yellow_ms: number;
  green: number;
  cut: boolean;
  /** Begin of red behind a green that was cut, and what each lane's loop had been occupied by then. */
  red: number;
  before: readonly number[] | null;
  sums: { -readonly [K in keyof PhaseSeen]: PhaseSeen[K] };
}

const nothing = (phase: number) => ({ phase, vehicles: 0, green_ms: 0, greens: 0, cut: 0, left_over: 0, waits: 0, wait_ms: 0 });

/** Reads entries in their order. */
export class Seen {
  readonly #phases: ReadonlyMap<number, Phase>;
  /** By detector: the lane whose vehicles it counts, and whether it lies at the line. */
  readonly #counting = new Map<number, { readonly lane: Lane; readonly atTheLine: boolean }>();
  #cutAt = 0;

  constructor({ detectors, phases }: Pick<Site, "detectors" | "phases">) {
    const lanes = lanesOf(detectors).flatMap(({ stop_line, advance }) => {
      const detector = detectors[stop_line >= 0 ? stop_line : advance];
      if (detector === undefined || detector.call_phase === null) return [];
      const lane: Lane = { phase: detector.call_phase, on: -1, occupied: 0 };
      this.#counting.set(detector.number, { lane, atTheLine: stop_line >= 0 });
      return [lane];
    });
    this.#phases = new Map(
      phases.map(({ number, yellow_change_ds }) => [
        Number(number),
        {
          lanes: lanes.filter((lane) => lane.phase === number),
          yellow_ms: yellow_change_ds * 100,
          green: -1,
          cut: false,
          red: -1,
          before: null,
          sums: nothing(number),
        },
      ]),
    );
  }

  take({ at, code, param, input }: Entry): void {
    if (code === CODE.inputOn || code === CODE.inputOff) {
      const counting = input ? this.#counting.get(param) : undefined;
      if (counting === undefined) return;
      this.#due(at);
      this.#actuate(counting.lane, counting.atTheLine, at, code === CODE.inputOn);
      return;
    }
    const phase = this.#phases.get(param);
    if (phase === undefined) return;
    if (code === BEGIN_GREEN) this.#begin(phase, at);
    else if (code === MAX_OUT || code === FORCE_OFF) phase.cut = true;
    else if (code === BEGIN_YELLOW) this.#end(phase, at);
  }

  /** What was seen since the last cut, up to `at`. */
  cut(at: number): readonly PhaseSeen[] {
    this.#due(at);
    const seen = [...this.#phases.values()].map((phase) => {
      if (phase.green >= 0) phase.sums.green_ms += at - Math.max(phase.green, this.#cutAt);
      const { sums } = phase;
      phase.sums = nothing(sums.phase);
      return sums;
    });
    this.#cutAt = at;
    return seen;
  }

  #actuate(lane: Lane, atTheLine: boolean, at: number, on: boolean): void {
    if (on === lane.on >= 0) return;
    const phase = this.#phases.get(lane.phase);
    if (on) {
      lane.on = at;
      if (phase !== undefined) phase.sums.vehicles++;
      if (!atTheLine) lane.on = -1;
      return;
    }
    lane.occupied += at - lane.on;
    lane.on = -1;
  }

  #begin(phase: Phase, at: number): void {
    this.#due(at);
    phase.green = at;
    phase.cut = false;
    const waited = Math.max(...phase.lanes.map(({ on }) => (on < 0 ? 0 : at - on)), 0);
    if (waited < WAITED_MS) return;
    phase.sums.waits++;
    phase.sums.wait_ms += waited;
  }

  #end(phase: Phase, at: number): void {
    this.#due(at);
    if (phase.green < 0) return;
    phase.sums.green_ms += at - Math.max(phase.green, this.#cutAt);
    phase.green = -1;
    phase.sums.greens++;
    if (!phase.cut) return;
    phase.sums.cut++;
    phase.red = at + phase.yellow_ms;
    phase.before = null;
  }

  /** What stands in the first seconds of red is known when they are over. */
  #due(now: number): void {
    for (const phase of this.#phases.values()) {
      if (phase.red < 0) continue;
      if (phase.before === null && now >= phase.red) phase.before = phase.lanes.map((lane) => occupiedBy(lane, phase.red));
      if (phase.before === null || now < phase.red + RED_MS) continue;
      const stands = phase.lanes.some((lane, l) => occupiedBy(lane, phase.red + RED_MS) - phase.before![l]! >= STANDS_MS);
      if (stands) phase.sums.left_over++;
      phase.red = -1;
    }
  }
}

/** Exact as long as nothing has happened on the loop since `at`. */
const occupiedBy = ({ on, occupied }: Lane, at: number): number => occupied + (on >= 0 && on < at ? at - on : 0);
