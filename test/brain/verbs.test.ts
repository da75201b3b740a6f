import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { arrivalOf } from "../../src/brain/arrival.ts";
import { Fleet } from "../../src/brain/fleet.ts";
import { Store } from "../../src/brain/store.ts";
import { fleetTable } from "../../src/brain/table.ts";
import { standingOf, unitLine } from "../../src/brain/words.ts";
import { centreOf } from "../../src/cli/centre.ts";
import { commands } from "../../src/commands/index.ts";
import { sqliteEngine } from "../../src/platform/brain-sqlite.ts";
import { openBroker } from "../../src/platform/broker.ts";
import { openKey } from "../../src/platform/keys.ts";
import { signatureBy } from "../../src/platform/signature.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { until } from "../platform/until.ts";
import { chunkOf, FakeUnit, message, presenceOf, statusOf } from "./fake-unit.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far, both streams. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(t: Test, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      said += bytes;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  t.teardown(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, said: () => said, ended };
}

async function type(t: Test, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const { ended, said } = start(t, ...args);
  return { code: await ended, said: said() };
}

async function openStreet(t: Test) {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const folder = t.testdir();
  const at = ["--broker", `127.0.0.1:${broker.port}`, "--plain", "--store", join(folder, "brain.db")];
  const unit = new FakeUnit("A");
  t.teardown(() => unit.close());
  return { broker, folder, at, key: ["--key", join(folder, "key.pem")], unit };
}

t.test("a brain prints the fleet, a second one looks, a command has its answer", async (t) => {
  const { broker, at, key, unit, folder } = await openStreet(t);
  const brain = start(t, "brain", ...at, ...key);
  await until(() => /connected to broker/.test(brain.said()), 20_000);
  const [, pinned] = /command_key = "([^"]+)"/.exec(brain.said()) ?? [];
  t.match(brain.said(), /made the key .*key\.pem/);
  await unit.connect(broker.port);
  await unit.status({ mode: "actuated", pattern: 1, phases: [{ phase: 2, interval: "green" }] });
  await unit.chunk(1, 12);
  await until(() => unit.acked === 12);
  unit.answer = ({ placeCall }) => (placeCall?.phase === 9 ? { refused: "phase 9 is not in this unit's site file" } : { done: true });

  // Side by side, for processes take their time to start.
  const [table, json, second, done, refused, nobody] = await Promise.all([
    type(t, "brain", "--once", ...at),
    type(t, "brain", "--once", "--json", ...at),
    (async () => {
      const run = start(t, "brain", ...at, ...key);
      await until(() => /A online/.test(run.said()), 20_000);
      run.child.kill("SIGTERM");
      return { code: await run.ended, said: run.said() };
    })(),
    type(t, "command", "A", "set-pattern", "3", "--for", "600", ...at, ...key),
    type(t, "command", "A", "place-call", "9", "--pedestrian", "--json", ...at, ...key),
    type(t, "command", "BERLIN-1", "place-call", "2", "--wait", "60", ...at, ...key),
  ]);
  t.match(table, {
    code: 0,
    said: /^unit +presence +mode .*\nA +online +actuated +1 +2 +12 +12 \/ 12 +0 +0 +0 +12:00:01 detector off, detector 13 = 12\n$/,
  });
  t.match({ ...json, said: JSON.parse(json.said) }, { code: 0, said: { unit: "A", presence: "online", records: 12, acked_seq: 12 } });
  t.match(second, { code: 0, said: /another brain keeps .*only looks[\s\S]*A online: actuated, pattern 1, green 2; 12 records, all here/ });
  t.match(done, { code: 0, said: /^A: set-pattern 3 600 done at 2026-01-05T12:00:00.000Z\n$/ });
  t.match({ ...refused, said: JSON.parse(refused.said) }, { code: 1, said: { unit: "A", done: false, refused: /phase 9/ } });
  t.match(nobody, { code: 1, said: /^stopline: no unit BERLIN-1 has been heard of; there is A\. The command was not sent\.\n$/ });
  const verify = signatureBy(pinned!);
  t.ok(unit.commands.length >= 2 && unit.commands.every(({ body, signature }) => verify(body, signature)), "by the key that was printed");
  // It tells of a unit every ten seconds at the most, and the others may be over before.
  await until(() => /12 records/.test(brain.said()), 20_000);
  brain.child.kill("SIGTERM");
  t.equal(await brain.ended, 0);
  t.match(brain.said(), /A online: actuated, pattern 1, green 2; 12 records, all here; acknowledged up to 12/);
  const alone = await type(t, "brain", "--once", "--broker", "127.0.0.1:1", "--plain", "--store", join(folder, "brain.db"));
  t.match(alone, { code: 1, said: /^A +unknown \(online at \d\d:\d\d UTC\) +actuated/m }, "nobody is online at a broker that is away");
  const db = new Sqlite(join(folder, "brain.db"));
  const commands = db.prepare("SELECT unit, done, refused FROM command ORDER BY unit, done DESC").all();
  t.same(commands, [
    { unit: "A", done: 1, refused: "" },
    { unit: "A", done: 0, refused: "phase 9 is not in this unit's site file" },
  ]);
  db.close();
});

t.test("a brain that is killed again and again has every record once, and all that it ever acknowledged", async (t) => {
  const { broker, at, key, unit, folder } = await openStreet(t);
  await unit.connect(broker.port);
  const last = 3_000;
  const stored = (upTo: number) => {
    const db = new Sqlite(join(folder, "brain.db"), { readonly: true });
    const count = db.prepare("SELECT count(*) FROM records WHERE seq <= ?").pluck().get(upTo);
    db.close();
    return count;
  };
  for (const until_seq of [200, 900, 1_700, last]) {
    const brain = start(t, "brain", "--quiet", ...at, ...key);
    // As a unit does: from the acknowledgement on, again while nothing comes, in chunks cut as ever.
    let at_seq = unit.acked;
    let owed = performance.now();
    await until(() => {
      if (performance.now() - owed > 300) at_seq = unit.acked;
      if (at_seq === unit.acked) owed = performance.now();
      for (let i = 0; i < 5 && at_seq < Math.min(last, unit.acked + 400); i++) {
        void unit.chunk(at_seq + 1, Math.min(last, at_seq + 10));
        at_seq = Math.min(last, at_seq + 10);
      }
      return unit.acked >= until_seq;
    }, 30_000);
    brain.child.kill("SIGKILL");
    await brain.ended;
    const { acked } = unit;
    t.equal(stored(acked), acked, `all ${acked} that were acknowledged`);
  }
  const db = new Sqlite(join(folder, "brain.db"));
  t.equal(db.pragma("integrity_check", { simple: true }), "ok");
  t.match(await new Store(sqliteEngine(db)).tallies(), [{ records: last, acked_seq: last, lost: 0, contradictions: 0 }]);
  t.match(db.prepare("SELECT count(*) AS n, sum(value) AS sum, min(seq) AS low, max(seq) AS high FROM records").get(), {
    n: last,
    sum: (last * (last + 1)) / 2,
    low: 1,
    high: last,
  });
  db.close();
});

t.test("words that are not understood, and things that are not there, are said", async (t) => {
  const folder = t.testdir({ "wrong.db": "this is not a database, and it is long enough to be looked at as one", "wrong.pem": "hello" });
  chmodSync(join(folder, "wrong.pem"), 0o600);
  const nowhere = ["--broker", "127.0.0.1:1", "--plain"];
  const file = (name: string) => join(folder, name);
  openKey(file("good.pem"));
  const known = commands.map((command) => command.name).join(" or ");
  const cases: readonly (readonly [args: readonly string[], code: number, said: RegExp])[] = [
    [["command"], 2, new RegExp(`name a unit and a command \\(${known}\\)`)],
    [["command", "A", "dance"], 2, new RegExp(`there is no command "dance"; it is ${known}`)],
    [["command", "A", "place-call", "two"], 2, /"place-call two" is not understood; it is place-call PHASE \[pedestrian\]/],
    [["command", "A", "place-call", "2", "--wait", "soon"], 2, /--wait is 1 to 86400 seconds, not "soon"/],
    [
      ["command", "A", "place-call", "2", ...nowhere, "--store", file("b.db"), "--key", file("no.pem")],
      1,
      /no\.pem: there is no such file; "stopline brain --key/,
    ],
    [
      ["command", "A", "place-call", "2", "--wait", "1", ...nowhere, "--store", file("b.db"), "--key", file("good.pem")],
      1,
      /no answer from A within 1 s \(broker 127\.0\.0\.1:1: nobody listens there.*are host and port right\?\)\. The command was not sent\.\n$/,
    ],
    [["brain", "--broker", "nowhere"], 2, /--broker is HOST:PORT, as in 127\.0\.0\.1:1883, not "nowhere"/],
    [["brain", ...nowhere, "--store", file("wrong.db")], 1, /^stopline: store .*wrong\.db: .*not a database/],
    [["brain", ...nowhere, "--store", file("b.db"), "--key", file("wrong.pem")], 1, /^stopline: key .*wrong\.pem: it is no private key/],
    [
      ["brain", "--once", ...nowhere, "--store", file("c.db")],
      1,
      /no unit has been heard of yet[\s\S]*nobody listens there[\s\S]*no store at/,
    ],
  ];
  await Promise.all(cases.map(async ([args, code, said]) => t.match(await type(t, ...args), { code, said }, args.join(" "))));
  t.notOk(existsSync(file("c.db")), "who only looks makes no store");
});

t.test("the demo's broker, store and key are found by themselves, and are not taken for another broker's", async (t) => {
  const folder = t.testdir({ demo: { "brain-key.pem": "" } });
  const demo = centreOf({ plain: false }, folder);
  t.same(demo.address, { host: "127.0.0.1", port: 18_830, tls: false, typed: true });
  t.equal(demo.storeFile, join(folder, "demo/brain.db"));
  const moved = centreOf({ broker: "127.0.0.1:18831", plain: true }, folder);
  t.match(moved, { address: { port: 18_831, tls: false }, keyFile: join(folder, "demo/brain-key.pem") });
  const real = centreOf({ broker: "brain.example.net:8883", plain: false }, folder);
  t.match(real, { address: { host: "brain.example.net", tls: true }, storeFile: join(folder, "brain.db") });
  t.match(centreOf({ broker: "[::1]:1883", plain: true }, folder).address, { host: "::1", port: 1883 });
  t.throws(() => centreOf({ plain: false }, join(folder, "demo")), /name the broker/);
});

t.test("a unit that speaks to the terminal instead of the person is printed, not obeyed", async (t) => {
  const { broker, at, key, unit } = await openStreet(t);
  await unit.connect(broker.port);
  const evil = "fixed\x1b[2J\x1b]0;owned\x07\u009b31m\nA online: all is well\x7f";
  await unit.status({ mode: evil, modeCause: evil, monitorFault: evil, journalFault: evil });
  unit.answer = () => ({ done: false, refused: evil });
  const [table, json, refused] = await Promise.all([
    type(t, "brain", "--once", ...at),
    type(t, "brain", "--once", "--json", ...at),
    (async () => {
      const brain = start(t, "brain", ...at, ...key);
      await until(() => /A online/.test(brain.said()), 20_000);
      const command = await type(t, "command", "A", "place-call", "2", ...at, ...key);
      brain.child.kill("SIGTERM");
      await brain.ended;
      return { ...command, said: command.said + brain.said() };
    })(),
  ]);
  for (const { said } of [table, json, refused]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are meant
    t.notMatch(said, /[\x00-\x09\x0b-\x1f\x7f-\x9f]|\nA online: all is well/);
  }
  t.match(table.said, "fixed␛[2J␛]0;owned␇�31m␊A online: all is well␡ (monitor, journal)");
  t.equal(JSON.parse(json.said).mode, evil, "a program gets what the unit said");
  t.match(refused.said, /refused: fixed␛\[2J/);
});

t.test("the table fits the terminal", async (t) => {
  const store = new Store(sqliteEngine(new Sqlite(":memory:")));
  const fleet = new Fleet(() => store.tallies());
  for (let i = 10; i < 30; i++) {
    const name = `UNIT-${i}`;
    const presence = arrivalOf(message("presence", name, presenceOf(name, "e1", { lastSeq: 20 })))!;
    fleet.heard(presence, 0);
    await store.take([presence, arrivalOf(message("live", name, chunkOf(name, "e1", 1, 10)))!], WallTime(0));
  }
  const lines = fleetTable(await fleet.all(), 60, 10);
  t.equal(lines.length, 10);
  t.match(lines[1], /^UNIT-10 +online +- +- +- +10 +10 \/ 20/);
  t.ok(lines.every((line) => line.length <= 60));
  t.equal(lines.at(-1), "and 12 more");
  const troubled = arrivalOf(message("status", "UNIT-29", statusOf("UNIT-29", "e1", { failedDetectors: [1, 2, 3] })))!;
  fleet.heard(troubled, 0);
  t.equal(fleetTable(await fleet.all(), 60, 10).at(-1), "and 12 more: 1 with faults");
  const doubts = [{ detector: 4, doubt: "stuck on?" }];
  fleet.heard(arrivalOf(message("status", "UNIT-28", statusOf("UNIT-28", "e1", { doubts })))!, 0);
  t.equal(fleetTable(await fleet.all(), 60, 10).at(-1), "and 12 more: 2 with faults");
  t.match(fleetTable(await fleet.all(), 80, 30).at(-2), /^UNIT-28 +online +actuated \(1 doubted\)/);
  const view = (await fleet.all()).find(({ unit }) => unit === "UNIT-28")!;
  t.match(unitLine(view), /^UNIT-28 online: actuated, .*, doubted: detector 4 \(stuck on\?\); /);
  t.not(standingOf(view), standingOf({ ...view, doubts: [] }), "and it is said at once");
  const ending = arrivalOf(message("presence", "UNIT-10", presenceOf("UNIT-10", "e1", { certificateEndsMs: 1_000, state: 3 })))!;
  fleet.heard(ending, 0);
  t.match(fleetTable(await fleet.all(), 80, 30, 500)[1], /^UNIT-10 +offline +- \(certificate\)/);
  t.match(fleetTable(await fleet.all(), 80, 30, 500).at(-1), /^UNIT-29 +online +actuated \(3 detectors\)/);
  t.equal(fleetTable(await fleet.all(), 200, 21).length, 21, "and shows all if they fit");
});
