import type { Record, Request } from "../journal/port.ts";
import { WallWords } from "../journal/words.ts";
import { CODE } from "../traffic/codes.ts";
import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Run } from "./run.ts";
import { type PhaseSeen, Seen } from "./seen.ts";
import { LEAD_MS, LEAST_MS, SLICE_MS, type Slice } from "./slice.ts";
import { sourcesOf } from "./source.ts";
import { Spoils } from "./spoils.ts";

/** A run may last as long as a queue does; what began earlier is over by so much after the end of a slice. */
const LATE_MS = 600_000;
/** Nobody came for so long: at night that happens. For longer, the loop was dead, and had been since it was last heard. */
const QUIET_MS = 3 * 3_600_000;
const BEGIN_YELLOW = 8;
/** Start-up is over by then. */
const STARTS_MS = 60_000;
const FROM_THE_CENTRE = ["request-priority", "cancel-priority", "place-call"];

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly wall: WallTime;
  readonly seen: readonly PhaseSeen[];
  readonly patterns: readonly number[];
}

/** Where a slice goes to, or why it is left out. */
export interface Takes {
  slice(slice: Slice): void;
  left(words: string, at: Pick<Slice, "wall" | "length_ms">): void;
}

/** One session of a journal: cuts it at the half hours of the clock, and says of each who came. */
export class SessionReader {
  readonly #session: number;
  readonly #site: Site;
  readonly #takes: Takes;
  readonly #lanes: ReturnType<typeof sourcesOf>;
  readonly #byDetector = new Map<number, ReturnType<typeof sourcesOf>[number]["sources"][number]>();
  readonly #seen: Seen;
  readonly #spoils: Spoils;
  readonly #words = new WallWords();
  readonly #waiting: Cut[] = [];
  #presses: { readonly detector: number; readonly at: number }[] = [];
  #requests: { readonly at: number; readonly request: Request }[] = [];
  /** The wall time at Instant 0. */
  #base: WallTime;
  #from = 0;
  #to = 0;
  #last = 0;
  #begun = -1;
  #hole = false;
  #pattern = 0;
  #patterns = new Set<number>();

  constructor(session: number, site: Site, wall: WallTime, link_m: number, takes: Takes) {
    this.#session = session;
    this.#site = site;
    this.#takes = takes;
    this.#base = wall;
    this.#lanes = sourcesOf(site, link_m);
    for (const { sources } of this.#lanes) for (const source of sources) this.#byDetector.set(source.detector.number, source);
    this.#seen = new Seen(site);
    this.#spoils = new Spoils(site);
    this.#words.set(site.time_zone);
  }

  take(record: Record): void {
    const { at, code, param, detail, input } = record;
    // An input's stamp may be a little older than what was decided before it was heard.
    const now = Math.max(at, this.#last);
    if (this.#begun < 0) this.#begin(at);
    // Before the hole is cut into slices: none of them knows who came.
    if (this.#hole) this.#spoils.hole(this.#last, now);
    this.#hole = code === CODE.gap;
    while (now >= this.#to) this.#cut();
    this.#last = now;
    this.#spoils.take(record);
    this.#seen.take(record);
    if (code === CODE.clockCorrected) this.#base = (this.#base + record.value) as WallTime;
    else if (code === CODE.patternChanged) this.#change(param);
    else if (code === CODE.gap || code === CODE.deviceBack) for (const source of this.#byDetector.values()) source.lose();
    else if (code === CODE.pedestrianOn && input) this.#presses.push({ detector: param, at });
    else if (code === CODE.commandReceived) this.#ask(at, detail);
    else if (code === BEGIN_YELLOW) this.#ends(param, at);
    if (code !== CODE.volumeOccupancy && isOfDetector(code)) this.#byDetector.get(param)?.take(record);
  }

  /** The session has ended. */
  end(): void {
    if (this.#begun < 0) return;
    for (const source of this.#byDetector.values()) source.close();
    if (this.#last - this.#from > 0) this.#close(this.#last);
    for (const cut of this.#waiting.splice(0)) this.#finish(cut);
  }

  /** The first cut is behind the start-up. */
  #begin(at: number): void {
    this.#begun = at;
    this.#from = at;
    this.#to = at + LEAD_MS;
  }

  /** The first half hour of the clock behind an instant. */
  #next(at: number): number {
    return (Math.floor((this.#base + at) / SLICE_MS) + 1) * SLICE_MS - this.#base;
  }

  #cut(): void {
    this.#close(this.#to);
    this.#from = this.#to;
    this.#to = Math.max(this.#next(this.#to), this.#to + 1);
    while (this.#waiting[0] !== undefined && this.#waiting[0].to + LATE_MS <= this.#from) this.#finish(this.#waiting.shift()!);
  }

  #close(to: number): void {
    const from = this.#from;
    const seen = this.#seen.cut(to);
    const patterns = [...this.#patterns];
    this.#patterns = new Set([this.#pattern]);
    if (from > this.#begun) this.#waiting.push({ from, to, wall: (this.#base + from) as WallTime, seen, patterns });
  }

  #finish(cut: Cut): void {
    const { from, to } = cut;
    if (to - from >= LEAST_MS) {
      // A lead that is a session's beginning flashes in the record as it does in a simulation.
      const why = this.#spoils.of(Math.max(from - LEAD_MS, this.#begun + STARTS_MS), to) || this.#unseen(from - LEAD_MS, to);
      if (why === "") this.#takes.slice(this.#sliceOf(cut));
      else this.#takes.left(why, { wall: cut.wall, length_ms: to - from });
    }
    const old = to - LEAD_MS - LATE_MS;
    this.#spoils.forget(old);
    for (const source of this.#byDetector.values()) source.runs = source.runs.filter(({ latest_ms }) => latest_ms.at(-1)! >= old);
    this.#presses = this.#presses.filter(({ at }) => at >= old);
    this.#requests = this.#requests.filter(({ at }) => at >= old);
  }

  #sliceOf({ from, to, wall, seen, patterns }: Cut): Slice {
    const begins = from - LEAD_MS;
    const [day, clock] = this.#words.at(wall).split(" ") as [string, string];
    const lanes = this.#lanes.flatMap(({ approach, lane, sources }) => {
      const source = sources.find((each) => !failed(each, begins, to));
      if (source === undefined) return [];
      const runs = source.runs
        .filter(({ from_ms, latest_ms }) => latest_ms.at(-1)! >= begins && from_ms < to)
        .map((run) => moved(run, begins));
      return [{ approach, lane, by: source.detector.kind, runs }];
    });
    const within = (at: number) => at >= begins && at < to;
    const crossings = this.#site.pedestrian_detectors.map(({ number: detector }) => ({
      detector: Number(detector),
      at_ms: this.#presses.filter((press) => press.detector === detector && within(press.at)).map(({ at }) => at - begins),
    }));
    const counted = (latest: number) => latest >= LEAD_MS && latest < to - begins;
    const calling = this.#lanes.flatMap(({ sources }) => sources.filter(({ detector }) => detector.call_phase !== null));
    return {
      session: this.#session,
      wall,
      day,
      minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)),
      length_ms: to - from,
      patterns,
      lanes,
      crossings,
      requests: this.#requests.filter(({ at }) => within(at)).map(({ at, request }) => ({ at_ms: at - begins, request })),
      vehicles: lanes.reduce((sum, { runs }) => sum + runs.reduce((n, { latest_ms }) => n + latest_ms.filter(counted).length, 0), 0),
      presses: crossings.reduce((sum, { at_ms }) => sum + at_ms.filter(counted).length, 0),
      seen,
      whole: calling.every(({ failures }) => !failures.some((f) => f.from < to && f.to > begins)),
    };
  }

  /** A lane of which nobody could tell who came; "" where there is none. */
  #unseen(from: number, to: number): string {
    for (const { approach, lane, sources } of this.#lanes) {
      if (sources.length > 0 && sources.every((source) => failed(source, from, to)))
        return `nothing that sees ${approach} lane ${lane} was good (${sources[0]!.failures.at(-1)?.words || "fault"})`;
    }
    return "";
  }

  #ends(phase: number, at: number): void {
    for (const source of this.#byDetector.values()) if (source.detector.call_phase === phase) source.ends(at);
  }

  #change(pattern: number): void {
    this.#pattern = pattern;
    this.#patterns.add(pattern);
  }

  #ask(at: number, detail: string): void {
    const request = JSON.parse(detail) as Request;
    if (request.refused === "" && FROM_THE_CENTRE.includes(request.command)) this.#requests.push({ at, request });
  }
}

const isOfDetector = (code: number): boolean =>
  code === CODE.inputOn ||
  code === CODE.inputOff ||
  code === CODE.count ||
  code === CODE.zone ||
  (code >= CODE.detectorRestored && code <= 88);

function failed({ detector, failures }: ReturnType<typeof sourcesOf>[number]["sources"][number], from: number, to: number): boolean {
  return failures.some((f) => {
    const quiet = f.words === "no activity";
    if (quiet && f.to - f.from < QUIET_MS) return false;
    return f.from - (quiet ? detector.no_activity_min * 60_000 : 0) < to && f.to > from;
  });
}

const moved = ({ from_ms, exact, latest_ms }: Run, by: number): Run => ({
  from_ms: from_ms - by,
  exact,
  latest_ms: latest_ms.map((at) => at - by),
});
