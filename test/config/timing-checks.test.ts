import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";

const example = (name: string) => readFileSync(new URL(`../../deploy/sites/${name}.toml`, import.meta.url), "utf8");
const ARTERIAL = example("arterial");
const TEE = example("tee");

/** What was right, what is written instead, and what is said of it: where and words, each on its own line; "" where it is right as well. */
type Mistake = readonly [right: string, wrong: string, words: string];

/** All that is said of a good file in which `wrong` stands in the place of `right`. */
function said(text: string, right: string, wrong: string): readonly string[] {
  if (!text.includes(right)) throw new Error(`the file has no ${right}`);
  const reading = readSite(
    text.replace(right, () => wrong),
    "site.toml",
  );
  return reading.ok ? [] : reading.problems.map(({ where, words }) => `${where}: ${words}`.replace(/ on line \d+$/, ""));
}

/** Each mistake gets its words, and no others. */
function told(title: string, text: string, mistakes: readonly Mistake[]): void {
  t.test(title, async (t) => {
    for (const [right, wrong, words] of mistakes)
      t.same(
        said(text, right, wrong),
        words.split("\n").filter((line) => line !== ""),
        `${wrong}: ${words}`,
      );
  });
}

const SOUTH = 'phase 2 "south through"';
const MORNING = 'pattern 3 "morning"';

/** Of an overlap. */
const LAST_RED = "red_clear = 2.8\n\n# Channels";
told("an all red behind flash that leaves an overlap's movement in the intersection", ARTERIAL, [
  [LAST_RED, LAST_RED.replace("2.8", "6.1"), "[start]: all_red is 6.0 s, shorter than the longest red_clear (6.1 s)"],
  [LAST_RED, LAST_RED.replace("2.8", "6.0"), ""],
]);

told("options of a phase that say nothing alone, or contradict each other", ARTERIAL, [
  ["max2 = 65.0", "max2 = 9.0", `${SOUTH}: max2 is 9.0 s, shorter than min_green (10.0 s)`],
  ["max_initial = 24.0", "max_initial = 9.0", `${SOUTH}: max_initial is 9.0 s, shorter than min_green (10.0 s)`],
  ["max_initial = 24.0", "max_initial = 51.0", `${SOUTH}: max_initial is 51.0 s, longer than max1 (50.0 s)`],
  ["max_initial = 24.0", "", `${SOUTH}: added_initial without max_initial`],
  ["min_gap = 2.4", "min_gap = 4.1", `${SOUTH}: min_gap is 4.1 s, longer than passage (4.0 s)`],
  ["min_gap = 2.4", "", `${SOUTH}: time_to_reduce without min_gap`],
  ["time_to_reduce = 20.0", "", `${SOUTH}: min_gap without time_to_reduce`],
  [
    "dynamic_max_limit = 45.0",
    "dynamic_max_limit = 32.0",
    'phase 4 "west through": dynamic_max_limit is 32.0 s, no longer than max1 (32.0 s)',
  ],
  ["dynamic_max_limit = 45.0", "", 'phase 4 "west through": dynamic_max_step without dynamic_max_limit'],
  ["dynamic_max_step = 5.0", "", 'phase 4 "west through": dynamic_max_limit without dynamic_max_step'],
  ["leading_walk = 4.0", "leading_walk = 7.1", 'phase 4 "west through": leading_walk is 7.1 s, longer than walk (7.0 s)'],
  ["leading_walk = 4.0", "leading_walk = 7.0", ""],
  ["ped_recycle = true", "ped_clear_through_yellow = true", ""],
  ["min_green = 5.0", "min_green = 5.0\nwalk_rest = true", 'phase 1 "north left": walk_rest without walk and ped_clear'],
  [
    'kind = "stop-line"',
    'kind = "stop-line"\nadded_initial = true',
    'detector 3 "north left stop line": phase 1 "north left" has no added_initial',
  ],
  [
    "ped_clear = 14.6",
    "ped_clear = 4.0\nped_clear_through_yellow = true",
    `${SOUTH}: ped_clear (4.0 s) is shorter than yellow_change (4.2 s)`,
  ],
]);

told("conflicts and clearances that the rings know better", TEE, [
  ["[[2, 4], [4, 6]]", "[[2, 4], [4, 6], [6, 4]]", "[concurrency]: phases 6 and 4 are there twice"],
  ["[[2, 4], [4, 6]]", "[[2, 4], [4, 6], [2, 2]]", "[concurrency]: phase 2 conflicts with itself"],
  ["[[2, 4], [4, 6]]", "[[2, 4], [4, 6], [2, 8]]", "[concurrency]: there is no phase 8"],
  ["[[2, 4], [4, 6]]", "[[2, 4], [4, 6, 2]]", "[concurrency]: conflicts has 2 in it, but each must be two phases, such as [1, 5]"],
  [
    "[[2, 4], [4, 6]]",
    "[[2, 4]]",
    'ring 3: phase 4 "Quarry Lane" would be green together with phase 6 "Lake Road west", but their paths cross',
  ],
  ["[start]", "[[clearances]]\nfrom = 6\nto = 4\nleast = 5.0\n[start]", ""],
  [
    "[start]",
    "[[clearances]]\nfrom = 6\nto = 4\nleast = 4.6\n[start]",
    "clearance (number 1 of the list): least is 4.6 s, no longer than yellow_change and red_clear of phase 6 (3.3 + 1.3 s)",
  ],
  [
    "[start]",
    "[[clearances]]\nfrom = 6\nto = 2\nleast = 9.0\n[start]",
    "clearance (number 1 of the list): phases 6 and 2 may be green together",
  ],
  ["[start]", "[[clearances]]\nfrom = 6\nto = 6\nleast = 9.0\n[start]", "clearance (number 1 of the list): phase 6 conflicts with itself"],
  ["phases = [2, 6]", "phases = [4, 6]", "[start]: phases 4 and 6 must never be green together"],
  [
    "groups = [[6]]",
    "groups = [[6]]\nred_rest = true",
    'ring 2: red_rest, but phase 6 has recall = "soft": the ring always has somebody to serve',
  ],
  ["groups = [[4]]", "groups = [[4]]\nred_rest = true", ""],
]);

told("barriers are between them already", ARTERIAL, [
  [
    "[start]",
    "[concurrency]\nconflicts = [[1, 8]]\n[start]",
    "[concurrency]: phases 1 and 8 are never green together: a barrier is between them",
  ],
  [
    "[start]",
    "[concurrency]\nconflicts = [[3, 4]]\n[start]",
    "[concurrency]: phases 3 and 4 are never green together: they are in one ring",
  ],
]);

told("an order of service that is none", ARTERIAL, [
  [
    "groups = [[2, 1], [3, 4]] }",
    "groups = [[2, 3], [1, 4]] }",
    `sequence 2, ring 1: group 1 has phases 2, 3, but ring 1 has phases 1, 2 there
sequence 2, ring 1: group 2 has phases 1, 4, but ring 1 has phases 3, 4 there`,
  ],
  [
    "groups = [[2, 1], [3, 4]] }",
    "groups = [[2], [1, 3, 4]] }",
    `sequence 2, ring 1: group 1 has phase 2, but ring 1 has phases 1, 2 there
sequence 2, ring 1: group 2 has phases 1, 3, 4, but ring 1 has phases 3, 4 there`,
  ],
  ["groups = [[2, 1], [3, 4]] }", "groups = [[2, 1]] }", "sequence 2, ring 1: it has 1 group, but ring 1 has 2"],
  ["rings = [{ ring = 1, groups = [[2, 1], [3, 4]] }]", "rings = []", "sequence 2: rings is missing"],
  ["{ ring = 1, groups = [[2, 1], [3, 4]] }", "{ ring = 3, groups = [[2, 1], [3, 4]] }", "sequence 2, ring 3: there is no ring 3"],
  ["sequence = 2\n", "sequence = 3\n", `${MORNING}: there is no sequence 3`],
  ["[[sequences]]\nnumber = 2", "[[sequences]]\nnumber = 1", "sequence 1: number is 1 but must be a whole number from 2 to 16"],
]);

t.test("two overlaps are in no phase's way, but in each other's: the legs say so before the monitor does", async (t) => {
  // Phase 4 lets nobody drive, so that no path of its own crosses theirs.
  const walkers = TEE.replace('approach = "south"\nmovement = "all"', 'movement = "pedestrian"');
  const one = (number: number, approach: string, movement: string): string =>
    `[[overlaps]]\nnumber = ${number}\nname = "${approach} too"\nincluded = [4]\napproach = "${approach}"\nmovement = "${movement}"\nyellow_change = 3.5\nred_clear = 2.0\n\n`;
  const words = 'overlap 2 "south too": it would be out together with overlap 1 "east too", but their paths cross';
  const both = (...movements: readonly [string, string]) =>
    said(walkers, "[[channels]]", `${one(1, "east", movements[0])}${one(2, "south", movements[1])}[[channels]]`);
  t.ok(both("through", "left").includes(words));
  t.notOk(both("through", "right").includes(words), "they leave by different legs");
});

told("an overlap that would lie", ARTERIAL, [
  [
    "included = [4, 5] ",
    "included = [4, 6] ",
    'overlap 1 "west right": it would be green together with phase 6 "north through", but their paths cross',
  ],
  [
    "included = [4, 5] ",
    "included = [4, 7] ",
    'overlap 1 "west right": it would be green together with phase 3 "east left" beside phase 7, but their paths cross',
  ],
  [
    "yields_to = [4] ",
    "yields_to = [] ",
    'overlap 1 "west right": it would be green together with phase 4 "west through", but their paths cross',
  ],
  [
    "included = [4, 5] ",
    'kind = "flashing-yellow-arrow"\nmodifiers = [7]\nincluded = [4] ',
    // Seen on the street: the monitor tripped two minutes after the start, when somebody walked beside 4.
    'overlap 1 "west right": it would be green together with phase 4 "west through", but their paths cross',
  ],
  ["modifiers = [2]", "modifiers = [6]", 'overlap 2 "north left arrow": it cannot give way to phase 6 "north through" on a flashing arrow'],
  ["modifiers = [2]", "modifiers = [1]", 'overlap 2 "north left arrow": phase 1 is included as well'],
  ["modifiers = [2]\n", "", 'overlap 2 "north left arrow": a flashing-yellow-arrow overlap needs modifiers'],
  ["yields_to = [4] ", "yields_to = [4]\nmodifiers = [8] ", 'overlap 1 "west right": a normal overlap has no modifiers'],
  [
    "included = [4, 5] ",
    'kind = "minus-green-yellow"\nmodifiers = [3]\nincluded = [4, 5] ',
    'overlap 1 "west right": phase 3 is never green together with those included, and takes nothing away',
  ],
  ["included = [4, 5] ", "included = [4, 9] ", 'overlap 1 "west right": there is no phase 9'],
  ["overlap = 1\n", "overlap = 3\n", 'overlap 1 "west right": no channel shows it'],
  ["overlap = 1\n", "overlap = 4\n", 'channel 7 "overlap A, west right": there is no overlap 4'],
  ["overlap = 1\n", "", 'channel 7 "overlap A, west right": overlap is missing'],
  ["overlap = 1\n", "phase = 4\noverlap = 1\n", 'channel 7 "overlap A, west right": a channel of an overlap shows no phase'],
  [
    "overlap = 2\n",
    "overlap = 3\n",
    `phase 1 "north left": no vehicle channel shows it
overlap 2 "north left arrow": no channel shows it`,
  ],
]);

told("a cycle that its rings do not keep", ARTERIAL, [
  // Rings cross a barrier together: what lies between 6 and 7 lies behind phase 1 as well.
  [
    "[start]",
    "[[clearances]]\nfrom = 6\nto = 7\nleast = 14.0\n[start]",
    `${MORNING}, phase 1: split is 18.0 s, shorter than min_green and the change to the next green (5.0 + 14.0 = 19.0 s) of phase 1 "north left"`,
  ],
  // And what lies between two phases of one ring behind the first of them, in the pattern's order.
  [
    "[start]",
    "[[clearances]]\nfrom = 1\nto = 2\nleast = 18.0\n[start]",
    'pattern 4 "afternoon", phase 1: split is 22.0 s, shorter than min_green and the change to the next green (5.0 + 18.0 = 23.0 s) of phase 1 "north left"',
  ],
  [
    "{ phase = 2, split = 42.0 }",
    "{ phase = 2, split = 43.0 }",
    `${MORNING}: phases 2 and 1 of ring 1 have 61.0 s to the barrier, but 5 and 6 of ring 2 have 60.0 s`,
  ],
  ["cycle = 120.0", "cycle = 121.0", `${MORNING}: the splits of ring 1 add up to 120.0 s, but the cycle has 121.0 s`],
  [
    "{ phase = 7, split = 24.0 }",
    "{ phase = 7, split = 10.8 }",
    `${MORNING}, phase 7: split is 10.8 s, shorter than min_green and the change to the next green (5.0 + 5.9 = 10.9 s) of phase 7 "west left"`,
  ],
  [
    "{ phase = 4, split = 38.0 }",
    "{ phase = 4, split = 34.7, ped_recall = true }",
    `${MORNING}, phase 4: split is 34.7 s, shorter than walk, ped_clear and the change to the next green (28.9 + 5.9 = 34.8 s) of phase 4 "west through"`,
  ],
  ["  { phase = 7, split = 24.0 },\n", "", `${MORNING}: phase 7 has no split`],
  ["cycle = 120.0\n", "", `${MORNING}: it has offset, coordinated, reference, force_off, correction, max_inhibit, splits but no cycle`],
  ["offset = 24.0 ", "offset = 120.0 ", `${MORNING}: offset is 120.0 s, but the cycle has 120.0 s`],
  ["coordinated = [2, 6]\n", "", `${MORNING}: coordinated is missing`],
  ["coordinated = [2, 6]\n", "coordinated = [2, 1]\n", `${MORNING}: phases 2 and 1 must never be green together`],
  ["coordinated = [2, 6]\n", "coordinated = [2, 4]\n", `${MORNING}: phases 2 and 4 must never be green together`],
  [
    "[[day_plans]]",
    '[[patterns]]\nnumber = 5\nname = "event"\noffset = 3.0\n[[day_plans]]',
    'pattern 5 "event": it has offset but no cycle',
  ],
  [
    "[[day_plans]]",
    '[[patterns]]\nnumber = 5\nname = "event"\nphases = [{ phase = 2, split = 30.0 }]\n[[day_plans]]',
    'pattern 5 "event": it has splits but no cycle',
  ],
]);

t.test("phases that conflict share no time of a cycle: one leads and the other lags", async (t) => {
  const together = said(ARTERIAL, "[start]", "[concurrency]\nconflicts = [[1, 5]]\n[start]");
  t.same(together, ['pattern 4 "afternoon": phases 1 and 5 conflict, but their splits have 18.0 s in common']);
});

told("contacts that nobody hears", ARTERIAL, [
  ['does = "preempt"\npreempt = 1', 'does = "preempt"', 'contact 1 "track relay": preempt is missing'],
  ["preempt = 1\n", "preempt = 3\n", 'contact 1 "track relay": there is no preempt 3'],
  ['does = "flash"', 'does = "flash"\npreempt = 1', 'contact 3 "flash switch": a contact for flash asks for no preempt'],
  [
    'device = "door"\ninput = 3',
    'device = "rack"\ninput = 3',
    'contact 3 "flash switch": input 3 of "rack" is already that of detector 3 "north left stop line"',
  ],
  [
    'device = "door"\ninput = 3',
    'device = "door"\ninput = 1',
    'contact 3 "flash switch": input 1 of "door" is already that of contact 1 "track relay"',
  ],
  [
    'device = "door"\ninput = 3',
    'device = "door"\ninput = 17',
    'contact 3 "flash switch": input is 17, but device "door" has inputs 1 to 16',
  ],
  ['device = "door"\ninput = 3', 'device = "board"\ninput = 3', 'contact 3 "flash switch": device "board" lights lamps and has no inputs'],
]);

told("preempts that cannot be served", ARTERIAL, [
  ["track = [3, 8]", "track = [3, 4]", 'preempt 1 "railway": phases 3 and 4 must never be green together'],
  ["track = [3, 8]\n", "", 'preempt 1 "railway": track_green without track'],
  ["track_green = 14.0\n", "", 'preempt 1 "railway": track without track_green'],
  ["dwell = [5, 6]", "dwell = [5, 8]", 'preempt 1 "railway": phase 8 clears the track, and would be let onto it again'],
  ["dwell = [5, 6]", "dwell = []", 'preempt 1 "railway": dwell is an empty list but must name at least one phase'],
  ["exit = [4, 8] ", "exit = [3, 4] ", 'preempt 1 "railway": phases 3 and 4 must never be green together'],
  [
    "max_presence = 180.0",
    "max_presence = 12.0",
    'preempt 2 "fire station": max_presence is 12.0 s, no longer than delay and min_duration (2.0 + 10.0 s)',
  ],
]);

told("priority and flash beyond what a phase has to give", ARTERIAL, [
  [
    "{ phase = 3, reduction = 6.0 }",
    "{ phase = 3, reduction = 15.1 }",
    "[priority], phase 3: reduction is 15.1 s, but from max1 to min_green there are 15.0 s",
  ],
  ["{ phase = 3, reduction = 6.0 }", "{ phase = 3 }", "[priority], phase 3: it is neither extended nor cut nor put in"],
  [
    "{ phase = 3, reduction = 6.0 }",
    "{ phase = 2, reduction = 6.0 }",
    `[priority], phase 2: phase 2 is already that of [priority], phase 2`,
  ],
  ["{ phase = 2, extension = 12.0", "{ phase = 2, extension = 50.1", "[priority], phase 2: extension is 50.1 s, longer than max1 (50.0 s)"],
  ["entry = [2, 6]", "entry = [2, 4]", "[flash]: phases 2 and 4 must never be green together"],
  ["exit = [2, 6]", "exit = [2, 9]", "[flash]: there is no phase 9"],
]);

const action = (n: number) => `day plan 1, action (number ${n} of the list)`;
const entry = (n: number) => `schedule entry (number ${n} of the list)`;
told("days and hours that no calendar has", ARTERIAL, [
  ['at = "09:30"', 'at = "06:30"', `${action(3)}: 06:30 is there twice`],
  ['at = "09:30"', 'at = "05:30"', `${action(3)}: 05:30 stands behind 06:30`],
  ['at = "09:30"', 'at = "24:00"', `${action(3)}: at is "24:00" but must be a time of day such as "06:30"`],
  ['{ at = "09:30", pattern = 1 }', '{ at = "09:30", pattern = 254 }', ""],
  ['{ at = "09:30", pattern = 1 }', '{ at = "09:30", pattern = 7 }', `${action(3)}: there is no pattern 7`],
  [
    '"2026-04-03"',
    '"2026-02-30"',
    `${entry(3)}: dates has "2026-02-30" in it, but each must be a date of the calendar such as "2026-12-24", or "12-24" for every year`,
  ],
  [
    '"2026-04-03"',
    '"02-30"',
    `${entry(3)}: dates has "02-30" in it, but each must be a date of the calendar such as "2026-12-24", or "12-24" for every year`,
  ],
  ['"2026-04-03"', '"02-29"', ""],
  ['"2026-04-03"', '"10-03"', `${entry(3)}: "10-03" is there twice`],
  ['days = ["sat", "sun"]', 'days = ["sat", "fri"]', `${entry(2)}: "fri" already has day plan 1`],
  ['days = ["sat", "sun"]', "days = []", `${entry(2)}: it names no day`],
  [
    'days = ["sat", "sun"]',
    'days = ["sat", "son"]',
    `${entry(2)}: days has "son" in it, but each must be one of "mon", "tue", "wed", "thu", "fri", "sat", "sun"`,
  ],
  ["day_plan = 1\n", "day_plan = 3\n", `${entry(1)}: there is no day plan 3`],
  ["day_plan = 1\n", "day_plan = 2\n", "day plan 1: no day has it"],
]);
