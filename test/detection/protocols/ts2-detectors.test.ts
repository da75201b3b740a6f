import t from "tap";
import { openDevice } from "../../../src/detection/protocols/index.ts";
import { Resets } from "../../../src/detection/protocols/ts2-detectors/resets.ts";
import { Stamps } from "../../../src/detection/protocols/ts2-detectors/stamps.ts";
import type { Reading } from "../../../src/serial/device.ts";
import { CALL, type Call, callData, diagnostics, resetIn } from "../../../src/serial/framing/ts2/detectors.ts";
import { enclose, Octets } from "../../../src/serial/framing/ts2/octets.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";

const none = <T>(value: T): T[] => new Array<T>(16).fill(value);
const with_ = <T>(all: readonly T[], channel: number, value: T): T[] => all.map((each, i) => (i === channel - 1 ? value : each));

/** A rack at address 8 that is asked every 100 ms and answers 5 ms later. */
class Rack {
  readonly device = openDevice({
    name: "rack",
    port: "p",
    protocol: "ts2-detectors",
    profile: "",
    address: 8,
    poll_ms: 100,
    timeout_ms: 50,
  });
  now = 0;
  faults = none(0);
  reset = 0;
  readonly #octets = new Octets();

  /** One tenth; what it answers to the calls, or no answer. Faults are asked and answered when it is time. */
  poll(calls: readonly Call[] | null, changed_ms: readonly number[] = none(0)): readonly Reading[] {
    this.now += 100;
    this.device.request(Instant(this.now));
    if (calls === null) return [];
    const readings = [...this.#scan(callData(1, { calls, changed_ms }))];
    if (!this.device.urgent) return readings;
    this.#octets.front(this.device.request(Instant(this.now + 6))!);
    this.reset |= resetIn(this.#octets.frame, 1)!;
    return [...readings, ...this.#scan(diagnostics(1, this.faults))];
  }

  #scan(frame: Uint8Array): readonly Reading[] {
    const scan = this.device.scan(enclose(frame), Instant(this.now + 5));
    return scan.kind === "frame" ? scan.readings : [];
  }
}

const words = (readings: readonly Reading[]) =>
  readings.map((r) =>
    r.kind === "presence" ? `${r.input} ${r.on ? "on" : "off"}` : r.kind === "fault" ? `${r.input} ${r.fault} ${r.on}` : r.kind,
  );

t.test("no vehicle is missed, and none counted twice, whatever came and went between two questions", async (t) => {
  const rack = new Rack();
  rack.poll(none<Call>(CALL.none));
  const roll = dice(4);
  let on = false;
  let vehicles = 0;
  let counted = 0;
  for (let tenth = 0; tenth < 2_000; tenth++) {
    // Between two questions the loop changes never, once or twice.
    const changes = roll(3);
    const before = on;
    for (let i = 0; i < changes; i++) {
      on = !on;
      if (on) vehicles++;
    }
    const call = changes === 0 ? (before ? CALL.held : CALL.none) : on ? CALL.begun : CALL.gone;
    const readings = rack.poll(with_(none<Call>(CALL.none), 5, call));
    counted += readings.filter((r) => r.kind === "presence" && r.input === 5 && r.on).length;
    const last = readings.findLast((r) => r.kind === "presence");
    if (last?.kind === "presence") t.equal(last.on, on);
  }
  t.equal(counted, vehicles);
});

t.test("an answer that was missed: everything is told again, and nobody is made up", async (t) => {
  const rack = new Rack();
  rack.poll(with_(none<Call>(CALL.none), 2, CALL.held));
  rack.poll(null);
  const told = words(rack.poll(with_(none<Call>(CALL.none), 2, CALL.begun)));
  t.equal(told.length, 16, "of a call that may have begun before the answer that was lost nobody says it went in between");
  t.ok(told.includes("2 on") && told.includes("1 off"));
  t.same(words(rack.poll(with_(none<Call>(CALL.none), 2, CALL.held))), []);
});

t.test("faults are asked once a second, told once, and taken back; a rack that tells none still tells its calls", async (t) => {
  const rack = new Rack();
  const free = none<Call>(CALL.none);
  rack.faults = with_(none(0), 7, 0b0101);
  t.same(words(rack.poll(free)).slice(16), ["7 watchdog true", "7 shorted-loop true"]);
  for (let i = 0; i < 9; i++) t.same(rack.poll(free), []);
  rack.faults = with_(none(0), 7, 0b0100);
  t.same(words(rack.poll(free)), ["7 watchdog false"]);

  const mute = new Rack();
  const { device } = mute;
  mute.poll(free);
  for (let now = 1_200; now < 5_000; now += 100) {
    device.request(Instant(now));
    const scan = device.scan(enclose(callData(1, { calls: free, changed_ms: none(0) })), Instant(now + 5));
    t.equal(scan.kind, "frame", "its calls");
    if (device.urgent) device.request(Instant(now + 6));
  }
});

t.test("a pair of slots is reset five minutes after a fault, every five minutes, and never under a vehicle on a good loop", async (t) => {
  const resets = new Resets();
  const faults = with_(none(0), 6, 2);
  const free = none(false);
  resets.found(Instant(1_000), faults);
  t.equal(resets.take(Instant(300_999), faults, free), 0);
  t.equal(resets.take(Instant(301_000), faults, with_(free, 5, true)), 0, "somebody stands on 5, a good one of the same pair");
  t.equal(resets.take(Instant(302_000), faults, with_(free, 6, true)), 0b0010, "the broken one is always occupied");
  t.equal(resets.take(Instant(303_000), faults, free), 0);
  t.equal(resets.take(Instant(602_000), faults, free), 0b0010);
  resets.found(Instant(603_000), none(0));
  t.equal(resets.take(Instant(990_000), none(0), free), 0);
});

t.test("a change has the age that the BIU's counter says, wherever it stands, over its round and after it began anew", async (t) => {
  const roll = dice(7);
  for (const [began, drift] of [
    [0, 0],
    [65_000, 0],
    [123_456, 0.0001],
    [31, -0.0001],
  ] as const) {
    const stamps = new Stamps();
    const counter = (at: number) => Math.floor(at * (1 + drift) + began) % 65_536;
    let [worst, now] = [0, 1_000];
    for (let i = 0; i < 400; i++) {
      // Asked every tenth, answered 5 ms later; a change every few seconds, anywhere between two questions.
      now += 1_000 + 100 * roll(60);
      const age = 5 + roll(95);
      const told = stamps.age_ms(Instant(now), Instant(now - 105), counter(now - age));
      if (i > 100) worst = Math.max(worst, Math.abs(told - age));
    }
    t.ok(worst <= 20, `began at ${began}, drift ${drift}: ${worst} ms off at worst`);
  }
  const stamps = new Stamps();
  for (let i = 1; i < 50; i++) stamps.age_ms(Instant(i * 1_000), Instant(i * 1_000 - 100), i * 1_000 - 50);
  const [again, later] = [50_000, 60_000].map((now) => stamps.age_ms(Instant(now), Instant(now - 100), (now - 50_000 + 7) % 65_536));
  t.ok(again! >= 0 && again! <= 100, "the BIU's power failed: no age that cannot be");
  t.ok(later! >= 0 && later! <= 100);
});

t.test("a BIU that leaves its stamps at 0 stamps nothing; one that fills them does", async (t) => {
  const ages = (stamped: boolean) => {
    const rack = new Rack();
    const found: (number | undefined)[] = [];
    let on = false;
    rack.poll(none<Call>(CALL.none));
    for (let i = 0; i < 60; i++) {
      on = !on;
      const changed = with_(none(0), 3, stamped ? (rack.now + 100 - 40 + 9_000) % 65_536 : 0);
      const readings = rack.poll(with_(none<Call>(CALL.none), 3, on ? CALL.begun : CALL.gone), changed);
      for (const r of readings) if (r.kind === "presence" && i > 40) found.push(r.age_ms);
    }
    return found;
  };
  t.ok(ages(false).every((age) => age === undefined));
  const real = ages(true);
  t.ok(real.length > 10 && real.every((age) => age !== undefined && Math.abs(age - 45) <= 60), `${real}`);
});
