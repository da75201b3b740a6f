import * as v from "valibot";
import { PLAN_BYTES_MAX } from "./text.ts";

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** A hash, or "" for the site file's own plan. */
const Which = v.union([v.literal(""), Hash]);

const Figures = v.strictObject({
  vehicles: v.number(),
  mean_delay_ds: v.number(),
  p95_delay_s: v.number(),
  longest_delay_s: v.number(),
  mean_walk_wait_ds: v.number(),
});

/** What a trial came to: how an hour that was recorded went under the plan in force, and how under this one. Delays in seconds, means in tenths. */
export const Tried = v.strictObject({
  hash: Hash,
  /** Whether the plan may be activated; `words` says why not, or how it went. */
  passed: v.boolean(),
  words: v.pipe(v.string(), v.maxLength(500)),
  /** When the hour began, in ms of wall time; 0 where there was none. */
  hour: v.number(),
  /** The plan that it was held against. */
  against: Which,
  before: v.nullable(Figures),
  after: v.nullable(Figures),
});
export type Tried = v.InferOutput<typeof Tried>;

const Kept = v.strictObject({ hash: Hash, text: v.pipe(v.string(), v.maxLength(PLAN_BYTES_MAX)), tried: v.nullable(Tried) });

/** What a unit must know of plans after a restart. */
export const Saved = v.strictObject({
  /** Of the site file that the plans belong to. */
  site: Hash,
  in_force: Which,
  before: Which,
  /** `at` in ms of wall time. */
  pending: v.nullable(v.strictObject({ hash: Hash, at: v.number() })),
  /** In ms of wall time, until when falling down the ladder brings `before` back; 0: it does not. */
  watched_until: v.number(),
  kept: v.pipe(v.array(Kept), v.maxLength(3)),
});
export type Saved = v.InferOutput<typeof Saved>;

/** null for what is none: nobody's file but ours, and disks break. */
export function savedIn(json: string): Saved | null {
  try {
    return v.parse(Saved, JSON.parse(json));
  } catch {
    return null;
  }
}
