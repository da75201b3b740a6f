import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import { VERSION_SHAPE } from "./release.ts";

/** Where an update stands. The last five are its ends. */
export const STATES = [
  "fetching",
  "checked",
  "waiting",
  "installing",
  "installed",
  "restarting",
  "proved",
  "fell-back",
  "given-up",
  "refused",
] as const;
export type UpdateState = (typeof STATES)[number];

const OVER: readonly UpdateState[] = ["proved", "fell-back", "given-up", "refused"];
export const isOver = (state: UpdateState): boolean => OVER.includes(state);

const WORDS_MAX = 300;

/** The name of an update: its command's id, or what a stick's bundle is called. */
export const UpdateId = v.pipe(v.string(), v.regex(/^[!-~]{1,64}$/));

/** What the record 380 says of an update, as JSON. */
export const UpdateTold = v.strictObject({
  id: UpdateId,
  version: v.pipe(v.string(), v.regex(VERSION_SHAPE)),
  state: v.picklist(STATES),
  /** What a technician should know beside the state; "" for nothing. */
  words: v.pipe(v.string(), v.maxLength(WORDS_MAX)),
});
export type UpdateTold = v.InferOutput<typeof UpdateTold>;

/** What a record 380 says; null for what is none. */
export function toldOf(detail: string): UpdateTold | null {
  try {
    return v.parse(UpdateTold, JSON.parse(detail));
  } catch {
    return null;
  }
}

/**
 * What the unit's own centre side lays into its inbox at each step of an update. It is no command: the contract with the brain has no word for it,
 * so nobody far away can say that a release has proved itself.
 */
export const UPDATE_TOLD = "update-told";

/** It waits for a street side for a day: what an update came to must not be lost because nobody controls at the moment. */
const KEPT_MS = 24 * 3_600_000;

export const toldRequest = (told: UpdateTold, wall: WallTime): Request => ({
  id: `${UPDATE_TOLD} ${told.state} ${told.id}`.slice(0, 128),
  command: UPDATE_TOLD,
  args: JSON.stringify({ ...told, words: told.words.slice(0, WORDS_MAX) }),
  expires: (wall + KEPT_MS) as WallTime,
  refused: "",
});

/** What came of an update, or why it is not taken. Pure; never throws. */
export function toldIn(request: Request, wall: WallTime): { readonly told: UpdateTold } | { readonly refused: string } {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  const told = toldOf(request.args);
  return told === null ? { refused: `${UPDATE_TOLD} says where an update stands, and nothing else` } : { told };
}
