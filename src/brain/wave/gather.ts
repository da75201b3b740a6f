import { LocalTime } from "../../journal/local-time.ts";
import { CODE } from "../../traffic/codes.ts";
import type { WallTime } from "../../traffic/time.ts";
import type { Arterial, Graph, Link } from "../corridor/graph.ts";
import { siteFileIn } from "../corridor/told.ts";
import { free_s, type TravelTimes } from "../corridor/travel.ts";
import type { Store } from "../store.ts";
import { demandOf } from "../timing/demand.ts";
import type { Hours, WaveUnit } from "./wave.ts";

const DAY_MS = 86_400_000;

/** What the store has of an arterial's units: their site files, and who came within the last `days`. A unit that has not told its file is missing. */
export async function gather(
  store: Pick<Store, "lastOf" | "recordsSince">,
  graph: Graph,
  { over, periods }: Arterial,
  days: number,
  now_ms: number,
): Promise<readonly WaveUnit[]> {
  const units: WaveUnit[] = [];
  for (const unit of over.slice(1, -1).filter((each) => graph.units.has(each))) {
    const start = await store.lastOf(unit, CODE.sessionStart);
    const file = start === null ? null : siteFileIn(start.detail);
    if (file === null) continue;
    const records = await store.recordsSince(unit, CODE.laneEstimate, now_ms - days * DAY_MS);
    const local = new LocalTime(file.site.time_zone);
    units.push({ unit, ...file, demand: periods.map((hours) => demandOf(records, hours, local)) });
  }
  return units;
}

/** Nobody of a platoon is quicker than what is free; one that is slower by more is in a queue, and no offset carries it. */
const SLOWEST = 1.5;

/** How long ordinary traffic drives on a link in the middle of these hours: what was learned of others than ambulances, else length and speed. */
export function drives(times: TravelTimes, now_ms: number, zone: string): (link: Link, hours: Hours) => number {
  // What was learned lies by hours of UTC, and the hours that are meant are the units'.
  const ahead_ms = new LocalTime(zone).of(now_ms as WallTime) - now_ms;
  const midnight = Math.floor((now_ms + ahead_ms) / DAY_MS) * DAY_MS - ahead_ms;
  return (link, { from_min, to_min }) => {
    const free = free_s(link);
    const learned = times.link(link, "bus", midnight + ((from_min + to_min) / 2) * 60_000).s;
    return Math.min(Math.max(learned, free), free * SLOWEST);
  };
}
