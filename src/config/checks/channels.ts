import { SWITCH_LAMPS, switchOf } from "../../traffic/cabinet.ts";
import type { SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { PHASE } from "../tables/phases.ts";
import type { CHANNEL } from "../tables/wiring.ts";
import { compatibility } from "./compatible.ts";
import { driverOf, protocolOf } from "./devices.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

type ChannelRow = Row<typeof CHANNEL>;
type PhaseRow = Row<typeof PHASE>;
const LAMPS = ["red", "yellow", "green"] as const;

export const checkChannels: Check = (file, refs) => {
  const { channels } = file;
  const by = (key: "number" | "name") => channels.map((row) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each channel its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each channel its own name.");
  for (const row of channels) {
    checkSource(row, refs);
    checkLamps(row);
    checkOutputs(row, refs);
  }
  checkCoils(channels);
  checkFlash(file, refs);
  checkShown(file, refs);
  // The monitor tells flash from everything else by what vehicle signals show.
  if (channels.length > 0 && channels.every((row) => row.value.kind === "pedestrian"))
    channels[0]!.note("kind", "no channel shows anything to vehicles", "An intersection has at least one phase for vehicles: write it.");
};

/** What a channel shows: a phase, or an overlap. */
function checkSource(row: ChannelRow, { phases, overlaps }: References): void {
  const { kind } = row.value;
  if (kind === undefined) return;
  const [needed, other] = kind === "overlap" ? (["overlap", "phase"] as const) : (["phase", "overlap"] as const);
  const what = kind === "overlap" ? "an overlap" : kind === "vehicle" ? "vehicles" : "pedestrians";
  if (!row.has(needed)) row.note([], `${needed} is missing`, `Write the number of the ${needed} that it shows.`);
  if (row.has(other)) row.note(other, `a channel of ${what} shows no ${other}`, "Take the line away, or correct kind.");
  overlaps.find(row.value.overlap, (words, todo) => row.note("overlap", words, todo));
  const phase = phases.find(row.value.phase, (words, todo) => row.note("phase", words, todo));
  if (kind === "pedestrian" && phase?.value.walk === 0) {
    row.note("phase", `${phase.where} has no walk`, "Show a phase that has one, or give this one walk and ped_clear.");
  }
  row.value.also_phases?.forEach((number, i) => {
    const at = ["also_phases", i];
    const also = phases.find(number, (words, todo) => row.note(at, words, todo));
    if (kind !== "pedestrian")
      row.note(at, `a channel of ${what} shows no further phases`, "Take also_phases away: it is for pedestrians.");
    else if (also?.value.walk === 0)
      row.note(at, `${also.where} has no walk`, "Show a phase that has one, or give this one walk and ped_clear.");
  });
}

function checkLamps(row: ChannelRow): void {
  const { kind, flash } = row.value;
  if (kind === undefined) return;
  for (const lamp of LAMPS) {
    const needed = kind !== "pedestrian" || lamp !== "yellow";
    if (needed && !row.has(lamp)) row.note(lamp, `its ${lamp} lamp is missing`, `Write ${lamp} = the output of the board that lights it.`);
  }
  if (kind === "pedestrian" && row.has("yellow")) row.note("yellow", "a pedestrian channel has no yellow lamp", "Take the line away.");
  if (kind === "pedestrian" && flash !== undefined && flash !== "dark") {
    row.note("flash", `flash is "${flash}", but pedestrian signals are dark in flash`, 'Write flash = "dark".');
  }
  if (kind !== "pedestrian" && flash === "dark")
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
  let good = true;
  for (const lamp of LAMPS) {
    const output = row.value[lamp];
    if (output === undefined || output <= driver.outputs) continue;
    row.note(lamp, `${lamp} is ${output}, but outputs of ${protocol} are 1 to ${driver.outputs}`, "Look at the wiring list.");
    good = false;
  }
  if (driver.loadSwitches && good) checkSwitch(row);
}

/** The monitor in the cabinet knows lamps by their load switches: a channel has one, and each lamp its place on it. */
function checkSwitch(row: ChannelRow): void {
  const first = SWITCH_LAMPS * (switchOf(row.value.green ?? row.value.red ?? 1) - 1);
  LAMPS.forEach((lamp, i) => {
    const output = row.value[lamp];
    if (output === undefined || output === first + i + 1) return;
    row.note(
      lamp,
      `${lamp} is ${output}, but load switch ${first / SWITCH_LAMPS + 1} has its ${lamp} on output ${first + i + 1}`,
      "Load switch n has red on output 3n - 2, yellow on 3n - 1, green on 3n.",
    );
  });
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
function checkFlash(file: SiteFile, refs: References): void {
  const compatible = compatibility(file);
  const yellow = file.channels.flatMap((row) => {
    const shown = row.value.kind === "pedestrian" || row.value.flash !== "yellow" ? [] : phasesOf(row, refs);
    return shown.length === 0 ? [] : [{ row, shown }];
  });
  yellow.forEach(({ row, shown }, i) => {
    const other = yellow.slice(0, i).find((each) => !each.shown.some((one) => shown.some((phase) => compatible(one, phase))));
    if (other)
      row.note(
        "flash",
        `it would flash yellow together with ${other.row.where}, whose traffic crosses its own`,
        'Write flash = "red" for one of them.',
      );
  });
}

/** The phases with which a channel's traffic goes. */
function phasesOf({ value: { kind, phase, overlap } }: ChannelRow, { overlaps }: References): readonly number[] {
  if (kind !== "overlap") return phase === undefined ? [] : [phase];
  return (overlap === undefined ? undefined : overlaps.get(overlap)?.value.included) ?? [];
}

/** Whoever has a phase must see it. */
function checkShown({ phases, overlaps, channels }: SiteFile, refs: References): void {
  // A phase that is mistyped there is the one that would be missed below.
  const unread = (row: ChannelRow) => row.value.kind === undefined || !phasesOf(row, refs).some((phase) => refs.phases.get(phase));
  if (channels.length === 0 || channels.some(unread)) return;
  const walked = (phase: number) =>
    channels.some(
      ({ value: { kind, phase: own, also_phases = [] } }) => kind === "pedestrian" && [own, ...also_phases].includes(phase as never),
    );
  const driven = (row: PhaseRow) => channels.some((channel) => channel.value.kind !== "pedestrian" && showsVehicles(channel, row, refs));
  for (const row of phases) {
    const { number, movement, walk } = row.value;
    if (number === undefined) continue;
    if (movement !== "pedestrian" && movement !== undefined && !driven(row)) {
      row.note("number", "no vehicle channel shows it", "Write one under [[channels]]: without it nobody sees the green.");
    }
    if (walk !== undefined && walk > 0 && !walked(number)) {
      row.note("walk", "no pedestrian channel shows its walk", "Write one under [[channels]], or take walk and ped_clear away.");
    }
  }
  for (const row of overlaps) {
    const { number } = row.value;
    if (number !== undefined && !channels.some(({ value }) => value.overlap === number))
      row.note("number", "no channel shows it", 'Write one under [[channels]] with kind = "overlap", or take the overlap away.');
  }
}

/** A phase is shown by its own channel, or by that of an overlap of the same movement: a left turn with a flashing yellow arrow. */
function showsVehicles({ value }: ChannelRow, phase: PhaseRow, { overlaps }: References): boolean {
  if (value.kind === "vehicle") return value.phase === phase.value.number;
  const overlap = value.overlap === undefined ? undefined : overlaps.get(value.overlap)?.value;
  const { number, approach, movement } = phase.value;
  return overlap?.included?.includes(number as never) === true && overlap.approach === approach && overlap.movement === movement;
}
