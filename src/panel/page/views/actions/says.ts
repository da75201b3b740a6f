import { forms, words } from "../../language.ts";
import type { Asked } from "../../parts/asked.ts";
import type { DrawnSite } from "../../view.ts";
import type { Refused, Told, Wanted } from "./asking.ts";

const w = words.actions;

/** What will happen, in some sentences. */
export function willHappen({ command, args, green }: Told): string {
  const phase = String(args["phase"]);
  const time = forms.duration(Number(args["for_s"] ?? 0));
  switch (command) {
    case "place-call":
      return args["pedestrian"] === true ? w.will.walk(phase) : w.will.call(phase);
    case "hold":
      return green === true ? w.will.holdGreen(phase, time) : w.will.hold(phase, time);
    case "force-off":
      return w.will.endGreen(phase);
    case "omit":
      return args["pedestrian"] === true ? w.will.omitWalk(phase, time) : w.will.omit(phase, time);
    case "force-detector":
      return args["on"] === true ? w.will.forceOn(String(args["detector"]), time) : w.will.forceOff(String(args["detector"]), time);
    case "flash":
      return w.will.flash(time);
    case "try-plan":
      return w.will.tryPlan;
    case "activate-plan":
      return w.will.activate;
    case "roll-back-plan":
      return w.will.rollBack;
    case "restart-link":
      return w.will.restart;
    case "reset-fault":
      return w.will.reset;
    default:
      return command;
  }
}

/** What ends it before its time. */
export function endOf(asked: Asked): Wanted {
  switch (asked.kind) {
    case "flash":
      return { command: "flash", args: { for_s: 0 } };
    case "detector":
      return { command: "force-detector", args: { detector: asked.detector, on: asked.on, for_s: 0 } };
    case "ped-omit":
      return { command: "omit", args: { phase: asked.phase, pedestrian: true, for_s: 0 } };
    case "omit":
      return { command: "omit", args: { phase: asked.phase, pedestrian: false, for_s: 0 } };
    default:
      return { command: asked.kind, args: { phase: asked.phase, for_s: 0 } };
  }
}

const isOurs = (kind: string): kind is keyof typeof w.refused => Object.hasOwn(w.refused, kind);

/** Why not, in our words where we have some, else in the unit's. */
export const whyNot = ({ refused, words: said }: Refused): string => (isOurs(refused) ? w.refused[refused] : said);

/** The same where it stands alone. */
export function whyNotAlone(refused: Refused): string {
  const why = whyNot(refused);
  return why.charAt(0).toUpperCase() + why.slice(1);
}

/** "3 Harbour Road left". */
export const phaseName = ({ number, name }: DrawnSite["phases"][number]): string => (name === "" ? String(number) : `${number} ${name}`);
