import { ticks } from "../../../src/sim.ts";
import { Cabinet } from "../../../src/street/cabinet.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { type Driven, Drivers } from "./drivers.ts";
import type { Place } from "./place.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5, 7));
/** Flash and all red are tens of seconds at the most. */
const START_UP_MS = 120_000;
const NO_RECORDS = {
  append: () => {},
  requests: () => [],
  flush: () => Promise.resolve(),
  status: () => ({ epoch: "", session: 0, last_seq: 0, pending: 0, fault: "" }),
};

/** The unit in our own process, on the same simulated lines, in simulated time. */
export async function fast(place: Place, seed: number, demand: number, seconds: number, folder: string): Promise<Driven> {
  const cabinet = new Cabinet(place.site, seed);
  const unit = new Unit(place.site, { version: "hil", site: place.text, wall: MONDAY });
  const step = (now: Instant): void => {
    cabinet.look(now);
    cabinet.turn(now);
  };
  const street = { line: (port: string) => cabinet.line(port), step };
  let drivers: Drivers | undefined;
  for (const now of ticks({ unit, street, recorder: NO_RECORDS }, Instant(START_UP_MS + seconds * 1_000))) {
    if (drivers === undefined && cabinet.lights.heads.some(({ aspect }) => aspect === "green"))
      drivers = await Drivers.open(place, cabinet, seed, demand, folder);
    if (drivers === undefined) {
      if (now >= START_UP_MS) throw new Error(`no lamp is green after ${START_UP_MS / 1_000} s`);
      continue;
    }
    await drivers.step();
    if (drivers.steps === seconds * 10) break;
  }
  return drivers!.end();
}
