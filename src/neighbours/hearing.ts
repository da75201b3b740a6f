import { type Announcement, ARRIVAL_STEPS, BEFORE_STEPS, type Departures } from "../traffic/departures.ts";
import { STEP_DS } from "../traffic/numbers.ts";
import type { Site } from "../traffic/site.ts";
import { type Instant, TICK_MS } from "../traffic/time.ts";
import { arrivalsOn, arrivingAt } from "./road.ts";

/** What a neighbour says more often than this is not taken. */
const APART_MS = 1_000;
/** What is said so much later than the quickest message before was held up somewhere. */
const LATE_MS = 3_000;
/** Clocks drift apart by so much of the time at the most: what counts as quick follows. */
const DRIFT_PM = 1;
/** A neighbour that was silent for so long may have another clock now: nothing that it said before counts. */
export const SILENT_MS = 10_000;
/** What tells nothing new is passed on only so often, and that is what differs by fewer hundredths of a vehicle in every step. */
const AGAIN_MS = 6_000;
const NEW = 15;

/** Whom a unit listens to: those whose lanes its site file names. */
export const heardBy = ({ neighbours }: Pick<Site, "neighbours">): readonly string[] => [
  ...new Set(neighbours.filter(({ lanes }) => lanes.length > 0).map(({ unit }) => unit)),
];

interface Speaker {
  readonly roads: readonly number[];
  issued: number;
  heard: number;
  /** The least that lay between issue and receipt, by two clocks that may differ by anything. */
  apart: number;
}

/**
 * What neighbours say, on its way into the unit: whose it is, whether it is new, and what it means for our roads. It stands before the journal, as
 * the decoding of a serial line does: what comes out is an input, and is recorded.
 */
export class Hearing {
  readonly #site: Pick<Site, "neighbours">;
  readonly #speakers = new Map<string, Speaker>();
  readonly #waiting = new Map<number, readonly number[]>();
  readonly #told = new Map<number, Announcement>();

  constructor(site: Pick<Site, "neighbours">) {
    this.#site = site;
    const { neighbours } = site;
    for (const { unit } of neighbours) {
      const roads = neighbours.flatMap((each, road) => (each.unit === unit && each.approach !== "" ? [road] : []));
      if (roads.length > 0) this.#speakers.set(unit, { roads, issued: 0, heard: Number.NEGATIVE_INFINITY, apart: 0 });
    }
  }

  /** `now` is when it came. True if it is taken. */
  hear(unit: string, said: Departures, now: Instant): boolean {
    const speaker = this.#speakers.get(unit);
    if (speaker === undefined) return false;
    const silent = now - speaker.heard;
    const apart = now - said.issued;
    if (silent <= SILENT_MS) {
      speaker.apart = Math.min(speaker.apart + (silent * DRIFT_PM) / 1_000, apart);
      if (silent < APART_MS || said.issued <= speaker.issued || apart > speaker.apart + LATE_MS) return false;
    } else speaker.apart = apart;
    speaker.issued = said.issued;
    speaker.heard = now;
    for (const road of speaker.roads) this.#waiting.set(road, arrivalsOn(this.#site.neighbours[road]!, said));
    return true;
  }

  /** What the tick at `now` takes in: at most one for each road. */
  take(now: Instant): readonly Announcement[] {
    if (this.#waiting.size === 0) return NOTHING;
    const heard = [...this.#waiting].map(([road, arriving]): Announcement => ({ at: now, road, arriving }));
    this.#waiting.clear();
    const taken = heard.filter((announcement) => isNew(announcement, this.#told.get(announcement.road)));
    for (const announcement of taken) this.#told.set(announcement.road, announcement);
    return taken;
  }
}

/** A record costs flash: most of what is said is what was said before, two seconds nearer. */
function isNew({ at, arriving }: Announcement, told: Announcement | undefined): boolean {
  if (told === undefined || at - told.at >= AGAIN_MS) return true;
  const age_ds = (at - told.at) / TICK_MS;
  return Array.from({ length: ARRIVAL_STEPS }, (_, step) => step).some((step) => {
    const before = arrivingAt(told.arriving, age_ds, (step - BEFORE_STEPS) * STEP_DS);
    return Math.abs((arriving[step] ?? 0) - before) > NEW;
  });
}

const NOTHING: readonly Announcement[] = [];
