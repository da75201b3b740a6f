/**
 * What may be on its way, the most important first: this order is the precedence. Whoever stands earlier goes first wherever two ways cross;
 * of one class whoever arrives first.
 */
export const CLASSES = ["ambulance", "fire-engine", "coach", "bus"] as const;

export type VehicleClass = (typeof CLASSES)[number];

/** 0 goes before all. */
export const rankOf = (of: VehicleClass): number => CLASSES.indexOf(of);

/** A bus that is less late than this keeps its place in the traffic: it would only wait at the next stop for its own timetable. */
const BUS_LATE_S = 60;

/** Whether one of this class asks at all, as late as it is. */
export const asks = (of: VehicleClass, late_s: number): boolean => of !== "bus" || late_s >= BUS_LATE_S;
