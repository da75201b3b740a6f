import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import { iso, type WallTime } from "../traffic/time.ts";

/**
 * What `stopline reset-fault` lays into the inbox of the unit on which it is typed, and what a technician asks for at the page, who is on a net of
 * the unit's own and has said the code once more. It is no command: the contract with the brain has no word for it, so nothing of the brain's can be
 * called so, and a latched fault of the monitor ends only at the cabinet.
 */
export const RESET_FAULT = "reset-fault";

const Args = v.strictObject({ by: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });

/** The detail of a `monitorReset` record, as JSON. */
export interface ResetDetail {
  readonly by: string;
  /** The fault. */
  readonly words: string;
  /** Whether the monitor latched it in the unit's present life, which only a new start ends. */
  readonly restart: boolean;
}

/** How a reset is laid into the inbox; it is forgotten if no unit takes it within a minute. */
export const resetRequest = (id: string, by: string, wall: WallTime): Request => ({
  id,
  command: RESET_FAULT,
  args: JSON.stringify({ by: by.slice(0, 64) }),
  expires: (wall + 60_000) as WallTime,
  refused: "",
});

/** Who resets the fault, or why nobody does. Pure; never throws. */
export function resetterIn(request: Request, wall: WallTime): { readonly by: string } | { readonly refused: string } {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  try {
    return v.parse(Args, JSON.parse(request.args));
  } catch {
    return { refused: `${RESET_FAULT} says who resets the fault, and nothing else` };
  }
}
