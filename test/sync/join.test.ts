import t from "tap";
import { stopline } from "#wire";
import { encodeBody, gapEntry } from "../../src/journal/body.ts";
import type { StoredChunk } from "../../src/journal/port.ts";
import { bonesOf } from "../../src/sync/bones.ts";
import { join } from "../../src/sync/join.ts";
import { resultsIn } from "../../src/sync/results.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";

const HEAD = { unit: "A", epoch: "e1", session: 1, wall_base: WallTime(1_700_000_000_000) };
const Chunk = stopline.v1.Chunk;

function chunkOf(first_seq: number, entries: readonly Entry[], over: Partial<typeof HEAD> = {}): StoredChunk {
  return { first_seq, last_seq: first_seq + entries.length - 1, body: encodeBody({ ...HEAD, first_seq, ...over }, entries) };
}

const loops = (count: number, at = 0): Entry[] => Array.from({ length: count }, (_, i) => entry(Instant(at + i), CODE.detectorOn, 1 + i));
const recordsIn = ({ body }: StoredChunk) => Chunk.toObject(Chunk.decode(body)).records;

t.test("the chunks of a quiet street become one message that says what they said", async (t) => {
  const chunks = [chunkOf(5, loops(3)), chunkOf(8, loops(1, 10_000)), chunkOf(9, loops(4, 20_000))];
  const { chunk, count } = join(chunks, 1_000);
  t.equal(count, 3);
  t.match(chunk, { first_seq: 5, last_seq: 12 });
  const { records: _, ...head } = Chunk.toObject(Chunk.decode(chunk.body));
  t.same(head, { unit: "A", epoch: "e1", session: 1, firstSeq: 5, wallBaseMs: HEAD.wall_base });
  t.same(recordsIn(chunk), chunks.flatMap(recordsIn));
  t.equal(chunk.body.length < chunks[0]!.body.length + chunks[1]!.body.length + chunks[2]!.body.length, true);
});

t.test("a message is no longer than it may be, and one chunk is always sent", async (t) => {
  const chunks = Array.from({ length: 10 }, (_, i) => chunkOf(1 + i * 20, loops(20)));
  for (const max of [0, 1, 400, 1_000, 2_000]) {
    const { chunk, count } = join(chunks, max);
    t.ok(count === 1 || chunk.body.length <= max, `${chunk.body.length} of ${max}`);
    t.same(recordsIn(chunk), chunks.slice(0, count).flatMap(recordsIn));
  }
  t.equal(join(chunks, 1_000).count > 2, true);
});

t.test("what differs stays apart: a gap, another start of the street side, another clock, a hole", async (t) => {
  const gap = { from: 4, to: 9, reason: "the disk was full" };
  const lost: StoredChunk = { first_seq: 4, last_seq: 9, body: encodeBody({ ...HEAD, first_seq: 4 }, [gapEntry(Instant(0), gap, 6)]) };
  const one: StoredChunk = {
    first_seq: 4,
    last_seq: 4,
    body: encodeBody({ ...HEAD, first_seq: 4 }, [gapEntry(Instant(0), { ...gap, to: 4 }, 1)]),
  };
  const first = chunkOf(1, loops(3));
  for (const next of [
    lost,
    one,
    chunkOf(4, loops(2), { session: 2 }),
    chunkOf(4, loops(2), { wall_base: WallTime(5) }),
    chunkOf(5, loops(2)),
  ])
    t.equal(join([first, next], 10_000).count, 1);
  for (const head of [lost, one]) t.equal(join([head, chunkOf(head.last_seq + 1, loops(2))], 10_000).count, 1);
  t.equal(join([first, chunkOf(4, loops(2))], 10_000).count, 2);
});

t.test("a result is found among a thousand records as decoding finds it", async (t) => {
  const roll = dice(7);
  for (let i = 0; i < 300; i++) {
    const entries = Array.from({ length: 1 + roll(40) }, () =>
      entry(Instant(roll(1e9)), roll(400), roll(300), roll(2_000) - 1_000, "x".repeat(roll(200))),
    );
    if (roll(3) === 0) {
      const detail = JSON.stringify({ id: `c-${i}`, command: "place-call", done: true, refused: "" });
      entries.splice(roll(entries.length), 0, entry(Instant(roll(1e9)), CODE.commandResult, 0, 1, detail));
    }
    const { body } = chunkOf(1 + roll(2 ** 40), entries, { session: roll(70_000), wall_base: WallTime(roll(2 ** 45)) });
    const bones = bonesOf(body);
    t.match(bones, { records: entries.length, results: entries.some(({ code }) => code === CODE.commandResult) });
    const named = entries
      .filter(({ code, detail }) => code === CODE.commandResult && detail.startsWith("{"))
      .map(({ detail }) => JSON.parse(detail).id);
    t.same(
      resultsIn("A", body).map(({ id }) => id),
      named,
    );
  }
});

t.test("bytes that are no chunk have no bones, however they are broken", async (t) => {
  const roll = dice(11);
  const { body } = chunkOf(1, loops(5));
  t.equal(bonesOf(new Uint8Array()), null);
  let refused = 0;
  for (let i = 0; i < 5_000; i++) {
    const broken = body.slice(0, 1 + roll(body.length));
    broken[roll(broken.length)] = roll(256);
    const bones = bonesOf(broken);
    if (bones === null) refused++;
    else if (bones.records > broken.length || bones.body_at >= broken.length) t.fail(Buffer.from(broken).toString("hex"));
  }
  t.ok(refused > 1_000, `${refused} of 5000`);
});
