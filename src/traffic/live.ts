import type { Departures } from "./departures.ts";
import type { ControlKind } from "./phase-controls.ts";
import type { Instant, WallTime } from "./time.ts";

/** What a lamp group shows. */
export type Indication = "dark" | "red" | "yellow" | "green" | "flashing-red" | "flashing-yellow" | "flashing-green";

/** Where a phase stands in its own cycle; NTCIP and NEMA words. */
export type Interval = "red" | "green" | "yellow" | "red-clear" | "leading-walk";
export type PedInterval = "none" | "dont-walk" | "walk" | "ped-clear";
export type Termination = "none" | "gap-out" | "max-out" | "force-off" | "priority-force-off" | "preempt-force-off";
export type CoordinationStatus = "free" | "in-step" | "transition-add" | "transition-subtract" | "transition-dwell";
/** NTCIP 1202 localFreeStatus: why the pattern in force is not coordinated; its code is its place here plus one. */
export type LocalFree =
  | "other"
  | "not-free"
  | "command-free"
  | "transition-free"
  | "input-free"
  | "coord-free"
  | "bad-plan"
  | "bad-cycle-time"
  | "split-overrun"
  | "invalid-offset"
  | "failed";
/** Who put the pattern in force: NTCIP 1202 unitControlStatus, as far as a unit alone at its intersection goes. */
export type PatternSource = "other" | "system-control" | "backup-mode" | "timebase";
export type PreemptInterval = "none" | "delay" | "entry" | "track-clearance" | "dwell" | "exit";
/** NTCIP 1211 priorityRequestStatusInPRS, as far as a signal sees it. */
export type PriorityStatus = "idle" | "queued" | "active" | "override" | "refused" | "served";
/** NTCIP 1202 unitFlashStatus; its code is its place here plus one. */
export type FlashStatus = "other" | "not-flash" | "automatic" | "local-manual" | "fault-monitor" | "mmu" | "start-up" | "preempt";

/** What tipped a strategy that plans: native/buffers.h, PlanReason. */
export type PlanReason = "committed" | "nobody" | "stay" | "switch" | "overdue" | "saturated";

/** What a strategy that plans last weighed, and what it knows of its lanes. */
export interface Weighed {
  readonly reason: PlanReason;
  /** Whoever may come next, in the controller's order. */
  readonly candidates: readonly {
    /** Green together; of a site of stages the stage. */
    readonly phases: readonly number[];
    /** Vehicle seconds that it expects if this one comes next, or stays on; null: not weighed, or not to the end, because it had no chance. */
    readonly delay_s: number | null;
    /** It was green then. */
    readonly green: boolean;
    readonly chosen: boolean;
  }[];
  readonly lanes: readonly {
    readonly approach: string;
    /** From the kerb, from 1. */
    readonly lane: number;
    /** Tenths of vehicles that stand, and that are seen coming. */
    readonly standing_dv: number;
    readonly coming_dv: number;
    /** That the first has waited; 0: nobody waits. */
    readonly wait_ds: number;
    /** Learned: vehicles an hour, and the time between two who leave a queue. */
    readonly flow_vph: number;
    readonly headway_ms: number;
  }[];
}

/** Why the signals are what they are: the ladder of DESIGN.md, top first. */
export type ControlMode = "adaptive" | "actuated" | "fixed" | "flash" | "start-up";

/**
 * The unit at one tick, for eyes only: sent over the local socket to the status page and, thinned out, to the brain.
 * Lossy by design; nothing that must last travels this way.
 */
export interface Live {
  readonly unit: string;
  readonly at: Instant;
  readonly wall: WallTime;
  readonly mode: ControlMode;
  readonly mode_cause: string;
  readonly pattern: number;
  readonly coordination: {
    /** Who put the pattern in force, and why in words. */
    readonly source: PatternSource;
    readonly source_cause: string;
    readonly status: CoordinationStatus;
    /** Why it is not coordinated. */
    readonly free: LocalFree;
    /** Into the local cycle, from the reference point; null while free. */
    readonly cycle_ds: number | null;
  };
  readonly rings: readonly {
    readonly ring: number;
    readonly phase: number;
    readonly interval: Interval;
    readonly elapsed_ds: number;
    /** Countdowns in tenths; 0 when not running. */
    readonly min_left_ds: number;
    readonly gap_left_ds: number;
    readonly max_left_ds: number;
    readonly clear_left_ds: number;
    readonly next: number;
  }[];
  readonly phases: readonly {
    readonly phase: number;
    readonly interval: Interval;
    readonly ped: PedInterval;
    readonly call: boolean;
    readonly ped_call: boolean;
    readonly terminated_by: Termination;
    readonly fault_recall: boolean;
  }[];
  readonly flash: FlashStatus;
  /** null while no strategy that plans is in force, or it has no say. */
  readonly plan: Weighed | null;
  /** The preempt that is being served, or waits out its delay. */
  readonly preempt: { readonly number: number; readonly interval: PreemptInterval } | null;
  /** What the officer's door asks for. */
  readonly stop_time: boolean;
  readonly manual: boolean;
  /** Requests for priority that are in a slot; slots count from 1. */
  readonly priority: readonly {
    readonly slot: number;
    readonly vehicle: string;
    readonly phase: number;
    readonly arrival_ds: number;
    readonly status: PriorityStatus;
  }[];
  /** What neighbours are told; null where there are none, or nothing yet. */
  readonly departures: Departures | null;
  /** Roads on which neighbours announce who comes. */
  readonly neighbours: readonly {
    readonly unit: string;
    readonly approach: string;
    /** Since it was heard last; null: never. */
    readonly silent_ds: number | null;
    /** How much of what it announces comes, as far as has been learned. */
    readonly trust_pm: number;
  }[];
  readonly channels: readonly { readonly channel: number; readonly indication: Indication }[];
  readonly detectors: readonly {
    readonly detector: number;
    readonly on: boolean;
    readonly fault: string;
    /** What is doubted of it, in words; absent where nothing is. Its calls stand. */
    readonly doubt?: string;
    readonly volume: number;
    readonly occupancy_pm: number;
    /** How often it has come on, or counted somebody, since the unit started: whoever misses frames misses none of those. */
    readonly seen: number;
  }[];
  /** Push buttons, as they are pressed; `seen` as above. */
  readonly buttons: readonly { readonly button: number; readonly on: boolean; readonly seen: number }[];
  readonly monitor: { readonly fault: string; readonly channels: readonly number[] };
  readonly devices: readonly {
    readonly device: string;
    readonly port: string;
    readonly answering: boolean;
    readonly polls: number;
    readonly timeouts: number;
    readonly noise_bytes: number;
  }[];
  readonly ports: readonly { readonly port: string; readonly path: string; readonly open: boolean }[];
  /** `fault`: what keeps records from the disk, in words; "" while nothing does. */
  readonly journal: { readonly epoch: string; readonly last_seq: number; readonly pending: number; readonly fault: string };
  /** Absent where the site file names no contact that permits it: whose lamps are lit one by one (0: nobody's), and why they may not be; "" if they may. */
  readonly lamp_test?: { readonly channel: number; readonly why: string };
  /** Who may do something at the status page, and how long without doing it; absent while nobody may. */
  readonly technician?: { readonly session: string; readonly name: string; readonly left_s: number };
  /** What was asked for by command and still lasts, whoever asked; absent where there is nothing. */
  readonly asked?: readonly AskedLive[];
  /** Absent while there is no update to restart for. */
  readonly hand_over?: HandOverLive;
  /** Worst lateness of a tick since the last report, in ms. */
  readonly tick_late_ms: number;
}

/** `left_s`: until it ends by itself. `by`: "the centre", or "Miller, technician". */
export type AskedLive = { readonly left_s: number; readonly by: string } & (
  | { readonly kind: "flash" }
  | { readonly kind: ControlKind; readonly phase: number }
  | { readonly kind: "detector"; readonly detector: number; readonly on: boolean }
);

/** How far the signals have been given out of hand for the restart of an update. */
export interface HandOverLive {
  /** The update's, whose command has the same id. */
  readonly id: string;
  readonly version: string;
  /** Until there is a safe moment; on the way into flash; in flash, for the machine to start anew; the signals are back without that. */
  readonly stage: "waiting" | "entering" | "standing" | "given-up";
  /** What it waits for, or why it came to nothing; "" for nothing. */
  readonly why: string;
}

/** The centre side at one moment, for the status page. */
export interface LinkLive {
  readonly broker: string;
  readonly state: "connected" | "connecting" | "waiting";
  /** Why not connected, in words; "" when connected. */
  readonly cause: string;
  readonly epoch: string;
  readonly last_seq: number;
  readonly acked_seq: number;
  /** Where an update stands, in words; "" or absent where there was none since the link began. */
  readonly update?: string;
  readonly commands_taken: number;
  readonly commands_refused: number;
  /** Since when it is connected; absent while it is not. */
  readonly since?: WallTime;
  /** By how much the brain's clock is ahead of this unit's, less what its word was on its way; absent while it has not told. */
  readonly brain_ahead_ms?: number;
  /** Over the line, with what TLS adds, since the link began. */
  readonly sent_bytes?: number;
  readonly received_bytes?: number;
  /** Why it was not connected, last first; what came again and again is there once. */
  readonly errors?: readonly { readonly wall: WallTime; readonly words: string }[];
}
