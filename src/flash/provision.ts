import { type NewHash, RANGE_BYTES } from "./block-map.ts";
import { type Medium, Stopped, sumOf, type Watcher } from "./copy.ts";
import { type Partition, partitionsIn, TABLE_BYTES } from "./partitions.ts";
import { BLOCK, PROVISION } from "./wanted-blocks.ts";

/** More than this is no PROVISION partition. */
const BYTES_MAX = 512 * 1024 * 1024;

/** The medium's partition of that name; throws in words if it has none. */
export async function provisionOn(medium: Medium): Promise<Partition> {
  const all = await partitionsOn(medium);
  const found = all.find(({ name }) => name === PROVISION);
  if (found === undefined)
    throw new Error(`this image has no partition ${PROVISION}: a unit's identity has no place on it (with --blank it is written as it is)`);
  if (found.bytes > BYTES_MAX || found.at % BLOCK !== 0 || found.bytes % BLOCK !== 0)
    throw new Error(`the partition ${PROVISION} has an odd place or size (${found.bytes} bytes from ${found.at})`);
  return found;
}

export async function partitionsOn(medium: Medium): Promise<readonly Partition[]> {
  // Direct reading wants whole blocks.
  const head = medium.areas[0].subarray(0, Math.ceil(TABLE_BYTES / BLOCK) * BLOCK);
  await medium.read(0, head);
  return partitionsIn(head) ?? [];
}

/** The bytes of a partition as they are on the medium. */
export async function readPartition(medium: Medium, { at, bytes }: Partition): Promise<Buffer> {
  const whole = Buffer.alloc(bytes);
  for (let done = 0; done < bytes; done += RANGE_BYTES) {
    const area = medium.areas[0].subarray(0, Math.min(RANGE_BYTES, bytes - done));
    await medium.read(at + done, area);
    area.copy(whole, done);
  }
  return whole;
}

/** Makes `after` of `before` on the medium by writing the blocks that differ, and reads all of it back. Returns its sum; throws in words. */
export async function rewrite(
  medium: Medium,
  { at }: Partition,
  before: Buffer,
  after: Buffer,
  newHash: NewHash,
  watch: Watcher,
): Promise<string> {
  for (let done = 0; done < after.length; done += RANGE_BYTES) {
    if (watch.stopped()) throw new Stopped();
    const end = Math.min(done + RANGE_BYTES, after.length);
    const first = differsFrom(before, after, done, end, BLOCK);
    if (first < 0) continue;
    const area = medium.areas[0].subarray(0, end - first);
    after.copy(area, 0, first, end);
    await medium.write(at + first, area);
    watch.progress({ what: "provision", done_bytes: end, of_bytes: after.length });
  }
  await medium.flush();
  const wanted = sumOf(after, newHash);
  if (sumOf(await readPartition(medium, { at, bytes: after.length } as Partition), newHash) !== wanted)
    throw new Error(`the medium does not give back what was written onto ${PROVISION}: it is worn out or false; take another one`);
  watch.progress({ what: "provision", done_bytes: after.length, of_bytes: after.length });
  return wanted;
}

/** Where the first block that differs begins, between `from` and `to`; -1 if none does. */
function differsFrom(a: Buffer, b: Buffer, from: number, to: number, step: number): number {
  for (let at = from; at < to; at += step) if (a.compare(b, at, at + step, at, at + step) !== 0) return at;
  return -1;
}
