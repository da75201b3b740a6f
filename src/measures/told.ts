/** What measures are told as: numbers alone, for whoever prints or draws them. */

export type Cause = "gap-out" | "max-out" | "force-off" | "priority" | "preempt" | "other";

/** What a movement did in a pattern, or in a bin. Shares are -1 where there was nothing to share. */
export interface Turns {
  readonly services: number;
  readonly green_mean_ms: number;
  /** From the beginning of green to the end of red clearance. */
  readonly split_mean_ms: number;
  readonly split_p85_ms: number;
  readonly split_max_ms: number;
  /** What the pattern gives it; 0: it is free. */
  readonly split_planned_ms: number;
  /** Services by why their green ended. */
  readonly causes: { readonly [C in Cause]: number };
  readonly walks: number;
  /** Over the stop line's loops. */
  readonly vehicles: number;
  readonly arrivals: number;
  readonly on_green: number;
  readonly on_yellow: number;
  readonly arrivals_on_green_pm: number;
  /** Mean until green of those of whom it is known, whoever came on green with 0; -1 of none. */
  readonly delay_mean_ms: number;
  /** Green's share of the time. */
  readonly green_pm: number;
  /** Arrivals on green for green's share: 1000 is chance, more is good progression. */
  readonly platoon_ratio_pm: number;
  /** Services of which it could be told, and those that left somebody standing. */
  readonly judged: number;
  readonly split_failures: number;
  readonly green_occupancy_pm: number;
  readonly red_occupancy_pm: number;
}

/** What passed one detector in a bin. */
export interface VolumeBin {
  /** Wall time. */
  readonly start: number;
  readonly volume: number;
  /** Of the time that it was watched; -1 where nothing was seen, or the device does not measure it. */
  readonly occupancy_pm: number;
  /** Mean over vehicles; -1 where nothing measured it. */
  readonly speed_dkmh: number;
  /** How long it was watched and believed. */
  readonly seen_ms: number;
}

/** A column of a Purdue coordination diagram. Times from the beginning of its red. */
export interface Column {
  /** Wall time at which red began. */
  readonly start: number;
  readonly pattern: number;
  readonly green_ms: number;
  readonly yellow_ms: number;
  readonly end_ms: number;
  readonly arrivals_ms: readonly number[];
}

export interface MovementMeasures {
  readonly kind: "phase" | "overlap";
  readonly number: number;
  readonly name: string;
  /** Whether anything tells of who arrives, and of who stands at the line. */
  readonly sees: { readonly arrivals: boolean; readonly stop_line: boolean };
  readonly total: Turns;
  readonly patterns: readonly ({ readonly pattern: number } & Turns)[];
  readonly bins: readonly ({ readonly start: number } & Turns)[];
  readonly columns: readonly Column[];
}

export interface DetectorMeasures {
  readonly detector: number;
  readonly name: string;
  readonly total: VolumeBin;
  readonly bins: readonly VolumeBin[];
}

/** Everything, as numbers. Wall times in ms of UTC; the zone is that in which bins begin. */
export interface Measures {
  readonly unit: string;
  readonly zone: string;
  /** Of what was asked for and is there; null where nothing is. */
  readonly from: number | null;
  readonly to: number | null;
  readonly bin_ms: number;
  readonly movements: readonly MovementMeasures[];
  readonly detectors: readonly DetectorMeasures[];
  readonly skipped: readonly string[];
}
