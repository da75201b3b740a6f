import t from "tap";
import { Allowance } from "../../src/sync/allowance.ts";
import { Backoff, FIELD_BACKOFF } from "../../src/sync/backoff.ts";

t.test("waits double up to five minutes, and are anything from nothing to that", async (t) => {
  const longest = new Backoff(FIELD_BACKOFF, () => 1);
  const limits = Array.from({ length: 12 }, () => longest.next(0) / 1_000);
  t.same(limits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  for (let i = 0; i < 10_000; i++) longest.next(0);
  t.equal(longest.next(0), 300_000, "for ever");
  const shortest = new Backoff(FIELD_BACKOFF, () => 0);
  t.equal(shortest.next(0), 0);
});

t.test("only a connection that has held for five minutes makes the waits short again", async (t) => {
  const backoff = new Backoff(FIELD_BACKOFF, () => 1);
  for (let i = 0; i < 5; i++) backoff.next(0);
  t.equal(backoff.next(299_999), 64_000, "one that is taken in and thrown out at once goes on waiting longer");
  t.equal(backoff.next(300_000), 2_000);
  t.equal(backoff.next(0), 4_000);
});

t.test("ten thousand units whose broker was away do not come back at the same moment", async (t) => {
  // A linear congruential generator (Numerical Recipes) stands for ten thousand units' dice.
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const units = Array.from({ length: 10_000 }, () => new Backoff(FIELD_BACKOFF, random));
  // A broker that is away for ten minutes, and each unit's first call after that.
  const bySecond = new Map<number, number>();
  for (const unit of units) {
    let at = 0;
    while (at < 600_000) at += Math.max(1, unit.next(0));
    const second = Math.floor((at - 600_000) / 1_000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
  }
  const peak = Math.max(...bySecond.values());
  t.ok(peak <= 100, `at most ${peak} in one second`);
  t.ok(Math.max(...bySecond.keys()) <= 300, "and all are back within five minutes");
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
