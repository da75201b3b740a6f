import t from "tap";
import { Instant } from "../../src/traffic/time.ts";
import { count, lane, loop, off, on, reported, Street, vehicle } from "./street.ts";

/** A street on which detector 1 is forced at `at`, until `until`. */
function forcedAt(street: Street, at: number, isOn: boolean, until: number): string {
  street.run(at);
  return street.detection.force(1, isOn, Instant(until));
}

t.test("a detector that is forced on calls for as long as that, with an empty loop, and counts nobody", async (t) => {
  const street = new Street([loop(1)]);
  t.equal(forcedAt(street, 10_000, true, 40_000), "");
  street.run(130_000, [...vehicle(1, 15_000, 16_000), ...vehicle(1, 90_000, 91_000)]);
  t.same(street.spans("vehicle", 2), [
    [10_100, 39_900],
    [90_000, 90_900],
  ]);
  t.same(street.told(328, 329), [
    [10_100, 328, 1],
    [40_000, 329, 1],
  ]);
  t.same(
    street.bins(1).map(({ volume }) => volume),
    [0, 1],
    "who drove over it meanwhile was not counted",
  );
});

t.test("one that is forced off calls nobody, and is believed again with whoever stands there then", async (t) => {
  const street = new Street([loop(1)]);
  forcedAt(street, 10_000, false, 60_000);
  street.run(80_000, [on(20_000, 1), off(70_000, 1)]);
  t.same(street.spans("vehicle", 2), [[60_000, 69_900]]);
  t.equal(street.detection.force(1, false, Instant(0)), "detector 1 is not forced");
  t.equal(street.detection.force(9, true, Instant(99_000)), "there is no detector 9");
});

t.test("somebody who stands on a loop that is forced off is called for once in two minutes; where nobody stands, nobody is", async (t) => {
  const street = new Street([loop(1)]);
  forcedAt(street, 10_000, false, 700_000);
  street.run(690_000, [on(20_000, 1), off(300_000, 1), on(600_000, 1), off(605_000, 1)]);
  t.same(
    street.spans("locking", 2).map(([from]) => from),
    [130_100, 250_100, 600_100],
  );
  t.same(street.spans("vehicle", 2), []);
});

t.test(
  "a loop that has failed and is forced off recalls nothing, and is reminded of; when that is over its fault has its say",
  async (t) => {
    const street = new Street([loop(1)]);
    street.run(5_000, [reported(4_000, 1, "open-loop")]);
    t.same(street.spans("fault_recall", 2), [[4_000, 5_000]]);
    forcedAt(street, 10_000, false, 200_000);
    street.run(210_000);
    t.same(street.spans("fault_recall", 2), [
      [4_000, 10_000],
      [200_000, 210_000],
    ]);
    t.same(
      street.spans("locking", 2).map(([from]) => from),
      [130_100],
    );
    t.match(street.shown(1)?.fault, /open loop/);
    t.equal(street.detection.phasesRecalled, 1);
  },
);

t.test("the page says that a detector is forced, and how", async (t) => {
  const street = new Street([loop(1)]);
  forcedAt(street, 10_000, true, 100_000);
  street.run(11_000);
  t.match(street.shown(1), { on: true, fault: "forced on by the centre" });
  street.detection.force(1, false, Instant(100_000));
  street.run(12_000);
  t.match(street.shown(1), { on: false, fault: "forced off by the centre" });
  t.same(street.told(328).length, 2);
});

t.test("counts of a device that counts by itself are not taken while it is forced", async (t) => {
  const street = new Street([lane(1, {})]);
  forcedAt(street, 5_000, true, 70_000);
  street.run(130_000, [count(10_000, 1, 4), count(100_000, 1, 3)]);
  t.same(
    street.bins(1).map(({ volume }) => volume),
    [0, 3],
  );
});
