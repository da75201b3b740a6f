import type { Course, Heard } from "./course.ts";
import type { Movement } from "./movements.ts";
import { covers, type Interval } from "./presence.ts";
import type { Service } from "./services.ts";

export type Shown = "green" | "yellow" | "red";

/** Somebody at the stop line, if nobody was in the way. */
export interface Arrival {
  /** Instant. */
  readonly at: number;
  readonly shown: Shown;
}

/** From the beginning of red to the next: as a Purdue coordination diagram draws it, one column each. */
export interface Cycle {
  /** Instant at which red began. */
  readonly red: number;
  readonly service: Service;
  readonly arrivals: readonly Arrival[];
}

/** Whoever came over an advance loop, moved on by the drive from it to the line at the limit. Not in flash, and not of a loop that had failed. */
export function arrivalsOf({ arriving }: Movement, services: readonly Service[], { detectors, lit, to }: Course): readonly Arrival[] {
  return arriving
    .flatMap(({ detector, travel_ms }) => risesOf(detectors.get(detector)).map((rise) => rise + travel_ms))
    .filter((at) => at < to && covers(lit, at))
    .sort((a, b) => a - b)
    .map((at) => ({ at, shown: shownAt(services, at) }));
}

const risesOf = (heard: Heard | undefined): readonly number[] => heard?.rises ?? [];

function shownAt(services: readonly Service[], at: number): Shown {
  const last = services[beginning(services, at) - 1];
  if (last === undefined || at >= last.red) return "red";
  return at < last.yellow ? "green" : "yellow";
}

/** How many greens have begun by `at`. */
function beginning(services: readonly Service[], at: number): number {
  let [low, high] = [0, services.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (services[middle]!.green <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cycles without flash in them: from each service's red to the red of the next. */
export function cyclesOf(services: readonly Service[], arrivals: readonly Arrival[], lit: readonly Interval[]): readonly Cycle[] {
  const cycles: Cycle[] = [];
  let next = 0;
  for (const [i, service] of services.entries()) {
    const before = services[i - 1];
    if (before === undefined || !lit.some(({ from, to }) => from <= before.red && service.red <= to)) continue;
    while (next < arrivals.length && arrivals[next]!.at < before.red) next++;
    const begin = next;
    while (next < arrivals.length && arrivals[next]!.at < service.red) next++;
    cycles.push({ red: before.red, service, arrivals: arrivals.slice(begin, next) });
  }
  return cycles;
}
