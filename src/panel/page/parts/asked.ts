import { words } from "../language.ts";
import type { Live } from "../view.ts";
import { isGreen } from "./green.ts";

/** What somebody asked for by command, and still lasts. */
export type Asked = NonNullable<Live["asked"]>[number];

/** A hold of a phase that is not green: its time runs, and it holds nothing. */
export const waitsForGreen = (asked: Asked, live: Live): boolean => asked.kind === "hold" && !isGreen(live, asked.phase);

/** What lasts, in a few words. */
export function lasts(asked: Asked, live: Live): string {
  const says = words.actions.lasts;
  switch (asked.kind) {
    case "flash":
      return says.flash;
    case "detector":
      return asked.on ? says.forcedOn(String(asked.detector)) : says.forcedOff(String(asked.detector));
    case "hold":
      return says[waitsForGreen(asked, live) ? "holdWaits" : "hold"](String(asked.phase));
    default:
      return says[asked.kind](String(asked.phase));
  }
}
