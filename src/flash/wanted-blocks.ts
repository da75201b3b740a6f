import { type FatArea, fatArea, inUse } from "./fat-area.ts";
import { copyAt, type Partition, partitionsIn, TABLE_BYTES } from "./partitions.ts";

/** Bytes, as bmaptool has it. */
export const BLOCK = 4_096;
const ZEROS = Buffer.alloc(BLOCK);
const TABLE_BLOCKS = Math.ceil(TABLE_BYTES / BLOCK);
/** A table of FAT that is longer than this is not kept; then all of its partition is wanted. */
const FAT_TABLE_MAX = 32 * 1024 * 1024;

/** The partition that holds what a unit has of its own. */
export const PROVISION = "PROVISION";

/**
 * Says of an image's blocks, given in order, which must be written to a medium that has held something else. Everything that is not zero; and
 * zeros wherever somebody may read them: an ext4 journal's end is known by its zeros, and what an earlier card's journal left there would be
 * played into the new one. Left out are zeros between partitions, behind a squashfs, and in clusters of FAT that belong to no file.
 */
export class WantedBlocks {
  /** Known once the first blocks were given; empty if the image has no GPT. */
  partitions: readonly Partition[] = [];
  #head: Buffer[] = [];
  #whole = false;
  /** From there on the table's copy lies, which has a sum of its own. */
  #copy = Number.POSITIVE_INFINITY;
  #next = 0;
  #inside: Content | null = null;

  /** `block` may be shorter at the image's end. */
  wanted(index: number, block: Buffer): boolean {
    if (index < TABLE_BLOCKS) {
      this.#head.push(Buffer.from(block));
      if (index === TABLE_BLOCKS - 1) this.#known(Buffer.concat(this.#head));
      return true;
    }
    const at = index * BLOCK;
    const partition = this.#at(at);
    const zero = isZero(block);
    if (partition === null) return this.#whole || !zero || at + BLOCK > this.#copy;
    const inside = at - partition.at;
    if (this.#inside === null || this.#inside.partition !== partition) this.#inside = contentOf(partition, inside === 0 ? block : null);
    return this.#inside.wanted(inside, block) || !zero;
  }

  /** Whether a partition begins or ends with this block: no range goes across. */
  boundary(index: number): boolean {
    return this.partitions.some(({ at, bytes }) => at === index * BLOCK || at + bytes === index * BLOCK);
  }

  #known(table: Buffer): void {
    const partitions = partitionsIn(table);
    if (partitions !== null) this.#copy = copyAt(table);
    this.partitions = partitions ?? [];
    this.#whole = partitions === null;
    this.#head = [];
  }

  #at(at: number): Partition | null {
    for (; this.#next < this.partitions.length; this.#next++) {
      const partition = this.partitions[this.#next]!;
      // A block that a partition shares with what is before it is the partition's.
      if (at + BLOCK <= partition.at) return null;
      if (at < partition.at + partition.bytes) return partition;
    }
    return null;
  }
}

const isZero = (block: Buffer): boolean => block.equals(block.length === BLOCK ? ZEROS : ZEROS.subarray(0, block.length));

/** What of a partition is wanted even where it is zero. `wanted` gets its blocks in order; `at` counts from its beginning. */
interface Content {
  readonly partition: Partition;
  wanted(at: number, block: Buffer): boolean;
}

function contentOf(partition: Partition, first: Buffer | null): Content {
  if (first !== null && partition.name !== PROVISION) {
    if (first.toString("latin1", 0, 4) === "hsqs") {
      const end = Number(first.readBigUInt64LE(40));
      return { partition, wanted: (at) => at < end };
    }
    const fat = fatArea(first);
    if (fat !== null && fat.table.bytes <= FAT_TABLE_MAX) return new FatContent(partition, fat);
  }
  // What we cannot read is wanted whole. So is PROVISION: keys of the card's last unit must not stay in its free clusters.
  return { partition, wanted: () => true };
}

class FatContent implements Content {
  readonly partition: Partition;
  readonly #area: FatArea;
  readonly #table: Buffer;

  constructor(partition: Partition, area: FatArea) {
    this.partition = partition;
    this.#area = area;
    this.#table = Buffer.alloc(area.table.bytes);
  }

  wanted(at: number, block: Buffer): boolean {
    const { table } = this.#area;
    const into = at - table.at;
    if (into < table.bytes && into + block.length > 0) block.copy(this.#table, Math.max(0, into), Math.max(0, -into));
    return inUse(this.#area, this.#table, at, block.length);
  }
}
