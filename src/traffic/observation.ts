import type { CabinetWord } from "./cabinet.ts";
import type { DetectorNumber } from "./numbers.ts";
import type { Instant } from "./time.ts";

/**
 * Where a stamp comes from. The brain can weigh a measurement only if it knows (a stamp taken on receipt carries the line's delay).
 */
export type StampSource = "sensor" | "received";

/** What the electronics say is wrong with one input. NTCIP 1202 vehicleDetectorReportedAlarms, in its bit order. */
export type DetectorFault = "other" | "watchdog" | "open-loop" | "shorted-loop" | "excessive-change";

/** What the street told us, with the site file's meaning already given to it: the only inputs from detectors that logic sees. */
export type Observation =
  | {
      readonly kind: "actuation";
      readonly at: Instant;
      readonly detector: DetectorNumber;
      readonly on: boolean;
      readonly source: StampSource;
      /**
       * Stamped by the sensor: how long before `at` it took place, by the sensor's clock. Order, calls and replay go by `at`, when it was
       * received; durations go by the sensor.
       */
      readonly age_ms?: number;
      /** With the off of a vehicle whose speed the sensor has measured: in tenths of km/h. */
      readonly speed_dkmh?: number;
    }
  | {
      /** A pedestrian push button; `detector` is a pedestrian detector's number. */
      readonly kind: "button";
      readonly at: Instant;
      readonly detector: DetectorNumber;
      readonly on: boolean;
    }
  | {
      /** One counting interval of a camera or radar lane. */
      readonly kind: "count";
      readonly at: Instant;
      readonly detector: DetectorNumber;
      /** Vehicles in the interval. */
      readonly volume: number;
      /** Occupancy in per mille of the interval; -1 if the device does not measure it. */
      readonly occupancy_pm: number;
      /** Mean speed in tenths of km/h; -1 if not measured or nobody passed. */
      readonly speed_dkmh: number;
      readonly interval_ms: number;
      /** Vehicles of each of the device's own length classes, the shortest first, where it has some; they add up to the volume. */
      readonly classes?: readonly number[];
    }
  | {
      /** How many vehicles a camera sees now in its zone before the stop line. */
      readonly kind: "zone";
      readonly at: Instant;
      readonly detector: DetectorNumber;
      readonly vehicles: number;
    }
  | {
      /** The electronics report (or clear) a fault of one input. */
      readonly kind: "detector-fault";
      readonly at: Instant;
      readonly detector: DetectorNumber;
      readonly fault: DetectorFault;
      readonly on: boolean;
    }
  | {
      /** The same of a pedestrian detector's input; the two number their detectors apart. */
      readonly kind: "button-fault";
      readonly at: Instant;
      readonly detector: DetectorNumber;
      readonly fault: DetectorFault;
      readonly on: boolean;
    }
  | {
      /** A contact in the cabinet that is no detector; `contact` is a unit input's number. */
      readonly kind: "contact";
      readonly at: Instant;
      readonly contact: number;
      readonly on: boolean;
    }
  | {
      /** The electronics report (or clear) a fault of a contact's input. */
      readonly kind: "contact-fault";
      readonly at: Instant;
      readonly contact: number;
      readonly fault: DetectorFault;
      readonly on: boolean;
    }
  | {
      /** What the cabinet's own monitor says; `device` drives the lamps that it watches, and is its index in the site file's list. */
      readonly kind: "cabinet";
      readonly at: Instant;
      readonly device: number;
      readonly word: CabinetWord;
    }
  | {
      /** What a device says of itself, each "" where it does not say; `device` is its index in the site file's list. `changed`: it is another one than before. */
      readonly kind: "identity";
      readonly at: Instant;
      readonly device: number;
      readonly serial_number: string;
      readonly version: string;
      readonly changed: boolean;
    }
  | {
      /** A device stopped answering, or answers again. `device` is its index in the site file's list. */
      readonly kind: "device";
      readonly at: Instant;
      readonly device: number;
      readonly answering: boolean;
    };
