import type { OpenTap } from "./tap.ts";

/** An elektronika board that hears this byte (Ctrl-Z) leaves off detecting and takes single letters for commands: W resets it, S writes its settings. */
export const COMMANDS = 0x1a;
/** It says so within three seconds, and takes as long to say that it detects again. */
const READY = "READY>";
export const READY_MS = 3_000;
const QUIT = "Q".charCodeAt(0);
const DETECTS = ["QUIT>", "RESUME>"];

/** Whether a board has begun to take commands; `heard` is what has come so far. */
export async function woke(open: OpenTap, heard: string): Promise<boolean> {
  let text = heard;
  if (!text.includes(READY)) {
    await open.listen(READY_MS, (bytes) => {
      text += String.fromCharCode(...bytes);
      return text.includes(READY);
    });
  }
  return text.includes(READY);
}

/** Has it detect again; whether it has said that it does. */
export async function sendBack(open: OpenTap): Promise<boolean> {
  let text = "";
  const again = (): boolean => DETECTS.some((word) => text.includes(word));
  open.write(Uint8Array.of(QUIT));
  await open.listen(READY_MS, (bytes) => {
    text += String.fromCharCode(...bytes);
    return again();
  });
  return again();
}
