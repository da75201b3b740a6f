import t from "tap";
import { SparingJournal } from "../../src/sync/sparing.ts";
import { FakeJournal } from "./fake-journal.ts";
import { HandTimers } from "./hand-timers.ts";

function spared(chunks = 100, records = 10) {
  const inner = new FakeJournal("A");
  for (let i = 0; i < chunks; i++) inner.commit(records);
  const timers = new HandTimers(Date.UTC(2026, 10, 26));
  const written: number[] = [];
  const { ack } = inner;
  inner.ack = (epoch, seq) => {
    written.push(seq);
    ack.call(inner, epoch, seq);
  };
  return { inner, timers, written, journal: new SparingJournal(inner, timers) };
}

t.test("an hour of chunks, each acknowledged after ten seconds, costs the flash sixty commits and not 360", async (t) => {
  const { inner, timers, written, journal } = spared(0);
  for (let i = 0; i < 360; i++) {
    inner.commit(10);
    journal.ack("e1", inner.last_seq());
    t.equal(journal.acked(), inner.last_seq(), "who asks is told of the newest");
    await timers.pass(10_000);
  }
  await timers.pass(60_000);
  t.ok(written.length >= 60 && written.length <= 62, `${written.length} commits`);
  t.equal(inner.acked(), 3_600);
  await timers.pass(600_000);
  t.ok(written.length <= 62, "and nothing is written while nothing comes");
});

t.test("a long backlog that is acknowledged is written down as it goes: a kill costs 5,000 records and not all", async (t) => {
  const { inner, written, journal } = spared(1_000, 100);
  for (let seq = 500; seq <= 100_000; seq += 500) journal.ack("e1", seq);
  t.ok(journal.acked() - inner.acked() < 5_000);
  t.ok(written.length <= 21, `${written.length} commits`);
});

t.test("the end of the link writes down what it knows", async (t) => {
  const { inner, journal } = spared();
  journal.ack("e1", 100);
  journal.ack("e1", 500);
  t.equal(inner.acked(), 100);
  journal.close();
  t.equal(inner.acked(), 500);
});

t.test("an acknowledgement of another epoch, of the past, or beyond the end is the journal's to judge, at once", async (t) => {
  const { inner, journal, written } = spared();
  journal.ack("e1", 200);
  journal.ack("e1", 100);
  journal.ack("e0", 900);
  t.same(written, [200, 900]);
  t.equal(journal.acked(), 200);
  journal.ack("e1", 5_000);
  t.equal(inner.beyond, 5_000);
  t.equal(journal.acked(), 200);
});

t.test("what was known of an old epoch says nothing of the new one, and is not written into it", async (t) => {
  const { inner, timers, journal } = spared();
  journal.ack("e1", 100);
  journal.ack("e1", 900);
  inner.anew("e2");
  inner.commit(1_000);
  t.equal(journal.acked(), 0);
  await timers.pass(120_000);
  t.equal(inner.acked(), 0);
  journal.ack("e2", 10);
  t.equal(journal.acked(), 10);
});

t.test("a disk that takes nothing costs no more than a later try", async (t) => {
  const { inner, timers, journal } = spared();
  journal.ack("e1", 100);
  journal.ack("e1", 500);
  const { ack } = inner;
  inner.ack = () => {
    throw new Error("the disk is full");
  };
  await timers.pass(61_000);
  t.equal(journal.acked(), 500, "nothing is forgotten");
  t.throws(() => journal.ack("e1", 600), /disk is full/, "and who acknowledges is told");
  inner.ack = ack;
  journal.ack("e1", 700);
  t.equal(inner.acked(), 700);
});
