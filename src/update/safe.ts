import type { FlashStatus, Live } from "../traffic/live.ts";
import type { Moment } from "./hand-over.ts";

/** What is looked at before the signals are taken into flash for a restart. */
export interface Street {
  readonly phases: Live["phases"];
  readonly preempt: Live["preempt"];
  /** The flash that is shown. */
  readonly flash: FlashStatus;
  readonly startUp: boolean;
  /** The flash that the ladder wants, and why; null for none. */
  readonly rung: { readonly flash: FlashStatus | null; readonly cause: string };
  readonly stop_time: boolean;
  readonly manual: boolean;
  /** Of a vehicle that has asked for priority; null for none. */
  readonly priority: string | null;
}

/**
 * A restart leaves the junction to its flash for a minute or more. It waits while somebody is on his way who must not be stopped, while a technician
 * or an officer is at the cabinet (what a switch or a fault has brought there is a person's to end), and while anybody walks.
 */
export function momentOf(street: Street): Moment {
  const onTheWay = busy(street);
  const standing = street.flash === "automatic" && street.startUp;
  if (onTheWay !== "") return { unsafe: onTheWay, unsafeOnTheWay: onTheWay, standing };
  const walking = street.phases.find(({ ped }) => ped === "walk" || ped === "ped-clear");
  const starts = street.startUp && !standing ? "the signals are starting" : "";
  return { unsafe: walking === undefined ? starts : `people cross with phase ${walking.phase}`, unsafeOnTheWay: "", standing };
}

function busy({ preempt, priority, stop_time, manual, rung }: Street): string {
  if (preempt !== null) return `preempt ${preempt.number} is being served`;
  if (priority !== null) return `${priority} is on its way with priority`;
  if (stop_time) return "stop time is on: somebody is at the cabinet";
  if (manual) return "manual control is on: an officer is at the cabinet";
  return rung.flash === null ? "" : rung.cause;
}
