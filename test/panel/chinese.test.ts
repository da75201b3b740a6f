import t, { type Test } from "tap";
import ts from "typescript";
import type * as v from "valibot";
import { DAY_PLAN, DAY_PLAN_ACTION, PATTERN, PATTERN_PHASE, SCHEDULE } from "../../src/config/tables/patterns.ts";
import { ASKED } from "../../src/panel/chinese/asked.ts";
import { CHECKS } from "../../src/panel/chinese/checks.ts";
import { inChinese } from "../../src/panel/chinese/index.ts";
import { KEYS } from "../../src/panel/chinese/keys.ts";
import { PLANS } from "../../src/panel/chinese/plans.ts";
import { SYNTAX } from "../../src/panel/chinese/syntax.ts";
import { Plans } from "../../src/plans/plans.ts";
import { sha256 } from "../../src/plans/sha256.ts";
import { partsOf } from "../../src/plans/upload.ts";
import { SOMETHING, sentences, sourceOf } from "../sentences.ts";
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
  "technician.ts": ["return"],
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
      for (const { line, words } of said) isChinese(t, words, `${name}:${line}`);
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
      for (const each of words) isChinese(t, each, `${table} ${key}`);
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

t.test("a plan with a slip is refused at the page in Chinese, with its line, what is wrong and what to do", (t) => {
  for (const [slip, plan, says] of SLIPS) {
    const plans = new Plans({ text: FOUR_LEG, site: siteOf(FOUR_LEG) }, null);
    const outcomes = partsOf(plan, sha256(plan)).map((part) => plans.take(part));
    const refused = outcomes.map((outcome) => ("refused" in outcome ? outcome.refused : "")).join("");
    t.not(refused, "", slip);
    t.match(inChinese(refused), says, slip);
    isChinese(t, refused, slip);
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
