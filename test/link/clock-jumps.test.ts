import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t from "tap";
import { Brain } from "../../src/brain/brain.ts";
import { Store } from "../../src/brain/store.ts";
import { Link } from "../../src/link.ts";
import { sqliteEngine } from "../../src/platform/brain-sqlite.ts";
import { openLinkJournal, openSyncRecorder } from "../../src/platform/recorder.ts";
import { Backoff, fieldBackoff } from "../../src/sync/backoff.ts";
import type { Connect, ConnectionEvents, Message } from "../../src/sync/broker.ts";
import type { Timers } from "../../src/sync/timers.ts";
import { topicOf } from "../../src/sync/topics.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { HandTimers, settled } from "../sync/hand-timers.ts";
import { brainHas, recordOf } from "./drops/drops.ts";
import { live } from "./live.ts";

const TODAY = Date.UTC(2026, 10, 26);
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Monotonic time that is turned by hand, and a wall clock that somebody else turns. */
class WrongClock implements Timers {
  readonly #hand: HandTimers;
  #off_ms = 0;

  constructor(hand: HandTimers) {
    this.#hand = hand;
  }

  now = (): number => this.#hand.now();
  wall = (): WallTime => WallTime(this.#hand.wall() + this.#off_ms);
  after = (ms: number, run: () => void): (() => void) => this.#hand.after(ms, run);

  /** Ten years on or back, an hour, a leap second, a daylight saving; never before 1996. */
  jump(roll: (sides: number) => number): void {
    const by = [10 * YEAR_MS, -10 * YEAR_MS, HOUR_MS, -HOUR_MS, 1_000, -1_000, roll(20 * YEAR_MS) - 10 * YEAR_MS][roll(7)]!;
    this.#off_ms = Math.max(-30 * YEAR_MS, Math.min(30 * YEAR_MS, this.#off_ms + by));
  }
}

/** A broker in this process, for clients that are told by hand. */
class Hub {
  readonly #clients = new Map<ConnectionEvents, string[]>();
  readonly #retained = new Map<string, Uint8Array>();
  readonly said: Message[] = [];
  connects = 0;

  readonly connect: Connect = async (_address, _id, on) => {
    this.connects++;
    const filters: string[] = [];
    this.#clients.set(on, filters);
    return {
      receiveMaximum: 20,
      packetMaximum: 262_144,
      publish: async (topic, payload, { retain }) => {
        this.said.push({ topic, payload, retained: false });
        if (retain) this.#retained.set(topic, payload);
        for (const [each, its] of this.#clients) if (its.some((f) => matches(f, topic))) each.message({ topic, payload, retained: false });
      },
      subscribe: async (wanted) => {
        filters.push(...wanted);
        for (const [topic, payload] of this.#retained)
          if (wanted.some((f) => matches(f, topic))) on.message({ topic, payload, retained: true });
      },
      close: async () => {
        this.#clients.delete(on);
      },
    };
  };
}

const matches = (filter: string, topic: string): boolean => {
  const [its, theirs] = [filter.split("/"), topic.split("/")];
  return its.length === theirs.length && its.every((word, i) => word === "+" || word === theirs[i]);
};

t.test("whoever turns the clocks of unit and brain by ten years, delivery goes by its own time and loses nothing", async (t) => {
  const roll = dice(5);
  const hand = new HandTimers(TODAY);
  const [unitClock, brainClock] = [new WrongClock(hand), new WrongClock(hand)];
  const hub = new Hub();
  const file = join(t.testdir(), "journal.db");
  const recorder = openSyncRecorder(file, { unit: "A", epoch: "jumps" });
  const journal = openLinkJournal(file, "A");
  const db = new Sqlite(":memory:");
  const notices: string[] = [];
  const address = { host: "brain.example.net", port: 8883, tls: true };
  const brain = new Brain(
    {
      connect: hub.connect,
      address,
      clientId: "brain",
      timers: brainClock,
      backoff: new Backoff(fieldBackoff(1), () => 0.5),
      store: new Store(sqliteEngine(db)),
      sign: () => new Uint8Array(),
      uuid: () => "",
    },
    "keeper",
    { notice: (words) => notices.push(words), lost: (cause) => notices.push(cause) },
  );
  const link = new Link(
    { unit: "A", version: "1", broker: address },
    { connect: hub.connect, journal, timers: unitClock, random: () => 0.5, verify: null },
  );
  const first = recorder.status().last_seq + 1;
  let next = first;
  brain.start();
  link.start();
  await hand.pass(0);
  let jumps = 0;
  for (let second = 0; second < 200; second++) {
    for (const clock of [unitClock, brainClock]) {
      clock.jump(roll);
      jumps++;
    }
    const count = 1 + roll(30);
    recorder.append(
      Array.from({ length: count }, (_, i) => recordOf(next + i)),
      WallTime(unitClock.wall() - next),
    );
    await recorder.flush();
    next += count;
    link.live(live({ mode_cause: `second ${second}` }));
    await hand.pass(1_000);
  }
  await hand.pass(2_000);
  await settled();
  t.equal(jumps, 400);
  t.equal(journal.acked(), next - 1, "everything is acknowledged two seconds later");
  t.match(brainHas(db, first, next - 1), { stored: next - first, again: 0, contradictions: 0, gaps: 0, wrong: [] });
  t.equal(hub.connects, 2, "nobody has lost the connection, or taken it for lost");
  const statuses = hub.said.filter(({ topic }) => topicOf(topic)?.name === "status").length;
  t.ok(statuses >= 200 && statuses <= 410, `${statuses} statuses in 202 s: twice a second at the most, and at each change`);
  t.same(notices, []);
  await link.close();
  await brain.close();
  recorder.close();
  journal.close();
});
