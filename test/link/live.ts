import type { Live } from "../../src/traffic/live.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

/** A unit at one tick, with phase 2 green. */
export const live = (over: Partial<Live> = {}): Live => ({
  unit: "A",
  at: Instant(1_000),
  wall: WallTime(1_700_000_001_000),
  mode: "actuated",
  mode_cause: "",
  pattern: 1,
  coordination: { source: "other", source_cause: "the start pattern", status: "free", free: "command-free", cycle_ds: null },
  rings: [],
  phases: [
    {
      phase: 2,
      interval: "green",
      ped: "walk",
      call: true,
      ped_call: false,
      terminated_by: "none",
      fault_recall: false,
    },
  ],
  flash: "not-flash",
  plan: null,
  departures: null,
  neighbours: [],
  preempt: null,
  stop_time: false,
  manual: false,
  priority: [],
  channels: [],
  detectors: [
    { detector: 1, on: false, fault: "", volume: 0, occupancy_pm: 0, seen: 0 },
    { detector: 4, on: false, fault: "open-loop", volume: 0, occupancy_pm: 0, seen: 0 },
  ],
  buttons: [],
  monitor: { fault: "", channels: [] },
  devices: [],
  ports: [],
  journal: { epoch: "e1", last_seq: 0, pending: 0, fault: "" },
  tick_late_ms: 0,
  ...over,
});
