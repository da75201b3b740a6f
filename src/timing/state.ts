import type { Lane } from "../traffic/lanes.ts";
import type { FlashStatus, Live, LocalFree } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import {
  COORDINATION_STATUS,
  FLASH_STATUS,
  INTERVALS,
  LOCAL_FREE,
  PED_INTERVALS,
  PLAN_REASONS,
  PREEMPT_INTERVALS,
  type StateViews,
  TERMINATIONS,
} from "./buffers.ts";
import { phasesIn } from "./sets.ts";

export function coordinationOf(state: StateViews): Omit<Live["coordination"], "source" | "source_cause"> {
  const cycle_ds = state.cycle_second[0]!;
  return {
    status: COORDINATION_STATUS[state.coordination[0]!]!,
    free: LOCAL_FREE[state.local_free[0]!] as LocalFree,
    cycle_ds: cycle_ds < 0 ? null : cycle_ds,
  };
}

export function flashOf(state: StateViews): FlashStatus {
  const status = FLASH_STATUS[state.flash_status[0]!]!;
  // Before its first tenth it has said nothing yet.
  return status === "none" ? "other" : status;
}

export function preemptOf(state: StateViews): Live["preempt"] {
  const number = state.preempt[0]!;
  return number === 0 ? null : { number, interval: PREEMPT_INTERVALS[state.preempt_interval[0]!]! };
}

/** The native state in the words of `Live`. */
export function ringsOf(site: Site, state: StateViews): Live["rings"] {
  return site.rings.map(({ number }) => {
    const r = number - 1;
    return {
      ring: number,
      phase: state.ring_phase[r]!,
      interval: INTERVALS[state.ring_interval[r]!]!,
      elapsed_ds: state.ring_elapsed[r]!,
      min_left_ds: state.ring_min_left[r]!,
      gap_left_ds: state.ring_gap_left[r]!,
      max_left_ds: state.ring_max_left[r]!,
      clear_left_ds: state.ring_clear_left[r]!,
      next: state.ring_next[r]!,
    };
  });
}

export function phasesOf(site: Site, state: StateViews): Live["phases"] {
  return site.phases.map(({ number }) => {
    const p = number - 1;
    return {
      phase: number,
      interval: INTERVALS[state.phase_interval[p]!]!,
      ped: PED_INTERVALS[state.phase_ped[p]!]!,
      call: state.phase_call[p] === 1,
      ped_call: state.phase_ped_call[p] === 1,
      terminated_by: TERMINATIONS[state.phase_terminated_by[p]!]!,
      fault_recall: state.phase_fault_recall[p] === 1,
    };
  });
}

/** `lanes`: those that a strategy that plans looks at, in their order. */
export function planOf(lanes: readonly Pick<Lane, "approach" | "lane">[], state: StateViews): Live["plan"] {
  const reason = PLAN_REASONS[state.plan_reason[0]!]!;
  if (reason === "none") return null;
  const end = state.plan_phases.indexOf(0);
  const sets = state.plan_phases.subarray(0, end < 0 ? undefined : end);
  return {
    reason,
    candidates: Array.from(sets, (set, c) => ({
      phases: phasesIn(set),
      delay_s: state.plan_delay[c]! < 0 ? null : state.plan_delay[c]!,
      green: state.plan_now[0] === c + 1,
      chosen: state.plan_chosen[0] === c + 1,
    })),
    lanes: lanes.map(({ approach, lane }, l) => ({
      approach,
      lane,
      standing_dv: state.lane_queue[l]!,
      coming_dv: state.lane_coming[l]!,
      wait_ds: state.lane_wait[l]!,
      flow_vph: state.lane_flow[l]!,
      headway_ms: state.lane_headway[l]!,
    })),
  };
}
