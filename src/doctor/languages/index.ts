import type { ProtocolName } from "../../detection/protocols/index.ts";
import { CANOGA } from "./canoga.ts";
import { COUNT_SENTENCE } from "./count-sentence.ts";
import { ELEKTRONIKA } from "./elektronika.ts";
import type { Language } from "./language.ts";
import { MODBUS_RTU } from "./modbus-rtu.ts";
import { RTMS_G4 } from "./rtms-g4.ts";
import { SS125 } from "./ss125.ts";

export type { Language, Overheard } from "./language.ts";

/** How each protocol sounds, by the name that a site file has for it. Output boards speak Modbus as well. */
export const LANGUAGES: { readonly [protocol: string]: Language } = {
  "modbus-rtu": MODBUS_RTU,
  "count-sentence": COUNT_SENTENCE,
  ss125: SS125,
  canoga: CANOGA,
  "rtms-g4": RTMS_G4,
  elektronika: ELEKTRONIKA,
} satisfies { readonly [P in ProtocolName]?: Language };
