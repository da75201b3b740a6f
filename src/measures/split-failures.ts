import { permille } from "./clock.ts";
import type { Course } from "./course.ts";
import type { Movement } from "./movements.ts";
import { type Interval, within } from "./presence.ts";
import type { Service } from "./services.ts";

/** Beyond so much of the green, and of the first five seconds of red, somebody was still waiting: the published threshold. */
export const OCCUPIED_PM = 790;
export const RED_MS = 5_000;

/** How a service ended for those who waited, in the worst of its lanes. */
export interface Judged {
  readonly green_occupancy_pm: number;
  readonly red_occupancy_pm: number;
  readonly failed: boolean;
}

/**
 * Green and red occupancy ratio, lane by lane: a service has failed where one lane's stop-line loop was occupied for more than the threshold of
 * its green, and of the first five seconds of its red. Null where no lane could be seen throughout, or the next green came sooner.
 */
export function judge({ stop_line }: Movement, { green, yellow, red }: Service, next: Service | undefined, course: Course): Judged | null {
  const end = red + RED_MS;
  if (yellow <= green || end > course.to || (next !== undefined && next.green < end)) return null;
  let worst: Judged | null = null;
  for (const number of stop_line) {
    const heard = course.detectors.get(number);
    if (heard === undefined || !whole(heard.good, green, end)) continue;
    const green_occupancy_pm = permille(within(heard.on, green, yellow), yellow - green);
    const red_occupancy_pm = permille(within(heard.on, red, end), RED_MS);
    const least = Math.min(green_occupancy_pm, red_occupancy_pm);
    if (worst !== null && Math.min(worst.green_occupancy_pm, worst.red_occupancy_pm) >= least) continue;
    worst = { green_occupancy_pm, red_occupancy_pm, failed: least > OCCUPIED_PM };
  }
  return worst;
}

const whole = (intervals: readonly Interval[], from: number, to: number): boolean => within(intervals, from, to) === to - from;
