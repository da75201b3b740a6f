import t from "tap";
import { Allowance } from "../../src/sync/allowance.ts";
import { Backoff, fieldBackoff } from "../../src/sync/backoff.ts";

const SMALL = fieldBackoff(100);

t.test("rounds double up to less than five minutes, and the first call is anywhere in the first", async (t) => {
  const waits = (place: number, count: number) => {
    const backoff = new Backoff(SMALL, () => place);
    return Array.from({ length: count }, () => backoff.next(0) / 1_000);
  };
  t.same(waits(0, 11), [0, 2, 4, 8, 16, 32, 64, 128, 256, 280, 280]);
  t.same(waits(0.5, 11), [1, 3, 6, 12, 24, 48, 96, 192, 268, 280, 280]);
  const backoff = new Backoff(SMALL, () => 0.999);
  for (let i = 0; i < 10_000; i++) t.ok(backoff.next(0) <= 280_000);
});

t.test("only a connection that has held for five minutes makes the waits short again, and draws another place", async (t) => {
  const places = [0.5, 0.25];
  const backoff = new Backoff(SMALL, () => places.shift()!);
  for (let i = 0; i < 4; i++) backoff.next(0);
  t.equal(backoff.next(299_999), 24_000, "one that is taken in and thrown out at once goes on waiting longer");
  t.equal(backoff.next(300_000), 500);
  t.equal(backoff.next(0), 2_500);
});

t.test("a broker that says that it is busy is left alone for minutes, and no longer than the longest round", async (t) => {
  for (const [place, wait] of [
    [0, 140_000],
    [0.5, 210_000],
    [0.999_9, 279_986],
  ] as const) {
    const backoff = new Backoff(SMALL, () => place);
    t.equal(backoff.next(0, true), wait);
    t.equal(backoff.next(0), 280_000, "and is not pressed afterwards");
  }
});

t.test("a fleet's rounds are as long as 50 connects a second make them", async (t) => {
  t.match(fieldBackoff(1), { base_ms: 2_000, cap_ms: 280_000 });
  t.match(fieldBackoff(10_000), { base_ms: 200_000, cap_ms: 280_000 });
  t.match(fieldBackoff(50_000), { base_ms: 1_000_000, cap_ms: 1_000_000 }, "more than one broker holds take longer than five minutes");
});

t.test("an allowance saves up no more than its burst, and never gives more than its rate", async (t) => {
  const allowance = new Allowance(2, 3);
  const taken = (now: number) => {
    let count = 0;
    while (allowance.take(now)) count += 1;
    return count;
  };
  t.equal(taken(0), 3);
  t.equal(taken(499), 0);
  t.equal(taken(500), 1);
  t.equal(taken(3_600_000), 3);
  t.equal(taken(3_600_999), 1);
});
