import { readFileSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import t from "tap";
import { type Doubt, doubtBrief } from "../../src/detection/doubts/words.ts";
import { FAULTS } from "../../src/detection/faults.ts";
import { foundInChinese } from "../../src/doctor/chinese-found.ts";
import { MODES_ZH } from "../../src/journal/languages/zh-Hans.ts";
import { said } from "../../src/panel/chinese/said.ts";
import { en } from "../../src/panel/page/languages/en.ts";
import { formsOf } from "../../src/panel/page/languages/forms.ts";
import { zhHans } from "../../src/panel/page/languages/zh-Hans.ts";
import { diskWords } from "../../src/platform/database.ts";
import { brokerWords } from "../../src/platform/mqtt-words.ts";
import { MONITOR_FAULTS } from "../../src/timing/buffers.ts";
import { FAULT_TODO } from "../../src/traffic/fault-words.ts";
import { fourLeg } from "./street.ts";

/** Three Latin words in a row are a sentence that nobody has translated; commands and names of files are what they are in every language. */
const SENTENCE = /[a-z']{2,} [a-z']{2,} [a-z']{2,}/i;
const COMMANDS = /stopline (ca renew|ca|doctor)|certificates = "DIR"|--\w+ ?(DIR)?|tls = false|tls_version tlsv1\.3|max_packet_size/g;
const english = (text: string): boolean => SENTENCE.test(text.replace(COMMANDS, ""));
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text) && !english(text);

/** Whole sentences that a source file says in one of these places. */
function sentencesOf(file: string, ...places: readonly RegExp[]): readonly string[] {
  const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
  return places.flatMap((place) => [...source.matchAll(place)].map(([, text]) => text!));
}

t.test("every reason for what the signals do is said in Chinese too", async (t) => {
  const causes = sentencesOf(
    "timing/ladder.ts",
    /cause: "([^"]+)"/g,
    /flash\("[^"]+", "([^"]+)"\)/g,
    /^const [A-Z]+ = "([^"]+)";/gm,
    /flash\(on\.switched, "([^"]+)"\)|"(stop time[^"]+)"/g,
  );
  t.ok(causes.length >= 14, `${causes.length} causes`);
  const composed = [
    "asked for by the centre: on the way by the entry phases and all red",
    "3 phases stand on recall: detectors have failed",
  ];
  const plan = sentencesOf("timing/plan.ts", /why: "([^"]+)"/g, /\? "([^"]+)" : "the schedule"/g);
  for (const words of [...causes, ...composed, ...plan, "nothing was heard from the centre for 300 s: the schedule"].filter(
    (s) => s !== undefined,
  ))
    t.ok(isChinese(said(words)), `${words} → ${said(words)}`);
  t.equal(said("nothing was heard from the centre for 300 s: the schedule"), "300 秒未收到中心消息：时段表");
  t.equal(
    said("asked for by Miller, technician: hold phase 2, omit phase 14, omit the pedestrians of phase 4"),
    "Miller（技术员）要求：保持相位 2 绿灯、跳过相位 14、不放行相位 4 的行人",
  );
  t.equal(said(composed[0]!), "中心要求：正经由进入相位和全红过渡");
  // The journal of last week, and a unit that is not updated yet.
  t.equal(
    said("the centre has asked: phase 2 is held, phase 14 is omitted, phase 4 is without its pedestrians"),
    "中心要求：相位 2 保持绿灯、相位 14 跳过、相位 4 不放行行人",
  );
  t.equal(said("Miller, technician has asked for flash"), "Miller（技术员）要求闪光");
});

t.test(
  "how the unit controls is called alike in the journal, by the doctor and at the page, which can load nothing of theirs",
  async (t) => {
    t.same(zhHans.modes, MODES_ZH);
    for (const [mode, chinese] of Object.entries(MODES_ZH)) t.equal(foundInChinese(`${mode}, pattern 1`), `${chinese}，方案 1`);
  },
);

t.test("every fault and doubt of a detector, and of the monitor, is said in Chinese too", async (t) => {
  const detector = fourLeg().detectors[0]!;
  const doubts: readonly Doubt[] = ["swapped", "crosstalk", "misses", "lets-go", "stuck-on"];
  const all = [
    ...FAULTS.map((f) => f.words),
    ...Object.values(FAULT_TODO),
    ...doubts.map((doubt) => doubtBrief(doubt, detector)),
    ...MONITOR_FAULTS.filter((words) => words !== "none"),
  ];
  t.ok(all.length > 35);
  for (const words of all) t.ok(isChinese(said(words)), `${words} → ${said(words)}`);
  t.equal(said("open loop, no activity"), "线圈断路、长时间无车", "of several at once, each");
});

t.test(
  "what is wrong with the journal's file, and what the system says of a file, is said in Chinese too, with its name and code as they are",
  async (t) => {
    const strange = ["journal/schema.ts", "journal/store.ts", "journal/link-store.ts", "platform/journal-file.ts"].flatMap((file) =>
      sentencesOf(file, /StrangeStore\((?:"([^"]+)"|`[^`]+`)/g, /StrangeStore\(`([^`]+)`/g).filter((words) => words !== undefined),
    );
    t.ok(strange.length >= 6, `${strange.length} stores that are strange`);
    const codes = ["FULL", "IOERR_WRITE", "CANTOPEN", "READONLY_DBMOVED", "BUSY", "CORRUPT", "NOTADB", "CONSTRAINT"];
    const known = sentencesOf("platform/database.ts", /^ {2}(SQLITE_[A-Z]+): /gm).map((code) => code.slice("SQLITE_".length));
    t.same(
      codes.map((code) => code.split("_")[0]),
      known,
      "each kind that has words",
    );
    for (const words of strange) t.ok(isChinese(said(words.replace(/\$\{[^}]+\}/g, "7"))), words);
    for (const code of codes) {
      const words = diskWords("/j.db", Object.assign(new Error("x"), { code: `SQLITE_${code}` }));
      t.ok(isChinese(said(words)) && said(words).includes("/j.db") && said(words).includes(`SQLITE_${code}`), `${words} → ${said(words)}`);
    }
    const system = new Map(getSystemErrorMap().values());
    for (const code of ["ENOENT", "EACCES", "EPERM", "ENOSPC", "EIO", "EROFS", "EMFILE", "EBUSY"]) {
      const words = `${code}: ${system.get(code)}, open '/j.db'`;
      t.ok(isChinese(said(words)), `${words} → ${said(words)}`);
    }
    let real = "";
    try {
      readFileSync("/no/such/file");
    } catch (error) {
      real = (error as Error).message;
    }
    t.equal(said(real), "ENOENT：文件或目录不存在，open '/no/such/file'");
  },
);

t.test("why the brain is not reached is said in Chinese, with the address and what to do", async (t) => {
  const address = { host: "brain.example.net", port: 8_883, tls: true };
  const codes = [1, 2, 3, 4, 5, 128, 132, 133, 134, 135, 136, 137, 138, 139, 142, 147, 149, 151, 156, 157, 159];
  const alerts = [
    "certificate expired",
    "bad certificate",
    "certificate revoked",
    "unknown ca",
    "certificate required",
    "unsupported certificate",
  ];
  const errors = [
    ...codes.map((code) => Object.assign(new Error("refused"), { code })),
    ...["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ETIMEDOUT", "CERT_HAS_EXPIRED", "ECONNRESET"].map((code) =>
      Object.assign(new Error(""), { code }),
    ),
    ...[...alerts, "protocol version", "handshake failure", "something new"].map((alert) => new Error(`ssl/tls alert ${alert}`)),
    ...["hung up before it answered", "Connection closed", "wrong version number", "no idea"].map((words) => new Error(words)),
  ];
  for (const typed of [false, true]) {
    for (const error of errors) {
      const words = brokerWords({ ...address, typed }, error);
      const chinese = said(words).replace(/（[^（）]*）/g, "");
      t.ok(isChinese(chinese) && chinese.includes("brain.example.net:8883"), `${words} → ${said(words)}`);
    }
  }
});

t.test("both languages say the same things: functions are functions, lists have as many words, and nothing is left empty", async (t) => {
  let keys = 0;
  const compare = (a: unknown, b: unknown, path: string): void => {
    keys += 1;
    if (typeof a === "string") {
      t.equal(a === "", b === "", `${path} says something in both`);
      if (path !== ".locale") t.notOk(english(String(b)), `${path} is Chinese`);
    } else if (typeof a === "function") t.type(b, "function", path);
    else if (Array.isArray(a)) t.equal((b as unknown[]).length, a.length, path);
    else for (const [key, value] of Object.entries(a as object)) compare(value, (b as { [key: string]: unknown })[key], `${path}.${key}`);
  };
  // What stands between words is nothing in Chinese.
  const { space: _1, ...english_ } = en;
  const { space: _2, ...chinese } = zhHans;
  compare(english_, chinese, "");
  t.ok(keys > 200, `${keys} keys`);
});

t.test("numbers, shares, sizes, times and plurals are written as each language writes them", async (t) => {
  const [f, z] = [formsOf("en-GB", " to "), formsOf("zh-Hans-CN", "至")];
  t.equal(f.numbers([18, 17, 15, 3, 2, 1]), "1 to 3, 15, 17 and 18");
  t.equal(z.numbers([18, 17, 15, 3, 2, 1]), "1至3、15、17和18");
  t.equal(f.plural(1, { one: "# record", other: "# records" }), "1 record");
  t.equal(f.plural(48_211, { one: "# record", other: "# records" }), "48,211 records");
  const { several } = en.commission;
  t.same([several.button([1]), several.detector([12])], ["push button 1", "detector 12"]);
  t.same([several.button([1, 2]), several.detector([7, 8, 9])], ["push buttons 1 and 2", "detectors 7 to 9"]);
  t.equal(f.bytes(999), "999 B");
  t.equal(f.bytes(3_240_000_000), "3.24 GB");
  t.equal(f.duration(0), "0 secs");
  t.equal(f.duration(59), "59 secs");
  t.equal(f.duration(3_600), "1 hr");
  t.equal(f.duration(2 * 86_400 + 3 * 3_600 + 59), "2 days 3 hrs");
  t.equal(z.duration(2 * 86_400 + 3 * 3_600 + 59), "2天 3小时");
  t.equal(f.dateOf("12-24"), "24 Dec");
  t.equal(z.dateOf("2026-12-24"), "2026年12月24日");
  t.equal(f.degrees(688), "68.8°C");
  t.equal(f.rate(2, 1_000), "0.2%");
  t.equal(f.rate(0, 0), "–");
  const wall = Date.UTC(2026, 9, 14, 12, 3, 20);
  t.equal(f.clockOf("Europe/Berlin")(wall).time, "14:03:20");
  t.match(f.clockOf("Nowhere/Land")(wall), { time: "12:03:20", date: /UTC$/ });
});
