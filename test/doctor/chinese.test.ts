import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import ts from "typescript";
import { readSite } from "../../src/config/index.ts";
import { inStages } from "../../src/config/stages/told.ts";
import { aboutInChinese, FOUND, foundInChinese } from "../../src/doctor/chinese-found.ts";
import { OF_SITE_FILES, OF_SITES, siteInChinese } from "../../src/doctor/chinese-site/index.ts";
import { finding } from "../../src/doctor/finding.ts";
import { inLanguage } from "../../src/doctor/tongue.ts";
import { unitFindings } from "../../src/doctor/unit.ts";
import { FAULT_TODO } from "../../src/traffic/fault-words.ts";
import { fourLeg, liveAt } from "../panel/street.ts";
import { filled, SOMETHING, sentences, sourceOf } from "../sentences.ts";

const DOCTOR = new URL("../../src/doctor/", import.meta.url);
const SOURCES = [...readdirSync(DOCTOR).filter((name) => name.endsWith(".ts")), "../cli/doctor.ts"].map((name) =>
  sourceOf(`doctor/${name}`),
);
/** Two Latin words in a row that are no name: nobody has translated them. */
const ENGLISH = /[a-z']{2,} [a-z']{2,}/;

/** Each call of `finding`, with every sentence that it may say. */
function findingsIn(source: ts.SourceFile) {
  const calls: { readonly where: string; readonly code: string; readonly about: readonly string[]; readonly found: readonly string[] }[] =
    [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "finding") {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const [code, about, found] = node.arguments;
      calls.push({
        where: `${source.fileName.split("/src/")[1]}:${line + 1}`,
        code: code!.getText(),
        about: sentences(about!),
        found: sentences(found!),
      });
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
  for (const { where, code, about, found } of calls) {
    const said = code.startsWith('"site-') ? siteInChinese : foundInChinese;
    for (const each of about) if (each !== SOMETHING) t.match(aboutInChinese(each), /\p{Script=Han}/u, `${where}: about ${each}`);
    for (const each of found) {
      all++;
      const chinese = said(each);
      t.notMatch(chinese, ENGLISH, `${where}: ${each}`);
      if (/[a-z]{3,} [a-z]{2,}/.test(each)) t.match(chinese, /\p{Script=Han}/u, `${where}: ${each}`);
    }
  }
  t.comment(`${all} sentences`);
  t.end();
});

const CONFIG = new URL("../../src/config/", import.meta.url);
const CHECKS = readdirSync(CONFIG, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => sourceOf(`config/${name}`));
/** Calls that complain, and which of their arguments is what was found: what to do stands behind it. */
const COMPLAIN: { readonly [called: string]: number } = { complain: 0, note: -2, noteAt: -2, warn: -2, noteTwice: 2 };
/** What is typed into a site file stays as it is. */
const TYPED = /"[^"]*"|“[^”]*”|\[\[?[^\]]*\]\]?|\b\w+_\w+\b/g;

t.test("whatever may be wrong in a whole site file is found in Chinese too: each complaint of each check", (t) => {
  let all = 0;
  for (const source of CHECKS) {
    const look = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
        const place = COMPLAIN[called];
        const words = place === undefined ? undefined : node.arguments.at(place);
        for (const each of words === undefined ? [] : sentences(words)) {
          if (!/[a-z]{2,} [a-z]{2,}/.test(each.replace(TYPED, "7"))) continue;
          all++;
          // A site of stages is told of what it was compiled to in its own words.
          for (const told of new Set([each, inStages(each)])) {
            const chinese = siteInChinese(told);
            t.match(chinese, /\p{Script=Han}/u, `${source.fileName}: ${told}`);
            t.notMatch(chinese.replace(TYPED, "7"), ENGLISH, `${source.fileName}: ${told} → ${chinese}`);
          }
        }
      }
      ts.forEachChild(node, look);
    };
    look(source);
  }
  t.ok(all > 200, `${all} complaints`);
  t.end();
});

t.test("each sentence of a table is said as its own, and none as another that stands before it", (t) => {
  for (const [table, said] of [
    [OF_SITE_FILES, siteInChinese],
    [FOUND, foundInChinese],
  ] as const)
    for (const sentence of table) {
      const [english, chinese] = filled(sentence);
      t.equal(said(english), chinese, sentence[0]);
    }
  t.end();
});

t.test("a rack that somebody has named stage, red or fetching keeps its name in Chinese", (t) => {
  for (const name of ["stage", "red", "device", "fetching", "signals"]) {
    for (const [said, chinese] of [
      [siteInChinese(`input 3 of "${name}"`), `“${name}”的输入 3`],
      [siteInChinese(`address 3 on port "${name}"`), `串口“${name}”上的地址 3`],
      [
        siteInChinese(`output 3 of "${name}" already lights red of channel 1 "Mole Lane"`),
        `“${name}”的输出 3 已用于通道 1“Mole Lane”的红灯`,
      ],
      [foundInChinese(`"${name}" does not answer`), `“${name}”无应答`],
      [aboutInChinese(`device "${name}"`), `设备“${name}”`],
      [aboutInChinese(`detector 3 "${name}"`), `检测器 3“${name}”`],
    ])
      t.equal(said, chinese);
  }
  t.end();
});

t.test("where it is is said in Chinese of any table, whether it has its number, its name, both or neither", (t) => {
  const wheres = new Set<string>();
  for (const name of ["four-leg", "arterial", "tee", "stages"]) {
    const tables = readFileSync(new URL(`../../deploy/sites/${name}.toml`, import.meta.url), "utf8").split(/^(?=\[)/m);
    tables.forEach((table, i) => {
      if (!table.startsWith("[[")) return;
      for (const without of [/^number = .*$/gm, /^name = .*$/gm, /^(?:number|name) = .*$/gm]) {
        const reading = readSite(tables.with(i, table.replace(without, "")).join(""), name);
        for (const { where } of reading.ok ? [] : reading.problems) wheres.add(where);
      }
    });
  }
  t.ok(wheres.size > 100, `${wheres.size} places`);
  for (const where of wheres) t.notMatch(siteInChinese(where).replace(TYPED, "7"), /[a-z]{2,}/, `${where} → ${siteInChinese(where)}`);
  t.end();
});

t.test("each bad site file is told in Chinese: where, and what is wrong", (t) => {
  const bad = new URL("../config/bad/", import.meta.url);
  for (const name of readdirSync(bad)) {
    const reading = readSite(readFileSync(new URL(name, bad), "utf8"), name);
    for (const { where, words } of reading.ok ? [] : reading.problems) {
      const chinese = siteInChinese(words);
      t.match(chinese, /\p{Script=Han}/u, `${name}: ${words}`);
      for (const each of [chinese, siteInChinese(where)])
        t.notMatch(each.replace(TYPED, "7"), ENGLISH, `${name}: ${where}: ${words} → ${each}`);
    }
  }
  const found = '2 problems, the first on line 48: input 1 of "rack" is already that of detector 1 "south lane 1" on line 40';
  t.equal(
    inLanguage(finding("site-wrong", "site harbour.toml", found), "zh-Hans").found,
    "2 处错误，第一处在第 48 行：“rack”的输入 1已属于检测器 1“south lane 1”（第 40 行）",
  );
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

t.test("nor one of a site file", (t) => {
  const said = CHECKS.map(({ text }) => text.replace(/\\(.)/g, "$1")).join("\n");
  // A lamp's colour is put before whose lamp it is.
  for (const [english] of OF_SITES.filter(([each]) => !/^(red|yellow|green) of \{\}$/.test(each))) {
    // Sources put sentences together: some two words of it stand in one in a row.
    const words = english.split(" ");
    const whole = words
      .slice(1)
      .flatMap((_, i) => (words.slice(i, i + 2).some((word) => word.includes("{")) ? [] : [words.slice(i, i + 2).join(" ")]));
    if (whole.length > 0)
      t.ok(
        whole.some((each) => said.includes(each)),
        english,
      );
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
