import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSyncRecorder } from "../../../src/platform/sync-recorder.ts";
import { ticks } from "../../../src/sim.ts";
import { Street } from "../../../src/street/street.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { FOUR_LEG, siteOf } from "../../streets.ts";
import { openCentreSide } from "./centre.ts";
import { type Look, slope } from "./slope.ts";

/**
 * `make soak DAYS=30`: a unit with its journal on the simulated street, a link and a brain with its store over a real broker, all in this process
 * and in simulated time (two minutes of a core a day). What they hold together after a collection every four hours, and its slope in MB a
 * simulated day after the first; Ctrl-C ends it early and says so far. ONLY=unit leaves link and brain out, so that what grows can be told from whom.
 */
const DAYS = Number(process.env["DAYS"]);
const ALONE = process.env["ONLY"] === "unit";
const HOUR_MS = 3_600_000;
const EVERY_MS = 4 * HOUR_MS;
/** How often link and brain see what the unit is, and their time goes on. */
const SHOWN_MS = 1_000;
/** What a unit's recorder waits before it writes. */
const CHUNK_MS = 10_000;
const { gc } = globalThis as { gc?: () => void };

if (!(DAYS >= 2) || gc === undefined) {
  console.error("make soak: DAYS is 2 or more");
  process.exit(2);
}
// Memory holds the files: nothing here hangs on whether a sync takes long.
const dir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "stopline-days-"));
const path = join(dir, "journal.db");
const site = siteOf(FOUR_LEG);
const wall = WallTime(Date.UTC(2026, 10, 26));
const recorder = openSyncRecorder(path, { unit: site.id, epoch: "00000000000000aa", created: wall });
const unit = new Unit(site, { version: "soak", site: FOUR_LEG, wall });
const street = new Street(site, Number(process.env["SEED"] || 7));
const looks: (Look & { readonly resident: number })[] = [];
await recorder.flush();
let asked = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (asked = true));
const centre = ALONE ? null : await openCentreSide(dir, site.id);
try {
  for (const now of ticks({ unit, street, recorder }, Instant(DAYS * 24 * HOUR_MS))) {
    if (now % CHUNK_MS === 0) await recorder.flush();
    if (now % SHOWN_MS === 0) await centre?.pass(unit.live(recorder.status(), 0), SHOWN_MS);
    if (now % EVERY_MS === 0) look(now);
    if (asked) break;
  }
} finally {
  await centre?.close();
  recorder.close();
  rmSync(dir, { recursive: true, force: true });
}
const held = slope(looks.filter(({ at_ms }) => at_ms >= 24 * HOUR_MS));
console.log(
  `held after a collection: ${held.median.toFixed(3)} MB a simulated day (95 % of it: ${held.low.toFixed(3)} … ${held.high.toFixed(3)})`,
);
if (centre !== null && centre.lost > 0) console.log(`the broker was lost ${centre.lost} times`);
const file = process.env["JSON"];
if (file) writeFileSync(file, `${JSON.stringify({ days: DAYS, alone: ALONE, lost: centre?.lost ?? null, held, looks }, null, 2)}\n`);

function look(now: Instant): void {
  gc!();
  gc!();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  looks.push({ at_ms: now, rss: heapUsed + arrayBuffers, fds: 0, resident: rss });
  const behind = centre === null ? "" : `, the brain has ${centre.acked()} of ${recorder.status().last_seq} records`;
  console.log(
    `${String(now / HOUR_MS).padStart(4)} h  ${(heapUsed / 1e3).toFixed(0)} KB of heap, ${(arrayBuffers / 1e3).toFixed(0)} KB of buffers, ` +
      `${(rss / 1e6).toFixed(0)} MB resident, journal ${(statSync(path).size / 1e6).toFixed(0)} MB${behind}`,
  );
}
