import { framed, framedFront, plainText, SERIAL_NUMBER, VERSION } from "../detection/protocols/canoga/codec.ts";
import type { OpenTap } from "./tap.ts";

/** From the last byte of the question to the whole answer, with room for 38 bytes at 1200 baud. */
const ANSWER_MS = 500;

/**
 * What a device says of itself when it is asked: only protocols that have a question for it. "" where it says nothing. A Canoga card has its
 * serial number and its version.
 */
export async function identityOf(open: OpenTap, protocol: string, address: number): Promise<string> {
  if (protocol !== "canoga") return "";
  const serial = await asked(open, address, SERIAL_NUMBER);
  const version = await asked(open, address, VERSION);
  return [serial === "" ? "" : `serial number ${serial}`, version === "" ? "" : `version ${version}`]
    .filter((part) => part !== "")
    .join(", ");
}

async function asked(open: OpenTap, address: number, type: number): Promise<string> {
  let held: Uint8Array = new Uint8Array(0);
  let text = "";
  open.write(framed(address, [type]));
  await open.listen(ANSWER_MS, (bytes) => {
    held = Uint8Array.of(...held, ...bytes);
    for (let front = framedFront(held, address, type); front !== 0 && held.length > 0; front = framedFront(held, address, type)) {
      if (front > 0) text = plainText(held, front);
      if (front > 0) return true;
      held = held.subarray(-front);
    }
    return false;
  });
  return text;
}
