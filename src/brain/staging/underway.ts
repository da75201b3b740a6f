import { CODE } from "../../traffic/codes.ts";
import { isOver, toldOf, type UpdateTold } from "../../update/told.ts";
import type { Store } from "../store.ts";

/** A unit whose update is not over, and where it stands; null: it was asked for, and the unit has said no more yet. */
export interface Underway {
  readonly unit: string;
  readonly told: UpdateTold | null;
}

/** Within this of a command a unit has said that it fetches, or it is not there. */
const SAID_MS = 600_000;

/**
 * Any unit but this one whose update is not over, by the last that its journal said of one, and by what was asked of it since; null: there is none.
 * Rejects with the store's error.
 */
export async function underway(store: Pick<Store, "tallies" | "lastOf" | "book">, but: string, now_ms: number): Promise<Underway | null> {
  for (const { unit } of await store.tallies()) {
    if (unit === but) continue;
    const record = await store.lastOf(unit, CODE.update);
    const told = record === null ? null : toldOf(record.detail);
    const asked = await store.book.lastOf(unit, "update", now_ms - SAID_MS);
    if (asked !== null && asked.id !== told?.id && (record?.wall_ms ?? 0) < asked.issued_ms) return { unit, told: null };
    if (told !== null && !isOver(told.state)) return { unit, told };
  }
  return null;
}
