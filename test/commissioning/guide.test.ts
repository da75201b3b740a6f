import t from "tap";
import { signedIn } from "../../src/commissioning/report.ts";
import { stepsOf } from "../../src/commissioning/step.ts";
import type { Told } from "../../src/commissioning/told.ts";
import type { Live } from "../../src/traffic/live.ts";
import { Bench, site } from "./bench.ts";

const stateOf = (bench: Bench, id: string) => bench.guide.walk?.steps.find((step) => step.id === id)?.state;

async function begun(): Promise<Bench> {
  const bench = new Bench();
  bench.frame();
  t.equal(await bench.guide.begin("Meyer"), null);
  return bench;
}

t.test("the checklist is this site's: its detectors, buttons and heads, each once, and what every site has", async (t) => {
  const ids = stepsOf(site).map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length);
  t.equal(ids.length, 1 + site.detectors.length + site.pedestrian_detectors.length + site.channels.length + 4);
  t.equal(ids[0], "site");
  t.same(ids.slice(-4), ["monitor", "clock", "brain", "running"]);
});

t.test("a loop that is tripped alone after 'now this one' is confirmed, with how long it was held", async (t) => {
  const bench = await begun();
  t.match(await bench.guide.confirm("detector-3", "Meyer", {}), { refused: "not-yet" });
  t.equal(bench.guide.trip("detector-3"), null);
  for (let i = 0; i < 30; i++) bench.frame();
  t.match(bench.guide.state().trip, { step: "detector-3", says: "waiting" });
  bench.trip(3);
  t.match(bench.guide.state().trip, { says: "came", times: 1 });
  t.equal(await bench.guide.confirm("detector-3", "Meyer", {}), null);
  t.match(bench.told.at(-1), { what: "confirmed", by: "Meyer", step: "detector-3", evidence: { times: 1 } });
  t.equal(stateOf(bench, "detector-3"), "confirmed");
  t.match(await bench.guide.confirm("detector-4", "Meyer", {}), { refused: "not-yet" }, "and no other by it");
});

t.test("swapped wires: another one comes instead, and the walk says which, at once and when the minute is over", async (t) => {
  const bench = await begun();
  bench.guide.trip("detector-5");
  bench.trip(8);
  t.match(bench.guide.state().trip, { says: "waiting", others: [{ kind: "detector", number: 8 }] });
  t.match(await bench.guide.confirm("detector-5", "Meyer", { sure: true }), { refused: "not-yet" }, "whoever is sure is not right");
  for (let i = 0; i < 600; i++)
    bench.frame((live) => ({ ...live, detectors: live.detectors.map((d) => (d.detector === 8 ? { ...d, seen: 6 } : d)) }));
  t.match(bench.guide.state().trip, { says: "others", others: [{ kind: "detector", number: 8 }] });
});

t.test("traffic on another lane meanwhile: a person says so, and the record names the lane", async (t) => {
  const bench = await begun();
  bench.guide.trip("detector-5");
  bench.trip(7, 5);
  t.match(bench.guide.state().trip, { says: "came-with", others: [{ number: 7 }] });
  t.match(await bench.guide.confirm("detector-5", "Meyer", {}), { refused: "not-yet" });
  t.equal(await bench.guide.confirm("detector-5", "Meyer", { sure: true }), null);
  t.match(bench.told.at(-1), { evidence: { others: "detector-7" } });
});

t.test(
  "a loop that stays on is stuck, one that comes and goes chatters, one that never comes never came, a broken one is told",
  async (t) => {
    const bench = await begun();
    const on = (detector: number, is: (i: number) => boolean, seen: (i: number) => number, frames: number) => {
      for (let i = 0; i < frames; i++)
        bench.frame((live) => ({
          ...live,
          detectors: live.detectors.map((d) => (d.detector === detector ? { ...d, on: is(i), seen: seen(i) } : d)),
        }));
    };
    bench.guide.trip("detector-1");
    on(
      1,
      () => true,
      () => 6,
      602,
    );
    t.match(bench.guide.state().trip, { says: "stuck" });
    bench.guide.trip("detector-2");
    on(
      2,
      (i) => i % 4 < 2,
      (i) => 6 + Math.floor(i / 4),
      40,
    );
    t.match(bench.guide.state().trip, { says: "chatters" });
    bench.guide.trip("detector-4");
    for (let i = 0; i < 601; i++) bench.frame();
    t.match(bench.guide.state().trip, { says: "never" });
    bench.guide.trip("detector-6");
    bench.frame((live) => ({
      ...live,
      detectors: live.detectors.map((d) => (d.detector === 6 ? { ...d, on: true, fault: "open loop" } : d)),
    }));
    t.match(bench.guide.state().trip, { says: "failed", fault: "open loop" });
    for (const detector of [1, 2, 4, 6])
      t.match(await bench.guide.confirm(`detector-${detector}`, "Meyer", { sure: true }), { refused: "not-yet" });
  },
);

/** So long, detector 5 is on or off, and has come `seen` times; beside it, 7 has when `also` says. */
function stands(bench: Bench, seconds: number, on: boolean, seen: number, also = 5): void {
  for (let i = 0; i < seconds * 10; i++)
    bench.frame((live) => ({
      ...live,
      detectors: live.detectors.map((d) => (d.detector === 5 ? { ...d, on, seen } : d.detector === 7 ? { ...d, seen: also } : d)),
    }));
}

t.test(
  "a car waited at red on the stop line's loop when it was tapped: nothing is judged until it has left, and the next one proves it",
  async (t) => {
    const bench = await begun();
    stands(bench, 1, true, 6);
    bench.guide.trip("detector-5");
    stands(bench, 23, true, 6, 6);
    t.match(bench.guide.state().trip, { says: "waiting", on: "before", left_ms: 37_000, others: [] });
    stands(bench, 5, false, 6, 6);
    t.match(bench.guide.state().trip, { says: "waiting", on: "no", others: [] }, "that it was on proves nothing");
    t.match(await bench.guide.confirm("detector-5", "Meyer", { sure: true }), { refused: "not-yet" });
    stands(bench, 2, true, 7, 6);
    t.match(bench.guide.state().trip, { says: "waiting", on: "came" });
    stands(bench, 2, false, 7, 6);
    t.match(bench.guide.state().trip, { says: "came", times: 1, held_ms: 2_000 });
    t.equal(await bench.guide.confirm("detector-5", "Meyer", {}), null);
  },
);

t.test(
  "a car that came on the loop stopped there at red for forty seconds: it is no sticking contact, and proves the loop when it leaves",
  async (t) => {
    const bench = await begun();
    bench.guide.trip("detector-5");
    stands(bench, 50, false, 5);
    stands(bench, 40, true, 6);
    t.match(bench.guide.state().trip, { says: "waiting", on: "came", left_ms: 20_100 });
    stands(bench, 2, false, 6);
    t.match(bench.guide.state().trip, { says: "came", held_ms: 40_000 });
  },
);

t.test(
  "a contact that sticks is told when the minute is over, that it did so before; when it lets go, whoever trips it has a minute again",
  async (t) => {
    const bench = await begun();
    stands(bench, 1, true, 6);
    bench.guide.trip("detector-5");
    stands(bench, 59, true, 6);
    t.match(bench.guide.state().trip, { says: "waiting", on: "before" });
    stands(bench, 2, true, 6);
    t.match(bench.guide.state().trip, { says: "stuck", before: true });
    stands(bench, 1, false, 6);
    t.match(bench.guide.state().trip, { says: "waiting", on: "no" }, "what is not so any more is not said any more");
    t.match(await bench.guide.confirm("detector-5", "Meyer", { sure: true }), { refused: "not-yet" });
    stands(bench, 1, true, 7);
    stands(bench, 2, false, 7);
    t.match(bench.guide.state().trip, { says: "came", held_ms: 1_000 });
  },
);

t.test("a push button that was pressed between two frames has come all the same", async (t) => {
  const bench = await begun();
  const number = site.pedestrian_detectors[0]!.number;
  bench.guide.trip(`button-${number}`);
  for (let i = 0; i < 20; i++)
    bench.frame((live) => ({ ...live, buttons: live.buttons.map((b) => (b.button === number ? { ...b, on: false, seen: 3 } : b)) }));
  t.match(bench.guide.state().trip, { says: "came", times: 1 });
});

t.test("a head is confirmed when each of its lamps has been lit since the walk began, and not by flash", async (t) => {
  const bench = await begun();
  const vehicle = site.channels.find(({ kind }) => kind === "vehicle")!;
  const shows = (indication: "red" | "yellow" | "green" | "flashing-yellow", flash: "not-flash" | "automatic" = "not-flash") =>
    bench.frame((live) => ({
      ...live,
      flash,
      channels: live.channels.map((c) => (c.channel === vehicle.number ? { ...c, indication } : c)),
    }));
  shows("flashing-yellow", "automatic");
  bench.linkStarted();
  shows("flashing-yellow", "automatic");
  t.match(await bench.guide.confirm(`channel-${vehicle.number}`, "Meyer", { sure: true }), {
    refused: "lamps-unseen",
    words: /red, yellow, green/,
  });
  shows("green");
  shows("yellow");
  t.match(await bench.guide.confirm(`channel-${vehicle.number}`, "Meyer", {}), { words: "not lit yet: red" });
  shows("red");
  t.equal(await bench.guide.confirm(`channel-${vehicle.number}`, "Meyer", {}), null);
});

t.test("two taps on 'I saw every lamp', 600 ms apart, confirmed the next head as well, which nobody had looked at", async (t) => {
  const bench = await begun();
  for (const indication of ["red", "yellow", "green"] as const)
    bench.frame((live) => ({ ...live, channels: live.channels.map((each) => ({ ...each, indication })) }));
  const [one, other, third] = site.channels.map(({ number }) => `channel-${number}`);
  t.equal(await bench.guide.confirm(one!, "Meyer", {}), null);
  t.match(await bench.guide.confirm(other!, "Meyer", { sure: true }), { refused: "second-tap" });
  for (let i = 0; i < 19; i++) bench.frame();
  t.match(await bench.guide.confirm(other!, "Meyer", {}), { refused: "second-tap" });
  t.equal(stateOf(bench, other!), "open");
  bench.frame();
  t.equal(await bench.guide.confirm(other!, "Meyer", {}), null, "two seconds are a look");
  bench.ds = 0;
  bench.frame();
  t.equal(await bench.guide.confirm(third!, "Meyer", {}), null, "and a unit that has started anew counts from there");
});

t.test("the ten minutes told of a start-up that was over before the walk began: what was before it is none of it", async (t) => {
  const bench = new Bench();
  bench.frame((live) => ({ ...live, mode: "start-up", mode_cause: "flash, all red" }));
  t.match(bench.guide.state().running.last, { why: "flash" });
  bench.frame();
  t.equal(await bench.guide.begin("Meyer"), null);
  bench.frame();
  t.equal(bench.guide.state().running.last, null);
});

t.test("a walk that ended as not safe goes on: what was left out is open again, what was confirmed stands, and it ends anew", async (t) => {
  const bench = await begun();
  t.match(await bench.guide.reopen("Meyer"), { refused: "not-yet" }, "it has not ended");
  t.equal(await bench.guide.confirm("site", "Meyer", {}), null);
  for (const { id } of bench.guide.walk!.steps.slice(1)) await bench.guide.skip([id], "Meyer", "rain");
  t.equal(await bench.guide.finish("Meyer"), null);
  t.equal(await bench.guide.reopen("Huber"), null);
  t.match(bench.told.at(-1), { what: "reopened", by: "Huber" });
  t.equal(bench.guide.walk!.finished, null);
  t.equal(stateOf(bench, "site"), "confirmed");
  t.ok(bench.guide.walk!.steps.slice(1).every(({ state }) => state === "open"));
  t.equal(bench.linkStarted().walk!.finished, null, "also for a link that starts anew");
  t.equal(stateOf(bench, "detector-1"), "open");
  const lengths: number[] = [];
  for (const why of ["snow", "hail"]) {
    for (const { id } of bench.guide.walk!.steps.slice(1)) await bench.guide.skip([id], "Huber", why);
    t.equal(await bench.guide.finish("Huber"), null);
    t.match(bench.guide.walk!.finished, { by: "Huber", safe: false });
    lengths.push(bench.file.length);
    t.equal(await bench.guide.reopen("Huber"), null);
  }
  t.equal(lengths[0], lengths[1], "and the walk's file does not grow with every time");
});

t.test("Huber came back three weeks after Meyer: what was lit and ran before him proves nothing, and it is Huber who leads", async (t) => {
  const bench = await begun();
  for (let i = 0; i < 10; i++) bench.frame();
  for (let channel = 1; channel <= site.channels.length; channel++)
    for (const indication of ["red", "yellow", "green"] as const)
      bench.frame((live) => ({ ...live, channels: live.channels.map((c) => (c.channel === channel ? { ...c, indication } : c)) }));
  for (const { id } of bench.guide.walk!.steps) await bench.guide.skip([id], "Meyer", "the lamp of head 2 is dead");
  t.equal(await bench.guide.finish("Meyer"), null);
  for (let i = 0; i < 6_500; i++) bench.frame((live) => ({ ...live, channels: [] }));
  const back = bench.wall;
  t.equal(await bench.guide.reopen("Huber"), null);
  t.match(bench.guide.brief, { by: "Huber", at: back, finished: false });
  for (let i = 0; i < 60; i++) bench.frame((live) => ({ ...live, channels: [] }));
  await new Promise(setImmediate);
  t.equal(stateOf(bench, "running"), "open", "the ten minutes were Meyer's");
  const head = site.channels[1]!;
  t.match(await bench.guide.confirm(`channel-${head.number}`, "Huber", {}), { refused: "lamps-unseen" });
  for (let i = 0; i < 6_100; i++) bench.frame();
  await new Promise(setImmediate);
  t.equal(stateOf(bench, "running"), "confirmed");
  t.match(bench.told.at(-1), { what: "confirmed", step: "running", by: "Huber" });
});

t.test("the update fell back after Huber had come back: a link that knows of no going on reads the walk's file all the same", async (t) => {
  const bench = await begun();
  t.equal(await bench.guide.confirm("site", "Meyer", {}), null);
  await bench.guide.skip(["detector-1"], "Meyer", "rain");
  t.equal(await bench.guide.finish("Meyer"), null);
  t.equal(await bench.guide.reopen("Huber"), null);
  const kinds = (JSON.parse(bench.file) as { records: { told: Told }[] }).records.map(({ told }) => told.what);
  t.same(kinds, ["begun", "confirmed"]);
  bench.linkStarted();
  t.match(bench.guide.walk, { leads: { by: "Huber" }, finished: null });
  await bench.guide.skip(["detector-1"], "Huber", "snow");
  bench.linkStarted();
  t.equal(stateOf(bench, "detector-1"), "skipped");
  t.equal(await bench.guide.begin("Wu"), null);
  t.match(bench.linkStarted().walk, { leads: { by: "Wu" } });
});

t.test(
  "Huber came back for a dead lamp, and the road was up still: why a step was left out is at hand, in no report but where it is said again",
  async (t) => {
    const bench = await begun();
    for (const id of ["detector-1", "detector-2", "detector-3"]) await bench.guide.skip([id], "Meyer", "the road is up");
    t.equal(await bench.guide.finish("Meyer"), null);
    t.equal(await bench.guide.reopen("Huber"), null);
    const of = (id: string) => bench.guide.walk!.steps.find((step) => step.id === id);
    bench.linkStarted();
    for (const id of ["detector-1", "detector-2"]) t.match(of(id), { state: "open", words: "", earlier: "the road is up" });
    t.match(of("detector-4"), { state: "open", earlier: "" });
    await bench.guide.skip(["detector-1"], "Huber", "the road is up till May");
    bench.frame();
    bench.guide.trip("detector-2");
    bench.trip(2);
    t.equal(await bench.guide.confirm("detector-2", "Huber", {}), null);
    bench.linkStarted();
    t.match(of("detector-1"), { state: "skipped", words: "the road is up till May", earlier: "" });
    t.match(of("detector-2"), { state: "confirmed", earlier: "" });
    t.equal(await bench.guide.finish("Huber"), null);
    const { steps } = signedIn(bench.guide.walk!.finished!.signed)!.report;
    t.match(
      steps.find(({ id }) => id === "detector-3"),
      { state: "open", words: "" },
    );
  },
);

t.test("a release came between the walk and the repair: what was seen under the old one is not told as the new one's", async (t) => {
  const bench = await begun();
  await bench.guide.skip(["detector-1"], "Meyer", "rain");
  t.equal(await bench.guide.finish("Meyer"), null);
  bench.version = "0.2.0";
  bench.linkStarted();
  t.match(await bench.guide.reopen("Huber"), { words: "it ended under release 0.1.0, and 0.2.0 runs now: begin anew" });
  bench.version = "0.1.0";
  bench.linkStarted();
  t.equal(await bench.guide.reopen("Huber"), null);
});

t.test(
  "ten minutes of healthy running begin anew when something happens, say what, and end by a record that nobody need tap",
  async (t) => {
    const bench = await begun();
    for (let i = 0; i < 5_990; i++) bench.frame();
    bench.frame((live) => ({ ...live, devices: live.devices.map((d) => (d.device === "rack" ? { ...d, answering: false } : d)) }));
    t.match(bench.guide.state().running, { healthy_ms: 0, last: { why: "device", about: "rack" } });
    for (let i = 0; i < 6_000; i++) bench.frame();
    t.equal(stateOf(bench, "running"), "open");
    for (let i = 0; i < 60; i++) bench.frame();
    await new Promise(setImmediate);
    t.equal(stateOf(bench, "running"), "confirmed");
    t.match(bench.told.at(-1), { step: "running", evidence: { timeouts: 0 } });
    t.equal(bench.told.filter((told) => "step" in told && told.step === "running").length, 1);
  },
);

t.test("minutes that were healthy before the walk began, behind a cabinet that nobody had opened yet, are none of it", async (t) => {
  const bench = new Bench();
  for (let i = 0; i < 6_100; i++) bench.frame();
  t.equal(await bench.guide.begin("Meyer"), null);
  for (let i = 0; i < 60; i++) bench.frame();
  await new Promise(setImmediate);
  t.equal(stateOf(bench, "running"), "open");
  t.match(await bench.guide.confirm("running", "Meyer", { sure: true }), { refused: "not-yet", words: /ten minutes/ });
  for (let i = 0; i < 6_000; i++) bench.frame();
  await new Promise(setImmediate);
  t.equal(stateOf(bench, "running"), "confirmed");
});

t.test(
  "what breaks the ten minutes: a late tick, lost frames, flash, a fault, a unit that starts anew, minutes that nobody saw",
  async (t) => {
    const why = async (change: Parameters<Bench["frame"]>[0], jump_ds = 0) => {
      const bench = await begun();
      for (let i = 0; i < 50; i++) bench.frame();
      bench.ds += jump_ds;
      bench.frame(change);
      return bench.guide.state().running.last?.why ?? "nothing";
    };
    t.equal(await why((live) => live), "nothing");
    t.equal(await why((live) => ({ ...live, tick_late_ms: 140 })), "late");
    t.equal(await why((live) => ({ ...live, devices: live.devices.map((d, i) => (i === 0 ? { ...d, timeouts: 4 } : d)) })), "lost-frames");
    t.equal(
      await why((live) => ({ ...live, devices: live.devices.map((d, i) => (i === 0 ? { ...d, timeouts: 3 } : d)) })),
      "nothing",
      "three are none",
    );
    t.equal(await why((live) => ({ ...live, mode: "flash", flash: "automatic" })), "flash");
    t.equal(await why((live) => ({ ...live, monitor: { fault: "conflict", channels: [2, 4] } })), "monitor");
    t.equal(await why((live) => live, -40), "unit-restarted");
    t.equal(await why((live) => live, 40), "not-watched");
  },
);

t.test("the link dies in the middle: what was confirmed stays, also what was asked for and answered while it was dead", async (t) => {
  const bench = await begun();
  t.equal(await bench.guide.confirm("site", "Meyer", {}), null);
  bench.runs = false;
  t.match(await bench.guide.confirm("monitor", "Meyer", {}), { refused: "street" });
  t.equal(stateOf(bench, "monitor"), "open");
  bench.take(bench.requests.at(-1)!);
  bench.linkStarted();
  t.equal(stateOf(bench, "site"), "confirmed");
  t.equal(stateOf(bench, "monitor"), "confirmed", "the street side had taken it");
  bench.file = bench.file.slice(0, 40);
  t.equal(bench.linkStarted().walk, null, "a file that is no file is no walk");
});

t.test("signals that run another site file than the one that is shown are not commissioned", async (t) => {
  const bench = new Bench();
  bench.runningSha = "b".repeat(64);
  t.match(await bench.guide.begin("Meyer"), { refused: "street", words: /another site file/ });
  t.equal(bench.guide.walk, null);
});

t.test("the brain is reached when it has acknowledged the beginning of this very walk", async (t) => {
  const bench = new Bench();
  bench.frame();
  bench.link = { ...bench.link, last_seq: 900, acked_seq: 899 };
  await bench.guide.begin("Meyer");
  t.match(await bench.guide.confirm("brain", "Meyer", { sure: true }), { refused: "not-yet" });
  bench.link = { ...bench.link, acked_seq: 900, state: "waiting", cause: "no route" };
  t.match(await bench.guide.confirm("brain", "Meyer", {}), { refused: "not-yet" });
  bench.link = { ...bench.link, state: "connected", cause: "" };
  t.equal(await bench.guide.confirm("brain", "Meyer", {}), null);
});

t.test("what is done again and again counts as it was done last, and the file of the walk is no longer for it", async (t) => {
  const bench = await begun();
  bench.kept = true;
  const round = async (): Promise<number> => {
    t.equal(await bench.guide.confirm("clock", "Meyer", {}), null);
    t.equal(await bench.guide.again("clock", "Meyer"), null);
    t.equal(await bench.guide.skip(["clock"], "Meyer", "no time"), null);
    return bench.file.length;
  };
  const once = await round();
  for (let i = 0; i < 20; i++) {
    t.equal(await bench.guide.again("clock", "Meyer"), null);
    await round();
  }
  t.ok(Math.abs(bench.file.length - once) < 20, `${once} bytes, and ${bench.file.length}`);
  const state = bench
    .linkStarted()
    .state()
    .walk!.steps.find(({ id }) => id === "clock");
  t.match(state, { state: "skipped", by: "Meyer", words: "no time" });
});

t.test("the phone's time is advice: it stops nobody where network time keeps the clock, and asks where nothing does", async (t) => {
  const bench = await begun();
  const late = bench.wall + 60_000;
  bench.kept = false;
  t.match(await bench.guide.confirm("clock", "Meyer", { phone_ms: late }), { refused: "phone-differs" });
  t.match(await bench.guide.confirm("clock", "Meyer", {}), { refused: "phone-differs" });
  t.equal(await bench.guide.confirm("clock", "Meyer", { phone_ms: late, sure: true }), null);
  t.match(bench.told.at(-1), { evidence: { kept: 0, phone_s: 60 } });
  t.equal(await bench.guide.again("clock", "Meyer"), null);
  t.equal(stateOf(bench, "clock"), "open");
  bench.kept = true;
  t.equal(await bench.guide.confirm("clock", "Meyer", { phone_ms: late }), null);
});

t.test("a unit whose clock was a minute off took no command of its centre: the clock step compares with the centre's first", async (t) => {
  const bench = await begun();
  bench.link = { ...bench.link, brain_ahead_ms: 60_400 };
  const right = bench.wall;
  t.match(await bench.guide.confirm("clock", "Meyer", { phone_ms: right }), { refused: "brain-differs", words: /60 s later/ });
  t.equal(await bench.guide.confirm("clock", "Meyer", { phone_ms: right, sure: true }), null, "a person may know that the centre is wrong");
  t.match(bench.told.at(-1), { evidence: { kept: 1, brain_s: 60, phone_s: 0 } });
  t.equal(await bench.guide.again("clock", "Meyer"), null);
  bench.link = { ...bench.link, brain_ahead_ms: -900 };
  bench.kept = false;
  t.equal(await bench.guide.confirm("clock", "Meyer", { phone_ms: right + 60_000 }), null, "where the centre agrees, no phone is asked");
  t.match(bench.told.at(-1), { evidence: { kept: 0, brain_s: -1, phone_s: 60 } });
});

t.test("steps of a kind are left out for one reason, each with a record of its own, or none is", async (t) => {
  const bench = new Bench();
  await bench.guide.begin("Meyer");
  const before = bench.told.length;
  t.match(await bench.guide.skip(["detector-1", "detector-99"], "Meyer", "rain"), { refused: "no-step" });
  t.match(await bench.guide.skip(["detector-1", "detector-2"], "Meyer", " "), { refused: "words" });
  t.equal(bench.told.length, before);
  t.equal(await bench.guide.skip(["detector-1", "detector-2", "detector-2"], "Meyer", "rain"), null);
  t.same(
    bench.told.slice(before),
    ["detector-1", "detector-2"].map((step) => ({ what: "skipped", walk: bench.guide.walk!.walk, by: "Meyer", step, words: "rain" })),
  );
  // The link dies before the street side has answered: each is asked after when it is back.
  bench.runs = false;
  t.match(await bench.guide.skip(["detector-3", "detector-4"], "Meyer", "rain"), { refused: "street" });
  for (const request of bench.requests.slice(-2)) bench.take(request);
  bench.linkStarted();
  t.same(
    ["detector-3", "detector-4"].map((id) => stateOf(bench, id)),
    ["skipped", "skipped"],
  );
});

t.test("a skipped step is not safe to leave, but for who only counts; the report names what is open", async (t) => {
  const bench = await begun();
  t.match(await bench.guide.skip(["monitor"], "Meyer", "  "), { refused: "words" });
  for (const { id, kind, optional } of stepsOf(site))
    if (kind !== "monitor") await bench.guide.skip([id], "Meyer", optional ? "nobody came" : "no time");
  const optional = stepsOf(site).filter((step) => step.optional).length;
  t.ok(optional > 0);
  t.equal(bench.guide.state().open.length, stepsOf(site).length - optional);
  t.equal(await bench.guide.finish("Meyer"), null);
  const told = bench.told.at(-1) as Told & { readonly what: "finished" };
  t.equal(told.safe, false);
  const { report } = signedIn(told.signed)!;
  t.ok(report.open.includes("monitor") && report.open.includes("detector-1"));
  t.notOk(report.open.some((id) => stepsOf(site).find((step) => step.id === id)!.optional));
  t.match(await bench.guide.confirm("site", "Meyer", {}), { refused: "finished" });
  t.equal(await bench.guide.begin("Meyer"), null, "and the next walk begins anew");
  t.ok(bench.guide.walk!.steps.every(({ state }) => state === "open"));
});

t.test("who taps twice makes one record", async (t) => {
  const bench = await begun();
  const both = await Promise.all([bench.guide.confirm("site", "Meyer", {}), bench.guide.confirm("site", "Meyer", {})]);
  t.equal(both.filter((each) => each === null).length, 1);
  t.equal(bench.told.filter(({ what }) => what === "confirmed").length, 1);
});

t.test(
  "a disk that is full in the middle ends nothing but the step, and a walk that began as the link died still reaches the brain",
  async (t) => {
    const bench = await begun();
    const { file } = bench;
    bench.full = true;
    t.match(await bench.guide.confirm("site", "Meyer", {}), { refused: "street", words: "no room" });
    for (let i = 0; i < 6_060; i++) bench.frame();
    await new Promise(setImmediate);
    bench.full = false;
    t.equal(bench.file, file);
    t.equal(await bench.guide.confirm("site", "Meyer", {}), null);
    bench.runs = false;
    await bench.guide.begin("Schmidt");
    bench.take(bench.requests.at(-1)!);
    bench.linkStarted();
    bench.frame();
    bench.link = { ...bench.link, last_seq: 70, acked_seq: 69 };
    t.equal(bench.guide.walk?.leads.by, "Schmidt");
    t.match(await bench.guide.confirm("brain", "Schmidt", {}), { refused: "not-yet" });
    bench.link = { ...bench.link, acked_seq: 70 };
    bench.runs = true;
    t.equal(await bench.guide.confirm("brain", "Schmidt", {}), null);
  },
);

t.test("a journal that cannot be read for a while ends neither the walk nor the link: its result is asked for again", async (t) => {
  const bench = await begun();
  bench.unreadable = true;
  t.match(await bench.guide.confirm("site", "Meyer", {}), { refused: "street", words: /malformed/ });
  t.equal(bench.guide.brief?.finished, false, "the centre is told of the walk all the same");
  t.equal(stateOf(bench, "site"), "open");
  bench.unreadable = false;
  t.equal(stateOf(bench, "site"), "confirmed");
  t.equal(await bench.guide.confirm("monitor", "Meyer", {}), null, "and nobody is kept from going on");
});

t.test("a walk ends with the site file that it was begun with: nothing that was confirmed under another counts for this one", async (t) => {
  const bench = await begun();
  t.equal(await bench.guide.confirm("site", "Meyer", {}), null);
  bench.linkSha = bench.runningSha = "c".repeat(64);
  bench.linkStarted();
  bench.frame();
  t.match(await bench.guide.confirm("monitor", "Meyer", {}), { refused: "street", words: /another site file/ });
  t.match(await bench.guide.finish("Meyer"), { refused: "street", words: /another site file/ });
  t.equal(await bench.guide.begin("Meyer"), null);
  t.equal(stateOf(bench, "site"), "open");
});

t.test(
  "whoever finishes while the monitor has latched a fault, or nobody hears the street, does not leave with 'safe to leave'",
  async (t) => {
    const bench = await begun();
    await walked(bench);
    const fault = (live: Live): Live => ({ ...live, flash: "fault-monitor", monitor: { fault: "conflict", channels: [2, 4] } });
    bench.frame(fault);
    t.match(await bench.guide.finish("Meyer"), { refused: "not-yet", words: /conflict/ });
    bench.guide.gone();
    t.match(await bench.guide.finish("Meyer"), { refused: "not-yet" });
    bench.frame(fault);
    t.equal(await bench.guide.again("monitor", "Meyer"), null, "what is not safe may be said at any time");
    t.equal(await bench.guide.finish("Meyer"), null);
    t.match(bench.told.at(-1), { what: "finished", safe: false });

    const well = await begun();
    await walked(well);
    t.equal(await well.guide.finish("Meyer"), null);
    t.match(well.told.at(-1), { what: "finished", safe: true });
  },
);

/** Every step is confirmed, as its record tells it: how each is proved is told above. */
async function walked(bench: Bench): Promise<void> {
  const told = bench.told.at(-1)!;
  const kept = JSON.parse(bench.file) as { records: { told: Told; at: number }[] };
  for (const { id } of stepsOf(site))
    kept.records.push({ told: { what: "confirmed", walk: told.walk, by: "Meyer", step: id, evidence: {} }, at: bench.wall });
  bench.file = JSON.stringify(kept);
  bench.linkStarted();
  bench.frame();
}
