import type { Live } from "../traffic/live.ts";
import type { WallTime } from "../traffic/time.ts";

/** So long without anything that should not be. */
export const HEALTHY_MS = 600_000;
/** A tick that is later than a tenth has taken the next one's place. */
const LATE_MS = 100;
/** One frame of a thousand may be lost, and three whatever their number: less is no line's fault. */
const LOST_PM = 1;
const LOST_FEW = 3;
/** Whoever has not looked for so long cannot say that nothing happened. */
const UNSEEN_MS = 3_000;

/** Why the ten minutes began anew. `about`: the device, port, detector or cause. */
export interface Incident {
  readonly why:
    | "unit-restarted"
    | "not-watched"
    | "flash"
    | "monitor"
    | "late"
    | "detector"
    | "device"
    | "port"
    | "lost-frames"
    | "journal";
  readonly about: string;
  readonly at: WallTime;
}

/** Where the ten minutes stand. */
export interface RunState {
  readonly healthy_ms: number;
  readonly since: WallTime;
  readonly polls: number;
  readonly timeouts: number;
  readonly worst_late_ms: number;
  /** What began them anew last; null: nothing. */
  readonly last: Incident | null;
}

/** Ten minutes of healthy running, from what the unit shows ten times a second and from the counts that it keeps. */
export class Running {
  #first: Live | null = null;
  #last: Live | null = null;
  #worst_ms = 0;
  #incident: Incident | null = null;

  show(live: Live): void {
    const incident = this.#wrong(live);
    this.#last = live;
    if (incident !== null) {
      this.#incident = { ...incident, at: live.wall };
      this.#first = null;
      return;
    }
    if (this.#first === null) this.#worst_ms = 0;
    this.#first ??= live;
    this.#worst_ms = Math.max(this.#worst_ms, live.tick_late_ms);
  }

  /** A walk begins or goes on: what was before that is none of it, and nobody is to blame. */
  anew(): void {
    this.#first = null;
    this.#incident = null;
  }

  get now(): RunState {
    const [first, last] = [this.#first, this.#last];
    const none = { healthy_ms: 0, since: (last?.wall ?? 0) as WallTime, polls: 0, timeouts: 0, worst_late_ms: 0, last: this.#incident };
    if (first === null || last === null) return none;
    return { ...none, healthy_ms: last.at - first.at, since: first.wall, ...counts(first, last), worst_late_ms: Math.ceil(this.#worst_ms) };
  }

  #wrong(live: Live): Omit<Incident, "at"> | null {
    const before = this.#last;
    if (before !== null && live.at < before.at) return { why: "unit-restarted", about: "" };
    if (before !== null && live.at - before.at > UNSEEN_MS)
      return { why: "not-watched", about: String(Math.round((live.at - before.at) / 1_000)) };
    if (live.monitor.fault !== "") return { why: "monitor", about: live.monitor.fault };
    if (live.flash !== "not-flash" || live.mode === "flash" || live.mode === "start-up") return { why: "flash", about: live.mode_cause };
    const port = live.ports.find(({ open }) => !open);
    if (port !== undefined) return { why: "port", about: port.port };
    const device = live.devices.find(({ answering }) => !answering);
    if (device !== undefined) return { why: "device", about: device.device };
    // Where nobody comes, nothing is broken.
    const detector = live.detectors.find(({ fault }) => fault !== "" && fault !== "no activity");
    if (detector !== undefined) return { why: "detector", about: `${detector.detector}: ${detector.fault}` };
    if (live.journal.fault !== "") return { why: "journal", about: live.journal.fault };
    if (live.tick_late_ms >= LATE_MS) return { why: "late", about: String(Math.round(live.tick_late_ms)) };
    return this.#first === null ? null : lost(this.#first, live);
  }
}

function lost(first: Live, live: Live): Omit<Incident, "at"> | null {
  for (const device of live.devices) {
    const begun = first.devices.find((each) => each.device === device.device);
    const timeouts = device.timeouts - (begun?.timeouts ?? 0);
    const polls = device.polls - (begun?.polls ?? 0);
    if (timeouts > LOST_FEW && timeouts * 1_000 > polls * LOST_PM)
      return { why: "lost-frames", about: `${device.device}: ${timeouts} of ${polls}` };
  }
  return null;
}

function counts(first: Live, last: Live): { readonly polls: number; readonly timeouts: number } {
  const sum = (live: Live, of: "polls" | "timeouts") => live.devices.reduce((all, device) => all + device[of], 0);
  return { polls: sum(last, "polls") - sum(first, "polls"), timeouts: sum(last, "timeouts") - sum(first, "timeouts") };
}
