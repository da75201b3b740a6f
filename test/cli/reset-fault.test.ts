import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { openDatabase } from "../../src/platform/database.ts";
import { readJournal } from "../../src/platform/recorder.ts";
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "../platform/until.ts";
import { verbChild } from "./verb-child.ts";

const SITE = new URL("../../deploy/sites/four-leg.toml", import.meta.url).pathname;

/** A journal whose last life ended with a fault of the monitor. */
function faulty(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "stopline-reset-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const recorder = openSyncRecorder(join(folder, "journal.db"), { unit: "DEMO-001", epoch: "e1" });
  const detail = JSON.stringify({ words: "conflicting movements at the same time", channels: [2, 4] });
  recorder.append([entry(Instant(100), CODE.monitorFault, 0, 0, detail)], WallTime(0));
  recorder.close();
  return folder;
}

t.test("a technician resets a latched fault in the cabinet, and the unit's next life knows nothing of it", async (t) => {
  const folder = faulty(t);
  const journal = join(folder, "journal.db");
  const unit = () => verbChild(t, "unit", SITE, "--journal", journal, "--live", join(folder, "live.sock"), "--ports", folder);
  const reset = (...more: string[]) => verbChild(t, "reset-fault", journal, "--by", "Miller", ...more);

  const first = unit();
  await until(() => first.said().includes("controls"), 20_000);
  t.match(first.said(), /latched a fault before \(conflicting movements at the same time\)/);
  const done = reset();
  t.equal(await done.ended, 0);
  t.match(done.said(), /latched: conflicting movements at the same time, channels 2 4\nReset, .* come back through start-up/);
  const again = reset();
  t.equal(await again.ended, 1);
  t.match(again.said(), /latched no fault/);
  first.child.kill("SIGTERM");
  t.equal(await first.ended, 0);
  const records = [...readJournal(journal)].flatMap((c) => c.records);
  t.match(
    records.filter((r) => r.code === CODE.monitorReset).map((r) => JSON.parse(r.detail)),
    [{ by: "Miller" }],
  );

  const second = unit();
  await until(() => second.said().includes("controls"), 20_000);
  t.notMatch(second.said(), "latched");
});

t.test("without a unit that runs, nothing is reset and the technician hears it", async (t) => {
  const folder = faulty(t);
  const journal = join(folder, "journal.db");
  const verb = verbChild(t, "reset-fault", journal, "--wait", "0");
  t.equal(await verb.ended, 1);
  t.match(verb.said(), /the unit has not taken it\. Is it running\?/);
  const db = openDatabase(journal, "reader");
  t.teardown(() => db.close());
  t.match(db.prepare<[], string>("SELECT latched FROM store").pluck().get(), "conflicting");
});
