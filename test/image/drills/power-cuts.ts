import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cut, mustBe, wholeSlot } from "../cuts.ts";
import type { Drill } from "../drill.ts";
import type { Start } from "../machine.ts";
import { controls, type Rig } from "../rig.ts";
import { writesIn } from "../write-log.ts";

/** Cuts whose disks are looked at; the machine is really started from the one in their middle. `CUTS=1000` is the long form. */
const CUTS = Number(process.env.CUTS || 60);
const SEED = Number(process.env.SEED || 1);

/** Every write from power on until `run` is over is kept; then the power is cut in the middle of any of them after `begun` was called. */
async function cutsIn(unit: Rig, start: Start, run: (begun: () => void) => Promise<void>): Promise<void> {
  const { machine, disk, folder, step } = unit;
  const before = join(folder, "before.img");
  const copy = (from: string, to: string) => execFileSync("cp", ["--sparse=always", from, to]);
  copy(disk, before);
  const log = join(folder, "writes");
  machine.on(start, { writes: log });
  let first = 0;
  await run(() => {
    first = writesIn(log).length;
  });
  await machine.off();
  const whole = { a: wholeSlot(unit.slots.old), b: wholeSlot(unit.slots.brought) };
  mustBe(disk, whole);

  const writes = writesIn(log).slice(first);
  const mb = Math.round(writes.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
  let kept = false;
  await step(`cuts in ${writes.length} writes of ${mb} MB`, "cuts_s", async () => {
    const { a, b } = cut(before, log, first, whole, CUTS, SEED, (done) => {
      if (kept || done < 0.5) return;
      copy(before, disk);
      kept = true;
    });
    process.stdout.write(`(${a} start the old slot, ${b} the new one) `);
  });
  machine.on("firmware");
  await step("power on, after one of those cuts: signals that the loops steer", "after_cut_s", () => machine.shows(controls));
}

export const cutInstall: Drill = {
  words: `power is cut ${CUTS} times in the middle of an installation (seed ${SEED}): old or new starts, whole`,
  bundle: "other",
  run: (unit) =>
    cutsIn(unit, unit.direct, async (begun) => {
      const { machine, step } = unit;
      await step("power on, every write is kept: the unit controls", "controls_s", () => machine.says(/controls; journal/));
      begun();
      await step("the bundle is installed", "installed_s", () => machine.says(/drill: installed/));
      await step("slot b is made the first one", "activated_s", () => machine.says(/drill: slot b is next/));
    }),
};

export const cutUpdate: Drill = {
  words: `power is cut ${CUTS} times in a whole update by a stick, in each write of the boot loader's state too (seed ${SEED}): old or new starts, whole`,
  bundle: "other",
  top: true,
  run: (unit) =>
    cutsIn(unit, "firmware", async (begun) => {
      const { machine, step } = unit;
      await step("power on, every write is kept: the unit controls", "controls_s", () => machine.shows(() => true));
      begun();
      await step("installed, handed over, started anew: slot b starts", "starts_b_s", () => machine.says(/stopline: slot b, data good/));
      await step("slot b has proved itself", "proved_s", () => machine.says(/stopline: slot B controls; it is good/));
    }),
};
