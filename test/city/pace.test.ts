import t from "tap";
import { WallTime } from "../../src/traffic/time.ts";
import { Pace } from "./pace.ts";

function paced(speed: number) {
  let real = 5_000;
  const pace = new Pace(speed, WallTime(1_000_000), () => real);
  return { pace, pass: (ms: number) => (real += ms) };
}

t.test("the city's time goes as many times as fast as it is asked to", (t) => {
  const { pace, pass } = paced(4);
  pace.lived(10_000);
  pass(1_000);
  t.equal(pace.now(), 4_000);
  t.equal(pace.wall(), 1_004_000);
  pace.speed = 2;
  t.equal(pace.now(), 4_000, "another speed moves nobody");
  pass(1_000);
  t.equal(pace.now(), 6_000);
  t.end();
});

t.test("where the computer is too slow time stands still for everybody, and what was missed is not made up for", (t) => {
  const { pace, pass } = paced(1);
  pace.lived(1_000);
  pass(60_000);
  t.equal(pace.now(), 1_100, "a tenth beyond what was lived through");
  pace.lived(1_100);
  t.equal(pace.now(), 1_100);
  pass(50);
  t.equal(pace.now(), 1_150);
  pass(1_000);
  t.equal(pace.now(), 1_200);
  t.end();
});

t.test(
  "who waits is called when its moment has come in the city, not while time stands still, and not when it no longer wants to",
  async (t) => {
    const pace = new Pace(20, WallTime(0));
    const called: number[] = [];
    const due = new Promise<void>((resolve) => {
      pace.after(150, () => {
        called.push(150);
        resolve();
      });
    });
    pace.after(50, () => called.push(50))();
    pace.lived(0);
    await pace.until(100);
    t.ok(pace.now() >= 100);
    t.same(called, [], "150 ms are not over before somebody has lived through the second tenth");
    pace.lived(100);
    await due;
    t.ok(pace.now() >= 150);
    t.same(called, [150]);
  },
);
