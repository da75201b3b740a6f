import { CODE } from "../../traffic/codes.ts";
import { isOver, toldOf, type UpdateTold } from "../../update/told.ts";
import type { Store } from "../store.ts";

/** A unit whose update is not over, and where it stands. */
export interface Underway {
  readonly unit: string;
  readonly told: UpdateTold;
}

/** Whose updates are not over, by the last that their journals said of one; all units but this one. Rejects with the store's error. */
export async function underway(store: Pick<Store, "tallies" | "lastOf">, but: string): Promise<readonly Underway[]> {
  const found: Underway[] = [];
  for (const { unit } of await store.tallies()) {
    const record = unit === but ? null : await store.lastOf(unit, CODE.update);
    const told = record === null ? null : toldOf(record.detail);
    if (told !== null && !isOver(told.state)) found.push({ unit, told });
  }
  return found;
}
