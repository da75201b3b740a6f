import type { Arrival } from "./arrivals.ts";
import { mean, percentile, permille } from "./clock.ts";
import type { Service } from "./services.ts";
import type { Judged } from "./split-failures.ts";
import type { Cause, Turns } from "./told.ts";

/** The same as it is added up. */
export interface TurnSums {
  readonly greens: number[];
  readonly splits: number[];
  readonly causes: { [C in Cause]: number };
  readonly judged: Judged[];
  walks: number;
  planned_s: number;
  vehicles: number;
  arrivals: number;
  on_green: number;
  on_yellow: number;
  /** Whose wait is known, and all of their waits. */
  waited: number;
  wait_ms: number;
  green_ms: number;
  lit_ms: number;
}

export const noTurns = (): TurnSums => ({
  greens: [],
  splits: [],
  causes: { "gap-out": 0, "max-out": 0, "force-off": 0, priority: 0, preempt: 0, other: 0 },
  judged: [],
  walks: 0,
  planned_s: 0,
  vehicles: 0,
  arrivals: 0,
  on_green: 0,
  on_yellow: 0,
  waited: 0,
  wait_ms: 0,
  green_ms: 0,
  lit_ms: 0,
});

export function addService(to: TurnSums, service: Service, judged: Judged | null): void {
  to.greens.push(service.yellow - service.green);
  to.splits.push(service.over - service.green);
  to.causes[service.cause]++;
  to.walks += service.walked ? 1 : 0;
  if (service.split_s > 0) to.planned_s = service.split_s;
  if (judged !== null) to.judged.push(judged);
}

export function addArrival(to: TurnSums, { shown, wait_ms }: Arrival): void {
  to.arrivals++;
  if (wait_ms !== null) {
    to.waited++;
    to.wait_ms += wait_ms;
  }
  if (shown === "green") to.on_green++;
  if (shown === "yellow") to.on_yellow++;
}

const S_MS = 1_000;

export function turnsOf(s: TurnSums): Turns {
  const on_green_pm = permille(s.on_green, s.arrivals);
  const green_pm = permille(s.green_ms, s.lit_ms);
  return {
    services: s.greens.length,
    green_mean_ms: mean(s.greens),
    split_mean_ms: mean(s.splits),
    split_p85_ms: percentile(s.splits, 850),
    split_max_ms: percentile(s.splits, 1_000),
    split_planned_ms: s.planned_s * S_MS,
    causes: { ...s.causes },
    walks: s.walks,
    vehicles: s.vehicles,
    arrivals: s.arrivals,
    on_green: s.on_green,
    on_yellow: s.on_yellow,
    arrivals_on_green_pm: on_green_pm,
    delay_mean_ms: s.waited === 0 ? -1 : Math.round(s.wait_ms / s.waited),
    green_pm,
    platoon_ratio_pm: on_green_pm >= 0 && green_pm > 0 ? permille(on_green_pm, green_pm) : -1,
    judged: s.judged.length,
    split_failures: s.judged.filter(({ failed }) => failed).length,
    green_occupancy_pm: mean(s.judged.map((j) => j.green_occupancy_pm)),
    red_occupancy_pm: mean(s.judged.map((j) => j.red_occupancy_pm)),
  };
}
