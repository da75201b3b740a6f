import t from "tap";
import { demandOf, type LaneRecord, UsualWeek } from "../../../src/brain/timing/demand.ts";
import { LocalTime } from "../../../src/journal/local-time.ts";

/** Five minutes of a lane that end at this time in Berlin, which is an hour ahead of UTC in January 2026. */
const ended = (day: number, clock: string, value: number, lane = 1, source: string | null = "stop-line"): LaneRecord => ({
  wall_ms: Date.parse(`2026-01-${String(day).padStart(2, "0")}T${clock}:00Z`) - 3_600_000,
  value,
  detail: JSON.stringify({
    approach: "north",
    lane,
    source,
    counts: {},
    apart: false,
    queue: 0,
    arrivals: -1,
    on_green: -1,
    speed_dkmh: -1,
  }),
});
const BERLIN = new LocalTime("Europe/Berlin");
const MORNING = { days: ["mon", "tue"], from_min: 420, to_min: 540 } as const;

t.test("the usual demand of an hour is the mean of its five minutes, by the units' clocks", async (t) => {
  // 5 and 6 January 2026 were a Monday and a Tuesday.
  const records = [ended(5, "07:05", 30), ended(5, "09:00", 50), ended(6, "08:00", 70), ended(6, "08:00", 10, 2)];
  const others = [ended(5, "07:00", 299), ended(5, "09:05", 299), ended(7, "08:00", 299), ended(6, "08:05", 299, 1, null)];
  t.match(demandOf([...records, ...others], MORNING, BERLIN), {
    flows: [
      { approach: "north", lane: 1, vehicles_h: 600 },
      { approach: "north", lane: 2, vehicles_h: 120 },
    ],
    days: 2,
    seen_min: 20,
  });
});

t.test("how sure it is grows out of how days differ, and of one day nobody knows", async (t) => {
  t.equal(demandOf([ended(5, "08:00", 40)], MORNING, BERLIN).spread_pm, null);
  // 30 and 50: 40 in the mean, a standard deviation of 14.1.
  t.equal(demandOf([ended(5, "08:00", 30), ended(6, "08:00", 50)], MORNING, BERLIN).spread_pm, 354);
});

t.test("what a journal claims and no lane can have done is left out", async (t) => {
  const strange = [
    ended(5, "08:00", 5_000),
    ended(5, "08:00", -1),
    { ...ended(5, "08:00", 9), detail: "{" },
    { ...ended(5, "08:00", 9), detail: "null" },
  ];
  t.same(demandOf(strange, MORNING, BERLIN), { flows: [], days: 0, seen_min: 0, spread_pm: null });
});

t.test("weeks that were read once say of any hours what their records say", async (t) => {
  const week = new UsualWeek(BERLIN);
  const clocks = ["00:05", "07:05", "07:10", "08:00", "09:00", "09:05", "23:55"];
  const records = [5, 6, 12].flatMap((day) => clocks.flatMap((clock, i) => [ended(day, clock, 3 * i + day), ended(day, clock, i, 2)]));
  for (const record of [...records, ended(5, "08:00", 5_000), ended(5, "08:00", 299, 1, null)]) week.add(record);
  const spans = [
    [0, 1_440],
    [0, 5],
    [420, 540],
    [423, 542],
    [425, 430],
    [1_430, 1_440],
  ] as const;
  for (const days of [["mon"], ["mon", "tue"], ["sun"]] as const)
    for (const [from_min, to_min] of spans) {
      const hours = { days, from_min, to_min };
      t.same(week.flows(hours), demandOf(records, hours, BERLIN).flows, JSON.stringify(hours));
    }
});
