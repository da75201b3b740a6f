/** Every message ends with this; what stands before it is the message. */
const END = [0x45, 0x4e, 0x44, 0x3e, 0x0d, 0x0a] as const;
/** Longer than its configuration in hexadecimal, and than a line of samples. */
export const MESSAGE_MAX = 512;
const [CR, LF, BLANK, TILDE] = [0x0d, 0x0a, 0x20, 0x7e];
/** What a message begins with, and what tells that the board takes commands and does not detect. */
const [EVENT, SAMPLES] = ["EVENT[", "A["];
const COMMAND_MODE = ["READY>", "GET>", "SET>", "LOG>", "ANA>", "FREQ[", "DIPS[", "ERROR[", "MODE>", "FACTORY>", "RESET>", "OK>", "ERR>"];
const RUNNING_AGAIN = ["QUIT>", "RESUME>"];
const STARTS = [EVENT, SAMPLES, ...COMMAND_MODE, ...RUNNING_AGAIN].map((word) => Uint8Array.from(word, (letter) => letter.charCodeAt(0)));

/** What a message says: an event of a loop (from 0; null for both together), or in which mode the board is. */
export type Message =
  | { readonly kind: "event"; readonly loop: number | null; readonly code: number }
  | { readonly kind: "samples" }
  | { readonly kind: "commands"; readonly on: boolean };

/**
 * What `bytes` begins with: a positive number is the length of a whole message, 0 means the beginning of what may be one, a negative number is
 * that many bytes of noise. There is no checksum: only the form tells a message from noise.
 */
export function frontOf(bytes: Uint8Array): number {
  const reach = Math.min(bytes.length, MESSAGE_MAX);
  for (let i = 0; i < reach; i++) {
    const byte = bytes[i]!;
    if (byte !== CR && byte !== LF && (byte < BLANK || byte > TILDE)) return -(i + 1);
    if (byte !== LF || !endsAt(bytes, i)) continue;
    const start = lastStart(bytes, i + 1 - END.length);
    return start < 0 ? -(i + 1) : start > 0 ? -start : i + 1;
  }
  return bytes.length < MESSAGE_MAX ? 0 : -MESSAGE_MAX;
}

const endsAt = (bytes: Uint8Array, lf: number): boolean =>
  lf >= END.length && END.every((byte, i) => bytes[lf + 1 - END.length + i] === byte);

/** Where the last message before `end` begins: of one that broke off nothing is lost but itself. */
function lastStart(bytes: Uint8Array, end: number): number {
  for (let at = end - 1; at >= 0; at--) {
    if (STARTS.some((word) => word.every((byte, i) => bytes[at + i] === byte))) return at;
  }
  return -1;
}

const EVENT_FORM = /^EVENT\[([0-3X])\]>(\d\d)(?:,-?\d{1,5}(?:\.\d{1,3})?)?\r\n$/;
const SAMPLES_FORM = /^A\[[0-3]\]>-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)*\r\n$/;

/** The message of `length` bytes that `frontOf` found at the front of `bytes`; null if it has no form that is known. */
export function messageIn(bytes: Uint8Array, length: number): Message | null {
  const text = String.fromCharCode(...bytes.subarray(0, length - END.length));
  const event = EVENT_FORM.exec(text);
  if (event) return { kind: "event", loop: event[1] === "X" ? null : Number(event[1]), code: Number(event[2]) };
  if (SAMPLES_FORM.test(text)) return { kind: "samples" };
  if (RUNNING_AGAIN.some((word) => text.startsWith(word))) return { kind: "commands", on: false };
  return COMMAND_MODE.some((word) => text.startsWith(word)) ? { kind: "commands", on: true } : null;
}

/** As the board says an event. */
export const formatEvent = (loop: number, event: string): string => `EVENT[${loop}]>${event}\r\nEND>\r\n`;
