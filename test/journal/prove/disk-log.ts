import { readFileSync } from "node:fs";

/** What a program did to its disk, in order, as `disk.c` writes it down. Inode 0 is the folder. */
export type Deed =
  | { readonly kind: "create" | "unlink"; readonly inode: number; readonly name: string }
  | { readonly kind: "write"; readonly inode: number; readonly offset: number; readonly data: Buffer }
  | { readonly kind: "truncate"; readonly inode: number; readonly size: number }
  | { readonly kind: "sync"; readonly inode: number }
  | { readonly kind: "rename"; readonly inode: number; readonly from: string; readonly name: string }
  | { readonly kind: "mark"; readonly said: string }
  /** A sync of that file that failed; 0 for any other call. */
  | { readonly kind: "failed"; readonly inode: number };

const HEAD_BYTES = 24;
const KINDS = ["create", "write", "truncate", "sync", "unlink", "rename", "mark", "failed"] as const;

export function readDeeds(path: string): Deed[] {
  const log = readFileSync(path);
  const deeds: Deed[] = [];
  for (let at = 0; at < log.length; ) {
    const kind = KINDS[log.readUInt32LE(at) - 1];
    const end = at + HEAD_BYTES + log.readUInt32LE(at + 4);
    const [inode, offset] = [Number(log.readBigUInt64LE(at + 8)), Number(log.readBigUInt64LE(at + 16))];
    const data = log.subarray(at + HEAD_BYTES, end);
    at = end;
    if (kind === "write") deeds.push({ kind, inode, offset, data });
    else if (kind === "truncate") deeds.push({ kind, inode, size: offset });
    else if (kind === "sync") deeds.push({ kind, inode });
    else if (kind === "mark") deeds.push({ kind, said: data.toString() });
    else if (kind === "create" || kind === "unlink") deeds.push({ kind, inode, name: data.toString() });
    else if (kind === "rename") {
      const [from = "", name = ""] = data.toString().split("/");
      deeds.push({ kind, inode, from, name });
    } else deeds.push({ kind: "failed", inode });
  }
  return deeds;
}
