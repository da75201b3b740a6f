import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import { iso, type WallTime } from "../traffic/time.ts";

/**
 * What the status page lays into the inbox for a technician. It is no command: the contract with the brain has no word for it, so nothing that comes
 * over the brain's network can be called so. What a technician asks for is a command all the same, with the bounds that it has for the brain.
 */
export const TECHNICIAN = "technician";

/** Letters of any script, in one line. */
export const TechnicianName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64), v.regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u));
const SessionId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

const Asked = v.variant("does", [
  /** `instead`: of whoever holds the session. */
  v.strictObject({ does: v.literal("begin"), session: SessionId, name: TechnicianName, instead: v.boolean() }),
  /** Without a name: the street side knows whose it is, and one of an earlier release takes none. Journals have some with it. */
  v.strictObject({ does: v.literal("end"), session: SessionId, name: v.optional(TechnicianName) }),
  /** `command` with `args`, as it would be for the brain; or the reset of a latched fault. */
  v.strictObject({ does: v.literal("command"), session: SessionId, name: TechnicianName, command: v.string(), args: v.unknown() }),
]);
export type TechnicianAsked = v.InferOutput<typeof Asked>;

/** Those that are a technician's at the page. Priority, patterns, releases and the clock are the brain's. */
export const TECHNICIANS_COMMANDS: readonly string[] = [
  "place-call",
  "force-detector",
  "hold",
  "omit",
  "force-off",
  "flash",
  "restart-link",
  "upload-plan",
  "try-plan",
  "activate-plan",
  "roll-back-plan",
  "reset-fault",
];

/** It is forgotten if no unit takes it within a minute. `refused`: why it is only to be recorded. */
export const technicianRequest = (id: string, asked: TechnicianAsked, wall: WallTime, refused = ""): Request => ({
  id,
  command: TECHNICIAN,
  args: JSON.stringify(asked),
  expires: (wall + 60_000) as WallTime,
  refused,
});

/** What a technician asks for, or why it is not taken. Pure; never throws. */
export function technicianIn(request: Request, wall: WallTime): { readonly asked: TechnicianAsked } | { readonly refused: string } {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  try {
    const asked = v.parse(Asked, JSON.parse(request.args));
    if (asked.does === "command" && !TECHNICIANS_COMMANDS.includes(asked.command))
      return { refused: `${asked.command.slice(0, 40)} is nothing that is asked for at the page` };
    return { asked };
  } catch {
    return { refused: `${TECHNICIAN} says who begins, ends or asks for what, and nothing else` };
  }
}
