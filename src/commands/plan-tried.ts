import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import { Tried } from "../plans/saved.ts";
import { iso, type WallTime } from "../traffic/time.ts";

/**
 * What the unit's own trial lays into its inbox when it is over. It is no command: the contract with the brain has no word for it, so
 * nobody can claim over the network that a plan has passed.
 */
export const PLAN_TRIED = "plan-tried";

/** `refused`: why there is nothing to say. It is forgotten if no unit takes it within ten minutes. */
export const triedRequest = (id: string, tried: Tried | null, wall: WallTime, refused = ""): Request => ({
  id,
  command: PLAN_TRIED,
  args: JSON.stringify(tried),
  expires: (wall + 600_000) as WallTime,
  refused,
});

/** What came of a trial, or why it is not taken. Pure; never throws. */
export function triedIn(request: Request, wall: WallTime): { readonly tried: Tried } | { readonly refused: string } {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  try {
    return { tried: v.parse(Tried, JSON.parse(request.args)) };
  } catch {
    return { refused: `${PLAN_TRIED} says what a trial came to, and nothing else` };
  }
}
