import type { SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { CHANNEL } from "../tables.ts";
import { compatibility } from "./compatible.ts";
import { driverOf, protocolOf } from "./devices.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

type ChannelRow = Row<typeof CHANNEL>;
const LAMPS = ["red", "yellow", "green"] as const;

export const checkChannels: Check = (file, refs) => {
  const { channels } = file;
  const by = (key: "number" | "name") => channels.map((row) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each channel its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each channel its own name.");
  for (const row of channels) {
    checkPhase(row, refs);
    checkLamps(row);
    checkOutputs(row, refs);
  }
  checkCoils(channels);
  checkFlash(channels, compatibility(file));
  checkShown(file.phases, channels, refs);
  // The monitor tells flash from everything else by what vehicle signals show.
  if (channels.length > 0 && channels.every((row) => row.value.kind === "pedestrian"))
    channels[0]!.note("kind", "no channel shows anything to vehicles", "An intersection has at least one phase for vehicles: write it.");
};

function checkPhase(row: ChannelRow, { phases }: References): void {
  const phase = phases.find(row.value.phase, (words, todo) => row.note("phase", words, todo));
  if (row.value.kind === "pedestrian" && phase?.value.walk === 0) {
    row.note("phase", `${phase.where} has no walk`, "Show a phase that has one, or give this one walk and ped_clear.");
  }
}

function checkLamps(row: ChannelRow): void {
  const { kind, flash } = row.value;
  if (kind === undefined) return;
  for (const lamp of LAMPS) {
    const needed = kind === "vehicle" || lamp !== "yellow";
    if (needed && !row.has(lamp)) row.note(lamp, `its ${lamp} lamp is missing`, `Write ${lamp} = the output of the board that lights it.`);
  }
  if (kind === "pedestrian" && row.has("yellow")) row.note("yellow", "a pedestrian channel has no yellow lamp", "Take the line away.");
  if (kind === "pedestrian" && flash !== undefined && flash !== "dark") {
    row.note("flash", `flash is "${flash}", but pedestrian signals are dark in flash`, 'Write flash = "dark".');
  }
  if (kind === "vehicle" && flash === "dark")
    row.note("flash", "vehicle signals must not be dark in flash", 'Write flash = "red" or "yellow".');
}

function checkOutputs(row: ChannelRow, { devices }: References): void {
  const device = devices.find(row.value.device, (words, todo) => row.note("device", words, todo));
  const protocol = device?.value.protocol;
  const driver = driverOf(protocol);
  if (driver === undefined) {
    if (protocolOf(protocol))
      row.note("device", `device "${row.value.device}" has inputs only and lights no lamps`, "Write the output board.");
    return;
  }
  for (const lamp of LAMPS) {
    const output = row.value[lamp];
    if (output !== undefined && output > driver.outputs)
      row.note(lamp, `${lamp} is ${output}, but outputs of ${protocol} are 1 to ${driver.outputs}`, "Look at the wiring list.");
  }
}

/** Each output lights the lamp of one channel. */
function checkCoils(channels: readonly ChannelRow[]): void {
  const first = new Map<string, string>();
  for (const row of channels) {
    for (const lamp of LAMPS) {
      const { device, [lamp]: output } = row.value;
      if (device === undefined || output === undefined) continue;
      const coil = JSON.stringify([device, output]);
      const other = first.get(coil);
      if (other !== undefined)
        row.note(lamp, `output ${output} of "${device}" already lights ${other}`, "Look at the wiring list: each output lights one lamp.");
      else first.set(coil, `${lamp} of ${row.where}`);
    }
  }
}

/** Flashing yellow says "go on with care", and must not say so to two streams that cross. */
function checkFlash(channels: readonly ChannelRow[], compatible: (a: number, b: number) => boolean): void {
  const yellow = channels.filter((row) => row.value.kind === "vehicle" && row.value.flash === "yellow" && row.value.phase !== undefined);
  yellow.forEach((row, i) => {
    const other = yellow.slice(0, i).find((each) => !compatible(each.value.phase!, row.value.phase!));
    if (other)
      row.note(
        "flash",
        `it would flash yellow together with ${other.where}, whose traffic crosses its own`,
        'Write flash = "red" for one of them.',
      );
  });
}

/** Whoever has a phase must see it. */
function checkShown(phases: SiteFile["phases"], channels: readonly ChannelRow[], refs: References): void {
  // A phase that is mistyped there is the one that would be missed below.
  if (channels.some(({ value }) => value.kind === undefined || value.phase === undefined || !refs.phases.get(value.phase))) return;
  const shown = (phase: number, kind: "vehicle" | "pedestrian") =>
    channels.some(({ value }) => value.phase === phase && value.kind === kind);
  for (const row of phases) {
    const { number, movement, walk } = row.value;
    if (number === undefined || channels.length === 0) continue;
    if (movement !== "pedestrian" && movement !== undefined && !shown(number, "vehicle")) {
      row.note("number", "no vehicle channel shows it", "Write one under [[channels]]: without it nobody sees the green.");
    }
    if (walk !== undefined && walk > 0 && !shown(number, "pedestrian")) {
      row.note("walk", "no pedestrian channel shows its walk", "Write one under [[channels]], or take walk and ped_clear away.");
    }
  }
}
