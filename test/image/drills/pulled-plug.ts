import { ext4Bytes, partition, read } from "../card.ts";
import type { Drill } from "../drill.ts";
import { controls } from "../rig.ts";

/** A card that was never in a unit takes its identity from PROVISION, in the middle of work its plug is pulled. */
export const pulledPlug: Drill = {
  words: "a blank card controls; its plug is pulled; it controls again",
  async run({ machine, disk, step, note }) {
    const flashed = partition(disk, "data").bytes;
    machine.on("firmware");
    await step("power on: firmware and GRUB, to the kernel's ramdisk", "ramdisk_s", () => machine.says(/stopline: slot a, data good/));
    const first = await step("the first tick", "first_tick_s", () => machine.shows(() => true));
    // The first frame that the page shows may be some ticks late, and says how late.
    note("power on to the first tick, by the machine's own clock, s", machine.own_s(first.wall - first.at));
    const { journal, wall } = await step("signals that the loops steer, over two serial ports", "actuated_s", () =>
      machine.shows(controls),
    );
    note("power on to signals that the loops steer, by the machine's own clock, s", machine.own_s(wall));
    const { journal: written } = await step("a hundred records more, at most of which the plug is pulled", "records_s", () =>
      machine.shows((live) => live.journal.last_seq >= journal.last_seq + 100),
    );
    await machine.off();
    const status = read(disk, "STATUS.TXT");
    if (!/slot a, data partition: good/.test(status)) throw new Error(`STATUS.TXT says: ${status || "nothing"}`);
    const [grown, filled] = [partition(disk, "data").bytes, ext4Bytes(disk, "data")];
    if (grown < flashed + 300_000_000 || filled < grown - 1_000_000)
      throw new Error(`the data partition had ${flashed} bytes and has ${grown}, of which the file system has ${filled}`);

    machine.on("firmware");
    await step("power again: signals that the loops steer", "again_actuated_s", async () => {
      const live = await machine.shows(controls);
      // At most the ten seconds that were not committed may be missing.
      if (live.journal.last_seq < written.last_seq - 100)
        throw new Error(`the journal had ${written.last_seq} records, and has ${live.journal.last_seq}`);
    });
  },
};
