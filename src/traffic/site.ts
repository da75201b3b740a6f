import type { ChannelNumber, DetectorNumber, PatternNumber, PhaseNumber, RingNumber } from "./numbers.ts";
import type { StrategyName } from "./strategies.ts";

/**
 * A site as the logic sees it: validated, complete, in native units. `config/` makes it from a TOML file; nothing else does.
 * Units are in the names: `_ds` tenths of a second, `_ms` milliseconds, `_s` seconds, `_m` metres, `_pm` per mille.
 */
export interface Site {
  /** Unit identity: the MQTT topic level, the certificate's name. Letters, digits, dash. */
  readonly id: string;
  readonly name: string;
  /** IANA name, for what people read; logic never uses it before day plans exist. */
  readonly time_zone: string;
  readonly ports: readonly Port[];
  readonly devices: readonly DeviceConfig[];
  readonly detectors: readonly Detector[];
  readonly pedestrian_detectors: readonly PedestrianDetector[];
  readonly phases: readonly Phase[];
  readonly rings: readonly Ring[];
  readonly channels: readonly Channel[];
  readonly patterns: readonly Pattern[];
  readonly approaches: readonly Approach[];
  readonly start: StartUp;
  /** The pattern that stands when nothing better is known (rule 5: the ladder's third step), a number from `patterns`. */
  readonly fallback_pattern: PatternNumber;
  /** The pattern in force at start. */
  readonly start_pattern: PatternNumber;
  readonly brain: BrainConfig;
}

export interface Port {
  readonly name: string;
  /** A stable name under /dev/serial/by-path, so that a re-plugged adapter keeps its place. */
  readonly path: string;
  readonly baud: number;
  readonly parity: "none" | "even" | "odd";
  readonly stop_bits: 1 | 2;
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
  readonly kind: "stop-line" | "advance" | "count";
  readonly approach: string;
  /** Lane from the kerb, from 1. */
  readonly lane: number;
  /** From the stop line back to the downstream edge of the loop. */
  readonly distance_m: number;
  /** The phase that it calls; null for a detector that only counts. */
  readonly call_phase: PhaseNumber | null;
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
}

/** One load switch: which phase's movement it shows, and the outputs of the board that light its lamps (0 where none). */
export interface Channel {
  readonly number: ChannelNumber;
  readonly name: string;
  readonly kind: "vehicle" | "pedestrian";
  readonly phase: PhaseNumber;
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
  readonly phases: readonly {
    readonly phase: PhaseNumber;
    readonly max_green_ds: number;
    readonly recall: Recall;
    readonly ped_recall: boolean;
  }[];
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
  /** Ed25519 public key of the brain, raw 32 bytes in base64: the only key whose commands this unit takes. "" takes none. */
  readonly command_key: string;
}
