import t from "tap";
import { detectionOf, framed, framedFront, SERIAL_NUMBER, VERSION } from "../../src/detection/protocols/canoga/codec.ts";
import type { Tap } from "../../src/doctor/tap.ts";
import { examine } from "../../src/doctor/unknown.ts";
import { Instant } from "../../src/traffic/time.ts";

const watch = { now: () => Instant(0), told: () => {}, progress: () => {}, stopped: () => false, mayAsk: async () => true };
const nobody = { duration_ms: 0, start_ms: 0, count: 0, state: 0 };

/** A card in slot 5, in no real time: `texts` is what it answers about itself, in as many pieces as a line makes of it. */
function card(texts: ReadonlyMap<number, string>, pieces = 1): Tap {
  let coming: Uint8Array[] = [];
  const say = (bytes: Uint8Array) => {
    const size = Math.ceil(bytes.length / pieces);
    for (let at = 0; at < bytes.length; at += size) coming.push(bytes.subarray(at, at + size));
  };
  return {
    path: "/dev/card",
    open: async () => ({
      write: (bytes) => {
        if (framedFront(bytes, 5, 0x2a) > 0) say(detectionOf([nobody, nobody, nobody, nobody]));
        for (const [type, text] of texts)
          if (framedFront(bytes, 5, type) > 0) say(framed(5, [type, ...Array.from(text, (letter) => letter.charCodeAt(0))]));
      },
      listen: async (_, heard) => {
        for (let bytes = coming.shift(); bytes !== undefined; bytes = coming.shift()) if (heard(bytes)) return;
      },
      close: async () => {
        coming = [];
      },
    }),
  };
}
const found = async (tap: Tap) => (await examine(tap, { protocol: "canoga", last_address: 6 }, watch)).findings.map((each) => each.found);

t.test("a Canoga card is named by its serial number and version, in how many pieces they may come", async (t) => {
  const texts = new Map([
    [SERIAL_NUMBER, "C924-0000000000004711"],
    [VERSION, "C924 V1.07        "],
  ]);
  for (const pieces of [1, 5])
    t.match(await found(card(texts, pieces)), [/address 5 answers to canoga.*; serial number C924-0000000000004711, version C924 V1\.07$/]);
});

t.test("one that says nothing of itself, or what a terminal must not be told, is found all the same", async (t) => {
  t.match(await found(card(new Map())), [/address 5 answers to canoga(, as gone)?$/]);
  t.match(await found(card(new Map([[VERSION, "\u001b[2JV1"]]))), [/; version \[2JV1$/]);
});
