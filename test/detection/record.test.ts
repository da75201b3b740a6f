import t from "tap";
import { Meaning } from "../../src/detection/meaning.ts";
import { entryOf, observationIn } from "../../src/detection/record.ts";
import type { Record } from "../../src/journal/port.ts";
import { saysWords } from "../../src/journal/record-words.ts";
import type { Reading } from "../../src/serial/device.ts";
import type { Heard } from "../../src/serial/line.ts";
import { CODE, CODES, meaningOf } from "../../src/traffic/codes.ts";
import { entry, inputEntry } from "../../src/traffic/entry.ts";
import { DetectorNumber } from "../../src/traffic/numbers.ts";
import type { DetectorFault, Observation } from "../../src/traffic/observation.ts";
import { Instant } from "../../src/traffic/time.ts";
import { answers, button, count, lane, loop, off, on, press, reported, siteOf } from "./street.ts";

const FAULTS: readonly DetectorFault[] = ["other", "watchdog", "open-loop", "shorted-loop", "excessive-change"];

/** Every kind of observation, at the edges of its numbers and in between. */
function* observations(): Generator<Observation> {
  for (const at of [0, 1, 99, 1_234_567, 400 * 86_400_000].map(Instant)) {
    for (const detector of [1, 2, 33, 64].map(DetectorNumber)) {
      for (const on of [true, false]) {
        for (const source of ["sensor", "received"] as const) yield { kind: "actuation", at, detector, on, source };
        for (const age_ms of [0, 1, 437, 43_200_000]) yield { kind: "actuation", at, detector, on, source: "sensor", age_ms };
        yield { kind: "actuation", at, detector, on, source: "sensor", age_ms: 5, speed_dkmh: 503 };
        yield { kind: "actuation", at, detector, on, source: "received", speed_dkmh: 0 };
        yield { kind: "button", at, detector, on };
        for (const fault of FAULTS) {
          yield { kind: "detector-fault", at, detector, fault, on };
          yield { kind: "button-fault", at, detector, fault, on };
        }
      }
      for (const vehicles of [0, 1, 17]) yield { kind: "zone", at, detector, vehicles };
      yield { ...count(at, detector, 5), classes: [1, 3, 0, 1] } as Observation;
      for (const volume of [0, 1, 999]) {
        for (const occupancy_pm of [-1, 0, 437, 1_000]) {
          for (const speed_dkmh of [-1, 0, 503]) {
            for (const interval_ms of [1_000, 60_000, 3_600_000]) {
              yield { kind: "count", at, detector, volume, occupancy_pm, speed_dkmh, interval_ms };
            }
          }
        }
      }
    }
    for (const contact of [1, 2, 65_535]) {
      for (const on of [true, false]) {
        yield { kind: "contact", at, contact, on };
        for (const fault of FAULTS) yield { kind: "contact-fault", at, contact, fault, on };
      }
    }
    for (const device of [0, 1, 11])
      for (const changed of [true, false]) yield { kind: "identity", at, device, serial_number: "C924-1", version: "", changed };
    for (const device of [0, 1, 11]) for (const answering of [true, false]) yield { kind: "device", at, device, answering };
  }
}

t.test("every observation comes out of the journal as it went in, and no two look alike there", async (t) => {
  const seen = new Set<string>();
  let wrong = 0;
  let all = 0;
  for (const o of observations()) {
    const e = entryOf(o);
    all++;
    seen.add(JSON.stringify(e));
    const back = observationIn(JSON.parse(JSON.stringify(e)));
    if (JSON.stringify(back, Object.keys(o).sort()) !== JSON.stringify(o, Object.keys(o).sort())) wrong++;
    if (!e.input || meaningOf(e.code) === undefined) wrong++;
  }
  t.ok(all > 1_000);
  t.equal(wrong, 0);
  t.equal(seen.size, all);
});

t.test("a technician reads in the journal what was wrong", async (t) => {
  t.same(entryOf(reported(5_000, 7, "open-loop")), inputEntry(Instant(5_000), 312, 7, 2, "open-loop"));
  t.same(
    entryOf(count(9_000, 21, 12)),
    inputEntry(Instant(9_000), 320, 21, 12, '{"occupancy_pm":100,"speed_dkmh":400,"interval_ms":10000}'),
  );
  const classes = { ...count(9_000, 21, 3), classes: [0, 2, 1] } as Observation;
  t.equal(
    saysWords({ ...entryOf(classes), seq: 1 } as unknown as Record),
    "3 vehicles in 10 s, occupied 10.0 %, 40.0 km/h, by length 0 + 2 + 1",
  );
  t.same(entryOf(on(70, 3)), inputEntry(Instant(70), 310, 3, 1));
  const before = { ...on(70, 3), source: "sensor", age_ms: 42 } as const;
  t.same(entryOf(before), inputEntry(Instant(70), 310, 3, 0, '{"age_ms":42}'));
  t.equal(saysWords({ ...entryOf(before), seq: 1 } as unknown as Record), "timed by the sensor: 42 ms before");
  t.equal(
    saysWords({ ...entryOf({ ...before, speed_dkmh: 508 } as Observation), seq: 1 } as unknown as Record),
    "timed by the sensor: 42 ms before, 50.8 km/h",
  );
});

t.test("a technician reads in the journal which card it is that answers, and that it is another one", async (t) => {
  const is = { kind: "identity", at: Instant(70), device: 2, serial_number: "C924-1", version: "V1.07", changed: false } as const;
  const words = (o: Observation) => saysWords({ ...entryOf(o), seq: 1 } as unknown as Record);
  t.equal(words(is), "serial number C924-1, version V1.07");
  t.equal(words({ ...is, serial_number: "", changed: true }), "another than before: version V1.07");
  for (const detail of ["", "{", "null", '{"serial_number":1,"version":"x"}', '{"version":"x"}'])
    t.equal(observationIn(inputEntry(Instant(100), CODE.deviceIdentity, 1, 0, detail)), null, detail);
});

t.test("decisions and other inputs are no observations", async (t) => {
  const ours: readonly number[] = [310, 311, 89, 90, 320, 322, 312, 313, 314, 315, 316, 317, 318, 319, 330, 331, 332];
  for (const code of Object.keys(CODES).map(Number)) {
    t.equal(observationIn(entry(Instant(100), code, 1, 1, "{}")), null, `${code} as a decision`);
    if (!ours.includes(code)) t.equal(observationIn(inputEntry(Instant(100), code, 1, 1, "{}")), null, `${code} as an input`);
  }
  t.equal(observationIn(inputEntry(Instant(100), CODE.inputOn, 65, 1)), null, "no such detector");
  t.equal(observationIn(inputEntry(Instant(100), CODE.inputOn, 1, 9)), null, "no such source");
  t.equal(observationIn(inputEntry(Instant(100), CODE.inputFault, 1, 0, "rain")), null, "no such fault");
});

t.test("a detail that nobody of ours has written is no observation, and stops nobody who reads the journal", async (t) => {
  const details = ["{", "null", "7", '"x"', "[]", '{"age_ms":"5"}', '{"age_ms":-1}', '{"age_ms":1e400}', '{"age_ms":5,"speed_dkmh":null}'];
  for (const detail of details) t.equal(observationIn(inputEntry(Instant(100), CODE.inputOn, 1, 0, detail)), null, `vehicle: ${detail}`);
  const counts = [
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"occupancy_pm":1,"speed_dkmh":1}',
    '{"occupancy_pm":1,"speed_dkmh":1,"interval_ms":1,"classes":7}',
  ];
  for (const detail of counts) t.equal(observationIn(inputEntry(Instant(100), CODE.count, 1, 5, detail)), null, `count: ${detail}`);
});

t.test("what a line heard gets the site file's numbers", async (t) => {
  const site = siteOf([loop(5, { input: 3 }), loop(9, { device: "card", input: 1 }), lane(21, { input: 2 })], [button(2, 4)]);
  const inputs = [{ number: 7, name: "stop time", device: "card", input: 4, does: "stop-time", preempt: null, priority: null }] as const;
  const meaning = new Meaning({ ...site, inputs });
  const heard = (device: string, reading: Reading): Heard => ({ kind: "reading", at: Instant(1_000), device, reading });
  t.same(meaning.of(heard("rack", { kind: "presence", input: 3, on: true })), on(1_000, 5));
  t.same(
    meaning.of(heard("rack", { kind: "presence", input: 3, on: true, age_ms: 81 })),
    { ...on(1_000, 5), source: "sensor", age_ms: 81 },
    "the sensor's own stamp",
  );
  t.same(meaning.of(heard("rack", { kind: "presence", input: 3, on: false, speed_dkmh: 480 })), { ...off(1_000, 5), speed_dkmh: 480 });
  t.same(meaning.of(heard("card", { kind: "fault", input: 1, fault: "open-loop", on: true })), reported(1_000, 9, "open-loop"));
  t.same(
    meaning.of(heard("camera", { kind: "count", input: 2, volume: 4, occupancy_pm: 100, speed_dkmh: 400, interval_ms: 10_000 })),
    count(1_000, 21, 4),
  );
  t.same(meaning.of(heard("rack", { kind: "presence", input: 14, on: false })), press(1_000, 2, false));
  t.same(meaning.of(heard("rack", { kind: "fault", input: 14, fault: "watchdog", on: true })), {
    ...reported(1_000, 2, "watchdog"),
    kind: "button-fault",
  });
  t.same(meaning.of(heard("card", { kind: "presence", input: 4, on: true })), { kind: "contact", at: 1_000, contact: 7, on: true });
  t.same(meaning.of(heard("card", { kind: "fault", input: 4, fault: "watchdog", on: true })), {
    kind: "contact-fault",
    at: 1_000,
    contact: 7,
    fault: "watchdog",
    on: true,
  });
  t.same(meaning.of({ kind: "answering", at: Instant(1_000), device: "camera", answering: false }), answers(1_000, "camera", false));
  t.equal(meaning.of(heard("rack", { kind: "presence", input: 16, on: true })), null, "nothing is wired to input 16");
  t.equal(meaning.of(heard("camera", { kind: "presence", input: 3, on: true })), null, "input 3 of another device is somebody else's");
  t.throws(() => new Meaning(siteOf([loop(1, { device: "cellar" })])), /no device "cellar"/);
});
