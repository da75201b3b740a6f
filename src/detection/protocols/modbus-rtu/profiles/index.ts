import { DI16 } from "./di16.ts";
import { LD120 } from "./ld120.ts";
import type { Profile } from "./profile.ts";

/** Every register map that we ship, by the name that a site file uses. */
export const PROFILES = {
  di16: DI16,
  ld120: LD120,
} as const satisfies { readonly [name: string]: Profile };

export type ProfileName = keyof typeof PROFILES;

/** The map named in a site file; throws with the names there are. */
export function profileNamed(name: string): Profile {
  const profile = (PROFILES as { readonly [name: string]: Profile | undefined })[name];
  if (!profile) throw new RangeError(`Modbus has no profile "${name}"; write one of ${Object.keys(PROFILES).join(", ")}`);
  return profile;
}
