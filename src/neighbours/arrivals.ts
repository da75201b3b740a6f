import { type Announcement, BEFORE_STEPS, STEP_MS } from "../traffic/departures.ts";
import { type Lane, type LaneTraffic, lanesOf } from "../traffic/lanes.ts";
import type { Live } from "../traffic/live.ts";
import { AHEAD_STEPS, LANES_MAX, STEP_DS } from "../traffic/numbers.ts";
import type { Neighbour, Site } from "../traffic/site.ts";
import { type Instant, TICK_MS } from "../traffic/time.ts";
import { SILENT_MS } from "./hearing.ts";
import { arrivingAt } from "./road.ts";
import { Trust } from "./trust.ts";

/** How often the announced arrivals are reckoned anew. */
const EVERY_MS = 500;
/** Thousandths of vehicles in a step: nobody follows closer than a second behind. */
const MOST = 2_000;

/** One lane of ours that a road leads to. */
interface Fed {
  readonly lane: number;
  /** Tenths from its advance loop to the stop line; -1: it has none, and nobody can check what is announced. */
  readonly ahead_ds: number;
}

interface Road {
  readonly feeds: readonly Fed[];
  readonly trust: Trust;
  heard: number;
  arriving: readonly number[];
}

/**
 * What neighbours announce, as a plan takes it: by lane, how many more or fewer come in each step than usually do. How much of it is believed
 * is learned at the advance loops.
 */
export class Arrivals {
  readonly announced = new Int32Array(LANES_MAX * AHEAD_STEPS);
  readonly #neighbours: readonly Neighbour[];
  readonly #roads: readonly Road[];
  /** Vehicles over each lane's advance loop within the present step. */
  readonly #came = new Uint8Array(LANES_MAX);
  #step = 0;
  #empty = true;

  constructor({ neighbours, detectors, approaches }: Pick<Site, "neighbours" | "detectors" | "approaches">) {
    const lanes = lanesOf(detectors).slice(0, LANES_MAX);
    this.#neighbours = neighbours;
    this.#roads = neighbours.map((neighbour) => {
      const feeds = feedsOf(neighbour, lanes, { detectors, approaches });
      return { feeds, trust: new Trust(feeds.map(({ ahead_ds }) => ahead_ds >= 0)), heard: Number.NEGATIVE_INFINITY, arriving: [] };
    });
  }

  /** One tenth, with what was heard in it. */
  step(now: Instant, announcements: readonly Announcement[], { arrived }: LaneTraffic): void {
    for (const { road: place, arriving } of announcements) {
      const road = this.#roads[place];
      if (road === undefined) continue;
      road.heard = now;
      road.arriving = arriving;
    }
    for (let l = 0; l < LANES_MAX; l++) if (arrived[l]! > 0) this.#came[l] = Math.min(255, this.#came[l]! + arrived[l]!);
    // A unit that stood still goes on with the step that it finds.
    if (Math.floor(now / STEP_MS) !== this.#step) this.#learn(now);
    this.#step = Math.floor(now / STEP_MS);
    if (now % EVERY_MS === 0 || announcements.length > 0) this.#announce(now);
  }

  /** How the roads stand, for eyes. */
  state(now: Instant): Live["neighbours"] {
    return this.#roads.flatMap(({ heard, trust }, i) => {
      const { unit, approach } = this.#neighbours[i]!;
      if (approach === "") return [];
      return [{ unit, approach, silent_ds: heard < 0 ? null : (now - heard) / TICK_MS, trust_pm: trust.whole_pm }];
    });
  }

  #learn(now: Instant): void {
    for (const { feeds, trust, heard, arriving } of this.#roads) {
      if (now - heard > SILENT_MS) continue;
      const age_ds = (now - heard) / TICK_MS;
      trust.learn(
        feeds.map(({ lane }) => this.#came[lane]! * 1_000),
        // Who came over the loop in the step that is just over is at the stop line so much later.
        (f, lag) => 10 * arrivingAt(arriving, age_ds, feeds[f]!.ahead_ds - STEP_DS - lag * STEP_DS),
      );
    }
    this.#came.fill(0);
  }

  #announce(now: Instant): void {
    const heard = this.#roads.filter((road) => now - road.heard <= SILENT_MS);
    if (heard.length === 0 && this.#empty) return;
    this.#empty = heard.length === 0;
    this.announced.fill(0);
    for (const { feeds, trust, heard: at, arriving } of heard) {
      const age_ds = (now - at) / TICK_MS;
      for (let s = 0; s < AHEAD_STEPS; s++) {
        const more = 10 * arrivingAt(arriving, age_ds, (s - trust.lag) * STEP_DS) - trust.usual;
        feeds.forEach(({ lane }, f) => {
          const i = lane * AHEAD_STEPS + s;
          this.announced[i] = Math.max(-MOST, Math.min(MOST, this.announced[i]! + Math.round(more * trust.share(f))));
        });
      }
    }
  }
}

function feedsOf(
  { approach, to_lanes }: Neighbour,
  lanes: readonly Lane[],
  { detectors, approaches }: Pick<Site, "detectors" | "approaches">,
): readonly Fed[] {
  const speed_kmh = approaches.find(({ name }) => name === approach)?.speed_limit_kmh ?? 50;
  return lanes.flatMap((each, lane) => {
    if (each.approach !== approach || (to_lanes.length > 0 && !to_lanes.includes(each.lane))) return [];
    const loop = detectors[each.advance];
    return [{ lane, ahead_ds: loop === undefined ? -1 : Math.round((loop.distance_m * 36) / speed_kmh) }];
  });
}

if (BEFORE_STEPS * STEP_DS < (Trust.latest + 1) * STEP_DS) throw new Error("an announcement must reach back as far as lateness is learned");
