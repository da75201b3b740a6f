// Long: an hour is recorded, and tried under four plans.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import type { Tried } from "../../src/plans/saved.ts";
import { sha256 } from "../../src/plans/sha256.ts";
import { busiestHour } from "../../src/tune/hour.ts";
import type { Slice } from "../../src/tune.ts";
import { FOUR_LEG } from "../streets.ts";
import { planOf } from "./plan-of.ts";

const root = new URL("../..", import.meta.url).pathname;
const stopline = (...args: readonly string[]): string =>
  execFileSync(process.execPath, ["src/cli.ts", ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const PATTERNS = planOf();
/** Two minutes of green for the main road in every cycle, whoever waits. */
const HOG = planOf((text) =>
  text.replace(
    'name = "actuated"',
    'name = "hog"\nphases = [{ phase = 2, max_green = 120.0, recall = "max" }, { phase = 6, max_green = 120.0, recall = "max" }]\n',
  ),
);

t.test("an hour that a unit recorded is lived through again under a plan: one that starves the side street does not pass", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "stopline-plans-"));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  const journal = join(dir, "journal.db");
  const site = join(root, "deploy/sites/four-leg.toml");
  stopline("sim", "--hours", "2", "--demand", "2", "--seed", "3", "--journal", journal);
  const tried = (plan: string): Tried => {
    const file = join(dir, "plan.toml");
    writeFileSync(file, plan);
    return JSON.parse(stopline("try-plan", site, "--journal", journal, "--plan", file, "--json")) as Tried;
  };
  const same = tried(PATTERNS);
  t.match(same, { passed: true, hash: sha256(PATTERNS), against: "", hour: Date.UTC(2026, 0, 5, 0, 30) });
  t.same(same.after, same.before, "the same plan does the same to the same people");
  t.ok(same.before!.vehicles > 100);
  const hog = tried(HOG);
  t.match(hog, { passed: false, words: /^(somebody is starved|it is worse by more than half) \(mean delay/ });
  t.same(hog.before, same.before);
  t.ok(hog.after!.longest_delay_s > 200);

  // What the unit keeps is found by the first digits of its hash.
  const kept = [{ hash: sha256(HOG), text: HOG, tried: null }];
  const saved = { site: sha256(FOUR_LEG), in_force: sha256(HOG), before: "", pending: null, watched_until: 0, kept };
  writeFileSync(`${journal}.plans`, JSON.stringify(saved));
  const back = tried(PATTERNS);
  t.match(back, { passed: true, against: sha256(HOG) });
  t.same(back.after, same.before);
  t.same(back.before, hog.after);
  const named = JSON.parse(stopline("try-plan", site, "--journal", journal, "--plan", sha256(HOG).slice(0, 8), "--json")) as Tried;
  t.equal(named.hash, sha256(HOG));
});

t.test("a unit that has recorded no whole hour says so, and its plan has not passed", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "stopline-plans-"));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  const journal = join(dir, "journal.db");
  const plan = join(dir, "plan.toml");
  writeFileSync(plan, PATTERNS);
  stopline("sim", "--hours", "0.25", "--journal", journal);
  const said = JSON.parse(stopline("try-plan", "deploy/sites/four-leg.toml", "--journal", journal, "--plan", plan, "--json")) as Tried;
  t.match(said, { passed: false, hour: 0, before: null, words: /hour/ });
});

t.test("the busiest whole hour is tried: two half hours, one behind the other", async (t) => {
  const half = (at: number, vehicles: number, length_ms = 1_800_000) => ({ wall: at * 1_800_000, vehicles, length_ms }) as Slice;
  const slices = [half(1, 10), half(2, 20), half(4, 90), half(5, 90, 1_700_000), half(6, 15), half(7, 16), half(8, 1)];
  t.same(
    busiestHour(slices)?.map(({ wall }) => wall / 1_800_000),
    [6, 7],
  );
  t.equal(busiestHour(slices.slice(2, 4)), null);
});
