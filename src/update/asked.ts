import * as v from "valibot";
import { VERSION_SHAPE } from "./release.ts";

/** No slot of ours is larger, and no card has room for more beside the journal. */
export const BUNDLE_BYTES_MAX = 1_000_000_000;
/** Whoever plans a night of updates plans it within this. */
export const AHEAD_MAX_MS = 14 * 24 * 3_600_000;

const Wall = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Where a bundle lies, which release it is, what it must be to the last bit, and when the unit may start into it. Times in ms of wall time. */
export const UpdateAsked = v.pipe(
  v.strictObject({
    /** "": it is on the unit already. */
    bundle: v.union([v.literal(""), v.pipe(v.string(), v.regex(/^https:\/\/[!-~]{1,500}$/))]),
    version: v.pipe(v.string(), v.regex(VERSION_SHAPE)),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    size: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(BUNDLE_BYTES_MAX)),
    /** 0: now. */
    not_before: Wall,
    /** 0: a day. */
    until: Wall,
    allow_older: v.boolean(),
  }),
  v.check(({ not_before, until }) => until === 0 || until > not_before, "window"),
);
export type UpdateAsked = v.InferOutput<typeof UpdateAsked>;
