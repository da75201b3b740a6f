import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSyncRecorder } from "../../../src/platform/sync-recorder.ts";
import { simulate } from "../../../src/sim.ts";
import { Street } from "../../../src/street/street.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { FOUR_LEG, siteOf } from "../../streets.ts";
import { type Look, slope } from "./slope.ts";

/**
 * `make soak DAYS=30`: a unit with its journal on the simulated street, in simulated time (some 20 s of a core a day). What it holds after a
 * collection every four hours, and its slope in MB a simulated day after the first.
 */
const DAYS = Number(process.env["DAYS"]);
const HOUR_MS = 3_600_000;
const EVERY_MS = 4 * HOUR_MS;
const { gc } = globalThis as { gc?: () => void };

if (!(DAYS >= 2) || gc === undefined) {
  console.error("make soak: DAYS is 2 or more");
  process.exit(2);
}
const dir = mkdtempSync(join(tmpdir(), "stopline-days-"));
const path = join(dir, "journal.db");
const site = siteOf(FOUR_LEG);
const wall = WallTime(Date.UTC(2026, 0, 5));
const recorder = openSyncRecorder(path, { unit: site.id, epoch: "00000000000000aa", created: wall });
const unit = new Unit(site, { version: "soak", site: FOUR_LEG, wall });
const street = new Street(site, Number(process.env["SEED"] || 7));
const looks: (Look & { readonly resident: number })[] = [];
const watch = (now: Instant): void => {
  if (now === 0 || now % EVERY_MS !== 0) return;
  gc();
  gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  looks.push({ at_ms: now, rss: heapUsed + arrayBuffers, fds: 0, resident: rss });
  console.log(
    `${String(now / HOUR_MS).padStart(4)} h  ${(heapUsed / 1e3).toFixed(0)} KB of heap, ${(arrayBuffers / 1e3).toFixed(0)} KB of buffers, ` +
      `${(rss / 1e6).toFixed(0)} MB resident, journal ${(statSync(path).size / 1e6).toFixed(0)} MB`,
  );
};
try {
  simulate({ unit, street, recorder, watch }, Instant(DAYS * 24 * HOUR_MS));
} finally {
  recorder.close();
  rmSync(dir, { recursive: true, force: true });
}
const held = slope(looks.filter(({ at_ms }) => at_ms >= 24 * HOUR_MS));
console.log(
  `held after a collection: ${held.median.toFixed(3)} MB a simulated day (95 % of it: ${held.low.toFixed(3)} … ${held.high.toFixed(3)})`,
);
const file = process.env["JSON"];
if (file) writeFileSync(file, `${JSON.stringify({ days: DAYS, held, looks }, null, 2)}\n`);
