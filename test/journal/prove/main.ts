/**
 * `make prove-journal`: is anything lost that the journal said it had? Four regimes, ONLY= one of them: `kills` of real processes, `power` cuts
 * over a disk that promises little, the same for `files` that are put in another's place, `faults` of the disk at every call. KILLS=1000 STATES=20000 SEED= JSON=FILE; SHORT=1 is what the ordinary
 * run has of them: each 16th call alone; JOBS= processes at a time. BREAK=all breaks the journal, or the harness's disk, on purpose, and each must be found.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const { env } = process;
const short = Boolean(env["SHORT"]);
const kills = Number(env["KILLS"] || 1_000);
const states = Number(env["STATES"] || 20_000);
const seed = Number(env["SEED"] || 1);
/** Every one of the disk's calls fails in some life; in a short run, every so many-th. */
const stride = short ? 16 : 1;
/**
 * A process that has opened some ten thousand databases has grown by hundreds of megabytes; another one goes on, with another journal. There is
 * one for each of JOBS at the least.
 */
const PART_STATES = 10_000;
const PART_KILLS = 500;
/** A small file is seldom in more than a dozen states between two syncs: after so many each was there some hundred times. */
const FILE_STATES = 100_000;
const jobs = Number(env["JOBS"] || 1);

type Regime = "kills" | "power" | "files" | "faults";
type Found = Readonly<Record<string, number>> & { readonly wrong: number };

/** What is broken on purpose, where that must be found, and with how much. */
const BREAKS: { readonly [name: string]: { readonly words: string; readonly regime: Regime; readonly args: readonly number[] } } = {
  unsummed: { words: "chunks whose bytes are believed as they lie there", regime: "power", args: [150, 1, 2] },
  normal: { words: "a log that is synced when it is played into the file, not at each commit", regime: "power", args: [150, 1, -1] },
  unsynced: { words: "a disk that does not sync", regime: "power", args: [150, 1, -1] },
  folder: { words: "a disk that does not sync its folders", regime: "power", args: [150, 1, -1] },
  "file-unsynced": { words: "a small file on a disk that does not sync", regime: "files", args: [4_000, 1, -1] },
  "file-folder": { words: "a small file in a folder that is not synced", regime: "files", args: [4_000, 1, -1] },
  early: { words: "records reported before they are committed", regime: "kills", args: [12, 1] },
  forgetful: { words: "what a failed commit held is not given again", regime: "faults", args: [60, 1, -1] },
};

async function run(regime: Regime, args: readonly (number | string)[], quiet = false): Promise<Found> {
  // Memory holds the files: nothing here hangs on whether a sync takes long.
  const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "stopline-prove-"));
  mkdirSync(join(root, "life"));
  const disk = {
    LD_PRELOAD: join(import.meta.dirname, "../../../build/journal/disk.so"),
    DISK_DIR: join(root, "life"),
    DISK_LOG: join(root, "log"),
  };
  try {
    // One thread: what collects beside it costs more than it saves, and a process with threads cannot be forked.
    const program = ["--single-threaded", join(import.meta.dirname, `${regime}.ts`), ...args.map(String)];
    const child = spawn(process.execPath, program, {
      env: regime === "kills" ? env : { ...env, ...disk },
      stdio: ["ignore", "pipe", quiet ? "ignore" : "inherit"],
    });
    const [said] = await Promise.all([text(child.stdout!), once(child, "exit")]);
    const last = said.trim().split("\n").at(-1) || `{"wrong":1}`;
    return JSON.parse(last) as Found;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const wanted = (regime: Regime): boolean => !env["ONLY"] || env["ONLY"] === regime;
const number = (n: number | undefined): string => (n ?? 0).toLocaleString("en");
let wrong = 0;

async function breaks(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const each = BREAKS[name];
    if (each === undefined) throw new Error(`no such break: ${name}. There are ${Object.keys(BREAKS).join(", ")}`);
    const found = await run(each.regime, [...each.args, name.replace("file-", "")], true);
    console.log(
      `${found.wrong > 0 ? "found" : "NOT FOUND"}  ${each.words} (${name}): ${number(found.wrong)} things wrong by ${each.regime}`,
    );
    if (found.wrong === 0) wrong++;
  }
}

/** So many in parts of at most `part`, and at least `least` of them, JOBS at a time; what they found is summed up. */
async function parts(regime: Regime, many: number, part: number, more: readonly number[], least = jobs): Promise<Found> {
  const seeds = Array.from({ length: Math.max(Math.ceil(many / part), least) }, (_, i) => seed + i * 1_000);
  const size = Math.ceil(many / seeds.length);
  const sum: Record<string, number> & { wrong: number } = { wrong: 0 };
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let next = seeds.shift(); next !== undefined; next = seeds.shift())
        for (const [key, found] of Object.entries(await run(regime, [size, next, ...more]))) sum[key] = (sum[key] ?? 0) + found;
    }),
  );
  return sum;
}

async function prove(): Promise<void> {
  const all: Record<string, Found> = {};
  const began = performance.now();
  const tell = (regime: Regime, found: Found, words: string): void => {
    all[regime] = found;
    wrong += found.wrong;
    console.log(`${regime.padEnd(7)} ${words}; ${found.wrong === 0 ? "nothing lost" : `${number(found.wrong)} THINGS WRONG`}`);
  };
  if (wanted("kills")) {
    const found = await parts("kills", kills, PART_KILLS, []);
    tell(
      "kills",
      found,
      `${number(found["kills"])} SIGKILLs (${number(found["streets"])} street sides, ${number(found["links"])} links), ${number(found["records"])} records`,
    );
  }
  if (wanted("power")) {
    const life = Number(env["LIFE"] || -1);
    const found = await (life < 0 ? parts("power", states, PART_STATES, [life]) : parts("power", states, states, [life], 1));
    tell(
      "power",
      found,
      `${number(found["states"])} states of a cut disk, of ${number(found["lives"])} lives with ${number(found["deeds"])} writes, syncs and names`,
    );
  }
  if (wanted("files")) {
    const found = await run("files", [Math.min(states, FILE_STATES), seed]);
    tell("files", found, `${number(found["states"])} states of a cut disk on which small files take each other's place`);
  }
  if (wanted("faults")) {
    const found = await run("faults", [stride, seed, Number(env["SITE"] || -1)]);
    tell("faults", found, `${number(found["failed"])} of ${number(found["calls"])} calls failed in a life each`);
  }
  all["seconds"] = { wrong: 0, seconds: Math.round((performance.now() - began) / 1_000) };
  if (env["JSON"]) writeFileSync(env["JSON"], `${JSON.stringify({ seed, ...all }, null, 2)}\n`);
}

const asked = env["BREAK"] ?? "";
if (asked === "all") await breaks(Object.keys(BREAKS));
else if (asked !== "") await breaks([asked]);
else await prove();
process.exitCode = wrong > 0 ? 1 : 0;
