import * as v from "valibot";
import { PatternNumber } from "../traffic/numbers.ts";
import { Instant } from "../traffic/time.ts";
import type { Command } from "./command.ts";

/** No order of the centre outlives a day without being given again: a brain that died must not leave its last wish behind. */
const FOR_S_MAX = 24 * 3_600;
const FOR_S_USUAL = 900;

const Args = v.strictObject({
  pattern: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)),
  for_s: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(FOR_S_MAX)),
});

/** Puts a pattern of the site file in force; when its time is over the unit returns to its own choice. */
export const setPattern: Command<"setPattern"> = {
  name: "set-pattern",
  words: "PATTERN [SECONDS]",

  read([pattern = "", seconds = String(FOR_S_USUAL), ...more]) {
    if (more.length > 0 || !/^\d{1,3}$/.test(pattern) || !/^\d{1,6}$/.test(seconds)) return null;
    return { pattern: Number(pattern), forS: Number(seconds) };
  },

  args: (wire) => ({ pattern: wire.pattern ?? 0, for_s: wire.forS ?? 0 }),

  take(site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success) {
      const at = v.getDotPath(read.issues[0]);
      if (at === "for_s")
        return { refused: `a pattern holds for 1 to ${FOR_S_MAX} seconds, so for_s cannot be ${read.issues[0].received}` };
      if (at !== "pattern") return { refused: "set-pattern takes a pattern and for_s, in whole numbers" };
    }
    const wanted = (args as { readonly pattern: unknown }).pattern;
    const pattern = site.patterns.find((p) => p.number === wanted);
    if (!read.success || pattern === undefined) {
      const has = site.patterns.map((p) => `${p.number} "${p.name}"`).join(", ");
      // JSON can make something that cannot be made text: {"toString":0}.
      const shown = typeof wanted === "number" ? wanted : JSON.stringify(wanted);
      return { refused: `pattern ${shown} is not in this unit's site file, which has ${has}` };
    }
    return { change: { kind: "pattern", pattern: PatternNumber(pattern.number), until: Instant(now + read.output.for_s * 1_000) } };
  },
};
