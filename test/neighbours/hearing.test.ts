import t from "tap";
import { Hearing } from "../../src/neighbours/hearing.ts";
import { Instant } from "../../src/traffic/time.ts";
import { SOUTH, said, siteWith } from "./site.ts";

const WALL = Date.UTC(2026, 10, 26);
const hearing = () => new Hearing(siteWith());
/** Each time somebody else has just left. */
const hear = (h: Hearing, at: number, issued: number, unit = "NEXT") => h.hear(unit, said(WALL + issued, { left: [1] }), Instant(at));

t.test("a neighbour is heard, for each road on which it sends somebody, and nobody else is", async (t) => {
  const h = new Hearing(siteWith([SOUTH, { ...SOUTH, approach: "west" }, { ...SOUTH, unit: "TOLD", approach: "", lanes: [] }]));
  t.equal(hear(h, 5_000, 4_800), true);
  t.same(
    h.take(Instant(5_100)).map(({ at, road }) => [at, road]),
    [
      [5_100, 0],
      [5_100, 1],
    ],
  );
  t.same(h.take(Instant(5_200)), [], "once");
  t.equal(hear(h, 7_000, 6_800, "STRANGER"), false);
  t.equal(hear(h, 7_000, 6_800, "TOLD"), false, "who only hears of us has nothing to say to us");
  t.same(h.take(Instant(7_100)), []);
});

t.test("nobody is listened to more than once a second, however fast he speaks", async (t) => {
  const h = hearing();
  let taken = 0;
  for (let at = 1_000; at <= 11_000; at += 10) {
    hear(h, at, at);
    taken += h.take(Instant(at)).length;
  }
  t.equal(taken, 11);
});

t.test("what was said before, once more, or held up on the way is dropped", async (t) => {
  const h = hearing();
  t.equal(hear(h, 10_000, 10_000), true);
  t.equal(hear(h, 12_000, 9_000), false, "out of order");
  t.equal(hear(h, 12_000, 10_000), false, "twice");
  t.equal(hear(h, 16_000, 12_000), false, "four seconds older than the first one was");
  t.equal(hear(h, 16_000, 14_000), true, "two seconds are the way of the net");
});

t.test("clocks may differ by anything, and be set: after ten seconds of silence a neighbour begins anew", async (t) => {
  const h = hearing();
  t.equal(hear(h, 10_000, -3_600_000), true, "an hour behind");
  t.equal(hear(h, 12_000, -3_598_000), true);
  t.equal(hear(h, 14_000, 0), true, "set forward by an hour");
  t.equal(hear(h, 16_000, -3_600_000), false, "and back");
  t.equal(hear(h, 23_000, -3_593_000), false);
  t.equal(hear(h, 24_100, -3_591_900), true);
  t.equal(hear(h, 26_000, -3_590_000), true);
});

t.test("what was said before, two seconds nearer, is no record again for a while", async (t) => {
  const h = hearing();
  const taken: number[] = [];
  for (let at = 2_000; at <= 20_000; at += 2_000) {
    // Two who left at 2 s, and one more at 12 s.
    const left = [...Array<number>((at - 2_000) / 2_000).fill(0), 2];
    if (at >= 12_000) left[(at - 12_000) / 2_000] = 1;
    h.hear("NEXT", said(WALL + at, { left }), Instant(at));
    if (h.take(Instant(at)).length > 0) taken.push(at);
  }
  t.same(taken, [2_000, 8_000, 12_000, 18_000]);
});

t.test("that nobody comes is said once in a while, so that the unit knows it from silence", async (t) => {
  const h = hearing();
  const taken: number[] = [];
  for (let at = 2_000; at <= 20_000; at += 2_000) {
    h.hear("NEXT", said(WALL + at), Instant(at));
    if (h.take(Instant(at)).length > 0) taken.push(at);
  }
  t.same(taken, [2_000, 8_000, 14_000, 20_000]);
});
