import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import ts from "typescript";
import { aboutInChinese, FOUND, foundInChinese } from "../../src/doctor/chinese-found.ts";
import { inLanguage } from "../../src/doctor/tongue.ts";
import { unitFindings } from "../../src/doctor/unit.ts";
import { FAULT_TODO } from "../../src/traffic/fault-words.ts";
import { fourLeg, liveAt } from "../panel/street.ts";
import { SOMETHING, sentences, sourceOf } from "../sentences.ts";

const DOCTOR = new URL("../../src/doctor/", import.meta.url);
const SOURCES = [...readdirSync(DOCTOR).filter((name) => name.endsWith(".ts")), "../cli/doctor.ts"].map((name) =>
  sourceOf(`doctor/${name}`),
);
/** Two Latin words in a row that are no name: nobody has translated them. */
const ENGLISH = /[a-z']{2,} [a-z']{2,}/;

/** Each call of `finding`, with every sentence that it may say. */
function findingsIn(source: ts.SourceFile) {
  const calls: { readonly where: string; readonly about: readonly string[]; readonly found: readonly string[] }[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "finding") {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const [, about, found] = node.arguments;
      calls.push({ where: `${source.fileName.split("/src/")[1]}:${line + 1}`, about: sentences(about!), found: sentences(found!) });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return calls;
}

t.test("whatever the doctor finds is said in Chinese too, each sentence of each source that finds something", (t) => {
  const calls = SOURCES.flatMap(findingsIn);
  t.ok(calls.length > 60, `${calls.length} findings`);
  let all = 0;
  for (const { where, about, found } of calls) {
    for (const each of about) if (each !== SOMETHING) t.match(aboutInChinese(each), /\p{Script=Han}/u, `${where}: about ${each}`);
    for (const each of found) {
      all++;
      const chinese = foundInChinese(each);
      t.notMatch(chinese, ENGLISH, `${where}: ${each}`);
      if (/[a-z]{3,} [a-z]{2,}/.test(each)) t.match(chinese, /\p{Script=Han}/u, `${where}: ${each}`);
    }
  }
  t.comment(`${all} sentences`);
  t.end();
});

t.test("no sentence is translated that nobody says", (t) => {
  const said = SOURCES.map(({ text }) => text).join("\n");
  for (const [english] of FOUND) {
    const longest = english.split(/\{n?\}/).toSorted((a, b) => b.length - a.length)[0]!;
    // Words of one kind (modes, intervals) stand in tables of types.
    if (longest.trim().includes(" ")) t.ok(said.includes(longest.trim()) || PORTS.includes(longest.trim()), english);
  }
  t.end();
});
const PORTS = readFileSync(new URL("../../src/platform/port-words.ts", import.meta.url), "utf8");

t.test("why a detector has failed and what to do about it are two halves of one sentence, in Chinese as well", (t) => {
  const site = fourLeg();
  const live = liveAt(site, 50);
  for (const fault of Object.keys(FAULT_TODO)) {
    const detectors = live.detectors.map((each) => ({ ...each, fault: each.detector === 3 ? fault : "" }));
    const failed = unitFindings(site, { ...live, detectors }).find(({ code }) => code === "detector-failed")!;
    const { about, found, cause, todo } = inLanguage(failed, "zh-Hans");
    t.match(about, /^检测器 3“/);
    for (const each of [found, cause, todo]) t.match(each, /\p{Script=Han}/u, `${fault}: ${each}`);
    t.notMatch(`${cause}${todo}`, /[a-z']{2,} [a-z']{2,} [a-z']{2,}/i, fault);
  }
  t.end();
});
