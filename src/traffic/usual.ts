import type { Channel, Detector, Pattern, Phase, Ring, Site } from "./site.ts";

/** What a site has when its file does not speak of it: the options of NTCIP 1202 at rest. */
export const USUAL = {
  site: {
    sequences: [],
    overlaps: [],
    conflicts: [],
    clearances: [],
    preempts: [],
    priority: { interval_ds: 0, phases: [] },
    neighbours: [],
    inputs: [],
    stages: null,
    day_plans: [],
    schedule: [],
    flash: { entry: [], exit: [], min_ds: 0 },
    backup_ds: 0,
    outage_hours: 168,
  },
  phase: {
    red_revert_ds: 0,
    added_initial_ds: 0,
    max_initial_ds: 0,
    time_before_reduction_ds: 0,
    time_to_reduce_ds: 0,
    min_gap_ds: 0,
    dynamic_max_limit_ds: 0,
    dynamic_max_step_ds: 0,
    leading_walk_ds: 0,
    simultaneous_gap: true,
    conditional_service: false,
    walk_rest: false,
    ped_recycle: false,
    ped_clear_through_yellow: false,
  },
  ring: { red_rest: false },
  channel: { also_phases: [], overlap: null },
  detector: { also_calls: [], added_initial: false, length_m: 0 },
  pattern: {
    strategy: "fully-actuated",
    sequence: 1,
    maximum: "max1",
    coordination: null,
    omit: [],
    longest_wait_ds: 1_200,
    horizon_ds: 600,
    ageing_pm: 8,
  },
} as const satisfies {
  readonly site: Partial<Site>;
  readonly phase: Partial<Phase>;
  readonly ring: Partial<Ring>;
  readonly channel: Partial<Channel>;
  readonly detector: Partial<Detector>;
  readonly pattern: Partial<Pattern>;
};
