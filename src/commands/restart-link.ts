import type { Command } from "./command.ts";
import { isNothing } from "./nothing.ts";

/** Ends the process that talks to the brain, for whoever runs it to start it anew: a new connection, a new page. The signals do not notice. */
export const restartLink: Command<"restartLink"> = {
  name: "restart-link",
  words: "",

  read: (words) => (words.length > 0 ? null : {}),

  args: () => ({}),

  take: (_site, args) => (isNothing(args) ? { change: { kind: "link" } } : { refused: "restart-link takes nothing" }),

  errand: (args) => (isNothing(args) ? { kind: "restart" } : null),
};
