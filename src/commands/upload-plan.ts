import * as v from "valibot";
import { PARTS_MAX } from "../plans/upload.ts";
import type { Command } from "./command.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PARTS_MAX));
const Args = v.strictObject({
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  part: Count,
  parts: Count,
  text: v.pipe(v.string(), v.maxLength(3_000)),
});

/** One part of a plan: patterns, day plans and schedule in the words of a site file. `stopline command` cuts the file that is named. */
export const uploadPlan: Command<"uploadPlan"> = {
  name: "upload-plan",
  words: "FILE",

  /** It is several commands: `planOrders` makes them. */
  read: () => null,

  args: (wire) => ({ hash: wire.hash ?? "", part: wire.part ?? 0, parts: wire.parts ?? 0, text: wire.text ?? "" }),

  take(_site, args) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: `upload-plan takes a SHA-256, a part of 1 to ${PARTS_MAX}, how many there are, and its text` };
    return { change: { kind: "plan-part", part: read.output } };
  },
};
