import { SLOT_FILE, slotIn } from "./slot.ts";

/** Why this unit cannot take a release; "" if it can. */
export const noSlots = (file = SLOT_FILE): string =>
  slotIn(file) === "" ? "this unit was not flashed with an image that can be updated: it has no second slot; flash its card anew" : "";
