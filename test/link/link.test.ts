import t from "tap";
import { stopline } from "#wire";
import { Link } from "../../src/link.ts";
import { signatureBy } from "../../src/platform/signature.ts";
import { DELIVERY } from "../../src/sync/delivery.ts";
import { topic } from "../../src/sync/topics.ts";
import { FakeBroker, shortly } from "../sync/fake-broker.ts";
import { FakeJournal } from "../sync/fake-journal.ts";
import { HandTimers } from "../sync/hand-timers.ts";
import { brainKey } from "../sync/seal.ts";
import { live } from "./live.ts";

const WALL = Date.UTC(2026, 10, 24, 12);
const brain = brainKey();

/** A unit's centre side in a world that the test turns by hand. `random` 1 would wait for the whole limit. */
function bench(chunks = 0, random = () => 0.5) {
  const journal = new FakeJournal("A");
  for (let i = 0; i < chunks; i++) journal.commit(2);
  const timers = new HandTimers(WALL);
  const broker = new FakeBroker();
  const told: string[] = [];
  const link = new Link(
    { unit: "A", version: "1.2.3", broker: { host: "brain.example.net", port: 8883, tls: true }, delivery: { ...DELIVERY, joined_max: 0 } },
    { connect: broker.connect, journal, timers, random, verify: signatureBy(brain.key) },
    (words) => told.push(words),
  );
  const said = () => broker.last.published.map(shortly).filter((words) => !words.startsWith("status"));
  const ack = (seq: number, epoch = "e1", unit = "A", wallMs = 0, retained = false) =>
    broker.last.on.message({ topic: topic("ack", "A"), payload: stopline.v1.Ack.encode({ unit, epoch, seq, wallMs }).finish(), retained });
  const command = (over: stopline.v1.Command.$Properties) => {
    const times = { issuedMs: timers.wall(), expiresMs: timers.wall() + 60_000 };
    const payload = brain.seal({ id: "c-1", unit: "A", counter: 1, ...times, placeCall: { phase: 3 }, ...over });
    broker.last.on.message({ topic: topic("command", "A"), payload, retained: false });
  };
  return { journal, timers, broker, told, link, said, ack, command };
}

/** The details of every record that was sent. */
const decodeDetails = (published: readonly { readonly topic: string; readonly payload: Uint8Array }[]) =>
  published
    .filter(({ topic: text }) => text.includes("/journal/"))
    .flatMap(({ payload }) => stopline.v1.Chunk.decode(payload).records.map((r) => r.detail ?? ""));

t.test("a unit listens, says that it is there, then tells the past", async (t) => {
  const { timers, broker, told, link, said } = bench(2);
  link.start();
  await timers.pass(0);
  t.same(said(), ["presence ONLINE", "backfill 1-2 historical", "backfill 3-4 historical"]);
  t.same(broker.last.subscribed, ["stopline/v1/A/ack/journal", "stopline/v1/A/command/sealed"]);
  const [presence] = broker.last.published;
  t.same(stopline.v1.Presence.toObject(stopline.v1.Presence.decode(presence!.payload)), {
    unit: "A",
    state: stopline.v1.Presence.State.ONLINE,
    sinceMs: WALL,
    version: "1.2.3",
    epoch: "e1",
    lastSeq: 4,
  });
  t.match(presence, { topic: "stopline/v1/A/presence/unit", retain: true, qos: 1 });
  const will = broker.last.will!;
  t.equal(will.topic, "stopline/v1/A/presence/unit");
  t.match(stopline.v1.Presence.decode(will.payload), { unit: "A", state: stopline.v1.Presence.State.OFFLINE, sinceMs: 0, lastSeq: 4 });
  t.same(told, ["connected to brain.example.net:8883"]);
  t.match(link.state(), { broker: "brain.example.net:8883", state: "connected", cause: "", epoch: "e1", last_seq: 4, acked_seq: 0 });
});

t.test("a brain that speaks as soon as it hears of the unit is heard", async (t) => {
  const { journal, timers, broker, link, command } = bench();
  broker.onPublish = (each) => {
    if (shortly(each) !== "presence ONLINE") return;
    t.same(broker.last.subscribed, ["stopline/v1/A/ack/journal", "stopline/v1/A/command/sealed"]);
    command({});
  };
  link.start();
  await timers.pass(0);
  t.match(journal.inbox, [{ id: "c-1" }]);
});

t.test("what is committed goes out at once, live, and only the brain's word moves the acknowledgement", async (t) => {
  const { journal, timers, link, said, ack } = bench();
  link.start();
  await timers.pass(0);
  journal.commit(3);
  await timers.pass(100);
  t.same(said().slice(1), ["live 1-3"]);
  t.equal(link.state().acked_seq, 0);
  ack(3);
  t.equal(link.state().acked_seq, 3);
});

t.test(
  "what the brain's clock says is known by its acknowledgements: the one that was shortest on its way, and none that the broker kept",
  async (t) => {
    const { timers, link, ack } = bench(2);
    const ahead = () => link.state().brain_ahead_ms;
    link.start();
    await timers.pass(0);
    ack(1, "e1", "A", timers.wall() - 3_600_000, true);
    t.equal(ahead(), undefined, "a retained one was said at any time");
    ack(1);
    t.equal(ahead(), undefined, "a brain that tells no time tells none");
    ack(2, "e0", "A", timers.wall() + 90_000);
    t.equal(ahead(), undefined, "nor one of another store's brain");
    ack(2, "e1", "A", timers.wall() + 6_000);
    ack(2, "e1", "A", timers.wall() + 7_000);
    await timers.pass(20_000);
    ack(2, "e1", "A", timers.wall() - 15_000);
    t.equal(ahead(), 7_000, "one that was on its way for 22 s does not make the brain late");
    await timers.pass(3_700_000);
    t.equal(ahead(), undefined, "and what was said more than an hour ago says nothing of now");
  },
);

t.test("a centre whose clock was an hour ahead and was put right is believed again within the hour", async (t) => {
  const { timers, link, ack } = bench(2);
  link.start();
  await timers.pass(0);
  ack(1, "e1", "A", timers.wall() + 3_600_000);
  await timers.pass(1_800_000);
  ack(2, "e1", "A", timers.wall());
  t.equal(link.state().brain_ahead_ms, 3_600_000, "it may have been an hour on its way");
  await timers.pass(1_900_000);
  ack(2, "e1", "A", timers.wall());
  t.equal(link.state().brain_ahead_ms, 0);
});

t.test("acknowledgements of another store, of another unit, of what was never sent and of nothing at all change nothing", async (t) => {
  const { timers, broker, told, link, ack } = bench(2);
  link.start();
  await timers.pass(0);
  ack(2, "e0");
  ack(2, "e1", "B");
  t.equal(told.length, 1);
  ack(5);
  t.match(told.at(-1), /acknowledges record 5 of a journal that ends at 4: the disk has lost records/, "which is told");
  broker.last.on.message({ topic: topic("ack", "A"), payload: Uint8Array.of(255), retained: false });
  broker.last.on.message({
    topic: topic("ack", "B"),
    payload: stopline.v1.Ack.encode({ unit: "B", epoch: "e1", seq: 2 }).finish(),
    retained: false,
  });
  broker.last.on.message({ topic: "elsewhere", payload: Uint8Array.of(1), retained: false });
  t.equal(link.state().acked_seq, 0);
  ack(4);
  ack(2);
  t.equal(link.state().acked_seq, 4, "and none goes back");
});

t.test("a line that breaks in mid-window costs nothing: it is all said again", async (t) => {
  const { timers, broker, told, link, said, ack } = bench(4);
  broker.confirms = false;
  link.start();
  await timers.pass(0);
  broker.last.published[0]!.confirm();
  await timers.pass(0);
  t.equal(said().length, 5);
  ack(2);
  broker.last.on.closed("broker brain.example.net:8883: it cut the connection");
  t.same(link.state().state, "waiting");
  t.match(told.at(-1), /it cut the connection/);
  broker.confirms = true;
  await timers.pass(1_001);
  t.equal(broker.made.length, 2, "within a second (half of the two that the jitter may take)");
  t.same(said(), ["presence ONLINE", "backfill 3-4 historical", "backfill 5-6 historical", "backfill 7-8 historical"]);
});

t.test("the broker's receive maximum is kept, down to one", async (t) => {
  for (const maximum of [1, 2, 20]) {
    const { journal, timers, broker, link, command } = bench(50);
    broker.receiveMaximum = maximum;
    broker.confirms = false;
    link.start();
    await timers.pass(0);
    const { last } = broker;
    for (let i = 0; i < 60; i++) {
      if (i === 20) {
        command({});
        journal.answer();
        journal.commit(3);
      }
      for (const each of last.published.splice(0)) each.confirm();
      await timers.pass(100);
    }
    t.ok(last.inFlightMax >= maximum - 1, `${last.inFlightMax} of ${maximum} used; the backlog leaves one to live chunks`);
    void link.close();
    await timers.pass(0);
    t.ok(last.inFlightMax <= maximum, `${last.inFlightMax} of ${maximum} used, last words included`);
  }
});

t.test("what the brain asks for once more comes over a broker that takes one message at a time, too", async (t) => {
  const { journal, timers, broker, link, command, ack, said } = bench(2);
  broker.receiveMaximum = 1;
  link.start();
  await timers.pass(1_000);
  ack(4);
  command({ placeCall: null, fetchJournal: { epoch: "e1", fromSeq: 1, toSeq: 4 } });
  journal.answer();
  await timers.pass(1_000);
  ack(journal.last_seq());
  await timers.pass(2_000);
  const answered = said().indexOf("result c-1 done");
  t.ok(answered > 0);
  const again = said()
    .slice(answered)
    .filter((words) => words.startsWith("backfill"));
  t.same(again, ["backfill 1-2 historical", "backfill 3-4 historical"]);
});

t.test("a broker that cannot be reached is called again, and its cause is told once", async (t) => {
  const { timers, broker, told, link } = bench();
  broker.shut = "broker brain.example.net:8883: nobody listens there";
  link.start();
  await timers.pass(60_000);
  t.match(link.state(), { state: "waiting", cause: broker.shut });
  t.same(told, [broker.shut]);
  broker.shut = "";
  await timers.pass(60_000);
  t.equal(link.state().state, "connected");
});

t.test("the bytes of every connection are one sum, and what ended them stays on the page, last first and each once", async (t) => {
  const { timers, broker, link } = bench();
  link.start();
  await timers.pass(0);
  const since = link.state().since!;
  t.match(link.state(), { sent_bytes: 1_000, received_bytes: 200, errors: [] });
  for (const words of ["it cut the connection", "the network is unreachable", "it cut the connection"]) {
    broker.last.on.closed(words);
    t.equal(link.state().since, undefined);
    await timers.pass(10_000);
  }
  const { sent_bytes, received_bytes, errors, since: again } = link.state();
  t.same([sent_bytes, received_bytes], [4_000, 800], "of three that have ended, and the fourth");
  t.ok(again! > since);
  t.same(
    errors?.map(({ words }) => words),
    ["it cut the connection", "the network is unreachable"],
  );
  t.equal(errors![0]!.wall - errors![1]!.wall, 10_000);
});

t.test(
  "a broker that has too much to do is left alone for minutes, whether it says so at the door, to a message or at the end",
  async (t) => {
    for (const say of ["door", "message", "end"] as const) {
      const { timers, broker, link } = bench();
      if (say === "door") broker.shut = "it is busy";
      broker.busy = true;
      broker.onPublish = (each) => {
        if (say === "message" && shortly(each).startsWith("presence")) each.refuse("quota exceeded");
      };
      broker.confirms = say !== "message";
      link.start();
      await timers.pass(0);
      if (say === "end") broker.last.on.closed("too many connects", true);
      const calls = broker.made.length;
      broker.shut = "";
      await timers.pass(209_000);
      t.equal(broker.made.length, calls, `${say}: three minutes without a call`);
      await timers.pass(2_000);
      t.equal(broker.made.length, calls + 1, `${say}: then one`);
    }
  },
);

t.test("a link that starts with its machine waits for its place, because the whole city may", async (t) => {
  const { timers, broker, link } = bench();
  link.start(true);
  await timers.pass(999);
  t.equal(broker.made.length, 0);
  t.match(link.state(), { state: "waiting", cause: /just started/ });
  await timers.pass(1);
  t.equal(broker.made.length, 1);
});

t.test("a broker that refuses the subscription or a message is left, with its reason, and tried again", async (t) => {
  const { journal, timers, broker, link } = bench();
  broker.refusesSubscriptions = "broker: does not allow this";
  link.start();
  await timers.pass(0);
  t.match(link.state(), { state: "waiting", cause: "broker: does not allow this" });
  t.ok(broker.last.goodbye);
  broker.refusesSubscriptions = "";
  await timers.pass(2_000);
  t.equal(link.state().state, "connected");
  broker.confirms = false;
  journal.commit(1);
  await timers.pass(100);
  broker.last.published.at(-1)!.refuse("broker: the quota is used up");
  await timers.pass(0);
  t.match(link.state(), { state: "waiting", cause: "broker: the quota is used up" });
  await timers.pass(4_000);
  t.match(broker.last.published.map(shortly), ["presence ONLINE"]);
});

t.test("a journal that cannot be read or written costs a connection and a wait, not the process", async (t) => {
  const { journal, timers, broker, link, ack, command } = bench(2);
  const full = () => {
    throw new Error("the disk is full");
  };
  link.start();
  await timers.pass(0);
  const broken = [
    [{ ack: full }, () => ack(2)],
    [{ offer: full }, () => command({})],
    [{ last_seq: full }, () => {}],
    [{ chunksAfter: full }, () => journal.commit(1)],
    [{ epoch: full }, () => {}],
  ] as const;
  for (const [change, cause] of broken) {
    Object.assign(journal, change);
    cause();
    await timers.pass(100);
    t.match(link.state(), { state: "waiting", cause: "the disk is full", epoch: "e1" }, Object.keys(change).join());
    await timers.pass(60_000);
    for (const name of Object.keys(change)) delete (journal as unknown as { [name: string]: unknown })[name];
    await timers.pass(600_000);
    t.equal(link.state().state, "connected");
  }
  t.ok(broker.made.length >= 6);
});

t.test("a command is done once and has one result, which goes before the chunk that records it", async (t) => {
  const { journal, timers, link, said, command, ack } = bench();
  link.start();
  await timers.pass(0);
  command({});
  command({});
  t.equal(journal.inbox.length, 1);
  journal.answer();
  await timers.pass(100);
  t.same(said().slice(1), ["result c-1 done", "live 1-1"]);
  await timers.pass(60_000);
  const results = () => said().filter((words) => words.startsWith("result")).length;
  const chunks = () => said().filter((words) => words.endsWith("1-1") || words.endsWith("1-1 historical")).length;
  t.ok(chunks() > 1);
  t.equal(results(), chunks(), "a brain that was not there when it was said gets both again");
  ack(1);
  command({});
  await timers.pass(100);
  t.equal(said().at(-1), "result c-1 done", "whoever asks again gets the recorded one");
  t.match(link.state(), { commands_taken: 1, commands_refused: 0 });
});

t.test("a result that the brain may not have is said again on the next connection, and by the next link", async (t) => {
  const { journal, timers, broker, link, said, command, ack } = bench();
  link.start();
  await timers.pass(0);
  command({});
  broker.last.on.closed("cut");
  journal.answer();
  await timers.pass(2_000);
  t.same(said().slice(1), ["result c-1 done", "backfill 1-1 historical"]);
  await link.close();

  const next = new FakeBroker();
  const options = { unit: "A", version: "1.2.3", broker: { host: "h", port: 1, tls: true } };
  const second = new Link(options, { connect: next.connect, journal, timers, random: () => 0, verify: null });
  second.start();
  await timers.pass(0);
  t.same(next.last.published.map(shortly).slice(1), ["result c-1 done", "backfill 1-1 historical"]);
  next.last.on.message({
    topic: topic("ack", "A"),
    payload: stopline.v1.Ack.encode({ unit: "A", epoch: "e1", seq: 1 }).finish(),
    retained: true,
  });
  next.last.on.closed("cut");
  await timers.pass(2_000);
  t.same(next.last.published.map(shortly).slice(1), [], "the brain's word ends it");
  await second.close();
  ack(1);
});

t.test(
  "a refusal is a result too; a command that is not the brain's has a record, and no result under the name that it claims",
  async (t) => {
    const { journal, timers, broker, link, said, command } = bench();
    link.start();
    await timers.pass(0);
    command({ placeCall: null });
    const forged = brainKey().seal({ id: "c-2", unit: "A", counter: 9, placeCall: { phase: 3 } });
    broker.last.on.message({ topic: topic("command", "A"), payload: forged, retained: false });
    journal.answer();
    await timers.pass(100);
    t.same(
      said().filter((words) => words.startsWith("result")),
      ["result c-1 this unit knows no such command; it may need a newer release"],
    );
    t.match(
      decodeDetails(broker.last.published),
      [/c-1/, /"unverified c-2".*the signature is not by the key/],
      "of the other one there is a record",
    );
    t.match(link.state(), { commands_taken: 0, commands_refused: 2 });
  },
);

t.test("a status says how the journal stands, so that a brain with a new store need not wait for the next connection", async (t) => {
  const { journal, timers, broker, link, ack } = bench(5);
  link.live(live());
  link.start();
  await timers.pass(0);
  ack(6);
  const status = () => stopline.v1.Status.decode(broker.last.published.findLast((p) => p.topic.includes("/status/"))!.payload);
  await timers.pass(5_100);
  t.match(status(), { epoch: "e1", lastSeq: 10, ackedSeq: 6, journalFault: "" });
  journal.anew("e2");
  await timers.pass(5_100);
  t.match(status(), { epoch: "e2", lastSeq: 0, ackedSeq: 0 });
  link.live(live({ journal: { epoch: "e2", last_seq: 0, pending: 3_000, fault: "the disk is full" } }));
  await timers.pass(600);
  t.match(status(), { journalFault: "the disk is full" }, "at once, not when the next is due");
  link.gone();
  await timers.pass(600);
  t.match(status(), { mode: "silent", epoch: "e2", journalFault: "" }, "the journal is there without its street side");
});

t.test("a copy of a command that somebody let the broker keep does not speak for the true one, which is done and answered", async (t) => {
  const { journal, timers, broker, link, said, command } = bench();
  link.start();
  await timers.pass(0);
  const forged = brainKey().seal({ id: "c-1", unit: "A", counter: 1, placeCall: { phase: 3 } });
  const old = brain.seal({ id: "c-0", unit: "A", counter: 1, issuedMs: WALL, expiresMs: WALL + 60_000, placeCall: { phase: 3 } });
  for (const payload of [forged, old]) broker.last.on.message({ topic: topic("command", "A"), payload, retained: true });
  t.same(journal.inbox, [], "the brain lets the broker keep nothing");
  broker.last.on.message({ topic: topic("command", "A"), payload: forged, retained: false });
  await timers.pass(1_000);
  command({});
  journal.answer();
  await timers.pass(100);
  t.same(
    said().filter((words) => words.startsWith("result")),
    ["result c-1 done"],
  );
});

t.test("status is complete, goes out when something changes, twice a second at most, and every 5 s", async (t) => {
  const { timers, broker, link } = bench();
  link.live(live());
  link.start();
  await timers.pass(0);
  const statuses = () => broker.last.published.filter((p) => p.topic === "stopline/v1/A/status/signals");
  t.same(stopline.v1.Status.toObject(stopline.v1.Status.decode(statuses()[0]!.payload)), {
    unit: "A",
    wallMs: 1_700_000_001_000,
    mode: "actuated",
    pattern: 1,
    phases: [{ phase: 2, interval: "green", call: true }],
    failedDetectors: [4],
    epoch: "e1",
  });
  t.match(statuses()[0], { retain: true, qos: 0 });
  await timers.pass(4_900);
  t.equal(statuses().length, 1, "nothing has changed");
  await timers.pass(200);
  t.equal(statuses().length, 2, "5 s have passed");
  for (let i = 0; i < 50; i++) {
    link.live(live({ pattern: i + 2 }));
    await timers.pass(100);
  }
  t.equal(statuses().length, 12, "10 in 5 s, however often it changes");
  await timers.pass(500);
  t.equal(stopline.v1.Status.decode(statuses().at(-1)!.payload).pattern, 51, "the last change is never the one that is left out");
});

t.test("what is doubted of a detector is in the status as the unit's own page has it, and goes out when it changes", async (t) => {
  const { timers, broker, link } = bench();
  const of = (doubt?: string) =>
    live({ detectors: [{ detector: 4, on: false, fault: "", ...(doubt && { doubt }), volume: 0, occupancy_pm: 0, seen: 0 }] });
  link.live(of());
  link.start();
  await timers.pass(0);
  const said = () =>
    broker.last.published
      .filter((p) => p.topic === "stopline/v1/A/status/signals")
      .map((p) => stopline.v1.Status.decode(p.payload))
      .map(({ doubts, failedDetectors }) => ({ doubts: doubts.map(({ detector, doubt }) => `${detector} ${doubt}`), failedDetectors }));
  for (const doubt of ["misses vehicles?", undefined]) {
    link.live(of(doubt));
    await timers.pass(1_000);
  }
  t.same(said(), [
    { doubts: [], failedDetectors: [] },
    { doubts: ["4 misses vehicles?"], failedDetectors: [] },
    { doubts: [], failedDetectors: [] },
  ]);
});

t.test("a street side that is gone is told at once, and so is its return", async (t) => {
  const { timers, broker, link } = bench();
  link.gone();
  link.start();
  await timers.pass(0);
  const modes = () => broker.last.published.map(shortly).filter((words) => words.startsWith("status"));
  t.same(modes(), ["status silent"]);
  link.live(live());
  await timers.pass(600);
  t.same(modes(), ["status silent", "status actuated"]);
  link.gone();
  await timers.pass(600);
  const { mode, phases, wallMs } = stopline.v1.Status.decode(broker.last.published.at(-1)!.payload);
  t.match({ mode, phases, wallMs }, { mode: "silent", phases: [], wallMs: timers.wall() - 200 });
});

t.test("a store that was made anew is announced, and its first record is live", async (t) => {
  const { journal, timers, broker, link, said, ack } = bench(3);
  link.start();
  await timers.pass(0);
  ack(6);
  journal.anew("e2");
  journal.commit(1);
  await timers.pass(100);
  t.same(said().slice(-2), ["presence ONLINE", "live 1-1"]);
  const presence = broker.last.published.filter((p) => p.topic.includes("presence")).at(-1)!;
  t.match(stopline.v1.Presence.decode(presence.payload), { epoch: "e2", lastSeq: 1, ackedSeq: 0 });
  ack(6);
  t.equal(link.state().acked_seq, 0, "what the brain knew of the old store is not of this one");
});

t.test("a link that is ended says so and goodbye, and is silent after", async (t) => {
  const { journal, timers, broker, told, link, said } = bench();
  link.start();
  await timers.pass(0);
  await link.close();
  broker.last.on.closed("closed by us");
  t.same(said(), ["presence ONLINE", "presence SHUTDOWN"]);
  t.same(told, ["connected to brain.example.net:8883"], "an end that was asked for is no news");
  t.ok(broker.last.goodbye);
  journal.commit(1);
  await timers.pass(600_000);
  t.equal(said().length, 2);
  t.equal(broker.made.length, 1);
});

t.test("last words that nobody takes do not hold up the end", async (t) => {
  const { timers, broker, link } = bench(50);
  broker.receiveMaximum = 3;
  link.start();
  await timers.pass(0);
  broker.confirms = false;
  const ended = link.close();
  await timers.pass(2_000);
  await ended;
  t.ok(broker.last.goodbye);
});

t.test("a link that is ended while it waits does not call again", async (t) => {
  const { timers, broker, link } = bench();
  broker.shut = "nobody there";
  link.start();
  await timers.pass(0);
  await link.close();
  broker.shut = "";
  await timers.pass(600_000);
  t.equal(broker.made.length, 0);
});

t.test("a connection that comes too late is closed without a word", async (t) => {
  const { timers, broker, link, said } = bench();
  link.start();
  await link.close();
  await timers.pass(600_000);
  t.equal(broker.made.length, 1);
  t.same(said(), []);
  t.ok(broker.last.goodbye);
});
