import type { Deed } from "./disk-log.ts";

type Roll = (sides: number) => number;
type Change = Deed & { readonly kind: "write" | "truncate" };
type Naming = Deed & { readonly kind: "create" | "unlink" | "rename" };

/** What a disk writes as a whole. Anything longer may be there in part. */
const SECTOR = 512;

/** A file's bytes: what the disk has for certain, and what was asked since. */
interface File {
  durable: Buffer;
  pending: Change[];
  /** Of those, how many a sync has failed to write: the kernel says so once, and takes them for written from then on. */
  forgotten: number;
}

/**
 * A disk that promises as little as a disk may: what was not synced since is there or not, sector by sector and in any order; a file that grew
 * holds rubbish where nothing arrived; a name that was given, changed or taken away is there or not until the folder is synced.
 */
export class Disk {
  readonly #files = new Map<number, File>();
  #names = new Map<string, number>();
  #namings: Naming[] = [];

  /** `lies`: a disk that forgets to sync, to see that it would be noticed. */
  do(deed: Deed, lies = false): void {
    if (deed.kind === "create") this.#files.set(deed.inode, { durable: Buffer.alloc(0), pending: [], forgotten: 0 });
    if (deed.kind === "create" || deed.kind === "unlink" || deed.kind === "rename") this.#namings.push(deed);
    else if (deed.kind === "write" || deed.kind === "truncate") this.#files.get(deed.inode)!.pending.push(deed);
    else if (deed.kind === "failed" && deed.inode !== 0) this.#forget(deed.inode);
    else if (deed.kind === "sync" && !lies) this.#sync(deed.inode);
  }

  /** Whether a cut could take anything now. */
  get settled(): boolean {
    return this.#namings.length === 0 && [...this.#files.values()].every((file) => file.pending.length === 0);
  }

  #sync(inode: number): void {
    if (inode === 0) {
      this.#names = named(this.#names, this.#namings);
      this.#namings = [];
      return;
    }
    const file = this.#files.get(inode)!;
    // What a sync has failed to write could be read all the time, and is gone with the power; the file's length is kept elsewhere.
    const lengths = file.pending.slice(0, file.forgotten).filter((change) => change.kind === "truncate");
    file.durable = applied(file.durable, [...lengths, ...file.pending.slice(file.forgotten)]);
    file.pending = [];
    file.forgotten = 0;
  }

  #forget(inode: number): void {
    const file = this.#files.get(inode)!;
    file.forgotten = file.pending.length;
  }

  /** What may lie on it after a cut, by name. */
  cut(roll: Roll): Map<string, Buffer> {
    const names = named(this.#names, someOf(this.#namings, roll));
    return new Map([...names].map(([name, inode]) => [name, cutFile(this.#files.get(inode)!, roll)]));
  }

  /** What lies on it when nothing is lost. */
  whole(): Map<string, Buffer> {
    return new Map([...named(this.#names, this.#namings)].map(([name, inode]) => [name, wholeOf(this.#files.get(inode)!)]));
  }
}

const wholeOf = ({ durable, pending }: File): Buffer => applied(durable, pending);

function named(names: ReadonlyMap<string, number>, namings: readonly Naming[]): Map<string, number> {
  const now = new Map(names);
  for (const { kind, name, inode, ...rest } of namings) {
    if (kind === "rename" && now.get((rest as { from: string }).from) === inode) now.delete((rest as { from: string }).from);
    if (kind === "unlink") now.delete(name);
    else now.set(name, inode);
  }
  return now;
}

function applied(durable: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return durable;
  const image = new Image(durable, changes);
  for (const change of changes) image.apply(change);
  return image.bytes();
}

/** The first of them, all but one, or any. */
function someOf<T>(all: readonly T[], roll: Roll): T[] {
  const way = roll(3);
  if (way === 0) return all.slice(0, roll(all.length + 1));
  const [missing, share] = [roll(all.length), roll(101)];
  return all.filter((_, i) => (way === 1 ? i !== missing : roll(100) < share));
}

function cutFile({ durable, pending }: File, roll: Roll): Buffer {
  if (pending.length === 0) return durable;
  const image = new Image(durable, pending);
  const kept = someOf(pending, roll);
  // In order, backwards, or shuffled.
  const order = roll(4);
  if (order === 0) kept.reverse();
  if (order === 1) kept.sort(() => roll(3) - 1);
  const torn = roll(2) === 0 ? roll(kept.length + 1) : -1;
  const every = roll(4) === 0;
  kept.forEach((change, i) => {
    if (change.kind === "write" && (every || i === torn)) image.tear(change.offset, change.data, roll);
    else image.apply(change);
  });
  if (roll(2) === 0) image.spoilHoles(roll);
  return image.bytes();
}

/** A file that is being written. */
class Image {
  readonly #bytes: Buffer;
  readonly #written: Uint8Array;
  readonly #old: number;
  #size: number;

  constructor(durable: Buffer, changes: readonly Change[]) {
    const most = changes.reduce((size, c) => Math.max(size, c.kind === "write" ? c.offset + c.data.length : c.size), durable.length);
    this.#bytes = Buffer.alloc(most);
    durable.copy(this.#bytes);
    this.#written = new Uint8Array(Math.ceil(most / SECTOR));
    this.#old = durable.length;
    this.#size = durable.length;
  }

  apply(change: Change): void {
    if (change.kind === "write") this.#put(change.offset, change.data);
    else {
      if (change.size < this.#size) this.#bytes.fill(0, change.size, this.#size);
      this.#size = change.size;
    }
  }

  /** Some of its sectors. */
  tear(offset: number, data: Buffer, roll: Roll): void {
    const share = roll(101);
    for (let at = offset; at < offset + data.length; ) {
      const end = Math.min(offset + data.length, (Math.floor(at / SECTOR) + 1) * SECTOR);
      if (roll(100) < share) this.#put(at, data.subarray(at - offset, end - offset));
      at = end;
    }
  }

  #put(offset: number, data: Buffer): void {
    data.copy(this.#bytes, offset);
    this.#written.fill(1, Math.floor(offset / SECTOR), Math.ceil((offset + data.length) / SECTOR));
    this.#size = Math.max(this.#size, offset + data.length);
  }

  /** Where the file grew and nothing arrived lies what the disk had there before. */
  spoilHoles(roll: Roll): void {
    for (let at = Math.ceil(this.#old / SECTOR) * SECTOR; at < this.#size; at += SECTOR)
      if (this.#written[at / SECTOR] === 0) this.#bytes.fill(1 + roll(255), at, Math.min(at + SECTOR, this.#size));
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }
}
