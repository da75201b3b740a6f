import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "./evidence/keep.ts";

export interface Wanted {
  readonly rig: string;
  readonly seed: number;
  readonly folder: string;
  /** Simulated time: each player has a disk of its own behind `disk.so`. */
  readonly sim: boolean;
  readonly jobs: number;
}

const HOUSE = join(import.meta.dirname, "../..");
/** In memory, where there is such a place: the simulated disk's syncs are none, and the brain's shall cost nothing. */
const MEMORY = "/dev/shm";

/** Plays them, some at a time, each player one after the other. `begins` hears of each when it is given to its player. */
export async function playAll(
  names: readonly string[],
  wanted: Wanted,
  told: (result: Result) => void,
  begins: (name: string) => void = () => {},
): Promise<void> {
  const left = [...names];
  const jobs = Math.min(wanted.jobs, names.length);
  await Promise.all(Array.from({ length: jobs }, () => player(left, wanted, { told, begins })));
}

interface Listener {
  readonly told: (result: Result) => void;
  readonly begins: (name: string) => void;
}

async function player(left: string[], wanted: Wanted, listener: Listener): Promise<void> {
  while (left.length > 0) {
    const place = mkdtempSync(join(statSync(MEMORY, { throwIfNoEntry: false })?.isDirectory() ? MEMORY : tmpdir(), "stopline-hil-"));
    const child = startPlayer(place, wanted);
    try {
      await serve(child, left, listener);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }
}

function startPlayer(place: string, { rig, seed, folder, sim }: Wanted): ChildProcess {
  const disk = { DISK_DIR: join(place, "disk"), DISK_LOG: join(place, "log"), LD_PRELOAD: join(HOUSE, "build/journal/disk.so") };
  if (sim) mkdirSync(disk.DISK_DIR);
  return fork(join(import.meta.dirname, "player.ts"), [rig, String(seed), folder], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(HOUSE, "build/hil/.compiled"), ...(sim ? disk : {}) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Gives it one after the other. A player that dies has failed the one that it had, and another takes its place. */
function serve(child: ChildProcess, left: string[], { told, begins }: Listener): Promise<void> {
  let playing: string | null = null;
  const next = (): void => {
    playing = left.shift() ?? null;
    if (playing === null) {
      child.disconnect();
      return;
    }
    begins(playing);
    child.send(playing);
  };
  return new Promise((resolve) => {
    child.on("message", (message: "ready" | Result) => {
      if (message !== "ready") told(message);
      next();
    });
    child.once("exit", (code, signal) => {
      if (playing !== null)
        told({
          name: playing,
          story: "",
          outcome: "failed",
          why: `its player ended (${signal ?? code})`,
          took_ms: 0,
          wrong: [],
          unjudged: [],
        });
      resolve();
    });
  });
}
