import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { CHINESE } from "../../src/doctor/chinese.ts";
import { clockFinding } from "../../src/doctor/clock.ts";
import { CODES } from "../../src/doctor/codes.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { HANGS_MS, linkFindings, machineFindings, walkFinding } from "../../src/doctor/machine.ts";
import { runningFindings } from "../../src/doctor/running.ts";
import { inLanguage } from "../../src/doctor/tongue.ts";
import { unitFindings } from "../../src/doctor/unit.ts";
import { WallWords } from "../../src/journal/words.ts";
import { linkSight } from "../../src/platform/link-sight.ts";
import { brokerWords } from "../../src/platform/mqtt-words.ts";
import { languageOf } from "../../src/traffic/language.ts";
import type { Live } from "../../src/traffic/live.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { fourLeg, liveAt } from "../panel/street.ts";
import { until } from "../platform/until.ts";

/** In which time zone the site is. */
const LOCAL = new WallWords();
LOCAL.set("Europe/Berlin");

const site = fourLeg();
const AT = WallTime(Date.UTC(2026, 10, 26, 21));
const well = (): Live => {
  const live = liveAt(site, 50);
  return {
    ...live,
    at: Instant(3_600_000),
    detectors: live.detectors.map((each) => ({ ...each, fault: "" })),
    devices: live.devices.map((each) => ({ ...each, answering: true, timeouts: 0 })),
  };
};
const codes = (findings: readonly Finding[]) => findings.filter(({ grade }) => grade !== "good").map(({ code }) => code);
const of = (change: Partial<Live>) => unitFindings(site, { ...well(), ...change });

t.test("a unit that is well has nothing that a person must look at", async (t) => {
  t.same(codes(of({})), []);
  t.same(
    of({}).map(({ code }) => code),
    ["unit-good", "monitor-good", "detectors-good"],
  );
});

t.test("every banner of the status page is a finding, and says its cause on this unit", async (t) => {
  t.same(codes(of({ mode: "flash", mode_cause: "the output board has not confirmed the lamps in time" })), ["unit-flash"]);
  t.equal(of({ mode: "flash", mode_cause: "the board is away" })[0]?.cause, "the board is away");
  t.same(codes(of({ mode: "fixed", mode_cause: "x" })), ["unit-fixed"]);
  t.same(codes(of({ mode: "start-up" })), ["unit-starts"]);
  t.same(codes(of({ stop_time: true })), ["unit-stands"]);
  t.same(codes(of({ manual: true })), ["unit-manual"]);
  t.same(codes(of({ preempt: { number: 1, interval: "dwell" } })), ["unit-preempt"]);
  t.same(codes(of({ monitor: { fault: "conflict", channels: [2, 4] } })), ["monitor-fault"]);
  t.match(of({ monitor: { fault: "conflict", channels: [2, 4] } })[1]?.found, "conflict; channels 2 4");
  t.same(codes(of({ journal: { ...well().journal, fault: "disk full" } })), ["recording-fault"]);
  t.same(codes(of({ tick_late_ms: 130 })), ["unit-late"]);
  t.same(codes(of({ coordination: { ...well().coordination, free: "bad-plan" } })), ["coordination-free"]);
  t.same(codes(of({ neighbours: [{ unit: "DEMO-002", approach: "south", silent_ds: null, trust_pm: 0 }] })), ["neighbour-silent"]);
  t.same(codes(unitFindings(site, null)), ["unit-silent"]);
  t.same(codes(unitFindings({ ...site, id: "OTHER" }, well())), ["unit-other"]);
});

t.test("a detector's fault has the likeliest cause here: its adapter, its line, its device, or the loop", async (t) => {
  const failed = (fault: string, change: Partial<Live> = {}) =>
    of({ ...change, detectors: well().detectors.map((each) => (each.detector === 13 ? { ...each, fault } : each)) }).find(
      ({ code }) => code === "detector-failed",
    );
  t.match(failed("device does not answer"), { about: 'detector 13 "north lane 1 advance"', cause: '"loop-north-1" does not answer' });
  const shut = well().ports.map((each) => ({ ...each, open: each.port !== "advance" }));
  t.match(failed("device does not answer", { ports: shut })?.cause, /port "advance" is closed/);
  const dead = well().devices.map((each) => ({ ...each, answering: each.port !== "advance" }));
  t.match(failed("device does not answer", { devices: dead })?.cause, /nothing on port "advance" answers/);
  t.match(failed("open loop"), { cause: /lead-in is cut/, todo: /^Measure|^measure/i });
  t.same(codes(of({ detectors: well().detectors.map((each) => (each.detector === 3 ? { ...each, doubt: "misses vehicles?" } : each)) })), [
    "detector-doubted",
  ]);
});

t.test("who talks by himself is not told that 0 of 0 questions were answered", async (t) => {
  const port = site.ports.find(({ name }) => name === "camera")!;
  const configs = site.devices.filter((each) => each.port === "camera");
  const devices = well().devices.map((each) => (each.port === "camera" ? { ...each, polls: 0, noise_bytes: 2 } : each));
  const told = runningFindings(port, configs, { ...well(), devices });
  t.match(told[1], { code: "device-talks", found: "talks by itself; 2 bytes were damaged" });
  const silent = devices.map((each) => ({ ...each, answering: false }));
  t.equal(runningFindings(port, configs, { ...well(), devices: silent })[1]?.code, "device-mute");
});

t.test(
  "a unit that was switched on four seconds ago has not heard its camera yet: no fault, but half a minute later it is one",
  async (t) => {
    const port = site.ports.find(({ name }) => name === "camera")!;
    const configs = site.devices.filter((each) => each.port === "camera");
    const devices = well().devices.map((each) => ({ ...each, answering: false, polls: 0, timeouts: 0 }));
    const seen = (at: number) => runningFindings(port, configs, { ...well(), devices, at: Instant(at) })[1];
    t.match(seen(4_000), { code: "device-awaited", grade: "look", found: "not heard yet; the unit started 4 s ago" });
    t.match(inLanguage(seen(4_000)!, "zh-Hans"), { found: "尚未收到；信号机 4 秒前启动" });
    t.match(seen(34_000), { code: "device-mute", grade: "wrong" });
  },
);

t.test("what a technician holds and forces is no fault of the street's: who asked for it is told, and how it ends", async (t) => {
  const by = "Müller, technician";
  const forced = (fault: string) =>
    of({ detectors: well().detectors.map((each) => (each.detector === 3 ? { ...each, fault } : each)) }).at(-1);
  t.match(forced(`forced on by ${by}`), { code: "detector-forced", grade: "look" });
  t.match(forced(`forced on by ${by}; open loop`), { code: "detector-failed", grade: "wrong" });
  const held = of({ asked: [{ kind: "hold", phase: 4, left_s: 12, by }] }).find(({ code }) => code === "unit-asked");
  t.match(held, { about: "phase 4", found: `it is held, asked for by ${by}; 12 s left` });
  t.match(inLanguage(held!, "zh-Hans"), { about: "相位 4", found: "保持绿灯，由Müller（技术员）要求；还剩 12 秒" });
});

t.test("disk, heat, memory, the link's last word, an update and the walk are findings", async (t) => {
  const machine = {
    version: "0.1.0",
    commit: "",
    slot: "A",
    uptime_s: 0,
    link_s: 0,
    link_bytes: 0,
    memory: { total_bytes: 1_000, free_bytes: 500 },
    load_pm: 0,
    disk: { total_bytes: 1_000, free_bytes: 500 },
    temperature_dc: 512,
    clock: { wall: AT, kept: true },
    certificate: null,
  };
  t.same(codes(machineFindings(machine)), []);
  t.same(
    codes(
      machineFindings({
        ...machine,
        disk: { total_bytes: 1_000, free_bytes: 49 },
        temperature_dc: 810,
        memory: { total_bytes: 1_000, free_bytes: 10 },
      }),
    ),
    ["disk-full", "machine-hot", "memory-short"],
  );
  const sight = { state: "connected", broker: "b:1", cause: "", update: "", at: AT, life: "works" } as const;
  t.same(codes(linkFindings(sight, LOCAL)), []);
  t.same(codes(linkFindings({ ...sight, state: "waiting", cause: "no route", update: "fell back from 0.2.0" }, LOCAL)), [
    "link-away",
    "update-failed",
  ]);
  t.same(codes(linkFindings(null, LOCAL)), ["link-unheard"]);
  const walk = { by: "Meyer", at: AT, finished: true, safe: true, open: 0, same_site: true };
  t.equal(walkFinding(walk, LOCAL).code, "walk-safe");
  t.equal(walkFinding({ ...walk, safe: false, open: 2 }, LOCAL).code, "walk-unsafe");
  t.equal(walkFinding({ ...walk, finished: false, safe: false }, LOCAL).code, "walk-open");
  t.equal(walkFinding({ ...walk, same_site: false }, LOCAL).code, "walk-old");
  t.equal(walkFinding(null, LOCAL).code, "walk-none");
});

t.test(
  "a link that was killed is told as gone, whatever its last word was; why the broker is not reached is told once, in Chinese as well",
  async (t) => {
    const folder = t.testdir({});
    const path = join(folder, "journal.db.link");
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    const word = { state: "connected", broker: "b:1", cause: "", update: "", at: AT };
    writeFileSync(path, JSON.stringify({ ...word, pid: child.pid }));
    t.match(linkFindings(await linkSight(path, HANGS_MS), LOCAL), [
      { code: "link-gone", grade: "wrong", found: "its process is no more; since when is not known" },
    ]);
    // Its number is somebody else's since the machine was started.
    writeFileSync(path, JSON.stringify({ ...word, pid: process.pid, boot: "another" }));
    t.match(linkFindings(await linkSight(path, HANGS_MS), LOCAL), [{ code: "link-gone" }]);
    for (const alive of [{ pid: process.pid }, {}]) {
      writeFileSync(path, JSON.stringify({ ...word, ...alive }));
      t.same(codes(linkFindings(await linkSight(path, HANGS_MS), LOCAL)), []);
    }
    const cause = brokerWords({ host: "127.0.0.1", port: 1, tls: false }, new Error("connect ECONNREFUSED 127.0.0.1:1"), "");
    const [away] = linkFindings({ ...word, state: "waiting", cause, life: "works" }, LOCAL);
    t.match(away, { code: "link-away", found: "not connected to b:1 since 2026-11-26 22:00:00 (Europe/Berlin)", cause });
    const chinese = inLanguage(away!, "zh-Hans");
    t.match(chinese, { found: "未连接 b:1，自 2026-11-26 22:00:00 (Europe/Berlin) 起", todo: /^检查调制解调器/ });
    t.match(chinese.cause, /ECONNREFUSED/, "all of it");
    t.notMatch(chinese.cause, /[a-z']{2,} [a-z']{2,} [a-z']{2,}/);
  },
);

t.test("a link that was stopped, or computes without end, was healthy to the doctor by its last word", async (t) => {
  const path = join(t.testdir({}), "journal.db.link");
  const word = { state: "connected", broker: "b:1", cause: "", update: "", at: AT };
  /** Does something ten times a second, as a link does, until it is told to compute. */
  const child = spawn(process.execPath, [
    "-e",
    "setInterval(() => {}, 100); process.stdin.once('data', () => { for (;;); }); console.log('on')",
  ]);
  t.teardown(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  writeFileSync(path, JSON.stringify({ ...word, pid: child.pid }));
  const found = async () => linkFindings(await linkSight(path, 1_000), LOCAL);
  t.match(await found(), [{ code: "link-good" }]);
  child.kill("SIGSTOP");
  const [stopped] = await found();
  t.match(stopped, {
    code: "link-hangs",
    grade: "wrong",
    // It had worked for a quarter of an hour behind its last word, which was of when it had connected.
    found: "its process is there and has done nothing for 5 s; since when is not known",
    cause: /^something has stopped it: a signal/,
    todo: /systemctl restart stopline-link/,
  });
  const chinese = inLanguage(stopped!, "zh-Hans");
  t.match(chinese, { found: /^其进程在，但 5 秒内毫无动作/, cause: /^被暂停/, todo: /^信号机上 systemd 会在两分钟内/ });
  child.kill("SIGCONT");
  t.match(await found(), [{ code: "link-good" }], "and is well when it goes on");
  child.stdin.write("now\n");
  await until(async () => (await found())[0]!.code === "link-hangs", 30_000);
  t.match(await found(), [{ code: "link-hangs", cause: /^it computes without end/ }]);
  child.kill("SIGKILL");
  await once(child, "exit");
  t.match(await found(), [{ code: "link-gone" }]);
});

t.test("a link that waited for a card that was broken was to be started again by a command that waits for the card as well", async (t) => {
  const path = join(t.testdir({}), "journal.db.link");
  // Who has a child by vfork(2) waits for it as for a disk.
  const child = spawn("python3", ["-c", "import ctypes; of = ctypes.CDLL(None); of.vfork() or of.pause()"], { detached: true });
  t.teardown(() => process.kill(-child.pid!, "SIGKILL"));
  writeFileSync(path, JSON.stringify({ state: "connected", broker: "b:1", cause: "", update: "", at: AT, pid: child.pid }));
  const found = async () => linkFindings(await linkSight(path, 1_000), LOCAL)[0]!;
  await until(async () => (await found()).code === "link-hangs", 30_000);
  const waits = await found();
  t.match(waits, { cause: /^it waits for the disk/, todo: /start the machine anew: the signals flash meanwhile/ });
  t.notMatch(waits.todo, /systemd starts it anew/);
  const chinese = inLanguage(waits, "zh-Hans");
  t.match(chinese, { cause: /^在等待日志所在的磁盘/, todo: /重新启动整机（其间信号灯闪光）。若再次出现，更换存储卡。$/ });
});

t.test("who came at nine in the evening by the clock of the tower is told of nine, not of eight with its milliseconds", async (t) => {
  const nine = WallTime(Date.UTC(2026, 10, 26, 20, 0, 25, 123));
  const sight = { state: "connected", broker: "b:1", cause: "", update: "", at: nine, life: "works" } as const;
  t.equal(linkFindings(sight, LOCAL)[0]?.found, "connected to b:1 since 2026-11-26 21:00:25 (Europe/Berlin)");
  t.equal(
    linkFindings({ ...sight, state: "waiting", cause: "no route" }, LOCAL)[0]?.found,
    "not connected to b:1 since 2026-11-26 21:00:25 (Europe/Berlin)",
  );
  const walk = { by: "Meyer", at: nine, finished: true, safe: true, open: 0, same_site: true };
  t.equal(walkFinding(walk, LOCAL).found, "safe to leave, by Meyer, 2026-11-26 21:00:25 (Europe/Berlin)");
  t.equal(clockFinding(nine, true, LOCAL).found, "it says 2026-11-26 21:00:25 (Europe/Berlin), and network time keeps it");
});

t.test("the README's table has every code, and no other; Chinese has every one that is not good", async (t) => {
  const readme = readFileSync(new URL("../../src/doctor/README.md", import.meta.url), "utf8");
  const table = readme.slice(readme.indexOf("| about "), readme.indexOf("(`test/doctor/unit.test.ts`"));
  const told = table
    .split("\n")
    .slice(2)
    .flatMap((row) => (row.split("|")[2] ?? "").split(","))
    .map((code) => code.trim())
    .filter((code) => code !== "");
  t.same(told.toSorted(), Object.keys(CODES).toSorted());
  const ill = Object.entries(CODES).filter(([, { grade }]) => grade !== "good");
  t.same(Object.keys(CHINESE).toSorted(), ill.map(([code]) => code).toSorted());
  for (const [code, { cause, todo }] of Object.entries(CHINESE)) t.ok(/[一-鿿]/.test(todo) && cause !== "", code);
});

t.test("in Chinese a finding keeps what the unit itself has said of its cause", async (t) => {
  const [mode] = of({ mode: "flash", mode_cause: "the board is away" });
  t.match(inLanguage(mode!, "zh-Hans"), { cause: "the board is away", means: "信号灯处于闪光状态" });
  t.equal(languageOf("zh_CN.UTF-8"), "zh-Hans");
  t.equal(languageOf("de_DE.UTF-8"), "en");
});
