import { cabinetWordIn } from "../traffic/cabinet.ts";
import { CODE } from "../traffic/codes.ts";
import { type Entry, inputEntry } from "../traffic/entry.ts";
import { DETECTORS_MAX, DetectorNumber } from "../traffic/numbers.ts";
import type { DetectorFault, Observation, StampSource } from "../traffic/observation.ts";
import type { Instant } from "../traffic/time.ts";
import { REPORTED } from "./faults.ts";

/** The value of an input entry of an actuation is its place here. */
const SOURCES = ["sensor", "received"] as const satisfies readonly StampSource[];

type Measured = Pick<Observation & { readonly kind: "actuation" }, "age_ms" | "speed_dkmh">;

/** An observation as the journal keeps it. `observationIn` takes it back out, whole. */
export function entryOf(o: Observation): Entry {
  switch (o.kind) {
    case "actuation":
      return inputEntry(o.at, o.on ? CODE.inputOn : CODE.inputOff, o.detector, SOURCES.indexOf(o.source), measuredDetail(o));
    case "button":
      return inputEntry(o.at, o.on ? CODE.pedestrianOn : CODE.pedestrianOff, o.detector);
    case "count": {
      const { occupancy_pm, speed_dkmh, interval_ms, classes } = o;
      return inputEntry(o.at, CODE.count, o.detector, o.volume, JSON.stringify({ occupancy_pm, speed_dkmh, interval_ms, classes }));
    }
    case "zone":
      return inputEntry(o.at, CODE.zone, o.detector, o.vehicles);
    case "detector-fault":
      return faultEntry(o.at, o.on ? CODE.inputFault : CODE.inputFaultCleared, o.detector, o.fault);
    case "button-fault":
      return faultEntry(o.at, o.on ? CODE.buttonFault : CODE.buttonFaultCleared, o.detector, o.fault);
    case "contact":
      return inputEntry(o.at, o.on ? CODE.contactOn : CODE.contactOff, o.contact);
    case "contact-fault":
      return faultEntry(o.at, o.on ? CODE.contactFault : CODE.contactFaultCleared, o.contact, o.fault);
    case "cabinet":
      return inputEntry(o.at, CODE.cabinet, o.device, 0, JSON.stringify(o.word));
    case "identity": {
      const { serial_number, version } = o;
      return inputEntry(o.at, CODE.deviceIdentity, o.device, o.changed ? 1 : 0, JSON.stringify({ serial_number, version }));
    }
    case "device":
      return inputEntry(o.at, o.answering ? CODE.deviceBack : CODE.deviceLost, o.device);
  }
}

/** Null for every entry that `entryOf` does not make. */
export function observationIn(e: Entry): Observation | null {
  if (!e.input) return null;
  const { at } = e;
  if (e.code === CODE.deviceLost || e.code === CODE.deviceBack) {
    return { kind: "device", at, device: e.param, answering: e.code === CODE.deviceBack };
  }
  if (e.code === CODE.cabinet) {
    const word = cabinetWordIn(e.detail);
    return word && { kind: "cabinet", at, device: e.param, word };
  }
  if (e.code === CODE.deviceIdentity) {
    const { serial_number, version } = tableIn(e) ?? {};
    if (typeof serial_number !== "string" || typeof version !== "string") return null;
    return { kind: "identity", at, device: e.param, serial_number, version, changed: e.value === 1 };
  }
  const contact = contactIn(e);
  if (contact) return contact;
  if (e.param < 1 || e.param > DETECTORS_MAX) return null;
  const detector = DetectorNumber(e.param);
  switch (e.code) {
    case CODE.inputOn:
    case CODE.inputOff: {
      const source = SOURCES[e.value];
      if (!source) return null;
      const actuation = { kind: "actuation", at, detector, on: e.code === CODE.inputOn, source } as const;
      if (e.detail === "") return actuation;
      const measured = measuredIn(e);
      return measured && { ...actuation, ...measured };
    }
    case CODE.pedestrianOn:
    case CODE.pedestrianOff:
      return { kind: "button", at, detector, on: e.code === CODE.pedestrianOn };
    case CODE.count:
      return countIn(at, detector, e);
    case CODE.zone:
      return { kind: "zone", at, detector, vehicles: e.value };
    case CODE.inputFault:
    case CODE.inputFaultCleared: {
      const fault = faultIn(e);
      return fault ? { kind: "detector-fault", at, detector, fault, on: e.code === CODE.inputFault } : null;
    }
    case CODE.buttonFault:
    case CODE.buttonFaultCleared: {
      const fault = faultIn(e);
      return fault ? { kind: "button-fault", at, detector, fault, on: e.code === CODE.buttonFault } : null;
    }
    default:
      return null;
  }
}

/** What the sensor has measured of a vehicle itself; "" where it has nothing. */
const measuredDetail = ({ age_ms, speed_dkmh }: Measured): string =>
  age_ms === undefined && speed_dkmh === undefined ? "" : JSON.stringify({ age_ms, speed_dkmh });

/** Null where that detail is none of ours. */
function measuredIn(e: Entry): Measured | null {
  const { age_ms, speed_dkmh } = tableIn(e) ?? {};
  if (age_ms === undefined && speed_dkmh === undefined) return null;
  if (age_ms !== undefined && !(isWhole(age_ms) && age_ms >= 0)) return null;
  if (speed_dkmh !== undefined && !isWhole(speed_dkmh)) return null;
  return { ...(age_ms === undefined ? undefined : { age_ms }), ...(speed_dkmh === undefined ? undefined : { speed_dkmh }) };
}

function tableIn({ detail }: Entry): { readonly [name: string]: unknown } | null {
  try {
    return JSON.parse(detail) as { readonly [name: string]: unknown } | null;
  } catch {
    return null;
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** The value is the fault's bit in NTCIP 1202's vehicleDetectorReportedAlarms, the detail its name. */
function faultEntry(at: Instant, code: number, number: number, fault: DetectorFault): Entry {
  return inputEntry(at, code, number, REPORTED.indexOf(fault), fault);
}

const faultIn = (e: Entry): DetectorFault | undefined => REPORTED.find((fault) => fault === e.detail);

function contactIn(e: Entry): Observation | null {
  const { at, code, param: contact } = e;
  if (code === CODE.contactOn || code === CODE.contactOff) return { kind: "contact", at, contact, on: code === CODE.contactOn };
  if (code !== CODE.contactFault && code !== CODE.contactFaultCleared) return null;
  const fault = faultIn(e);
  return fault ? { kind: "contact-fault", at, contact, fault, on: code === CODE.contactFault } : null;
}

function countIn(at: Instant, detector: DetectorNumber, e: Entry): Observation | null {
  const { occupancy_pm, speed_dkmh, interval_ms, classes } = tableIn(e) ?? {};
  if (!isWhole(occupancy_pm) || !isWhole(speed_dkmh) || !isWhole(interval_ms)) return null;
  const counted = { kind: "count", at, detector, volume: e.value, occupancy_pm, speed_dkmh, interval_ms } as const;
  if (classes === undefined) return counted;
  return Array.isArray(classes) && classes.every(isWhole) ? { ...counted, classes } : null;
}
