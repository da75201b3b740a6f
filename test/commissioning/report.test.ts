import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { othersTold } from "../../src/commissioning/others.ts";
import { type Report, reportOf, signedIn } from "../../src/commissioning/report.ts";
import { reportPage } from "../../src/commissioning/report-page.ts";
import { reportPdf } from "../../src/commissioning/report-pdf.ts";
import { reportWords, sheetOf, stepWords } from "../../src/commissioning/report-sheet.ts";
import { stepsOf } from "../../src/commissioning/step.ts";
import { Authority } from "../../src/platform/authority.ts";
import { certificateOf, signReport, verifyReport } from "../../src/platform/report-key.ts";
import type { Language } from "../../src/traffic/language.ts";
import type { Site } from "../../src/traffic/site.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { example } from "../panel/street.ts";
import { Bench, site } from "./bench.ts";

const dir = mkdtempSync(join(tmpdir(), "stopline-report-"));
t.teardown(() => rmSync(dir, { recursive: true }));
const KEY = join(dir, "report-key");
const authority = Authority.make(join(dir, "ca"), "City", 400);
const given = authority.issue("unit", site.id, [], 90);
const other = authority.issue("unit", "OTHER-9", [], 90);
const stranger = Authority.make(join(dir, "stranger"), "Somebody", 400);

async function reportWith(certificates: string): Promise<Report> {
  const bench = new Bench();
  bench.frame();
  await bench.guide.begin("Meyer");
  bench.guide.trip("detector-3");
  bench.trip(3);
  await bench.guide.confirm("detector-3", "Meyer", {});
  await bench.guide.confirm("site", "Meyer", {});
  await bench.guide.skip(["detector-4"], "Meyer", `<b>"no" & never</b>`);
  return reportOf(site, "0.1.0", bench.guide.walk!, "Meyer", WallTime(Date.UTC(2026, 10, 26, 12)), certificateOf(certificates));
}

t.test("a report verifies as the unit signed it; its key is the unit's own and nobody else reads it", async (t) => {
  const text = signReport(await reportWith(given), KEY, given);
  const signed = signedIn(text)!;
  t.match(verifyReport(signed, ""), { good: true, certificate: "vouches" });
  t.match(verifyReport(signed, readFileSync(join(given, "ca.crt"), "utf8")), { good: true, certificate: "authority" });
  t.match(verifyReport(signed, readFileSync(join(dir, "stranger", "ca.crt"), "utf8")), { good: false, why: /has not signed/ });
  t.equal(statSync(KEY).mode & 0o777, 0o600);
  const again = signedIn(signReport(await reportWith(""), KEY, ""))!;
  t.equal(again.key, signed.key, "the same key the next time");
  t.match(verifyReport(again, ""), { good: true, certificate: "none" });
  t.match(verifyReport(again, readFileSync(join(given, "ca.crt"), "utf8")), { good: false });
  t.ok(stranger);
});

t.test("who left a detector out for want of a ladder has not had it seen by the unit: his reason stands with the result", async (t) => {
  const report = await reportWith("");
  const signed = signedIn(signReport(report, KEY, ""))!;
  const row = (language: Language, id: string) =>
    sheetOf(signed, language).rows[report.steps.findIndex((step) => step.id === id)]!.cells.slice(0, 3);
  const { name } = site.detectors.find(({ number }) => number === 4)!;
  t.same(row("en", "detector-4"), [`Detector 4: ${name}`, `LEFT OUT: <b>"no" & never</b>`, ""]);
  t.same(row("zh-Hans", "detector-4"), [`检测器 4：${name}`, `跳过：<b>"no" & never</b>`, ""]);
  t.match(row("en", "detector-3"), [/^Detector 3: /, "confirmed", /^came once and nobody else did/]);
  t.same(row("en", "clock"), ["Clock", "OPEN", ""]);
});

t.test("six of the steps that were left out only count: verdict and rows of the report make the same sum", async (t) => {
  const bench = new Bench();
  bench.frame();
  await bench.guide.begin("Meyer");
  await bench.guide.confirm("site", "Meyer", {});
  const steps = bench.guide.walk!.steps.slice(1);
  for (const { id } of steps) await bench.guide.skip([id], "Meyer", "rain");
  const counts = steps.filter(({ optional }) => optional).length;
  const must = steps.length - counts;
  t.ok(counts > 0);
  const report = reportOf(site, "0.1.0", bench.guide.walk!, "Meyer", WallTime(Date.UTC(2026, 10, 26, 12)), "");
  const signed = signedIn(signReport(report, KEY, ""))!;
  for (const [language, why, result] of [
    [
      "en",
      `${must} steps that must be confirmed are not, and marked below. ${counts} more left out, which only count traffic and may be.`,
      "left out (only counts): rain",
    ],
    ["zh-Hans", `还有 ${must} 个必检项目未确认，见下表标记。另跳过 ${counts} 项，仅用于流量统计，可以跳过。`, "跳过（仅统计流量）：rain"],
  ] as const) {
    const sheet = sheetOf(signed, language);
    t.equal(sheet.why, why);
    t.equal(sheet.rows.filter(({ open }) => open).length, must);
    t.equal(sheet.rows.filter(({ cells }) => cells[1] === result).length, counts);
  }
});

t.test("who read in another country when a walk had begun and ended did not know by whose clock", async (t) => {
  const signed = signedIn(signReport(await reportWith(""), KEY, ""))!;
  for (const language of ["en", "zh-Hans"] as const) {
    const times = sheetOf(signed, language)
      .facts.slice(-2)
      .map(([, value]) => value);
    for (const said of times) t.match(said, new RegExp(`:\\d\\d \\(${site.time_zone}\\)$`));
  }
  const nowhere = { ...signed, report: { ...signed.report, time_zone: "Nowhere/Else" } };
  t.equal(sheetOf(nowhere, "en").facts.at(-1)![1], signed.report.ended, "UTC, in the report's own form");
});

t.test("a step is called at the page as in the report, in both languages", async (t) => {
  const bench = new Bench();
  bench.frame();
  await bench.guide.begin("Meyer");
  const report = reportOf(site, "0.1.0", bench.guide.walk!, "Meyer", WallTime(Date.UTC(2026, 10, 26, 12)), "");
  const signed = signedIn(signReport(report, KEY, ""))!;
  for (const language of ["en", "zh-Hans"] as const)
    t.same(
      bench.guide.state(language).walk?.steps.map(({ title }) => title),
      sheetOf(signed, language).rows.map(({ cells }) => cells[0]),
    );
});

t.test("who was sent to channel 4 had to look up elsewhere that it is the head of those from the west", async (t) => {
  const heads = (of: Site) =>
    stepsOf(of)
      .filter(({ kind }) => kind === "channel")
      .map(({ name }) => name);
  t.equal(heads(site)[3], "phase 4 (west through)");
  t.equal(heads(site)[9], "pedestrians 4 (west through, button across south leg)");
  const [stages, arterial] = [heads(example("stages")), heads(example("arterial"))];
  t.same([stages[2], stages[9]], ["K3 (east through)", "F1"]);
  t.equal(arterial[6], "overlap A, west right", "nothing twice");
});

t.test(
  "who read the report counted up detector-7, detector-15, detector-16, where the page had said detectors 7 and 15 to 17",
  async (t) => {
    const seen = (others: string) =>
      (["en", "zh-Hans"] as const).map(
        (language) =>
          stepWords(
            {
              id: "detector-5",
              kind: "detector",
              number: 5,
              name: "",
              state: "confirmed",
              by: "",
              at: "",
              evidence: { others },
              words: "",
            },
            false,
            reportWords(language),
          ).seen,
      );
    const all = [7, 15, 16, 17].map((number) => ({ kind: "detector" as const, number }));
    const told = othersTold([{ kind: "button", number: 2 }, ...all.toReversed()]);
    t.equal(told, "detector-7, detector-15-17, button-2");
    const words = [
      "came, and with it traffic on detectors 7 and 15 to 17 and push button 2",
      "已触发，同时有车辆通过检测器 7和15至17和行人按钮 2",
    ];
    t.same(seen(told), words);
    t.same(seen("detector-7, detector-15, detector-16, detector-17, button-2"), words, "a report of an earlier release");
    t.equal(seen("detector-7")[0], "came, and with it traffic on detector 7");
    const odd = Array.from({ length: 32 }, (_, i) => ({ kind: "detector" as const, number: 2 * i + 1 }));
    t.match(othersTold(odd), /^detector-1, .*detector-\d\d$/, "what a record has no room for is left out whole");
    t.ok(othersTold(odd).length <= 300);
  },
);

t.test("whichever byte of the file is changed, it is not verified any more", async (t) => {
  const text = signReport(await reportWith(given), KEY, given);
  const bytes = Buffer.from(text);
  let held = 0;
  for (let i = 0; i < bytes.length; i += 23) {
    const changed = Buffer.from(bytes);
    // Another letter of base64 or of a word, the lowest bit: what changes least.
    changed[i] = changed[i]! ^ 1;
    const signed = signedIn(changed.toString("utf8"));
    if (signed === null || !verifyReport(signed, "").good) held++;
    else t.fail(`byte ${i}: ${text.slice(i - 10, i + 10)}`);
  }
  t.ok(held > 200, `${held} changes`);
  t.equal(signedIn(`${text} `), null);
  t.equal(signedIn(JSON.stringify(JSON.parse(text), null, 2)), null, "nor laid out otherwise");
});

t.test("another unit's certificate does not vouch for this unit's report, nor one key for another", async (t) => {
  const report = await reportWith(given);
  const signed = signedIn(signReport(report, KEY, given))!;
  const foreign = signedIn(signReport({ ...report, certificate: certificateOf(other) }, KEY, other))!;
  t.match(verifyReport(foreign, ""), { good: false, why: /OTHER-9/ });
  const second = signedIn(signReport(report, join(dir, "second-key"), given))!;
  t.match(verifyReport({ ...second, endorsement: signed.endorsement }, ""), { good: false, why: /does not vouch/ });
});

t.test("the page for A4 says the verdict, every step and what is open, in both languages, and no markup of anybody's", async (t) => {
  const signed = signedIn(signReport(await reportWith(""), KEY, ""))!;
  for (const [language, unsafe] of [
    ["en", "NOT SAFE TO LEAVE"],
    ["zh-Hans", "不可离开"],
  ] as const) {
    const page = reportPage(sheetOf(signed, language));
    t.match(page, unsafe);
    for (const { name } of signed.report.steps) t.ok(page.includes(name));
    t.notMatch(page, "<b>");
    t.match(page, "&lt;b&gt;&quot;no&quot; &amp; never");
    t.notMatch(page, /undefined|NaN|style=|<script/);
    t.equal(page.match(/<tr class="open">/g)?.length, signed.report.open.length);
  }
});

/** A file as poppler reads it. */
function readByPoppler(file: string) {
  const printed = (tool: string, ...args: readonly string[]) =>
    execFileSync(tool, [...args, file, "-"], { encoding: "utf8", stdio: "pipe" });
  const numbers = (line: string) => [...line.matchAll(/(?:xMin|yMin|xMax|yMax|width|height)="([\d.]+)"/g)].map(([, n]) => Number(n));
  const boxes = printed("pdftotext", "-bbox").split("\n");
  return {
    /** In the order in which it was set, without spaces; a form feed ends a page. */
    text: unspaced(printed("pdftotext", "-raw")),
    pages: boxes.filter((line) => line.includes("<page ")).map(numbers),
    words: boxes.filter((line) => line.includes("<word ")).map(numbers),
  };
}
const unspaced = (words: string) => words.replace(/[^\S\f]/g, "");

t.test(
  "the PDF says cell by cell what the page says, in both languages, within the margins of A4; each of its pages says whose it is",
  async (t) => {
    const signed = signedIn(signReport(await reportWith(""), KEY, ""))!;
    const file = join(dir, "report.pdf");
    for (const language of ["en", "zh-Hans"] as const) {
      const sheet = sheetOf(signed, language);
      writeFileSync(file, reportPdf(sheet));
      const { text, pages, words } = readByPoppler(file);
      const { signature } = sheet;
      const cells = [...sheet.columns, ...sheet.rows.flatMap((row) => row.cells), ...sheet.facts.flat(), ...sheet.sign, ...sheet.notes];
      const missing = [sheet.title, sheet.verdict, sheet.why, sheet.vouched, signature.value, signature.key, ...cells]
        .map(unspaced)
        .filter((each) => !text.includes(each));
      t.same(missing, [], language);
      t.ok(pages.length > 1, `${pages.length} pages`);
      for (const page of pages) t.same(page, [595.28, 841.89]);
      t.same(
        words.filter(([left, top, right, bottom]) => left! < 39 || right! > 595.28 - 39 || top! < 30 || bottom! > 841.89 - 18),
        [],
      );
      t.equal(text.split(signature.value.slice(0, 16)).length - 1, pages.length + 1, "under each page, and once whole");
      const named = unspaced(sheet.columns.join(""));
      const tables = text.split("\f").filter((page) => sheet.rows.some(({ cells }) => page.includes(unspaced(cells[0]!))));
      t.ok(tables.length > 1 && tables.every((page) => page.includes(named)), "the columns are named on every page with rows");
      t.notMatch(text, "□");
    }
  },
);

t.test(
  "names keep their letters in the PDF, in a row with whatever language; what has no font there is a box, and the paper says so",
  async (t) => {
    const { report, ...rest } = signedIn(signReport(await reportWith(""), KEY, ""))!;
    const file = join(dir, "names.pdf");
    const names = [
      "Łukasz Dvořák",
      "Jörg Müßener",
      "Ștefan Ňuňo-Ğül",
      "王小明（市政）",
      "Ольга “Ο” 2026",
      "a b".repeat(60),
      "路".repeat(150),
    ];
    const steps = report.steps.map((step, i) => ({ ...step, by: names[i % names.length]! }));
    for (const language of ["en", "zh-Hans"] as const) {
      writeFileSync(file, reportPdf(sheetOf({ report: { ...report, steps }, ...rest }, language)));
      const { text } = readByPoppler(file);
      for (const name of names) t.ok(text.includes(unspaced(name)), `${name} in ${language}`);
      t.notMatch(text, "□");
    }
    writeFileSync(file, reportPdf(sheetOf({ report: { ...report, by: "สมชาย 😀" }, ...rest }, "en")));
    t.match(readByPoppler(file).text, /□{4,}[\s\S]*□standsforaletter/);
  },
);

t.test("stopline report says what is in it, and ends with 1 when a byte is not as it was", async (t) => {
  const file = join(dir, "report.json");
  const text = signReport(await reportWith(given), KEY, given);
  writeFileSync(file, text);
  const verb = (...args: readonly string[]) => spawnSync("node", ["src/cli.ts", "report", ...args], { encoding: "utf8" });
  const good = verb("--verify", file, "--ca", join(given, "ca.crt"));
  t.equal(good.status, 0, good.stderr);
  t.match(good.stdout, /authority's certificate vouches/);
  t.match(verb(file, "--language", "zh-Hans").stdout, /不可离开[\s\S]*检测器 3/);
  writeFileSync(file, text.replace('"by":"Meyer"', '"by":"Maier"'));
  const bad = verb("--verify", file);
  t.equal(bad.status, 1);
  t.match(bad.stderr, /NOT what the unit signed/);
  const chinese = spawnSync("node", ["src/cli.ts", "report", "--verify", file], {
    encoding: "utf8",
    env: { ...process.env, LANG: "zh_CN.UTF-8" },
  });
  t.match(chinese.stderr, /与信号机所签内容不符：签名与本报告不符/, "refused in the language of the terminal");
  const page = join(dir, "report.html");
  writeFileSync(file, text.replace('"safe":false', '"safe":true'));
  const forged = verb(file, "--html", page);
  t.equal(forged.status, 1);
  t.notMatch(forged.stdout, /safe to leave/i, "what was forged is not read out");
  t.notOk(existsSync(page), "and not printed on paper that looks like a report");
  writeFileSync(file, text);
  t.equal(verb(file, "--html", page).status, 0);
  t.match(readFileSync(page, "utf8"), "NOT SAFE TO LEAVE");
  const paper = join(dir, "paper.pdf");
  t.equal(verb(file, "--pdf", paper, "--language", "zh-Hans").status, 0);
  t.match(readByPoppler(paper).text, "不可离开");
  t.ok(execFileSync("node", ["src/cli.ts", "help", "report"], { encoding: "utf8" }).includes("--verify"));
});
