import { bitOf, blank, isOf, setBit } from "./frame.ts";

/**
 * Inputs of a terminals and facilities BIU: 24 pins that may be either, eight inputs, four opto inputs. They lie in this order in the data,
 * and are numbered so here: input 1 of the BIU is its input/output 1, input 25 its input 1, input 33 its opto input 1.
 */
export const INPUTS = 36;
export type TerminalBiu = 1 | 2 | 3 | 4;

/** Types 138 to 141, by input less one; null for any other frame. Pins that are outputs read as false. */
export function terminalInputsIn(frame: Uint8Array, biu: TerminalBiu): readonly boolean[] | null {
  return isOf(frame, 137 + biu) ? Array.from({ length: INPUTS }, (_, i) => bitOf(frame, i)) : null;
}

export function terminalInputs(biu: TerminalBiu, on: readonly boolean[]): Uint8Array {
  const frame = blank(137 + biu);
  for (let i = 0; i < INPUTS; i++) if (on[i]) setBit(frame, i);
  return frame;
}

/** Outputs of TF BIUs 3 and 4, a bit each: fifteen outputs, a bit that is reserved, and the pins that may be either. */
export const STATUS_OUTPUTS = 40;

/** Types 12 and 13: the controller's status for whoever looks at it (plans, phases on, next and checked). No lamp hangs on them. */
export function statusOutputs(biu: 3 | 4, on: readonly boolean[]): Uint8Array {
  const frame = blank(9 + biu);
  for (let i = 0; i < STATUS_OUTPUTS; i++) if (on[i]) setBit(frame, i);
  return frame;
}

/** By output less one; null for any other frame. */
export function statusOutputsIn(frame: Uint8Array, biu: 3 | 4): readonly boolean[] | null {
  return isOf(frame, 9 + biu) ? Array.from({ length: STATUS_OUTPUTS }, (_, i) => bitOf(frame, i)) : null;
}
