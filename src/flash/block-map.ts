import type { Partition } from "./partitions.ts";
import { BLOCK, WantedBlocks } from "./wanted-blocks.ts";

/** Blocks of 4,096 bytes from `first` to `last`, and what they must be. */
export interface Range {
  readonly first: number;
  readonly last: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** Which blocks of an image matter, and their sums. */
export interface BlockMap {
  readonly image_bytes: number;
  /** Of the whole image, with the blocks that do not matter. */
  readonly image_sha256: string;
  /** In order; none is longer than RANGE_BYTES, none goes across a partition's border. */
  readonly ranges: readonly Range[];
}

/** As much as is read, hashed and written at once. */
export const RANGE_BYTES = 4 * 1024 * 1024;

/** SHA-256 by whoever has it. */
export type NewHash = () => { update(bytes: Uint8Array): void; hex(): string };

export const rangeBytes = ({ first, last }: Range, image_bytes: number): number =>
  Math.min((last + 1) * BLOCK, image_bytes) - first * BLOCK;

/** Bytes that are to be written. */
export const mappedBytes = ({ ranges, image_bytes }: BlockMap): number =>
  ranges.reduce((sum, range) => sum + rangeBytes(range, image_bytes), 0);

/** Makes the map of an image that is given piece by piece, whatever the pieces' lengths. */
export class MapMaker {
  readonly #newHash: NewHash;
  readonly #whole: ReturnType<NewHash>;
  readonly #chosen = new WantedBlocks();
  readonly #ranges: Range[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #index = 0;
  #bytes = 0;
  #open: { readonly first: number; readonly hash: ReturnType<NewHash> } | null = null;

  constructor(newHash: NewHash) {
    this.#newHash = newHash;
    this.#whole = newHash();
  }

  add(piece: Buffer): void {
    this.#whole.update(piece);
    this.#bytes += piece.length;
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#block(bytes.subarray(at, at + BLOCK));
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  end(): BlockMap & { readonly partitions: readonly Partition[] } {
    if (this.#rest.length > 0) this.#block(this.#rest);
    this.#close();
    const { partitions } = this.#chosen;
    return { image_bytes: this.#bytes, image_sha256: this.#whole.hex(), ranges: this.#ranges, partitions };
  }

  #block(block: Buffer): void {
    const index = this.#index;
    const wanted = this.#chosen.wanted(index, block);
    const open = this.#open;
    if (open !== null && (!wanted || index - open.first >= RANGE_BYTES / BLOCK || this.#chosen.boundary(index))) this.#close();
    if (wanted) {
      this.#open ??= { first: index, hash: this.#newHash() };
      this.#open.hash.update(block);
    }
    this.#index++;
  }

  #close(): void {
    if (this.#open === null) return;
    this.#ranges.push({ first: this.#open.first, last: this.#index - 1, sha256: this.#open.hash.hex() });
    this.#open = null;
  }
}
