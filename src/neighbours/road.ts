import { ARRIVAL_STEPS, BEFORE_STEPS, type Departures, LEFT_STEPS, withoutEnd } from "../traffic/departures.ts";
import { STEP_DS } from "../traffic/numbers.ts";
import type { Neighbour } from "../traffic/site.ts";

/** Nobody follows closer than a second behind, so a lane lets no more go in a step. */
const LEFT_MOST = 2;
const HUNDREDTHS = 100;
/** Speeds differ by a tenth: of a platoon one in four comes so much sooner, and one in four so much later. */
const SPREAD = 10;

/**
 * When those arrive at our stop line who have left a neighbour's lanes: `arriving` of an Announcement, from when they were said. Whom its plan only
 * expects to let go is not counted on (README.md says why).
 */
export function arrivalsOn({ travel_ds, lanes: ours }: Neighbour, { lanes }: Pick<Departures, "lanes">): readonly number[] {
  // Hundredths of vehicles, in thousandths.
  const arriving = new Float64Array(ARRIVAL_STEPS);
  let most = 0;
  for (const { approach, lane, share_pm } of ours) {
    most += LEFT_MOST * HUNDREDTHS;
    const said = lanes.find((each) => each.lane === lane && each.approach === approach);
    if (said === undefined) continue;
    said.left.slice(0, LEFT_STEPS).forEach((vehicles, i) => {
      spread(arriving, travel_ds, travel_ds - (i + 1) * STEP_DS, clipped(vehicles, LEFT_MOST) * HUNDREDTHS * share_pm);
    });
  }
  return withoutEnd(Array.from(arriving, (n) => Math.min(most, Math.round(n / 1_000))));
}

const clipped = (n: number, most: number): number => Math.max(0, Math.min(most, n));

/** `amount` over the two seconds from `at_ds`, and somewhat sooner and later. */
function spread(arriving: Float64Array, travel_ds: number, at_ds: number, amount: number): void {
  if (amount === 0) return;
  const apart = Math.round(travel_ds / SPREAD);
  put(arriving, at_ds - apart, amount / 4);
  put(arriving, at_ds, amount / 2);
  put(arriving, at_ds + apart, amount / 4);
}

/** A step that begins within another lies in two of them. */
function put(arriving: Float64Array, at_ds: number, amount: number): void {
  const from = at_ds + BEFORE_STEPS * STEP_DS;
  const step = Math.floor(from / STEP_DS);
  const later = (amount * (from - step * STEP_DS)) / STEP_DS;
  if (step >= 0 && step < ARRIVAL_STEPS) arriving[step]! += amount - later;
  if (step + 1 >= 0 && step + 1 < ARRIVAL_STEPS) arriving[step + 1]! += later;
}

/** Of `arriving` that was said `age_ds` ago: those of the step that begins `at_ds` from now, in hundredths. */
export function arrivingAt(arriving: readonly number[], age_ds: number, at_ds: number): number {
  const from = at_ds + age_ds + BEFORE_STEPS * STEP_DS;
  const step = Math.floor(from / STEP_DS);
  const later = from - step * STEP_DS;
  return ((arriving[step] ?? 0) * (STEP_DS - later) + (arriving[step + 1] ?? 0) * later) / STEP_DS;
}
