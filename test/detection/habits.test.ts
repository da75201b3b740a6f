import t from "tap";
import type { Observation } from "../../src/traffic/observation.ts";
import { answers, count, lane, loop, MINUTE, reported, Street, vehicle } from "./street.ts";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nothing here is told apart by less. */
const TICK = 10_000;

/** A vehicle a minute from 6 to 22, one at 23:30 and one at 2:45: nobody for three hours and more. */
const day = (d: number, before = Number.POSITIVE_INFINITY): readonly Observation[] => {
  const busy = Array.from({ length: 16 * 60 }, (_, k) => d * DAY + 6 * HOUR + k * MINUTE);
  return [d * DAY + 2.75 * HOUR, ...busy, d * DAY + 23.5 * HOUR].filter((at) => at < before).flatMap((at) => vehicle(1, at, at + 1_000));
};
const watched = () => new Street([loop(1, { no_activity_min: 30 })]);
const told = (street: Street, from = 0) =>
  street.entries.filter(({ at, code }) => at >= from && (code === 84 || code === 83)).map(({ at, code }) => [at / HOUR, code]);
const silent = (street: Street, from: number) =>
  street.entries.filter(({ at, code }) => at >= from && code === 324).map(({ at, value }) => [at / HOUR, value]);

t.test(
  "on the first night nobody knows that silence is usual; on the second no loop fails of it, and its phase is recalled all the same",
  async (t) => {
    const street = watched().run(2 * DAY, [...day(0), ...day(1)], TICK);
    t.ok(told(street).filter(([at, code]) => at! < 24 && code === 84).length >= 3, "the first night");
    t.same(told(street, 27 * HOUR), [], "the second night, once every hour of it is known");
    t.same(silent(street, 27 * HOUR).length > 0, true);
  },
);

t.test("a loop that dies at night is told of in the morning, one that dies by day after as long as the site file says", async (t) => {
  const dead = (at: number) => watched().run(at + 8 * HOUR, [...day(0), ...day(1), ...day(2), ...day(3, at)], TICK);
  const night = dead(3 * DAY + HOUR);
  const [[at] = [0]] = told(night, 3 * DAY);
  t.ok(at! > 3 * 24 + 6 && at! <= 3 * 24 + 6.5, `at ${at! - 72} h, when eight should have come`);
  t.same(silent(night, 3 * DAY).at(-1), [at, 0], "then it is silent no longer, but has failed");
  t.ok(
    night.spans("fault_recall", 2).some(([from, to]) => from <= 3 * DAY + HOUR && to >= 3 * DAY + 7 * HOUR),
    "recalled all the while",
  );
  t.same(told(dead(3 * DAY + 10 * HOUR), 3 * DAY), [[3 * 24 + 10 - 1 / 60 + 1 / 3600 + 0.5, 84]]);
});

t.test("an hour in which it could not be believed teaches nothing", async (t) => {
  const fault = [reported(5 * HOUR, 1, "open-loop"), reported(5 * HOUR + MINUTE, 1, "open-loop", false)];
  const empty = watched().run(2 * DAY, [...day(0).filter(({ at }) => at > 6 * HOUR), ...fault, ...day(1)], TICK);
  t.ok(
    told(empty, DAY).some(([at, code]) => code === 84 && at! > 24 + 2 && at! < 24 + 6),
    "the night before, of which it was failed, is not known",
  );
});

t.test("while it is silent as usual somebody comes, or its device is lost: its phase is recalled no longer, or for that", async (t) => {
  const nights = () => watched().run(2 * DAY + 0.5 * HOUR, [...day(0), ...day(1)], TICK);
  const heard = nights().run(2 * DAY + HOUR, vehicle(1, 2 * DAY + 0.75 * HOUR, 2 * DAY + 0.75 * HOUR + 1_000), TICK);
  t.ok(heard.spans("fault_recall", 2).some(([, to]) => to < 2 * DAY + 0.76 * HOUR && to > 2 * DAY + 0.74 * HOUR));
  const lost = nights();
  lost.run(2 * DAY + HOUR, [answers(2 * DAY + 0.75 * HOUR, "rack", false)], TICK);
  t.same(silent(lost, 2 * DAY + 0.7 * HOUR), [[48.75, 0]]);
  lost.run(2 * DAY + 1.2 * HOUR, [answers(2 * DAY + 1.1 * HOUR, "rack", true)], TICK);
  t.ok(lost.spans("fault_recall", 2).some(([, to]) => to > 2 * DAY + HOUR && to < 2 * DAY + 1.2 * HOUR));
});

t.test("a camera that counts learns its lane's nights, too", async (t) => {
  const nobody = (h: number) => Math.floor(h % 24) < 6;
  const hours = Array.from({ length: 48 * 12 }, (_, k) =>
    count((k + 1) * 5 * MINUTE, 21, nobody(k / 12) ? 0 : 20, { interval_ms: 5 * MINUTE }),
  );
  const street = new Street([lane(21, { no_activity_min: 43 })]).run(48 * HOUR, hours, TICK);
  t.ok(told(street).length > 0, "the first night");
  t.same(told(street, 26 * HOUR), []);
});
