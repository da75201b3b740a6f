import * as v from "valibot";
import type { WallTime } from "../traffic/time.ts";
import type { Command } from "./command.ts";
import { Digits } from "./try-plan.ts";

const Args = v.strictObject({ hash: Digits, at_ms: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** Puts a plan in force that has passed its trial, now or at a time. */
export const activatePlan: Command<"activatePlan"> = {
  name: "activate-plan",
  words: "HASH [TIME]",

  read([hash = "", time, ...more]) {
    const at = time === undefined ? 0 : Date.parse(time);
    // Without a zone it would be the typist's.
    const zoned = time === undefined || /(Z|[+-]\d\d:\d\d)$/.test(time);
    return more.length > 0 || !v.is(Digits, hash) || Number.isNaN(at) || !zoned ? null : { hash, atMs: at };
  },

  args: (wire) => ({ hash: wire.hash ?? "", at_ms: Number(wire.atMs ?? 0) }),

  take(_site, args) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: "activate-plan takes 8 or more digits of a plan's hash, and a time in ms, or 0 for now" };
    return { change: { kind: "plan-activate", hash: read.output.hash, at: read.output.at_ms as WallTime } };
  },
};
