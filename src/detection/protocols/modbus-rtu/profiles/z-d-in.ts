import type { Profile } from "./profile.ts";

/** Register 40002: bits 0 to 4 are the inputs; bits 8 to 12 say that a counter went round, which no traffic needs. */
export const Z_D_IN: Profile = {
  words: "SENECA Z-D-IN, five inputs (user manual, 5.2)",
  func: 3,
  start: 1,
  count: 1,
  inputs: Array.from({ length: 5 }, (_, detect) => ({ detect })),
};
