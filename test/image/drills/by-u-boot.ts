import { bootState } from "../card.ts";
import type { Drill } from "../drill.ts";
import { controls } from "../rig.ts";

/** As the boards start that have no EFI of their own: U-Boot brings one, GRUB is started by it and writes its state through it. */
export const byUBoot: Drill = {
  words: "started by U-Boot's EFI, as the boards are, GRUB counts its tries and the unit controls",
  async run({ machine, disk, step }) {
    machine.on("u-boot");
    await step("power on: U-Boot and GRUB, to the kernel's ramdisk", "ramdisk_s", () => machine.says(/stopline: slot a, data good/));
    const { A_TRY } = bootState(disk);
    if (A_TRY !== "1") throw new Error(`GRUB has counted ${A_TRY} tries of slot a`);
    await step("signals that the loops steer", "controls_s", () => machine.shows(controls));
  },
};
