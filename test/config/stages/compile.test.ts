import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../../src/config/index.ts";
import { sheetOf } from "../../../src/config/sheet/index.ts";
import { refusalOf } from "../../../src/timing/refusal.ts";
import type { Site } from "../../../src/traffic/site.ts";

const STAGES = readFileSync(new URL("../../../deploy/sites/stages.toml", import.meta.url), "utf8");

function site(text: string): Site {
  const reading = readSite(text, "stages.toml");
  if (!reading.ok) throw new Error(reading.problems.map((p) => formatProblem(p)).join("\n"));
  return reading.site;
}
const example = site(STAGES);

t.test("stages follow one another as the phases of one ring, each as long as its signal groups need", async (t) => {
  t.same(
    example.rings.map((ring) => ring.groups),
    [[[1, 2, 3, 4]]],
  );
  t.match(example.phases, [
    { number: 1, name: "Hafenstraße", min_green_ds: 80, max1_ds: 450, passage_ds: 25, yellow_change_ds: 30, recall: "min" },
    { number: 2, min_green_ds: 50, max1_ds: 200, passage_ds: 20, recall: "none" },
    { number: 3, min_green_ds: 80 },
    { number: 4, min_green_ds: 50 },
  ]);
  t.match(example.phases[0], { walk_ds: 70, ped_clear_ds: 80 }, "the longest walk and clearance of those who walk in it");
  t.match(example.phases[1], { walk_ds: 0, ped_clear_ds: 0 });
  t.match(example.start, { phases: [1] });
  t.equal(refusalOf(example), null, "controller and monitor run it");
});

t.test("a signal group is green in all of its stages, and its lamps are its own", async (t) => {
  const arrow = example.overlaps.find((overlap) => overlap.name === "K9");
  t.match(arrow, { kind: "normal", included: [2, 3], approach: "east", movement: "right", yellow_change_ds: 30, red_clear_ds: 0 });
  t.match(
    example.channels.find((channel) => channel.name === "K9"),
    { kind: "overlap", overlap: arrow?.number, flash: "red" },
  );
  t.match(
    example.channels.find((channel) => channel.name === "F1"),
    { kind: "pedestrian", phase: 3, also_phases: [] },
  );
});

t.test("a loop calls every stage of its signal group, a button the first", async (t) => {
  t.match(
    example.detectors.filter((d) => d.approach === "east" && d.lane < 3),
    [
      { call_phase: 2, also_calls: [3] },
      { call_phase: 3, also_calls: [] },
      { call_phase: 3, also_calls: [] },
    ],
  );
  const walks = STAGES.replace('groups = ["K4", "K8"]', 'groups = ["K4", "K8", "F5"]')
    .replace('"K3", "K7", "K9", "F1"', '"K3", "K7", "K9", "F1", "F5"')
    .replace("# Stages, in", '[[signal_groups]]\nname = "F5"\nkind = "pedestrian"\nmin_green = 5.0\nped_clear = 6.0\n\n# Stages, in')
    .replace("F1 = 4.0, F3 = 7.0 }", 'F1 = 4.0, F3 = 7.0, F5 = 4.0 }\n\n[[intergreen]]\nending = "F5"\ntimes = { K1 = 8.0 }')
    .replace('max_green = 10.0, recall = "max" },\n]', 'max_green = 11.0, recall = "max", ped_recall = true },\n]')
    .replace("# Start-up", '[[channels]]\nnumber = 14\ngroup = "F5"\nflash = "dark"\ndevice = "board"\nred = 60\ngreen = 61\n\n# Start-up')
    .replace(
      "# Channels",
      '[[pedestrian_detectors]]\nnumber = 5\nname = "fifth"\ndevice = "rack 2"\ninput = 16\ncall_group = "F5"\n\n# Channels',
    );
  const twice = site(walks);
  t.equal(twice.pedestrian_detectors[4]?.call_phase, 3);
  t.match(twice.channels.at(-1), { kind: "pedestrian", phase: 3, also_phases: [4] });
});

/** From the end of one stage's green to another's, in tenths. */
const between = ({ clearances }: Site, from: number, to: number) => clearances.find((c) => c.from === from && c.to === to)?.least_ds;

t.test("between two stages lies the longest intergreen of those who end and those who begin", async (t) => {
  t.equal(between(example, 1, 2), 60, "K5 before K9");
  t.equal(between(example, 2, 3), 50, "K2 before K3; K9 stays green");
  t.equal(between(example, 4, 1), 50, "K4 before K1");
  t.equal(between(example, 4, 3), 70, "backwards too, for stages may be passed over: K4 leaves by the crosswalk of F3");
  t.equal(example.clearances.length, 12);
  const slow = site(STAGES.replace("F2 = 7.0, F4 = 4.0 }", "F2 = 9.0, F4 = 4.0 }"));
  t.equal(between(slow, 3, 1), 90, "K7 clears the crosswalk of F2 late");
  t.equal(between(slow, 1, 3), 70, "K1 that of F3, as before");
});

t.test("the intergreen of those who walk counts from the end of the walk: their clearance is over when the stage ends", async (t) => {
  const long = site(STAGES.replace("K5 = 10.0, K8 = 10.0 }", "K5 = 17.5, K8 = 10.0 }").replace("all_red = 6.0", "all_red = 8.5"));
  t.equal(between(long, 3, 1), 85, "17.5 s from the end of the walk, 9.0 s of which are clearance");
});

t.test("two stages without a conflict are parted by the yellow, which the groups of both do not see", async (t) => {
  const text = STAGES.replace('groups = ["K2", "K6", "K9"]', 'groups = ["K9", "K3"]');
  const without = text
    .replace(/\[\[(signal_groups|channels|detectors|intergreen)\]\][^[]*"K[26]"[^[]*/g, "")
    .replaceAll(/, K[26] = \d+\.\d/g, "")
    .replaceAll(/\{ K[26] = \d+\.\d, /g, "{ ");
  const three = site(without);
  t.equal(between(three, 2, 3), 30);
  t.equal(between(three, 3, 2), 30, "K7 ends, and nobody begins");
  t.equal(three.phases[1]?.red_clear_ds, 0);
});

t.test("what was stated is kept for the monitor, which derives nothing from the phases", async (t) => {
  const { stages } = example;
  t.match(stages?.groups[0], { name: "K1", kind: "vehicle", min_green_ds: 80, yellow_change_ds: 30, ped_clear_ds: 0 });
  t.match(stages?.groups[9], { name: "F1", kind: "pedestrian", min_green_ds: 60, yellow_change_ds: 0, ped_clear_ds: 90 });
  t.match(stages?.stages[1], { number: 2, groups: ["K2", "K6", "K9"] });
  t.same(stages?.intergreen_ds[8], [null, null, null, null, 50, null, null, 50, null, null, 40, null, null]);
});

t.test("the timing sheet has the signal plan as people know it: groups by stage, and the matrix", async (t) => {
  const lines = sheetOf(example).map((line) => line.trim());
  for (const line of [
    "K9     vehicle           5.0     3.0          -  .  2  3  .",
    "F1     pedestrian        6.0       -        9.0  .  .  3  .",
    "K9     .     .     .     .   5.0     .     .   5.0     .    .  4.0    .    .",
    "3  east lane 1 stop line   stop-line  east lane 1      0  rack 1 input 3  2, 3       -       -",
  ])
    t.ok(lines.includes(line), line);
});
