import t from "tap";
import { openDevice } from "../../src/detection/protocols/index.ts";
import { intervalRequest } from "../../src/detection/protocols/ss125/codec.ts";
import { crc8Ss125 } from "../../src/serial/framing/crc8-ss125.ts";
import { seal, writeCoilsExchange } from "../../src/serial/framing/modbus-rtu.ts";
import { Line } from "../../src/serial/line.ts";
import { openFieldDevice } from "../../src/street/devices/index.ts";
import { Random } from "../../src/street/random.ts";
import { type FieldLine, Street } from "../../src/street/street.ts";
import { Instant } from "../../src/traffic/time.ts";
import { Cabinet, fourLeg, usualCycle } from "./cabinet.ts";

const site = fourLeg();
const MORNING = { began_ms: 7.5 * 3_600_000 };

const hex = (bytes: Uint8Array | null) => (bytes === null ? "" : Buffer.from(bytes).toString("hex").toUpperCase());
const frame = (text: string) => seal(Uint8Array.of(...Buffer.from(text.replaceAll(" ", ""), "hex"), 0, 0));

/** Asks at `now` and waits for the whole answer; returns it without its checksum, and how long it took. */
function ask(line: FieldLine, request: Uint8Array, now: number): { readonly answer: string; readonly took_ms: number } {
  line.heard(Instant(now), request);
  const at = line.saysAt;
  if (at === Number.POSITIVE_INFINITY) return { answer: "", took_ms: 0 };
  if (line.said(Instant(at - 1)) !== null) throw new Error(`it answered before ${at}, when its last byte leaves`);
  return { answer: hex(line.said(Instant(at))).slice(0, -4), took_ms: at - now };
}

t.test("the loop detector has its maker's map, and says no as a Modbus device does", async (t) => {
  const street = new Street(site, 1);
  const line = street.line("advance");
  const loop = street.sensor(13);
  for (let i = 0; i < 70_000; i++) {
    loop.set(true, 100);
    loop.set(false, 100);
  }
  loop.set(true, 100);
  const steps: readonly (readonly [words: string, request: string, answer: string])[] = [
    ["10001 to 10006: a vehicle", "0B 02 0000 0006", "0B020102"],
    ["10002 alone", "0B 02 0001 0001", "0B020101"],
    ["30001, 30002: type, and detect with relay 1", "0B 04 0000 0002", "0B040403220102"],
    ["40010, 40011: 70001 vehicles", "0B 03 0009 0002", "0B030400011171"],
    ["40014: its node", "0B 03 000D 0001", "0B0302000B"],
    ["coils 9 and 10: its relays", "0B 01 0008 0002", "0B010101"],
    ["10007 is not there", "0B 02 0001 0006", "0B8202"],
    ["nothing asked for", "0B 02 0000 0000", "0B8203"],
    ["more than eight registers", "0B 04 0000 0009", "0B8403"],
    ["coils cannot be written", "0B 05 0008 FF00", "0B8501"],
    ["a function that it has not", "0B 11", "0B9101"],
    ["another node is asked", "63 02 0000 0006", ""],
  ];
  let now = 1_000;
  for (const [words, request, answer] of steps) {
    t.equal(ask(line, frame(request), now).answer, answer, words);
    now += 1_000;
  }
  const { took_ms } = ask(line, frame("0B 02 0000 0006"), now);
  t.ok(took_ms >= (8 + 6) * 1.1 + 2 && took_ms <= (8 + 6) * 1.2 + 9, `14 bytes at 9600 baud and a moment's thought: ${took_ms} ms`);
});

t.test("a request in pieces is answered, a broken one is not, and silence ends what was begun", async (t) => {
  const line = new Street(site, 1).line("advance");
  const whole = frame("0B 02 0000 0006");
  for (const [i, byte] of whole.entries()) line.heard(Instant(100 + i), Uint8Array.of(byte));
  t.equal(hex(line.said(Instant(200))), hex(frame("0B 02 01 00")));
  const broken = whole.slice();
  broken[3]! ^= 1;
  t.equal(ask(line, broken, 300).answer, "");
  line.heard(Instant(400), whole.subarray(0, 5));
  t.equal(ask(line, whole, 500).answer, "0B020100", "half a request, a pause, a whole one");
  t.equal(ask(line, Uint8Array.of(0x00, 0x0b, 0x55, ...whole), 600).answer, "0B020100", "noise before it");
});

t.test("a hundred thousand random bytes bring no device down", async (t) => {
  const street = new Street(site, 3, MORNING);
  const random = new Random(3, 0);
  for (let now = 100; now <= 60_000; now += 100) {
    street.step(Instant(now));
    for (const port of street.ports) {
      const line = street.line(port);
      line.heard(
        Instant(now),
        Uint8Array.from({ length: random.below(64) }, () => [0x0b, 0x5a, 0x01, 0x0f, 0x31][random.below(8)] ?? random.below(256)),
      );
      line.said(Instant(now));
    }
  }
  const { answer } = ask(street.line("advance"), frame("0B 03 000D 0001"), 61_000);
  t.equal(answer, "0B0302000B");
});

/** What the lamps of the board's first three channels show, r, y, g or dark, after each of a list of writes. */
function board() {
  const config = site.devices.find((d) => d.name === "board")!;
  const device = openFieldDevice({ config, site, inputs: [], msPerByte: 0.3, random: new Random(1, 1), began_ms: 0 });
  const { request, head } = writeCoilsExchange(config.address, 0, 33);
  const shows = (now: number) => {
    const lamps = device.lamps!(Instant(now));
    return [0, 3].map((at) => "ryg"[lamps.subarray(at, at + 3).indexOf(1)] ?? "-").join("");
  };
  return {
    shows,
    write(now: number, green: boolean, beat: 0 | 1): string {
      request.fill(0, 7);
      // Channel 1 red or green, channel 2 red.
      request[7] = (green ? 1 << 2 : 1 << 0) | (1 << 3);
      request[11] = beat;
      device.hear(Instant(now), seal(request));
      // It confirms in flash as well.
      if (hex(device.say().subarray(0, 6)) !== hex(head)) throw new Error(`a write at ${now} was not confirmed`);
      return shows(now);
    },
  };
}

t.test("the output board flashes until the heartbeat has changed twice, and from one second after its last change", async (t) => {
  const { write, shows } = board();
  t.equal(shows(0), "ry", "its own flash: channel 1 red, channel 2 yellow");
  t.equal(shows(600), "--", "and dark in between");
  t.equal(write(1_000, true, 0), "ry", "the first write: nobody knows yet whether the heart beats");
  t.equal(write(1_250, true, 0), "ry", "the same again is no beat");
  t.equal(write(2_000, true, 1), "ry", "one change");
  t.equal(write(2_250, true, 0), "gr", "two changes: the lamps are the unit's");
  t.equal(write(2_500, false, 1), "rr");
  t.equal(write(3_500, true, 1), "gr", "written, and the last beat is just not too old");
  t.equal(shows(3_501), "--", "1001 ms without a beat: its own flash again");
  t.equal(shows(4_000), "ry");
  t.equal(write(4_100, true, 0), "ry", "one change is not enough to come back");
  t.equal(write(5_200, true, 1), "ry", "nor are two with too long between them");
  t.equal(write(5_450, true, 0), "gr");
});

t.test("the radar says that it has no interval yet, that a body is broken, and is silent for others", async (t) => {
  const street = new Street(site, 2, MORNING);
  const line = street.line("radar");
  const request = intervalRequest(1);
  const body = (text: string) => text.slice(22);
  line.heard(Instant(100), request.with(0x20));
  const none = hex(line.said(Instant(500)));
  t.equal(none.slice(16, 20), "2105", "sequence and length");
  t.equal(body(none).slice(0, 10), "710002000F", "result 15");
  const broken = request.with(0x40).slice();
  broken[14]! ^= 1;
  line.heard(Instant(1_000), broken);
  t.equal(body(hex(line.said(Instant(1_500)))).slice(0, 10), "7100020002", "result 2");
  line.heard(Instant(2_000), intervalRequest(2).with(0x60));
  t.equal(line.saysAt, Number.POSITIVE_INFINITY);
  for (let now = 100; now <= 20_000; now += 100) street.step(Instant(now));
  line.heard(Instant(20_100), request.with(0x80));
  let said = hex(line.said(Instant(20_800)));
  t.equal(said.length / 2, 3 * 57, "two lanes and their approach");
  const date = Buffer.from(said, "hex").subarray(17, 25);
  t.equal(date.readUInt32BE(0), (2026 << 9) | (1 << 5) | 5);
  t.equal(date.readUInt32BE(4), (7 << 22) | (30 << 16) | (20 << 10), "half past seven and twenty seconds");
  const old = request.with(0xa0).slice();
  old[16] = 9;
  old[17] = crc8Ss125(old, 11, 17);
  line.heard(Instant(21_000), old);
  said = hex(line.said(Instant(21_500)));
  t.equal(body(said).slice(0, 10), "710002000F", "interval 9 is not kept");
});

t.test("what the unit reads is what is there: loops and buttons", async (t) => {
  const cabinet = new Cabinet(site, 5, usualCycle(site), MORNING);
  const inputs = new Map(site.detectors.map((d) => [`${d.device} ${d.input}`, cabinet.street.sensor(d.number)]));
  const read = new Map<string, boolean>();
  const ons = new Map<string, number>();
  const since = new Map<string, number>();
  let [taken, wrong] = [0, 0];
  cabinet.run(3_600_000, (now) => {
    for (const heard of cabinet.heard.slice(taken)) {
      if (heard.kind !== "reading" || heard.reading.kind !== "presence") continue;
      const { input, on } = heard.reading;
      const name = `${heard.device} ${input}`;
      read.set(name, on);
      if (on) ons.set(name, (ons.get(name) ?? 0) + 1);
    }
    taken = cabinet.heard.length;
    for (const [name, sensor] of inputs) {
      if (sensor.on === read.get(name)) since.set(name, now);
      // A step, a poll interval and an answer later at the latest.
      const allowed_ms = name.startsWith("rack") ? 200 : sensor.passed > 0 && name.startsWith("loop") ? 400 : Number.POSITIVE_INFINITY;
      if (now > 1_000 && now - (since.get(name) ?? 0) > allowed_ms) wrong++;
    }
  });
  t.equal(wrong, 0, "no loop is believed to be otherwise for longer than its polls allow");
  let vehicles = 0;
  for (const [name, sensor] of inputs) {
    if (!name.startsWith("rack")) continue;
    vehicles += sensor.passed;
    t.ok(Math.abs(sensor.actuations - (ons.get(name) ?? 0)) <= 1, `${name}: ${sensor.actuations} times on, ${ons.get(name)} read`);
  }
  t.ok(vehicles > 1_500, `${vehicles} vehicles`);
  const pressed = [13, 14, 15, 16].map((input) => ons.get(`rack ${input}`) ?? 0);
  const walked = cabinet.street.tallies().pedestrians;
  for (const [i, count] of pressed.entries()) t.ok(count >= 5 && count <= walked[i]!.arrived * 3, `button ${i + 1}: ${count} presses`);
  t.same(
    cabinet.lines.flatMap((l) => l.health()).filter((h) => !h.answering || h.timeouts > 0 || h.noise_bytes > 0),
    [],
  );
});

t.test("what the unit reads is what is there: camera and radar", async (t) => {
  const cabinet = new Cabinet(site, 6, usualCycle(site), MORNING);
  const counters = site.detectors.filter((d) => d.kind === "count");
  /** Truth by detector at each whole interval. */
  const truth = new Map<string, { passed: number; occupied_ms: number; speeds_dkmh: number }[]>();
  cabinet.run(1_805_000, (now) => {
    for (const d of counters) {
      if (now % (d.device === "radar" ? 20_000 : 10_000) !== 0) continue;
      const { passed, occupied_ms, speeds_dkmh } = cabinet.street.sensor(d.number);
      const name = `${d.device} ${d.input}`;
      truth.set(name, [...(truth.get(name) ?? [{ passed: 0, occupied_ms: 0, speeds_dkmh: 0 }]), { passed, occupied_ms, speeds_dkmh }]);
    }
  });
  for (const d of counters) {
    const name = `${d.device} ${d.input}`;
    const expected = truth
      .get(name)!
      .slice(1)
      .map((now, i) => {
        const before = truth.get(name)![i]!;
        const volume = now.passed - before.passed;
        const interval_ms = d.device === "radar" ? 20_000 : 10_000;
        return {
          volume,
          occupancy_pm: ((now.occupied_ms - before.occupied_ms) * 1_000) / interval_ms,
          speed_dkmh: volume === 0 ? -1 : Math.round((now.speeds_dkmh - before.speeds_dkmh) / volume),
          interval_ms,
        };
      });
    const read = cabinet.heard.flatMap((h) =>
      h.kind === "reading" && h.reading.kind === "count" && `${h.device} ${h.reading.input}` === name ? [h.reading] : [],
    );
    // The first interval of a radar is as long as its poll, as far as its reader can know.
    const from = d.device === "radar" ? 1 : 0;
    const same = read.map(({ volume, occupancy_pm, speed_dkmh, interval_ms }) => ({ volume, occupancy_pm, speed_dkmh, interval_ms }));
    t.same(same.slice(from), expected.slice(from, read.length), name);
    t.ok(read.length >= expected.length - 1 && expected.some((e) => e.volume > 2), `${read.length} intervals`);
  }
});

t.test("a loop that breaks and a cable that is cut are noticed, and stall nobody", async (t) => {
  const cabinet = new Cabinet(site, 8, usualCycle(site), MORNING);
  cabinet.run(10_000);
  const told = (from: number) => cabinet.heard.filter((h) => h.at > from && (h.device === "loop-north-1" || h.kind === "answering"));
  cabinet.street.breakLoop(13, "open-loop");
  cabinet.run(11_000);
  for (const fault of ["other", "open-loop"])
    t.ok(
      told(10_000).some((h) => h.kind === "reading" && h.reading.kind === "fault" && h.reading.fault === fault && h.reading.on),
      fault,
    );
  t.ok(
    told(10_000).some((h) => h.kind === "reading" && h.reading.kind === "presence" && h.reading.on),
    "and it calls",
  );
  cabinet.street.breakLoop(13, null);
  cabinet.street.fail("loop-north-1", true);
  cabinet.street.fail("camera", true);
  cabinet.run(60_000);
  t.match(
    told(11_000).filter((h) => h.kind === "answering"),
    [
      { device: "loop-north-1", answering: false },
      { device: "camera", answering: false },
    ],
  );
  cabinet.street.fail("loop-north-1", false);
  cabinet.street.fail("camera", false);
  cabinet.run(100_000);
  t.match(
    told(60_000)
      .filter((h) => h.kind === "answering" && h.answering)
      .map((h) => h.device)
      .sort(),
    ["camera", "loop-north-1"],
  );
  const others = cabinet.lines.flatMap((l) => l.health()).filter((h) => h.device !== "loop-north-1" && h.device !== "camera");
  t.same(
    others.filter((h) => h.timeouts > 0 || !h.answering),
    [],
  );
  t.throws(() => cabinet.street.fail("nobody", true), /no device "nobody"/);
  t.throws(() => cabinet.street.line("nowhere"), /no port "nowhere"/);
});

t.test("every device of the site stands on its line and nowhere else", async (t) => {
  const street = new Street(site, 1);
  t.same(street.ports, ["rack", "advance", "camera", "radar", "outputs"]);
  const rack = new Line("rack", [openDevice(site.devices[0]!)], { baud: 38_400 });
  const request = rack.opened(Instant(0))!;
  t.equal(ask(street.line("advance"), request, 0).answer, "", "the rack does not answer on another line");
  t.equal(ask(street.line("rack"), request, 0).answer, "0102020000");
});
