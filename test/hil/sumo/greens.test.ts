import t from "tap";
import type { FieldLine } from "../../../src/street/field-line.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { Greens } from "./greens.ts";
import { lossy } from "./lossy.ts";
import { inForce } from "./place.ts";

t.test("a green that had begun before somebody looked has no length, and one that goes on at the end has none either", (t) => {
  const greens = new Greens(["1", "2"]);
  const tenths = (one: boolean, two: boolean, count: number) => {
    for (let i = 0; i < count; i++) greens.look([one, two]);
  };
  tenths(true, false, 50);
  tenths(false, true, 100);
  tenths(true, false, 30);
  tenths(false, true, 20);
  t.same(greens.tallies().greens, [
    { channel: "1", count: 1, mean_s: 3, share_pm: 400 },
    { channel: "2", count: 1, mean_s: 10, share_pm: 600 },
  ]);
  t.end();
});

t.test("a bad connector loses whole frames, as many as it was told, and both ways", (t) => {
  const heard: Uint8Array[] = [];
  const line: FieldLine = { heard: (_, bytes) => heard.push(bytes), saysAt: 7, said: () => Uint8Array.of(1) };
  const count = { frames: 0, lost: 0 };
  const bad = lossy(line, 250, 3, count);
  let said = 0;
  for (let i = 0; i < 1_000; i++) {
    bad.heard(Instant(i), Uint8Array.of(2));
    if (bad.said(Instant(i)) !== null) said++;
  }
  t.equal(bad.saysAt, 7);
  t.equal(count.frames, 2_000);
  t.equal(count.lost, 2_000 - heard.length - said);
  for (const kept of [heard.length, said]) t.ok(kept > 680 && kept < 820, `${kept} of 1000 came through`);
  const good = lossy(line, 0, 3, count);
  t.same(good.said(Instant(0)), Uint8Array.of(1));
  t.end();
});

t.test("the unit on ttys begins with the pattern that the one in process has", (t) => {
  const text = "pattern = 9\n\n[start]\nstage = 1\npattern = 1 # usual\nfallback_pattern = 2\n\n[[patterns]]\npattern = 1\n";
  t.equal(inForce(text, 4), "pattern = 9\n\n[start]\nstage = 1\npattern = 4 # usual\nfallback_pattern = 2\n\n[[patterns]]\npattern = 1\n");
  t.throws(() => inForce("[site]\n", 4), /no \[start\]/);
  t.end();
});
