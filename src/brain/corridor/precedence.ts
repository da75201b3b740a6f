import type { PhaseNumber } from "../../traffic/numbers.ts";
import { rankOf, type VehicleClass } from "./classes.ts";

/** One vehicle that wants a unit's green. */
export interface Claim {
  readonly unit: string;
  readonly vehicle: string;
  readonly of: VehicleClass;
  readonly phase: PhaseNumber;
  readonly at_ms: number;
  /** It has been asked for already. */
  readonly asked: boolean;
}

/** Whom the unit is preparing for keeps its turn against one of its class that is no more than this before it: estimates waver. */
const KEPT_MS = 5_000;

/**
 * Who goes first where ways cross, in one place: by class (`CLASSES`), within a class by arrival. Of those whose phases exclude each other one
 * alone is asked for at a time; the next one's turn comes when that has passed. Whoever goes beside the first goes with it.
 */
export function whoGoes<C extends Claim>(
  claims: readonly C[],
  conflict: (unit: string, a: PhaseNumber, b: PhaseNumber) => boolean,
): readonly C[] {
  const goes: C[] = [];
  for (const claim of claims.toSorted(before)) {
    if (!goes.some((first) => first.unit === claim.unit && conflict(claim.unit, first.phase, claim.phase))) goes.push(claim);
  }
  return goes;
}

function before(a: Claim, b: Claim): number {
  const when = (claim: Claim) => claim.at_ms - (claim.asked ? KEPT_MS : 0);
  return rankOf(a.of) - rankOf(b.of) || when(a) - when(b) || (a.vehicle < b.vehicle ? -1 : 1);
}
