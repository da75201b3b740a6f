import type { Record, Request } from "../journal/port.ts";
import { CODE } from "../traffic/codes.ts";
import { detailOf, textIn } from "../traffic/detail.ts";
import type { Site } from "../traffic/site.ts";
import type { Run } from "./run.ts";
import { LEAD_MS, type Slice } from "./slice.ts";
import { sourcesOf, type Witness } from "./source.ts";

/** Stamps, and the way from a loop to the line. */
const LATE_MS = 60_000;
/** Nobody came for so long: at night that happens. For longer, the loop was dead, and had been since it was last heard. */
const QUIET_MS = 3 * 3_600_000;
/** Who saw less than this part of what another of the lane did, and so many fewer, was not looking. */
const [SAW, FEW] = [0.85, 3];
const BEGIN_YELLOW = 8;
const FROM_THE_CENTRE = ["request-priority", "cancel-priority", "place-call"];

/** Who came, as everything that saw or heard somebody tells it: loops, buttons, the centre. */
export class Witnesses {
  readonly #lanes: ReturnType<typeof sourcesOf>;
  readonly #byDetector: ReadonlyMap<number, Witness>;
  readonly #buttons: readonly number[];
  #presses: { readonly detector: number; readonly at: number }[] = [];
  #requests: { readonly at: number; readonly request: Request }[] = [];

  constructor(site: Site, link_m: number) {
    this.#lanes = sourcesOf(site, link_m);
    this.#byDetector = new Map(this.#lanes.flatMap(({ sources }) => sources.map((source) => [source.detector.number, source])));
    this.#buttons = site.pedestrian_detectors.map(({ number }) => number);
  }

  take(record: Record): void {
    const { at, code, param, detail, input } = record;
    // What a device told while it was away, or in a hole, is not told again.
    if (code === CODE.gap || code === CODE.deviceBack) for (const source of this.#byDetector.values()) source.lose();
    else if (code === CODE.pedestrianOn && input) this.#presses.push({ detector: param, at });
    else if (code === CODE.commandReceived) this.#ask(at, detail);
    else if (code === BEGIN_YELLOW) this.#ends(param, at);
    else if (isOfDetector(code)) this.#byDetector.get(param)?.take(record);
  }

  /** Nothing comes any more. */
  close(): void {
    for (const source of this.#byDetector.values()) source.close();
  }

  /** How long it may take until it is known that a loop is dead, or stuck. */
  get watch_ms(): number {
    const minutes = [...this.#byDetector.values()].map(({ detector }) => Math.max(detector.no_activity_min, detector.max_presence_min));
    return Math.max(0, ...minutes) * 60_000;
  }

  /** Whether a queue that began before `at` is still there at `now`: who came in it is known when it is gone. */
  queued(at: number, now: number): boolean {
    return [...this.#byDetector.values()].some((source) => source.openSince(now) <= at + LATE_MS);
  }

  /** A lane of which nobody could tell who came, in words; "" where there is none. */
  unseen(from: number, to: number): string {
    for (const { approach, lane, sources } of this.#lanes) {
      if (sources.length > 0 && sources.every((source) => failed(source, from, to)))
        return `nothing that sees ${approach} lane ${lane} was good (${sources[0]!.failures.at(-1)?.words || "fault"})`;
    }
    return "";
  }

  /** Those who came from an instant on, which is 0 of what is told; counted behind the lead. */
  of(from: number, to: number): Pick<Slice, "lanes" | "crossings" | "requests" | "vehicles" | "presses" | "whole"> {
    const counted = (latest: number) => latest >= LEAD_MS && latest < to - from;
    const vehiclesOf = (runs: readonly Run[]) => runs.reduce((sum, { latest_ms }) => sum + latest_ms.filter(counted).length, 0);
    const lanes = this.#lanes.flatMap(({ approach, lane, sources }) => {
      const told = sources
        .filter((source) => !failed(source, from, to))
        .map((source) => {
          const runs = source.runs
            .filter(({ from_ms, latest_ms }) => latest_ms.at(-1)! >= from && from_ms < to)
            .map((run) => moved(run, from));
          return { approach, lane, by: source.detector.kind, runs, vehicles: vehiclesOf(runs) };
        });
      const most = Math.max(...told.map(({ vehicles }) => vehicles));
      return told.find(({ vehicles }) => vehicles >= most * SAW - FEW) ?? [];
    });
    const within = ({ at }: { readonly at: number }) => at >= from && at < to;
    const crossings = this.#buttons.map((detector) => {
      const presses = this.#presses.filter((press) => press.detector === detector && within(press));
      return { detector, at_ms: presses.map(({ at }) => at - from) };
    });
    const calling = this.#lanes.flatMap(({ sources }) => sources.filter(({ detector }) => detector.call_phase !== null));
    return {
      lanes,
      crossings,
      requests: this.#requests.filter(within).map(({ at, request }) => ({ at_ms: at - from, request })),
      vehicles: lanes.reduce((sum, { vehicles }) => sum + vehicles, 0),
      presses: crossings.reduce((sum, { at_ms }) => sum + at_ms.filter(counted).length, 0),
      whole: calling.every(({ failures }) => !failures.some((f) => f.from < to && f.to > from)),
    };
  }

  /** What was over before is not asked for any more. */
  forget(before: number): void {
    for (const source of this.#byDetector.values()) source.forget(before);
    this.#presses = this.#presses.filter(({ at }) => at >= before);
    this.#requests = this.#requests.filter(({ at }) => at >= before);
  }

  #ends(phase: number, at: number): void {
    for (const source of this.#byDetector.values()) if (source.detector.call_phase === phase) source.ends(at);
  }

  #ask(at: number, detail: string): void {
    const asked = detailOf(detail);
    if (asked["refused"] === "" && FROM_THE_CENTRE.includes(textIn(asked, "command")))
      this.#requests.push({ at, request: asked as unknown as Request });
  }
}

const isOfDetector = (code: number): boolean =>
  code === CODE.inputOn ||
  code === CODE.inputOff ||
  code === CODE.count ||
  code === CODE.zone ||
  (code >= CODE.detectorRestored && code <= 88);

/** What is only found out when it has lasted has been so before. */
function failed({ detector, failures }: Witness, from: number, to: number): boolean {
  return failures.some((f) => {
    if (f.words === "no activity" && f.to - f.from < QUIET_MS) return false;
    const watched_min = f.words === "no activity" ? detector.no_activity_min : f.words === "max presence" ? detector.max_presence_min : 0;
    return f.from - watched_min * 60_000 < to && f.to > from;
  });
}

const moved = ({ from_ms, exact, latest_ms }: Run, by: number): Run => ({
  from_ms: from_ms - by,
  exact,
  latest_ms: latest_ms.map((at) => at - by),
});
