import type { Drill } from "../drill.ts";
import { controls, type Rig } from "../rig.ts";

/** The street side stands still while it has the signals; when it has them again, systemd itself does, which feeds the machine's watchdog. Once. */
const TYPED = `
[ ! -e /data/drill ] || exit
until systemctl -q is-active stopline-unit; do sleep 1; done
touch /data/drill && sync
sleep 60
pid=$(systemctl show -P MainPID stopline-unit)
kill -STOP "$pid" && echo "drill: the street side stands still" > /dev/console
until systemctl -q is-active stopline-unit && [ "$(systemctl show -P MainPID stopline-unit)" != "$pid" ]; do sleep 1; done
sleep 60
echo "drill: systemd stands still" > /dev/console
echo 1 > /sys/fs/cgroup/init.scope/cgroup.freeze
`;

async function watched({ machine, direct, step, note }: Rig): Promise<void> {
  machine.on(direct);
  const passed = async () => (await machine.passed_s()) ?? Number.NaN;
  await step("power on, and signals that the loops steer", "controls_s", () => machine.shows(controls));
  await step("the street side is made to stand still", "unit_stopped_s", () => machine.says(/drill: the street side stands still/));
  const stopped = await passed();
  await step("systemd has killed it and it controls again", "unit_again_s", async () => {
    await machine.says(/stopline-unit\.service: Watchdog timeout/);
    await machine.says(/controls; journal/);
  });
  note("from its last tick to a new street side, by the machine's own clock, s", (await passed()) - stopped);
  await step("signals that the loops steer", "unit_controls_s", () => machine.shows(controls));
  await step("systemd itself is made to stand still", "systemd_stopped_s", () => machine.says(/drill: systemd stands still/));
  const frozen = await passed();
  await step("the machine's watchdog has started it anew", "machine_again_s", () => machine.says(/stopline: slot a, data/));
  note("from the machine's last sign of life to its ramdisk, by its own clock, s", (await passed()) - frozen);
  await step("signals that the loops steer", "machine_controls_s", () => machine.shows(controls));
}

export const watchdogs: Drill = {
  words: "the street side stands still, and then systemd: their watchdogs start them anew, and the unit controls",
  typed: TYPED,
  run: watched,
};
