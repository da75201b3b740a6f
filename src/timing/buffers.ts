import { INDICATIONS } from "../traffic/calls.ts";
import type {
  CoordinationStatus,
  FlashStatus,
  Indication,
  Interval,
  LocalFree,
  PedInterval,
  PlanReason,
  PreemptInterval,
  PriorityStatus,
  Termination,
} from "../traffic/live.ts";
import {
  AHEAD_STEPS,
  CALLERS_MAX,
  CHANNELS_MAX,
  LANES_MAX,
  OVERLAPS_MAX,
  PHASES_MAX,
  PLANS_MAX,
  PREEMPTS_MAX,
  REQUESTS_MAX,
  RINGS_MAX,
  SEQUENCES_MAX,
} from "../traffic/numbers.ts";
import type { Channel, Coordination, Overlap, Recall } from "../traffic/site.ts";
import { STRATEGIES, type StrategyName } from "../traffic/strategies.ts";
import { type Layout, native } from "./native.ts";

/**
 * The native part says where its fields lie and what its integers mean; here is what TypeScript expects of it, and loading this file
 * fails if the two have gone apart (an addon of another version, most likely).
 */
const described = native.describe();

export type Views<Field extends string> = { readonly [F in Field]: Int32Array };

/** The fields of a buffer by name, as windows on it. */
function views<Field extends string>(buffer: Int32Array, layout: Layout, counts: { readonly [F in Field]: number }): Views<Field> {
  const result: { [field: string]: Int32Array } = {};
  for (const field of Object.keys(counts)) {
    const { at, count } = layout[field]!;
    result[field] = buffer.subarray(at, at + count);
  }
  return result as Views<Field>;
}

function checked<Field extends string>(buffer: string, layout: Layout, counts: { readonly [F in Field]: number }) {
  const theirs = Object.entries(layout).map(([field, { count }]) => `${field} ${count}`);
  const ours = Object.entries(counts).map(([field, count]) => `${field} ${count}`);
  const apart = [...theirs.filter((field) => !ours.includes(field)), ...ours.filter((field) => !theirs.includes(field))];
  if (apart.length > 0) throw new Error(`the native part's ${buffer} buffer is not the one expected (${apart.join(", ")}); ${REMEDY}`);
  const size = Object.values(layout).reduce((sum, { count }) => sum + count, 0);
  return {
    make: () => new Int32Array(size),
    views: (memory: Int32Array) => views(memory, layout, counts),
  };
}

const REMEDY = "`make native` builds it anew";
const P = PHASES_MAX;
const R = RINGS_MAX;
const C = CHANNELS_MAX;
const L = LANES_MAX;

/** The site, compiled for the controller. */
export const tablesBuffer = checked("tables", described.tables, {
  enabled: P,
  min_green: P,
  passage: P,
  yellow_change: P,
  red_clear: P,
  red_revert: P,
  walk: P,
  ped_clear: P,
  leading_walk: P,
  lock: P,
  added_initial: P,
  max_initial: P,
  time_before_reduction: P,
  time_to_reduce: P,
  min_gap: P,
  dynamic_max_limit: P,
  dynamic_max_step: P,
  dual_entry: P,
  simultaneous_gap: P,
  conditional_service: P,
  walk_rest: P,
  ped_recycle: P,
  ped_clear_through_yellow: P,
  ring: P,
  group: P,
  concurrent: P,
  clearance: P * P,
  callers: CALLERS_MAX,
  start_phase: R,
  red_rest: R,
  sequence: SEQUENCES_MAX * R * P,
  overlap_kind: OVERLAPS_MAX,
  overlap_included: OVERLAPS_MAX,
  overlap_modifiers: OVERLAPS_MAX,
  overlap_conflicts: OVERLAPS_MAX,
  overlap_min_green: OVERLAPS_MAX,
  overlap_trailing_green: OVERLAPS_MAX,
  overlap_yellow: OVERLAPS_MAX,
  overlap_red: OVERLAPS_MAX,
  preempt_enabled: PREEMPTS_MAX,
  preempt_lock: PREEMPTS_MAX,
  preempt_delay: PREEMPTS_MAX,
  preempt_min_duration: PREEMPTS_MAX,
  preempt_max_presence: PREEMPTS_MAX,
  preempt_track: PREEMPTS_MAX,
  preempt_track_green: PREEMPTS_MAX,
  preempt_dwell: PREEMPTS_MAX,
  preempt_min_dwell: PREEMPTS_MAX,
  preempt_exit: PREEMPTS_MAX,
  priority_extension: P,
  priority_reduction: P,
  priority_insertion: P,
  priority_interval: 1,
  channel_kind: C,
  channel_source: C,
  channel_flash: C,
  groups: 1,
  start_flash: 1,
  start_all_red: 1,
  flash_entry: 1,
  flash_exit: 1,
  flash_min: 1,
});

/** The site, compiled for the monitor. */
export const monitorBuffer = checked("monitor", described.monitor, {
  kind: C,
  compatible: C,
  permissive: C,
  min_green: C,
  min_yellow: C,
  clearance: C * C,
  ped_clear: C,
  flash: C,
});

export const inputBuffer = checked("input", described.input, {
  vehicle: P,
  locking: P,
  pedestrian: P,
  fault_recall: P,
  actuations: P,
  max_green: P,
  recall: P,
  ped_recall: P,
  split: P,
  strategy: 1,
  sequence: 1,
  cycle: 1,
  offset: 1,
  coordinated: 1,
  reference: 1,
  force_off_mode: 1,
  correction: 1,
  max_inhibit: 1,
  omit: 1,
  longest_wait: 1,
  red_extension: 1,
  blocked: 1,
  want: 1,
  control_hold: 1,
  control_force_off: 1,
  control_ped_omit: 1,
  clock: 1,
  preempt: PREEMPTS_MAX,
  request_phase: REQUESTS_MAX,
  request_arrival: REQUESTS_MAX,
  flash: 1,
  stop_time: 1,
  manual: 1,
  advance: 1,
});

/** The lanes at the stop lines, compiled for a strategy that plans. */
export const lanesBuffer = checked("lanes", described.lanes, {
  served: L,
  yields: L,
  foes: L,
  stop_line: L,
  travel: L,
  room: L,
  view_travel: L,
  view_room: L,
});

/** What one tick's detection saw of them. */
export const trafficBuffer = checked("traffic", described.traffic, {
  departed: L,
  stopped: L,
  arrived: L,
  covered: L,
  seen: L,
  trusted: L,
  announced: L * AHEAD_STEPS,
  horizon: 1,
  ageing: 1,
});

export const outputBuffer = checked("output", described.output, {
  channels: C,
  start_up: 1,
  fault: 1,
  fault_channels: 1,
  request_status: REQUESTS_MAX,
  event_count: 1,
  events: described.output["events"]?.count ?? 0,
});

export const stateBuffer = checked("state", described.state, {
  ring_phase: R,
  ring_interval: R,
  ring_elapsed: R,
  ring_min_left: R,
  ring_gap_left: R,
  ring_max_left: R,
  ring_clear_left: R,
  ring_next: R,
  phase_interval: P,
  phase_ped: P,
  phase_call: P,
  phase_ped_call: P,
  phase_terminated_by: P,
  phase_fault_recall: P,
  overlap_interval: OVERLAPS_MAX,
  coordination: 1,
  cycle_second: 1,
  local_free: 1,
  preempt: 1,
  preempt_interval: 1,
  flash_status: 1,
  plan_reason: 1,
  plan_chosen: 1,
  plan_now: 1,
  plan_phases: PLANS_MAX,
  plan_delay: PLANS_MAX,
  lane_queue: L,
  lane_coming: L,
  lane_flow: L,
  lane_headway: L,
  lane_wait: L,
  lane_leaving: L * AHEAD_STEPS,
});

export type TablesViews = ReturnType<typeof tablesBuffer.views>;
export type InputViews = ReturnType<typeof inputBuffer.views>;
export type LanesViews = ReturnType<typeof lanesBuffer.views>;
export type TrafficViews = ReturnType<typeof trafficBuffer.views>;
export type OutputViews = ReturnType<typeof outputBuffer.views>;
export type StateViews = ReturnType<typeof stateBuffer.views>;

function words<Word extends string>(enumeration: string, expected: readonly Word[], file = "src/timing/buffers.ts"): readonly Word[] {
  const theirs = described.words[enumeration] ?? [];
  if (theirs.join() === expected.join()) return expected;
  const apart = `the native part has ${enumeration} ${theirs.join(", ")}, ${file} has ${expected.join(", ")}`;
  throw new Error(`${apart}; ${REMEDY}, and names and their order must be the same in both`);
}

/** A value's code is its place in these lists. */
export const LAMPS: readonly Indication[] = words("lamps", INDICATIONS);
export const CHANNEL_KINDS = words<"unused" | Channel["kind"]>("channelKinds", ["unused", "vehicle", "pedestrian", "overlap"]);
export const RECALLS = words<Recall>("recalls", ["none", "min", "max", "soft"]);
export const INTERVALS = words<Interval>("intervals", ["red", "green", "yellow", "red-clear", "leading-walk"]);
export const PED_INTERVALS = words<PedInterval>("pedIntervals", ["none", "dont-walk", "walk", "ped-clear"]);
export const TERMINATIONS = words<Termination>("terminations", [
  "none",
  "gap-out",
  "max-out",
  "force-off",
  "priority-force-off",
  "preempt-force-off",
]);
export const STRATEGY_NAMES = words<StrategyName>("strategies", STRATEGIES, "src/traffic/strategies.ts");
export const OVERLAP_KINDS = words<"none" | Overlap["kind"]>("overlapKinds", [
  "none",
  "normal",
  "minus-green-yellow",
  "flashing-yellow-arrow",
]);
export const REFERENCES = words<Coordination["reference"]>("references", ["begin-green", "begin-yellow"]);
export const FORCE_OFF_MODES = words<Coordination["force_off"]>("forceOffModes", ["floating", "fixed"]);
export const CORRECTIONS = words<Coordination["correction"]>("corrections", ["dwell", "short-way", "add-only"]);
export const COORDINATION_STATUS = words<CoordinationStatus>("coordinationStatus", [
  "free",
  "in-step",
  "transition-add",
  "transition-subtract",
  "transition-dwell",
]);
export const LOCAL_FREE = words<"none" | LocalFree>("localFree", [
  "none",
  "other",
  "not-free",
  "command-free",
  "transition-free",
  "input-free",
  "coord-free",
  "bad-plan",
  "bad-cycle-time",
  "split-overrun",
  "invalid-offset",
  "failed",
]);
export const PREEMPT_INTERVALS = words<PreemptInterval>("preemptIntervals", ["none", "delay", "entry", "track-clearance", "dwell", "exit"]);
export const PRIORITY_STATUS = words<PriorityStatus>("priorityStatus", ["idle", "queued", "active", "override", "refused", "served"]);
export const PLAN_REASONS = words<"none" | PlanReason>("planReasons", [
  "none",
  "committed",
  "nobody",
  "stay",
  "switch",
  "overdue",
  "saturated",
]);
export const FLASH_STATUS = words<"none" | FlashStatus>("flashStatus", [
  "none",
  "other",
  "not-flash",
  "automatic",
  "local-manual",
  "fault-monitor",
  "mmu",
  "start-up",
  "preempt",
]);
/** The monitor's faults as a technician reads them; the first is none. */
export const MONITOR_FAULTS: readonly string[] = described.words["monitorFaults"] ?? [];
