import { frontOf, messageIn } from "../../detection/protocols/elektronika/codec.ts";
import { type Language, plain } from "./language.ts";

/** No checksum, and a text that ends with "END>": a dozen letters in their places. */
const BITS = 24;

export const ELEKTRONIKA: Language = {
  settings: plain(115_200, 57_600, 19_200, 9_600),

  front(bytes) {
    const front = frontOf(bytes);
    if (front === 0) return { kind: "more" };
    if (front < 0) return { kind: "noise", length: -front };
    const said = messageIn(bytes, front);
    if (said === null) return { kind: "noise", length: front };
    return { kind: "frame", length: front, address: null, bits: BITS, words: wordsOf(said) };
  },
};

function wordsOf(said: NonNullable<ReturnType<typeof messageIn>>): string {
  switch (said.kind) {
    case "event":
      return `${said.loop === null ? "both loops" : `loop ${said.loop}`}: event ${String(said.code).padStart(2, "0")}`;
    case "samples":
      return "samples of a loop's signal";
    case "commands":
      return said.on ? "it takes commands, and does not detect" : "it detects again";
  }
}
