import t from "tap";
import { formatAnswer } from "../../src/detection/protocols/blueprint/codec.ts";
import { CANOGA_CHANNELS, detectionOf } from "../../src/detection/protocols/canoga/codec.ts";
import { openDevice } from "../../src/detection/protocols/index.ts";
import type { Device } from "../../src/serial/device.ts";
import { seal } from "../../src/serial/framing/modbus-rtu.ts";
import { CALL, CHANNELS, callData } from "../../src/serial/framing/ts2/detectors.ts";
import { enclose } from "../../src/serial/framing/ts2/octets.ts";
import { Line } from "../../src/serial/line.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { Asker, alive, answerOf, Bus, type Card, dead } from "./bus.ts";

const at = (bus: Bus, address: number) => bus.said.filter((s) => s.address === address).map((s) => s.at);
const readings = (bus: Bus, device: string) => bus.heard.filter((h) => h.kind === "reading" && h.device === device);
const answering = (bus: Bus) => bus.heard.flatMap((h) => (h.kind === "answering" ? [[h.at, h.device, h.answering]] : []));

function busOf(cards: readonly Card[], timing = {}, baud = 38_400) {
  const devices = cards.map((_, i) => new Asker(i + 1, timing));
  const line = new Line("advance", devices, { baud });
  const bus = new Bus(line, new Map(cards.map((card, i) => [i + 1, card])));
  return { devices, line, bus };
}

t.test("polls of one line are spread over their interval and stay there", async (t) => {
  const { bus } = busOf([alive(1), alive(2), alive(3), alive(4)], { poll_ms: 1_000 });
  bus.open();
  bus.run(3_600_000);
  t.same(at(bus, 1).slice(0, 3), [0, 1_000, 2_000]);
  t.same(at(bus, 2).slice(0, 3), [250, 1_250, 2_250]);
  t.same(at(bus, 4).slice(0, 3), [750, 1_750, 2_750]);
  t.equal(at(bus, 3).at(-1), 3_599_500, "an hour later too");
});

t.test("a dead loop card does not stall the bus", async (t) => {
  const cards = [alive(1), alive(2), alive(3), dead, alive(5), alive(6), alive(7), alive(8)];
  const { bus, line } = busOf(cards);
  bus.open();
  bus.run(119_990);
  t.same(answering(bus).filter(([, , on]) => !on).length, 1, "it is reported once");
  // Three tries at first; then single polls after rests of 1, 2, 4, 8, 16, 30 and 30 s.
  t.equal(at(bus, 4).length, 3 + 7);
  for (const card of [1, 2, 3, 5, 6, 7, 8]) {
    const times = at(bus, card);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    t.ok(Math.max(...gaps) <= 250 + 101 + 7 * 12, `card ${card} never waits longer than one time-out and the others' turns`);
    t.equal(readings(bus, `card ${card}`).length, times.length, `card ${card} is heard each time`);
  }
  t.match(line.health()[3], { answering: false, polls: 10, timeouts: 10 });
});

t.test("a card that loses one answer in three is still answering", async (t) => {
  const { bus } = busOf([(now, turn) => (turn % 3 === 1 ? null : alive(1)(now, turn)), alive(2)]);
  bus.open();
  bus.run(60_000);
  t.same(
    answering(bus).map(([, device, on]) => [device, on]),
    [
      ["card 1", true],
      ["card 2", true],
    ],
  );
});

t.test("a second try waits for those who are already due", async (t) => {
  const { bus } = busOf([dead, alive(2), alive(3)], { poll_ms: 120 });
  bus.open();
  bus.run(400);
  const order = bus.said.map((s) => s.address).slice(0, 5);
  t.same(order, [1, 2, 3, 1, 2], "the dead card was asked first, timed out, and the others came before its second try");
});

t.test("a card that comes back is heard after its rest, and says that it answers again", async (t) => {
  const { bus } = busOf([alive(1), (now, turn) => (now > 1_000 && now < 20_000 ? null : alive(2)(now, turn))]);
  bus.open();
  bus.run(60_000);
  const [lost, back] = answering(bus).filter(([time, device]) => device === "card 2" && (time as number) > 1_000);
  t.equal(lost?.[2], false);
  t.ok((lost![0] as number) < 1_700, "lost within three time-outs");
  t.equal(back?.[2], true);
  t.ok((back![0] as number) < 20_000 + 16_200, "its rest had grown to 16 s");
  t.ok(at(bus, 2).filter((time) => time > (back![0] as number)).length > 80, "and is polled as often as before");
});

t.test("a device with a line to itself is asked again every second, however long it was gone", async (t) => {
  const { bus } = busOf([(now, turn) => (now > 1_000 && now < 600_000 ? null : alive(1)(now, turn))]);
  bus.open();
  bus.run(610_000);
  const back = answering(bus).at(-1)!;
  t.equal(back[2], true);
  t.ok((back[0] as number) <= 601_200);
});

t.test("an answer that comes too late is nobody else's", async (t) => {
  // Card 1 takes 130 ms where 100 are allowed; its answers reach us while card 2 is being asked.
  const slow: Card = () => ({ after_ms: 130, bytes: answerOf(1, 100) });
  const prompt: Card = () => ({ after_ms: 60, bytes: answerOf(2, 200) });
  const { bus, line } = busOf([slow, prompt], { poll_ms: 200 });
  bus.open();
  bus.run(5_000);
  const inputs = (device: string) => new Set(readings(bus, device).map((h) => h.kind === "reading" && h.reading.input));
  t.same([...inputs("card 2")], [200]);
  t.ok(readings(bus, "card 2").length > 20);
  t.ok(line.health()[1]!.noise_bytes >= 4, "what came while card 2 was asked is counted as noise");
  t.notOk(inputs("card 1").has(200));
});

t.test("half an answer does not become the beginning of the next one", async (t) => {
  const half: Card = (_, turn) => ({ after_ms: 10, bytes: turn === 0 ? answerOf(1, 7).subarray(0, 2) : answerOf(1, 9) });
  const { bus, line } = busOf([half]);
  bus.open();
  bus.run(250);
  t.same(
    bus.heard.flatMap((h) => (h.kind === "reading" ? [h.reading] : [])),
    [{ kind: "presence", input: 9, on: true }],
  );
  t.match(line.health()[0], { noise_bytes: 2, timeouts: 1 });
});

t.test("nobody speaks within three and a half characters of the last byte", async (t) => {
  const { bus } = busOf([alive(1), alive(2), alive(3)], { poll_ms: 20 }, 9_600);
  bus.open();
  bus.run(10_000);
  const ends = bus.heard.filter((h) => h.kind === "reading").map((h) => h.at as number);
  for (const end of ends)
    t.notOk(
      bus.said.some((s) => s.at >= end && s.at < end + 4.01),
      `after ${end}`,
    );
});

t.test("an overloaded line is fair", async (t) => {
  const { bus } = busOf([alive(1, 30), alive(2, 30), alive(3, 30), alive(4, 30)], { poll_ms: 50 });
  bus.open();
  bus.run(60_000);
  const counts = [1, 2, 3, 4].map((card) => at(bus, card).length);
  t.ok(Math.max(...counts) - Math.min(...counts) <= 1, `polls: ${counts}`);
});

t.test("a lamp that changes is said before any poll", async (t) => {
  const { bus, devices, line } = busOf([alive(1, 40), alive(2, 40), alive(3, 40)], { poll_ms: 60 });
  bus.open();
  bus.run(50_000);
  devices[2]!.urgent = true;
  const before = bus.said.length;
  bus.run(50_100);
  t.equal(bus.said[before]!.address, 3);
  bus.run(51_000);
  t.equal(line.health()[2]!.answering, true);
});

t.test("a dead output board whose lamps go on changing does not stall the loops on its line", async (t) => {
  const { bus, devices } = busOf([alive(1), dead, alive(3)]);
  bus.open();
  for (let now = 100; now <= 60_000; now += 100) {
    devices[1]!.urgent = true;
    bus.run(now);
  }
  t.ok(at(bus, 2).length < 3 + 7, "it is asked in its tries and after its rests, however urgent");
  t.ok(at(bus, 1).length > 230, `loops are polled as ever: ${at(bus, 1).length}`);
});

t.test("an urgent word wakes an idle line at once", async (t) => {
  const { bus, devices, line } = busOf([alive(1)], { poll_ms: 10_000 });
  bus.open();
  bus.run(5_000);
  t.equal(line.wakeAt, 10_000);
  devices[0]!.urgent = true;
  t.ok(line.wakeAt <= 5_000);
  t.ok(line.wake(Instant(5_000)), "and it is said");
});

t.test("an unplugged adapter loses its devices at once and asks them at once when it is back", async (t) => {
  const { bus, line } = busOf([alive(1), dead, alive(3)]);
  bus.open();
  bus.run(30_000);
  line.closed(Instant(30_000));
  line.closed(Instant(30_100));
  const lost = line.drain();
  t.same(
    lost.map((h) => [h.kind, h.device]),
    [
      ["answering", "card 1"],
      ["answering", "card 3"],
    ],
    "card 2 was lost already",
  );
  t.equal(line.wakeAt, Number.POSITIVE_INFINITY);
  t.equal(line.heard(Instant(30_200), answerOf(1, 1)), null);
  bus.now = 40_000;
  bus.open();
  bus.run(40_600);
  t.ok(at(bus, 1).some((time) => time === 40_000));
  t.ok(
    at(bus, 2).some((time) => time >= 40_000),
    "the dead card's rest is over too",
  );
  t.equal(line.health()[0]!.answering, true);
});

t.test("a port that cannot be opened is told as well", async (t) => {
  const { line } = busOf([alive(1)]);
  line.closed(Instant(500));
  t.same(line.drain(), [{ kind: "answering", at: 500, device: "card 1", answering: false }]);
});

const camera = { name: "camera", port: "a", protocol: "count-sentence", profile: "", address: 0, poll_ms: 0, timeout_ms: 25_000 };
const sentence = Uint8Array.from("$SLCNT,1,42,10000,3,12.5,48.2*7B\r\n", (c) => c.charCodeAt(0));

t.test("a camera that falls silent is lost, and found again by its next word", async (t) => {
  const line = new Line("camera", [openDevice(camera)], { baud: 9_600 });
  t.equal(line.opened(Instant(0)), null, "nothing is said to it");
  line.heard(Instant(10_000), sentence);
  t.equal(line.wakeAt, 35_000);
  line.wake(Instant(34_999));
  t.equal(line.health()[0]!.answering, true);
  line.wake(Instant(35_000));
  t.same(line.drain().slice(-1), [{ kind: "answering", at: 35_000, device: "camera", answering: false }]);
  t.equal(line.wakeAt, Number.POSITIVE_INFINITY);
  line.heard(Instant(90_000), sentence);
  t.same(line.drain(), [{ kind: "answering", at: 90_000, device: "camera", answering: true }]);
});

t.test("a talker and a listener can share a line", async (t) => {
  const line = new Line("mixed", [new Asker(1), openDevice(camera)], { baud: 9_600 });
  line.opened(Instant(0));
  line.heard(Instant(20), Uint8Array.of(...sentence, ...answerOf(1, 5)));
  t.same(
    line.drain().map((h) => (h.kind === "reading" ? h.reading.kind : h.device)),
    ["camera", "count", "card 1", "presence"],
  );
});

const { none, held } = CALL;
const calls = Array.from({ length: CHANNELS }, (_, i) => (i === 2 ? held : none));
const records = Array.from({ length: CANOGA_CHANNELS }, (_, i) => ({ duration_ms: 0, start_ms: 0, count: 0, state: i === 2 ? 1 : 0 }));
const PROTOCOLS = ["modbus-rtu/di16", "blueprint", "canoga", "ts2-detectors"] as const;
const ANSWERS: { readonly [protocol: string]: { readonly address: number; readonly bytes: Uint8Array } } = {
  "modbus-rtu/di16": { address: 5, bytes: seal(Uint8Array.of(5, 2, 2, 0x04, 0, 0, 0)) },
  blueprint: { address: 1, bytes: formatAnswer(1, { inputs: 0x04, faults: 0 }) },
  canoga: { address: 3, bytes: detectionOf(records) },
  "ts2-detectors": { address: 8, bytes: enclose(callData(1, { changed_ms: calls.map(() => 0), calls })) },
};

for (const each of PROTOCOLS) {
  t.test(`an adapter is pulled out and put back between two polls: ${each} tells again of the contact that is still closed`, async (t) => {
    const [protocol, profile = ""] = each.split("/") as [string, string?];
    const { address, bytes } = ANSWERS[each]!;
    const line = new Line("rack", [openDevice({ ...camera, protocol, profile, address, poll_ms: 100, timeout_ms: 50 })], { baud: 38_400 });
    const told = (at: number) => {
      line.heard(Instant(at), bytes);
      return line.drain().flatMap((h) => (h.kind === "reading" && h.reading.kind === "presence" && h.reading.on ? [h.reading.input] : []));
    };
    line.opened(Instant(0));
    t.same(told(20), [3]);
    line.closed(Instant(60));
    t.match(line.drain(), [{ kind: "answering", answering: false }]);
    line.opened(Instant(70));
    t.same(told(90), [3]);
  });
}

t.test("a line that babbles for ever is noise, counted, and takes no memory", async (t) => {
  const line = new Line("camera", [openDevice(camera)], { baud: 115_200 });
  line.opened(Instant(0));
  const babble = new Uint8Array(65_536).fill(0x24);
  for (let i = 0; i < 16; i++) line.heard(Instant(i), babble);
  line.heard(Instant(20), sentence);
  t.equal(line.health()[0]!.noise_bytes, 16 * 65_536);
  t.equal(line.drain().filter((h) => h.kind === "reading").length, 1);
});

t.test("cards on a line that babbles without a pause are lost, and found again when it is silent", async (t) => {
  const drowned =
    (card: Card): Card =>
    (now, turn) =>
      now >= 5_000 && now < 8_000 ? null : card(now, turn);
  const { bus, line } = busOf([drowned(alive(1)), drowned(alive(2)), drowned(alive(3))]);
  bus.babble(5_000, 8_000);
  bus.open();
  bus.run(5_000);
  const before = answering(bus).length;
  bus.run(8_000);
  t.same(
    answering(bus)
      .slice(before)
      .map(([, device, on]) => [device, on])
      .sort(),
    [
      ["card 1", false],
      ["card 2", false],
      ["card 3", false],
    ],
  );
  t.ok(
    answering(bus).every(([time]) => (time as number) < 5_000 + 256 * 0.29 + 9 * 101 + 250),
    "as soon as if they were dead, and once longer than any sentence takes",
  );
  bus.run(60_000);
  t.ok(
    line.health().every((h) => h.answering),
    "none of them needs anybody to come",
  );
});

t.test("nobody speaks into a sentence, however slowly it comes", async (t) => {
  const line = new Line("mixed", [new Asker(1, { poll_ms: 10 }), openDevice(camera)], { baud: 1_200 });
  t.ok(line.opened(Instant(0)));
  line.heard(Instant(5), answerOf(1, 1));
  let now = 38;
  for (const byte of sentence) {
    now += 9;
    t.equal(line.heard(Instant(now), Uint8Array.of(byte)), null);
  }
  t.equal(line.drain().filter((h) => h.kind === "reading").length, 2);
  t.equal(line.wake(Instant(now + 32)), null);
  t.ok(line.wake(Instant(now + 33)));
});

t.test("a card whose answer never ends does not keep the others from being asked", async (t) => {
  const endless = new Asker(1, { poll_ms: 250, timeout_ms: 100 });
  const line = new Line("a", [
    Object.assign(endless, {
      scan: (bytes: Uint8Array) => ({ kind: "frame", length: bytes.length, readings: [], unfinished: true }) as const,
    }),
    new Asker(2, { poll_ms: 250 }),
  ]);
  line.opened(Instant(0));
  const asked: number[] = [];
  for (let now = 1; now < 2_000; now++) {
    const said = (now % 20 === 0 ? line.heard(Instant(now), answerOf(1, 1)) : null) ?? line.wake(Instant(now));
    if (said) asked.push(said[1]!);
  }
  t.ok(asked.filter((address) => address === 2).length >= 4, `asked ${asked.join(" ")}`);
});

t.test("a scanner that never decides does not fill the buffer", async (t) => {
  const stubborn = Object.assign(new Asker(1), { scan: () => ({ kind: "more" }) as const });
  const line = new Line("a", [stubborn]);
  line.opened(Instant(0));
  for (let i = 1; i <= 50; i++) line.heard(Instant(i), new Uint8Array(100));
  const held = 50 * 100 - line.health()[0]!.noise_bytes;
  t.ok(held >= 0 && held < 1_024, `${held} bytes held`);
});

t.test("whatever happens, a line that is woken when it asks to be goes forward", async (t) => {
  const roll = dice(5);
  for (let street = 0; street < 50; street++) {
    const asker = new Asker(1, { poll_ms: 1 + roll(300), timeout_ms: 1 + roll(200), retries: roll(3) });
    const line = new Line("any", [asker, new Asker(2, { poll_ms: 1 + roll(50) }), openDevice(camera)], { baud: 1_200 << roll(7) });
    let now = 0;
    for (let turn = 0; turn < 400; turn++) {
      const what = roll(10);
      if (what === 0) line.closed(Instant(now));
      else if (what === 1) line.opened(Instant(now));
      else if (what === 2) asker.urgent = true;
      else if (what < 5)
        line.heard(
          Instant(now),
          Uint8Array.from({ length: roll(1_200) }, () => roll(256)),
        );
      else if (what < 7) line.heard(Instant(now), answerOf(1 + roll(2), roll(256)));
      else if (line.wakeAt < Number.POSITIVE_INFINITY) {
        now = Math.max(now, line.wakeAt);
        const said = line.wake(Instant(now));
        if (said === null && line.wakeAt <= now) t.fail(`street ${street}, turn ${turn}: woken for nothing`);
      } else now += roll(100);
      line.drain();
    }
  }
  t.pass("20,000 turns");
});

t.test(
  "behind a gateway of datagrams the next question follows an answer at once; on a wire it waits for the pause that parts frames",
  async (t) => {
    const device = (name: string): Device => ({
      name,
      timing: { poll_ms: 100, timeout_ms: 90, retries: 2, request_bytes: 1, answer_bytes: 1 },
      urgent: false,
      request: () => Uint8Array.of(7),
      scan: (bytes) => ({ kind: "frame", length: bytes.length, readings: [] }),
    });
    for (const datagrams of [true, false]) {
      const line = new Line("line", [device("a"), device("b")], { baud: 153_600, datagrams });
      t.ok(line.opened(Instant(0)), "the first is asked, the second has its turn at 50 ms");
      const next = line.heard(Instant(60), Uint8Array.of(1));
      t.equal(next !== null, datagrams);
      if (!datagrams) t.equal(line.wakeAt, 62);
    }
  },
);
