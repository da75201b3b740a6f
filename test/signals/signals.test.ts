import t from "tap";
import { protocolNames } from "../../src/detection/protocols/index.ts";
import { Line } from "../../src/serial/line.ts";
import { driverNames, isDriver, openDriver } from "../../src/signals/drivers/index.ts";
import { heartbeatCoil } from "../../src/signals/drivers/modbus-coils/index.ts";
import { lastLamp, lightLamps } from "../../src/signals/indications.ts";
import { darkChannels, INDICATIONS } from "../../src/traffic/calls.ts";
import type { Indication } from "../../src/traffic/live.ts";
import { ChannelNumber, PhaseNumber } from "../../src/traffic/numbers.ts";
import type { Channel, DeviceConfig, Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { USUAL } from "../../src/traffic/usual.ts";

const vehicle: Channel = {
  ...USUAL.channel,
  number: ChannelNumber(2),
  name: "phase 2",
  kind: "vehicle",
  phase: PhaseNumber(2),
  flash: "yellow",
  device: "board",
  red: 4,
  yellow: 5,
  green: 6,
};
const pedestrians: Channel = { ...vehicle, number: ChannelNumber(10), kind: "pedestrian", flash: "dark", red: 9, yellow: 0, green: 10 };
const elsewhere: Channel = { ...vehicle, number: ChannelNumber(3), device: "other board", red: 1, yellow: 2, green: 3 };
const config: DeviceConfig = {
  name: "board",
  port: "outputs",
  protocol: "modbus-coils",
  profile: "",
  address: 17,
  poll_ms: 250,
  timeout_ms: 100,
};
const site = { channels: [vehicle, pedestrians, elsewhere] } as unknown as Site;

function codes(shown: { readonly [channel: number]: Indication }) {
  const channels = darkChannels();
  for (const [channel, indication] of Object.entries(shown)) channels[Number(channel) - 1] = INDICATIONS.indexOf(indication);
  return channels;
}

const confirmation = Uint8Array.from([0x11, 0x0f, 0, 0, 0, 0x11, 0x97, 0x57]);

/** The coils that are lit, from 1. */
function lit(now: number, shown: { readonly [channel: number]: Indication }): number[] {
  const lamps = new Uint8Array(16);
  lightLamps(Instant(now), [vehicle, pedestrians], codes(shown), lamps);
  return [...lamps.keys()].filter((i) => lamps[i] === 1).map((i) => i + 1);
}

t.test("each indication lights its own lamp and no other", async (t) => {
  t.same(lit(0, { 2: "red" }), [4]);
  t.same(lit(0, { 2: "yellow" }), [5]);
  t.same(lit(0, { 2: "green" }), [6]);
  t.same(lit(0, { 2: "dark" }), []);
  t.same(lit(0, { 10: "red" }), [9], "don't walk");
  t.same(lit(0, { 10: "green" }), [10], "walk");
  t.same(lit(0, { 10: "yellow" }), [], "pedestrians have no yellow");
});

t.test("flashing is once a second, half of it lit, everything in the same phase", async (t) => {
  const flash = { 2: "flashing-yellow", 10: "flashing-red" } as const;
  for (const now of [0, 100, 400, 499, 1_000, 86_400_000]) t.same(lit(now, flash), [5, 9], `lit at ${now}`);
  for (const now of [500, 900, 999, 1_500]) t.same(lit(now, flash), [], `dark at ${now}`);
  t.same(lit(700, { 2: "green", 10: "flashing-red" }), [6], "a green beside a flashing don't walk stands still");
});

t.test("a code that no indication has stops us, and the cabinet goes to flash", async (t) => {
  const channels = darkChannels();
  channels[1] = 7;
  t.throws(() => lightLamps(Instant(0), [vehicle], channels, new Uint8Array(8)), { message: "channel 2: 7 is no indication" });
});

t.test("the heartbeat has the first coil after the lamps' last whole byte", async (t) => {
  t.equal(lastLamp([vehicle, pedestrians]), 10);
  t.equal(lastLamp([]), 0);
  for (const [lamps, beat] of [
    [10, 17],
    [16, 17],
    [17, 25],
    [32, 33],
    [0, 1],
  ] as const)
    t.equal(heartbeatCoil(lamps), beat, `${lamps} lamps`);
});

t.test("the lamps leave in one write with the heartbeat, as the document's table says", async (t) => {
  const board = openDriver(config, site);
  t.equal(board.request(Instant(0)), null, "nothing is written before something is shown");
  board.show(Instant(0), codes({ 2: "green", 10: "red", 3: "red" }));
  t.equal(board.urgent, true);
  // Coils 6 and 9 of 17; the CRC was computed by another program (pymodbus). The other board's channel is not here.
  t.equal(hex(board.request(Instant(0))), "11 0f 00 00 00 11 03 20 01 01 5c 7a");
  t.equal(board.urgent, false);
  t.equal(hex(board.request(Instant(50))), "11 0f 00 00 00 11 03 20 01 01 5c 7a", "a second try says the same");
  board.scan(confirmation, Instant(0));
  t.equal(hex(board.request(Instant(200))), "11 0f 00 00 00 11 03 20 01 00 9d ba", "confirmed: the heart beats");
});

t.test("a lamp that changes is urgent, one that stays is not", async (t) => {
  const board = openDriver(config, site);
  board.show(Instant(0), codes({ 2: "green" }));
  board.request(Instant(0));
  board.show(Instant(100), codes({ 2: "green" }));
  t.equal(board.urgent, false);
  board.show(Instant(200), codes({ 2: "yellow" }));
  t.equal(board.urgent, true);
  board.show(Instant(300), codes({ 2: "green" }));
  t.equal(board.urgent, true, "and back again before it was written: written all the same");
});

t.test("when nothing is shown any more the heartbeat stops, whatever the line does", async (t) => {
  const board = openDriver(config, site);
  board.show(Instant(0), codes({ 2: "green" }));
  const beat = (now: number) => {
    const data = board.request(Instant(now))![9];
    board.scan(confirmation, Instant(0));
    return data;
  };
  const beats = [0, 250, 500, 750, 1_000, 1_250, 1_500].map(beat);
  t.same(beats, [1, 0, 1, 1, 1, 1, 1]);
  board.show(Instant(1_600), codes({ 2: "green" }));
  t.equal(beat(1_600), 0);
});

/** Shows red and has the line go on to `until`; each write is confirmed after as many ms as `echo` says, never for null. */
function outputs(echo: (write: Uint8Array, now: number) => number | null, timeout_ms = config.timeout_ms) {
  const board = openDriver({ ...config, timeout_ms }, site);
  const line = new Line("outputs", [board], { baud: 38_400 });
  const told: (readonly [at: number, answering: boolean])[] = [];
  const echoes: number[] = [];
  let now = 0;
  const say = (bytes: Uint8Array | null) => {
    const after_ms = bytes && echo(bytes, now);
    if (after_ms !== null) echoes.push(now + after_ms);
  };
  const run = (until: number) => {
    for (; now <= until; now++) {
      if (now % 100 === 0) board.show(Instant(now), codes({ 2: "red" }));
      while ((echoes[0] ?? now + 1) <= now) {
        echoes.shift();
        say(line.heard(Instant(now), confirmation));
      }
      if (line.wakeAt <= now) say(line.wake(Instant(now)));
      for (const h of line.drain()) if (h.kind === "answering") told.push([h.at, h.answering]);
    }
  };
  /** The process stands still until `to`; what came meanwhile lies in the port, and is read before the line is woken. */
  const stall = (to: number) => {
    now = to;
  };
  line.opened(Instant(0));
  return { run, stall, told, line };
}

t.test(
  "the unit stands still for five seconds: the board is lost, found out by the echo that lay in the port, and back with the next",
  async (t) => {
    const { run, stall, told } = outputs(() => 10);
    run(2_005);
    t.same(told, [[10, true]]);
    stall(7_003);
    run(8_000);
    t.same(
      told.slice(1).map(([, answering]) => answering),
      [false, true],
    );
    t.equal(told[1]?.[0], 7_003);
    t.ok((told[2]?.[0] ?? 0) <= 7_300);
  },
);

t.test("a board that is allowed a minute for its answer is lost before its watchdog has run out", async (t) => {
  const { run, told } = outputs((_, now) => (now < 2_100 ? 10 : null), 60_000);
  run(10_000);
  t.equal(told.length, 2);
  t.ok(told[1]![0] > 2_300 && told[1]![0] <= 2_900, `lost at ${told[1]![0]}, when the last beat that it confirmed was said at 2000`);
});

t.test("every second echo is lost: nothing else is, and the heart beats", async (t) => {
  let writes = 0;
  const beats: number[] = [];
  const { run, told } = outputs((write, now) => {
    if (beats.length === 0 || write[9] !== beats.at(-1)! % 2) beats.push(now * 2 + write[9]!);
    return writes++ % 2 === 0 ? 10 : null;
  });
  run(60_000);
  t.same(told, [[10, true]]);
  const times = beats.map((b) => Math.floor(b / 2));
  t.ok(
    times.every((time, i) => i === 0 || time - times[i - 1]! < 1_000),
    "and never so slowly that the board would leave us",
  );
});

t.test("an echo that may be a late one of another write is not taken for this one's", async (t) => {
  const board = openDriver(config, site);
  board.show(Instant(0), codes({ 2: "red" }));
  const write = (now: number) => board.request(Instant(now))![9];
  const confirmed = () => {
    const front = board.scan(confirmation, Instant(0));
    return front.kind === "frame" ? front.confirms : "nothing";
  };
  t.equal(write(0), 1);
  t.equal(write(100), 1, "no echo in time: the same again");
  t.equal(confirmed(), 0, "whichever of the two it is of: the board has heard the beat, and not before it was first said");
  board.show(Instant(150), codes({ 2: "green" }));
  t.equal(write(150), 0);
  t.equal(confirmed(), undefined, "the other try's echo was still to come");
  t.equal(write(400), 0, "so it is said again");
  t.equal(confirmed(), 150);
  board.show(Instant(600), codes({ 2: "green" }));
  t.equal(write(650), 1);
});

t.test("a board that refuses or swallows the write is not answering", async (t) => {
  const refusal = Uint8Array.from([0x11, 0x8f, 0x02, 0xc4, 0x34]);
  const board = openDriver(config, site);
  const line = new Line("outputs", [board], { baud: 38_400 });
  line.opened(Instant(0));
  board.show(Instant(0), codes({ 2: "red" }));
  t.ok(line.wake(Instant(0)));
  line.heard(Instant(10), confirmation);
  t.match(line.drain(), [{ kind: "answering", device: "board", answering: true }]);
  let now = 250;
  for (; line.health()[0]!.answering && now < 2_000; now++) {
    board.show(Instant(now), codes({ 2: "red" }));
    if (line.wake(Instant(now))) line.heard(Instant(now + 2), refusal);
  }
  t.ok(now < 250 + 3 * 110, `found out after ${now - 250} ms`);
  t.equal(line.health()[0]!.noise_bytes, 3 * refusal.length);
});

t.test("a device of the site file is asked for by its protocol", async (t) => {
  t.same(driverNames, ["modbus-coils", "ts2-load-switches"]);
  t.equal(isDriver("modbus-coils"), true);
  t.same(
    protocolNames.filter((name) => isDriver(name)),
    [],
    "no name is both a detector's and a driver's",
  );
  t.throws(() => openDriver({ ...config, protocol: "sdlc" }, site), {
    message: 'device "board": no driver "sdlc"; write one of modbus-coils',
  });
});

function hex(bytes: Uint8Array | null): string {
  return [...bytes!].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
