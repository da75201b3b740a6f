import { slotIn } from "./slot.ts";

/**
 * Why this unit cannot take a release; "" if it can. An image with two slots says on the kernel's command line which one it runs from (rauc.slot).
 */
export const noSlots = (cmdline = "/proc/cmdline"): string =>
  slotIn(cmdline) === "" ? "this unit was not flashed with an image that can be updated: it has no second slot; flash its card anew" : "";
