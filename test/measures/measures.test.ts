import { readFileSync } from "node:fs";
import t from "tap";
import { CODE } from "../../src/traffic/codes.ts";
import { FOUR_LEG } from "../streets.ts";
import { Day, M, MONDAY } from "./street.ts";

/** Detectors of the four-leg site: 7 and 8 at the line of phase 2, 17 and 18 forty metres before it (2.88 s at the limit), 21 counts. */
const [LINE, NEXT_LINE, ADVANCE, NEXT_ADVANCE, COUNTER] = [7, 8, 17, 18, 21];
const DRIVE = 2_880;
const day = () => new Day(FOUR_LEG).lit(10_000);
const phase2 = (told: Day) => told.measured().movements.find(({ kind, number }) => kind === "phase" && number === 2)!;

t.test("a phase's turns are counted by the pattern in force when green began, with the cause of their end", async (t) => {
  const told = day().at(10_000, CODE.patternChanged, 1).turn(2, 20_000, 40_000).turn(2, 80_000, 110_000, 5).at(85_000, 21, 2);
  told
    .at(4 * M, CODE.patternChanged, 3)
    .at(4 * M, 135, 45)
    .turn(2, 5 * M, 5 * M + 30_000, 6)
    .at(20 * M, 31, 1);
  const { patterns, bins } = phase2(told);
  t.match(patterns, [
    {
      pattern: 1,
      services: 2,
      green_mean_ms: 25_000,
      split_mean_ms: 30_100,
      split_p85_ms: 35_100,
      split_max_ms: 35_100,
      split_planned_ms: 0,
      walks: 1,
    },
    { pattern: 3, services: 1, green_mean_ms: 30_000, split_planned_ms: 45_000, walks: 0 },
  ]);
  t.same(patterns[0]!.causes, { "gap-out": 1, "max-out": 1, "force-off": 0, priority: 0, preempt: 0, other: 0 });
  t.equal(patterns[1]!.causes["force-off"], 1);
  t.match(bins[0], { start: MONDAY, services: 3 });
  // 20 s and 30 s of the 230 s between the end of flash and the other pattern.
  t.equal(patterns[0]!.green_pm, 217);
});

t.test("who comes to the line on green is told from who comes on yellow and red, by the drive from the advance loop", async (t) => {
  const told = day()
    .turn(2, 60_000, 90_000)
    .turn(2, 150_000, 180_000)
    .at(15 * M, 31, 1);
  const arrive = (at: number, loop = ADVANCE) => told.vehicle(loop, at - DRIVE, at - DRIVE + 400);
  for (const at of [59_999, 89_999, 93_600, 149_999]) arrive(at);
  for (const at of [60_000, 90_000, 93_599, 150_000]) arrive(at, NEXT_ADVANCE);
  const [pattern] = phase2(told).patterns;
  t.match(pattern, { arrivals: 8, on_green: 3, on_yellow: 2, arrivals_on_green_pm: 375 });
  // 60 s of 890.
  t.match(pattern, { green_pm: 67, platoon_ratio_pm: 5_597 });
  const { columns } = phase2(told);
  t.same(columns, [
    { start: MONDAY + 93_600, pattern: 0, green_ms: 56_400, yellow_ms: 86_400, end_ms: 90_000, arrivals_ms: [0, 56_399, 56_400] },
  ]);
});

t.test("nobody arrives in flash, and none over a loop that has failed", async (t) => {
  const told = new Day(FOUR_LEG).vehicle(ADVANCE, 1_000, 1_400).lit(10_000).turn(2, 20_000, 60_000).vehicle(ADVANCE, 21_000, 21_400);
  told
    .at(30_000, 84, ADVANCE, 0, "erratic counts")
    .vehicle(ADVANCE, 31_000, 31_400)
    .at(40_000, 83, ADVANCE)
    .vehicle(ADVANCE, 41_000, 41_400);
  told.at(100_000, CODE.unitFlashStatus, 5).vehicle(ADVANCE, 110_000, 110_400).at(150_000, 31, 1);
  t.match(phase2(told).patterns, [{ arrivals: 2, on_green: 2 }]);
});

t.test("a split has failed where one lane stood on its loop through green and the first five seconds of red", async (t) => {
  const told = day();
  // 80 % of green and of red: both lanes are needed to say no.
  told.turn(2, 100_000, 120_000).vehicle(LINE, 100_000, 116_000).vehicle(LINE, 123_600, 127_600);
  // Green full, red not quite.
  told.turn(2, 200_000, 220_000).vehicle(LINE, 200_000, 223_600).vehicle(LINE, 223_700, 227_600);
  // Red full, green in the other lane.
  told.turn(2, 300_000, 320_000).vehicle(LINE, 300_000, 320_000).vehicle(NEXT_LINE, 323_600, 330_000);
  // A loop that failed in it says nothing; the other one was empty.
  told.turn(2, 400_000, 420_000).vehicle(LINE, 400_000, 430_000).at(410_000, 84, LINE).at(440_000, 83, LINE);
  told.at(15 * M, 31, 1);
  t.match(phase2(told).patterns, [{ services: 4, judged: 4, split_failures: 1 }]);
  const neither = day()
    .turn(2, 100_000, 120_000)
    .at(50_000, 84, LINE)
    .at(50_000, 84, NEXT_LINE)
    .at(10 * M, 31, 1);
  t.match(phase2(neither).patterns, [{ services: 1, judged: 0, split_failures: 0 }]);
});

t.test("volumes and occupancy are those of the time that was watched, in the bin of the clocks", async (t) => {
  const told = day()
    .vehicle(LINE, 14 * M, 16 * M)
    .vehicle(LINE, 20 * M, 20 * M + 9_000);
  told
    .at(22 * M, 84, LINE, 0, "no activity")
    .vehicle(LINE, 24 * M, 25 * M)
    .at(24 * M, 83, LINE)
    .at(30 * M, 31, 1);
  const loop = told.measured().detectors.find(({ detector }) => detector === LINE)!;
  t.match(loop.bins, [
    { start: MONDAY, volume: 1, occupancy_pm: 67, seen_ms: 15 * M },
    // A minute from before, nine seconds, and one minute; of thirteen. Who ended the silence is counted.
    { start: MONDAY + 15 * M, volume: 2, occupancy_pm: 165, seen_ms: 13 * M },
  ]);
  t.match(loop.total, { volume: 3, seen_ms: 28 * M });
});

t.test("what a camera counted itself belongs to the bin of its interval's middle", async (t) => {
  const count = (at: number, volume: number, speed_dkmh: number) =>
    told.at(at, CODE.count, COUNTER, volume, JSON.stringify({ occupancy_pm: 100, speed_dkmh, interval_ms: 10_000 }), true);
  const told = day();
  count(15 * M + 4_000, 3, 400);
  count(15 * M + 6_000, 1, 500);
  count(15 * M + 16_000, 1, -1);
  told.at(30 * M, 31, 1);
  const camera = told.measured().detectors.find(({ detector }) => detector === COUNTER)!;
  t.match(camera.bins, [
    { start: MONDAY, volume: 3, occupancy_pm: 100, speed_dkmh: 400, seen_ms: 10_000 },
    { start: MONDAY + 15 * M, volume: 2, occupancy_pm: 100, speed_dkmh: 500, seen_ms: 20_000 },
  ]);
});

t.test("a vehicle whose sensor has measured its speed and not its time came when it was received", async (t) => {
  const told = day().at(15 * M, CODE.inputOn, LINE, 1, "", true);
  told.at(16 * M, CODE.inputOff, LINE, 1, JSON.stringify({ speed_dkmh: 503 }), true).at(30 * M, 31, 1);
  const loop = told.measured().detectors.find(({ detector }) => detector === LINE)!;
  t.match(loop.bins[1], { start: MONDAY + 15 * M, volume: 1, occupancy_pm: 67 });
});

t.test("a sensor's own stamps tell when a vehicle came and went, and what a failed camera counts is not counted", async (t) => {
  const stamped = (told: Day, at: number, code: number, age_ms: number) => told.at(at, code, LINE, 0, JSON.stringify({ age_ms }), true);
  const told = day();
  stamped(stamped(told, 15 * M + 300, CODE.inputOn, 400), 15 * M + 10_000, CODE.inputOff, 100);
  const count = (at: number) =>
    told.at(at, CODE.count, COUNTER, 5, JSON.stringify({ occupancy_pm: 100, speed_dkmh: 400, interval_ms: 10_000 }), true);
  count(20 * M);
  told.at(21 * M, 84, COUNTER, 0, "max presence");
  count(22 * M);
  told.at(23 * M, 83, COUNTER);
  count(24 * M);
  const { detectors } = told.at(30 * M, 31, 1).measured();
  const bins = (number: number) => detectors.find(({ detector }) => detector === number)!.bins;
  // It came a tenth before the quarter, and stayed for ten seconds.
  t.match(bins(LINE), [{ volume: 1 }, { volume: 0, occupancy_pm: 11 }]);
  t.match(bins(COUNTER), [{ start: MONDAY + 15 * M, volume: 10, seen_ms: 20_000 }]);
});

t.test("only what was asked for is counted, and a corrected clock moves what comes after it", async (t) => {
  const told = day()
    .turn(2, 5 * M, 6 * M)
    .turn(2, 20 * M, 21 * M)
    .correct(25 * M, 60 * M)
    .at(25 * M, 181, 0)
    .turn(2, 26 * M, 27 * M)
    .at(40 * M, 31, 1);
  const starts = (from?: number, to?: number) =>
    told
      .measured(from, to)
      .movements.find(({ number }) => number === 2)!
      .bins.filter(({ services }) => services > 0)
      .map(({ start }) => (start - MONDAY) / M);
  t.same(starts(), [0, 15, 75]);
  t.same(starts(MONDAY + 15 * M, MONDAY + 30 * M), [15]);
  const { from, to } = told.measured(MONDAY + 15 * M, MONDAY + 30 * M);
  t.same([from, to], [MONDAY + 15 * M, MONDAY + 30 * M]);
  t.match(told.measured(MONDAY + 500 * M), { from: null, to: null, movements: [] });
});

t.test("a hole in the journal ends what was under way, and is said", async (t) => {
  const chunks = day()
    .turn(2, 60_000, 70_000)
    .at(5 * M, 1, 2)
    .turn(2, 9 * M, 10 * M)
    .at(15 * M, 31, 1)
    .chunks();
  const told = new (class extends Day {
    override chunks() {
      return chunks.map((chunk) => {
        if (chunk.records[0]!.at !== 5 * M) return chunk;
        const gap = {
          ...chunk.records[0]!,
          code: CODE.gap,
          detail: JSON.stringify({ from: chunk.first_seq, to: chunk.last_seq, reason: "full" }),
        };
        return { ...chunk, records: [gap] };
      });
    }
  })(FOUR_LEG);
  const measured = told.measured();
  t.match(measured.skipped, [/records were dropped/]);
  t.match(measured.movements.find(({ number }) => number === 2)!.patterns, [{ services: 2 }]);
});

t.test("a site of stages is told by its signal groups, and its stages have splits alone", async (t) => {
  const stages = readFileSync(new URL("../../deploy/sites/stages.toml", import.meta.url), "utf8");
  const told = new Day(stages).lit(1_000).at(10_000, 61, 1).at(30_000, 63, 1).at(33_000, 64, 1).at(34_000, 65, 1);
  told
    .at(60_000, 61, 1)
    .at(80_000, 63, 1)
    .at(83_000, 65, 1)
    .turn(1, 10_000, 30_000)
    .at(2 * M, 31, 1);
  const { movements } = told.measured();
  const group = movements.find(({ kind, number }) => kind === "overlap" && number === 1)!;
  t.match(group, { name: "K1", sees: { stop_line: true } });
  t.match(group.patterns, [{ services: 2, green_mean_ms: 20_000, split_max_ms: 24_000 }]);
  const stage = movements.find(({ kind, number }) => kind === "phase" && number === 1)!;
  t.match(stage, { sees: { stop_line: false, arrivals: false }, patterns: [{ services: 1 }] });
});

t.test("details that no version of ours has written spoil a record at most, and never the day", async (t) => {
  const broken = ["{", "null", '{"age_ms":"soon"}', '{"interval_ms":[]}', "\u0000"];
  const told = day().turn(2, 20_000, 40_000);
  broken.forEach((detail, k) => {
    const at = 60_000 + k * 5_000;
    told.at(at, CODE.inputOn, LINE, 1, detail, true).at(at + 1_000, CODE.inputOff, LINE, 1, detail, true);
    told.at(at, CODE.count, COUNTER, 3, detail, true).at(at, CODE.doubted, LINE, 0, detail).at(at, CODE.controlMode, 0, 0, detail);
  });
  told.at(4 * M, 31, 1);
  const { detectors } = told.measured();
  const volume = (of: number) => detectors.find(({ detector }) => detector === of)?.bins.reduce((sum, bin) => sum + bin.volume, 0);
  t.equal(volume(LINE), broken.length);
  t.notOk(volume(COUNTER), "of what time it counted is not known");
});
