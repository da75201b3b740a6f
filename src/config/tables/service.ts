import * as v from "valibot";
import { PREEMPTS_MAX, PreemptNumber } from "../../traffic/numbers.ts";
import { USUAL } from "../../traffic/usual.ts";
import { name, oneOf, seconds, whole, yes } from "../fields.ts";
import { maybePhases, phase, SHEET, somePhases } from "./words.ts";

/** What comes before the ordinary service: preemption, priority, flash, and the contacts that ask for them. NTCIP 1202 and 1211. */

const preempt = v.pipe(whole(1, PREEMPTS_MAX, "1 is the most important: a railway."), v.transform(PreemptNumber));
const HOUR_S = 3_600;

export const PREEMPT = {
  number: preempt,
  name: name("Write whom it makes way for."),
  lock: v.optional(yes("Write true where it is remembered when its input goes before it was served."), true),
  delay: v.optional(seconds(0, 600, SHEET), 0),
  min_duration: v.optional(seconds(0, HOUR_S, SHEET), 0),
  max_presence: v.optional(seconds(0, HOUR_S, "Write after how long its input counts as stuck; 0 for never."), 0),
  track: maybePhases("Write the phases that clear the track: those whose queue stands on it."),
  track_green: v.optional(seconds(0, 255, SHEET), 0),
  dwell: somePhases("Write the phases that are served meanwhile: none of them crosses the track."),
  min_dwell: v.optional(seconds(0, 255, SHEET), 0),
  exit: maybePhases("Write the phases that are green first afterwards: who has waited longest."),
};

export const PRIORITY = {
  interval: v.optional(seconds(0, HOUR_S, "Write the least time from one service to the next."), USUAL.site.priority.interval_ds / 10),
};

export const PRIORITY_PHASE = {
  phase,
  extension: v.optional(seconds(0, 255, "Write by how much its green may be extended for one that comes."), 0),
  reduction: v.optional(seconds(0, 255, "Write how much its green may lose to another's priority."), 0),
  insertion: v.optional(yes("Write true where others may be passed over for it."), false),
};

export const FLASH = {
  entry: maybePhases("Write the phases that are served before automatic flash: [2, 6]."),
  exit: maybePhases("Write the phases that are green first behind it: [2, 6]."),
  min: v.optional(seconds(0, 255, SHEET), USUAL.site.flash.min_ds / 10),
};

export const INPUT = {
  number: whole(1, 255, "Give each contact its own number."),
  name: name("Write what the terminal is labelled with."),
  device: name("Write one of the [[devices]]."),
  input: whole(1, 65_535, "Inputs are numbered on the device, from 1."),
  does: oneOf(["preempt", "flash", "local-flash", "stop-time", "manual-control", "interval-advance", "priority", "lamp-test"]),
  preempt: v.optional(preempt),
  phase: v.optional(phase),
  arrival: v.optional(seconds(0, 300, "Write how long a vehicle that is seen here takes to the stop line.")),
  lasts: v.optional(seconds(0, 120, "Write for how long it still asks when it has opened.")),
};
