import * as v from "valibot";
import type { WallTime } from "../traffic/time.ts";
import type { Command } from "./command.ts";

/** Clocks that are farther apart than this do not believe each other's commands anyway; such a one a technician sets. */
const STEP_S_MAX = 600;

/** A command that lay somewhere sets no clock. */
const EXPIRES_MS_MAX = 30_000;

const Args = v.strictObject({ wall_ms: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** Sets the unit's wall time to the brain's, where nothing better keeps it. It is as good as the command was quick, so it must expire soon. */
export const setClock: Command<"setClock"> = {
  name: "set-clock",
  words: "TIME",

  read([time = "", ...more]) {
    const at = Date.parse(time);
    return more.length > 0 || Number.isNaN(at) || !/(Z|[+-]\d\d:\d\d)$/.test(time) ? null : { wallMs: at };
  },

  args: (wire) => ({ wall_ms: Number(wire.wallMs ?? 0) }),

  take(_site, args, _now, expires) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: "set-clock takes the time in ms" };
    if (expires - read.output.wall_ms > EXPIRES_MS_MAX)
      return {
        refused: `a time that is ${Math.round((expires - read.output.wall_ms) / 1_000)} s old when it expires sets no clock; let it expire within 30 s`,
      };
    return { change: { kind: "clock", wall: read.output.wall_ms as WallTime, most_ms: STEP_S_MAX * 1_000 } };
  },

  errand: (args) => (v.is(Args, args) ? { kind: "clock" } : null),
};
