import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import t from "tap";
import { sha256 } from "../../src/plans/sha256.ts";
import { watchLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { until } from "../platform/until.ts";
import { World } from "../world.ts";
import { planOf } from "./plan-of.ts";

// Alone: seven processes that must answer each other in tenths of a second.

/** Two hours are in the unit's journal when it starts; then everything is as `make run` starts it, with a real broker. */
const HOURS = 'D=DIR; node test/plans/recorded-hours.ts "$D/journal.db" && exec node src/cli.ts run --demo --dir "$D"';
const world = new World(["sh", "-c", HOURS]);
t.teardown(() => world.end());
const root = new URL("../..", import.meta.url).pathname;
const store = join(world.dir, "brain.db");

let live: Live | null = null;
/** What channels have shown while a pattern was in force. */
const greens = new Map<number, number>();
let watch: ReturnType<typeof watchLive> | null = null;
t.teardown(() => watch?.close());
const seeing = () => {
  watch ??= watchLive(
    world.live,
    (now) => {
      live = now;
      if (now.channels.some((c) => c.indication === "green")) greens.set(now.pattern, (greens.get(now.pattern) ?? 0) + 1);
    },
    () => {},
  );
};

interface Recorded {
  readonly seq: number;
  readonly param: number;
  readonly value: number;
  readonly detail: string;
}

/** What the brain has stored of this code since the unit started. */
function stored(code: number): readonly Recorded[] {
  let db: Database.Database | null = null;
  try {
    db = new Database(store, { readonly: true, fileMustExist: true });
    return db
      .prepare<[number, number], Recorded>(
        "SELECT seq, param, value, detail FROM record WHERE code = ? AND seq > (SELECT max(seq) FROM record WHERE code = ?) ORDER BY seq",
      )
      .all(code, 300);
  } catch {
    return [];
  } finally {
    db?.close();
  }
}
const details = (code: number) => stored(code).map(({ detail }) => JSON.parse(detail) as { [name: string]: unknown });

const brokerOf = () => /--broker (127\.0\.0\.1:\d+)/.exec(world.said)?.[1] ?? "127.0.0.1:18830";
interface Answer {
  readonly done: boolean;
  readonly refused: string;
}
const command = async (...words: readonly string[]): Promise<Answer> => {
  const centre = ["--broker", brokerOf(), "--plain", "--key", join(world.dir, "brain-key.pem"), "--store", store, "--wait", "60", "--json"];
  const args = ["src/cli.ts", "command", "DEMO-001", ...words, ...centre];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Answer;
};

/** Pattern 3 has longer greens for Harbour Road; the site file itself runs pattern 1 all day. */
const EVERY_DAY =
  '\n[[day_plans]]\nnumber = 1\nactions = [{ at = "00:00", pattern = 3 }]\n\n[[schedule]]\nday_plan = 1\ndays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n';
const PLAN = `${planOf((text) => text.replace("max_green = 70.0", "max_green = 40.0"))}${EVERY_DAY}`;
const HASH = sha256(PLAN);
const file = (name: string, text: string): string => {
  mkdirSync(join(world.dir, "plans"), { recursive: true });
  writeFileSync(join(world.dir, "plans", name), text);
  return join(world.dir, "plans", name);
};

t.test(
  "a plan comes from the brain, is refused until this unit has tried it, comes into force at its time and is taken back",
  async (t) => {
    await until(() => {
      if (/status page/.test(world.said)) seeing();
      return live?.mode === "actuated" && stored(131).length > 0;
    }, 180_000);
    t.equal((live as Live | null)?.pattern, 1);

    const minimum = await command("upload-plan", file("minimum.toml", `${PLAN}\n[[phases]]\nnumber = 2\nmin_green = 0.1\n`));
    t.match(minimum, { done: false, refused: /\[phases\] is the site file's, and stays as it is/ });
    const dangling = await command("upload-plan", file("dangling.toml", PLAN.replace("pattern = 3 }", "pattern = 9 }")));
    t.match(dangling, { done: false, refused: /does not pass the checks of a site file/ });
    t.match(await command("upload-plan", file("evening.toml", PLAN)), { done: true });
    t.match(await command("activate-plan", HASH), { done: false, refused: /has not been tried on this unit's own traffic yet/ });

    t.match(await command("try-plan", HASH.slice(0, 12)), { done: true });
    await until(() => stored(371).length > 0, 300_000);
    t.match(details(371), [{ hash: HASH, passed: true, against: "" }], "the brain hears how it went on the unit's own hour");
    t.ok((details(371)[0]!["before"] as { vehicles: number }).vehicles > 100);

    t.match(await command("activate-plan", HASH, "2026-01-01T00:00:00Z"), { done: false, refused: /is over; this unit's clock says/ });
    const at = live!.wall + 40_000;
    t.match(await command("activate-plan", HASH, new Date(at).toISOString()), { done: true });
    t.same(stored(372), [], "it waits");
    await until(() => live?.pattern === 3 && (greens.get(3) ?? 0) > 10, 120_000);
    await until(() => stored(372).length === 1 && stored(131).length >= 2, 120_000);
    t.match(details(372), [{ hash: HASH, was: "", why: "the centre has activated it" }]);
    t.match(stored(131).at(-1), { param: 3 });
    t.ok(live!.wall >= at, "not before its time");

    t.match(await command("roll-back-plan"), { done: true });
    await until(() => live?.pattern === 1, 60_000);
    await until(() => stored(372).length === 2 && stored(131).length >= 3, 120_000);
    t.match(details(372)[1], { hash: "", was: HASH, why: "the centre has rolled back" });
    t.match(stored(131).at(-1), { param: 1 });
    t.match(await command("roll-back-plan"), { done: false, refused: /there is nothing to roll back/ });

    await until(() => details(341).filter(({ done }) => done === false).length >= 5, 60_000);
    const refused = details(341).flatMap(({ command, refused }) => (refused === "" ? [] : [command]));
    t.same(
      refused,
      ["upload-plan", "upload-plan", "activate-plan", "activate-plan", "roll-back-plan"],
      "each refusal is a record, in order",
    );
    t.equal(stored(350).length, 0, "and the monitor had nothing to say");
  },
);
