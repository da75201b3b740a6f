/** The control field of every Port 1 frame. */
export const CONTROL = 0x83;
/** Address, control, type. */
export const HEAD_BYTES = 3;

/** Who is on the bus. Terminals and facilities BIUs 1 to 4 are 0 to 3, detector BIUs 1 to 4 are 8 to 11. */
export const [TERMINALS, DETECTORS, MMU, DIAGNOSTIC, BROADCAST] = [0, 8, 16, 17, 255];

/** A reply's type is its command's plus this. */
export const REPLY = 128;

/** One type of frame: whose it is (a command's target, a reply's source) and how many bytes it has with address, control and type. */
export interface FrameType {
  readonly words: string;
  readonly address: number;
  readonly bytes: number;
}

const of = (words: string, address: number, bytes: number): FrameType => ({ words, address, bytes });

/**
 * NEMA TS 2 Port 1, by frame type. Types 30, 40, 42 and 43 (diagnostic, secondary to secondary) and the makers' own (64 to 127, 199 to
 * 255) are not spoken here.
 */
export const TYPES: ReadonlyMap<number, FrameType> = new Map([
  [0, of("load switch drivers", MMU, 16)],
  [1, of("MMU inputs and status request", MMU, 3)],
  [3, of("MMU programming request", MMU, 3)],
  [9, of("date and time broadcast", BROADCAST, 12)],
  [10, of("TF BIU 1 outputs, inputs request", TERMINALS, 11)],
  [11, of("TF BIU 2 outputs, inputs request", TERMINALS + 1, 11)],
  [12, of("TF BIU 3 outputs, inputs request", TERMINALS + 2, 8)],
  [13, of("TF BIU 4 outputs, inputs request", TERMINALS + 3, 8)],
  [18, of("output transfer broadcast", BROADCAST, 3)],
  [20, of("detector BIU 1 call data request", DETECTORS, 3)],
  [21, of("detector BIU 2 call data request", DETECTORS + 1, 3)],
  [22, of("detector BIU 3 call data request", DETECTORS + 2, 3)],
  [23, of("detector BIU 4 call data request", DETECTORS + 3, 3)],
  [24, of("detector BIU 1 reset, diagnostic request", DETECTORS, 4)],
  [25, of("detector BIU 2 reset, diagnostic request", DETECTORS + 1, 4)],
  [26, of("detector BIU 3 reset, diagnostic request", DETECTORS + 2, 4)],
  [27, of("detector BIU 4 reset, diagnostic request", DETECTORS + 3, 4)],
  [128, of("load switch drivers taken", MMU, 3)],
  [129, of("MMU inputs and status", MMU, 13)],
  [131, of("MMU programming", MMU, 23)],
  [138, of("TF BIU 1 inputs", TERMINALS, 8)],
  [139, of("TF BIU 2 inputs", TERMINALS + 1, 8)],
  [140, of("TF BIU 3 inputs", TERMINALS + 2, 8)],
  [141, of("TF BIU 4 inputs", TERMINALS + 3, 8)],
  [148, of("detector BIU 1 call data", DETECTORS, 39)],
  [149, of("detector BIU 2 call data", DETECTORS + 1, 39)],
  [150, of("detector BIU 3 call data", DETECTORS + 2, 39)],
  [151, of("detector BIU 4 call data", DETECTORS + 3, 39)],
  [152, of("detector BIU 1 diagnostics", DETECTORS, 19)],
  [153, of("detector BIU 2 diagnostics", DETECTORS + 1, 19)],
  [154, of("detector BIU 3 diagnostics", DETECTORS + 2, 19)],
  [155, of("detector BIU 4 diagnostics", DETECTORS + 3, 19)],
]);

/**
 * The only type whose length the sources tell differently (13 and 14), and that grew by bit 81 when flashing yellow arrows came: an older
 * MMU's has 12 bytes. Whatever is behind what we know is let be.
 */
const [GROWN, GROWN_LEAST] = [129, 12];

/** An empty frame of a type: head set, data zero. Throws for a type that is not in the table. */
export function blank(type: number): Uint8Array {
  const known = TYPES.get(type);
  if (known === undefined) throw new RangeError(`Port 1 has no frame type ${type}`);
  const frame = new Uint8Array(known.bytes);
  frame[0] = known.address;
  frame[1] = CONTROL;
  frame[2] = type;
  return frame;
}

/** True if `frame` is of that type: from or to its station, and as long as it must be. */
export function isOf(frame: Uint8Array, type: number): boolean {
  const known = TYPES.get(type);
  if (known === undefined || frame[0] !== known.address || frame[1] !== CONTROL || frame[2] !== type) return false;
  return type === GROWN ? frame.length >= GROWN_LEAST : frame.length === known.bytes;
}

/** Bit `n` of the data, from 0: the standard's bit n + 9. Low bit first. */
export const bitOf = (frame: Uint8Array, n: number): boolean => (frame[HEAD_BYTES + (n >> 3)]! & (1 << (n & 7))) !== 0;

export function setBit(frame: Uint8Array, n: number): void {
  frame[HEAD_BYTES + (n >> 3)]! |= 1 << (n & 7);
}

/** Sixteen bits, low byte first, at `at` of the frame. */
export const u16 = (frame: Uint8Array, at: number): number => frame[at]! | (frame[at + 1]! << 8);
