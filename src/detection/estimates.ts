import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import { lanesOf } from "../traffic/lanes.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import type { Loops } from "./doubts/loops.ts";
import { SpeedPair } from "./speed-pair.ts";

/** Every even five minutes: a minute of one lane tells of chance. */
export const ESTIMATE_MS = 300_000;

export type Source = "stop-line" | "advance" | "count";

/** The detail of a lane's entry (327), as JSON; its value is the volume, by the source that is believed. */
export interface LaneDetail {
  readonly approach: string;
  readonly lane: number;
  /** Whose count it is; null: nobody's can be believed. */
  readonly source: Source | null;
  /** What each counted; only those that the lane has. */
  readonly counts: { readonly [S in Source]?: number };
  /** Those that can be believed differ by more than three in ten, and by more than a handful. */
  readonly apart: boolean;
  /** Most vehicles at a time between the advance loop and the line; -1 without both. */
  readonly queue: number;
  /** Of those over the advance loop, moved on by the drive to the line; -1 without one. */
  readonly arrivals: number;
  /** Those of them who could go on: yellow counts too. */
  readonly on_green: number;
  /** Mean, in tenths of km/h: of a pair of loops, else of a counter; -1 where nothing measured it. */
  readonly speed_dkmh: number;
}

const SOURCES = ["stop-line", "advance", "count"] as const satisfies readonly Source[];
const [APART_PM, APART] = [300, 5];
/** Nobody has been on the line's loop for so long, and he who waits could have gone: the queue is empty. */
const EMPTY_MS = 5_000;
const MS_PER_H_BY_KM = 3_600;

/** One lane. Places in the site's list; -1 where it has none. */
class LaneEstimate {
  readonly places: readonly number[];
  readonly #loops: Loops;
  readonly #drive_ms: number;
  readonly #pair: SpeedPair | null;
  readonly #counts = [0, 0, 0];
  /** Who is on the way from the advance loop to the line: when they will be there. */
  readonly #coming: number[] = [];
  /** Who is on the line's loop and on the advance loop: devices that come back say again what they said. */
  readonly #on = [false, false];
  #between = 0;
  #queue = 0;
  #arrivals = 0;
  #onGreen = 0;
  #speeds = 0;
  #timed = 0;

  constructor(loops: Loops, places: readonly number[], drive_ms: number, pair: SpeedPair | null) {
    this.#loops = loops;
    this.places = places;
    this.#drive_ms = drive_ms;
    this.#pair = pair;
  }

  take(i: number, o: Observation, at: number): void {
    const [line, advance, counter] = this.places;
    if (o.kind === "count" && i === counter) {
      this.#counts[2]! += o.volume;
      if (o.speed_dkmh >= 0) this.#speed(o.speed_dkmh, o.volume);
    } else if (o.kind === "actuation") {
      const speed = this.#pair?.take(i, o, at) ?? -1;
      if (speed >= 0) this.#speed(speed, 1);
      const which = i === line ? 0 : i === advance ? 1 : -1;
      if (which < 0 || this.#on[which] === o.on) return;
      this.#on[which] = o.on;
      if (which === 1 && o.on) {
        this.#counts[1]!++;
        this.#between++;
        this.#queue = Math.max(this.#queue, this.#between);
        this.#coming.push(at + this.#drive_ms);
      } else if (which === 0 && !o.on) {
        this.#counts[0]!++;
        this.#between = Math.max(0, this.#between - 1);
      }
    }
  }

  /** A tick has passed. */
  step(now: number): void {
    const [line, advance] = this.places as [number, number];
    while (this.#coming.length > 0 && this.#coming[0]! <= now) {
      this.#coming.shift();
      this.#arrivals++;
      if (this.#loops.may(advance)) this.#onGreen++;
    }
    if (line < 0 || this.#between === 0 || this.#loops.present[line] || !this.#loops.may(line)) return;
    if (now - this.#loops.fell[line]! >= EMPTY_MS) this.#between = this.#coming.length;
  }

  /** What there is to tell since the last time. */
  close(approach: string, lane: number, believed: (place: number) => boolean): { readonly volume: number; readonly detail: LaneDetail } {
    const has = SOURCES.flatMap((source, k) =>
      this.places[k]! < 0 ? [] : { source, count: this.#counts[k]!, good: believed(this.places[k]!) },
    );
    const good = has.filter((each) => each.good);
    const chosen = chosenOf(good);
    const [least, most] = [Math.min(...good.map(({ count }) => count)), Math.max(...good.map(({ count }) => count))];
    const detail: LaneDetail = {
      approach,
      lane,
      source: chosen?.source ?? null,
      counts: Object.fromEntries(has.map(({ source, count }) => [source, count])),
      apart: good.length > 1 && most - least > APART && (most - least) * 1_000 > APART_PM * most,
      queue: this.places[0]! >= 0 && this.places[1]! >= 0 ? this.#queue : -1,
      arrivals: this.places[1]! >= 0 ? this.#arrivals : -1,
      on_green: this.places[1]! >= 0 ? this.#onGreen : -1,
      speed_dkmh: this.#timed > 0 ? Math.round(this.#speeds / this.#timed) : -1,
    };
    this.#counts.fill(0);
    [this.#arrivals, this.#onGreen, this.#speeds, this.#timed] = [0, 0, 0, 0];
    this.#queue = this.#between;
    return { volume: chosen?.count ?? 0, detail };
  }

  #speed(dkmh: number, vehicles: number): void {
    this.#speeds += dkmh * vehicles;
    this.#timed += vehicles;
  }
}

/** Of three the one in the middle; of two the loop, at the line before ahead of it. */
function chosenOf<T extends { readonly count: number }>(good: readonly T[]): T | undefined {
  return good.length < 3 ? good[0] : good.toSorted((a, b) => a.count - b.count)[1];
}

/** Volume, queue, arrivals on green and speed of each lane, out of all that looks at it and can be believed. */
export class Estimates {
  readonly #loops: Loops;
  readonly #lanes: readonly { readonly approach: string; readonly lane: number; readonly estimate: LaneEstimate }[];
  readonly #believed: (place: number) => boolean;
  #next = ESTIMATE_MS;

  constructor(site: Pick<Site, "detectors" | "approaches">, loops: Loops, believed: (place: number) => boolean) {
    this.#loops = loops;
    this.#believed = believed;
    const { detectors } = site;
    this.#lanes = lanesOf(detectors).map(({ approach, lane, stop_line, advance }) => {
      const here = detectors.flatMap((d, i) => (d.approach === approach && d.lane === lane ? [i] : []));
      const counter = here.find((i) => detectors[i]!.kind === "count") ?? -1;
      const limit = site.approaches.find(({ name }) => name === approach)?.speed_limit_kmh ?? 0;
      const ahead_m = advance < 0 ? 0 : detectors[advance]!.distance_m;
      const drive_ms = limit > 0 ? Math.round((ahead_m * MS_PER_H_BY_KM) / limit) : 0;
      return { approach, lane, estimate: new LaneEstimate(loops, [stop_line, advance, counter], drive_ms, SpeedPair.of(detectors, here)) };
    });
  }

  /** Behind `loops`, which have taken the tick in. */
  step(now: Instant, observations: readonly Observation[]): readonly Entry[] {
    for (const o of observations) {
      if (o.kind !== "actuation" && o.kind !== "count") continue;
      const at = Math.max(0, o.at - (o.kind === "actuation" ? (o.age_ms ?? 0) : 0));
      for (const { estimate } of this.#lanes) estimate.take(this.#loops.placeOf[o.detector]!, o, at);
    }
    for (const { estimate } of this.#lanes) estimate.step(now);
    if (now < this.#next) return [];
    this.#next = (Math.floor(now / ESTIMATE_MS) + 1) * ESTIMATE_MS;
    return this.#lanes.map(({ approach, lane, estimate }, l) => {
      const { volume, detail } = estimate.close(approach, lane, this.#believed);
      return entry(now, CODE.laneEstimate, l + 1, volume, JSON.stringify(detail));
    });
  }
}
