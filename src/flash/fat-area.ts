/** As much of a FAT file system as says which of its bytes are in use. Offsets are in bytes from the partition's beginning. */
export interface FatArea {
  /** Boot sectors, tables and root directory end there; all of it is in use, zeros too. */
  readonly data: number;
  readonly cluster_bytes: number;
  readonly clusters: number;
  /** Where the first table is. */
  readonly table: { readonly at: number; readonly bytes: number };
  readonly bits: 12 | 16 | 32;
}

/** null if the partition's first sector is none of a FAT file system. (Microsoft's "FAT: General Overview", 3.1 and 3.5.) */
export function fatArea(boot: Buffer): FatArea | null {
  if (boot.length < 512 || boot.readUInt16LE(510) !== 0xaa55 || (boot[0] !== 0xeb && boot[0] !== 0xe9)) return null;
  const sector = boot.readUInt16LE(11);
  const per_cluster = boot[13]!;
  const [reserved, tables, root] = [boot.readUInt16LE(14), boot[16]!, boot.readUInt16LE(17)];
  const table_sectors = boot.readUInt16LE(22) || boot.readUInt32LE(36);
  const sectors = boot.readUInt16LE(19) || boot.readUInt32LE(32);
  if (![512, 1024, 2048, 4096].includes(sector) || per_cluster === 0 || (per_cluster & (per_cluster - 1)) !== 0) return null;
  if (reserved === 0 || tables === 0 || tables > 2 || table_sectors === 0) return null;
  const before = reserved + tables * table_sectors + Math.ceil((root * 32) / sector);
  const clusters = Math.floor((sectors - before) / per_cluster);
  if (clusters <= 0) return null;
  const bits = clusters < 4_085 ? 12 : clusters < 65_525 ? 16 : 32;
  return {
    data: before * sector,
    cluster_bytes: per_cluster * sector,
    clusters,
    table: { at: reserved * sector, bytes: table_sectors * sector },
    bits,
  };
}

/** Whether some cluster that the bytes from `at` on touch belongs to a file. `table` is the first table. */
export function inUse(area: FatArea, table: Buffer, at: number, bytes: number): boolean {
  if (at < area.data) return true;
  const first = Math.floor((at - area.data) / area.cluster_bytes);
  const last = Math.floor((at + bytes - 1 - area.data) / area.cluster_bytes);
  for (let cluster = first; cluster <= last && cluster < area.clusters; cluster++) if (entry(area, table, cluster + 2) !== 0) return true;
  return false;
}

function entry({ bits }: FatArea, table: Buffer, cluster: number): number {
  const at = Math.floor((cluster * bits) / 8);
  // A table that is shorter than it should be tells nothing: then the cluster counts as used.
  if (at + Math.ceil(bits / 8) > table.length) return 1;
  if (bits === 32) return table.readUInt32LE(at) & 0x0f_ff_ff_ff;
  const word = table.readUInt16LE(at);
  if (bits === 16) return word;
  return cluster % 2 === 0 ? word & 0xfff : word >> 4;
}
