import type { WallTime } from "../../traffic/time.ts";
import type { SurgeClass } from "./classes.ts";

/** Somebody who comes in one lane of a unit, or in all of an approach (`lane` 0). */
export interface Way {
  readonly unit: string;
  readonly approach: string;
  readonly lane: number;
}

/** What becomes of the usual demand of a way: that many times as much (per mille), or so many vehicles an hour. */
export interface Demand extends Way {
  readonly factor_pm: number | null;
  readonly vehicles_h: number | null;
  /** "" for all phases. */
  readonly phase: string;
}

/** A part of a surge: from `from_min` to `to_min` of its begin, or of its end. */
export interface SurgePhase {
  readonly name: string;
  readonly of: "begin" | "end";
  readonly from_min: number;
  readonly to_min: number;
  /** How many times as many as usual come towards the place, away from it, and otherwise; per mille. */
  readonly towards_pm: number;
  readonly away_pm: number;
  readonly others_pm: number;
}

/** A named demand in an area, at a time or when somebody says so. */
export interface Surge {
  readonly name: string;
  readonly class: SurgeClass;
  readonly units: readonly string[];
  readonly towards: readonly Way[];
  readonly away: readonly Way[];
  /** null: begun by a person. */
  readonly event: { readonly begins: WallTime; readonly ends: WallTime } | null;
  /** From its first phase on it lasts no longer, whatever it says. */
  readonly longest_min: number;
  readonly phases: readonly SurgePhase[];
  readonly demand: readonly Demand[];
}

/** A surge file. */
export interface SurgeFile {
  readonly name: string;
  readonly surges: readonly Surge[];
}

/** A phase of a surge at its time. `to` is not in it any more. */
export interface Shift {
  readonly surge: string;
  readonly phase: string;
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;

/** The times of a surge's phases, one after the other: where two of them overlap, the later one begins when the earlier is over. `begun`: of one that is begun by a person. */
export function shiftsOf(surge: Surge, begun: number | null = null): readonly Shift[] {
  const event = surge.event ?? (begun === null ? null : { begins: begun, ends: begun });
  if (event === null) return [];
  const at = ({ of }: SurgePhase, min: number): number => (of === "begin" ? event.begins : event.ends) + min * MINUTE_MS;
  const all = surge.phases.map((phase) => ({
    surge: surge.name,
    phase: phase.name,
    from: at(phase, phase.from_min),
    to: at(phase, phase.to_min),
  }));
  const sorted = all.toSorted((a, b) => a.from - b.from);
  const last = (sorted[0]?.from ?? 0) + surge.longest_min * MINUTE_MS;
  let free = Number.NEGATIVE_INFINITY;
  const shifts: Shift[] = [];
  for (const shift of sorted) {
    const [from, to] = [Math.max(shift.from, free), Math.min(shift.to, last)];
    if (from >= to) continue;
    shifts.push({ ...shift, from, to });
    free = to;
  }
  return shifts;
}
