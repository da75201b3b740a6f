import { readFileSync } from "node:fs";
import t from "tap";
import { blank, isOf, TYPES } from "../../src/serial/framing/ts2/frame.ts";
import { type Lamps, loadSwitchesIn } from "../../src/serial/framing/ts2/load-switches.ts";
import { enclose, Octets } from "../../src/serial/framing/ts2/octets.ts";
import { terminalInputs } from "../../src/serial/framing/ts2/terminals.ts";
import { type Heard, Line } from "../../src/serial/line.ts";
import { openDriver } from "../../src/signals/drivers/index.ts";
import { Seen } from "../../src/signals/drivers/ts2-load-switches/seen.ts";
import type { Ts2Cabinet } from "../../src/street/devices/ts2-cabinet.ts";
import { Street } from "../../src/street/street.ts";
import { INDICATIONS } from "../../src/traffic/calls.ts";
import type { Indication } from "../../src/traffic/live.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { siteOf } from "../streets.ts";

const SITE = siteOf(readFileSync(new URL("../../deploy/sites/ts2.toml", import.meta.url), "utf8"));
const NOON = WallTime(Date.UTC(2026, 0, 5, 18));

/** The cabinet of ts2.toml on a line of its own, and whoever shows something on it, without a unit. */
class Rig {
  readonly street = new Street(SITE, 3);
  readonly cabinet = this.street.box("cabinet") as Ts2Cabinet;
  readonly driver = openDriver(SITE.devices[0]!, SITE);
  readonly line = new Line("port-1", [this.driver], { baud: 153_600, datagrams: true });
  readonly frames: { readonly at: number; readonly frame: Uint8Array }[] = [];
  readonly heard: Heard[] = [];
  /** By channel. */
  readonly shows = new Uint8Array(32);
  showing = true;
  /** Whether a frame of ours is lost. */
  loses: (frame: Uint8Array, at: number) => boolean = () => false;
  #now = 0;
  readonly #octets = new Octets();

  constructor() {
    this.all("red");
    this.#say(this.line.opened(Instant(0)));
  }

  all(indication: Indication): void {
    for (const { number, kind } of SITE.channels) this.show(number, kind === "pedestrian" && indication !== "red" ? "dark" : indication);
  }

  show(channel: number, indication: Indication): void {
    this.shows[channel - 1] = INDICATIONS.indexOf(indication);
  }

  run(ms: number): this {
    const field = this.street.line("port-1");
    for (const end = this.#now + ms; this.#now < end; ) {
      this.#now++;
      const now = Instant(this.#now);
      const said = field.saysAt <= now ? field.said(now) : null;
      if (said !== null) this.#say(this.line.heard(now, said));
      if (this.line.wakeAt <= now) this.#say(this.line.wake(now));
      if (now % 100 === 0) {
        this.street.step(now);
        this.line.look(now);
        this.heard.push(...this.line.drain());
        if (this.showing) {
          this.driver.date?.((NOON + now) as WallTime);
          this.driver.show(now, this.shows);
        }
      }
    }
    return this;
  }

  /** Its port is closed, and opened again at once. */
  away(): void {
    this.line.closed(Instant(this.#now));
    this.#say(this.line.opened(Instant(this.#now)));
  }

  types(from = 0): readonly number[] {
    return this.frames.filter(({ at }) => at >= from).map(({ frame }) => frame[2]!);
  }

  #say(bytes: Uint8Array | null): void {
    for (let rest = bytes ?? new Uint8Array(0); rest.length > 0; ) {
      const front = this.#octets.front(rest);
      const frame = this.#octets.frame.slice();
      this.frames.push({ at: this.#now, frame });
      if (!this.loses(frame, this.#now)) this.street.line("port-1").heard(Instant(this.#now), rest.subarray(0, front));
      rest = rest.subarray(front);
    }
  }
}

t.test(
  "a round: both terminals BIUs, the transfer, the MMU's data and its status; once a second date and card; ten times a second",
  async (t) => {
    const types = new Rig().run(2_290).types(1_100);
    const rounds = types
      .join(" ")
      .split(/(?<=.)(?=\b10 )/)
      .map((round) => round.trim());
    t.same([...new Set(rounds)].sort(), ["10 11 18 0 1", "10 11 18 0 1 9 3"]);
    t.equal(rounds.length, 12);
    t.equal(rounds.filter((round) => round.endsWith("9 3")).length, 1);
  },
);

t.test("lamps of both BIUs change in one moment: nobody sees half of it", async (t) => {
  const rig = new Rig().run(7_000);
  t.ok(rig.cabinet.mmu.relay);
  const seen = new Set<string>();
  for (let turn = 0; turn < 40; turn++) {
    // Switch 2 is on the first BIU, switch 9 on the second.
    const [vehicles, walk] = turn % 2 === 0 ? (["green", "green"] as const) : (["red", "red"] as const);
    rig.show(2, vehicles);
    rig.show(9, walk);
    for (let i = 0; i < 150; i++) {
      rig.run(1);
      const lamps = rig.cabinet.lamps(Instant(100));
      seen.add([lamps[3], lamps[5], lamps[24], lamps[26]].join(""));
    }
  }
  t.same([...seen].sort(), ["0101", "1010"]);
});

t.test("flashing is told to the MMU as flashing, and a pedestrian's flashing hand is not", async (t) => {
  const rig = new Rig().run(500);
  rig.show(9, "flashing-red");
  rig.run(500);
  const flash = () => loadSwitchesIn(rig.frames.findLast(({ frame }) => isOf(frame, 0))!.frame)!.flash;
  t.notOk(flash());
  rig.show(5, "flashing-yellow");
  rig.run(500);
  t.notOk(flash(), "nor is one arrow");
  rig.all("flashing-red");
  rig.run(300);
  t.ok(flash());
});

t.test(
  "nothing is said before something is shown, and nothing half a second after it was shown last: the MMU takes the lamps away",
  async (t) => {
    const rig = new Rig();
    rig.showing = false;
    rig.run(500);
    t.same(rig.frames, []);
    rig.showing = true;
    rig.run(8_000);
    t.ok(rig.cabinet.mmu.relay);
    rig.showing = false;
    rig.run(1_000);
    const silent = rig.frames.length;
    t.ok(rig.frames.at(-1)!.at <= 9_000);
    rig.run(2_000);
    t.equal(rig.frames.length, silent);
    t.notOk(rig.cabinet.mmu.relay, "Port 1 timeout");
    t.match(rig.heard.at(-1), { kind: "answering", device: "cabinet", answering: false });
  },
);

t.test("a terminals BIU is dead: the MMU hears nothing any more, so the cabinet flashes, whatever lamps the other one holds", async (t) => {
  const rig = new Rig().run(8_000);
  rig.show(2, "green");
  rig.run(300);
  rig.loses = (frame) => frame[0] === 1;
  const from = 8_300;
  rig.run(3_000);
  t.notOk(rig.types(from + 100).includes(0), "no load switch data");
  t.notOk(rig.types(from + 100).includes(18), "and nothing is transferred that is half");
  t.notOk(rig.cabinet.mmu.relay);
  const [answered, lost] = rig.heard.filter((h) => h.kind === "answering");
  t.match(answered, { answering: true });
  t.match(lost, { answering: false });
  t.ok(lost!.at >= from && lost!.at <= from + 900, `lost after ${lost!.at - from} ms`);
});

t.test("what was green before the gateway was unplugged is not shown when it is back", async (t) => {
  const rig = new Rig().run(8_000);
  rig.show(2, "green");
  rig.run(300);
  let lost = false;
  rig.loses = () => lost;
  // Cut in the middle of rounds, at each of their steps.
  for (let ms = 0; ms < 100; ms += 3) {
    rig.show(2, "green");
    rig.run(300);
    lost = true;
    rig.run(1_500 + ms);
    rig.show(2, "red");
    rig.run(200);
    lost = false;
    const from = rig.frames.length;
    rig.run(1_500);
    const told = rig.frames.slice(from).flatMap(({ frame }) => loadSwitchesIn(frame) ?? []);
    if (told.length === 0 || told.some(({ green }) => green !== 0)) t.fail(`an old green, cut ${ms} ms later`);
  }
  t.ok(rig.cabinet);
});

t.test("an answer that may be a late one proves no more than that the older question was heard", async (t) => {
  const driver = openDriver(SITE.devices[0]!, SITE);
  const answers: { readonly [type: number]: Uint8Array } = {
    10: terminalInputs(1, []),
    11: terminalInputs(2, []),
    0: blank(128),
    1: blank(129),
    3: blank(131),
  };
  const octets = new Octets();
  /** Asks for the whole round, its first question at `from`; its load switch data are not answered if `lost`. Gives what it proves. */
  const round = (from: number, lost: boolean): number | undefined => {
    driver.show(Instant(from), new Uint8Array(32).fill(1));
    for (let now = from; ; now += 5) {
      let asked = driver.request(Instant(now))!;
      for (let rest = asked; rest.length > 0; rest = rest.subarray(octets.front(rest))) {
        octets.front(rest);
        asked = octets.frame.slice();
      }
      if (lost && asked[2] === 0) return undefined;
      const scan = driver.scan(enclose(answers[asked[2]!]!), Instant(now + 3));
      if (scan.kind !== "frame") throw new Error(`type ${asked[2]} was not answered`);
      if (scan.confirms !== undefined) return scan.confirms;
    }
  };
  t.equal(round(1_000, false), 1_000);
  t.equal(round(1_100, true), undefined);
  t.equal(round(1_160, false), 1_100, "asked again 60 ms later: it may be the answer to the older one");
  t.equal(round(1_200, false), 1_100, "within another time-out as well");
  t.equal(round(1_300, false), 1_300);
});

t.test("buttons and contacts: those that the file has, told when they change and after each silence", async (t) => {
  const rig = new Rig().run(500);
  const told = () =>
    rig.heard.splice(0).flatMap((h) => (h.kind === "reading" && h.reading.kind === "presence" ? [[h.reading.input, h.reading.on]] : []));
  t.same(
    told(),
    [18, 20, 21, 25, 33, 34, 35, 36].map((input) => [input, false]),
  );
  rig.street.close(2, true);
  rig.run(500);
  t.same(told(), [[20, true]], "manual control enable");
  rig.loses = () => true;
  rig.run(400);
  rig.loses = () => false;
  rig.run(2_000);
  t.same(
    told().filter(([, on]) => on),
    [[20, true]],
    "nobody knows what was forgotten meanwhile",
  );
});

t.test("the gateway is away between two rounds: what is still pressed and closed is told again", async (t) => {
  const rig = new Rig().run(500);
  rig.street.close(2, true);
  rig.run(570);
  rig.heard.splice(0);
  rig.away();
  rig.run(500);
  t.same(
    rig.heard.flatMap((h) => (h.kind === "reading" && h.reading.kind === "presence" && h.reading.on ? [h.reading.input] : [])),
    [20],
    "manual control enable",
  );
});

t.test("what the MMU sees is held against what is told, for as long as it may differ", async (t) => {
  const seen = new Seen(SITE.channels);
  const told = { green: 0x22, yellow: 0, red: 0x0fdd };
  const look = (at: number, sees: Partial<Lamps>) => seen.look(Instant(at), told, { ...told, ...sees });
  for (let at = 0; at <= 5_000; at += 100) t.equal(look(at, { red: 0xf7dd }), null, "don't walk, and red of spare switches");
  for (let at = 0; at <= 5_000; at += 100) t.equal(look(at, { yellow: 0xf00 }), null, "a pedestrian's yellow");
  t.equal(look(6_000, { green: 0x02 }), null);
  t.equal(look(7_400, { green: 0x02 }), null);
  t.equal(look(7_500, { green: 0x22 }), null, "and agrees again");
  t.equal(look(7_600, { green: 0x2002, yellow: 0x1000, red: 0x0fdc }), null);
  t.equal(look(9_000, { green: 0x2002, yellow: 0x1000, red: 0x0fdc }), null);
  t.same(look(9_100, { green: 0x2002, yellow: 0x1000, red: 0x0fdc }), {
    says: "lamps",
    switches: [1, 6, 13, 14],
    words: [
      'channel 6 "phase 6": green is told and the MMU sees it dark',
      "load switch 14, which no channel has: the MMU sees green lit, which nobody has told",
      "load switch 13, which no channel has: the MMU sees yellow lit, which nobody has told",
      'channel 1 "phase 1": red is told and the MMU sees it dark',
    ].join("; "),
  });
  t.equal(look(9_200, { green: 0x02 }), null, "told once");
  seen.forget();
  look(20_000, { green: 0x02 });
  t.equal(look(21_400, { green: 0x02 }), null);
  t.match(look(21_500, { green: 0x02 }), { switches: [6] }, "and once more, when it was forgotten");
});

t.test("the local date and time", async (t) => {
  const rig = new Rig().run(300);
  const { frame } = rig.frames.find(({ frame: each }) => isOf(each, 9))!;
  t.same([...frame.subarray(3)], [1, 5, 26, 12, 0, 0, 1, 3, 3], "noon in Chicago; tenths; BIUs that are there");
});

t.test(
  "whatever the bus says, right frames with any data among them: nobody falls over, and nothing but the right answer goes on",
  async (t) => {
    const driver = openDriver(SITE.devices[0]!, SITE);
    const roll = dice(21);
    const types = [...TYPES];
    let frames = 0;
    for (let now = 100; now < 60_000; now += 10) {
      if (now % 100 === 0) driver.show(Instant(now), new Uint8Array(32).fill(1 + roll(3)));
      driver.request(Instant(now));
      for (let i = 0; i < 4; i++) {
        const [type, { address, bytes }] = types[roll(types.length)]!;
        const frame = Uint8Array.from({ length: roll(20) === 0 ? 3 + roll(40) : bytes }, () => roll(256));
        frame.set([address, 0x83, type]);
        const line = roll(5) === 0 ? Uint8Array.from({ length: 1 + roll(60) }, () => roll(256)) : enclose(frame);
        const scan = driver.scan(line, Instant(now + i));
        if (scan.kind === "more") continue;
        if (scan.length < 1 || scan.length > line.length) t.fail("it uses up what there is and no more");
        if (scan.kind === "frame") frames++;
        for (const reading of scan.kind === "frame" ? scan.readings : [])
          if (reading.kind === "cabinet" && reading.word.says !== "card" && reading.word.words === "") t.fail("a word without words");
      }
    }
    t.ok(frames > 300, `${frames} answers were right`);
  },
);
