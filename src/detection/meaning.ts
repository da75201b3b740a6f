import type { Reading } from "../serial/device.ts";
import type { Heard } from "../serial/line.ts";
import type { DetectorNumber } from "../traffic/numbers.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";

type OfInput = Exclude<Reading, { readonly kind: "cabinet" | "identity" }>;

/** What the site file says of one device. Detectors lie at their input number; holes are inputs that nothing is wired to. */
interface Wiring {
  readonly device: number;
  readonly detectors: (DetectorNumber | undefined)[];
  readonly buttons: (DetectorNumber | undefined)[];
  readonly contacts: (number | undefined)[];
}

/** Gives what a line heard its meaning: "input 3 of the rack" becomes "detector 3", by the site file. */
export class Meaning {
  readonly #wirings: ReadonlyMap<string, Wiring>;

  constructor(site: Site) {
    this.#wirings = new Map(site.devices.map(({ name }, device) => [name, { device, detectors: [], buttons: [], contacts: [] }]));
    for (const d of site.detectors) this.#wiring(d.device).detectors[d.input] = d.number;
    for (const b of site.pedestrian_detectors) this.#wiring(b.device).buttons[b.input] = b.number;
    for (const c of site.inputs) this.#wiring(c.device).contacts[c.input] = c.number;
  }

  /** Null for inputs that nothing in the site file uses: a board has more of them than a cabinet has loops. */
  of(heard: Heard): Observation | null {
    const wiring = this.#wirings.get(heard.device);
    if (wiring === undefined) return null;
    const { at } = heard;
    if (heard.kind === "answering") return { kind: "device", at, device: wiring.device, answering: heard.answering };
    const { reading } = heard;
    if (reading.kind === "cabinet") return { kind: "cabinet", at, device: wiring.device, word: reading.word };
    if (reading.kind === "identity") {
      const { kind, serial_number, version, changed } = reading;
      return { kind, at, device: wiring.device, serial_number, version, changed };
    }
    const detector = wiring.detectors[reading.input];
    if (detector !== undefined) return ofDetector(at, detector, reading);
    const button = wiring.buttons[reading.input];
    if (button !== undefined) return ofButton(at, button, reading);
    const contact = wiring.contacts[reading.input];
    return contact === undefined ? null : ofContact(at, contact, reading);
  }

  #wiring(device: string): Wiring {
    const wiring = this.#wirings.get(device);
    if (!wiring) throw new RangeError(`the site has no device "${device}"`);
    return wiring;
  }
}

function ofDetector(at: Instant, detector: DetectorNumber, reading: OfInput): Observation {
  switch (reading.kind) {
    case "presence": {
      const { on, age_ms, speed_dkmh } = reading;
      const speed = speed_dkmh === undefined ? undefined : { speed_dkmh };
      if (age_ms === undefined) return { kind: "actuation", at, detector, on, source: "received", ...speed };
      return { kind: "actuation", at, detector, on, source: "sensor", age_ms, ...speed };
    }
    case "fault":
      return { kind: "detector-fault", at, detector, fault: reading.fault, on: reading.on };
    case "count": {
      const { kind, volume, occupancy_pm, speed_dkmh, interval_ms, classes } = reading;
      return { kind, at, detector, volume, occupancy_pm, speed_dkmh, interval_ms, ...(classes && { classes }) };
    }
    case "zone":
      return { kind: "zone", at, detector, vehicles: reading.vehicles };
  }
}

function ofButton(at: Instant, detector: DetectorNumber, reading: OfInput): Observation | null {
  switch (reading.kind) {
    case "presence":
      return { kind: "button", at, detector, on: reading.on };
    case "fault":
      return { kind: "button-fault", at, detector, fault: reading.fault, on: reading.on };
    case "count":
    case "zone":
      return null;
  }
}

function ofContact(at: Instant, contact: number, reading: OfInput): Observation | null {
  switch (reading.kind) {
    case "presence":
      return { kind: "contact", at, contact, on: reading.on };
    case "fault":
      return { kind: "contact-fault", at, contact, fault: reading.fault, on: reading.on };
    case "count":
    case "zone":
      return null;
  }
}
