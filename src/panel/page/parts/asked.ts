import { words } from "../language.ts";
import type { Live } from "../view.ts";

/** What somebody asked for by command, and still lasts. */
export type Asked = NonNullable<Live["asked"]>[number];

/** What lasts, in a few words. */
export function lasts(asked: Asked): string {
  const says = words.actions.lasts;
  switch (asked.kind) {
    case "flash":
      return says.flash;
    case "detector":
      return asked.on ? says.forcedOn(String(asked.detector)) : says.forcedOff(String(asked.detector));
    default:
      return says[asked.kind](String(asked.phase));
  }
}
