import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openPtyPair } from "../../../src/platform/pty.ts";
import { seal } from "../../../src/serial/framing/modbus-rtu.ts";
import { type Figure, spread } from "../figures.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Who asks a board of sixteen inputs ten times a second. */
const MASTERS: readonly (readonly [name: string, words: (path: string) => readonly string[]])[] = [
  ["stopline's line alone", (path) => [process.execPath, here("./master-child.ts"), path]],
  ["pymodbus (Debian)", (path) => ["/usr/bin/python3", "-W", "ignore", here("./pymodbus-master.py"), path]],
  [
    "mbpoll on libmodbus (C; prints each answer)",
    (path) => ["mbpoll", "-m", "rtu", "-a", "1", "-b", "38400", "-P", "none", "-t", "1", "-c", "16", "-l", "100", path],
  ],
];

const RUNS = 5;
const WARM_MS = 3_000;
const REQUEST = 8;
/** CLK_TCK of every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** CPU of one poll with its answer, side by side: the same board, the same tty, one behind the other in turns. */
export async function peers(seconds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-peers-"));
  const costs = MASTERS.map(() => [] as number[]);
  for (let run = 0; run < RUNS; run++) {
    for (const [i, [, words]] of MASTERS.entries()) costs[i]!.push(await costOf(words, join(folder, "line"), seconds));
  }
  rmSync(folder, { recursive: true });
  return MASTERS.map(([name], i) => spread(`CPU of a poll: ${name}`, "ms", costs[i]!));
}

async function costOf(words: (path: string) => readonly string[], path: string, seconds: number): Promise<number> {
  let asked = 0;
  const cable = openPtyPair(path, (bytes) => {
    const before = Math.floor(asked / REQUEST);
    asked += bytes.length;
    const polls = Math.floor(asked / REQUEST);
    if (polls > before) cable.write(seal(Uint8Array.of(1, 2, 2, polls & 0xff, (polls >> 8) & 0xff, 0, 0)));
  });
  const [program, ...rest] = words(path);
  const child = spawn(program!, rest, { stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await pause(WARM_MS);
  const [cpu, polls] = [cpuOf(child.pid!), asked / REQUEST];
  await pause(seconds * 1_000);
  const cost = (cpuOf(child.pid!) - cpu) / (asked / REQUEST - polls);
  child.kill("SIGKILL");
  await ended;
  cable.close();
  return cost;
}

/** ms in user and system of a process so far. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_A_SECOND;
}
