import { readFileSync } from "node:fs";

/**
 * Loaded into each process of a rig before anything else (`node --import`): the computer's wall clock is ahead of the true one by what stands in the file
 * $CLOCK_AHEAD, in ms. It is read again once a second, so a step is seen as a set clock is. What OpenSSL knows of time stays true.
 */
const file = process.env["CLOCK_AHEAD"] ?? "";
const LOOK_MS = 1_000;
const now = Date.now;
let [ahead_ms, lookedAt] = [0, Number.NEGATIVE_INFINITY];

Date.now = () => {
  const at = performance.now();
  if (at - lookedAt >= LOOK_MS) {
    lookedAt = at;
    const read = Number(readFileSync(file, "utf8"));
    if (Number.isFinite(read)) ahead_ms = read;
  }
  return now() + ahead_ms;
};
