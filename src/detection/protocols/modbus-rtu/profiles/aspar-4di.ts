import type { Profile } from "./profile.ts";

/** Register 30051, bits 0 to 3; counters 40053 to 40060, 32 bits each, high word first. */
export const ASPAR_4DI: Profile = {
  words: "Aspar Mini Modbus 4DI, four inputs with counters (user manual, 7.1)",
  func: 4,
  start: 50,
  count: 1,
  counters: { func: 3, start: 52, count: 8 },
  inputs: Array.from({ length: 4 }, (_, detect) => ({ detect, counter: { register: 2 * detect, words: 2 } })),
};
