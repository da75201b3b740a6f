import * as v from "valibot";
import { Instant } from "../traffic/time.ts";
import type { Command } from "./command.ts";
import { isSeconds } from "./phase.ts";

/** A night of flash is the schedule's or the cabinet's to ask for; whoever flashes by command looks again within two hours. */
const FOR_S_MAX = 2 * 3_600;
const FOR_S_USUAL = 600;

const Args = v.strictObject({ for_s: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FOR_S_MAX)) });

/** Automatic flash for a time: entered by way of the entry phases and all red, left as the site file says. 0 seconds end it. */
export const flash: Command<"flash"> = {
  name: "flash",
  words: "[SECONDS]",

  read: ([seconds = String(FOR_S_USUAL), ...more]) => (more.length > 0 || !isSeconds(seconds) ? null : { forS: Number(seconds) }),

  args: (wire) => ({ for_s: wire.forS ?? 0 }),

  take(_site, args, now) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: `flash takes 1 to ${FOR_S_MAX} seconds, or 0 to end it; say it again for more` };
    return { change: { kind: "flash", until: Instant(now + read.output.for_s * 1_000) } };
  },
};
