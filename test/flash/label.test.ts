import encodeQR from "qr";
import decodeQR from "qr/decode.js";
import t from "tap";
import { labelPage, qrText } from "../../src/flash/label.ts";
import { codeHash, isCode, newCode } from "../../src/platform/page-code.ts";

const LABEL = {
  unit: "DEMO-001",
  name: "Harbour <Road> & Mill",
  page: "http://10.20.0.5:8080/",
  code: "4711-0825-3391",
  technician: "9090-1212-7777",
  flashed: "2026-11-26 0.1.0",
};

/** What a camera sees of the label's squares: drawn large, in black and white. */
function photographed(page: string): { width: number; height: number; data: Uint8ClampedArray } {
  const [, side = ""] = /viewBox="0 0 (\d+) \d+"/.exec(page) ?? [];
  const [size, scale] = [Number(side), 6];
  const dark = new Set<string>();
  for (const [, path = ""] of page.matchAll(/ d="([^"]+)"/g)) {
    let [x, y] = [0, 0];
    for (const [, to, across, down, width] of path.matchAll(/([Mm])(-?[\d.]+)[ ,]?(-?[\d.]+)h(\d+)v1/g)) {
      [x, y] = to === "M" ? [Number(across), Number(down)] : [x + Number(across), y + Number(down)];
      for (let i = 0; i < Number(width); i++) dark.add(`${x + i},${y}`);
    }
  }
  const data = new Uint8ClampedArray(size * scale * size * scale * 4).fill(255);
  for (let at = 0; at < data.length / 4; at++) {
    const [x, y] = [Math.floor((at % (size * scale)) / scale), Math.floor(at / (size * scale) / scale)];
    if (dark.has(`${x},${y}`)) data.fill(0, at * 4, at * 4 + 3);
  }
  return { width: size * scale, height: size * scale, data };
}

t.test("a phone that looks at the label opens this unit's page, with its code where no server sees it", async (t) => {
  const page = labelPage([LABEL]);
  t.equal(decodeQR(photographed(page)), "http://10.20.0.5:8080/#unit=DEMO-001&code=471108253391");
  t.equal(qrText({ ...LABEL, page: "" }), "stopline DEMO-001 code 4711-0825-3391");
  t.ok(
    encodeQR(qrText({ ...LABEL, unit: "A".repeat(32), page: "http://255.255.255.255:65535/" }), "raw", { ecc: "quartile", border: 2 })
      .length <= 49,
    "squares of half a millimetre",
  );
});

t.test("a label says it in letters too, whatever an intersection is called, and each is a page of its own", async (t) => {
  const page = labelPage([LABEL, { ...LABEL, unit: "DEMO-002" }]);
  t.match(page, "Harbour &#60;Road&#62; &#38; Mill");
  t.notMatch(page, "<Road>");
  t.match(page, '<span class="code">4711-0825-3391</span>');
  t.equal(page.split("<section>").length, 3);
  const [outer = "", inner = ""] = page.split("<section").slice(1);
  t.match(inner, '<span class="code">9090-1212-7777</span>');
  t.notMatch(inner, "4711", "the technician's piece is one of its own");
  t.notMatch(outer, "9090", "and the other does not tell");
  t.notMatch(page, /https?:\/\/(?!10\.20|www\.w3\.org)/, "nothing comes from elsewhere");
});

t.test("the card holds what the code can be told by, and not the code", async (t) => {
  const code = newCode();
  t.match(code, /^\d{4}-\d{4}-\d{4}$/);
  t.not(newCode(), code);
  const hash = codeHash(code);
  t.notMatch(hash, code.replaceAll("-", ""));
  t.ok(isCode(code, `${hash}\n`));
  t.ok(isCode(code.replaceAll("-", " "), hash), "as it is read aloud");
  t.notOk(isCode("0000-0000-0000", hash));
  t.not(codeHash(code), hash, "two units with one code would not be seen");
  for (const broken of ["", "scrypt$99$8$1$AAAA$AAAA", hash.slice(0, -8), hash.replace("scrypt", "plain")]) t.notOk(isCode(code, broken));
});
