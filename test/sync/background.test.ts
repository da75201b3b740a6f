import t from "tap";
import { Background } from "../../src/sync/background.ts";
import { Delivery, type Parcel } from "../../src/sync/delivery.ts";
import { FakeJournal } from "./fake-journal.ts";

/** A line as a queue: what is put in comes out at so many bytes a second, and is confirmed a round trip later. */
function overLine(bytes_per_s: number, round_trip_ms: number, seconds: number) {
  const journal = new FakeJournal("A");
  for (let i = 0; i < 4_000; i++) journal.commit(120);
  const delivery = new Delivery(journal);
  delivery.connected();
  const underway: { readonly parcel: Parcel; readonly at: number }[] = [];
  const late: number[] = [];
  let free_at = 0;
  let carried = 0;
  for (let now = 0; now < seconds * 1_000; now += 10) {
    if (now % 1_000 === 0) journal.commit(3);
    for (let i = 0; i < underway.length; )
      if (underway[i]!.at > now) i++;
      else {
        const { parcel } = underway.splice(i, 1)[0]!;
        delivery.confirmed(parcel, now);
        // The brain has the backlog in order; what is live waits for it.
        if (parcel.lane === "backfill") {
          carried += parcel.chunk.body.length;
          journal.ack("e1", parcel.chunk.last_seq);
          delivery.acked(journal.acked(), now);
        }
      }
    for (let parcel = delivery.next(now, 20 - underway.length); parcel !== null; parcel = delivery.next(now, 20 - underway.length)) {
      free_at = Math.max(now, free_at) + (parcel.chunk.body.length / bytes_per_s) * 1_000;
      underway.push({ parcel, at: free_at + round_trip_ms });
      if (parcel.lane === "live") late.push(free_at - now);
    }
  }
  return { late, used: carried / (bytes_per_s * seconds) };
}

t.test("however slow the line, the present hardly stands behind the past, and the past uses most of the line", async (t) => {
  for (const [kind, bytes_per_s, round_trip_ms, seconds] of [
    ["a bad mobile line", 8_000, 200, 120],
    ["a mobile line", 60_000, 80, 60],
    ["a satellite", 100_000, 650, 40],
    ["a leased line", 250_000, 20, 16],
  ] as const) {
    const { late, used } = overLine(bytes_per_s, round_trip_ms, seconds);
    t.equal(late.length, seconds, `${kind}: every live chunk has gone, though none can be acknowledged before the backlog`);
    const after = late.slice(5).sort((a, b) => a - b);
    t.ok(after.at(-1)! < 700, `${kind}: at worst ${Math.round(after.at(-1)!)} ms in the queue`);
    t.ok(used > 0.7, `${kind}: ${Math.round(used * 100)} % of the line`);
  }
});

t.test(
  "the window doubles until confirmations come late, is then led to a short queue, and halved by a long one, within its bounds",
  async (t) => {
    const background = new Background();
    background.confirmed(1_000, 50);
    t.equal(background.window, 17_384);
    for (let i = 0; i < 100; i++) background.confirmed(32_768, 190);
    t.equal(background.window, 1_048_576);
    background.confirmed(1_000, 351);
    t.equal(background.window, 1_048_076, "half of what came much too late");
    for (let i = 0; i < 22; i++) background.confirmed(32_768, 400);
    const found = background.window;
    background.confirmed(found, 50);
    t.equal(background.window, found + 8_192, "a step for a round trip without a queue");
    background.confirmed(found + 8_192, 200);
    t.equal(background.window, found + 8_192, "none where the queue is as it should be");
    background.confirmed(found + 8_192, 350);
    t.equal(background.window, found, "and one back where it is twice as long");
    for (let i = 0; i < 1_000; i++) background.confirmed(32_768, 5_000);
    t.equal(background.window, 2_048);
    t.equal(background.message, 512);
  },
);
