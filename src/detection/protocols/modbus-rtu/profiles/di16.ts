import type { Profile } from "./profile.ts";

/** Sixteen contacts as discrete inputs 10001 to 10016, 1 = closed. */
export const DI16: Profile = {
  words: "generic board with sixteen digital inputs",
  func: 2,
  start: 0,
  count: 16,
  inputs: Array.from({ length: 16 }, (_, detect) => ({ detect })),
};
