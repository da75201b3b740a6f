import type { DoorPorts } from "../../src/panel/doors.ts";
import { secrets } from "../../src/platform/page-code.ts";

/** A unit without a code, as on a bench. */
export const openDoors: DoorPorts = { codes: { page: null, technician: null }, secrets, now: () => performance.now() };

export const PAGE_CODE = "4711-0825-3391";
export const TECHNICIAN_CODE = "9090-1212-7777";

/** A unit with both codes, whose clock the test holds. Codes are compared at once: what a guess costs is `page-code.ts`'s to show. */
export function lockedDoors(): DoorPorts & { clock: number; guesses: number } {
  const doors = {
    clock: 0,
    guesses: 0,
    codes: { page: checkOf(PAGE_CODE), technician: checkOf(TECHNICIAN_CODE) },
    secrets,
    now: () => doors.clock,
  };
  function checkOf(code: string) {
    return async (guess: string): Promise<boolean> => {
      doors.guesses += 1;
      return guess.replaceAll("-", "") === code.replaceAll("-", "");
    };
  }
  return doors;
}
