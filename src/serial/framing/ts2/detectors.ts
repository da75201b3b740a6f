import type { DetectorFault } from "../../../traffic/observation.ts";
import { bitOf, blank, HEAD_BYTES, isOf, setBit, u16 } from "./frame.ts";

/** Channels of one detector BIU. */
export const CHANNELS = 16;
/** Detector BIUs 1 to 4: addresses 8 to 11, detectors 1 to 64. */
export type DetectorBiu = 1 | 2 | 3 | 4;

/**
 * The state of one channel since it was last asked: bits 1 and 0 of its call status. A call that came and went between two questions is
 * `gone` where it was not there before; one that went and came again is `begun`.
 */
export const CALL = { none: 0, held: 1, gone: 2, begun: 3 } as const;
export type Call = (typeof CALL)[keyof typeof CALL];

/** Types 148 to 151. */
export interface CallData {
  /** By channel less one: the BIU's own counter of milliseconds, modulo 65,536, when the channel last changed. Many leave it at 0. */
  readonly changed_ms: readonly number[];
  readonly calls: readonly Call[];
}

/** Where the low and the high bits of the calls begin, in the data. */
const [STATUS_0, STATUS_1] = [CHANNELS * 16, CHANNELS * 16 + CHANNELS];

export const callRequest = (biu: DetectorBiu): Uint8Array => blank(19 + biu);

/** What that BIU's call data say; null for any other frame. */
export function callDataIn(frame: Uint8Array, biu: DetectorBiu): CallData | null {
  if (!isOf(frame, 147 + biu)) return null;
  return {
    changed_ms: Array.from({ length: CHANNELS }, (_, i) => u16(frame, HEAD_BYTES + 2 * i)),
    calls: Array.from(
      { length: CHANNELS },
      (_, i) => ((bitOf(frame, STATUS_1 + i) ? 2 : 0) | (bitOf(frame, STATUS_0 + i) ? 1 : 0)) as Call,
    ),
  };
}

export function callData(biu: DetectorBiu, { changed_ms, calls }: CallData): Uint8Array {
  const frame = blank(147 + biu);
  for (let i = 0; i < CHANNELS; i++) {
    frame[HEAD_BYTES + 2 * i] = changed_ms[i]! & 0xff;
    frame[HEAD_BYTES + 2 * i + 1] = (changed_ms[i]! >> 8) & 0xff;
    if (calls[i]! & 1) setBit(frame, STATUS_0 + i);
    if (calls[i]! & 2) setBit(frame, STATUS_1 + i);
  }
  return frame;
}

/** Pairs of rack slots that can be reset, of four channels each. */
export const SLOT_PAIRS = 4;

/** Types 24 to 27. `reset`: a bit a pair of slots, slots 1 and 2 (channels 1 to 4) in bit 0; 0 only asks. */
export function diagnosticRequest(biu: DetectorBiu, reset: number): Uint8Array {
  const frame = blank(23 + biu);
  frame[HEAD_BYTES] = reset & ((1 << SLOT_PAIRS) - 1);
  return frame;
}

/** The slots that such a frame resets; null for any other. */
export function resetIn(frame: Uint8Array, biu: DetectorBiu): number | null {
  return isOf(frame, 23 + biu) ? frame[HEAD_BYTES]! & ((1 << SLOT_PAIRS) - 1) : null;
}

/** Faults of a channel in the order of their bits. */
export const DIAGNOSTICS = ["watchdog", "open-loop", "shorted-loop", "excessive-change"] as const satisfies readonly DetectorFault[];

/** Types 152 to 155, by channel less one: a bit a fault, in the order of `DIAGNOSTICS`; null for any other frame. */
export function diagnosticsIn(frame: Uint8Array, biu: DetectorBiu): readonly number[] | null {
  if (!isOf(frame, 151 + biu)) return null;
  return Array.from(frame.subarray(HEAD_BYTES, HEAD_BYTES + CHANNELS), (byte) => byte & ((1 << DIAGNOSTICS.length) - 1));
}

export function diagnostics(biu: DetectorBiu, faults: readonly number[]): Uint8Array {
  const frame = blank(151 + biu);
  for (let i = 0; i < CHANNELS; i++) frame[HEAD_BYTES + i] = faults[i]!;
  return frame;
}
