import * as v from "valibot";
import type { Command } from "./command.ts";
import { isNothing } from "./nothing.ts";
import { Digits } from "./try-plan.ts";

const Args = v.strictObject({ hash: Digits });

/**
 * Takes an activation back that waits for its time, else puts the plan in force that was before this one. With a hash it means that plan alone, so
 * that saying it twice takes nothing else back.
 */
export const rollBackPlan: Command<"rollBackPlan"> = {
  name: "roll-back-plan",
  words: "[HASH]",

  read([hash, ...more]) {
    if (more.length > 0) return null;
    if (hash === undefined) return {};
    return v.is(Digits, hash) ? { hash } : null;
  },

  args: ({ hash }) => (hash === undefined || hash === "" ? {} : { hash }),

  take(_site, args) {
    if (isNothing(args)) return { change: { kind: "plan-back", hash: "" } };
    return v.is(Args, args)
      ? { change: { kind: "plan-back", hash: args.hash } }
      : { refused: "roll-back-plan takes 8 or more digits of a plan's hash, or nothing" };
  },
};
