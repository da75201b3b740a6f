import t from "tap";
import { FAULTS } from "../../src/detection/faults.ts";
import type { Record } from "../../src/journal/port.ts";
import { NO_NAMES, saysWords } from "../../src/journal/record-words.ts";
import { recordLine, WallWords } from "../../src/journal/words.ts";
import { inChinese } from "../../src/panel/chinese/index.ts";
import { CODE, type Code } from "../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

const line = (code: number, param: number, detail: string, value = 0) => {
  const record: Record = { seq: 1, at: Instant(0), code, param, value, detail, input: false };
  return recordLine(record, WallTime(0), new WallWords(), NO_NAMES);
};

t.test("every fault of a detector is told with what to do, to the end of the sentence", async (t) => {
  for (const { words, code } of FAULTS) t.match(line(code, 7, words), new RegExp(`detector 7 {2}${words}: .{40}.*[a-z]$`), words);
});

t.test("a doubt is told whole, however long it is", async (t) => {
  const words = `detector 7 ${"x".repeat(200)} end.`;
  t.match(line(CODE.doubted, 7, JSON.stringify({ doubt: "swapped", other: 8, words })), / end\.$/);
});

t.test("a lane's five minutes in one line", async (t) => {
  const detail = {
    approach: "north",
    lane: 2,
    source: "advance",
    counts: { advance: 34, count: 20 },
    apart: true,
    queue: 5,
    arrivals: 33,
    on_green: 12,
    speed_dkmh: 471,
  };
  const said = line(CODE.laneEstimate, 2, JSON.stringify(detail), 34);
  t.match(said, /lane 2 {2}north, lane 2: 34 by advance \(advance 34, count 20\), they differ, queue 5, 12 of 33 on green/);
  const nobody = { ...detail, source: null, apart: false, queue: -1, arrivals: -1, on_green: -1, speed_dkmh: -1 };
  t.match(line(CODE.laneEstimate, 2, JSON.stringify(nobody)), /nobody to believe \(advance 34, count 20\)$/);
  const chinese = (value: object): string =>
    saysWords(
      { seq: 1, at: Instant(0), code: CODE.laneEstimate, param: 2, value: 34, detail: JSON.stringify(value), input: false },
      "zh-Hans",
    );
  t.equal(
    chinese(detail),
    "north，车道 2：34 辆，按前置检测器（前置检测器 34，计数检测器 20），各来源不一致，排队 5 辆，绿灯到达 12/33 辆，47.1 km/h",
  );
  t.equal(chinese(nobody), "north，车道 2：无可信来源（前置检测器 34，计数检测器 20）");
});

t.test("why the signals are what they are stands in Chinese in a Chinese journal, as does why a command was refused", async (t) => {
  const told = (code: Code, detail: object): string =>
    saysWords({ seq: 1, at: Instant(0), code, param: 0, value: 0, detail: JSON.stringify(detail), input: false }, "zh-Hans", inChinese);
  t.equal(told(CODE.controlMode, { mode: "actuated", cause: "detection is good" }), "感应控制：检测正常");
  t.equal(
    told(CODE.controlMode, { mode: "flash", cause: "the output board has not confirmed the lamps in time" }),
    "闪光：输出板未按时确认灯色",
  );
  t.equal(told(CODE.controlMode, { mode: "of a later version", cause: "unheard of" }), "of a later version：unheard of");
  t.equal(
    told(CODE.commandResult, {
      command: "roll-back-plan",
      done: false,
      refused: "the site file's own plan is in force: there is nothing to roll back",
    }),
    "恢复上一方案：被拒绝：执行中的是配置文件自身的方案：无可回退",
  );
});
