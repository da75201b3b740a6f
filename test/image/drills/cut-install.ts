import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cut, mustBe, wholeSlot } from "../cuts.ts";
import type { Drill } from "../drill.ts";
import { controls, type Rig } from "../rig.ts";
import { writesIn } from "../write-log.ts";

/** Cuts whose disks are looked at; the machine is really started from the one in their middle. `CUTS=1000` is the long form. */
const CUTS = Number(process.env.CUTS || 60);
const SEED = Number(process.env.SEED || 1);

/** Every write of an installation is kept; then the power is cut in the middle of any of them, as often as is asked. */
export const cutInstall: Drill = {
  words: `power is cut ${CUTS} times in the middle of an installation (seed ${SEED}): old or new starts, whole`,
  bundle: "other",
  async run(unit: Rig) {
    const { machine, disk, folder, step, direct } = unit;
    const before = join(folder, "before.img");
    const copy = (from: string, to: string) => execFileSync("cp", ["--sparse=always", from, to]);
    copy(disk, before);
    const log = join(folder, "writes");
    machine.on(direct, { writes: log });
    await step("power on, every write is kept: the unit controls", "controls_s", () => machine.says(/controls; journal/));
    const first = writesIn(log).length;
    await step("the bundle is installed", "installed_s", () => machine.says(/drill: installed/));
    await step("slot b is made the first one", "activated_s", () => machine.says(/drill: slot b is next/));
    await machine.off();
    const whole = { a: wholeSlot(unit.slots.old), b: wholeSlot(unit.slots.brought) };
    mustBe(disk, whole);

    const writes = writesIn(log).slice(first);
    await step(
      `cuts in ${writes.length} writes of ${Math.round(writes.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)} MB`,
      "cuts_s",
      async () => {
        const { a, b } = cut(before, log, first, whole, CUTS, SEED, (n) => {
          if (n === Math.floor(CUTS / 2)) copy(before, disk);
        });
        process.stdout.write(`(${a} start the old slot, ${b} the new one) `);
      },
    );
    machine.on("firmware");
    await step("power on, after one of those cuts: signals that the loops steer", "after_cut_s", () => machine.shows(controls));
  },
};
