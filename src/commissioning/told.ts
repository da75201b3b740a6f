import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import { iso, type WallTime } from "../traffic/time.ts";

/** Names a walk: letters, digits, dash. */
export const WalkId = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));
const By = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const StepId = v.pipe(v.string(), v.regex(/^[a-z]+(-\d{1,5})?$/));
export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** What was seen: figures by their names, so that each language can say them. */
const Evidence = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^[a-z_0-9]{1,24}$/)), v.union([v.number(), v.pipe(v.string(), v.maxLength(300))])),
  v.check((seen) => Object.keys(seen).length <= 12),
);
/** As it was signed; the unit keeps it as it is. */
const Signed = v.pipe(v.string(), v.maxLength(100_000));

/** What a record 390 says, as JSON. `by`: who stands at the cabinet. */
export const Told = v.variant("what", [
  v.strictObject({ what: v.literal("begun"), walk: WalkId, by: By, site_sha256: Sha256 }),
  v.strictObject({ what: v.literal("confirmed"), walk: WalkId, by: By, step: StepId, evidence: Evidence }),
  v.strictObject({
    what: v.literal("skipped"),
    walk: WalkId,
    by: By,
    step: StepId,
    words: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  }),
  v.strictObject({ what: v.literal("again"), walk: WalkId, by: By, step: StepId }),
  /** A finished walk goes on: what was left out is open again, what was confirmed stands. */
  v.strictObject({ what: v.literal("reopened"), walk: WalkId, by: By }),
  v.strictObject({ what: v.literal("finished"), walk: WalkId, by: By, safe: v.boolean(), signed: Signed }),
]);
export type Told = v.InferOutput<typeof Told>;
export type Evidence = v.InferOutput<typeof Evidence>;

/** One of them, and when. */
export type Record390 = Told & { readonly at: WallTime };

/**
 * What the unit's own centre side lays into its inbox for the technician at the cabinet. It is no command: the contract with the brain has no word
 * for it, so nobody far away can say that a site was walked.
 */
export const COMMISSIONING = "commissioning";

/** A street side that is started anew is back within this; a technician waits no longer. */
const KEPT_MS = 60_000;

export const toldRequest = (id: string, told: Told, wall: WallTime): Request => ({
  id,
  command: COMMISSIONING,
  args: JSON.stringify(told),
  expires: (wall + KEPT_MS) as WallTime,
  refused: "",
});

/** What is told, or why it is not taken. `site_sha256` is of the file that the street side runs. Pure; never throws. */
export function toldIn(request: Request, wall: WallTime, site_sha256: string): { readonly told: Told } | { readonly refused: string } {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  let told: Told;
  try {
    told = v.parse(Told, JSON.parse(request.args));
  } catch {
    return { refused: `${COMMISSIONING} says how far a walk has come, and nothing else` };
  }
  if (told.what === "begun" && told.site_sha256 !== site_sha256)
    return { refused: "the signals run another site file than the one that was shown: start the unit again, then begin" };
  return { told };
}
