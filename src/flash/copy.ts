import { type BlockMap, mappedBytes, type NewHash, type Range, rangeBytes } from "./block-map.ts";
import { BLOCK } from "./wanted-blocks.ts";

/** Where an image comes from. */
export interface Source {
  /** Fills `into` with what is at `at`. Called with rising places only: a compressed image is unpacked as it goes. */
  read(at: number, into: Buffer): Promise<void>;
}

/** What an image is written to: a card, a loop device, a file. */
export interface Medium {
  /** Bytes from a buffer of `areas`, a multiple of 512 at a multiple of 512. */
  write(at: number, bytes: Buffer): Promise<void>;
  read(at: number, into: Buffer): Promise<void>;
  /** Resolves when the medium has all that was written. */
  flush(): Promise<void>;
  /** Two pieces of memory of RANGE_BYTES that the medium can be read into and written from. */
  readonly areas: readonly [Buffer, Buffer];
}

export interface Progress {
  readonly what: "write" | "verify" | "provision";
  readonly done_bytes: number;
  readonly of_bytes: number;
}

export interface Watcher {
  progress(progress: Progress): void;
  /** Asked between any two ranges. */
  stopped(): boolean;
}

/** Somebody asked to stop; what is written so far is as it should be. */
export class Stopped extends Error {}

/** The image is not what its block map says. */
export class Torn extends Error {}

/** How it stands while an image is written; `done` ranges of the map have been given to the medium. */
export interface Written {
  readonly done: number;
  /** How many of them were found there, right already. */
  readonly kept: number;
}

/**
 * Writes the ranges of `map` that the medium does not have yet. Of the first `before` (as an interrupted writing left them) each is read
 * back and written again only where it is not right. One range is read and hashed while the one before it is written.
 */
export async function writeImage(
  source: Source,
  medium: Medium,
  map: BlockMap,
  newHash: NewHash,
  before: number,
  watch: Watched,
): Promise<Written> {
  const of_bytes = mappedBytes(map);
  let [done_bytes, kept, turn] = [0, 0, 0];
  let pending: Promise<void> = Promise.resolve();
  try {
    for (const [index, range] of map.ranges.entries()) {
      if (watch.stopped()) throw new Stopped();
      const bytes = rangeBytes(range, map.image_bytes);
      if (index < before) await pending;
      if (index < before && (await isRight(medium, map, range, newHash))) kept++;
      else {
        turn = 1 - turn;
        const area = medium.areas[turn]!.subarray(0, bytes);
        await source.read(range.first * BLOCK, area);
        if (sumOf(area, newHash) !== range.sha256)
          throw new Torn(`at ${range.first * BLOCK} bytes the image is not what it was when its block map was made`);
        await pending;
        pending = medium.write(range.first * BLOCK, area);
        // Its failure is told by the next await.
        pending.catch(() => {});
      }
      done_bytes += bytes;
      watch.progress({ what: "write", done_bytes, of_bytes });
      // This range may still be on its way.
      watch.written(index);
    }
    await pending;
    await medium.flush();
  } finally {
    await pending.catch(() => {});
  }
  return { done: map.ranges.length, kept };
}

export interface Watched extends Watcher {
  /** All ranges before `index` have been given to the medium. */
  written(index: number): void;
}

/** Reads the medium back; returns the ranges that are not what they must be. */
export async function differing(medium: Medium, map: BlockMap, newHash: NewHash, watch: Watcher): Promise<readonly Range[]> {
  const of_bytes = mappedBytes(map);
  const wrong: Range[] = [];
  let done_bytes = 0;
  const read = (index: number): Promise<Buffer> => {
    const range = map.ranges[index]!;
    const into = medium.areas[index % 2]!.subarray(0, rangeBytes(range, map.image_bytes));
    return medium.read(range.first * BLOCK, into).then(() => into);
  };
  let coming = map.ranges.length > 0 ? read(0) : null;
  for (const [index, range] of map.ranges.entries()) {
    const bytes: Buffer = await coming!;
    if (watch.stopped()) throw new Stopped();
    coming = index + 1 < map.ranges.length ? read(index + 1) : null;
    coming?.catch(() => {});
    if (sumOf(bytes, newHash) !== range.sha256) wrong.push(range);
    done_bytes += bytes.length;
    watch.progress({ what: "verify", done_bytes, of_bytes });
  }
  return wrong;
}

/** Nothing may be on its way to the medium: its areas are used. */
async function isRight(medium: Medium, map: BlockMap, range: Range, newHash: NewHash): Promise<boolean> {
  const area = medium.areas[0].subarray(0, rangeBytes(range, map.image_bytes));
  await medium.read(range.first * BLOCK, area);
  return sumOf(area, newHash) === range.sha256;
}

export function sumOf(bytes: Uint8Array, newHash: NewHash): string {
  const hash = newHash();
  hash.update(bytes);
  return hash.hex();
}
