import { readFileSync } from "node:fs";
import t from "tap";
import { type BlockMap, MapMaker } from "../../src/flash/block-map.ts";
import { differing, type Source, Stopped, type Watched, writeImage } from "../../src/flash/copy.ts";
import { sha256 } from "../../src/platform/image-file.ts";
import { memoryMedium } from "./memory-medium.ts";
import { smallImage } from "./small-image.ts";

const BLOCK = 4_096;

const IMAGE = readFileSync(smallImage(t.testdir()));

function open() {
  const image = Buffer.from(IMAGE);
  const maker = new MapMaker(sha256);
  maker.add(image);
  const map: BlockMap = maker.end();
  let last = 0;
  const source: Source = {
    async read(at, into) {
      if (at < last) throw new Error(`asked for ${at} after ${last}: a packed image cannot go back`);
      last = at;
      image.copy(into, 0, at);
    },
  };
  return { image, map, source };
}

/** Somebody who watches, and asks to stop after so many ranges. */
function watcher(after = Number.POSITIVE_INFINITY): Watched & { done: number; told: number[] } {
  const told: number[] = [];
  const watch = {
    done: 0,
    told,
    progress: ({ done_bytes }: { done_bytes: number }) => told.push(done_bytes),
    stopped: () => watch.done >= after,
    written: (index: number) => {
      watch.done = index + 1;
    },
  };
  return watch;
}

t.test("a card gets what the map says, and reads back right", async (t) => {
  const { image, map, source } = open();
  const { medium, content } = memoryMedium(image.length);
  const watch = watcher();
  t.same(await writeImage(source, medium, map, sha256, 0, watch), { done: map.ranges.length, kept: 0 });
  for (const { first, last } of map.ranges)
    t.ok(content.subarray(first * BLOCK, (last + 1) * BLOCK).equals(image.subarray(first * BLOCK, (last + 1) * BLOCK)));
  t.same(await differing(medium, map, sha256, watch), []);
  t.same(watch.told.toSorted((a, b) => a - b).length, 2 * map.ranges.length, "each range is told once in each pass");
});

t.test("stopped in the middle and begun again, what is right stays, what was lost is written again, and the rest is written", async (t) => {
  const { image, map, source } = open();
  const { medium, content, writes } = memoryMedium(image.length);
  const watch = watcher(5);
  const ended = await writeImage(source, medium, map, sha256, 0, watch).catch((error: unknown) => error);
  t.ok(ended instanceof Stopped);
  t.equal(writes.length, 5, "what was on its way has arrived");
  // The power went: the card had not kept one of them.
  content.fill(0, map.ranges[2]!.first * BLOCK, map.ranges[2]!.first * BLOCK + 512);
  const again = open();
  writes.length = 0;
  t.same(await writeImage(again.source, medium, map, sha256, 5, watcher()), { done: map.ranges.length, kept: 4 });
  t.same(
    writes,
    [map.ranges[2]!, ...map.ranges.slice(5)].map(({ first }) => first * BLOCK),
  );
  t.same(await differing(medium, map, sha256, watcher()), []);
});

t.test("a card that has less room than it says is found when it is read back", async (t) => {
  const { image, map, source } = open();
  const half = memoryMedium(image.length / 2);
  const room = image.length / 2;
  // Its second half is its first, as false cards have it.
  const { medium } = memoryMedium(image.length, {
    write: async (at, from) => {
      for (let i = 0; i < from.length; i += BLOCK) from.copy(half.content, (at + i) % room, i, i + BLOCK);
    },
    read: async (at, into) => {
      for (let i = 0; i < into.length; i += BLOCK) half.content.copy(into, i, (at + i) % room, ((at + i) % room) + BLOCK);
    },
  });
  await writeImage(source, medium, map, sha256, 0, watcher());
  t.ok((await differing(medium, map, sha256, watcher())).length > 0);
});

t.test("one bit that a card does not keep is found", async (t) => {
  const { image, map, source } = open();
  const { medium, content } = memoryMedium(image.length);
  await writeImage(source, medium, map, sha256, 0, watcher());
  const range = map.ranges.at(-2)!;
  content[range.last * BLOCK + 17]! ^= 0x10;
  t.same(await differing(medium, map, sha256, watcher()), [range]);
});

t.test("an image that was changed after its map was made is not written on", async (t) => {
  const { image, map, source } = open();
  const { medium, writes } = memoryMedium(image.length);
  image[map.ranges[3]!.first * BLOCK]! ^= 1;
  await t.rejects(writeImage(source, medium, map, sha256, 0, watcher()), { message: /not what it was when its block map was made/ });
  t.equal(writes.length, 3);
});

t.test("a card that is pulled out ends the writing with its own words, once", async (t) => {
  const { image, map, source } = open();
  let left = 4;
  const pulled = memoryMedium(image.length, {
    write: async () => {
      if (left-- === 0) throw new Error("it was pulled out");
    },
  });
  const watch = watcher();
  await t.rejects(writeImage(source, pulled.medium, map, sha256, 0, watch), { message: "it was pulled out" });
  t.ok(watch.done <= 6, "and not at the image's end");
});
