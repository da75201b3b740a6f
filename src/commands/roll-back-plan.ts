import type { Command } from "./command.ts";
import { isNothing } from "./nothing.ts";

/** Takes an activation back that waits for its time, else puts the plan in force that was before this one. */
export const rollBackPlan: Command<"rollBackPlan"> = {
  name: "roll-back-plan",
  words: "",

  read: (words) => (words.length > 0 ? null : {}),

  args: () => ({}),

  take: (_site, args) => (isNothing(args) ? { change: { kind: "plan-back" } } : { refused: "roll-back-plan takes nothing" }),
};
