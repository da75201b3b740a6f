import t from "tap";
import { commands } from "../../src/commands/index.ts";
import { TECHNICIAN, TECHNICIANS_COMMANDS, type TechnicianAsked, technicianRequest } from "../../src/commands/technician.ts";
import { type Told, toldRequest } from "../../src/commissioning/told.ts";
import type { Request, ResultDetail } from "../../src/journal/port.ts";
import { saysWords } from "../../src/journal/record-words.ts";
import { inChinese } from "../../src/panel/chinese/index.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { TECHNICIAN_MS } from "../../src/technician.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Language } from "../../src/traffic/language.ts";
import type { Live } from "../../src/traffic/live.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { FOUR_LEG, minutes, resultsAs, worldOf } from "../streets.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
const [ONE, TWO] = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"] as const;

/** A morning with what technicians ask for, at its seconds; what was refused, what the journal says, and a frame of each second. */
function morning(until_min: number, asked: readonly (readonly [at_s: number, asked: TechnicianAsked | Request])[]) {
  const world = worldOf(FOUR_LEG, 7, { began_ms: 7 * 3_600_000 });
  const due = [...asked];
  const frames: Live[] = [];
  simulate(
    {
      ...world,
      watch: (now) => {
        if (now % 1_000 === 0) frames.push(world.unit.live(world.recorder.status(), 0));
        while (due.length > 0 && due[0]![0] * 1_000 === now + 100) {
          const [at_s, what] = due.shift()!;
          const wall = (MONDAY + at_s * 1_000) as WallTime;
          world.recorder.inbox.push("does" in what ? technicianRequest(`technician-${due.length}`, what, wall) : what);
        }
      },
    },
    minutes(until_min),
  );
  const { entries } = world.recorder;
  const of = (code: number) => entries.filter((e) => e.code === code);
  const refused = of(CODE.commandResult).map((e) => (JSON.parse(e.detail) as ResultDetail).refused);
  const sessions = of(CODE.technician).map((e) => [e.at / 1_000, e.value, JSON.parse(e.detail)] as const);
  const at = (s: number): Live | undefined => frames.find((frame) => frame.at === s * 1_000);
  return { world, entries, of, refused, sessions, frames, at, same: () => replay(world.recorder.chunks()).difference };
}

const begin = (session: string, name: string, instead = false): TechnicianAsked => ({ does: "begin", session, name, instead });
const does = (session: string, command: string, args: unknown): TechnicianAsked => ({
  does: "command",
  session,
  name: "Miller",
  command,
  args,
});

t.test("one technician at a time: a second is told who is there, and each beginning, end and refusal is a record", async (t) => {
  const { world, refused, sessions, frames, at, same } = morning(5, [
    [60, begin(ONE, "Miller")],
    [70, begin(TWO, "李工")],
    [80, does(TWO, "flash", { for_s: 60 })],
    [90, { does: "end", session: TWO }],
    [100, begin(TWO, "李工", true)],
    [110, does(ONE, "flash", { for_s: 60 })],
    [120, { does: "end", session: TWO }],
    [130, does(TWO, "flash", { for_s: 60 })],
  ]);
  const over = "this technician session is over; begin another";
  t.same(refused, [
    "",
    "Miller is in a technician session, which ends in 30 min unless more is done in it",
    over,
    over,
    "",
    over,
    "",
    over,
  ]);
  t.same(sessions, [
    [60, 1, { name: "Miller", why: "at the status page" }],
    [100, 0, { name: "Miller", why: "李工 begins another" }],
    [100, 1, { name: "李工", why: "at the status page" }],
    [120, 0, { name: "李工", why: "ended by hand" }],
  ]);
  t.match(at(65)?.technician, { session: ONE, name: "Miller", left_s: 1_795 });
  t.equal(at(125)?.technician, undefined);
  t.notOk(
    frames.some((frame) => frame.mode === "flash" && frame.at > 60_000),
    "none of it reached the street",
  );
  t.equal(same(), null);
  const differs = (told: (result: ResultDetail) => object) => replay(world.recorder.retold(resultsAs(told)).chunks()).difference;
  const ends =
    (min: number) =>
    ({ refused, ...rest }: ResultDetail): ResultDetail => ({
      ...rest,
      refused: refused.replace("which ends in 30 min unless more is done in it", `which ends ${min} min after the last thing done`),
    });
  t.equal(differs(ends(30)), null, "a journal of an earlier release, which said it otherwise, replays");
  t.match(differs(ends(29))?.recorded?.detail, "which ends 29 min", "but not one that says another time");
  const withoutArgs = ({ args: _, ...rest }: ResultDetail) => rest;
  t.equal(
    differs((result) => withoutArgs(ends(30)(result))),
    null,
    "and so does one of before results had arguments",
  );
  t.match(differs((result) => withoutArgs(ends(29)(result)))?.recorded?.detail, "which ends 29 min", "but not one that says another time");
});

t.test("the journal of a night says by each line who held phase 4, that it was refused the second time, and who left", async (t) => {
  const { of } = morning(3, [
    [60, begin(ONE, "Miller")],
    [70, does(ONE, "hold", { phase: 4, for_s: 30 })],
    [80, does(ONE, "hold", { phase: 99, for_s: 30 })],
    [90, { does: "end", session: ONE }],
    [100, { does: "end", session: ONE }],
  ]);
  const told = (code: number, language: Language): readonly string[] =>
    of(code).map((each) => saysWords({ ...each, seq: 1 }, language, language === "en" ? undefined : inChinese));
  const by = "; by Miller, technician";
  t.same(told(CODE.commandReceived, "en"), [
    `begin technician session${by}`,
    `hold phase 4 for 30 s${by}`,
    `hold phase 99 for 30 s${by}`,
    // Whose it was, its result says.
    "end technician session",
    "end technician session",
  ]);
  const none = "phase 99 is not in this unit's site file, which has 1, 2, 3, 4, 5, 6, 7, 8";
  t.same(told(CODE.commandResult, "en"), [
    `begin technician session done${by}`,
    `hold phase 4 for 30 s done${by}`,
    `hold phase 99 for 30 s refused: ${none}${by}`,
    `end technician session done${by}`,
    "end technician session refused: this technician session is over; begin another",
  ]);
  t.same(told(CODE.commandResult, "zh-Hans").slice(0, 4), [
    "开始技术员会话：已执行；由Miller（技术员）",
    "保持相位 4 30 秒：已执行；由Miller（技术员）",
    "保持相位 99 30 秒：被拒绝：本机配置文件中没有相位 99，只有 1, 2, 3, 4, 5, 6, 7, 8；由Miller（技术员）",
    "结束技术员会话：已执行；由Miller（技术员）",
  ]);
  t.same(told(CODE.technician, "zh-Hans"), ["Miller：在状态页面", "Miller：手动结束"]);
});

t.test("a walk that was finished and a plan that was refused say whose they were, without their long texts", async (t) => {
  const part = { hash: "ab".repeat(32), part: 1, parts: 1, text: "x".repeat(300) };
  const walked: Told = { what: "finished", walk: "w-1", by: "Miller", safe: true, signed: "x".repeat(300) };
  const { of } = morning(2, [
    [60, begin(ONE, "Miller")],
    [70, does(ONE, "upload-plan", part)],
    [80, toldRequest("walk", walked, (MONDAY + 80_000) as WallTime)],
  ]);
  const [, loaded, finished] = of(CODE.commandResult);
  t.match(saysWords({ ...loaded!, seq: 1 }), /^upload-plan abababababab, part 1 of 1 refused: .*; by Miller, technician$/);
  t.equal(saysWords({ ...finished!, seq: 1 }), "commissioning: finished done; by Miller");
  for (const { detail } of [loaded!, finished!]) t.notMatch(detail, "xxx");
});

t.test("who took a link's restart for an end takes up his own session, and nobody's lasts half an hour without him", async (t) => {
  const half = TECHNICIAN_MS / 1_000;
  const { refused, sessions } = morning(75, [
    [60, begin(ONE, "Miller")],
    [70, begin(TWO, "Miller")],
    [1_000, does(TWO, "place-call", { phase: 3, pedestrian: false })],
    [1_000 + half, does(TWO, "place-call", { phase: 3, pedestrian: false })],
  ]);
  t.same(refused, ["", "", "", "this technician session is over; begin another"]);
  t.same(sessions.at(-1), [1_000 + half, 0, { name: "Miller", why: "nothing was done for half an hour" }]);
});

t.test("what a technician asks for says so, has the brain's bounds, and ends by itself with nobody there", async (t) => {
  const { world, refused, of, at, same } = morning(12, [
    [60, begin(ONE, "Miller")],
    [100, does(ONE, "force-detector", { detector: 1, on: true, for_s: 60 })],
    [101, does(ONE, "hold", { phase: 4, for_s: 121 })],
    [102, does(ONE, "hold", { phase: 4, for_s: 40 })],
    [103, does(ONE, "flash", { for_s: 7_201 })],
    [104, does(ONE, "force-detector", { detector: 99, on: true, for_s: 60 })],
    [105, does(ONE, "omit", { phase: 2, pedestrian: false, for_s: 901 })],
    [240, does(ONE, "flash", { for_s: 120 })],
    [241, { does: "end", session: ONE }],
  ]);
  t.match(refused[1], "");
  t.match(refused[2], /^hold takes a phase number and 1 to 120 seconds/);
  t.equal(refused[3], "");
  t.match(refused[4], /^flash takes 1 to 7200 seconds/);
  t.match(refused[5], /^detector 99 is not in/);
  t.match(refused[6], /^omit takes/);
  t.same(refused.slice(7), ["", ""]);
  t.match(at(110)?.asked, [
    { kind: "hold", phase: 4, left_s: 32, by: "Miller, technician" },
    { kind: "detector", detector: 1, on: true, left_s: 50, by: "Miller, technician" },
  ]);
  t.match(at(110)?.detectors[0]?.fault, "forced on by Miller, technician");
  t.equal(at(170)?.asked, undefined, "both are over");
  const causes = of(CODE.controlMode).map((e) => [e.at / 1_000, JSON.parse(e.detail)] as const);
  t.ok(causes.some(([, { cause }]) => cause === "asked for by Miller, technician"));
  t.equal(at(300)?.mode, "flash");
  t.not(at(380)?.mode, "flash", "it ended by its time, though the session had before");
  t.notOk(
    world.recorder.entries.some(({ code, at }) => code === 131 && at > 90_000 && at < 240_000),
    "the brain was not heard by it",
  );
  t.equal(same(), null, "a replay does the same");
});

t.test("flash that a technician asked for ends before its time when he says so, and who ends nothing is told", async (t) => {
  const { refused, at } = morning(8, [
    [60, begin(ONE, "Miller")],
    [100, does(ONE, "flash", { for_s: 0 })],
    [120, does(ONE, "flash", { for_s: 600 })],
    [200, does(ONE, "flash", { for_s: 0 })],
  ]);
  t.same(refused, ["", "no flash is asked for", "", ""]);
  t.equal(at(199)?.mode, "flash");
  t.not(at(260)?.mode, "flash");
});

t.test("what is none of a technician's, or is no request of the page's, is refused in words and harms nobody", async (t) => {
  const raw = (args: string, id: string): Request => ({
    id,
    command: TECHNICIAN,
    args,
    expires: (MONDAY + 86_400_000) as WallTime,
    refused: "",
  });
  const { refused } = morning(4, [
    [60, begin(ONE, "Miller")],
    [61, does(ONE, "set-pattern", { pattern: 2, for_s: 600 })],
    [62, does(ONE, "set-clock", { wall_ms: 0, most_ms: 1 })],
    [63, does(ONE, "update", {})],
    [64, does(ONE, "reset-fault", {})],
    [65, does(ONE, "hold", null)],
    [66, raw("", "a")],
    [67, raw("null", "b")],
    [68, raw(JSON.stringify({ ...begin(TWO, "x"), more: 1 }), "c")],
    [69, raw(JSON.stringify(begin("short", "Miller")), "d")],
    [70, raw(JSON.stringify(begin(TWO, "two\nlines")), "e")],
    [71, technicianRequest("late", begin(TWO, "Miller"), (MONDAY - 120_000) as WallTime)],
    [72, technicianRequest("wrong", begin(TWO, "Miller"), MONDAY, "the technician's code was wrong, from 10.0.0.9")],
  ]);
  for (const i of [1, 2, 3]) t.match(refused[i], /is nothing that is asked for at the page$/);
  t.equal(refused[4], "the conflict monitor has latched no fault that is not reset");
  t.match(refused[5], /^hold takes/);
  for (const i of [6, 7, 8, 9, 10]) t.equal(refused[i], "technician says who begins, ends or asks for what, and nothing else");
  t.match(refused[11], /^expired at/);
  t.equal(refused[12], "the technician's code was wrong, from 10.0.0.9");
});

t.test("every command is the brain's alone, or a technician's too: a new one is decided", async (t) => {
  const names = commands.map(({ name }) => name);
  const brains = ["set-pattern", "request-priority", "cancel-priority", "fetch-journal", "set-clock", "update"];
  t.same([...brains, ...TECHNICIANS_COMMANDS.filter((name) => name !== "reset-fault")].sort(), [...names].sort());
});
