import { CANOGA } from "./canoga.ts";
import { COUNT_SENTENCE } from "./count-sentence.ts";
import type { Language } from "./language.ts";
import { MODBUS_RTU } from "./modbus-rtu.ts";
import { SS125 } from "./ss125.ts";

export type { Language, Overheard } from "./language.ts";

/** How each protocol sounds, by the name that a site file has for it. Output boards speak Modbus as well. */
export const LANGUAGES: { readonly [protocol: string]: Language } = {
  "modbus-rtu": MODBUS_RTU,
  "count-sentence": COUNT_SENTENCE,
  ss125: SS125,
  canoga: CANOGA,
};
