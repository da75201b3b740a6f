import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { Random } from "../../src/street/random.ts";
import { bootState, mendedData, partition } from "./card.ts";
import { apply, type Write, writesIn } from "./write-log.ts";

/** As GRUB chooses (deploy/image/grub.cfg). */
export function chosen(state: Readonly<Record<string, string>>): "a" | "b" {
  const order = (state.ORDER ?? "A B").split(" ");
  const whole = order.filter((slot) => state[`${slot}_OK`] === "1");
  // When both have used up their tries, they begin again.
  return (whole.find((slot) => state[`${slot}_TRY`] !== "2") ?? whole[0]) === "B" ? "b" : "a";
}

/**
 * The disk as it lies after a cut in the middle of write `i`: what was not flushed before may be there or not, the write itself up to any sector. Returns
 * what makes that undone.
 */
function cutAt(writes: readonly Write[], i: number, log: number, card: number, chance: Random): () => void {
  const undone: (readonly [at: number, was: Buffer])[] = [];
  const put = (write: Write, bytes: number) => {
    const was = Buffer.alloc(bytes);
    readSync(card, was, 0, bytes, write.at);
    undone.push([write.at, was]);
    apply(log, card, write, bytes);
  };
  const flushed = writes.slice(0, i).findLastIndex(({ flush }) => flush);
  for (const write of writes.slice(flushed + 1, i)) if (chance.below(2) === 1) put(write, write.bytes);
  const last = writes[i]!;
  put(last, chance.below(last.bytes / 512 + 1) * 512);
  return () => {
    for (const [at, was] of undone.reverse()) writeSync(card, was, 0, was.length, at);
  };
}

function hashOf(disk: string, at: number, bytes: number): string {
  const card = openSync(disk, "r");
  const hash = createHash("sha256");
  const data = Buffer.alloc(1 << 20);
  for (let done = 0; done < bytes; ) done += hashed(readSync(card, data, 0, Math.min(data.length, bytes - done), at + done));
  closeSync(card);
  return hash.digest("hex");
  function hashed(read: number): number {
    hash.update(data.subarray(0, read));
    return read;
  }
}

/** A slot as it must be. */
export interface Whole {
  readonly hash: string;
  readonly bytes: number;
}
export const wholeSlot = (file: string): Whole => ({ hash: hashOf(file, 0, statSync(file).size), bytes: statSync(file).size });

/** Why nothing would control after such a cut; "" if something would. */
function whyDead(disk: string, whole: Readonly<Record<"a" | "b", Whole>>): string {
  const state = bootState(disk);
  const slot = chosen(state);
  const { hash, bytes } = whole[slot];
  if (hashOf(disk, partition(disk, `rootfs-${slot}`).at, bytes) !== hash)
    return `slot ${slot} would start, and is not whole: ${JSON.stringify(state)}`;
  const data = mendedData(disk);
  if (data === null) return "the data partition cannot be mended";
  rmSync(data);
  return "";
}

/** The slots of a disk are these, to the last bit. */
export function mustBe(disk: string, whole: Readonly<Record<"a" | "b", Whole>>): void {
  for (const slot of ["a", "b"] as const)
    if (hashOf(disk, partition(disk, `rootfs-${slot}`).at, whole[slot].bytes) !== whole[slot].hash)
      throw new Error(`slot ${slot} is not what it should be`);
}

/** Where the power is cut: in every write of the boot partition, where it stands which slot starts, and as often as is asked in the others, every other time not in a slot. */
function places(disk: string, writes: readonly Write[], first: number, cuts: number, chance: Random): readonly number[] {
  const inside = (name: string) => {
    const { at, bytes } = partition(disk, name);
    return (i: number) => writes[i]!.at >= at && writes[i]!.at < at + bytes;
  };
  const [ofBoot, ofA, ofB] = [inside("ESP"), inside("rootfs-a"), inside("rootfs-b")];
  const piles: { readonly boot: number[]; readonly slot: number[]; readonly rest: number[] } = { boot: [], slot: [], rest: [] };
  for (let i = first; i < writes.length; i++) piles[ofBoot(i) ? "boot" : ofA(i) || ofB(i) ? "slot" : "rest"].push(i);
  const drawn = Array.from({ length: cuts }, (_, n) => {
    const pile = [piles.slot, piles.rest][n % 2]!;
    return pile[chance.below(pile.length)];
  });
  return [...piles.boot, ...drawn].filter((i) => i !== undefined).sort((x, y) => x - y);
}

/** How many would start which slot. */
export interface Tally {
  readonly a: number;
  readonly b: number;
}

/**
 * Cuts the power so often and in every write of the boot partition, after the first `first` writes, on the card that `disk` was before them; `disk` is
 * written. Throws at the first cut after which nothing would control. `each` sees every disk: the share of cuts that is done.
 */
export function cut(
  disk: string,
  logged: string,
  first: number,
  whole: Readonly<Record<"a" | "b", Whole>>,
  cuts: number,
  seed: number,
  each: (done: number) => void,
): Tally {
  const chance = new Random(seed, 0);
  const writes = writesIn(logged);
  const at = places(disk, writes, first, cuts, chance);
  const [log, card] = [openSync(logged, "r"), openSync(disk, "r+")];
  const tally = { a: 0, b: 0 };
  let done = 0;
  for (const [n, i] of at.entries()) {
    // All that was flushed before the cut lies on the disk for good; what came after it is drawn.
    const flushed = writes.slice(0, i).findLastIndex(({ flush }) => flush) + 1;
    for (; done < flushed; done++) apply(log, card, writes[done]!);
    const undo = cutAt(writes, i, log, card, chance);
    const why = whyDead(disk, whole);
    if (why !== "") throw new Error(`seed ${seed}, cut ${n} in the middle of write ${i} of ${writes.length}: ${why}`);
    tally[chosen(bootState(disk))]++;
    each((n + 1) / at.length);
    undo();
  }
  closeSync(card);
  closeSync(log);
  return tally;
}
