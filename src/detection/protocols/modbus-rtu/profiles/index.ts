import { ASPAR_4DI } from "./aspar-4di.ts";
import { DI16 } from "./di16.ts";
import { DI16_CLOSED } from "./di16-closed.ts";
import { GAUGER } from "./gauger.ts";
import { LD120 } from "./ld120.ts";
import { LD120_COUNT } from "./ld120-count.ts";
import type { Profile } from "./profile.ts";
import { SFAR_16DI } from "./sfar-16di.ts";
import { Z_D_IN } from "./z-d-in.ts";

/** Every register map that we ship, by the name that a site file uses. */
export const PROFILES = {
  di16: DI16,
  "di16-closed": DI16_CLOSED,
  ld120: LD120,
  "ld120-count": LD120_COUNT,
  "aspar-4di": ASPAR_4DI,
  "sfar-16di": SFAR_16DI,
  "z-d-in": Z_D_IN,
  gauger: GAUGER,
} as const satisfies { readonly [name: string]: Profile };

export type ProfileName = keyof typeof PROFILES;

/** The map named in a site file; throws with the names there are. */
export function profileNamed(name: string): Profile {
  const profile = (PROFILES as { readonly [name: string]: Profile | undefined })[name];
  if (!profile) throw new RangeError(`Modbus has no profile "${name}"; write one of ${Object.keys(PROFILES).join(", ")}`);
  return profile;
}
