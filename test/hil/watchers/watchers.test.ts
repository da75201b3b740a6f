import t from "tap";
import type { Chunk } from "../../../src/journal/port.ts";
import { seal, writeCoilsExchange } from "../../../src/serial/framing/modbus-rtu.ts";
import { entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { playOf } from "../play.ts";
import type { Scenario, WatcherName } from "../scenario.ts";
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
  const watcher: Watcher = WATCHES[name](PLAY, (_at, words) => violations.push(words));
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
  for (const name of ["flash", "monitor"] as const) {
    const nobody: Watcher = WATCHES[name](PLAY, () => t.fail("nothing was seen"));
    nobody.end?.();
    t.match(nobody.unjudged?.(), /no status page/, name);
  }
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
