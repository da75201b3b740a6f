import * as v from "valibot";
import type { Command } from "./command.ts";

/** A plan by the first digits of its hash. */
export const Digits = v.pipe(v.string(), v.regex(/^[0-9a-f]{8,64}$/));
const Args = v.strictObject({ hash: Digits });

/** Lives through the busiest hour of the last day again, on the simulated street, under the plan in force and under this one. The record 371 has what came of it. */
export const tryPlan: Command<"tryPlan"> = {
  name: "try-plan",
  words: "HASH",

  read: ([hash = "", ...more]) => (more.length > 0 || !v.is(Digits, hash) ? null : { hash }),

  args: (wire) => ({ hash: wire.hash ?? "" }),

  take(_site, args) {
    const read = v.safeParse(Args, args);
    return read.success
      ? { change: { kind: "plan-known", hash: read.output.hash } }
      : { refused: "try-plan takes 8 or more digits of a plan's hash" };
  },

  errand: (args) => (v.is(Args, args) ? { kind: "try-plan", hash: args.hash } : null),
};
