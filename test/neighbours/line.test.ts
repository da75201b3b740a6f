import t from "tap";
import { Hearing } from "../../src/neighbours/hearing.ts";
import { heardIn, lineOf } from "../../src/neighbours/line.ts";
import { announcementEntry, announcementIn } from "../../src/neighbours/record.ts";
import { departuresIn } from "../../src/sync/departures.ts";
import { ARRIVAL_STEPS } from "../../src/traffic/departures.ts";
import { entry, inputEntry } from "../../src/traffic/entry.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { said, siteWith } from "./site.ts";

t.test("what the link passes on, the street side reads", async (t) => {
  const heard = { unit: "NEXT", said: said(1_700_000_000_000, { left: [1, 0, 2], expected: [50] }) };
  t.same(heardIn(lineOf(heard)), heard);
});

t.test("a line that is something else is nothing", async (t) => {
  const good = { unit: "NEXT", said: said(1, { left: [1] }) };
  const spoiled = (over: object) => JSON.stringify({ ...good, said: { ...good.said, ...over } });
  const lane = good.said.lanes[0]!;
  for (const line of [
    "",
    "null",
    "3",
    "[]",
    "{}",
    '{"unit":"NEXT"}',
    '{"unit":"NEXT","said":null}',
    JSON.stringify({ ...good, unit: 7 }),
    spoiled({ issued: "1" }),
    spoiled({ issued: 1.5 }),
    spoiled({ lanes: {} }),
    spoiled({ lanes: Array(33).fill(lane) }),
    spoiled({ lanes: [null] }),
    spoiled({ lanes: [{ ...lane, approach: 1 }] }),
    spoiled({ lanes: [{ ...lane, lane: "1" }] }),
    spoiled({ lanes: [{ ...lane, left: [-1] }] }),
    spoiled({ lanes: [{ ...lane, left: [0.5] }] }),
    spoiled({ lanes: [{ ...lane, left: Array(61).fill(0) }] }),
    spoiled({ lanes: [{ ...lane, expected: Array(31).fill(0) }] }),
    spoiled({ lanes: [{ ...lane, expected: "1" }] }),
  ])
    t.equal(heardIn(line), null, line.slice(0, 80));
});

t.test("no bytes from a broker and no line from a socket stop a unit, and what gets through is a record that reads back", async (t) => {
  const roll = dice(11);
  const hearing = new Hearing(siteWith());
  const words = ["{", "}", "[", "]", ",", ":", '"unit"', '"NEXT"', '"said"', '"issued"', '"lanes"', "1", "-1", "1e400", "null", '"left"'];
  for (let i = 0; i < 20_000; i++) {
    departuresIn(
      Uint8Array.from({ length: roll(40) }, () => roll(256)),
      "NEXT",
    );
    heardIn(Array.from({ length: roll(30) }, () => words[roll(words.length)]!).join(""));
  }
  for (let at = 1_000; at <= 2_000_000; at += 1_000) {
    const counts = (most: number) => Array.from({ length: roll(most) }, () => [0, 1, roll(10), 2 ** 53 - 1][roll(4)]!);
    const heard = heardIn(lineOf({ unit: "NEXT", said: said(at, { left: counts(61), expected: counts(31) }) }));
    hearing.hear("NEXT", heard!.said, Instant(at));
    for (const announcement of hearing.take(Instant(at))) t.same(announcementIn(announcementEntry(announcement)), announcement);
  }
});

t.test("a record that no unit made is no announcement", async (t) => {
  const at = Instant(100);
  t.equal(announcementIn(entry(at, 323, 1, 0, "1")), null, "not an input");
  t.equal(announcementIn(inputEntry(at, 322, 1, 0, "1")), null);
  t.equal(announcementIn(inputEntry(at, 323, 1, 0, "1 x")), null);
  t.equal(announcementIn(inputEntry(at, 323, 1, 0, "-1")), null);
  t.equal(
    announcementIn(
      inputEntry(
        at,
        323,
        1,
        0,
        Array(ARRIVAL_STEPS + 1)
          .fill(0)
          .join(" "),
      ),
    ),
    null,
  );
});
