import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { type BlockMap, MapMaker } from "../../src/flash/block-map.ts";
import { mapIn, mapText } from "../../src/flash/block-map-file.ts";
import { sha256 } from "../../src/platform/image-file.ts";
import { IMAGE_BYTES, PLACES, SLOT_USED, smallImage } from "./small-image.ts";

const MIB = 1024 * 1024;
const BLOCK = 4_096;

const FOLDER = t.testdir();
const FILE = smallImage(FOLDER);
const IMAGE = readFileSync(FILE);

function mapped(image: Buffer, piece = 100_000): BlockMap {
  const maker = new MapMaker(sha256);
  for (let at = 0; at < image.length; at += piece) maker.add(image.subarray(at, at + piece));
  return maker.end();
}

/** What a medium that was full of something else holds after the map's blocks were written. */
function written(image: Buffer, map: BlockMap): Buffer {
  const medium = Buffer.alloc(image.length, 0xa5);
  for (const { first, last } of map.ranges) image.copy(medium, first * BLOCK, first * BLOCK, (last + 1) * BLOCK);
  return medium;
}

t.test("on a card that held something else, every zero that somebody may read is a zero", async (t) => {
  const folder = FOLDER;
  const map = mapped(IMAGE);
  const medium = written(IMAGE, map);
  const part = (name: keyof typeof PLACES, from: Buffer) => from.subarray(PLACES[name][0] * MIB, (PLACES[name][0] + PLACES[name][1]) * MIB);
  for (const name of ["data", "PROVISION"] as const) t.ok(part(name, medium).equals(part(name, IMAGE)), `${name} is whole`);
  t.ok(
    part("rootfs-a", medium).subarray(0, SLOT_USED).equals(part("rootfs-a", IMAGE).subarray(0, SLOT_USED)),
    "the slot as far as it is used",
  );
  const esp = join(folder, "esp");
  writeFileSync(esp, part("ESP", medium));
  t.match(execFileSync("/usr/sbin/fsck.vfat", ["-n", esp], { encoding: "utf8" }), /3 files, 294/);
  t.ok(execFileSync("mtype", ["-i", esp, "::zeros"], { maxBuffer: 2 * MIB }).equals(Buffer.alloc(500_000)), "a file of zeros is one");
});

t.test("zeros that nobody reads are not written: between partitions, behind a slot, in free clusters", async (t) => {
  const medium = written(IMAGE, mapped(IMAGE));
  const is_old = (mib: number) => medium.subarray(mib * MIB, mib * MIB + BLOCK).equals(Buffer.alloc(BLOCK, 0xa5));
  t.ok(is_old(0.5), "before the first partition");
  t.ok(is_old(PLACES["rootfs-a"][0] + 5), "behind the slot's end");
  t.ok(is_old(PLACES.ESP[0] + 5), "where no file is");
  t.ok(is_old(27.5), "behind the last partition");
  t.ok(medium.subarray(IMAGE_BYTES - 33 * 512).equals(IMAGE.subarray(IMAGE_BYTES - 33 * 512)), "and the table's copy at the end is");
});

t.test(
  "a map does not depend on the pieces in which the image came, goes across no partition's border, and sums what it says",
  async (t) => {
    const map = mapped(IMAGE);
    t.same(mapped(IMAGE, 1_333_337), map);
    t.same(mapped(IMAGE, 4_096), map);
    for (const [at, length] of Object.values(PLACES))
      for (const border of [at, at + length])
        t.notOk(
          map.ranges.some(({ first, last }) => first < (border * MIB) / BLOCK && last >= (border * MIB) / BLOCK),
          `MiB ${border}`,
        );
    for (const { first, last, sha256: sum } of map.ranges) {
      const hash = sha256();
      hash.update(IMAGE.subarray(first * BLOCK, (last + 1) * BLOCK));
      t.equal(hash.hex(), sum);
    }
  },
);

t.test("an image without a table of partitions is written whole", async (t) => {
  const map = mapped(Buffer.alloc(3 * MIB + 512));
  t.same(
    map.ranges.map(({ first, last }) => [first, last]),
    [[0, 768]],
  );
});

t.test(
  "the map's file is read back as it was, by bmaptool too, and is refused when a byte of it is another or bmaptool has made it",
  async (t) => {
    const folder = FOLDER;
    const file = FILE;
    const map = mapped(readFileSync(file));
    const text = mapText(map, sha256);
    const { image_bytes, image_sha256, ranges } = map;
    t.same(mapIn(text, sha256), { image_bytes, image_sha256, ranges });
    for (const [from, to] of [
      ["0-4 <", "0-3 <"],
      [image_sha256, "0".repeat(64)],
      [String(image_bytes), String(image_bytes + 512)],
    ] as const)
      t.equal(mapIn(text.replace(from, to), sha256), null);
    writeFileSync(join(folder, "map"), text);
    const out = join(folder, "out");
    execFileSync("bmaptool", ["copy", "--bmap", join(folder, "map"), file, out], { stdio: "ignore" });
    const copied = readFileSync(out);
    for (const { first, last } of ranges)
      t.ok(copied.subarray(first * BLOCK, (last + 1) * BLOCK).equals(readFileSync(file).subarray(first * BLOCK, (last + 1) * BLOCK)));
    t.equal(mapIn(execFileSync("bmaptool", ["create", file], { encoding: "utf8" }), sha256), null);
  },
);
