import type { Drill } from "../drill.ts";
import { controls, type Rig } from "../rig.ts";

/** So long is looked at, by the machine's own clock, when the unit has controlled for a while. */
const LOOK_S = 120;
const SETTLE_S = 60;
/** The emulator's clock while it works: 2 ns an instruction (machine.ts). */
const NS = 2;

/**
 * What the kernel has counted for each service: processor time in us, which the scheduler takes from that clock, so that it is instructions; memory of its own,
 * resident memory of its process with what it shares.
 */
const TYPED = `
until systemctl -q is-active stopline-unit; do sleep 0.5; done
read -r _ _ sectors _ < /sys/block/vda/stat
echo "drill: boot $(cut -d' ' -f1 /proc/uptime) $(sed -n 's/^usage_usec //p' /sys/fs/cgroup/cpu.stat) $sectors" > /dev/console
until systemctl -q is-active stopline-unit && systemctl -q is-active stopline-link; do sleep 1; done
look() {
  said=
  for s in unit link; do
    at=/sys/fs/cgroup/system.slice/stopline-$s.service
    said="$said $s $(sed -n 's/^usage_usec //p' $at/cpu.stat) $(sed -n 's/^anon //p' $at/memory.stat) $(sed -n 's/^VmRSS:[[:space:]]*\\([0-9]*\\) kB/\\1/p' /proc/$(systemctl show -P MainPID stopline-$s)/status)"
  done
  echo "drill: costs at $(cut -d. -f1 /proc/uptime)$said all $(sed -n 's/^usage_usec //p' /sys/fs/cgroup/cpu.stat)" > /dev/console
}
sleep ${SETTLE_S}; look; sleep ${LOOK_S}; look
`;

const BOOT = /drill: boot ([\d.]+) (\d+) (\d+)/;
const SAID = /drill: costs at (\d+) unit (\d+) (\d+) (\d+) link (\d+) (\d+) (\d+) all (\d+)/;

async function costs({ machine, direct, step, note }: Rig): Promise<void> {
  machine.on(direct);
  const { wall, at } = await step("power on, and signals that the loops steer", "controls_s", () => machine.shows(controls));
  // The emulator starts the kernel itself: no firmware's time is in it.
  note("the kernel's start to the first tick, by the machine's own clock, s", machine.own_s(wall - at));
  const [, up, worked, sectors] = (await machine.says(BOOT)).map(Number);
  note("the kernel's start until the street side is ready, by the machine's own clock, s", up!);
  note("of that, all processes' work, s", worked! / 1e6);
  note("read from the card until then, MB", (sectors! * 512) / 1e6);
  const look = async () => (await machine.says(SAID)).slice(1).map(Number);
  const first = await step("it has controlled for a minute", "settled_s", look);
  const last = await step("two minutes more", "looked_s", look);
  const s = last[0]! - first[0]!;
  const million = (i: number): number => (last[i]! - first[i]!) / s / (NS / 1_000) / 1e6;
  note("street side, million instructions a second", million(1));
  note("street side, memory of its own, MB", last[2]! / 1e6);
  note("street side, resident with what it shares, MB", last[3]! / 1_000);
  note("centre side without a broker, million instructions a second", million(4));
  note("centre side without a broker, memory of its own, MB", last[5]! / 1e6);
  note("centre side, resident with what it shares, MB", last[6]! / 1_000);
  note("all processes of the machine, million instructions a second", million(7));
}

export const idleUnit: Drill = {
  words: "what a unit needs at night: no vehicle, and the boards are asked as ever",
  typed: TYPED,
  demand: 0,
  run: costs,
};
export const busyUnit: Drill = {
  words: "what a unit needs in the morning peak, with half as much traffic again",
  typed: TYPED,
  demand: 1.5,
  run: costs,
};
