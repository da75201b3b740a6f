import t, { type Test } from "tap";
import { type Group, groupsOf, readGroups } from "../../src/brain/staging/groups.ts";
import { Staging } from "../../src/brain/staging/staging.ts";
import { openBroker } from "../../src/platform/broker.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { UpdateState } from "../../src/update/told.ts";
import { BROKERS } from "../platform/brokers.ts";
import { until } from "../platform/until.ts";
import { centreAt } from "./centre.ts";
import { BASE_MS, chunkOf, FakeUnit, recordOf } from "./fake-unit.ts";

const harbour: Group = { name: "harbour street", units: ["A-1", "A-2", "A-3"] };
const ring: Group = { name: "ring road", units: ["B-1", "B-2"] };
const told = (id: string, state: UpdateState, words = "") => ({ id, version: "1.5.0", state, words });

t.test("of each arterial one unit at a time stands in flash, and the next comes when it has proved itself", async (t) => {
  const staging = new Staging([harbour, ring], false, 1_000);
  t.same(staging.begin(0), ["A-1", "B-1"]);
  t.same(staging.begin(0), []);
  staging.answered("A-1", "a1", "");
  staging.told("A-1", told("a1", "installing"), "1.5.0", 5);
  t.same(staging.begin(0), []);
  staging.told("A-1", told("another", "proved"), "1.5.0", 5);
  t.same(staging.begin(0), [], "the proof of another update is none");
  staging.told("A-1", told("a1", "proved"), "1.5.0", 5);
  t.same(staging.begin(0), ["A-2"]);
  t.notOk(staging.over);
});

t.test("after the first that refuses or falls back nobody else is begun anywhere; who is underway is heard to the end", async (t) => {
  for (const fail of [
    (staging: Staging) => staging.answered("A-1", "a1", "it has no second slot"),
    (staging: Staging) => {
      staging.answered("A-1", "a1", "");
      staging.told("A-1", told("a1", "fell-back", "control does not tick"), "1.5.0", 5);
    },
  ]) {
    const staging = new Staging([harbour, ring], false, 1_000);
    staging.begin(0);
    staging.answered("B-1", "b1", "");
    fail(staging);
    t.match(staging.stopped, /^A-1: (refused: it has no second slot|fell-back: control does not tick)$/);
    t.notOk(staging.over, "B-1 is underway");
    staging.told("B-1", told("b1", "proved"), "1.5.0", 5);
    t.same(staging.begin(0), []);
    t.ok(staging.over);
  }
});

t.test(
  "a unit that found no safe moment is passed over; one that nobody knows anything of holds its own arterial and no other",
  async (t) => {
    const staging = new Staging([harbour, ring], false, 1_000);
    staging.begin(0);
    staging.answered("A-1", "a1", "");
    staging.told("A-1", told("a1", "given-up", "no safe moment"), "1.5.0", 5);
    t.same(staging.begin(10), ["A-2"]);
    staging.unanswered("A-2", "no answer", true);
    staging.answered("B-1", "b1", "");
    staging.told("B-1", told("b1", "proved"), "1.5.0", 5);
    t.same(staging.begin(20), ["B-2"]);
    staging.answered("B-2", "b2", "");
    staging.look(2_000, 5_000);
    t.match(staging.stands["B-2"], { state: "lost", words: /^nothing final within 0 minutes/ });
    t.ok(staging.over);
    const never = new Staging([ring], false, 1_000);
    never.begin(0);
    never.unanswered("B-1", "the command was not sent", false);
    t.same(never.begin(0), ["B-2"], "who never had it is not underway");
  },
);

t.test("who types it again goes on: nobody is begun twice, and an answer that was not heard is found in the journal", async (t) => {
  const first = new Staging([harbour], false, 100_000);
  first.begin(1_000_000);
  const second = new Staging([harbour], false, 100_000, JSON.parse(JSON.stringify(first.stands)));
  t.same(second.begin(1_000_001), []);
  second.told("A-1", told("old", "proved"), "1.5.0", 1_000);
  t.same(second.stands["A-1"]?.state, "asked", "a record from long before is of another time");
  second.told("A-1", told("a1", "fetching"), "1.5.0", 1_000_500);
  t.match(second.stands["A-1"], { state: "underway", id: "a1", step: "fetching" });
  const unsent = new Staging([harbour], false, 100_000, JSON.parse(JSON.stringify(first.stands)));
  unsent.look(1_080_000, 70_000);
  t.same(unsent.begin(1_080_000), ["A-1"]);
  const done = new Staging([harbour], false, 100_000, { "A-1": { state: "proved", words: "" } });
  done.has("A-2");
  t.same(done.begin(0), ["A-3"], "who runs it already is not asked");
});

t.test("at once is at once, if somebody says so", async (t) => {
  t.same(new Staging([harbour, ring], true, 1_000).begin(0), ["A-1", "A-2", "A-3", "B-1", "B-2"]);
});

t.test("a file of groups is read, or what is wrong with it is said", async (t) => {
  t.same(readGroups('[[groups]]\nname = "harbour street"\nunits = ["A-1", "A-2", "A-3"]\n', "g.toml"), { groups: [harbour] });
  const twice = '[[groups]]\nname = "a"\nunits = ["A-1"]\n[[groups]]\nname = "b"\nunits = ["A-1"]\n';
  t.match(readGroups(twice, "g.toml"), { wrong: 'unit A-1 stands in "a" and in "b"' });
  for (const text of ["", "[[groups]]\n", '[[groups]]\nname = "a"\nunits = []\n', '[[groups]]\nname = "a"\nunits = ["+"]\n', "x"])
    t.match(readGroups(text, "g.toml"), { wrong: /g\.toml/ }, text);
});

t.test("of a corridor file whoever is linked, over however many junctions, is one group", async (t) => {
  const link = (from: string, to: string) => [`${from}-${to}`, { from, to }] as const;
  const graph = { units: new Set(["1", "2", "3", "4"]), links: new Map([link("1", "2"), link("2", "place"), link("3", "2")]) };
  const groups = groupsOf(graph as unknown as Parameters<typeof groupsOf>[0]);
  t.same(
    groups.map(({ units }) => units.toSorted()),
    [["1", "2", "3"], ["4"]],
  );
});

/** A unit that takes an update: says its steps to the journal, as the test wants, and when. */
class Updating extends FakeUnit {
  #seq = 0;
  id = "";

  async record(state: UpdateState, words = ""): Promise<void> {
    this.#seq += 1;
    const detail = JSON.stringify(told(this.id, state, words));
    const record = () => ({
      ...recordOf(this.#seq),
      atMs: Date.now() - BASE_MS,
      code: CODE.update,
      param: 0,
      value: 0,
      detail,
      input: false,
    });
    await this.say("live", chunkOf(this.unit, this.epoch, this.#seq, this.#seq, record));
  }
}

async function city(t: Test, port: number, names: readonly string[]) {
  const { type, file, keeper } = centreAt(t, port);
  await keeper();
  const units = new Map(names.map((name) => [name, new Updating(name)]));
  for (const unit of units.values()) {
    unit.answer = (command) => {
      unit.id = command.id;
      return { done: true };
    };
    await unit.connect(port);
    t.teardown(() => unit.close());
  }
  const groups = file(
    "groups.toml",
    '[[groups]]\nname = "harbour street"\nunits = ["A-1", "A-2"]\n[[groups]]\nname = "ring road"\nunits = ["B-1"]\n',
  );
  const fleet = () => type("update-fleet", ...RELEASE, "--groups", groups);
  return { units: (name: string) => units.get(name)!, type, fleet };
}
const RELEASE = ["https://centre.example/b.raucb", "1.5.0", "ab".repeat(32), "150000000"];

t.test("one types an update for a corner while the next one's is underway: not sent, unless he says so", async (t) => {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const { units, type } = await city(t, broker.port, ["A-1", "A-2"]);
  t.equal(await type("command", "A-1", "update", ...RELEASE).ended, 0);
  const hurried = type("command", "A-2", "update", ...RELEASE);
  t.equal(await hurried.ended, 1, "in one line of a shell: the first has not even begun to fetch");
  t.match(hurried.said(), /^stopline: A-1 was asked for an update just now, and of an arterial/);
  await units("A-1").record("installing");
  await until(() => units("A-1").acked > 0);
  const [update, other] = [type("command", "A-2", "update", ...RELEASE), type("command", "A-2", "place-call", "3")];
  t.equal(await update.ended, 1);
  t.match(update.said(), /^stopline: A-1 has an update to 1\.5\.0 underway \(installing\)[\s\S]*--at-once\. The command was not sent\.\n$/);
  t.equal(await other.ended, 0, "it is about updates alone");
  t.notOk(units("A-2").commands.some(({ command }) => command.update));
  t.equal(await type("command", "A-2", "update", ...RELEASE, "--at-once").ended, 0);
  await units("A-2").record("proved");
  await until(() => units("A-2").acked > 0);
  t.equal(await type("command", "A-1", "update", ...RELEASE).ended, 0, "its own is for it to refuse");
});

for (const [name, open] of BROKERS)
  t.test(`several units over ${name}: one of each arterial at a time; ended in the middle and typed again, it goes on`, async (t) => {
    const broker = await open();
    t.teardown(() => broker.close());
    const { units, fleet } = await city(t, broker.port, ["A-1", "A-2", "B-1"]);
    const first = fleet();
    await until(() => units("A-1").id !== "" && units("B-1").id !== "", 30_000);
    t.match(units("A-1").commands[0]!.command.update, { version: "1.5.0", size: 150_000_000, sha256: "ab".repeat(32) });
    await units("A-1").record("installing");
    await units("B-1").record("proved");
    await until(() => /A-1 installing/.test(first.said()) && /B-1 proved/.test(first.said()), 30_000);
    t.equal(units("A-2").commands.length, 0, "its neighbour is not through yet");
    first.child.kill("SIGKILL");
    await first.ended;
    await units("A-1").record("proved");
    const second = fleet();
    await until(() => units("A-2").id !== "", 30_000);
    t.equal(units("A-1").commands.length, 1, "nobody is asked twice");
    await units("A-2").record("fell-back", "control does not tick");
    t.equal(await second.ended, 1);
    t.match(second.said(), "2 proved, 1 failed of 3. Stopped after A-2: fell-back: control does not tick");
    t.match(second.said(), /harbour street \(1 of 2\): A-2 asked/);
  });
