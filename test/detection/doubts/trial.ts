import { phasesCalled } from "../../../src/detection/calls.ts";
import { Detection } from "../../../src/detection/detection.ts";
import type { DoubtDetail } from "../../../src/detection/doubts/doubts.ts";
import { Doubts } from "../../../src/detection/doubts/doubts.ts";
import { Random } from "../../../src/street/random.ts";
import { Street } from "../../../src/street/street.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import type { Entry } from "../../../src/traffic/entry.ts";
import type { DetectorNumber } from "../../../src/traffic/numbers.ts";
import type { Observation } from "../../../src/traffic/observation.ts";
import type { Detector, Site } from "../../../src/traffic/site.ts";
import { Instant, TICK_MS, WallTime } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { type Injection, Wires } from "./inject.ts";

export type Kind = Injection["kind"];
export const KINDS: readonly Kind[] = ["stuck-on", "stuck-off", "chatter", "crosstalk", "drift", "swapped"];

const HOUR = 3_600_000;
/** Some order before anything goes wrong, and so long to find it. */
export const GOOD_MS = 2 * HOUR;
export const BAD_MS = 3 * HOUR;

/** What was found of a detector: a doubt, or a fault. */
export interface Finding {
  readonly at: number;
  readonly detector: number;
  readonly what: string;
  readonly other: number | null;
  readonly words: string;
}

export interface Trial {
  readonly injection: Injection | null;
  readonly findings: readonly Finding[];
  /** Whether the fault was found, and named; of a trial without one false. */
  readonly found: boolean;
  /** Minutes from the beginning of the fault; null where it was not found. */
  readonly after_min: number | null;
  /** Findings that are not about the fault. */
  readonly wrong: readonly Finding[];
}

/** A tick in which something was said or decided. */
interface Happened {
  readonly now: Instant;
  readonly observations: readonly Observation[];
  readonly decided: readonly Entry[];
}

/** A morning on the simulated street with a unit that controls it; `wires` lie between the electronics and the unit. `begin_h`: when it begins. Returns the street at its end. */
export function morning(
  site: Site,
  text: string,
  seed: number,
  wires: Wires,
  see: (happened: Happened, entries: readonly Entry[]) => void,
  begin_h: number,
  end_ms = GOOD_MS + BAD_MS,
) {
  const street = new Street(site, seed, { began_ms: begin_h * HOUR });
  const unit = new Unit(site, { version: "test", site: text, wall: WallTime(Date.UTC(2026, 0, 5, begin_h)) });
  const cables = unit.lines.all.map((line) => ({ line, field: street.line(line.port) }));
  for (const { line, field } of cables) {
    const said = line.opened(Instant(0));
    if (said !== null) field.heard(Instant(0), said);
  }
  for (let now = TICK_MS as Instant; now <= end_ms; now = (now + TICK_MS) as Instant) {
    for (const { line, field } of cables) talk(line, field, (now - TICK_MS + 1) as Instant, now);
    street.step(now);
    const truth = unit.lines.observations(now);
    const { entries, channels } = unit.decide({
      now,
      observations: wires.heard(now, truth),
      requests: [],
      announcements: [],
      correction_ms: 0,
      missed: 0,
    });
    unit.lines.show(now, channels, WallTime(unit.wallBase + now));
    if (entries.length > 0 || truth.length > 0) see({ now, observations: truth, decided: entries }, entries);
  }
  return street;
}

/** The whole loop: the unit reacts to what it is told, and traffic to the unit. */
export function closedTrial(site: Site, text: string, seed: number, kind: Kind | null, begin_h = 6): Trial {
  const injection = kind === null ? null : injectionFor(site, seed, kind);
  const findings: Finding[] = [];
  morning(site, text, seed, new Wires(seed, injection), (_, entries) => findings.push(...findingsIn(entries)), begin_h);
  return judged(site, injection, findings);
}

export type Recording = readonly Happened[];

/** What a good morning's electronics said and its controller decided, to be told again with faults in it. */
export function record(site: Site, text: string, seed: number, begin_h = 6): Recording {
  const happened: Happened[] = [];
  morning(
    site,
    text,
    seed,
    new Wires(seed, null, true),
    (each) => void happened.push({ ...each, decided: each.decided.filter(isPhase) }),
    begin_h,
  );
  return happened;
}

const isPhase = ({ code }: Entry): boolean => code <= 12;

/** The open loop: detection hears a recorded morning with a fault in it, and the greens are those of the good one. Twenty times as fast. */
export function openTrial(site: Site, recording: Recording, seed: number, kind: Kind | null): Trial {
  const injection = kind === null ? null : injectionFor(site, seed, kind);
  const wires = new Wires(seed, injection);
  const detection = new Detection(site);
  const doubts = new Doubts(site, (place) => detection.failedOtherwise(place));
  const findings: Finding[] = [];
  let next = 0;
  for (let now = TICK_MS as Instant; now <= GOOD_MS + BAD_MS; now = (now + TICK_MS) as Instant) {
    const happened = recording[next]?.now === now ? recording[next++] : undefined;
    const observations = wires.heard(now, happened?.observations ?? []);
    findings.push(...findingsIn(detection.step(now, observations).entries));
    const compared = doubts.step(now, observations, happened?.decided ?? []);
    findings.push(...findingsIn(compared.entries));
    for (const { detector, on } of compared.misses) detection.misses(detector, on);
    for (const { detector, on } of compared.swapped) detection.swapped(detector, on);
  }
  return judged(site, injection, findings);
}

function judged(site: Site, injection: Injection | null, findings: readonly Finding[]): Trial {
  const right = (f: Finding): boolean => injection !== null && f.at >= injection.from && names(f, injection);
  const first = findings.find(right);
  return {
    injection,
    findings,
    found: first !== undefined,
    after_min: first === undefined ? null : Math.round((first.at - injection!.from) / 60_000),
    wrong: findings.filter((f) => !right(f) && !consequence(f, injection, site, findings)),
  };
}

function talk(line: Unit["lines"]["all"][number], field: ReturnType<Street["line"]>, from: Instant, to: Instant): void {
  let now = from;
  for (;;) {
    const at = Math.ceil(Math.min(field.saysAt, line.wakeAt));
    if (at > to) return;
    if (at > now) now = at as Instant;
    let answer: Uint8Array | null = null;
    if (field.saysAt <= line.wakeAt) {
      const said = field.said(now);
      if (said !== null) answer = line.heard(now, said);
    } else answer = line.wake(now);
    if (answer !== null) field.heard(now, answer);
  }
}

/** Silence is told of on any quiet street, and ends with the next vehicle: of a loop that is not dead it is no finding. */
const SILENT = new Set(["no activity"]);

function findingsIn(entries: readonly Entry[]): readonly Finding[] {
  return entries.flatMap(({ at, code, param, detail }) => {
    if (code === CODE.doubted) {
      const { doubt, other, words } = JSON.parse(detail) as DoubtDetail;
      return { at, detector: param, what: doubt, other, words };
    }
    return code < 84 || code > 88 ? [] : { at, detector: param, what: detail, other: null, words: detail };
  });
}

/** What must be said of a fault for a technician to look in the right place. */
const SAYS: { readonly [K in Kind]: readonly string[] } = {
  "stuck-on": ["stuck-on", "max presence", "misses", "misses vehicles", "no activity"],
  "stuck-off": ["misses", "misses vehicles", "no activity"],
  chatter: ["chatter", "erratic counts"],
  crosstalk: ["crosstalk"],
  drift: ["misses", "misses vehicles", "lets-go"],
  swapped: ["swapped"],
};

function names(f: Finding, { kind, detector, other }: Injection): boolean {
  if (!SAYS[kind].includes(f.what)) return false;
  if (kind === "crosstalk" || kind === "swapped")
    return (f.detector === detector && f.other === other) || (f.detector === other && f.other === detector);
  return f.detector === detector;
}

/**
 * Of the detectors that have the fault anything may be said, once it is there, and of others what names one of these: of two that disagree
 * the technician looks at both. Silence of any loop in a quiet lane is no finding.
 */
function consequence(f: Finding, injection: Injection | null, { detectors }: Site, findings: readonly Finding[]): boolean {
  if (SILENT.has(f.what)) return true;
  if (injection === null || f.at < injection.from) return false;
  const pair = injection.kind === "crosstalk" || injection.kind === "swapped";
  const its = (number: number | null) => number === injection.detector || (pair && number === injection.other);
  if (its(f.detector) || its(f.other)) return true;
  // The fault that a doubt sets, with it.
  if (
    f.what === "misses vehicles" &&
    findings.some((d) => d.what === "misses" && d.detector === f.detector && its(d.other) && f.at - d.at <= TICK_MS)
  )
    return true;
  // Swapped at the line or before it looks the same, and the words say so.
  const lane = (number: number | null) => detectors.filter((d) => d.number === number).map((d) => `${d.approach} ${d.lane}`)[0];
  const lanes = [lane(injection.detector), lane(injection.other)];
  return injection.kind === "swapped" && f.what === "swapped" && lanes.includes(lane(f.detector)) && lanes.includes(lane(f.other));
}

/** Something goes wrong with one of the site's loops, by seed. Null never: every site has loops for every kind. */
function injectionFor(site: Site, seed: number, kind: Kind): Injection {
  const random = new Random(seed, 78 + KINDS.indexOf(kind));
  const from = GOOD_MS + random.below(600) * 1_000;
  const loops = site.detectors.filter((d) => d.kind === "stop-line" || d.kind === "advance");
  const any = <T>(those: readonly T[]): T => those[random.below(those.length)]!;
  if (kind === "crosstalk") {
    // Feeders run side by side: lane beside lane, or input beside input.
    const pairs = loops.flatMap((a) => loops.filter((b) => a !== b && beside(a, b)).map((b) => [a, b] as const));
    const [a, b] = any(pairs);
    return { kind, detector: a.number, other: b.number, from };
  }
  if (kind === "swapped") {
    const pairs = loops.flatMap((a) => loops.filter((b) => swappable(a, b, loops)).map((b) => [a, b] as const));
    const [a, b] = any(pairs);
    return { kind, detector: a.number, other: b.number, from };
  }
  return { kind, detector: any(loops).number, other: 0 as DetectorNumber, from };
}

const sameLane = (a: Detector, b: Detector) => a.approach === b.approach && a.lane === b.lane;

const beside = (a: Detector, b: Detector): boolean =>
  !sameLane(a, b) &&
  ((a.approach === b.approach && Math.abs(a.lane - b.lane) === 1 && a.kind === b.kind) ||
    (a.device === b.device && a.input + 1 === b.input));

/** Two whose phases differ, and that something tells apart: a stop line's loop, or two advance loops before stop lines that have their own. */
function swappable(a: Detector, b: Detector, loops: readonly Detector[]): boolean {
  if (a === b || phasesCalled(a).some((p) => phasesCalled(b).includes(p)) || sameLane(a, b)) return false;
  if (a.kind === "stop-line" || b.kind === "stop-line") return true;
  const line = (d: Detector) => loops.some((other) => other.kind === "stop-line" && sameLane(d, other));
  return line(a) && line(b);
}
