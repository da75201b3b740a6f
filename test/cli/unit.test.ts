import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { watchLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { until } from "../platform/until.ts";
import { verbChild } from "./verb-child.ts";

const SITE = new URL("../../deploy/sites/four-leg.toml", import.meta.url).pathname;

/** The name of a socket may not be long. */
function openFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "stopline-unit-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A street side without a street: its ports are not there, which is no reason not to run. */
function startUnit(t: Test, folder: string) {
  const args = ["unit", SITE, "--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock"), "--ports", folder];
  return verbChild(t, ...args);
}

function watched(t: Test, folder: string) {
  const seen: Live[] = [];
  const watch = watchLive(
    join(folder, "live.sock"),
    (live) => seen.push(live),
    () => {},
  );
  t.teardown(() => watch.close());
  return seen;
}

t.test("a second unit typed on the same cabinet ends at once, in words, and the first goes on being seen", async (t) => {
  const folder = openFolder(t);
  const first = startUnit(t, folder);
  const seen = watched(t, folder);
  await until(() => seen.length > 0, 20_000);
  const second = startUnit(t, folder);
  t.equal(await second.ended, 1);
  t.match(second.said(), /^stopline: another unit is running there: it shows its live state at .*live\.sock\. End it first/);
  t.notMatch(second.said(), "controls");
  const late = watched(t, folder);
  await until(() => late.length > 0);
  first.child.kill("SIGTERM");
  t.equal(await first.ended, 0);
});

t.test("a journal that takes nothing is told once, and to whoever watches, while the unit goes on", async (t) => {
  const folder = openFolder(t);
  const other = new Sqlite(join(folder, "journal.db"));
  other.exec("CREATE TABLE photos (x)");
  other.close();
  const unit = startUnit(t, folder);
  const seen = watched(t, folder);
  await until(
    () => /the journal takes no records: journal .*some other program's database.*\. The signals go on/.test(unit.said()),
    20_000,
  );
  t.match(seen.at(-1)!.journal, { fault: /some other program's database/, last_seq: 0 });
  const { at } = seen.at(-1)!;
  await until(() => seen.at(-1)!.at > at + 1_500);
  t.equal(unit.said().split("takes no records").length, 2, "once");
});
