import { DI16 } from "./di16.ts";
import type { Profile } from "./profile.ts";

/** Relays that open while a vehicle is there: a wire that breaks is a vehicle, and not an empty street. */
export const DI16_CLOSED: Profile = {
  ...DI16,
  words: "generic board with sixteen digital inputs of normally closed contacts",
  inputs: DI16.inputs.map((bits) => ({ ...bits, inverted: true })),
};
