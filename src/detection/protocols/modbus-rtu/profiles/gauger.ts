import type { Profile } from "./profile.ts";

/** 45301 to 45304 count how often each input came on, 45305 to 45308 how often it went off, 45309 to 45312 are 1 while it is on. */
export const GAUGER: Profile = {
  words: "HARDWARIO Gauger, four inputs with counters of 16 bits (documentation, Modbus registers)",
  func: 3,
  start: 5_308,
  count: 4,
  counters: { func: 3, start: 5_300, count: 4 },
  inputs: Array.from({ length: 4 }, (_, i) => ({ detect: 16 * i, counter: { register: i, words: 1 } })),
};
