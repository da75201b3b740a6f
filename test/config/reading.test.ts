import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import type { Site } from "../../src/traffic/site.ts";

const FOUR_LEG = readFileSync(new URL("../../deploy/sites/four-leg.toml", import.meta.url), "utf8");

/** The four-leg site with more tables at its end, and with other lines after some of those that it has, or in their place. */
function site(tables: string, keys: { readonly [line: string]: string } = {}): Site {
  let text = `${FOUR_LEG}\n${tables}`;
  for (const [line, more] of Object.entries(keys)) {
    if (!text.includes(`${line}\n`)) throw new Error(`there is no line ${line}`);
    text = text.replace(`${line}\n`, more.startsWith("\n") ? `${line}${more}\n` : `${more}\n`);
  }
  const reading = readSite(text, "site.toml");
  if (!reading.ok) throw new Error(reading.problems.map((p) => formatProblem(p)).join("\n"));
  return reading.site;
}

t.test("a phase's options and times are read in tenths", async (t) => {
  const two = site("", {
    'name = "south through"': `
max2 = 60.0
red_revert = 2.0
added_initial = 1.5
max_initial = 20.0
time_before_reduction = 15.0
time_to_reduce = 20.0
min_gap = 1.2
dynamic_max_limit = 70.0
dynamic_max_step = 5.0
leading_walk = 4.0
dual_entry = false
simultaneous_gap = false
conditional_service = true
walk_rest = true
ped_recycle = true
ped_clear_through_yellow = true`,
    'name = "south lane 1 advance"': "\nadded_initial = true",
  });
  t.match(two.phases[1], {
    number: 2,
    max1_ds: 450,
    max2_ds: 600,
    red_revert_ds: 20,
    added_initial_ds: 15,
    max_initial_ds: 200,
    time_before_reduction_ds: 150,
    time_to_reduce_ds: 200,
    min_gap_ds: 12,
    dynamic_max_limit_ds: 700,
    dynamic_max_step_ds: 50,
    leading_walk_ds: 40,
    dual_entry: false,
    simultaneous_gap: false,
    conditional_service: true,
    walk_rest: true,
    ped_recycle: true,
    ped_clear_through_yellow: true,
  });
  t.equal(two.detectors.find((d) => d.number === 17)?.added_initial, true);
});

t.test("conflicts, clearances and other orders of service are read", async (t) => {
  const four = site(`
[concurrency]
conflicts = [[1, 5], [3, 7]]

[[clearances]]
from = 2
to = 4
least = 7.5

[[sequences]]
number = 2
rings = [{ ring = 1, groups = [[2, 1], [3, 4]] }]
`);
  t.same(four.conflicts, [
    [1, 5],
    [3, 7],
  ]);
  t.same(four.clearances, [{ from: 2, to: 4, least_ds: 75 }]);
  t.same(four.sequences, [
    {
      number: 2,
      rings: [
        {
          ring: 1,
          groups: [
            [2, 1],
            [3, 4],
          ],
        },
      ],
    },
  ]);
});

t.test("an overlap is read with the head that shows it", async (t) => {
  const four = site(`
[[overlaps]]
number = 1
name = "north right"
included = [6, 7]
approach = "north"
movement = "right"
yields_to = [6]
trailing_green = 1.0
yellow_change = 3.2
red_clear = 1.0

[[channels]]
number = 13
name = "overlap A"
kind = "overlap"
overlap = 1
flash = "red"
device = "board"
red = 33
yellow = 34
green = 35
`);
  t.same(four.overlaps, [
    {
      number: 1,
      name: "north right",
      kind: "normal",
      included: [6, 7],
      modifiers: [],
      approach: "north",
      movement: "right",
      yields_to: [6],
      trailing_green_ds: 10,
      yellow_change_ds: 32,
      red_clear_ds: 10,
    },
  ]);
  t.match(four.channels.at(-1), { number: 13, kind: "overlap", overlap: 1, phase: 6, also_phases: [] });
});

t.test("preempts, priority, flash and the contacts of the cabinet are read", async (t) => {
  const four = site(
    `
[[preempts]]
number = 1
name = "harbour railway"
delay = 2.0
min_duration = 20.0
max_presence = 600.0
track = [4, 7]
track_green = 12.0
dwell = [2, 6]
min_dwell = 10.0
exit = [3, 8]

[priority]
interval = 90.0
phases = [{ phase = 2, extension = 12.0 }, { phase = 4, reduction = 8.5, insertion = true }]

[flash]
entry = [2, 6]
exit = [4, 8]
min = 8.0

[[inputs]]
number = 1
name = "track relay"
device = "door"
input = 1
does = "preempt"
preempt = 1

[[inputs]]
number = 2
name = "stop time"
device = "door"
input = 2
does = "stop-time"
`,
    {
      "poll_ms = 10000": `
[[devices]]
name = "door"
port = "rack"
protocol = "modbus-rtu"
profile = "di16"
address = 2
poll_ms = 100`,
    },
  );
  t.same(four.preempts, [
    {
      number: 1,
      name: "harbour railway",
      lock: true,
      delay_ds: 20,
      min_duration_ds: 200,
      max_presence_ds: 6_000,
      track: [4, 7],
      track_green_ds: 120,
      dwell: [2, 6],
      min_dwell_ds: 100,
      exit: [3, 8],
    },
  ]);
  t.same(four.priority, {
    interval_ds: 900,
    phases: [
      { phase: 2, extension_ds: 120, reduction_ds: 0, insertion: false },
      { phase: 4, extension_ds: 0, reduction_ds: 85, insertion: true },
    ],
  });
  t.same(four.flash, { entry: [2, 6], exit: [4, 8], min_ds: 80 });
  t.same(four.inputs, [
    { number: 1, name: "track relay", device: "door", input: 1, does: "preempt", preempt: 1, priority: null },
    { number: 2, name: "stop time", device: "door", input: 2, does: "stop-time", preempt: null, priority: null },
  ]);
});

t.test("a pattern with a cycle, and the days and hours of patterns are read", async (t) => {
  const four = site(
    `
[[day_plans]]
number = 1
actions = [{ at = "00:00", pattern = 254 }, { at = "06:30", pattern = 3 }]

[[schedule]]
day_plan = 1
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

[[schedule]]
day_plan = 1
dates = ["12-24", "2028-02-29"]
`,
    {
      'name = "harbour event"                # longer greens for Harbour Road while the ferry unloads': `
maximum = "max2"
cycle = 90.0
offset = 12.5
coordinated = [2, 6]
reference = "begin-yellow"
force_off = "fixed"
correction = "add-only"
max_inhibit = true`,
      '  { phase = 2, max_green = 70.0, recall = "min" },\n  { phase = 6, max_green = 70.0, recall = "min" },': `  { phase = 2, split = 30.0 }, { phase = 6, split = 30.0 }, { phase = 1, split = 15.0 }, { phase = 3, split = 15.0 }, { phase = 4, split = 30.0 },
  { phase = 5, split = 15.0 }, { phase = 7, split = 15.0 }, { phase = 8, split = 30.0 },`,
    },
  );
  const [event] = four.patterns.slice(-1);
  t.match(event, {
    maximum: "max2",
    coordination: {
      cycle_ds: 900,
      offset_ds: 125,
      phases: [2, 6],
      reference: "begin-yellow",
      force_off: "fixed",
      correction: "add-only",
      max_inhibit: true,
    },
  });
  t.same(four.day_plans, [
    {
      number: 1,
      actions: [
        { at_min: 0, pattern: 254 },
        { at_min: 390, pattern: 3 },
      ],
    },
  ]);
  t.same(four.schedule, [
    { day_plan: 1, dates: [], days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] },
    { day_plan: 1, dates: ["12-24", "2028-02-29"], days: [] },
  ]);
});
