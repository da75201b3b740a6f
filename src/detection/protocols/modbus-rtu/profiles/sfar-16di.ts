import type { Profile } from "./profile.ts";

/** Register 30051, bits 0 to 15; counters 40053 to 40084, 32 bits each, low word first. */
export const SFAR_16DI: Profile = {
  words: "iSMA SfAR-S-16DI, sixteen inputs with counters (module registers, V3.3)",
  func: 4,
  start: 50,
  count: 1,
  counters: { func: 3, start: 52, count: 32 },
  inputs: Array.from({ length: 16 }, (_, detect) => ({ detect, counter: { register: 2 * detect, words: 2, lowFirst: true } })),
};
