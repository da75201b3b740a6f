import t from "tap";
import type { Chunk } from "../../../src/journal/port.ts";
import { seal, writeCoilsExchange } from "../../../src/serial/framing/modbus-rtu.ts";
import { entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { playOf } from "../play.ts";
import type { Scenario, Span, WatcherName, Weather } from "../scenario.ts";
import type { Kept, Seen } from "../seen.ts";
import { LampsOnTheWire } from "../wire/lamps.ts";
import { type Violation, WATCHES, type Watcher } from "./watcher.ts";

const SCENARIO: Scenario = { story: "", site: "four-leg", lasts: "1 h", weather: [], expects: [] };
const PLAY = playOf("told-by-hand", SCENARIO, 1);
const [COILS, HEARTBEAT] = [33, 32];

/** Somebody who writes onto the line of the lamps by hand, and one watcher who listens. */
class Hand {
  readonly violations: Violation[] = [];
  now = 0;
  readonly #watcher: Watcher;
  readonly #lamps: LampsOnTheWire;
  readonly #lit = new Set<number>();
  #beat = 0;

  constructor(name: WatcherName) {
    this.#watcher = WATCHES[name](PLAY, (at, words) => this.violations.push({ at, words }));
    this.#lamps = new LampsOnTheWire(PLAY.site, (news) => this.#watcher.lamps?.(news));
    for (const { red } of PLAY.site.channels) this.#lit.add(red);
    this.pass(2_000);
  }

  see(seen: Seen): void {
    this.#lamps.see(seen);
    this.#watcher.see?.(seen);
  }

  /** Each channel's one lamp; the board is written to every 250 ms. */
  show(lamps: Readonly<Record<number, "red" | "yellow" | "green">>): void {
    for (const [number, lamp] of Object.entries(lamps)) {
      const channel = PLAY.site.channels.find((c) => c.number === Number(number))!;
      for (const each of [channel.red, channel.yellow, channel.green]) this.#lit.delete(each);
      this.#lit.add(channel[lamp]);
    }
    this.#write();
  }

  pass(ms: number): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now = Math.min(end, this.now + 250);
      this.#write();
    }
  }

  end(): readonly string[] {
    this.pass(3_000);
    this.#watcher.end?.();
    return this.violations.map(({ words }) => words);
  }

  #write(): void {
    const { request } = writeCoilsExchange(1, 0, COILS);
    for (const output of this.#lit) request[7 + ((output - 1) >> 3)]! |= 1 << ((output - 1) & 7);
    this.#beat ^= 1;
    request[7 + (HEARTBEAT >> 3)] = this.#beat;
    this.see({ kind: "said", at: Instant(this.now), port: "outputs", from: "unit", bytes: seal(request) });
  }
}

/** A whole turn of phases 2 and 6, then of 4 and 8, as the timing sheet has it. */
function turn(hand: Hand, { green = 8_000, yellow = 3_600, clear = 1_500 } = {}): void {
  hand.show({ 2: "green", 6: "green" });
  hand.pass(green);
  hand.show({ 2: "yellow", 6: "yellow" });
  hand.pass(yellow);
  hand.show({ 2: "red", 6: "red" });
  hand.pass(clear);
  hand.show({ 4: "green", 8: "green" });
  hand.pass(8_000);
}

t.test("a turn as the timing sheet has it is nobody's business", async (t) => {
  for (const name of ["conflicts", "intervals"] as const) {
    const hand = new Hand(name);
    turn(hand);
    t.same(hand.end(), []);
  }
});

t.test("two greens that cross, or a green beside a yellow that it crosses, are seen on the wire", async (t) => {
  const greens = new Hand("conflicts");
  greens.show({ 2: "green" });
  greens.pass(1_000);
  greens.show({ 4: "green" });
  t.match(greens.end(), [/phase 2 is green while phase 4 is green/]);
  const yellow = new Hand("conflicts");
  yellow.show({ 2: "green" });
  yellow.pass(9_000);
  yellow.show({ 2: "yellow", 4: "green" });
  t.match(yellow.end(), [/phase 2 is yellow while phase 4 is green/]);
  const walk = new Hand("conflicts");
  walk.show({ 9: "green", 1: "green" });
  t.match(walk.end(), [/phase 1 is green while pedestrians 2 is green/], "who walks across the left turn's exit");
});

t.test("a green, a yellow or a clearance that is too short is seen on the wire", async (t) => {
  const green = new Hand("intervals");
  turn(green, { green: 7_000 });
  t.match(green.end(), [/phase 2: a green of 7000 ms; it must last 8000/, /phase 6/]);
  const yellow = new Hand("intervals");
  turn(yellow, { yellow: 3_000, clear: 2_500 });
  t.match(yellow.end(), [/phase 2: a yellow of 3000 ms; it must last 3600/, /phase 6/]);
  const clear = new Hand("intervals");
  turn(clear, { clear: 1_000 });
  t.match(clear.end(), [/phase 4 began 4600 ms after the end of phase 2; 5100 must lie between/, /phase 4/, /phase 8/, /phase 8/]);
  const none = new Hand("intervals");
  none.show({ 2: "green" });
  none.pass(9_000);
  none.show({ 2: "red" });
  t.match(none.end(), [/phase 2: its green ended without a yellow/]);
});

t.test("a walk and the pedestrians' clearance behind it are kept", async (t) => {
  const walk = new Hand("intervals");
  walk.show({ 9: "green" });
  walk.pass(5_000);
  walk.show({ 9: "red" });
  t.match(walk.end(), [/pedestrians 2: a walk of 5000 ms; it must last 7000/]);
  const clear = new Hand("intervals");
  clear.show({ 9: "green" });
  clear.pass(7_000);
  clear.show({ 9: "red" });
  clear.pass(10_000);
  clear.show({ 4: "green" });
  t.match(clear.end(), [/phase 4 began 10000 ms after the end of pedestrians 2; 14000 must lie between/]);
});

t.test("a green that flash cuts short is no fault, and neither is a cabinet that is left alone", async (t) => {
  const hand = new Hand("intervals");
  hand.show({ 2: "green" });
  hand.pass(2_000);
  // Nobody writes any more.
  hand.now += 2_000;
  hand.see({ kind: "live", at: Instant(hand.now), live: {} as never });
  hand.show({ 2: "red" });
  t.same(hand.end(), []);
});

t.test("who stands on a loop for longer than twice everybody's longest turn has been forgotten", async (t) => {
  const live = (at: number): Seen => ({
    kind: "live",
    at: Instant(at),
    live: { flash: "not-flash", preempt: null, stop_time: false, manual: false } as never,
  });
  const hand = new Hand("waiting");
  hand.see(live(hand.now));
  hand.see({ kind: "loop", at: Instant(hand.now), detector: 3, on: true });
  for (let s = 0; s < 600; s++) {
    hand.pass(1_000);
    hand.see(live(hand.now));
    if (s === 100) t.same(hand.violations, [], "not yet");
  }
  t.match(hand.end(), [/somebody on the loop "north left stop line" has waited for \d+ s/]);
});

t.test("who is on a loop when its green ends waits again, and is not forgotten either", async (t) => {
  const hand = new Hand("waiting");
  const live = { flash: "not-flash", preempt: null, stop_time: false, manual: false } as never;
  hand.show({ 1: "green" });
  hand.see({ kind: "loop", at: Instant(hand.now), detector: 3, on: true });
  hand.pass(5_000);
  hand.show({ 1: "red" });
  for (let s = 0; s < 600; s++) {
    hand.pass(1_000);
    hand.see({ kind: "live", at: Instant(hand.now), live });
  }
  t.match(hand.end(), [/north left stop line/]);
});

/** What a watcher says of a play whose page showed this, a second apart, to its end. */
function shown(name: WatcherName, pages: readonly object[]): readonly string[] {
  const violations: string[] = [];
  const play = playOf("told-by-hand", { ...SCENARIO, lasts: `${pages.length - 1} s` }, 1);
  const watcher: Watcher = WATCHES[name](play, (_at, words) => violations.push(words));
  for (const [i, live] of pages.entries()) watcher.see?.({ kind: "live", at: Instant(1_000 * i), live: live as never });
  watcher.end?.();
  return violations;
}
const STEERED = { flash: "not-flash", mode_cause: "detection is good", monitor: { fault: "", channels: [] } };
const FLASHES = { ...STEERED, flash: "other", mode_cause: "the output board has not confirmed the lamps in time" };
const CAUGHT = { ...STEERED, flash: "fault-monitor", mode_cause: "latched", monitor: { fault: "red clearance", channels: [2, 4] } };

t.test("a red clearance that our own monitor had to keep is told once, though no wrong lamp was ever on the wire", async (t) => {
  t.same(shown("monitor", [STEERED, FLASHES, STEERED]), [], "flash for another reason is none of its business");
  t.same(shown("monitor", [STEERED, CAUGHT, CAUGHT]), ["the conflict monitor has latched: red clearance"]);
});

t.test("signals that flash behind a cable that was cut, and never come back, are told", async (t) => {
  t.same(shown("flash", [STEERED, FLASHES, STEERED]), [], "they came back");
  t.same(shown("flash", [STEERED, FLASHES]), [
    "the unit stands in flash at the end (other): the output board has not confirmed the lamps in time",
  ]);
  const nobody: Watcher = WATCHES.monitor(PLAY, () => t.fail("nothing was seen"));
  nobody.end?.();
  t.match(nobody.unjudged?.(), /no status page/);
});

interface Lived {
  readonly weather?: readonly Weather[];
  /** From when to when the page was seen to be steered, in seconds. */
  readonly pages?: readonly (readonly [from: number, to: number])[];
  /** Up to when the unit has spoken on its lines. */
  readonly speaks?: number;
  readonly ended?: { readonly at: number; readonly why: string };
}

/** What is said at the end of a play of ten minutes: violations, and why it could not be judged. */
function atTheEnd({ weather = [], pages = [], speaks = -1, ended }: Lived): {
  readonly wrong: readonly string[];
  readonly unjudged: string;
} {
  const wrong: string[] = [];
  const play = playOf("told-by-hand", { ...SCENARIO, lasts: "10 min", weather }, 1);
  const watcher: Watcher = WATCHES.flash(play, (_at, words) => wrong.push(words));
  const at = (s: number) => Instant(1_000 * s);
  for (let s = 0; s <= speaks; s++) watcher.see?.({ kind: "said", at: at(s), port: "rack", from: "unit", bytes: new Uint8Array(1) });
  for (const [from, to] of pages) for (let s = from; s <= to; s++) watcher.see?.({ kind: "live", at: at(s), live: STEERED as never });
  if (ended !== undefined) watcher.see?.({ kind: "unit", at: at(ended.at), runs: false, why: ended.why });
  watcher.end?.();
  return { wrong, unjudged: watcher.unjudged?.() ?? "" };
}
const JUDGED = { wrong: [], unjudged: "" };
const cut = (at: Span, lasts?: Span): Weather => ({ at, ...(lasts === undefined ? {} : { lasts }), fault: { kind: "power-cut" } });

t.test("a unit that has died, and nobody has it killed, is told at the end: its last page stands there for ever", async (t) => {
  t.same(atTheEnd({ pages: [[1, 600]] }), JUDGED);
  t.same(atTheEnd({ pages: [[1, 590]] }), JUDGED, "a service that is just being started again");
  t.same(atTheEnd({ pages: [[1, 300]] }), { wrong: ["the unit has shown nothing since 300.0 s"], unjudged: "" });
  t.same(
    atTheEnd({ pages: [[1, 300]], speaks: 600 }),
    { wrong: ["the unit has shown nothing since 300.0 s"], unjudged: "" },
    "a page that is not there any more, of a unit that speaks",
  );
  t.same(atTheEnd({ pages: [[1, 580]], ended: { at: 580, why: "exit 1" } }).wrong, ["the unit has shown nothing since 580.0 s (exit 1)"]);
  t.same(atTheEnd({}), { wrong: ["the unit has shown nothing at all"], unjudged: "" });
});

t.test("of a unit on a table, whose page nobody reads, its words on the lines are the sign that it lives", async (t) => {
  t.same(atTheEnd({ speaks: 600 }), { wrong: [], unjudged: "no status page was seen" });
  t.same(atTheEnd({ speaks: 300 }).wrong, ["the unit has shown nothing since 300.0 s"]);
});

t.test("weather explains that nothing is shown, as long as it lasts and while the unit starts, and no longer", async (t) => {
  const gone = atTheEnd({ weather: [cut("5 min")], pages: [[1, 300]] });
  t.same(gone, { wrong: [], unjudged: "the unit has shown nothing since 300.0 s: power-cut" }, "its power is not back");
  t.match(atTheEnd({ weather: [cut("5 min")], pages: [[1, 200]] }).wrong, [/nothing since 200/], "it was dead before");
  const back = [cut("5 min", "20 s")];
  t.match(atTheEnd({ weather: back, pages: [[1, 300]] }).wrong, [/nothing since 300/], "it never came back");
  t.same(
    atTheEnd({
      weather: back,
      pages: [
        [1, 300],
        [350, 600],
      ],
    }),
    JUDGED,
  );
  t.match(
    atTheEnd({
      weather: back,
      pages: [
        [1, 300],
        [350, 380],
      ],
    }).wrong,
    [/nothing since 380/],
    "it came back and died",
  );
  t.match(
    atTheEnd({ weather: [cut("550 s", "10 s")], pages: [[1, 550]] }),
    { wrong: [], unjudged: /since 550.0 s: power-cut/ },
    "it starts",
  );
  const killed: Weather = { at: "550 s", fault: { kind: "unit-killed" } };
  t.match(atTheEnd({ weather: [killed], pages: [[1, 552]] }), { wrong: [], unjudged: /since 552.0 s: unit-killed/ });
  t.same(
    atTheEnd({
      weather: [
        { ...killed, at: "9 min" },
        { ...killed, at: "8 min" },
      ],
      pages: [[1, 480]],
    }).wrong,
    [],
    "killed while it starts",
  );
  t.match(atTheEnd({ weather: [{ ...killed, at: "5 min" }], pages: [[1, 300]] }).wrong, [/nothing since 300/]);
  const asleep: Weather = { at: "5 min", fault: { kind: "unit-stands-still" } };
  t.same(atTheEnd({ weather: [asleep], pages: [[1, 300]] }).wrong, []);
  const broken: Weather = { at: "5 min", fault: { kind: "disk-full" } };
  t.match(atTheEnd({ weather: [broken], pages: [[1, 300]] }).wrong, [/nothing since 300/], "a full disk stops no unit");
});

const record = (seq: number) => ({ ...entry(Instant(seq), 1, seq), seq });
const journal: readonly Chunk[] = [
  {
    unit: "DEMO-001",
    epoch: "a",
    session: 1,
    first_seq: 1,
    last_seq: 3,
    wall_base: WallTime(1_000),
    records: [record(1), record(2), record(3)],
  },
];
const kept = (seq: number, more: Partial<Kept> = {}): Kept => {
  const { code, param, value, detail, input, at } = record(seq);
  return { epoch: "a", seq, wall: 1_000 + at, code, param, value, detail, input, ...more };
};

function delivered(records: readonly Kept[], more: object = {}): readonly string[] {
  const violations: string[] = [];
  const watcher: Watcher = WATCHES.delivery(PLAY, (_at, words) => violations.push(words));
  const brain = { records, gaps: [], again: 0, contradictions: 0, acked: { epoch: "a", seq: 3 }, ...more };
  watcher.see?.({ kind: "journal", at: Instant(1), chunks: journal, sessions: [] });
  watcher.see?.({ kind: "brain", at: Instant(1), brain });
  return violations;
}

t.test("a record that is acknowledged and not at the brain, or there in other words, is told", async (t) => {
  t.same(delivered([kept(1), kept(2), kept(3)]), []);
  t.match(delivered([kept(1), kept(3)]), [/record 2 is acknowledged and not at the brain/]);
  t.same(delivered([kept(1), kept(3)], { gaps: [{ epoch: "a", from: 2, to: 2, reason: "it is known" }] }), []);
  t.match(delivered([kept(1), kept(2, { value: 9 }), kept(3)]), [/record 2 is at the brain as/]);
  t.match(delivered([kept(1), kept(2), kept(3), kept(4)]), [/the brain has record 4, which the journal has not/]);
  t.match(delivered([kept(1), kept(2), kept(3)], { contradictions: 1 }), [/came again with other contents/]);
  t.match(delivered([kept(1), kept(2), kept(3)], { acked: { epoch: "a", seq: 4 } }), [/record 4 is acknowledged, 3 is the last/]);
});

t.test("a process that grows and grows is told of once; another life begins anew", async (t) => {
  const violations: string[] = [];
  const watcher: Watcher = WATCHES.resources(PLAY, (_at, words) => violations.push(words));
  const stands = (at: number, rss_kb: number, descriptors: number) =>
    watcher.see?.({ kind: "process", at: Instant(at), name: "unit", rss_kb, descriptors });
  stands(0, 10_000, 10);
  stands(60_000, 90_000, 20);
  stands(120_000, 100_000, 20);
  t.same(violations, [], "what it takes to start up is its own");
  stands(180_000, 100_000, 90);
  stands(190_000, 100_000, 91);
  t.match(violations, [/unit has grown by 10 MB and 70 descriptors/]);
});
