import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../src/street/random.ts";
import { bootState, partition } from "../card.ts";
import type { Drill } from "../drill.ts";
import { controls, type Rig } from "../rig.ts";
import { apply, type Write, writesIn } from "../write-log.ts";

/** Cuts whose disks are looked at; the machine is really started from one of them. `CUTS=1000` is the long form. */
const CUTS = Number(process.env.CUTS || 60);
const SEED = Number(process.env.SEED || 1);

/** As GRUB chooses (deploy/image/grub.cfg). */
function chosen(state: Readonly<Record<string, string>>): "a" | "b" {
  const may = (slot: string) => state[`${slot}_OK`] === "1" && state[`${slot}_TRY`] !== "2";
  return (state.ORDER ?? "A B").split(" ").find(may) === "B" ? "b" : "a";
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

interface Whole {
  readonly hash: string;
  readonly bytes: number;
}
const wholeSlot = (file: string): Whole => ({ hash: hashOf(file, 0, statSync(file).size), bytes: statSync(file).size });

/** Why nothing would control after such a cut; "" if something would. */
function whyDead(disk: string, whole: Readonly<Record<"a" | "b", Whole>>): string {
  const state = bootState(disk);
  const slot = chosen(state);
  const { hash, bytes } = whole[slot];
  if (hashOf(disk, partition(disk, `rootfs-${slot}`).at, bytes) !== hash)
    return `slot ${slot} would start, and is not whole: ${JSON.stringify(state)}`;
  const { at, bytes: size } = partition(disk, "data");
  const data = `${disk}.data`;
  execFileSync("dd", [
    `if=${disk}`,
    `of=${data}`,
    "bs=1M",
    "iflag=skip_bytes,count_bytes",
    `skip=${at}`,
    `count=${size}`,
    "conv=sparse",
    "status=none",
  ]);
  // As the ramdisk does it: gently, and if that is refused, with force.
  const gently = spawnSync("/sbin/e2fsck", ["-p", data]).status ?? 8;
  const status = gently < 4 ? gently : (spawnSync("/sbin/e2fsck", ["-fy", data]).status ?? 8);
  rmSync(data);
  return status < 4 ? "" : `the data partition cannot be mended: e2fsck ends with ${status}`;
}

/** Every write of an installation is kept; then the power is cut in the middle of any of them, as often as is asked. */
export const cutInstall: Drill = {
  words: `power is cut ${CUTS} times in the middle of an installation (seed ${SEED}): old or new starts, whole`,
  bundle: "other",
  async run(unit: Rig) {
    const { machine, disk, folder, step, direct } = unit;
    const before = join(folder, "before.img");
    execFileSync("cp", ["--sparse=always", disk, before]);
    const log = join(folder, "writes");
    machine.on(direct, log);
    await step("power on, every write is kept: the unit controls", "controls_s", () => machine.says(/controls; journal/));
    const first = writesIn(log).length;
    await step("the bundle is installed", "installed_s", () => machine.says(/drill: installed/));
    await step("slot b is made the first one", "activated_s", () => machine.says(/drill: slot b is next/));
    await machine.off();
    const writes = writesIn(log);
    const whole = { a: wholeSlot(unit.slots.old), b: wholeSlot(unit.slots.brought) };
    for (const slot of ["a", "b"] as const)
      if (hashOf(disk, partition(disk, `rootfs-${slot}`).at, whole[slot].bytes) !== whole[slot].hash)
        throw new Error(`slot ${slot} is not what it should be`);
    console.log(
      `    ${writes.length - first} writes, ${Math.round(writes.slice(first).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)} MB`,
    );

    const chance = new Random(SEED, 0);
    const cuts = Array.from({ length: CUTS }, () => first + chance.below(writes.length - first)).sort((x, y) => x - y);
    const started = chance.below(CUTS);
    const file = openSync(log, "r");
    const tally = { a: 0, b: 0 };
    await step(`${CUTS} cuts`, "cuts_s", async () => {
      const card = openSync(before, "r+");
      let done = 0;
      for (const [n, i] of cuts.entries()) {
        // All that was flushed before the cut lies on the disk for good; what came after it is drawn.
        const flushed = writes.slice(0, i).findLastIndex(({ flush }) => flush) + 1;
        for (; done < flushed; done++) apply(file, card, writes[done]!);
        const undo = cutAt(writes, i, file, card, chance);
        const why = whyDead(before, whole);
        if (why !== "") throw new Error(`SEED=${SEED}, cut ${n} in the middle of write ${i} of ${writes.length}: ${why}`);
        tally[chosen(bootState(before))]++;
        if (n === started) execFileSync("cp", ["--sparse=always", before, disk]);
        undo();
      }
      closeSync(card);
    });
    console.log(`    ${tally.a} start the old slot, ${tally.b} the new one`);
    machine.on("firmware");
    await step("power on, after one of those cuts: signals that the loops steer", "after_cut_s", () => machine.shows(controls));
  },
};
