import * as v from "valibot";
import type { Command } from "./command.ts";

const Args = v.pipe(
  v.strictObject({}),
  v.check((args) => !Array.isArray(args)),
);

/** Ends the process that talks to the brain, for whoever runs it to start it anew: a new connection, a new page. The signals do not notice. */
export const restartLink: Command<"restartLink"> = {
  name: "restart-link",
  words: "",

  read: (words) => (words.length > 0 ? null : {}),

  args: () => ({}),

  take: (_site, args) => (v.is(Args, args) ? { change: { kind: "link" } } : { refused: "restart-link takes nothing" }),

  errand: (args) => (v.is(Args, args) ? { kind: "restart" } : null),
};
