import { readFileSync } from "node:fs";
import t from "tap";
import { busiestOn, type Usual } from "../../../src/brain/surge/busiest.ts";
import { calendarOf, type Made } from "../../../src/brain/surge/calendar.ts";
import { readSurges } from "../../../src/brain/surge/file.ts";
import { begunIn, Lease } from "../../../src/brain/surge/lease.ts";
import { momentOf } from "../../../src/brain/surge/moment.ts";
import { baseOf, marked, type Prepared, rehearsalOf, statedAs, stillDoes, WAY, wantedIn } from "../../../src/brain/surge/prepared.ts";
import { type Surge, shiftsOf } from "../../../src/brain/surge/surge.ts";
import { hoursOf, timetableOf } from "../../../src/brain/surge/timetable.ts";
import { longestCycle_ds } from "../../../src/brain/timing/longest.ts";
import type { Timing } from "../../../src/brain/timing/timing.ts";
import { readSite } from "../../../src/config/index.ts";
import { planned } from "../../../src/plans/text.ts";
import { scheduled } from "../../../src/timing/schedule.ts";
import { TimeBase } from "../../../src/timing/time-base.ts";
import type { PhaseNumber } from "../../../src/traffic/numbers.ts";
import type { Site } from "../../../src/traffic/site.ts";
import type { WallTime } from "../../../src/traffic/time.ts";
import { FOUR_LEG, siteOf } from "../../streets.ts";

export const CITY = `
[city]
name = "Old Town"
time_zone = "Europe/Berlin"

[[areas]]
name = "stadium"
units = ["DEMO-001", "DEMO-002"]

[[places]]
name = "arena"
towards = [{ unit = "DEMO-001", approach = "west" }]
away = [{ unit = "DEMO-001", approach = "east" }]

[[surges]]
name = "cup-final"
class = "match"
area = "stadium"
place = "arena"
begins = "2026-05-16 15:30"
ends = "2026-05-16 17:30"
longest = 480
phases = [
  { name = "arrival", from = -120, to = 0, towards = 3.0 },
  { name = "departure", of = "end", from = -15, to = 45, away = 4.0 },
]

[[surges]]
name = "harbour-days"
class = "tourism"
units = ["DEMO-001"]
begins = "2026-05-16 10:00"
ends = "2026-05-16 20:00"
longest = 720
phases = [{ name = "day", of = "begin", from = 0, to = 600, others = 1.3 }]
demand = [{ unit = "DEMO-001", approach = "north", vehicles = 500 }]

[[surges]]
name = "overflow"
class = "fair"
area = "stadium"
longest = 240
phases = [{ name = "full", from = 0, to = 180, others = 1.5 }]
`;

const fileOf = (text: string) => {
  const read = readSurges(text, "surges.toml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.file;
};
const { surges } = fileOf(CITY);
const [match, , overflow] = surges as readonly [Surge, Surge, Surge];
const at = (text: string, zone = "Europe/Berlin"): number => momentOf(text, zone)!;
const told = (shifts: readonly { surge: string; phase: string; from: number; to: number }[]) =>
  shifts.map(
    ({ surge, phase, from, to }) =>
      `${surge} ${phase} ${new Date(from).toISOString().slice(11, 16)}-${new Date(to).toISOString().slice(11, 16)}`,
  );

t.test("a surge file says who, where, when and how much; what is wrong in it is told with its line", async (t) => {
  t.match(match, {
    class: "match",
    units: ["DEMO-001", "DEMO-002"],
    towards: [{ unit: "DEMO-001", approach: "west", lane: 0 }],
    phases: [{ from_min: -120, towards_pm: 3_000, away_pm: 1_000 }, { of: "end" }],
  });
  t.equal(new Date(match.event!.begins).toISOString(), "2026-05-16T13:30:00.000Z");
  t.equal(overflow.event, null);
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['class = "match"', 'class = "derby"', /one of "match", "fair", "tourism"/],
    ['area = "stadium"\nplace', 'area = "stadum"\nplace', /there is no area "stadum"/],
    ['ends = "2026-05-16 17:30"', 'ends = "2026-05-16 15:00"', /ends before it begins/],
    ['ends = "2026-05-16 17:30"\n', "", /a begin or an end, but not both/],
    ['begins = "2026-05-16 15:30"', 'begins = "2026-03-29 02:30"', /there is no 2026-03-29 02:30 in Europe\/Berlin/],
    ["longest = 480", "longest = 200", /its phases last 285 minutes, and it is over after 200/],
    ["from = -120, to = 0", "from = 0, to = -120", /it ends before it begins/],
    ['approach = "north", vehicles', 'approach = "north", factor = 1.2, vehicles', /it says no demand, or two/],
    ['demand = [{ unit = "DEMO-001"', 'demand = [{ unit = "DEMO-009"', /DEMO-009 is not in its area/],
    ['name = "full", from = 0', 'name = "full", from = -5', /a person begins this surge/],
    ["towards = 3.0", "towards = 30", /a number from 0 to 10/],
    ['place = "arena"\n', "", /towards or away from nowhere/],
    ["[city]", "[town]", /there is no table "town"/],
  ];
  for (const [good, bad, words] of wrong) {
    const read = readSurges(CITY.replace(good, bad), "surges.toml");
    t.notOk(read.ok, bad);
    if (!read.ok) {
      t.match(read.problems.map((problem) => problem.words).join("\n"), words);
      t.ok(bad === "[town]" || read.problems.every(({ line }) => line > 0));
    }
  }
});

t.test(
  "where two surges meet in a unit the match goes before the tourists, who have what it leaves; other units see neither's quarrel",
  async (t) => {
    t.same(told(timetableOf(surges.toReversed(), "DEMO-001")), [
      "harbour-days day 08:00-11:30",
      "cup-final arrival 11:30-13:30",
      "harbour-days day 13:30-15:15",
      "cup-final departure 15:15-16:15",
      "harbour-days day 16:15-18:00",
    ]);
    t.same(told(timetableOf(surges, "DEMO-002")), ["cup-final arrival 11:30-13:30", "cup-final departure 15:15-16:15"]);
  },
);

t.test("the example in the README is a surge file", async (t) => {
  const readme = readFileSync(new URL("../../../src/brain/surge/README.md", import.meta.url), "utf8");
  const example = fileOf(/```toml\n([\s\S]*?)```/.exec(readme)![1]!);
  t.same(
    example.surges.map(({ name }) => name),
    ["cup-final", "cruise-ship"],
  );
});

t.test("phases that overlap follow each other, and nothing lasts longer than the surge may", async (t) => {
  const long = {
    ...match,
    longest_min: 130,
    phases: [match.phases[0]!, { ...match.phases[1]!, of: "begin" as const, from_min: -30, to_min: 60 }],
  };
  t.same(told(shiftsOf(long)), ["cup-final arrival 11:30-13:30", "cup-final departure 13:30-13:40"]);
  t.same(shiftsOf(overflow), [], "nobody has begun it");
});

/** The pattern that a unit's own clock has in force, minute by minute: where it changes. */
function lived(site: Site, from: number, to: number): readonly string[] {
  const base = new TimeBase(site.time_zone);
  const changes: string[] = [];
  let last: number | null = -1;
  for (let now = from; now <= to; now += 60_000) {
    const { day, minute, before } = base.at(now as WallTime);
    const pattern = scheduled(site, day, minute, before) ?? site.start_pattern;
    if (pattern !== last) changes.push(`${new Date(now).toISOString().slice(5, 16)} ${pattern}`);
    last = pattern;
  }
  return changes;
}

const FLOWS = ["north", "east", "south", "west"].flatMap((approach) => [1, 2].map((lane) => ({ approach, lane, vehicles_h: 250 })));
const base = { text: FOUR_LEG, site: siteOf(FOUR_LEG) };
const usual = () => FLOWS;

t.test("the unit's own clock begins a surge, goes through its phases and ends it, with nobody there to tell it", async (t) => {
  const calendar = calendarOf(base, [match], "DEMO-001", at("2026-05-10 12:00"), usual);
  if ("why" in calendar) throw new Error(calendar.why);
  const { site } = planned(base, calendar.text, readSite) as { readonly site: Site };
  const [arrival, departure] = calendar.made.map(({ pattern }) => pattern);
  const own =
    scheduled(base.site, { date: "2026-05-16", weekday: "sat" }, 700, { date: "2026-05-15", weekday: "fri" }) ?? base.site.start_pattern;
  const day = lived(site, at("2026-05-16 06:00"), at("2026-05-17 23:00"));
  t.same(day, [`05-16T04:00 ${own}`, `05-16T11:30 ${arrival}`, `05-16T13:30 ${own}`, `05-16T15:15 ${departure}`, `05-16T16:15 ${own}`]);
  t.equal(lived(site, at("2026-05-23 06:00"), at("2026-05-23 23:00")).length, 1, "a week later nothing is left of it");
  t.equal(lived(site, at("2027-05-16 06:00"), at("2027-05-16 23:00")).length, 1, "nor a year later");
  const [came] = calendar.made.map(({ timing }) => timing);
  const [west] = came!.loads.find(({ approach }) => approach === "west")!.phases;
  const green = ({ splits, cycle_ds }: Timing) => splits.get(west!)! / cycle_ds;
  const quiet = calendarOf(
    base,
    [{ ...match, phases: match.phases.map((phase) => ({ ...phase, towards_pm: 1_000 })) }],
    "DEMO-001",
    0,
    usual,
  );
  if ("why" in quiet) throw new Error(quiet.why);
  t.ok(green(came!) > green(quiet.made[0]!.timing), "those who come from the west have more of the cycle than without a crowd");
});

t.test(
  "the greens of a surge are for the busiest half hour of its time in each lane, and longer by a quarter; who is not known to come keeps what the site file has",
  async (t) => {
    const calm = { ...match, phases: [{ ...match.phases[0]!, towards_pm: 1_000 }] };
    const patternOf = (known: Usual) => {
      const calendar = calendarOf(base, [calm], "DEMO-001", at("2026-05-10 12:00"), known);
      if ("why" in calendar) throw new Error(calendar.why);
      const [{ pattern, timing }] = calendar.made as readonly [Made, ...Made[]];
      return { timing, pattern: calendar.site.patterns.find(({ number }) => number === pattern)! };
    };
    // Until 14:00 many more come from the north than in all the hours behind it.
    const busy = (vehicles_h: number) => FLOWS.map((flow) => ({ ...flow, vehicles_h: flow.approach === "north" ? vehicles_h : 150 }));
    const peaked = patternOf(({ from_min }) => busy(from_min < 14 * 60 ? 500 : 200));
    t.same(peaked.timing.splits, patternOf(() => busy(500)).timing.splits);
    t.not(peaked.timing.splits.get(6 as PhaseNumber), patternOf(() => busy(200)).timing.splits.get(6 as PhaseNumber));
    t.equal(peaked.pattern.coordination, null, "whoever does not use his green leaves it to the others");
    const greens = new Map(peaked.pattern.phases.map(({ phase, max_green_ds }) => [Number(phase), max_green_ds]));
    const through = peaked.timing.frame.sides.flat(2).find(({ phase }) => phase === 6);
    t.equal(greens.get(6), Math.round((peaked.timing.splits.get(through!.phase)! - through!.change_ds) * 1.25));
    t.same([...greens.keys()].toSorted(), [2, 4, 6, 8], "nobody has been counted in the lanes that turn left");
  },
);

t.test("whoever waits on foot has a walk again within two minutes and a half, however many come in cars from every side", async (t) => {
  for (const vehicles_h of [250, 500, 800]) {
    const all = ["north", "east", "south", "west"].flatMap((approach) => [1, 2, 3].map((lane) => ({ approach, lane, vehicles_h })));
    const calendar = calendarOf(base, [match], "DEMO-001", at("2026-05-10 12:00"), () => all);
    if ("why" in calendar) throw new Error(calendar.why);
    const pattern = calendar.site.patterns.find(({ number }) => number === calendar.made[0]!.pattern)!;
    const once = longestCycle_ds(calendar.site, pattern);
    t.ok(once > 1_000 && once <= 1_500, `${once / 10} s with ${vehicles_h} an hour in each lane`);
  }
});

t.test(
  "where phases of two rings conflict with no barrier between them, no greens are computed: each could hold the other red for minutes",
  async (t) => {
    const text = readFileSync(new URL("../../../deploy/sites/tee.toml", import.meta.url), "utf8");
    const here = { ...overflow, units: ["DEMO-004"] };
    const many = ["east", "south", "west"].flatMap((approach) => [1, 2].map((lane) => ({ approach, lane, vehicles_h: 300 })));
    t.match(
      calendarOf({ text, site: siteOf(text) }, [here], "DEMO-004", at("2026-05-10 12:00"), () => many),
      {
        why: /^phases 2 and 4 conflict, and no barrier stands between them/,
      },
    );
  },
);

t.test(
  "the busiest half hour is looked for on both sides of midnight, and is half an hour also where the time left over is five minutes",
  async (t) => {
    const asked: string[] = [];
    const flows = busiestOn(
      [
        { date: "2026-07-03", from_min: 1_410, to_min: 1_440 },
        { date: "2026-07-04", from_min: 0, to_min: 65 },
      ],
      ({ days, from_min, to_min }) => {
        asked.push(`${days} ${from_min}-${to_min}`);
        return [{ approach: "north", lane: 1, vehicles_h: from_min === 35 ? 300 : 100 }];
      },
    );
    t.same(asked, ["fri 1410-1440", "sat 0-30", "sat 30-60", "sat 35-65"]);
    t.same(flows, [{ approach: "north", lane: 1, vehicles_h: 300 }]);
  },
);

t.test("a surge through the night, and over a change of the clocks, lasts as long as it says", async (t) => {
  const spans: readonly (readonly [string, string, readonly string[]])[] = [
    ["2026-07-01 23:30", "2026-07-02 01:15", ["2026-07-01 1410-1440", "2026-07-02 0-75"]],
    ["2026-07-01 22:00", "2026-07-02 00:00", ["2026-07-01 1320-1439"]],
    // 02:00 to 03:00 is left out: it begins and ends by the moments, not by the hands of a clock.
    ["2026-03-29 01:30", "2026-03-29 03:30", ["2026-03-29 90-210"]],
    ["2026-03-29 01:30", "2026-03-29T01:00Z", ["2026-03-29 90-120"]],
    // 02:00 to 03:00 comes twice, and a unit goes through it once.
    ["2026-10-25 01:30", "2026-10-25 03:30", ["2026-10-25 90-210"]],
    ["2026-10-25 01:30", "2026-10-25T02:30+02:00", ["2026-10-25 90-150"]],
    ["2026-10-25 01:30", "2026-10-25T02:30+01:00", ["2026-10-25 90-180"]],
    ["2026-10-25T02:30+01:00", "2026-10-25 04:00", ["2026-10-25 180-240"]],
  ];
  for (const [from, to, hours] of spans)
    t.same(
      hoursOf({ from: at(from), to: at(to) }, "Europe/Berlin").map(({ date, from_min, to_min }) => `${date} ${from_min}-${to_min}`),
      hours,
      `${from} to ${to}`,
    );
  for (const [begins, ends] of [
    ["2026-03-28 23:00", "2026-03-29 04:00"],
    ["2026-10-24 23:00", "2026-10-25 04:00"],
    ["2026-07-01 22:00", "2026-07-02 00:00"],
  ] as const) {
    const night: Surge = {
      ...match,
      event: { begins: at(begins) as WallTime, ends: at(ends) as WallTime },
      phases: [{ ...match.phases[0]!, from_min: 0, to_min: (at(ends) - at(begins)) / 60_000 }],
    };
    const calendar = calendarOf(base, [night], "DEMO-001", at(begins) - 86_400_000, usual);
    if ("why" in calendar) throw new Error(calendar.why);
    const { site } = planned(base, calendar.text, readSite) as { readonly site: Site };
    const day = lived(site, at(begins) - 12 * 3_600_000, at(ends) + 12 * 3_600_000);
    const own = day[0]!.split(" ")[1];
    const edge = (ms: number) => new Date(ms).toISOString().slice(5, 16);
    t.same(day.slice(1), [`${edge(at(begins))} 100`, `${edge(at(ends) - (ends.endsWith("00:00") ? 60_000 : 0))} ${own}`], begins);
  }
});

t.test(
  "a date that the site file has of its own keeps its hours around the surge, a plan by command keeps its place in no hour",
  async (t) => {
    const christmas = `${FOUR_LEG}\n[[day_plans]]\nnumber = 77\nactions = [{ at = "00:00", pattern = 254 }]\n\n[[schedule]]\nday_plan = 77\ndates = ["2026-05-16"]\n`;
    const own = { text: christmas, site: siteOf(christmas) };
    const calendar = calendarOf(own, [match, overflow], "DEMO-001", at("2026-05-10 12:00"), usual);
    if ("why" in calendar) throw new Error(calendar.why);
    const { site } = planned(own, calendar.text, readSite) as { readonly site: Site };
    t.same(
      lived(site, at("2026-05-16 06:00"), at("2026-05-16 23:00")).map((words) => words.split(" ")[1]),
      ["254", "100", "254", "101", "254"],
    );
    t.same(
      calendar.made.map(({ surge, phase }) => `${surge} ${phase}`),
      ["cup-final arrival", "cup-final departure", "overflow full"],
    );
  },
);

t.test("a plan of surges is rehearsed: its patterns in turn through every hour, as the unit's checks take it", async (t) => {
  for (const surges of [[match, overflow], [overflow]]) {
    const calendar = calendarOf(base, surges, "DEMO-001", at("2026-05-10 12:00"), usual);
    if ("why" in calendar) throw new Error(calendar.why);
    const patterns = calendar.made.map(({ pattern }) => pattern);
    const checked = planned(base, rehearsalOf(calendar.text, patterns), readSite);
    if ("refused" in checked) throw new Error(checked.refused);
    const hour = lived(checked.site, at("2026-03-03 07:00"), at("2026-03-03 07:59")).map((words) => Number(words.split(" ")[1]));
    t.same(new Set(hour), new Set(patterns));
  }
});

t.test("a surge of whose lanes nothing is known yet keeps no other out of the plan, and says so itself", async (t) => {
  // Measured at night alone: nothing is known of the match's hours.
  const night: Usual = ({ from_min }) => (from_min < 6 * 60 ? FLOWS : []);
  const late: Surge = {
    ...match,
    name: "night-market",
    class: "fair",
    event: { begins: at("2026-05-17 02:00") as WallTime, ends: at("2026-05-17 04:00") as WallTime },
  };
  const calendar = calendarOf(base, [match, late], "DEMO-001", at("2026-05-10 12:00"), night);
  if ("why" in calendar) throw new Error(calendar.why);
  t.same([...new Set(calendar.made.map(({ surge }) => surge))], ["night-market"]);
  t.match(calendar.left, [{ surge: "cup-final", why: /^cup-final arrival: nothing has been measured/ }]);
  t.notMatch(calendar.text, "cup-final");
  t.match(calendarOf(base, [match, { ...match, name: "replay" }], "DEMO-001", 0, night), {
    why: /^cup-final arrival: nothing has been measured.*; replay arrival: nothing has been measured/,
  });
});

t.test("who knows nothing of a unit's demand makes no plan for it, unless the file says how many come", async (t) => {
  t.match(
    calendarOf(base, [match], "DEMO-001", 0, () => []),
    { why: /cup-final arrival: nothing has been measured/ },
  );
  const stated: Surge = {
    ...match,
    demand: [{ unit: "DEMO-001", approach: "west", lane: 0, phase: "", factor_pm: null, vehicles_h: 400 }],
  };
  t.ok("text" in calendarOf(base, [stated], "DEMO-001", 0, () => []));
});

t.test(
  "a plan of surges says what it stands on, and is made anew when that, the site file or a surge is another one; not when one is over",
  async (t) => {
    const text = marked("[[patterns]]", "a".repeat(64));
    t.equal(baseOf(text), "a".repeat(64));
    t.equal(baseOf(marked("[[patterns]]", "")), "");
    t.equal(baseOf(FOUR_LEG), null);
    const prepared: Prepared = {
      way: WAY,
      base: "",
      site: "s",
      surges: { "cup-final": statedAs(match), overflow: statedAs(overflow) },
      left: {},
      text: "",
      hash: "",
      made: [],
      shifts: timetableOf([match], "DEMO-002"),
      rollout: null,
      rehearsal: { text: "", rollout: null, passed: true },
    };
    const [before, after] = [at("2026-05-16 12:00"), at("2026-05-17 12:00")];
    const on = { base: "", site: "s" };
    t.ok(stillDoes(prepared, on, [match, overflow], before));
    const { way: _, ...ofEarlier } = prepared;
    t.notOk(stillDoes(ofEarlier as Prepared, on, [match, overflow], before), "an earlier release made a cycle for the mean of its hours");
    t.ok(stillDoes(prepared, on, [overflow], after), "the match is over, and needs no other plan");
    t.notOk(stillDoes(prepared, on, [overflow], before), "it was cancelled");
    t.notOk(stillDoes(prepared, on, [match], before), "the one by command was taken out of the file");
    t.notOk(stillDoes(prepared, on, [{ ...match, longest_min: 300 }, overflow], before));
    t.notOk(stillDoes(prepared, { base: "b", site: "s" }, [match, overflow], before));
    t.notOk(stillDoes(prepared, { base: "", site: "t" }, [match, overflow], before));
    const names = (now: string, cancelled: readonly string[] = []) =>
      wantedIn(surges, cancelled, "DEMO-001", at(now)).map(({ name }) => name);
    t.same(names("2026-04-01 12:00"), ["overflow"], "six weeks are too early");
    t.same(names("2026-05-10 12:00"), ["cup-final", "harbour-days", "overflow"]);
    t.same(names("2026-05-16 17:00", ["harbour-days"]), ["cup-final", "overflow"]);
    t.same(names("2026-05-16 18:30"), ["harbour-days", "overflow"]);
  },
);

t.test(
  "a surge that a person begins is renewed while it lasts, and a unit that nobody reaches any more is free a quarter of an hour later",
  async (t) => {
    const begun = [{ surge: "overflow", at_ms: 0 }];
    t.match(begunIn(surges, begun, "DEMO-002", 60_000), { surge: "overflow", phase: "full", to: 180 * 60_000 });
    t.equal(begunIn(surges, begun, "DEMO-002", 180 * 60_000), null, "it is over by itself");
    t.equal(begunIn(surges, [{ surge: "cup-final", at_ms: 0 }], "DEMO-002", 60_000), null, "one with a time of its own is begun by nobody");
    const lease = new Lease();
    const to = 20 * 60_000;
    const said: string[] = [];
    for (let now = 0; now < 40 * 60_000; now += 1_000) {
      const order = lease.next(now, now < to ? { pattern: 100, to } : null);
      if (order === null) continue;
      said.push(`${now / 1_000}: ${order.pattern} for ${order.for_s}`);
      lease.done(now, order);
    }
    t.same(said, ["0: 100 for 900", "300: 100 for 900", "600: 100 for 600", "900: 100 for 300"], "its last word ends with it");
    const stopped = new Lease();
    stopped.done(0, stopped.next(0, { pattern: 100, to })!);
    t.same(stopped.next(61_000, null), { pattern: 100, for_s: 1 });
    t.equal(stopped.next(62_000, null), null);
    t.same(stopped.next(91_000, null), { pattern: 100, for_s: 1 }, "not heard, said again");
    stopped.done(91_000, { pattern: 100, for_s: 1 });
    t.equal(stopped.next(200_000, null), null);
    const deaf = new Lease();
    deaf.next(0, { pattern: 100, to });
    t.same(deaf.next(30_000, { pattern: 100, to }), { pattern: 100, for_s: 900 }, "who was away is asked again, and joins");
  },
);
