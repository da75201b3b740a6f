import type { Trial } from "./score.ts";
import type { PhaseSeen } from "./seen.ts";
import type { Slice } from "./slice.ts";

/** How far a simulation may be from the record and still say something of it. Beyond it the answer comes with a warning, beyond twice with a refusal. */
export const TOLERANCE = {
  /** Of the recorded, or vehicles an hour. */
  volume: { relative: 0.05, absolute: 8 },
  /** Green's part of the time, in points of per cent. */
  green: { relative: 0, absolute: 3 },
  /** Greens that were cut, in points of per cent of all greens. */
  cut: { relative: 0, absolute: 8 },
  /** How long the first at the line waits, of the recorded, or seconds. */
  wait: { relative: 0.2, absolute: 4 },
} as const;

type Measure = keyof typeof TOLERANCE;

/** One phase in the record and in the simulation under the recorded parameters; rates are per hour. */
export interface PhaseReproduced {
  readonly phase: number;
  readonly recorded: Measures;
  readonly simulated: Measures;
  /** Those that are beyond the tolerance. */
  readonly beyond: readonly Measure[];
}

export interface Measures {
  /** Vehicles an hour. */
  readonly volume: number;
  /** Per cent of the time. */
  readonly green: number;
  /** How many greens there were. */
  readonly greens: number;
  /** Per cent of its greens that a maximum, a split or the like ended; and after which somebody stood there. */
  readonly cut: number;
  readonly left_over: number;
  /** Mean of those who stood at the line first, in seconds. */
  readonly wait: number;
}

export interface Reproduced {
  /** Half hours that were compared: those in which every loop was good. */
  readonly slices: number;
  readonly phases: readonly PhaseReproduced[];
  readonly verdict: "reproduced" | "roughly" | "not";
}

/** `trials` of each slice are those of its seeds. */
export function reproducedBy(slices: readonly Slice[], trials: readonly (readonly Trial[])[]): Reproduced {
  const whole = slices.flatMap((slice, i) => (slice.whole ? [{ slice, trials: trials[i]! }] : []));
  const hours = whole.reduce((sum, { slice }) => sum + slice.length_ms, 0) / 3_600_000;
  const seeds = whole[0]?.trials.length ?? 1;
  let worst = 0;
  const phases = (whole[0]?.slice.seen ?? []).map(({ phase }): PhaseReproduced => {
    const recorded = measuresOf(
      whole.map(({ slice }) => of(phase, slice.seen)),
      hours,
    );
    const simulated = measuresOf(
      whole.flatMap(({ trials: own }) => own.map(({ seen }) => of(phase, seen))),
      hours * seeds,
    );
    const beyond = (Object.keys(TOLERANCE) as Measure[]).filter((measure) => {
      const { relative, absolute } = TOLERANCE[measure];
      const chance = measure === "cut" ? chanceOf(recorded, simulated) : 0;
      const away = Math.abs(simulated[measure] - recorded[measure]) / Math.max(absolute, relative * recorded[measure], chance);
      worst = Math.max(worst, away);
      return away > 1;
    });
    return { phase, recorded, simulated, beyond };
  });
  const verdict = whole.length === 0 || worst > 2 ? "not" : worst > 1 ? "roughly" : "reproduced";
  return { slices: whole.length, phases, verdict };
}

/** How far two parts of a few greens are apart by chance alone, in points of per cent (two standard errors). */
function chanceOf(one: Measures, other: Measures): number {
  const part = (one.cut * one.greens + other.cut * other.greens) / Math.max(1, one.greens + other.greens) / 100;
  return 200 * Math.sqrt(part * (1 - part) * (1 / Math.max(1, one.greens) + 1 / Math.max(1, other.greens)));
}

const of = (phase: number, seen: readonly PhaseSeen[]): PhaseSeen => seen.find((each) => each.phase === phase)!;

function measuresOf(seen: readonly PhaseSeen[], hours: number): Measures {
  const sum = (key: keyof PhaseSeen) => seen.reduce((total, each) => total + each[key], 0);
  return {
    volume: sum("vehicles") / hours,
    green: sum("green_ms") / 36_000 / hours,
    greens: sum("greens"),
    cut: (sum("cut") * 100) / Math.max(1, sum("greens")),
    left_over: (sum("left_over") * 100) / Math.max(1, sum("greens")),
    wait: sum("wait_ms") / 1_000 / Math.max(1, sum("waits")),
  };
}
