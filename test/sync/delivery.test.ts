import t from "tap";
import { stopline } from "#wire";
import { bodyOf, DELIVERY, Delivery, type Parcel } from "../../src/sync/delivery.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry } from "../../src/traffic/entry.ts";
import { Instant } from "../../src/traffic/time.ts";
import { FakeJournal } from "./fake-journal.ts";

const FREE = 32;
const says = ({ lane, chunk }: Parcel) => `${lane} ${chunk.first_seq}-${chunk.last_seq}`;

/** Takes everything that goes now. */
function takeAll(delivery: Delivery, now: number, free = FREE): Parcel[] {
  const parcels: Parcel[] = [];
  for (let left = free; left > 0; left--) {
    const parcel = delivery.next(now, left);
    if (parcel === null) break;
    parcels.push(parcel);
  }
  return parcels;
}

/** Each chunk a message of its own: what is joined has tests of its own. */
const APART = { ...DELIVERY, joined_max: 0 };

/** A journal with `chunks` chunks of ten records, and a delivery at the start of a connection. */
function connected(chunks: number, options = APART) {
  const journal = new FakeJournal("A");
  for (let i = 0; i < chunks; i++) journal.commit(10);
  const delivery = new Delivery(journal, options);
  delivery.connected();
  return { journal, delivery };
}

t.test("live chunks go before the backlog, and the backlog is marked historical", async (t) => {
  const { journal, delivery } = connected(2);
  journal.commit(5);
  const parcels = takeAll(delivery, 0);
  t.same(parcels.map(says), ["live 21-25", "backfill 1-10", "backfill 11-20"]);
  const chunks = parcels.map((parcel) => stopline.v1.Chunk.decode(bodyOf(parcel)));
  t.same(
    chunks.map((c) => [c.firstSeq, c.records.length, c.historical]),
    [
      [21, 5, false],
      [1, 10, true],
      [11, 10, true],
    ],
  );
});

t.test("nothing is sent twice on a connection, and what is committed meanwhile follows", async (t) => {
  const { journal, delivery } = connected(0);
  t.equal(delivery.next(0, FREE), null);
  journal.commit(3);
  journal.commit(4);
  t.same(takeAll(delivery, 0).map(says), ["live 1-3", "live 4-7"]);
  t.equal(delivery.next(0, FREE), null);
  journal.commit(1);
  t.same(takeAll(delivery, 0).map(says), ["live 8-8"]);
});

t.test("the broker's confirmation lets go of nothing: a new connection sends it all again, from the brain's last word", async (t) => {
  const { journal, delivery } = connected(3);
  for (const parcel of takeAll(delivery, 0)) delivery.confirmed(parcel, 0);
  journal.ack("e1", 10);
  delivery.acked(10, 0);
  delivery.connected();
  t.same(takeAll(delivery, 0).map(says), ["backfill 11-20", "backfill 21-30"]);
});

t.test("an acknowledgement in the middle of a chunk keeps the whole chunk", async (t) => {
  const { journal, delivery } = connected(2);
  journal.ack("e1", 14);
  delivery.acked(14, 0);
  t.same(takeAll(delivery, 0).map(says), ["backfill 11-20"]);
});

t.test("a brain that stays silent gets everything again after 10 s, then after 20 s, until it speaks", async (t) => {
  const { journal, delivery } = connected(2);
  const first = takeAll(delivery, 0);
  for (const parcel of first) delivery.confirmed(parcel, 1_000);
  t.equal(delivery.next(10_999, FREE), null);
  const second = takeAll(delivery, 11_000);
  t.same(second.map(says), first.map(says));
  for (const parcel of second) delivery.confirmed(parcel, 11_000);
  t.equal(delivery.next(30_999, FREE), null, "the second wait is twice as long");
  const third = takeAll(delivery, 31_000);
  t.same(third.map(says), first.map(says));
  for (const parcel of third) delivery.confirmed(parcel, 31_000);
  journal.ack("e1", 10);
  delivery.acked(10, 31_500);
  t.equal(delivery.next(41_499, FREE), null);
  t.same(takeAll(delivery, 41_500).map(says), ["backfill 11-20"], "once it has spoken the wait is short again");
});

t.test("a slow line is no silent brain: what the broker has not confirmed is not sent again", async (t) => {
  const { delivery } = connected(2);
  takeAll(delivery, 0);
  t.equal(delivery.next(3_600_000, FREE), null);
});

t.test("an acknowledgement that is owed for the backlog is not excused by live chunks that go on", async (t) => {
  const { journal, delivery } = connected(1);
  for (const parcel of takeAll(delivery, 0)) delivery.confirmed(parcel, 0);
  let again: string[] = [];
  for (let now = 1_000; now <= 10_000; now += 1_000) {
    journal.commit(1);
    const parcels = takeAll(delivery, now);
    again = parcels.map(says);
    for (const parcel of parcels) delivery.confirmed(parcel, now);
  }
  t.same(again.slice(0, 2), ["backfill 1-10", "backfill 11-11"], "everything since is the past now");
});

t.test("without a brain no more than a window's worth goes out", async (t) => {
  const { journal, delivery } = connected(200);
  let sent = 0;
  for (let now = 0; now < 9_000; now += 100) {
    for (const parcel of takeAll(delivery, now)) {
      sent += 1;
      delivery.confirmed(parcel, now);
    }
  }
  t.equal(sent, DELIVERY.unacked_max.backfill);
  for (let i = 0; i < 200; i++) journal.commit(1);
  for (let now = 9_000; now < 10_000; now += 100) {
    for (const parcel of takeAll(delivery, now)) {
      sent += 1;
      delivery.confirmed(parcel, now);
    }
  }
  t.equal(sent, DELIVERY.unacked_max.backfill + DELIVERY.unacked_max.live);
});

t.test("the last free place is kept for live, unless it is the only one there is", async (t) => {
  const { journal, delivery } = connected(5);
  t.same(takeAll(delivery, 0, 4).map(says), ["backfill 1-10", "backfill 11-20", "backfill 21-30"]);
  t.equal(delivery.next(0, 1), null);
  journal.commit(1);
  t.match(delivery.next(0, 1), { lane: "live" });
  t.equal(delivery.next(0, 0), null);

  const narrow = connected(2);
  const only = narrow.delivery.next(0, 1)!;
  t.equal(says(only), "backfill 1-10");
  narrow.delivery.confirmed(only, 0);
  t.match(narrow.delivery.next(0, 1), { lane: "backfill", chunk: { first_seq: 11 } });
});

t.test("the backlog keeps its pace", async (t) => {
  const { delivery } = connected(500, { ...APART, backfill_per_s: 20, unacked_max: { live: 1_000, backfill: 1_000 } });
  let sent = 0;
  for (let now = 0; now <= 10_000; now += 50) {
    const parcels = takeAll(delivery, now, 1_000);
    for (const parcel of parcels) delivery.confirmed(parcel, now);
    sent += parcels.length;
  }
  t.equal(sent, 205, "5 saved up, then 20 a second");
});

t.test("a store that was made anew in mid-connection starts from its beginning, as live", async (t) => {
  const { journal, delivery } = connected(2);
  const old = takeAll(delivery, 0);
  journal.anew("e2");
  t.equal(delivery.next(0, FREE), null);
  journal.commit(2);
  t.same(takeAll(delivery, 0).map(says), ["live 1-2"]);
  for (const parcel of old) delivery.confirmed(parcel, 0);
  t.equal(delivery.underway.confirmed, 0, "what was sent of the old store means nothing now");
});

t.test("a street side that starts after the link is live from its first record", async (t) => {
  const journal = new FakeJournal("A", null);
  const delivery = new Delivery(journal, APART);
  delivery.connected();
  t.equal(delivery.next(0, FREE), null);
  journal.anew("e1");
  journal.commit(2);
  t.same(takeAll(delivery, 0).map(says), ["live 1-2"]);
});

t.test("a journal that cannot be found for a moment is the same one afterwards: its past stays the past", async (t) => {
  const { journal, delivery } = connected(100);
  const before = takeAll(delivery, 0, 4);
  journal.away();
  t.equal(delivery.next(1, FREE), null);
  journal.back();
  const after = takeAll(delivery, 1_000, 4);
  t.same(
    [...before, ...after].map(says),
    [1, 11, 21, 31, 41, 51].map((first) => `backfill ${first}-${first + 9}`),
  );

  journal.away();
  delivery.connected();
  t.equal(delivery.next(2_000, FREE), null);
  journal.back();
  t.same(delivery.next(3_000, FREE)!.lane, "backfill", "also when the connection began in that moment");
});

t.test("a chunk that the broker would not take goes in parts, and a record that it would not take is named", async (t) => {
  const { journal, delivery } = connected(0);
  journal.commit(1_000);
  const whole = journal.chunksAfter(0, 1)[0]!;
  delivery.connected(whole.body.length / 3);
  const parts = takeAll(delivery, 0);
  t.same(parts.map(says), ["backfill 1-250", "backfill 251-500", "backfill 501-750", "backfill 751-1000"]);
  t.ok(parts.every((part) => part.chunk.body.length <= whole.body.length / 3));
  t.same(
    parts.flatMap((part) => stopline.v1.Chunk.toObject(stopline.v1.Chunk.decode(part.chunk.body)).records),
    stopline.v1.Chunk.toObject(stopline.v1.Chunk.decode(whole.body)).records,
  );
  t.same(stopline.v1.Chunk.decode(parts[1]!.chunk.body).wallBaseMs, stopline.v1.Chunk.decode(whole.body).wallBaseMs);
  journal.ack("e1", 250);
  delivery.connected(whole.body.length / 3);
  t.equal(says(delivery.next(5_000, FREE)!), "backfill 251-500", "what the brain has of it does not go again");

  const huge = connected(0);
  huge.journal.commit([entry(Instant(0), CODE.sessionStart, 0, 0, "x".repeat(5_000))]);
  huge.delivery.connected(4_096);
  t.throws(
    () => huge.delivery.next(0, FREE),
    /record 1 of the journal has \d+ bytes, and one message carries 4096; give the broker a higher/,
  );
});

/** Mulberry32: small, seeded, good enough to shuffle events. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}

t.test("whatever is dropped, delayed or cut, the brain ends with every record, and with nothing that was not committed", async (t) => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const chance = (p: number) => random() < p;
    const { journal, delivery } = connected(Math.floor(random() * 40));
    const receive = 1 + Math.floor(random() * 40);
    const stored = new Set<number>();
    let high = 0;
    let inFlight: Parcel[] = [];
    let overrun = 0;
    const step = (now: number, calm: boolean) => {
      for (;;) {
        const parcel = delivery.next(now, receive - inFlight.length);
        if (parcel === null) break;
        inFlight.push(parcel);
        overrun = Math.max(overrun, inFlight.length - receive);
        // A broker may confirm and then lose the message; nobody hears of it.
        if (calm || chance(0.7)) for (let seq = parcel.chunk.first_seq; seq <= parcel.chunk.last_seq; seq++) stored.add(seq);
      }
      while (inFlight.length > 0 && (calm || chance(0.8))) {
        const at = Math.floor(random() * inFlight.length);
        delivery.confirmed(inFlight.splice(at, 1)[0]!, now);
      }
      while (stored.has(high + 1)) high += 1;
      if (calm || chance(0.3)) {
        journal.ack("e1", high);
        delivery.acked(journal.acked(), now);
      }
    };
    let now = 0;
    for (let i = 0; i < 300; i++) {
      now += Math.floor(random() * 2_000);
      if (chance(0.3)) journal.commit(1 + Math.floor(random() * 5));
      if (chance(0.05)) {
        inFlight = [];
        delivery.connected();
      }
      step(now, false);
    }
    for (let i = 0; i < 200 && journal.acked() < journal.last_seq(); i++) {
      now += 30_000;
      step(now, true);
    }
    if (journal.acked() !== journal.last_seq() || stored.size !== journal.last_seq() || overrun > 0) {
      t.fail(`seed ${seed}: ${journal.acked()} of ${journal.last_seq()} acknowledged, ${stored.size} stored, ${overrun} over the maximum`);
    }
  }
  t.pass("200 histories");
});
