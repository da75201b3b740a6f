import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { certificateFinding } from "../../src/doctor/certificate.ts";
import { CODES } from "../../src/doctor/codes.ts";
import { WallWords } from "../../src/journal/words.ts";
import { endingWords } from "../../src/platform/certificates.ts";
import { serveLive } from "../../src/platform/live-socket.ts";
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import type { Live } from "../../src/traffic/live.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { liveAt } from "../panel/street.ts";
import { cabinetOf, doctor, FOUR_LEG, stopline } from "./cabinet.ts";

/** In which time zone the site is. */
const LOCAL = new WallWords();
LOCAL.set("Europe/Berlin");

const folder = mkdtempSync(join(tmpdir(), "stopline-doctor-site-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const nobody = ["--live", join(folder, "none.sock"), "--journal", join(folder, "none.db")] as const;

/** On a machine with more to do than it can, an answer in fifty may come too late. */
const ANSWERS = /^device-(good|late)$/;

t.test("a cabinet in which everything answers, and one in which a loop, a line and an adapter are gone", async (t) => {
  const cabinet = cabinetOf(t);
  const well = await doctor(FOUR_LEG, "--ports", cabinet.folder, ...nobody);
  t.equal(well.code, 0);
  const bad = well.findings.filter(({ grade }) => grade === "wrong");
  t.same(bad, []);
  t.match(well.of('device "loop-east-1"')?.code, ANSWERS);
  t.equal(well.of('device "camera"')?.code, "device-talks");
  t.match(well.of('device "radar"')?.code, ANSWERS);
  t.match(well.of('port "advance"')?.found, "open at 9600 8N1; its polls take 70 % of its time");
  t.equal(cabinet.said("outputs"), 0, "not a byte went to the board that lights lamps");
  t.equal(well.of('device "board"')?.code, "device-board");
  t.equal(well.of(`journal ${join(folder, "none.db")}`)?.code, "journal-missing");
  t.notOk(existsSync(join(folder, "none.db")), "and none is made by asking");

  cabinet.street.fail("loop-east-1", true);
  cabinet.street.fail("rack", true);
  cabinet.pull("radar");
  const ill = await doctor(FOUR_LEG, "--ports", cabinet.folder, "--for", "4", ...nobody);
  t.equal(ill.code, 1);
  t.equal(ill.of('device "loop-east-1"')?.code, "device-silent");
  // On a slow machine the answer to the last question of the run before may still be on its way.
  t.match(ill.of('device "loop-east-1"')?.found, /^modbus-rtu ld120, address 13: [01] of \d+ questions answered/);
  t.match(ill.of('device "loop-east-2"')?.code, ANSWERS, "its neighbours answer as before");
  t.equal(ill.of('device "rack"')?.code, "line-silent");
  t.equal(ill.of('port "radar"')?.code, "port-missing");
  for (const each of ill.findings.filter(({ grade }) => grade !== "good")) {
    t.ok(each.means !== "" && each.cause !== "" && each.todo !== "", `${each.code} says what it means, why, and what to do`);
  }
});

t.test("while a unit runs its ports are not touched: the unit is asked", async (t) => {
  const cabinet = cabinetOf(t);
  const socket = join(folder, "live.sock");
  const server = await serveLive(socket);
  const devices = cabinet.site.devices.map(({ name, port }) => {
    const answering = name !== "loop-west-2";
    return { device: name, port, answering, polls: 100, timeouts: answering ? 0 : 100, noise_bytes: 3 };
  });
  const ports = cabinet.site.ports.map(({ name, path }) => ({ port: name, path, open: true }));
  const live: Live = { ...liveAt(cabinet.site, 1), devices, ports };
  const timer = setInterval(() => server.send(live), 50);
  const seen = await doctor(FOUR_LEG, "--ports", cabinet.folder, "--live", socket, "--journal", join(folder, "none.db"));
  const told = await stopline("doctor", FOUR_LEG, "--live", socket, "--journal", join(folder, "none.db"));
  clearInterval(timer);
  await server.close();
  t.match(seen.of('port "advance"'), { code: "port-unit", found: /held by unit DEMO-001.*not touched/ });
  t.match(seen.of('device "loop-west-1"'), { code: "device-good", found: "100 of 100 questions answered, 3 bytes of noise" });
  t.equal(seen.of('device "loop-west-2"')?.code, "device-silent");
  t.match(told.out, /^looking at DEMO-001 \(.*\), as the unit that runs shows it …/, "and nobody waits for devices");
  t.match(told.out, / clock .*it says \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(Europe\/Berlin\)/);
  for (const { name } of cabinet.site.ports) t.equal(cabinet.said(name), 0, `not a byte was said on ${name}`);
});

t.test("a site file that the unit would not run is told, and no port is opened", async (t) => {
  const bad = new URL("../config/bad/address.toml", import.meta.url).pathname;
  const { code, findings } = await doctor(bad, ...nobody);
  t.equal(code, 1);
  t.same(
    findings.map((each) => each.code).filter((each) => !each.startsWith("clock")),
    ["site-wrong"],
  );
  t.match(findings[0]?.found, /^2 problems, the first on line 25: address is 300/);
});

t.test("who names a file that is not there, or another unit's journal, is told that, and not of a worn card", async (t) => {
  const gone = await doctor("deploy/sites/nope.toml", ...nobody);
  t.match(gone.findings[0], { code: "site-missing", found: "there is no such file", todo: /^Look at its name/ });
  const path = join(folder, "other.db");
  openSyncRecorder(path, { unit: "OTHER-9", epoch: "e1", created: WallTime(Date.UTC(2026, 5, 1)) }).close();
  const other = await doctor(
    FOUR_LEG,
    "--ports",
    join(folder, "no-ports"),
    "--for",
    "1",
    "--live",
    join(folder, "none.sock"),
    "--journal",
    path,
  );
  t.match(other.of(`journal ${path}`), {
    code: "journal-other",
    found: /^of unit OTHER-9: .*; the site file is of unit DEMO-001$/,
    todo: /--journal/,
  });
});

t.test("a person reads marks, codes, and what to do next", async (t) => {
  const { code, out } = await stopline("doctor", "/dev/no-such-port");
  t.equal(code, 1);
  t.match(out, /^WRONG {2}port "\/dev\/no-such-port" {2}\/dev\/no-such-port is not there .*\[port-missing\]$/m);
  t.match(out, /^ +do {8}Look at ls -l \/dev\/serial\/by-path/m);
  t.match(out, "1 thing is wrong, 0 worth a look.");
  t.notMatch(out, "\u001b");
  const chinese = await stopline("doctor", "/dev/no-such-port", "--language", "zh-Hans");
  t.match(chinese.out, /^故障 {3}串口“.*” {2}.* 不存在（.*\[port-missing\]$\n +含义 {6}没有该串口/m);
});

t.test("every code has its words, and those for what is good have none", async (t) => {
  for (const [code, { grade, means, cause, todo }] of Object.entries(CODES)) {
    const words = [means, cause, todo];
    t.ok(grade === "good" ? words.every((each) => each === "") : words.every((each) => each !== ""), code);
  }
});

t.test("a certificate that ends soon is worth a look, one that has ended or cannot be used is wrong", async (t) => {
  const ends = WallTime(Date.UTC(2027, 0, 1));
  t.match(certificateFinding("/c", { ends, invalid: "", ending: "" }, LOCAL), {
    grade: "good",
    found: "it ends on 2027-01-01 01:00:00 (Europe/Berlin)",
  });
  t.match(certificateFinding("/c", { ends, invalid: "", ending: "in 9 days" }, LOCAL), {
    code: "certificate-ending",
    grade: "look",
    found: "in 9 days",
  });
  t.match(certificateFinding("/c", { ends, invalid: "over", ending: "over" }, LOCAL), {
    code: "certificate-wrong",
    grade: "wrong",
    found: "over",
  });
  const own = { ca: "", certificate: "", key: "", name: "A", begins: WallTime(0), fingerprint: "" };
  const shanghai = new WallWords();
  shanghai.set("Asia/Shanghai");
  const evening = WallTime(Date.UTC(2026, 11, 31, 20));
  t.match(
    [certificateFinding("/c", { ends: evening, invalid: "", ending: "" }, shanghai).found, endingWords({ ...own, ends: evening }, evening)],
    ["it ends on 2027-01-01 04:00:00 (Asia/Shanghai)", /has ended on 2026-12-31 \(UTC\)/],
    "the same end, on two days: each says by which clock",
  );
  t.match(certificateFinding("/c", "there is no ca.crt", LOCAL), { code: "certificate-wrong", found: "there is no ca.crt" });
});
