import { readFileSync } from "node:fs";

/**
 * Why this unit cannot take a release. An image with two slots says on the kernel's command line which one it runs from (rauc.slot); none is made
 * by this release, so nothing here could write the other one either.
 */
export function noUpdate(cmdline = "/proc/cmdline"): string {
  let words = "";
  try {
    words = readFileSync(cmdline, "utf8");
  } catch {}
  return /(^|\s)rauc\.slot=\S/.test(words)
    ? "this unit has a second slot, but its release cannot write it; update it in the cabinet"
    : "this unit was not flashed with an image that can be updated: it has no second slot; flash its card anew";
}
