// The short form of `make hil`: scenarios of each kind of weather, in simulated time (half a minute of a core; all of them take two).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import type { Result } from "../evidence/keep.ts";
import { playAll } from "../play-all.ts";

const SHORT = [
  "broker-away-for-a-quarter-of-an-hour",
  "clock-stepped-an-hour",
  "delivered-twice",
  "disk-full",
  "forged-ambulance",
  "line-noise-from-a-welder",
  "power-cut-at-any-write",
  "two-preempts",
];

t.test("stories of a street end as they are told, and nobody who watches has found anything", { timeout: 240_000 }, async (t) => {
  execFileSync("make", ["-s", "build/journal/disk.so"], { cwd: join(import.meta.dirname, "../../.."), stdio: "inherit" });
  const folder = mkdtempSync(join(tmpdir(), "stopline-short-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const results: Result[] = [];
  await playAll(SHORT, { rig: "sim", seed: 7, folder, sim: true, jobs: 1 }, (result) => results.push(result));
  for (const { name, outcome, wrong, why } of results)
    t.same({ name, outcome, wrong, why }, { name, outcome: "passed", wrong: [], why: "" }, name);
  t.equal(results.length, SHORT.length);
});
