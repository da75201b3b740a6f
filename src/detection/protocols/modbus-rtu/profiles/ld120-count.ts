import { LD120 } from "./ld120.ts";
import type { Profile } from "./profile.ts";

/** The same detector with its counter 1, holding registers 40010 and 40011, high word first. */
export const LD120_COUNT: Profile = {
  ...LD120,
  words: "PCE LD120 single-channel loop detector with its counter (manual, pages 9 and 10)",
  counters: { func: 3, start: 9, count: 2 },
  inputs: LD120.inputs.map((bits) => ({ ...bits, counter: { register: 0, words: 2 } })),
};
