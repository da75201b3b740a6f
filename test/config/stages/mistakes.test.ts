import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../../src/config/index.ts";
import { inChinese } from "../../../src/panel/chinese/index.ts";

const STAGES = readFileSync(new URL("../../../deploy/sites/stages.toml", import.meta.url), "utf8");
const FOUR_LEG = readFileSync(new URL("../../../deploy/sites/four-leg.toml", import.meta.url), "utf8");

/** What is said of the example in which `wrong` stands in the place of `right`: line, where, words, what to do. */
function said(right: string, wrong: string, text = STAGES): readonly string[] {
  if (!text.includes(right)) throw new Error(`the file has no ${right}`);
  const reading = readSite(
    text.replace(right, () => wrong),
    "f",
  );
  return reading.ok ? [] : reading.problems.map((problem) => formatProblem(problem).replace(/^f:?(\d+)?: /, ""));
}

const STAGE_1 = 'groups = ["K1", "K5", "F2", "F4"]';
const K1_ROW = "times = { K3 = 6.0, K4 = 6.0, K6 = 6.0, K7 = 6.0, K8 = 6.0, F1 = 4.0, F3 = 7.0 }";

/** What was right, what is written instead, and what is said. */
const MISTAKES: readonly (readonly [right: string, wrong: string, words: string])[] = [
  [
    STAGE_1,
    'groups = ["K1", "K5", "K3", "F4"]',
    'stage 1 "Hafenstraße": signal group "K3" would be green together with signal group "K1", and the matrix says that they conflict. Take',
  ],
  [STAGE_1, 'groups = ["K1", "K5", "F2", "F5"]', 'stage 1 "Hafenstraße": there is no signal group "F5". Did you mean "K5"?'],
  [STAGE_1, 'groups = ["K1", "K5", "F2", "K1"]', 'stage 1 "Hafenstraße": signal group "K1" is there twice. Take one away.'],
  [STAGE_1, 'groups = ["K1", "K5", "F2"]', 'signal group "F4": it is in no stage, so that it would never be green.'],
  [STAGE_1, "groups = []", 'stage 1 "Hafenstraße": groups is an empty list but must name at least one signal group.'],
  [
    K1_ROW,
    K1_ROW.replace(" K3 = 6.0,", ""),
    "intergreen (number 3 of the list): K3 to K1 has a time, but K1 to K3 has none: a conflict holds both ways. Write K3 into the row of K1,",
  ],
  [
    K1_ROW,
    K1_ROW.replace("K3 = 6.0", "K3 = 2.5"),
    'intergreen (number 1 of the list): K1 to K3 is 2.5 s, shorter than yellow_change of signal group "K1" (3.0 s). It counts from the end of green',
  ],
  [K1_ROW, K1_ROW.replace("K3 =", "K1 = 4.0, K3 ="), "intergreen (number 1 of the list): a signal group does not conflict with itself."],
  [K1_ROW, K1_ROW.replace("K3 = 6.0", 'K3 = "6"'), 'intergreen (number 1 of the list): times has "6" in it, but each must be'],
  [
    'F1"\ntimes = { K1 = 12.0',
    'F1"\ntimes = { K1 = 8.0',
    'intergreen (number 10 of the list): F1 to K1 is 8.0 s, shorter than ped_clear of signal group "F1" (9.0 s). It counts from the end of the walk',
  ],
  ['ending = "K2"', 'ending = "K1"', 'intergreen (number 2 of the list): "K1" has a row already on line'],
  [
    "K9 = 6.0, F1 = 7.0, F3 = 4.0 }",
    "F1 = 7.0, F3 = 4.0 }",
    "intergreen (number 9 of the list): K9 to K5 has a time, but K5 to K9 has none",
  ],
  ['yields_to = ["F1"]  ', 'yields_to = ["K5"]  ', 'signal group "K9" gives way to signal group "K5", and yet they conflict'],
  [
    'movement = "right"\n',
    'movement = "through"\n',
    'signal group "K9": its path crosses that of signal group "K2", but the intergreen matrix',
  ],
  [
    "min_green = 8.0\npassage",
    "min_green = 8.0\nped_clear = 4.0\npassage",
    'signal group "K1": a signal group for vehicles has no ped_clear.',
  ],
  ["min_green = 8.0\npassage = 2.5\nyellow_change = 3.0", "min_green = 8.0", 'signal group "K1": yellow_change is missing. Copy it'],
  ["max_green = 45.0", "max_green = 7.0", 'stage 1 "Hafenstraße": max_green is 7.0 s, shorter than min_green of signal group "K1" (8.0 s)'],
  [
    'recall = "min"',
    'recall = "min"\nmin_green = 5.0',
    'stage 1 "Hafenstraße": min_green is 5.0 s, shorter than that of signal group "K1" (8.0 s)',
  ],
  [
    'name = "Mühlenstraße left"\ngroups = ["K4", "K8"]',
    'name = "Mühlenstraße left"\ngroups = ["K4", "K8"]\nped_recall = true',
    'stage 4 "Mühlenstraße left": ped_recall, but no signal group for pedestrians is in the stage.',
  ],
  [
    'number = 4\nname = "Mühlenstraße left"',
    'number = 3\nname = "Mühlenstraße left"',
    'stage 3 "Mühlenstraße left": number 3 is already that of stage 3',
  ],
  ['call_group = "K9"', 'call_group = "K10"', 'detector 3 "east lane 1 stop line": there is no signal group "K10". Did you mean "K1"?'],
  [
    'call_group = "K9"',
    "call_phase = 2",
    'detector 3 "east lane 1 stop line": there is no key "call_phase" here. The keys are call_group, number,',
  ],
  [
    'call_group = "K9"',
    'call_group = "F1"',
    'detector 3 "east lane 1 stop line": signal group "F1" is for pedestrians, and a loop sees vehicles.',
  ],
  ['call_group = "K9"\n', "", 'detector 3 "east lane 1 stop line": call_group is missing. Write the signal group that it calls'],
  ['call_group = "F2"', 'call_group = "K2"', 'push button 2 "button across east leg": signal group "K2" is for vehicles'],
  ['group = "F3"\nflash', 'group = "F2"\nflash', 'channel 12: signal group "F2" is already that of channel 11 on line'],
  ['group = "K9"\nflash = "red"', 'group = "K9"\nflash = "dark"', 'channel 9 "K9": vehicle signals must not be dark in flash.'],
  [
    '[[channels]]\nnumber = 9\ngroup = "K9"\nflash = "red"\ndevice = "board"\nred = 25\nyellow = 26\ngreen = 27\n',
    "",
    'signal group "K9": no channel shows it.',
  ],
  [
    '[[channels]]\nnumber = 13\ngroup = "F4"\nflash = "dark"\ndevice = "board"\nred = 34\ngreen = 35\n',
    "",
    'signal group "F4": no channel shows it.',
  ],
  ["stage = 1\npattern", "stage = 7\npattern", "[start]: there is no stage 7. The stages are 1, 2, 3, 4."],
  ["all_red = 6.0", "all_red = 3.0", "[start]: all_red is 3.0 s, shorter than the red between K1 and F3 (4.0 s)."],
  ["{ stage = 4,", "{ stage = 5,", 'pattern 2 "fixed", stage 5: there is no stage 5.'],
  [
    '{ stage = 4, max_green = 10.0, recall = "max" }',
    '{ stage = 4, max_green = 10.0, recall = "none" }',
    'pattern 2 "fixed", stage 4: stage 4 "Mühlenstraße left" has no recall in the fallback pattern',
  ],
  [
    "stage = 3, max_green = 22.0",
    "stage = 3, max_green = 12.0",
    'pattern 2 "fixed", stage 3: max_green is 12.0 s, shorter than walk and ped_clear',
  ],
  [
    'kind = "stop-line"\napproach = "west"\nlane = 2',
    'kind = "advance"\napproach = "west"\nlane = 2',
    'signal group "K8": no detector stands by its vehicles until they are served, and in pattern 1 "actuated" no stage of it is always served.',
  ],
  [
    '[[pedestrian_detectors]]\nnumber = 4\nname = "button across west leg"\ndevice = "rack 1"\ninput = 16\ncall_group = "F4"\n',
    "",
    'signal group "F4": no button calls it, and in pattern 1 "actuated" no stage of it is always served.',
  ],
];

t.test("what does not fit together in stages is told once, in their own words", async (t) => {
  for (const [right, wrong, words] of MISTAKES) {
    const all = said(right, wrong);
    t.ok(
      all.some((one) => one.startsWith(words) || one.includes(words)),
      `${words}\n${all.join("\n")}`,
    );
    t.notOk(
      all.some((one) => /\bphase\b|overlap|call_phase(?!")/.test(one)),
      all.join("\n"),
    );
  }
});

t.test("a signal group that somebody forgot to name is told that alone, not that the matrix has no time for undefined", async (t) => {
  t.match(said('name = "K5"\n', ""), [/^signal group \(number 5 of the list\): name is missing\./]);
  t.notOk(said('name = "K5"\n', "").some((one) => one.includes("undefined")));
});

t.test("a site of stages is told nothing of rings and barriers when its green wave is stated wrongly", async (t) => {
  const splits = (last: number) =>
    `stages = [${[30, 20, 30, last].map((s, i) => `{ stage = ${i + 1}, max_green = 40.0, split = ${s}.0 }`).join(", ")}]`;
  const first = "\n[[patterns]]\nnumber = 1\n";
  const wave = (keys: string, last = 20) =>
    said(first, `\n[[patterns]]\nnumber = 3\nname = "wave"\ncycle = 100.0\n${keys}\n${splits(last)}\n${first}`);
  const at = 'pattern 3 "wave": ';
  const one = "Write the stage that keeps the green wave: [1].";
  for (const [keys, words, last] of [
    ["coordinated = [1, 3]", "stages 1 and 3 must never be green together. Write one stage alone: no two are green together."],
    ["", `coordinated is missing. ${one}`],
    ["coordinated = []", `no stage is coordinated. ${one}`],
    ['coordinated = "x"', `coordinated is "x" but must be a list of stages. ${one}`],
    ["coordinated = [1]", "the splits add up to 110.0 s, but the cycle has 100.0 s. Correct the cycle or a split.", 30],
  ] as const) {
    const all = wave(keys, last);
    t.same(all, [`${at}${words}`], keys);
  }
  t.equal(inChinese("the splits add up to 110.0 s, but the cycle has 100.0 s"), "split 之和为 110.0 秒，但周期为 100.0 秒");
  t.equal(inChinese("Write one stage alone: no two are green together."), "请只写一个阶段：各阶段不会同时绿灯。");
});

t.test("people who walk and whom the matrix keeps no vehicle from are a mistake, each told once at its line", async (t) => {
  const rows = /\[\[intergreen\]\]\nending = "F\d"\ntimes = .*\n\n/g;
  const told = (text: string) => {
    const reading = readSite(text, "f");
    return reading.ok ? [] : reading.problems.map((problem) => formatProblem(problem));
  };
  const lineOf = (text: string, name: string) => text.slice(0, text.indexOf(`[[signal_groups]]\nname = "${name}"`)).split("\n").length;
  const words = (name: string, line: number) =>
    `f:${line}: signal group "${name}": the intergreen matrix has no time between it and any vehicles, so that nothing keeps them off who walks. ` +
    `Write a row with ending = "${name}", and ${name} into the rows of all who cross it.`;
  const none = STAGES.replaceAll(rows, "").replaceAll(/, F\d = \d\.\d/g, "");
  t.strictSame(
    told(none),
    ["F1", "F2", "F3", "F4"].map((name) => words(name, lineOf(none, name))),
  );
  const onlyEachOther = `${none}\n${["F2", "F4"].map((name, i) => `[[intergreen]]\nending = "${name}"\ntimes = { ${["F4", "F2"][i]} = 9.0 }\n`).join("\n")}`;
  t.ok(told(onlyEachOther).includes(words("F4", lineOf(onlyEachOther, "F4"))), "another who walks is no vehicle");
  const one = STAGES.replace(/\[\[intergreen\]\]\nending = "F2"\ntimes = .*\n\n/, "").replaceAll(/, F2 = \d\.\d/g, "");
  t.strictSame(told(one), [words("F2", lineOf(one, "F2"))]);
  const typed = STAGES.replaceAll('ending = "F2"', 'ending = "G2"').replaceAll(/, F2 = (\d\.\d)/g, ", G2 = $1");
  t.notOk(
    told(typed).some((each) => each.includes("any vehicles")),
    "a name that was misspelt is told as that",
  );
});

t.test("a complaint about what stages are compiled to is told at the stage, the pattern or the channel", async (t) => {
  const text = STAGES.replace("yellow = 26", "yellow = 25").replace("{ stage = 3, max_green = 22.0", "{ stage = 3, max_green = 5.0");
  const reading = readSite(text, "f");
  const lines = reading.ok ? [] : reading.problems.map(({ line, words }) => [text.split("\n")[line - 1], words]);
  t.match(lines, [
    ["yellow = 25", 'output 25 of "board" already lights red of channel 9 "K9"'],
    ['  { stage = 3, max_green = 5.0, recall = "max", ped_recall = true },', /^max_green is 5\.0 s, shorter than the stage's min_green/],
  ]);
});

t.test("a site states rings or stages, and one of them", async (t) => {
  const both = said("[[signal_groups]]", "[[rings]]\nnumber = 1\ngroups = [[1]]\n\n[[signal_groups]]");
  t.match(both, [/^the file has rings beside its stages: a site states rings or stages, not both\. Keep \[\[phases\]\]/]);
  const neither = FOUR_LEG.replaceAll("[[phases]]", "[[fases]]").replaceAll("[[rings]]", "[[rinks]]");
  t.match(said("[[fases]]", "[[fases]]", neither).slice(0, 2), [/\[\[phases\]\]/, /\[\[rings\]\]/]);
  const bare = STAGES.slice(0, STAGES.indexOf("# Signal groups.")) + STAGES.slice(STAGES.indexOf("# Loops."));
  t.ok(
    said("[site]", "[site]", bare).includes(
      "it states neither rings nor stages. Write [[phases]] and [[rings]], or [[signal_groups]], [[stages]] and [[intergreen]].",
    ),
  );
});

t.test("a matrix without stages, and stages without a matrix, are half a site", async (t) => {
  const matrix = STAGES.slice(STAGES.indexOf("[[intergreen]]"), STAGES.indexOf("# Loops."));
  t.match(said(matrix, ""), [/^there is no \[\[intergreen\]\]\. Write the matrix, one row for each group that conflicts with another\./]);
});
