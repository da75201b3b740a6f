import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Held } from "./held.ts";
import { floors, type Look, slope } from "./slope.ts";

/**
 * `make soak`: the whole demo (street, unit, link, broker, brain) in real time for HOURS, its processes looked at every 10 s. Says for each how
 * its resident memory goes, in MB a day, and whether its descriptors stay as many. The first fifth is warming up. Each thread collects every
 * five minutes and says what it holds then (`held.ts`): resident memory is that, compiled code, and a collector's mood.
 */
const HOURS = Number(process.env["HOURS"] ?? 24);
const SEED = process.env["SEED"] ?? "7";
const EVERY_MS = 10_000;
/** How often each process collects and says what it holds then. */
const HELD_S = 300;
/** Of a link that holds for days a slope is found; of an hour only its bounds. */
const FLOORS = 400;

if (!(HOURS > 0)) {
  console.error(`make soak: HOURS is a number above 0, not "${process.env["HOURS"]}"`);
  process.exit(2);
}
const dir = mkdtempSync(join(tmpdir(), "stopline-soak-"));
const main = new URL("../../../src/cli.ts", import.meta.url).pathname;
const held = join(dir, "held");
mkdirSync(held);
const demo = spawn(process.execPath, [main, "run", "--demo", "--dir", dir, "--seed", SEED], {
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    ...process.env,
    STOPLINE_HELD: held,
    STOPLINE_HELD_S: String(HELD_S),
    NODE_OPTIONS: `--import=${new URL("held.ts", import.meta.url).href}`,
  },
});
const looks = new Map<string, { readonly pid: number; readonly looks: Look[] }[]>();
const begun = performance.now();
let asked = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (asked = true));
while (!asked && demo.exitCode === null && performance.now() - begun < HOURS * 3_600_000) {
  await pause(EVERY_MS);
  look(demo);
}
const ended = demo.exitCode !== null;
demo.kill("SIGTERM");
if (!ended) await new Promise((resolve) => demo.once("close", resolve));
const hours = (performance.now() - begun) / 3_600_000;
const rows = [...looks].flatMap(([name, lives]) => lives.map((life) => row(name, life.looks)));
console.log(`${hours.toFixed(2)} hours, in real time; resident memory in MB, the first fifth left out\n`);
console.log("process  looks  first  last  MB a day (95 % of it)        descriptors, least and most");
for (const r of rows)
  console.log(
    `${r.name.padEnd(7)}  ${String(r.looks).padStart(5)}  ${r.first.toFixed(1)}  ${r.last.toFixed(1)}  ${r.slope.median.toFixed(2)} ` +
      `(${r.slope.low.toFixed(2)} … ${r.slope.high.toFixed(2)})  ${r.fds.join(" … ")}`,
  );
const kept = heldIn(held);
console.log("\nheld after a collection, each thread: KB at the half and at the end, MB a day of the second half (95 % of it)");
for (const { name, thread, half, end, slope } of kept)
  console.log(
    `${name.padEnd(7)} ${thread}  ${half.toFixed(0)}  ${end.toFixed(0)}  ${slope.median.toFixed(2)} (${slope.low.toFixed(2)} … ${slope.high.toFixed(2)})`,
  );
const file = process.env["JSON"];
if (file) writeFileSync(file, `${JSON.stringify({ hours, rows, kept }, null, 2)}\n`);
rmSync(dir, { recursive: true, force: true });
if (ended || rows.some(({ of }) => of > 1)) {
  console.error("a process has ended by itself");
  process.exit(1);
}

function row(name: string, all: readonly Look[]) {
  const warm = all.slice(Math.floor(all.length / 5));
  const fds = warm.map((each) => each.fds);
  const of = looks.get(name)!.length;
  return {
    name,
    of,
    looks: warm.length,
    first: warm[0]!.rss / 1e6,
    last: warm.at(-1)!.rss / 1e6,
    slope: slope(floors(warm, FLOORS)),
    fds: [Math.min(...fds), Math.max(...fds)],
  };
}

/** What `held.ts` has written: heap and buffers of each thread. Half of the time is warming up: code is compiled for hours. */
function heldIn(folder: string) {
  return readdirSync(folder).flatMap((file) => {
    const lines = readFileSync(join(folder, file), "utf8").trim().split("\n");
    const all = lines.map((line) => JSON.parse(line) as Held);
    const later = all.slice(all.length >> 1);
    if (later.length < 3) return [];
    const bytes = ({ heapUsed, arrayBuffers }: Held): number => heapUsed + arrayBuffers;
    const looks = later.map((each) => ({ at_ms: each.at_ms, rss: bytes(each), fds: 0 }));
    const [half, end] = [bytes(later[0]!) / 1e3, bytes(later.at(-1)!) / 1e3];
    return [{ name: all[0]!.name, thread: all[0]!.threadId, half, end, slope: slope(looks) }];
  });
}

/** The demo's parts are its children; a part that was started again is another process under the same name. */
function look(parent: ChildProcess): void {
  const at_ms = performance.now();
  for (const pid of childrenOf(parent.pid!)) {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const name = words[words.findIndex((word) => word.endsWith("/cli.ts")) + 1] ?? "?";
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
    const lives = looks.get(name) ?? [];
    looks.set(name, lives);
    if (lives.at(-1)?.pid !== pid) lives.push({ pid, looks: [] });
    lives.at(-1)!.looks.push({ at_ms, rss, fds: readdirSync(`/proc/${pid}/fd`).length });
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
