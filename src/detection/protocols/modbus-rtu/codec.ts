import type { Reading } from "../../../serial/device.ts";
import type { DetectorFault } from "../../../traffic/observation.ts";
import type { Profile } from "./profiles/profile.ts";

/** Address, function, number of data bytes. */
export const HEAD_BYTES = 3;

/** One bit of a board's answer and the two readings that it can become: made once, so that a poll without news makes nothing. */
export interface Watched {
  /** Offset in the data bytes. */
  readonly byte: number;
  readonly mask: number;
  readonly inverted: boolean;
  readonly on: Reading;
  readonly off: Reading;
}

/** A bit for each input of the profile, in the order of their numbers. */
export function presencesOf(profile: Profile): readonly Watched[] {
  return profile.inputs.map((bits, i) => ({
    ...place(profile, bits.detect),
    inverted: bits.inverted === true,
    on: { kind: "presence", input: i + 1, on: true },
    off: { kind: "presence", input: i + 1, on: false },
  }));
}

/** Every fault bit of the profile. */
export function faultsOf(profile: Profile): readonly Watched[] {
  return profile.inputs.flatMap((bits, i) =>
    (bits.faults ?? []).map(({ bit, fault }) => ({ ...place(profile, bit), inverted: false, ...faultReadings(i + 1, fault) })),
  );
}

/** The two readings of a fault of one input. */
export function faultReadings(input: number, fault: DetectorFault): { readonly on: Reading; readonly off: Reading } {
  const reading = (on: boolean): Reading => ({ kind: "fault", input, fault, on });
  return { on: reading(true), off: reading(false) };
}

/** What the bit says in a good answer. */
export function readingOf(w: Watched, frame: Uint8Array): Reading {
  const set = (frame[HEAD_BYTES + w.byte]! & w.mask) !== 0;
  return set === w.inverted ? w.off : w.on;
}

/** Bits of functions 1 and 2 lie low bit first; registers lie high byte first. */
function place(profile: Profile, bit: number): { readonly byte: number; readonly mask: number } {
  const byte = bit >> 3;
  return { byte: profile.func <= 2 ? byte : byte ^ 1, mask: 1 << (bit & 7) };
}
