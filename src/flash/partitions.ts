/** One partition of a GPT disk. */
export interface Partition {
  readonly name: string;
  /** Its type's GUID, in small letters as it is written. */
  readonly type: string;
  /** In bytes from the disk's beginning. */
  readonly at: number;
  readonly bytes: number;
}

const SECTOR = 512;
/** The protective MBR, the header, and the 128 entries that every tool writes: what must be at hand to know the partitions. */
export const TABLE_BYTES = 34 * SECTOR;
const ENTRIES_MAX = 128;

/** The partitions in a disk's first TABLE_BYTES, in the order of their places; null if there is no GPT. */
export function partitionsIn(table: Buffer): readonly Partition[] | null {
  if (table.length < TABLE_BYTES || table.toString("latin1", SECTOR, SECTOR + 8) !== "EFI PART") return null;
  const count = Math.min(table.readUInt32LE(SECTOR + 80), ENTRIES_MAX);
  const size = table.readUInt32LE(SECTOR + 84);
  // Entries of another size, or elsewhere, are allowed by the book and written by nobody.
  if (size !== 128 || table.readBigUInt64LE(SECTOR + 72) !== 2n) return null;
  return Array.from({ length: count }, (_, i) => table.subarray(2 * SECTOR + i * size, 2 * SECTOR + (i + 1) * size))
    .filter((entry) => entry.subarray(0, 16).some((byte) => byte !== 0))
    .map(partitionOf)
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => a.at - b.at);
}

/** Where the table's copy begins, in bytes: 32 sectors of entries before the header that the first header names. */
export const copyAt = (table: Buffer): number => (Number(table.readBigUInt64LE(SECTOR + 32)) - 32) * SECTOR;

function partitionOf(entry: Buffer): Partition {
  const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))];
  return {
    name: entry.subarray(56, 128).toString("utf16le").replace(/\0.*$/s, ""),
    type: guidOf(entry.subarray(0, 16)),
    at: first * SECTOR,
    bytes: (last - first + 1) * SECTOR,
  };
}

/** The first three groups lie with their small end first. */
function guidOf(raw: Buffer): string {
  const turned = Buffer.from(raw);
  turned.subarray(0, 4).reverse();
  turned.subarray(4, 6).reverse();
  turned.subarray(6, 8).reverse();
  return turned.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Partition types of volumes that a running system may be made of, in words. */
const MEMBERS: { readonly [type: string]: string } = {
  "e6d6d379-f507-44c2-a23c-238f2a3df928": "LVM",
  "a19d880f-05fc-4d3b-a006-743f0f84911e": "RAID",
};

/** What a disk with this beginning is a member of; "" if of nothing. */
export function memberOf(table: Buffer): string {
  const gpt = partitionsIn(table);
  if (gpt !== null) return gpt.map(({ type }) => MEMBERS[type] ?? "").find((words) => words !== "") ?? "";
  if (table.length < TABLE_BYTES) return "";
  // A whole disk as a physical volume of LVM is marked in one of its first four sectors.
  if ([0, 1, 2, 3].some((sector) => table.toString("latin1", sector * SECTOR, sector * SECTOR + 8) === "LABELONE")) return "LVM";
  if (table.readUInt16LE(510) !== 0xaa55) return "";
  const kinds = [0, 1, 2, 3].map((i) => table[446 + i * 16 + 4]);
  return kinds.includes(0x8e) ? "LVM" : kinds.includes(0xfd) ? "RAID" : "";
}
