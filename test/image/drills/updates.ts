import { readJournal } from "../../../src/platform/recorder.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { bootState, journalOf } from "../card.ts";
import type { Drill } from "../drill.ts";
import { controls, type Rig } from "../rig.ts";

/** The unit controls from slot A, and has the stick's bundle installed; the console's word on it: "installed", or why not. */
async function installs({ machine, direct, step }: Rig): Promise<string> {
  machine.on(direct);
  await step("power on, and signals that the loops steer", "controls_s", () => machine.shows(controls));
  return step("the bundle on the stick: installed, or refused", "installed_s", async () => (await machine.says(/drill: (.*?)\r?\n/))[1]!);
}

/** The other slot is the next to start; the plug is pulled on it. */
async function restarts({ machine, disk, step }: Rig): Promise<void> {
  await step("slot b is made the first one", "activated_s", () => machine.says(/drill: slot b is next/));
  await machine.off();
  const { ORDER, B_OK, B_TRY } = bootState(disk);
  if (`${ORDER}, ${B_OK}, ${B_TRY}` !== "B A, 1, 0")
    throw new Error(`the boot loader's state is ORDER=${ORDER} B_OK=${B_OK} B_TRY=${B_TRY}`);
  machine.on("firmware");
  await step("power on: slot b starts", "starts_b_s", () => machine.says(/stopline: slot b, data good/));
}

/** Whatever was brought, what controls in the end is slot A as it was. */
async function controlsFromA({ machine, step }: Rig): Promise<void> {
  await step("signals that the loops steer, from slot a", "back_s", () => machine.shows(controls));
  await step("slot a is good", "good_s", () => machine.says(/stopline: slot A controls; it is good/));
}

/** The release is tried twice and left: by its own gate, or, if it does not come as far as that, by the machine's watchdog. */
async function returns(unit: Rig, by: "gate" | "watchdog"): Promise<void> {
  const said = await installs(unit);
  if (said !== "installed") throw new Error(`the bundle is whole and signed, and was not installed: ${said}`);
  await restarts(unit);
  const { machine, step } = unit;
  const gate = () => machine.says(/slot B has not proved itself in \d+ s/);
  if (by === "gate") await step("it does not prove itself, and starts anew", "first_try_s", gate);
  await step("its second try", "second_try_s", () => machine.says(/stopline: slot b, data good/));
  if (by === "gate") await step("  … ends the same", "second_end_s", gate);
  await step("slot a starts", "starts_a_s", () => machine.says(/stopline: slot a, data good/));
  await step("slot a knows why", "why_s", () => machine.says(/stopline: slot B has not proved itself; slot A is back/));
  await controlsFromA(unit);
}

async function isRefused(unit: Rig, why: RegExp): Promise<void> {
  const { machine, disk, step } = unit;
  const said = await installs(unit);
  if (said === "installed") throw new Error("it was installed");
  // RAUC's own words are few; what it heard stands in the system's log.
  if (!why.test(machine.console)) throw new Error(`the unit says "${said}"`);
  await step("the signals go on", "goes_on_s", async () => {
    const { journal } = await machine.shows(controls);
    await machine.shows((live) => controls(live) && live.journal.last_seq > journal.last_seq + 20);
  });
  await machine.off();
  const { ORDER, A_OK } = bootState(disk);
  if (`${ORDER}, ${A_OK}` !== "A B, 1") throw new Error(`the boot loader's state is ORDER=${ORDER} A_OK=${A_OK}`);
}

export const goodUpdate: Drill = {
  words: "a newer release is installed, proves itself, and stays",
  bundle: "good",
  async run(unit) {
    const said = await installs(unit);
    if (said !== "installed") throw new Error(`it was not installed: ${said}`);
    await restarts(unit);
    const { machine, disk, step } = unit;
    await step("signals that the loops steer, from slot b", "controls_b_s", () => machine.shows(controls));
    await step("slot b has proved itself", "proved_s", () => machine.says(/stopline: slot B controls; it is good/));
    await machine.off();
    const { ORDER, B_OK, B_TRY } = bootState(disk);
    if (`${ORDER}, ${B_OK}, ${B_TRY}` !== "B A, 1, 0")
      throw new Error(`the boot loader's state is ORDER=${ORDER} B_OK=${B_OK} B_TRY=${B_TRY}`);
  },
};

export const stickUpdate: Drill = {
  words: "a stick with a newer release is plugged in: the unit does the rest by itself, and gives its signals out of hand first",
  bundle: "good",
  top: true,
  async run({ machine, disk, folder, step, note }) {
    machine.on("firmware");
    await step("power on, and signals that the loops steer", "controls_s", () => machine.shows(controls));
    await step("the signals are given out of hand", "handed_over_s", () =>
      machine.shows((live) => live.hand_over !== undefined && live.hand_over !== null),
    );
    await step("slot b starts", "starts_b_s", () => machine.says(/stopline: slot b, data good/));
    await step("signals that the loops steer, from slot b", "controls_b_s", () => machine.shows(controls));
    await step("slot b has proved itself", "proved_s", () => machine.says(/stopline: slot B controls; it is good/));
    await machine.off();
    note("no steered signals for an update, by the journal, s", withoutControl(journalOf(disk, folder)));
  },
};

/** Seconds from the flash that an update asked for to the next steered signals, by the journal's wall time. */
function withoutControl(journal: string): number {
  const modes = [...readJournal(journal)].flatMap(({ wall_base, records }) =>
    records
      .filter(({ code }) => code === CODE.controlMode)
      .map(({ at, detail }) => ({ wall: wall_base + at, mode: (JSON.parse(detail) as { readonly mode: string }).mode })),
  );
  const back = modes.findLastIndex(({ mode }) => mode === "actuated");
  const before = modes.slice(0, back).findLastIndex(({ mode }) => mode === "actuated");
  const lost = modes[before + 1];
  if (before < 0 || lost === undefined)
    throw new Error(`the journal tells of no time without control: ${modes.map(({ mode }) => mode).join(", ")}`);
  return (modes[back]!.wall - lost.wall) / 1_000;
}

export const crashingUpdate: Drill = {
  words: "a release whose program crashes as it starts: the unit returns",
  bundle: "crashes",
  run: (unit) => returns(unit, "gate"),
};
export const hangingUpdate: Drill = {
  words: "a release whose program never does anything: the unit returns",
  bundle: "hangs",
  run: (unit) => returns(unit, "gate"),
};
export const stuckUpdate: Drill = {
  words: "a release whose system never comes up: the machine's watchdog ends it, and the unit returns",
  bundle: "stuck",
  run: (unit) => returns(unit, "watchdog"),
};
export const tamperedUpdate: Drill = {
  words: "a bundle that was changed after it was signed is not installed",
  bundle: "tampered",
  run: (unit) => isRefused(unit, /error/i),
};
export const olderUpdate: Drill = {
  words: "a bundle from before a hole was closed is not installed, though it is rightly signed",
  bundle: "older",
  run: (unit) => isRefused(unit, /security number is 0, and this unit has come to 1/),
};
