import t from "tap";
import { sha256 } from "../../../src/plans/sha256.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { BROKERS } from "../../platform/brokers.ts";
import { until } from "../../platform/until.ts";
import { FOUR_LEG } from "../../streets.ts";
import { city, commandsOf, LONG_MS, type Planning } from "../planning.ts";
import { cruiseShip } from "./cruise-ship.ts";

t.test("a rollout that is killed and typed again goes on where it was, and is taken back as a whole", async (t) => {
  const { units, type, file, keeper } = await city(t, BROKERS[1]![1], ["A-1", "A-2"]);
  const [one, two] = units as readonly [Planning, Planning];
  await keeper();
  const texts = [1, 2].map((number) => `[[patterns]]\nnumber = ${number}\n`) as [string, string];
  const plans = [`A-1=${file("a.toml", texts[0])}`, `A-2=${file("b.toml", texts[1])}`];
  two.ponders = true;
  const first = type("rollout", ...plans);
  await until(() => one.inForce !== "" && two.trials > 0, LONG_MS);
  first.child.kill("SIGKILL");
  await first.ended;
  two.ponders = false;
  const second = type("rollout", ...plans);
  t.equal(await second.ended, 0, second.said());
  t.match(second.said(), /A-2: in force[\s\S]*2 in force of 2/);
  t.same([one.inForce, two.inForce], texts.map(sha256));
  t.same(
    [commandsOf(one, "uploadPlan"), commandsOf(one, "activatePlan"), commandsOf(two, "uploadPlan")],
    [1, 1, 1],
    "nothing is said twice",
  );
  const late = type("rollout", ...plans, "--state", file("late.json", "").replace("late", "later"), "--at", "2026-01-01T05:00Z");
  t.equal(await late.ended, 2);
  t.match(late.said(), /--at 2026-01-01T05:00:00Z is over; leave --at away/);
  const other = type("rollout", ...plans, "--together");
  t.equal(await other.ended, 2);
  t.match(other.said(), /is of other plans, or of another moment/);
  const back = type("rollout", ...plans, "--take-back");
  t.equal(await back.ended, 0, back.said());
  t.match(back.said(), "2 taken back of 2");
  t.same([one.inForce, two.inForce], ["", ""]);
});

const DAY_MS = 86_400_000;
const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
const SURGES = `
[city]
name = "Old Town"
time_zone = "Europe/Berlin"

[[surges]]
name = "cup-final"
class = "match"
units = ["DEMO-001"]
begins = "${moment(Date.now() + DAY_MS)}"
ends = "${moment(Date.now() + DAY_MS + 7_200_000)}"
longest = 480
phases = [{ name = "arrival", from = -60, to = 0 }]
demand = [{ unit = "DEMO-001", approach = "west", vehicles = 400 }]
${cruiseShip("north", 300)}`;

t.test(
  "a brain has the surges of a file in its unit's plan; killed it goes on; a person begins one, ends it, and takes the other out",
  async (t) => {
    const { units, type, file } = await city(t, BROKERS[0]![1], ["DEMO-001"]);
    const [unit] = units as readonly [Planning];
    const path = file("surges.toml", SURGES);
    const brain = type("brain", "--surges", path);
    await until(() => /2 surges in 1 units/.test(brain.said()) && /DEMO-001/.test(brain.said()), LONG_MS);
    unit.record(CODE.sessionStart, { site: FOUR_LEG });
    await until(() => unit.inForce !== "", LONG_MS).catch(() => t.fail(brain.said()));
    const plan = unit.plans.get(unit.inForce)!;
    t.match(plan, /^# surges over the site file\n/);
    t.match(plan, /name = "cup-final arrival"/);
    const date = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(Date.now() + DAY_MS - 3_600_000);
    t.match(plan, `"${date}"`);
    await until(() => /cup-final, cruise-ship: in force/.test(brain.said()), LONG_MS);

    const told = type("surge", path);
    t.equal(await told.ended, 0, told.said());
    t.match(
      told.said(),
      /DEMO-001, in its plan\n {2}cup-final arrival: .*\n {4}pattern 100 "cup-final arrival", by gaps, with greens of at most \(s\) 1: \d+, [\s\S]*instead of pattern 1 /,
    );
    t.match(told.said(), /cruise-ship ashore: when somebody begins it/);

    const start = type("surge", path, "start", "cruise-ship");
    t.equal(await start.ended, 0, start.said());
    t.match(unit.patterns[0], "101 900");
    brain.child.kill("SIGKILL");
    await brain.ended;
    const uploads = commandsOf(unit, "uploadPlan");
    const before = unit.patterns.length;
    const second = type("brain", "--surges", path);
    await until(() => unit.patterns.length > before, LONG_MS);
    t.equal(unit.patterns.at(-1), "101 900", "the next brain renews it");
    const stop = type("surge", path, "stop", "cruise-ship");
    t.equal(await stop.ended, 0, stop.said());
    t.ok(unit.patterns.includes("101 1"));
    t.equal(commandsOf(unit, "uploadPlan"), uploads, "and brings no plan that is there");

    const wrong = type("surge", path, "start", "cup-final");
    t.equal(await wrong.ended, 2);
    t.match(wrong.said(), "cup-final has its own time");
    const cancel = type("surge", path, "stop", "cup-final");
    await cancel.ended;
    t.match(cancel.said(), "cup-final is stopped");
    const with_both = unit.inForce;
    await until(() => unit.inForce !== with_both && unit.inForce !== "", LONG_MS);
    const rest = unit.plans.get(unit.inForce)!;
    t.notMatch(rest, /cup-final/);
    t.match(rest, /cruise-ship ashore/);
    t.notMatch(second.said(), /Error/);
  },
);

t.test("who begins a surge that its unit has refused is told why at his terminal, and what he can do", async (t) => {
  const { units, type, file } = await city(t, BROKERS[0]![1], ["DEMO-001"]);
  const [unit] = units as readonly [Planning];
  unit.starves_s = 999;
  const path = file("surges.toml", SURGES.replace(/\[\[surges\]\]\nname = "cup-final"[\s\S]*?\n\n/, ""));
  const brain = type("brain", "--surges", path);
  await until(() => /1 surges in 1 units/.test(brain.said()) && /DEMO-001/.test(brain.said()), LONG_MS);
  unit.record(CODE.sessionStart, { site: FOUR_LEG });
  await until(() => /in a surge somebody may wait for \d+ s/.test(brain.said()), LONG_MS).catch(() => t.fail(brain.said()));
  const start = type("surge", path, "start", "cruise-ship");
  t.equal(await start.ended, 1, start.said());
  t.match(
    start.said(),
    /^DEMO-001: it does not take its plan \(cruise-ship, rehearsed: failed: its trial: somebody is starved; 999 s, and in a surge somebody may wait for \d+ s\)\. Ask for fewer/m,
  );
  const list = type("surge", path);
  await list.ended;
  t.match(list.said(), /^DEMO-001, not in its plan yet \(cruise-ship, rehearsed: failed: /m);
  t.same(unit.patterns, []);
});
