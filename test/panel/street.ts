import { readFileSync } from "node:fs";
import { readSite } from "../../src/config/index.ts";
import type { Interval, LinkLive, Live } from "../../src/traffic/live.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

/** An example site. */
export function example(name: string): Site {
  const file = `${name}.toml`;
  const reading = readSite(readFileSync(new URL(`../../deploy/sites/${file}`, import.meta.url), "utf8"), file);
  if (!reading.ok) throw new Error(`the site file ${file} is broken`);
  return reading.site;
}

export const fourLeg = (): Site => example("four-leg");

/** 14:03:20 in Berlin. */
export const START = WallTime(Date.UTC(2026, 9, 14, 12, 3, 20));

/** Who is green together (in a site of stages the first of them), and for how long; every green is followed by 3.6 s of yellow and 1.5 s of red clearance. */
const STAGES: readonly { readonly phases: readonly [number, number]; readonly green_ds: number }[] = [
  { phases: [2, 6], green_ds: 240 },
  { phases: [3, 7], green_ds: 80 },
  { phases: [4, 8], green_ds: 200 },
  { phases: [1, 5], green_ds: 90 },
];
const [YELLOW_DS, RED_DS, WALK_DS, CLEAR_DS] = [36, 15, 70, 110];
export const CYCLE_DS = STAGES.reduce((sum, { green_ds }) => sum + green_ds + YELLOW_DS + RED_DS, 0);

interface Moment {
  readonly phases: readonly [number, number];
  readonly next: readonly [number, number];
  readonly interval: Interval;
  readonly elapsed_ds: number;
  readonly left_ds: number;
}

function moment(ds: number): Moment {
  let into = ds % CYCLE_DS;
  for (const [i, { phases, green_ds }] of STAGES.entries()) {
    const next = STAGES[(i + 1) % STAGES.length]!.phases;
    for (const [interval, length] of [
      ["green", green_ds],
      ["yellow", YELLOW_DS],
      ["red-clear", RED_DS],
    ] as const) {
      if (into < length) return { phases, next, interval, elapsed_ds: into, left_ds: length - into };
      into -= length;
    }
  }
  throw new Error("a cycle has an end");
}

/** A plausible street `ds` tenths after the start: a plain cycle, loops that come and go, one of everything that the page shows. */
export function liveAt(site: Site, ds: number): Live {
  const now = moment(ds);
  const green = now.interval === "green";
  const pedOf = (phase: number, walk_ds: number) => {
    if (walk_ds === 0) return "none" as const;
    if (!green || !now.phases.includes(phase as never)) return "dont-walk" as const;
    return now.elapsed_ds < WALK_DS ? "walk" : now.elapsed_ds < WALK_DS + CLEAR_DS ? "ped-clear" : "dont-walk";
  };
  const intervalOf = (phase: number): Interval => (now.phases.includes(phase as never) ? now.interval : "red");
  return {
    unit: site.id,
    at: Instant(ds * 100),
    wall: WallTime(START + ds * 100),
    mode: "actuated",
    mode_cause: "",
    pattern: 1,
    coordination: { source: "other", source_cause: "the start pattern", status: "free", free: "command-free", cycle_ds: null },
    rings: site.rings.map(({ number }, i) => ({
      ring: number,
      phase: now.phases[i]!,
      interval: now.interval,
      elapsed_ds: now.elapsed_ds,
      min_left_ds: green ? Math.max(0, 80 - now.elapsed_ds) : 0,
      gap_left_ds: green ? 25 - ((now.elapsed_ds + 7 * i) % 25) : 0,
      max_left_ds: green && now.elapsed_ds > 60 ? 450 - now.elapsed_ds : 0,
      clear_left_ds: green ? 0 : now.left_ds,
      next: now.next[i]!,
    })),
    phases: site.phases.map(({ number, walk_ds }) => ({
      phase: number,
      interval: intervalOf(number),
      ped: pedOf(number, walk_ds),
      call: now.next.includes(number) || (number + Math.floor(ds / 90)) % 3 === 0,
      ped_call: walk_ds > 0 && intervalOf(number) === "red" && Math.floor(ds / 120 + number) % 4 === 0,
      terminated_by: number % 4 === 0 ? "max-out" : "gap-out",
      fault_recall: false,
    })),
    flash: "not-flash",
    plan: null,
    departures: null,
    neighbours: [],
    preempt: null,
    stop_time: false,
    manual: false,
    priority: [],
    channels: site.channels.map(({ number, kind, phase, also_phases, overlap }) => {
      if (kind !== "pedestrian") {
        const included = site.overlaps.find((o) => o.number === overlap)?.included ?? [phase];
        const interval = included.map(intervalOf).find((each) => each !== "red") ?? "red";
        return { channel: number, indication: interval === "red-clear" || interval === "leading-walk" ? "red" : interval };
      }
      const walks = [phase, ...also_phases].map((each) => pedOf(each, 1));
      const ped = walks.find((each) => each !== "dont-walk") ?? "dont-walk";
      return { channel: number, indication: ped === "walk" ? "green" : ped === "ped-clear" ? "flashing-red" : "red" };
    }),
    detectors: site.detectors.map(({ number, kind, call_phase }) => ({
      detector: number,
      on:
        kind !== "count" &&
        (call_phase !== null && intervalOf(call_phase) === "red" ? number % 3 !== 0 : Math.floor(ds / 7 + number * 5) % 4 === 0),
      fault: number === 18 ? "open loop" : "",
      volume: kind === "count" ? 4 + (number % 5) : (Math.floor(ds / 300) + number * 3) % 14,
      occupancy_pm: number > 24 ? -1 : (number * 37 + Math.floor(ds / 50)) % 400,
      seen: Math.floor(ds / 60) + number,
    })),
    buttons: site.pedestrian_detectors.map(({ number }) => ({ button: number, on: false, seen: Math.floor(ds / 900) })),
    monitor: { fault: "", channels: [] },
    devices: site.devices.map(({ name, port }, i) => ({
      device: name,
      port,
      answering: name !== "loop-south-2",
      polls: 128_400 + ds * 10 + i,
      timeouts: name === "loop-south-2" ? 214 : 0,
      noise_bytes: name === "rack" ? 12 : 0,
    })),
    ports: site.ports.map(({ name, path }) => ({ port: name, path, open: true })),
    journal: { epoch: "6f1c2a90", last_seq: 48_211 + ds, pending: ds % 100, fault: "" },
    tick_late_ms: 0.4,
  };
}

export function linkAt(ds: number): LinkLive {
  const last_seq = 48_211 + ds - (ds % 100);
  return {
    broker: "brain.example.net:8883",
    state: "connected",
    cause: "",
    epoch: "6f1c2a90",
    last_seq,
    acked_seq: last_seq - 37,
    commands_taken: 3,
    commands_refused: 1,
  };
}
