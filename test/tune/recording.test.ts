import t from "tap";
import { between, type Outcome } from "../../src/street/outcome.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry, inputEntry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { trialOf } from "../../src/trial.ts";
import { scoreOf } from "../../src/tune/score.ts";
import { LEAD_MS } from "../../src/tune/slice.ts";
import { Spoils } from "../../src/tune/spoils.ts";
import { recordingOf } from "../../src/tune.ts";
import { minutes, siteOf } from "../streets.ts";
import { chunkOf, read, recorded, recordingIn, TEE } from "./days.ts";

const HOUR_MS = 3_600_000;

/** An hour and a half of a morning, and what truly became of everybody behind the lead. */
const truth: Outcome[] = [];
const morning = recorded({
  hours: 1.5,
  hour: 8,
  seed: 3,
  happens: (street, now) => {
    if (now === LEAD_MS || now === minutes(90)) truth.push(street.outcome());
  },
});
const recording = recordingIn([morning.chunk()]);

t.test("who is read out of the loops is who came", async (t) => {
  t.same(
    recording.slices.map(({ day, minute, length_ms, whole }) => [day, minute, length_ms / 60_000, whole]),
    [
      ["2026-01-05", 9 * 60 + 5, 25, true],
      ["2026-01-05", 9 * 60 + 30, 30, true],
      ["2026-01-05", 10 * 60, 30, true],
    ],
    "by the site's clocks, behind the start",
  );
  t.same(
    recording.slices[0]!.lanes.map(({ approach, by }) => [approach, by]),
    [
      ["east", "advance"],
      ["south", "stop-line"],
      ["west", "advance"],
    ],
    "the farther from the line, the better",
  );
  const slice = recording.slices[1]!;
  const begins = minutes(30) - LEAD_MS;
  const over = morning.entries.find(({ at, code, param }) => code === CODE.inputOn && param === 4 && at > minutes(40))!.at;
  const west = slice.lanes.find(({ approach }) => approach === "west")!.runs.flatMap(({ latest_ms }) => latest_ms);
  t.ok(west.includes(over - begins - 15_120), "from where a vehicle comes into sight to a loop 40 m before the line are 210 m at 50 km/h");
  const came = between(truth[0]!, truth[1]!).lanes.reduce((sum, { vehicles }) => sum + vehicles, 0);
  const seen = recording.slices.reduce((sum, { vehicles }) => sum + vehicles, 0);
  t.ok(came > 1_500, `${came} came`);
  t.ok(Math.abs(seen - came) < came * 0.02, `${seen} were read`);
});

t.test("lived through again they are delayed as much as they were", async (t) => {
  const { text } = recording;
  const trials = [1, 2].flatMap((seed) => recording.slices.map((slice) => trialOf({ text, slice, seed }, read)));
  const [was, is] = [scoreOf([{ ...between(truth[0]!, truth[1]!), seen: [] }]), scoreOf(trials)];
  t.ok(was.mean_delay_s > 10, `${was.mean_delay_s} s`);
  t.ok(Math.abs(is.mean_delay_s - was.mean_delay_s) < was.mean_delay_s * 0.15, `${is.mean_delay_s} s for ${was.mean_delay_s} s`);
  t.ok(Math.abs(is.stops - was.stops) < 0.08, `${is.stops} stops for ${was.stops}`);
  t.ok(
    is.people / 2 <= was.people && is.people / 2 > was.people * 0.8,
    `${is.people / 2} walked, ${was.people} had: not everybody presses`,
  );
});

t.test("the same half hour, site and seed give the same trial; another seed has other drivers", async (t) => {
  const job = { text: recording.text, slice: recording.slices[0]!, seed: 1 };
  const first = trialOf(job, read);
  t.same(trialOf(job, read), first);
  t.notSame(trialOf({ ...job, seed: 2 }, read), first);
});

t.test("half hours beside a hole are left out, with the reason, and those behind it are used", async (t) => {
  const { entries } = morning;
  const half = entries.findIndex(({ at }) => at > minutes(50));
  const end = entries.findIndex(({ at }) => at > minutes(52));
  const gap = inputEntry(entries[half]!.at, CODE.gap, 0, end - half, '{"from":1,"to":2,"reason":"the disk was full"}');
  const holed = recordingIn([chunkOf([...entries.slice(0, half), gap, ...entries.slice(end)])]);
  t.same(
    holed.slices.map(({ minute }) => minute),
    [9 * 60 + 5, 10 * 60],
  );
  t.same(holed.left, [{ words: "records were dropped", slices: 1 }]);
});

t.test("a loop that has failed is not asked: another of its lane is, and where there is none the half hour is left out", async (t) => {
  const broken = (detector: number) =>
    recordingIn([
      recorded({
        hours: 1.1,
        hour: 8,
        happens: (street, now) => {
          if (now === minutes(40)) street.breakLoop(detector, "open-loop");
        },
      }).chunk(),
    ]);
  // The sixteen-input board does not report faults: its loop looks occupied, and sees far fewer than the other one.
  const west = broken(4);
  t.same(
    west.slices.map(({ minute, lanes }) => [minute, lanes.find(({ approach }) => approach === "west")!.by]),
    [
      [9 * 60 + 5, "advance"],
      [9 * 60 + 30, "stop-line"],
    ],
  );
  const late = recorded({ hours: 1.1, hour: 8 }).entries.slice();
  const at = Instant(minutes(40) + 50);
  late.splice(
    late.findIndex((e) => e.at > at),
    0,
    entry(at, 86, 4, 0, "open loop"),
    entry(at, 86, 3, 0, "open loop"),
  );
  const without = recordingIn([chunkOf(late)]);
  t.same(
    without.slices.map(({ minute }) => minute),
    [9 * 60 + 5],
  );
  t.match(without.left, [{ words: "nothing that sees south lane 1 was good (open loop)", slices: 1 }]);
  const only = late.filter(({ code, param }) => code !== 86 || param !== 3);
  const other = recordingIn([chunkOf(only)]);
  t.same(
    other.slices.map(({ lanes, whole }) => [lanes.find(({ approach }) => approach === "west")!.by, whole]),
    [
      ["advance", true],
      ["stop-line", false],
    ],
  );
});

t.test("sessions under another site file are not mixed with the last one's, and one without a beginning is named", async (t) => {
  const old = recorded({ hours: 0.6, day: 4, session: 1, text: TEE.replace("max1 = 20.0", "max1 = 25.0") }).chunk();
  const now = recorded({ hours: 0.6, day: 5, session: 2 }).chunk(old.last_seq + 1);
  const cut = recorded({ hours: 0.6, day: 6, session: 3 }).entries.slice(1);
  const mixed = recordingIn([old, now, chunkOf(cut, 3, now.last_seq + 1)]);
  t.same([mixed.sessions, mixed.slices.length, mixed.text === TEE], [1, 1, true]);
  t.same(mixed.left, [
    { words: "recorded under another site file", slices: 1 },
    { words: "session 3: its beginning, with the site file, is no longer in the journal", slices: 0 },
  ]);
  const again = recorded({ hours: 0.6, day: 6, session: 3 }).chunk(now.last_seq + 1);
  t.same(recordingIn([now, again]).sessions, 2, "a restart is none");
});

t.test("from and to take whole half hours only", async (t) => {
  const at = (minute: number) => WallTime(Date.UTC(2026, 0, 5, 8) + minute * 60_000);
  const minutesOf = (span: { readonly from?: WallTime; readonly to?: WallTime }) =>
    recordingIn([morning.chunk()], span).slices.map(({ minute }) => minute - 9 * 60);
  t.same(minutesOf({ from: at(20) }), [30, 60]);
  t.same(minutesOf({ to: at(89) }), [5, 30]);
  t.match(recordingOf([morning.chunk()], { read, from: WallTime(at(0) + HOUR_MS * 24) }), { refused: /no half hour in the journal/ });
  t.match(recordingOf([], { read }), { refused: /no half hour in the journal/ });
});

t.test("whoever else had the signals spoils the time in which he had them, and no other", async (t) => {
  const at = (s: number) => Instant(s * 1_000);
  const spoils = new Spoils(siteOf(TEE));
  const tell = [
    entry(at(0), CODE.patternChanged, 1, 0, '{"source":"other"}'),
    entry(at(1), CODE.controlMode, 0, 0, '{"mode":"actuated"}'),
    entry(at(100), CODE.patternChanged, 2, 0, '{"source":"system-control"}'),
    entry(at(200), CODE.patternChanged, 1, 0, '{"source":"other"}'),
    entry(at(300), CODE.controlMode, 0, 0, '{"mode":"fixed"}'),
    entry(at(400), CODE.controlMode, 0, 0, '{"mode":"actuated"}'),
    entry(at(500), 178, 1),
    entry(at(600), 178, 0),
    entry(at(700), CODE.unitFlashStatus, 4),
    entry(at(800), CODE.unitFlashStatus, 7),
    entry(at(900), 102, 1),
    entry(at(950), 104, 1),
    entry(at(980), 111, 1),
    inputEntry(at(1_200), CODE.clockCorrected, 0, 5_000),
    inputEntry(at(1_300), CODE.clockCorrected, 0, 30),
    inputEntry(at(1_400), CODE.tenthsMissed, 0, 600),
  ];
  for (const each of tell) spoils.take(each);
  const why = (s: number) => spoils.of(s * 1_000, (s + 1) * 1_000);
  t.same([50, 150, 250, 350, 450, 550, 650, 750, 850, 920, 1_000, 1_150, 1_200, 1_300, 1_430, 1_500].map(why), [
    "",
    "the centre had chosen the pattern",
    "",
    "detection had failed so far that the fixed plan stood",
    "",
    "somebody had the signals in hand",
    "",
    "the signals flashed",
    "",
    "a preempt had the signals",
    "a preempt had the signals",
    "",
    "the clock was set",
    "",
    "the unit stood still",
    "",
  ]);
});

t.test("details that no version of ours has written stop no reading", async (t) => {
  const broken = ["{", "null", "[]", '{"mode":3}', '{"command":7,"refused":""}'];
  const told = morning.entries.flatMap((each, i) => {
    if (i === 0 || i % 500 !== 0) return [each];
    const detail = broken[(i / 500) % broken.length]!;
    return [each, { ...each, code: CODE.commandReceived, detail, input: true }, { ...each, code: CODE.controlMode, detail, input: false }];
  });
  t.ok(recordingIn([chunkOf(told as typeof morning.entries)]).slices.length > 0);
  const [first, ...rest] = morning.entries;
  for (const detail of ["{", "null", '{"site":7}'])
    t.throws(
      () => recordingIn([chunkOf([{ ...first!, detail }, ...rest])]),
      { message: /there is no half hour in the journal that could be tried again: session 1: this version refuses its site file/ },
      "without its site file nobody knows what was what",
    );
});

t.test("what the centre holds, omits, forces or puts in force spoils its time; who only asks who came does not mind a plan", async (t) => {
  const at = (s: number) => Instant(s * 1_000);
  const [minds, doesNot] = [new Spoils(siteOf(TEE)), new Spoils(siteOf(TEE), true)];
  const tell = [
    entry(at(100), CODE.holdOn, 2),
    entry(at(150), CODE.holdOff, 2),
    entry(at(200), CODE.omitOn, 4),
    entry(at(250), CODE.omitOff, 4),
    entry(at(300), CODE.detectorForced, 7, 1),
    entry(at(310), CODE.detectorForced, 7, 0),
    entry(at(350), CODE.detectorFreed, 7),
    entry(at(400), CODE.planInForce, 0, 0, '{"hash":"ab","was":"","why":"the centre has activated it"}'),
    entry(at(450), CODE.planInForce, 0, 0, '{"hash":"","was":"ab","why":"the centre has rolled back"}'),
  ];
  for (const each of tell) for (const spoils of [minds, doesNot]) spoils.take(each);
  const why = (spoils: Spoils) => [50, 120, 170, 220, 270, 330, 370, 420, 470].map((s) => spoils.of(s * 1_000, (s + 1) * 1_000));
  const held = "the centre held or omitted a phase";
  const forced = "the centre had forced a detector";
  t.same(why(minds), ["", held, "", held, "", forced, "", "a plan of the centre's was in force", ""]);
  t.same(why(doesNot), ["", held, "", held, "", forced, "", "", ""]);
});

t.test("a unit that has run for longer than its journal goes back is read with the site file that it runs with", async (t) => {
  const whole = morning.chunk();
  // The first half hour has been let go of, with the session's beginning.
  const records = whole.records.filter(({ at }) => at >= minutes(30));
  const cut = { ...whole, wall_base: WallTime(recording.slices.at(-1)!.wall - HOUR_MS), first_seq: records[0]!.seq, records };
  t.match(recordingOf([cut], { read }), { refused: /no longer in the journal/ });
  const late = recordingOf([cut], { read, unbegun: TEE });
  if ("refused" in late) return t.fail(late.refused);
  const last = recording.slices.at(-1)!;
  t.match(late.slices.at(-1), { wall: last.wall, vehicles: last.vehicles, presses: last.presses });
});
