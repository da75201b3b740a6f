import * as v from "valibot";
import { PHASES_MAX } from "../../traffic/numbers.ts";
import { name, oneOf, seconds, whole, yes } from "../fields.ts";

/** The tables of a site that states stages, beside those that every site has. */

const SHEET = "Copy it from the signal plan.";
export const stageNumber = whole(1, PHASES_MAX, "Stages have the numbers of the signal plan, from 1.");
const groupNames = (todo: string) => v.pipe(v.array(name(todo), "be a list of signal groups' names"), v.description(todo));

/** `min_green` of pedestrians is their shortest walk. Yellow as for phases: below 3.0 s nobody can stop. */
export const SIGNAL_GROUP = {
  name: name("Write what the signal plan calls it: K1, F2."),
  kind: oneOf(["vehicle", "pedestrian"]),
  approach: v.optional(name("Write one of the [[approaches]].")),
  movement: v.optional(oneOf(["through", "left", "right", "all"])),
  yields_to: v.optional(groupNames('Write the groups that its turning traffic gives way to on green: ["K3"].'), () => []),
  min_green: seconds(3, 255, SHEET),
  yellow_change: v.optional(
    seconds(3, 25.5, `${SHEET} Less than 3.0 leaves drivers no way to stop, and the cabinet's monitor trips below 2.7.`),
  ),
  ped_clear: v.optional(seconds(3, 255, `${SHEET} It is the crossing's length in metres divided by the speed of those who walk.`)),
  passage: v.optional(seconds(0, 25.5, SHEET)),
};

export const STAGE = {
  number: stageNumber,
  name: name("Write whom it lets go."),
  groups: v.pipe(
    groupNames('Write the signal groups that are green in it: ["K1", "F2"].'),
    v.minLength(1, "name at least one signal group"),
    v.description('Write the signal groups that are green in it: ["K1", "F2"].'),
  ),
  min_green: v.optional(seconds(3, 255, SHEET)),
  max_green: seconds(3, 255, SHEET),
  recall: v.optional(oneOf(["none", "min", "max", "soft"]), "none"),
  ped_recall: v.optional(yes("Write true where its pedestrians are served whenever it comes."), false),
};

/** One row of the matrix. Times by the name of the group that begins. */
export const INTERGREEN = {
  ending: name("Write one of the [[signal_groups]]."),
  times: v.pipe(
    v.record(v.string(), seconds(0, 60, SHEET), "be a table of seconds by signal group"),
    v.description("Write seconds by the group that begins: { K2 = 5.0, F1 = 7.0 }."),
  ),
};

/** A pattern's word about one stage; the rest of the entry is as for a phase. */
export const STAGE_ENTRY = { stage: stageNumber };
export const STAGE_START = { stage: stageNumber };
export const CALL_GROUP = { call_group: v.optional(name("Write one of the [[signal_groups]].")) };
export const CHANNEL_GROUP = { group: name("Write one of the [[signal_groups]].") };
