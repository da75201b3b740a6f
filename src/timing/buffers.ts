import { INDICATIONS } from "../traffic/calls.ts";
import type { Indication, Interval, PedInterval, Termination } from "../traffic/live.ts";
import { CHANNELS_MAX, PHASES_MAX, RINGS_MAX } from "../traffic/numbers.ts";
import type { Channel, Recall } from "../traffic/site.ts";
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

/** The site, compiled for the controller. */
export const tablesBuffer = checked("tables", described.tables, {
  enabled: P,
  min_green: P,
  passage: P,
  yellow_change: P,
  red_clear: P,
  walk: P,
  ped_clear: P,
  lock: P,
  ring: P,
  group: P,
  dual_entry: P,
  sequence: R * P,
  start_phase: R,
  channel_kind: C,
  channel_phase: C,
  channel_flash: C,
  groups: 1,
  start_flash: 1,
  start_all_red: 1,
});

/** The site, compiled for the monitor. */
export const monitorBuffer = checked("monitor", described.monitor, {
  kind: C,
  compatible: C,
  min_green: C,
  min_yellow: C,
  red_clear: C,
  ped_clear: C,
  flash: C,
});

export const inputBuffer = checked("input", described.input, {
  vehicle: P,
  locking: P,
  pedestrian: P,
  fault_recall: P,
  max_green: P,
  recall: P,
  ped_recall: P,
  strategy: 1,
  flash: 1,
});

export const outputBuffer = checked("output", described.output, {
  channels: C,
  start_up: 1,
  fault: 1,
  fault_channels: 1,
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
});

export type TablesViews = ReturnType<typeof tablesBuffer.views>;
export type InputViews = ReturnType<typeof inputBuffer.views>;
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
export const CHANNEL_KINDS = words<"unused" | Channel["kind"]>("channelKinds", ["unused", "vehicle", "pedestrian"]);
export const RECALLS = words<Recall>("recalls", ["none", "min", "max", "soft"]);
export const INTERVALS = words<Interval>("intervals", ["red", "green", "yellow", "red-clear"]);
export const PED_INTERVALS = words<PedInterval>("pedIntervals", ["none", "dont-walk", "walk", "ped-clear"]);
export const TERMINATIONS = words<Termination>("terminations", ["none", "gap-out", "max-out", "force-off"]);
export const STRATEGY_NAMES = words<StrategyName>("strategies", STRATEGIES, "src/traffic/strategies.ts");
/** The monitor's faults as a technician reads them; the first is none. */
export const MONITOR_FAULTS: readonly string[] = described.words["monitorFaults"] ?? [];
