import * as v from "valibot";
import { BUNDLE_BYTES_MAX, UpdateAsked } from "./asked.ts";
import { VERSION_SHAPE } from "./release.ts";
import { STATES, UpdateId } from "./told.ts";

const Version = v.pipe(v.string(), v.regex(VERSION_SHAPE));
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Size = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(BUNDLE_BYTES_MAX));
const Words = v.pipe(v.string(), v.maxLength(1_000));

/** What the link asks of root, one file at a time. Whatever lies there, no more than this can be asked. */
export const SlotRequest = v.variant("kind", [
  v.strictObject({ kind: v.literal("install"), id: UpdateId, version: Version, sha256: Sha256, size: Size, allow_older: v.boolean() }),
  /** `brain`: it was reached lately, so the new release must reach it too. */
  v.strictObject({ kind: v.literal("restart"), id: UpdateId, brain: v.boolean() }),
]);
export type SlotRequest = v.InferOutput<typeof SlotRequest>;

/** What root says of the slot that it last had to do with. */
export const SlotState = v.strictObject({
  id: UpdateId,
  version: Version,
  sha256: Sha256,
  size: Size,
  /** `offered`: a stick has brought it. */
  state: v.picklist(["offered", "installing", "installed", "restarting", "proved", "fell-back", "refused"]),
  words: Words,
});
export type SlotState = v.InferOutput<typeof SlotState>;

/** How the unit was before the restart: what the new release must not be worse at. */
export const Before = v.strictObject({
  /** Devices that answered. */
  answering: v.array(v.string()),
  /** The brain had acknowledged something lately. */
  brain: v.boolean(),
});
export type Before = v.InferOutput<typeof Before>;

/** The link's own account of the update that is underway, over its restarts and the machine's. */
export const Job = v.strictObject({
  id: UpdateId,
  from: v.picklist(["brain", "stick"]),
  asked: UpdateAsked,
  state: v.picklist(STATES),
  words: Words,
  /** The journal has been told of this state. */
  told: v.boolean(),
});
export type Job = v.InferOutput<typeof Job>;

/** Where all that lies. A file that cannot be read, or is none of ours, is as if it were not there. */
export interface UpdateDesk {
  job(): Job | null;
  /** null: it is over. */
  keep(job: Job | null): void;
  request(request: SlotRequest): void;
  state(): SlotState | null;
  /** Why a bundle of so many bytes has no room; "" if it has. */
  whyNoRoom(size: number): string;
  /** Removes what is left of other bundles than this. null: of all. */
  tidy(sha256: string | null): void;
}
