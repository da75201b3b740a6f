import type { NewHash } from "./block-map.ts";
import { differing, type Medium, sumOf, type Watcher } from "./copy.ts";
import { partitionsOn, readPartition } from "./provision.ts";
import { type FlashRecord, mapOfRecord } from "./record.ts";
import { BLOCK, PROVISION } from "./wanted-blocks.ts";

/** A part of a medium, and whether it is as it was when it left the station. */
export interface Compared {
  /** A partition's name; "table" is what lies between them. */
  readonly part: string;
  readonly same: boolean;
}

/** Compares a medium with the record of its flashing, partition by partition. */
export async function compare(medium: Medium, record: FlashRecord, newHash: NewHash, watch: Watcher): Promise<readonly Compared[]> {
  const map = mapOfRecord(record);
  const partitions = await partitionsOn(medium);
  const partOf = (first: number): string =>
    partitions.find(({ at, bytes }) => first * BLOCK >= at && first * BLOCK < at + bytes)?.name ?? "table";
  // What was written onto PROVISION afterwards has its own sum.
  const own = record.provision_sha256 === "" ? "" : PROVISION;
  const ranges = map.ranges.filter(({ first }) => own === "" || partOf(first) !== own);
  const wrong = new Set((await differing(medium, { ...map, ranges }, newHash, watch)).map(({ first }) => partOf(first)));
  const parts = [...new Set(ranges.map(({ first }) => partOf(first)))].map((part) => ({ part, same: !wrong.has(part) }));
  if (own === "") return parts;
  const provision = partitions.find(({ name }) => name === own);
  const same = provision !== undefined && sumOf(await readPartition(medium, provision), newHash) === record.provision_sha256;
  return [...parts, { part: own, same }];
}
