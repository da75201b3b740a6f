import type { CabinetWord } from "../traffic/cabinet.ts";
import type { DetectorFault } from "../traffic/observation.ts";
import type { Instant } from "../traffic/time.ts";

/** What a device on a line said, before the site file gives its inputs a meaning. `input` is the device's own number, from 1. */
export type Reading =
  /**
   * `age_ms` only from a device that times each change itself: how long before the last byte of its frame the change took place, by the
   * device's own clock. A vehicle that came and went between two polls is two readings, on and off, each with its age if that is known.
   * `speed_dkmh` only with the off of a vehicle whose speed the device has measured.
   */
  | {
      readonly kind: "presence";
      readonly input: number;
      readonly on: boolean;
      readonly age_ms?: number;
      readonly speed_dkmh?: number;
    }
  | { readonly kind: "fault"; readonly input: number; readonly fault: DetectorFault; readonly on: boolean }
  | {
      readonly kind: "count";
      readonly input: number;
      readonly volume: number;
      /** -1 where the device does not measure it. */
      readonly occupancy_pm: number;
      readonly speed_dkmh: number;
      readonly interval_ms: number;
      /** Vehicles of each of the device's own length classes, the shortest first, where it has some; they add up to the volume. */
      readonly classes?: readonly number[];
    }
  /** How many vehicles are in a camera's zone now. */
  | { readonly kind: "zone"; readonly input: number; readonly vehicles: number }
  /** What the device says of itself, each "" where it does not say; told once, and again where it is another than before. No input's. */
  | { readonly kind: "identity"; readonly input: 0; readonly serial_number: string; readonly version: string; readonly changed: boolean }
  /** The cabinet's own monitor, over the line on which lamps are driven: no input's. */
  | { readonly kind: "cabinet"; readonly input: 0; readonly word: CabinetWord };

/**
 * What the front of a receive buffer is. A scanner never throws and never looks at time: frames are found by length and checksum,
 * because silence on a line cannot be measured through a USB adapter and an event loop.
 */
export type Scan =
  /**
   * A whole good frame of `length` bytes; the device has taken it in and says what it read. `unfinished` where the answer to one
   * request is several frames and this is not the last. `confirms` where it proves a new beat of a heart that the device watches: the
   * instant at which that beat was said for the first time, since the device cannot have felt it before.
   */
  | {
      readonly kind: "frame";
      readonly length: number;
      readonly readings: readonly Reading[];
      readonly unfinished?: true;
      readonly confirms?: Instant;
    }
  /** `length` bytes that can not begin a good frame: counted, shown, skipped. */
  | { readonly kind: "noise"; readonly length: number }
  /** The beginning of what may be a frame. */
  | { readonly kind: "more" };

/** Shared answers: a codec that finds nothing new allocates nothing. */
export const MORE: Scan = { kind: "more" };
export const NOTHING_NEW: readonly Reading[] = [];

export interface DeviceTiming {
  /** From one poll to the next; 0 for a device that only listens. */
  readonly poll_ms: number;
  /** How long one poll and its whole answer are on the line at most; 0 for a device that only listens. A line is planned by them. */
  readonly request_bytes: number;
  readonly answer_bytes: number;
  /** Questions in one poll, each with its answer; absent: one. */
  readonly exchanges?: number;
  /** From the last byte of a request to the whole answer; for a device that only listens, the silence after which it counts as lost. */
  readonly timeout_ms: number;
  /** Further tries before the device counts as not answering. */
  readonly retries: number;
  /**
   * For a device that watches our heartbeat and leaves us when it misses it: from one beat that it confirmed to the confirmation of the
   * next, this many ms at most, or it counts as lost, whatever else it answers. Its own watchdog must be slower than this.
   */
  readonly lost_after_ms?: number;
  /** How long it rests at most between single polls while it does not answer; absent: as long as anybody on its line. */
  readonly rest_ms?: number;
}

/**
 * One device's half of the conversation, without a clock and without a port. A new protocol implements this and nothing else.
 * State is allowed (sequence numbers, last inputs); effects are not.
 */
export interface Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  /** True when something new must be said before the next poll is due (a lamp changed). Then `request` has it, and makes this false. */
  readonly urgent: boolean;
  /** The next thing to say; null when there is nothing to say. The line calls it once for each try. The bytes stand until the next call. */
  request(now: Instant): Uint8Array | null;
  /**
   * What `bytes` begins with: a reply to the last request, or a sentence that the device sends by itself. `bytes` is never empty. `now` is
   * when the last of them was received: for the ages of what a device stamps itself, never for finding frames.
   */
  scan(bytes: Uint8Array, now: Instant): Scan;
  /**
   * It has been lost, and what its inputs said is no longer believed: its next answer tells of all of them, also where a port was away only
   * between two polls. Absent where every answer tells of everything, or of what passes by.
   */
  forget?(): void;
}

/** For people: the line's health. */
export interface DeviceHealth {
  readonly device: string;
  readonly answering: boolean;
  readonly polls: number;
  readonly timeouts: number;
  readonly noise_bytes: number;
}
