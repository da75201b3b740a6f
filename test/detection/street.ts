import { type Detected, Detection } from "../../src/detection/detection.ts";
import type { Calls } from "../../src/traffic/calls.ts";
import type { Entry } from "../../src/traffic/entry.ts";
import type { LaneTraffic } from "../../src/traffic/lanes.ts";
import { DetectorNumber, PhaseNumber } from "../../src/traffic/numbers.ts";
import type { DetectorFault, Observation } from "../../src/traffic/observation.ts";
import type { Detector, PedestrianDetector, Site } from "../../src/traffic/site.ts";
import { Instant, TICK_MS } from "../../src/traffic/time.ts";
import { USUAL } from "../../src/traffic/usual.ts";

export const MINUTE = 60_000;
export const DEVICES = ["rack", "card", "camera"] as const;

/** A stop-line loop of phase 2 on the rack, without any check, unless told otherwise. */
export function loop(number: number, more: Partial<Omit<Detector, "call_phase">> & { call_phase?: number | null } = {}): Detector {
  const { call_phase = 2, ...rest } = more;
  return {
    ...USUAL.detector,
    number: DetectorNumber(number),
    name: `loop ${number}`,
    device: "rack",
    input: number,
    kind: "stop-line",
    approach: "north",
    lane: 1,
    distance_m: 0,
    call_phase: call_phase === null ? null : PhaseNumber(call_phase),
    delay_ms: 0,
    extend_ms: 0,
    lock: false,
    no_activity_min: 0,
    max_presence_min: 0,
    erratic_counts_per_min: 0,
    ...rest,
  };
}

/** A lane of the camera. */
export const lane = (number: number, more: Partial<Omit<Detector, "call_phase">> = {}): Detector =>
  loop(number, { device: "camera", kind: "count", call_phase: null, ...more });

export const button = (number: number, phase: number): PedestrianDetector => ({
  number: DetectorNumber(number),
  name: `button ${number}`,
  device: "rack",
  input: 12 + number,
  call_phase: PhaseNumber(phase),
});

export function siteOf(detectors: readonly Detector[], pedestrian_detectors: readonly PedestrianDetector[] = []): Site {
  const device = (name: string) => ({ name, port: name, protocol: "", profile: "", address: 1, poll_ms: 100, timeout_ms: 100 });
  // Detection looks at nothing else of a site.
  return { devices: DEVICES.map(device), detectors, pedestrian_detectors, inputs: [] } as Partial<Site> as Site;
}

export const on = (at: number, detector: number): Observation => actuation(at, detector, true);
export const zone = (at: number, detector: number, vehicles: number): Observation => ({
  kind: "zone",
  at: Instant(at),
  detector: DetectorNumber(detector),
  vehicles,
});
export const off = (at: number, detector: number): Observation => actuation(at, detector, false);
const actuation = (at: number, detector: number, on: boolean): Observation => ({
  kind: "actuation",
  at: Instant(at),
  detector: DetectorNumber(detector),
  on,
  source: "received",
});
export const press = (at: number, detector: number, on = true): Observation => ({
  kind: "button",
  at: Instant(at),
  detector: DetectorNumber(detector),
  on,
});
export const reported = (at: number, detector: number, fault: DetectorFault, on = true): Observation => ({
  kind: "detector-fault",
  at: Instant(at),
  detector: DetectorNumber(detector),
  fault,
  on,
});
export const answers = (at: number, device: (typeof DEVICES)[number], answering: boolean): Observation => ({
  kind: "device",
  at: Instant(at),
  device: DEVICES.indexOf(device),
  answering,
});
export const count = (at: number, detector: number, volume: number, more = {}): Observation => ({
  kind: "count",
  at: Instant(at),
  detector: DetectorNumber(detector),
  volume,
  occupancy_pm: 100,
  speed_dkmh: 400,
  interval_ms: 10_000,
  ...more,
});

/** A camera's zone of 60 m. */
export const looks = (number: number, more: Partial<Omit<Detector, "call_phase">> = {}): Detector =>
  lane(number, { kind: "zone", length_m: 60, ...more });

/** A vehicle on `detector` from `from` to `to`. */
export const vehicle = (detector: number, from: number, to: number): readonly Observation[] => [on(from, detector), off(to, detector)];

const copyOf = ({ vehicle, locking, pedestrian, fault_recall, actuations }: Calls): Calls => ({
  vehicle: vehicle.slice(),
  locking: locking.slice(),
  pedestrian: pedestrian.slice(),
  fault_recall: fault_recall.slice(),
  actuations: actuations.slice(),
});

/** Detection on a street that happens as it is told. Keeps what each tick called, and every entry. */
export class Street {
  readonly detection: Detection;
  readonly entries: Entry[] = [];
  /** By tick. */
  readonly traffic: LaneTraffic[] = [];
  now = 0;
  readonly #ticks: { readonly now: number; readonly calls: Calls }[] = [];

  constructor(detectors: readonly Detector[], buttons: readonly PedestrianDetector[] = []) {
    this.detection = new Detection(siteOf(detectors, buttons));
  }

  /** Goes on to `to`, in ticks; `happens` may be in any order. */
  run(to: number, happens: readonly Observation[] = [], tick_ms = TICK_MS): this {
    const coming = happens.toSorted((a, b) => a.at - b.at);
    for (let next = 0; this.now < to; ) {
      this.now += tick_ms;
      const first = next;
      while (next < coming.length && coming[next]!.at <= this.now) next++;
      const detected: Detected = this.detection.step(Instant(this.now), coming.slice(first, next));
      this.entries.push(...detected.entries);
      this.#ticks.push({ now: this.now, calls: copyOf(detected.calls) });
      this.traffic.push(structuredClone(detected.traffic));
    }
    return this;
  }

  /** Ticks, from the first to the last, in which `phase` was called in this way. */
  spans(way: keyof Calls, phase: number): readonly (readonly [from: number, to: number])[] {
    const spans: [number, number][] = [];
    let open: [number, number] | null = null;
    for (const { now, calls } of this.#ticks) {
      if (calls[way][phase - 1] === 0) open = null;
      else if (open) open[1] = now;
      else {
        open = [now, now];
        spans.push(open);
      }
    }
    return spans;
  }

  /** Entries with one of these codes: instant, code, parameter. */
  told(...codes: readonly number[]): readonly (readonly number[])[] {
    return this.entries.filter((e) => codes.includes(e.code)).map((e) => [e.at, e.code, e.param]);
  }

  /** Volume and occupancy of each minute of a detector. */
  bins(detector: number) {
    return this.entries
      .filter((e) => e.code === 321 && e.param === detector)
      .map((e) => ({
        at: e.at,
        volume: e.value,
        ...(JSON.parse(e.detail) as { occupancy_pm: number; seen_ms: number; speed_dkmh: number }),
      }));
  }

  /** What the page shows of a detector. */
  shown(detector: number) {
    return this.detection.state(Instant(this.now)).find((d) => d.detector === detector);
  }
}
