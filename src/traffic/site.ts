import type { ChannelNumber, DetectorNumber, OverlapNumber, PatternNumber, PhaseNumber, PreemptNumber, RingNumber } from "./numbers.ts";
import type { StrategyName } from "./strategies.ts";

/**
 * A site as the logic sees it: validated, complete, in native units. `config/` makes it from a TOML file; nothing else does.
 * Units are in the names: `_ds` tenths of a second, `_ms` milliseconds, `_s` seconds, `_m` metres, `_pm` per mille.
 */
export interface Site {
  /** Unit identity: the MQTT topic level, the certificate's name. Letters, digits, dash. */
  readonly id: string;
  readonly name: string;
  /** IANA name: what people read, and what day plans go by. */
  readonly time_zone: string;
  readonly ports: readonly Port[];
  readonly devices: readonly DeviceConfig[];
  readonly detectors: readonly Detector[];
  readonly pedestrian_detectors: readonly PedestrianDetector[];
  readonly phases: readonly Phase[];
  readonly rings: readonly Ring[];
  /** Other orders of service than the rings' own, for patterns to choose: leading and lagging lefts. */
  readonly sequences: readonly Sequence[];
  readonly overlaps: readonly Overlap[];
  /** Every two phases of different rings between the same barriers may be green together, but for these. */
  readonly conflicts: readonly (readonly [PhaseNumber, PhaseNumber])[];
  /** Times from the end of one phase's green to another's green that are longer than the first one's yellow change and red clearance. */
  readonly clearances: readonly Clearance[];
  readonly preempts: readonly Preempt[];
  readonly priority: Priority;
  /** Units at the next intersections: they hear from us who leaves towards them, and we from them. */
  readonly neighbours: readonly Neighbour[];
  /** Contacts in the cabinet that are no detectors. */
  readonly inputs: readonly UnitInput[];
  /** The stages that this site was stated in; null where it states rings. Everything else of the site is compiled from them. */
  readonly stages: Stages | null;
  readonly day_plans: readonly DayPlan[];
  readonly schedule: readonly ScheduleEntry[];
  readonly channels: readonly Channel[];
  readonly patterns: readonly Pattern[];
  readonly approaches: readonly Approach[];
  readonly start: StartUp;
  readonly flash: AutomaticFlash;
  /** The pattern that stands when nothing better is known (rule 5: the ladder's third step), a number from `patterns`. */
  readonly fallback_pattern: PatternNumber;
  /** The pattern in force at start and whenever the schedule says nothing. */
  readonly start_pattern: PatternNumber;
  /** NTCIP 1202 unitBackupTime: a pattern of the brain's ends when it was not heard for so long; 0: at its own time alone. */
  readonly backup_ds: number;
  /** How long the brain may be away before the journal drops what it does not have; `config/journal-bound.ts` says how much flash that takes. */
  readonly outage_hours: number;
  readonly brain: BrainConfig;
}

export interface Port {
  readonly name: string;
  /** A stable name under /dev/serial/by-path, so that a re-plugged adapter keeps its place; or an SDLC gateway, as in udp://10.0.0.5:10001. */
  readonly path: string;
  readonly baud: number;
  readonly parity: "none" | "even" | "odd";
  readonly stop_bits: 1 | 2;
  /** The kernel switches the line's RS-485 transceiver; absent where nobody must, or the adapter does it by itself. */
  readonly rs485?: Rs485;
}

/** How long the transceiver is on before the first bit and behind the last one. */
export interface Rs485 {
  readonly before_ms: number;
  readonly after_ms: number;
}

export interface DeviceConfig {
  readonly name: string;
  readonly port: string;
  /** A folder of `detection/protocols/`, or of `signals/drivers/` for a device that drives outputs. */
  readonly protocol: string;
  /** A data profile of that protocol (for Modbus: "ld120", "di16"); "" where the protocol has none. */
  readonly profile: string;
  /** Address on the line; 0 where the protocol has none. */
  readonly address: number;
  readonly poll_ms: number;
  readonly timeout_ms: number;
}

export interface Detector {
  readonly number: DetectorNumber;
  readonly name: string;
  readonly device: string;
  /** The device's own input, from 1. */
  readonly input: number;
  /** A zone is what a camera looks at before the stop line: it says how many are in it. */
  readonly kind: "stop-line" | "advance" | "count" | "zone";
  readonly approach: string;
  /** Lane from the kerb, from 1. */
  readonly lane: number;
  /** From the stop line back to the downstream edge of the loop, to the near end of a zone. */
  readonly distance_m: number;
  /** Of a zone, from its near end to its far end; 0 of the others. */
  readonly length_m: number;
  /** The phase that it calls; null for a detector that only counts, and a zone. */
  readonly call_phase: PhaseNumber | null;
  /** Further phases that it calls and extends: a signal group that is green in several stages. */
  readonly also_calls: readonly PhaseNumber[];
  /** Its actuations outside green add to the phase's initial green (NTCIP added initial). */
  readonly added_initial: boolean;
  readonly delay_ms: number;
  readonly extend_ms: number;
  /** An actuation outside green is remembered until served (NTCIP yellow-lock and red-lock). */
  readonly lock: boolean;
  /** NTCIP vehicleDetectorNoActivity, MaxPresence (minutes) and ErraticCounts (per minute); 0 switches the check off. */
  readonly no_activity_min: number;
  readonly max_presence_min: number;
  readonly erratic_counts_per_min: number;
}

export interface PedestrianDetector {
  readonly number: DetectorNumber;
  readonly name: string;
  readonly device: string;
  readonly input: number;
  readonly call_phase: PhaseNumber;
}

export type Recall = "none" | "min" | "max" | "soft";

/** NTCIP 1202 phaseTable, in tenths. */
export interface Phase {
  readonly number: PhaseNumber;
  readonly name: string;
  readonly approach: string;
  readonly movement: "through" | "left" | "right" | "all" | "pedestrian";
  readonly min_green_ds: number;
  readonly passage_ds: number;
  readonly max1_ds: number;
  readonly yellow_change_ds: number;
  readonly red_clear_ds: number;
  /** 0 where the phase has no pedestrian movement. */
  readonly walk_ds: number;
  readonly ped_clear_ds: number;
  readonly max2_ds: number;
  /** Least red before its own next green. */
  readonly red_revert_ds: number;
  /** Volume-density: initial green grows by `added_initial_ds` an actuation up to `max_initial_ds`; the gap shrinks from passage to `min_gap_ds`. 0: none. */
  readonly added_initial_ds: number;
  readonly max_initial_ds: number;
  readonly time_before_reduction_ds: number;
  readonly time_to_reduce_ds: number;
  readonly min_gap_ds: number;
  /** The maximum grows by a step after two max-outs in a row, up to the limit; 0: it does not. */
  readonly dynamic_max_limit_ds: number;
  readonly dynamic_max_step_ds: number;
  /** The walk begins so long before the green. */
  readonly leading_walk_ds: number;
  /** NTCIP phaseOptions. */
  readonly dual_entry: boolean;
  readonly simultaneous_gap: boolean;
  readonly conditional_service: boolean;
  readonly walk_rest: boolean;
  readonly ped_recycle: boolean;
  readonly ped_clear_through_yellow: boolean;
  readonly recall: Recall;
  readonly ped_recall: boolean;
  readonly lock: boolean;
  /** Phases whose paths cross its own and that it may be green with all the same: it turns and gives way to them. */
  readonly yields_to: readonly PhaseNumber[];
}

/** One ring's phases in order, cut at the barriers: `groups[b]` holds the phases before barrier b+1. Every ring has as many groups. */
export interface Ring {
  readonly number: RingNumber;
  readonly groups: readonly (readonly PhaseNumber[])[];
  /** It rests in red when nobody calls. */
  readonly red_rest: boolean;
}

/** NTCIP 1202 sequenceTable: the order in each ring, in the groups of the ring; a ring that is not in it keeps its own. */
export interface Sequence {
  readonly number: number;
  readonly rings: readonly { readonly ring: RingNumber; readonly groups: readonly (readonly PhaseNumber[])[] }[];
}

/** NTCIP 1202 overlapTable: a movement that is green with any of `included`. */
export interface Overlap {
  readonly number: OverlapNumber;
  readonly name: string;
  readonly kind: "normal" | "minus-green-yellow" | "flashing-yellow-arrow";
  readonly included: readonly PhaseNumber[];
  /** minus-green-yellow: those whose green and yellow suppress it; flashing-yellow-arrow: those that it may flash beside. */
  readonly modifiers: readonly PhaseNumber[];
  readonly approach: string;
  readonly movement: Phase["movement"];
  readonly yields_to: readonly PhaseNumber[];
  readonly trailing_green_ds: number;
  readonly yellow_change_ds: number;
  readonly red_clear_ds: number;
}

/** From the end of `from`'s green to `to`'s green at the least. */
export interface Clearance {
  readonly from: PhaseNumber;
  readonly to: PhaseNumber;
  readonly least_ds: number;
}

/** NTCIP 1202 preemptTable. */
export interface Preempt {
  readonly number: PreemptNumber;
  readonly name: string;
  /** Remembered when its input goes before it was served. */
  readonly lock: boolean;
  readonly delay_ds: number;
  readonly min_duration_ds: number;
  /** An input that is on for longer counts as stuck; 0: never. */
  readonly max_presence_ds: number;
  readonly track: readonly PhaseNumber[];
  readonly track_green_ds: number;
  readonly dwell: readonly PhaseNumber[];
  readonly min_dwell_ds: number;
  readonly exit: readonly PhaseNumber[];
}

/** Limits of priority (NTCIP 1211). A phase that is not named is neither extended nor cut. */
export interface Priority {
  /** From the end of one service to the next at the least. */
  readonly interval_ds: number;
  readonly phases: readonly {
    readonly phase: PhaseNumber;
    readonly extension_ds: number;
    readonly reduction_ds: number;
    /** Others may be passed over for it. */
    readonly insertion: boolean;
  }[];
}

/** A unit at the next intersection, and one road from it to us. */
export interface Neighbour {
  /** The id of its own site file. */
  readonly unit: string;
  /** Of ours, where those arrive whom it lets go; "" where nobody comes from it and it only hears of us. */
  readonly approach: string;
  /** Our lanes that they arrive in, from the kerb; [] for all of the approach. */
  readonly to_lanes: readonly number[];
  /** From its stop line to ours, and how long that takes when nobody is in the way. */
  readonly distance_m: number;
  readonly travel_ds: number;
  /** Its lanes that lead to us, as its own site file names them; of those who leave one so many per mille come our way. */
  readonly lanes: readonly { readonly approach: string; readonly lane: number; readonly share_pm: number }[];
}

/** A contact that is no detector: preempt inputs and what the officer's door has. */
export interface UnitInput {
  readonly number: number;
  readonly name: string;
  readonly device: string;
  readonly input: number;
  readonly does: "preempt" | "flash" | "local-flash" | "stop-time" | "manual-control" | "interval-advance" | "priority" | "lamp-test";
  /** Of a preempt input. */
  readonly preempt: PreemptNumber | null;
  /** Of a receiver or a loop that sees a special vehicle: whom it asks for, how long after it closes the vehicle is there, how long it asks on. */
  readonly priority: { readonly phase: PhaseNumber; readonly arrival_ds: number; readonly lasts_ds: number } | null;
}

/** Signal groups and stages as stated, for people and for the monitor; the unit runs what they were compiled to. */
export interface Stages {
  readonly groups: readonly SignalGroup[];
  /** In the order of service. A stage's phase has the stage's number. */
  readonly stages: readonly { readonly number: PhaseNumber; readonly name: string; readonly groups: readonly string[] }[];
  /**
   * [ending][beginning] by signal group in the order of `groups`: tenths from the end of green to green, of pedestrians from the end of the
   * walk (their clearance is part of it); null where they do not conflict.
   */
  readonly intergreen_ds: readonly (readonly (number | null)[])[];
}

export interface SignalGroup {
  readonly name: string;
  readonly kind: "vehicle" | "pedestrian";
  /** Names of those to whom its turning traffic gives way. */
  readonly yields_to: readonly string[];
  /** Numbers of the vehicle detectors that call it. */
  readonly detectors: readonly number[];
  readonly min_green_ds: number;
  /** 0 for pedestrians. */
  readonly yellow_change_ds: number;
  /** 0 for vehicles. */
  readonly ped_clear_ds: number;
}

/** NTCIP 1201 day plan: what is in force from a time of day on, in minutes of local time. */
export interface DayPlan {
  readonly number: number;
  readonly actions: readonly { readonly at_min: number; readonly pattern: PatternNumber }[];
}

/** Which day plan a date has. The most particular entry holds: a date before days of the week, and of equals the first. */
export interface ScheduleEntry {
  readonly day_plan: number;
  /** "2026-12-24", or "12-24" for every year; [] for none. */
  readonly dates: readonly string[];
  readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
}

/** Phases served before automatic flash, and first behind it; flash lasts `min_ds` at the least. */
export interface AutomaticFlash {
  readonly entry: readonly PhaseNumber[];
  readonly exit: readonly PhaseNumber[];
  readonly min_ds: number;
}

/** One load switch: which phase's movement it shows, and the outputs of the board that light its lamps (0 where none). */
export interface Channel {
  readonly number: ChannelNumber;
  readonly name: string;
  readonly kind: "vehicle" | "pedestrian" | "overlap";
  /** Of a vehicle and a pedestrian channel; of an overlap the first that it includes. */
  readonly phase: PhaseNumber;
  /** Pedestrians of further phases: a signal group that walks in several stages. */
  readonly also_phases: readonly PhaseNumber[];
  readonly overlap: OverlapNumber | null;
  /** What the channel shows in flash (never green). */
  readonly flash: "red" | "yellow" | "dark";
  readonly device: string;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
}

/** Greens by pattern. A phase that a pattern does not name keeps its own. */
export interface Pattern {
  readonly number: PatternNumber;
  readonly name: string;
  readonly strategy: StrategyName;
  /** A number of `sequences`; 1 is the rings' own order. */
  readonly sequence: number;
  readonly maximum: "max1" | "max2";
  /** null: free. */
  readonly coordination: Coordination | null;
  /** Phases that it does not serve (NTCIP splitMode phaseOmitted). */
  readonly omit: readonly PhaseNumber[];
  /** Of a strategy that plans: how long nobody who calls shall wait, how far it looks ahead, and how much more a vehicle's delay weighs for each second that it has waited. */
  readonly longest_wait_ds: number;
  readonly horizon_ds: number;
  readonly ageing_pm: number;
  readonly phases: readonly {
    readonly phase: PhaseNumber;
    readonly max_green_ds: number;
    readonly recall: Recall;
    readonly ped_recall: boolean;
    /** 0 without coordination. */
    readonly split_ds: number;
  }[];
}

/** NTCIP 1202 patternTable and splitTable. */
export interface Coordination {
  readonly cycle_ds: number;
  readonly offset_ds: number;
  /** At most one a ring. */
  readonly phases: readonly PhaseNumber[];
  /** What of the first coordinated phase stands at the offset. */
  readonly reference: "begin-green" | "begin-yellow";
  readonly force_off: "floating" | "fixed";
  readonly correction: "dwell" | "short-way" | "add-only";
  readonly max_inhibit: boolean;
}

/** A leg of the intersection as it is drawn and simulated. Heading: degrees clockwise from north, from the centre outwards. */
export interface Approach {
  readonly name: string;
  readonly heading_deg: number;
  readonly lanes: number;
  readonly speed_limit_kmh: number;
}

/** NEMA TS 2 start-up: flash, then all red, then the start phases. */
export interface StartUp {
  readonly flash_ds: number;
  readonly all_red_ds: number;
  /** Phases green first, at most one a ring, all compatible. */
  readonly phases: readonly PhaseNumber[];
}

export interface BrainConfig {
  readonly host: string;
  readonly port: number;
  /** TLS unless the site file says `tls = false` in so many words; without it anyone on the way reads along (commands stay signed). */
  readonly tls: boolean;
  /** How many units call the same broker: so far they keep out of each other's way when it is back after an outage. */
  readonly fleet: number;
  /** The folder of the unit's certificate, its key and the authority's certificate; "": the unit shows none, and the system judges the broker. */
  readonly certificates: string;
  /** Where the link serves figures for Prometheus, at 127.0.0.1 alone; 0: nowhere. */
  readonly metrics_port: number;
  /** Ed25519 public key of the brain, raw 32 bytes in base64: the only key whose commands this unit takes. "" takes none. */
  readonly command_key: string;
}
