import * as v from "valibot";
import type { Command } from "./command.ts";

/** A day of a busy intersection; what is more is asked for in parts. */
const RECORDS_MAX = 1_000_000;

const Args = v.pipe(
  v.strictObject({
    epoch: v.pipe(v.string(), v.regex(/^[!-~]{1,64}$/)),
    from: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    to: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  }),
  v.check(({ from, to }) => to >= from && to - from < RECORDS_MAX),
);

/** Sends records of the journal once more that the brain has acknowledged before and lost since, as far as the unit still has them. */
export const fetchJournal: Command<"fetchJournal"> = {
  name: "fetch-journal",
  words: "EPOCH FROM TO",

  read([epoch = "", from = "", to = "", ...more]) {
    if (more.length > 0 || !/^[!-~]{1,64}$/.test(epoch) || !/^\d{1,15}$/.test(from) || !/^\d{1,15}$/.test(to)) return null;
    return { epoch, fromSeq: Number(from), toSeq: Number(to) };
  },

  args: (wire) => ({ epoch: wire.epoch ?? "", from: Number(wire.fromSeq ?? 0), to: Number(wire.toSeq ?? 0) }),

  take(_site, args) {
    if (!v.is(Args, args))
      return { refused: `fetch-journal takes an epoch and the first and the last seq, ${RECORDS_MAX} records at most` };
    return { change: { kind: "link" } };
  },

  errand: (args) => (v.is(Args, args) ? { kind: "fetch", ...args } : null),
};
