import { readFileSync } from "node:fs";
import t, { type Test } from "tap";
import ts from "typescript";
import type * as v from "valibot";
import { inStages } from "../../src/config/stages/told.ts";
import { DAY_PLAN, DAY_PLAN_ACTION, PATTERN, PATTERN_PHASE, SCHEDULE } from "../../src/config/tables/patterns.ts";
import { ASKED } from "../../src/panel/chinese/asked.ts";
import { CHECKS } from "../../src/panel/chinese/checks.ts";
import { inChinese, SENTENCES } from "../../src/panel/chinese/index.ts";
import { KEYS } from "../../src/panel/chinese/keys.ts";
import { PLANS } from "../../src/panel/chinese/plans.ts";
import { SYNTAX } from "../../src/panel/chinese/syntax.ts";
import { Plans } from "../../src/plans/plans.ts";
import { sha256 } from "../../src/plans/sha256.ts";
import { partsOf } from "../../src/plans/upload.ts";
import { filled, SOMETHING, sentences, sourceOf } from "../sentences.ts";
import { FOUR_LEG, siteOf } from "../streets.ts";

/** Sources whose sentences reach somebody who has asked for something at the page, and how they say them: a property, or the arguments of a call from one on. */
const SAYS = {
  "commands/place-call.ts": ["refused"],
  "commands/phase.ts": ["refused"],
  "commands/hold.ts": ["refused"],
  "commands/omit.ts": ["refused"],
  "commands/force-off.ts": ["refused"],
  "commands/force-detector.ts": ["refused"],
  "commands/flash.ts": ["refused"],
  "commands/restart-link.ts": ["refused"],
  "commands/upload-plan.ts": ["refused"],
  "commands/try-plan.ts": ["refused"],
  "commands/activate-plan.ts": ["refused"],
  "commands/roll-back-plan.ts": ["refused"],
  "commands/technician.ts": ["refused"],
  "commands/index.ts": ["refused"],
  "panel/foretold.ts": ["refused"],
  "panel/technicians.ts": ["refused"],
  "plans/text.ts": ["refused", "return"],
  "plans/upload.ts": ["refused"],
  "plans/plans.ts": ["refused", "return"],
  "technician.ts": ["return", "told", "#end"],
  "system-control.ts": ["return"],
  "timing/phase-control.ts": ["return"],
  "detection/detection.ts": ["return"],
  "tune/hour.ts": ["return"],
  "config/syntax.ts": ["noteAt", "advice"],
  "config/rows.ts": ["note"],
  "config/checks/patterns.ts": ["note"],
  "config/checks/coordination.ts": ["note"],
  "config/checks/splits.ts": ["note"],
  "config/checks/omitted.ts": ["note"],
  "config/checks/day-plans.ts": ["note"],
  "config/checks/sets.ts": ["note"],
  "config/checks/fallback.ts": ["note"],
  "config/checks/calls.ts": ["note", "complain"],
} as const;

/** What is typed into a site file, or is a name, stays as it is. */
const TYPED = /"[^"]*"|“[^”]*”|\[\[?[^\]]*\]\]?|\{[^}]*\}|\b\w+_\w+\b|\bkey = value\b|\btrue or false\b|\b\w+ = \S+/g;
const ENGLISH = /[a-z']{2,} [a-z']{2,}/;
const isSentence = (words: string): boolean => /[a-z]{2,} [a-z]{2,}/.test(words.replace(TYPED, "7"));

/** Every sentence of a source that reaches somebody. */
function saidIn(source: ts.SourceFile, ways: readonly string[]): readonly { readonly line: number; readonly words: string }[] {
  const all: { readonly line: number; readonly words: string }[] = [];
  const take = (node: ts.Expression): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    for (const words of sentences(node)) if (words !== SOMETHING && isSentence(words)) all.push({ line, words });
  };
  const look = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === "refused" && ways.includes("refused")) take(node.initializer);
    if (ts.isReturnStatement(node) && node.expression !== undefined && ways.includes("return")) take(node.expression);
    if (
      ts.isReturnStatement(node) &&
      node.expression !== undefined &&
      ts.isArrayLiteralExpression(node.expression) &&
      ways.includes("advice")
    )
      node.expression.elements.forEach(take);
    if (ts.isCallExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
      if (ways.includes(called)) node.arguments.slice(1).forEach(take);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return all;
}

const isChinese = (t: Pick<Test, "match" | "notMatch">, words: string, where: string): void => {
  const chinese = inChinese(words);
  t.match(chinese, /\p{Script=Han}/u, `${where}: ${words} → ${chinese}`);
  t.notMatch(chinese.replace(TYPED, "7"), ENGLISH, `${where}: ${words} → ${chinese}`);
};

t.test(
  "why something that is asked for at the page is not done is said in Chinese too: every sentence of every source that refuses",
  (t) => {
    let all = 0;
    for (const [name, ways] of Object.entries(SAYS)) {
      const said = saidIn(sourceOf(name), ways);
      t.ok(said.length > 0, `${name} says something`);
      for (const { line, words } of said) {
        // A site of stages is told of its plan in its own words.
        for (const told of new Set([words, name.startsWith("config/checks/") ? inStages(words) : words]))
          isChinese(t, told, `${name}:${line}`);
      }
      all += said.length;
    }
    t.ok(all > 150, `${all} sentences`);
    t.end();
  },
);

/** What a schema's values must be, and what to do about one that is not. */
function wordsOf(schema: v.GenericSchema): readonly string[] {
  const all = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    for (const [key, value] of Object.entries(part as object)) {
      if ((key === "message" || key === "description") && typeof value === "string") all.add(value);
      else if (["pipe", "wrapped", "item"].includes(key)) look(value);
      else if (Array.isArray(part)) look(value);
    }
  };
  look(schema);
  return [...all];
}

t.test("what each key of a plan must be, and where to find the right value, is said in Chinese too", (t) => {
  const tables = { PATTERN, PATTERN_PHASE, DAY_PLAN, DAY_PLAN_ACTION, SCHEDULE };
  let all = 0;
  for (const [table, keys] of Object.entries(tables)) {
    for (const [key, schema] of Object.entries(keys)) {
      const words = wordsOf(schema);
      t.ok(words.length > 1, `${table} ${key}`);
      for (const each of words) for (const told of new Set([each, inStages(each)])) isChinese(t, told, `${table} ${key}`);
      all += words.length;
    }
  }
  t.ok(all > 40, `${all} of them`);
  t.end();
});

const MORNING = /\[\[patterns\]\][\s\S]*$/.exec(FOUR_LEG)![0];
/** Slips of somebody who writes a plan, each in the plan of the four-leg site. */
const SLIPS: readonly (readonly [slip: string, plan: string, says: RegExp])[] = [
  ["nothing in it", "# later\n", /方案中没有/],
  ["a table of the site file", `[start]\nall_red = 1.0\n${MORNING}`, /\[start\] 属于配置文件/],
  ["no quotation mark", MORNING.replace(/name = "([^"]*)"/, 'name = "$1'), /第 \d+ 行.*(引号|文本)/],
  ["a comma for a point", `${MORNING}\n[[patterns]]\nnumber = 9\nname = "x"\nhorizon = 60,5\n`, /小数点/],
  ["a key mistyped", `${MORNING}\n[[patterns]]\nnumber = 9\nname = "x"\nstratgy = "actuated"\n`, /没有键“stratgy”。是否应为 strategy/],
  ["a number out of bounds", `${MORNING}\n[[patterns]]\nnumber = 900\nname = "x"\n`, /900，但须为 1 至 253 的整数/],
  ["no number", `${MORNING}\n[[patterns]]\nname = "x"\n`, /方案“x”）：缺少 number。/],
  ["a number twice", `${MORNING}\n[[patterns]]\nnumber = 1\nname = "x"\n`, /编号 1已属于方案 1/],
  ["a day plan that is not there", `${MORNING}\n[[schedule]]\nday_plan = 77\ndays = ["mon"]\n`, /没有日计划 77|日计划/],
  [
    "a day mistyped",
    `${MORNING}\n[[day_plans]]\nnumber = 1\nactions = [{ at = "00:00", pattern = 1 }]\n[[schedule]]\nday_plan = 1\ndays = ["monday"]\n`,
    /days 中有 "monday"，但每项须为.*之一/,
  ],
  ["a cycle without splits", `${MORNING}\n[[patterns]]\nnumber = 9\nname = "x"\ncycle = 80\ncoordinated = [2, 6]\n`, /没有 split/],
  ["an offset without a cycle", `${MORNING}\n[[patterns]]\nnumber = 9\nname = "x"\noffset = 5\n`, /写了 offset，但没有 cycle/],
];

/** Why a unit with this site file does not keep the plan; "" if it does. */
function refusalOf(text: string, plan: string): string {
  const plans = new Plans({ text, site: siteOf(text) }, null);
  const outcomes = partsOf(plan, sha256(plan)).map((part) => plans.take(part));
  return outcomes.map((outcome) => ("refused" in outcome ? outcome.refused : "")).join("");
}

t.test("a plan with a slip is refused at the page in Chinese, with its line, what is wrong and what to do", (t) => {
  for (const [slip, plan, says] of SLIPS) {
    const refused = refusalOf(FOUR_LEG, plan);
    t.not(refused, "", slip);
    t.match(inChinese(refused), says, slip);
    isChinese(t, refused, slip);
  }
  t.end();
});

const STAGES = readFileSync(new URL("../../deploy/sites/stages.toml", import.meta.url), "utf8");
const DAYTIME = /\[\[patterns\]\][\s\S]*$/.exec(STAGES)![0];
const CYCLE = `${DAYTIME}\n[[patterns]]\nnumber = 9\nname = "x"\ncycle = 80\n`;
const SPLITS = "[{ stage = 1, split = 14.0 }, { stage = 2, split = 21.0 }, { stage = 3, split = 24.0 }, { stage = 4, split = 21.0 }]";
/** The same of somebody whose site states stages. */
const STAGE_SLIPS: typeof SLIPS = [
  ["no such stage", DAYTIME.replace("stage = 4,", "stage = 5,"), /方案 2 "fixed"，阶段 5.*没有阶段 5。可用的阶段：1, 2, 3, 4。/],
  ["no stage", DAYTIME.replace("stage = 4,", ""), /方案 2 "fixed"，列表中第 4 个阶段.*缺少 stage。阶段用信号配时方案中的编号，从 1 起。/],
  [
    "stages in one table",
    `${CYCLE}stages = { stage = 1, split = 30.0 }\n`,
    /stages 须为表的列表。请写成 \[\{ stage = 1, max_green = 30.0 \}\]。/,
  ],
  [
    "a green shorter than the walk",
    DAYTIME.replace("26.0", "8.0"),
    /阶段 1.*短于设有 ped_recall 的阶段的 walk 与 ped_clear（7.0 \+ 8.0 = 15.0 秒）/,
  ],
  ["a green shorter than its minimum", DAYTIME.replace("10.0", "4.0"), /短于该阶段的 min_green（5.0 秒）/],
  ["a stage twice", DAYTIME.replace("{ stage = 4,", "{ stage = 3 }, { stage = 4,"), /阶段 3已属于.*方案对每个阶段只说一次。/],
  ["a stage left out", DAYTIME.replace('10.0, recall = "max"', "10.0, omit = true"), /通道 2 "K2"将永无绿灯：方案跳过了阶段 2。/],
  [
    "no recall where detection is gone",
    DAYTIME.replace('10.0, recall = "max"', '10.0, recall = "none"'),
    /阶段 2 "[^"]*"在后备方案中没有召回.*请在该方案中为阶段 2 写 recall = "max"。/,
  ],
  ["no splits", `${CYCLE}coordinated = [1]\n`, /阶段 1, 2, 3, 4 没有 split。请给每个阶段写 \{ stage = …, split = … \}。/],
  ["two at once", `${CYCLE}coordinated = [1, 3]\nstages = ${SPLITS}\n`, /阶段 1 和 3 不得同时绿灯。请只写一个阶段：各阶段不会同时绿灯/],
  [
    "a split too short",
    `${CYCLE}coordinated = [1]\nstages = ${SPLITS.replace("14.0", "9.0")}\n`,
    /短于 min_green 加上到下一绿灯的过渡（.*），阶段 1/,
  ],
  ["nobody coordinated", `${CYCLE}stages = ${SPLITS}\n`, /缺少 coordinated。请写保持绿波的阶段：\[1\]。/],
];

t.test("a plan of a site that states stages is refused in Chinese as well, in words of stages", (t) => {
  for (const [slip, plan, says] of STAGE_SLIPS) {
    const refused = refusalOf(STAGES, plan);
    t.match(inChinese(refused), says, slip);
    isChinese(t, refused, slip);
    t.notMatch(inChinese(refused), /相位(?!差)|phase/, slip);
  }
  // Nobody can call F4, and the plan in force serves it whenever its stage comes.
  const site = STAGES.replace(/\[\[pedestrian_detectors\]\]\nnumber = 4\n[^[]*/, "").replace(DAYTIME, (plan) =>
    plan.replace(/^name = "actuated".*$/m, "$&\nstages = [{ stage = 1, ped_recall = true }]"),
  );
  t.match(
    inChinese(refusalOf(site, DAYTIME)),
    /与配置文件合并后，灯组“F4”）：没有按钮请求它，而在方案 1 "actuated"中其阶段无一总被放行。请给它配按钮并写 call_group，/,
  );
  t.end();
});

t.test("each sentence of the page's table is said as its own, and none as another that stands before it", (t) => {
  for (const sentence of SENTENCES) {
    const [english, chinese] = filled(sentence);
    t.equal(inChinese(english), chinese, sentence[0]);
  }
  t.end();
});

t.test("no sentence is translated that nobody says", (t) => {
  const sources = [
    ...Object.keys(SAYS),
    "commands/reset-fault.ts",
    "panel/action-routes.ts",
    "platform/trials.ts",
    "cli/try-plan.ts",
    "tune/recording.ts",
    "config/index.ts",
    "config/file.ts",
    "config/fields.ts",
    "config/checks/references.ts",
    "config/tables/patterns.ts",
    "config/tables/words.ts",
    "config/stages/tables.ts",
    "config/stages/pointers.ts",
    "config/stages/check-service.ts",
  ].map((name) => sourceOf(name).text.replace(/\\(.)/g, "$1"));
  const said = sources.join("\n");
  for (const [english] of [...ASKED, ...PLANS, ...SYNTAX, ...KEYS, ...CHECKS]) {
    // Sources put sentences together: some three words of it stand in one in a row.
    const words = english.split(" ");
    const some = words.slice(2).map((_, i) => words.slice(i, i + 3).join(" "));
    const whole = some.filter((each) => !each.includes("{"));
    if (whole.length > 0)
      t.ok(
        whole.some((each) => said.includes(each)),
        english,
      );
  }
  t.end();
});
