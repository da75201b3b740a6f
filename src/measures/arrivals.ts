import type { Course, Heard, Moved } from "./course.ts";
import { covers, type Interval, within } from "./presence.ts";
import type { Service } from "./services.ts";

export type Shown = "green" | "yellow" | "red";

/** Somebody at the stop line, if nobody was in the way. */
export interface Arrival {
  /** Instant. */
  readonly at: number;
  readonly shown: Shown;
  /** Until the next green; 0 on green, null where it has not come, or flash came first. */
  readonly wait_ms: number | null;
}

/** From the beginning of red to the next: as a Purdue coordination diagram draws it, one column each. */
export interface Cycle {
  /** Instant at which red began. */
  readonly red: number;
  readonly service: Service;
  readonly arrivals: readonly Arrival[];
}

/**
 * Whoever came over an advance loop, moved on by the drive from it to the line at the limit. Not in flash, not of a loop that had failed, and not
 * while it is not known what the movement shows.
 */
export function arrivalsOf({ movement, services, running, known }: Moved, { detectors, lit, to }: Course): readonly Arrival[] {
  if (known === null) return [];
  const all = running === null ? services : [...services, running];
  return movement.arriving
    .flatMap(({ detector, travel_ms }) => risesOf(detectors.get(detector)).map((rise) => rise + travel_ms))
    .filter((at) => at >= known && at < to && covers(lit, at))
    .sort((a, b) => a - b)
    .map((at) => arrivalAt(at, all, lit));
}

function arrivalAt(at: number, services: readonly Service[], lit: readonly Interval[]): Arrival {
  const begun = beginning(services, at);
  const shown = shownBy(services[begun - 1], at);
  if (shown === "green") return { at, shown, wait_ms: 0 };
  const green = services[begun]?.green;
  const wait_ms = green === undefined || within(lit, at, green) < green - at ? null : green - at;
  return { at, shown, wait_ms };
}

const risesOf = (heard: Heard | undefined): readonly number[] => heard?.rises ?? [];

function shownBy(last: Service | undefined, at: number): Shown {
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
