import type { Lamps } from "../../../serial/framing/ts2/load-switches.ts";
import { SWITCHES } from "../../../serial/framing/ts2/load-switches.ts";
import type { MmuBit, MmuStatus } from "../../../serial/framing/ts2/mmu-status.ts";
import type { CabinetWord } from "../../../traffic/cabinet.ts";

type Status = CabinetWord & { readonly says: "status" };

/** What each bit means for the unit, hardest first; those that are not here mean nothing for it. */
const FAILURES = [
  ["conflict", "conflict"],
  ["red-failure", "red failure"],
  ["minimum-clearance", "a yellow or a clearance was too short"],
  ["flashing-yellow-arrow-rate", "a yellow arrow flashes too slowly or too fast"],
  ["diagnostic", "its own diagnostics have failed"],
  ["port-1-timeout", "it heard no load switch data in time (Port 1 timeout)"],
  ["controller-voltage", "the controller voltage monitor input is not there"],
  ["24-volt-1", "24 V supply I has failed"],
  ["24-volt-2", "24 V supply II has failed"],
  ["spare-1", "a fault of its maker's own (spare bit 1)"],
  ["spare-2", "a fault of its maker's own (spare bit 2)"],
  ["spare-3", "a fault of its maker's own (spare bit 3)"],
  ["spare-4", "a fault of its maker's own (spare bit 4)"],
  ["spare-5", "a fault of its maker's own (spare bit 5)"],
  ["spare-6", "a fault of its maker's own (spare bit 6)"],
  ["failed", "it has failed and does not say why"],
  ["output-relay", "the output relay has let go"],
] as const satisfies readonly (readonly [MmuBit, string])[];

/** Those that only follow from another. */
const FOLLOWING: readonly MmuBit[] = ["failed", "output-relay"];
/** 24 V are not watched while they are inhibited. */
const INHIBITED: readonly MmuBit[] = ["24-volt-1", "24-volt-2"];

/** What type 129 means for the unit. The start-up flash call counts when it came in two frames in a row (`twice`). */
export function statusOf({ seen, says }: MmuStatus, twice: boolean): Status {
  const inhibited = says.includes("24-volt-inhibit");
  const found = FAILURES.filter(([bit]) => says.includes(bit) && !(inhibited && INHIBITED.includes(bit)));
  const causes = found.filter(([bit]) => !FOLLOWING.includes(bit));
  if (found.length > 0) {
    const words = (causes.length > 0 ? causes : found.slice(0, 1)).map(([, each]) => each).join(", ");
    return { says: "status", flash: "mmu", words: `the cabinet's monitor (MMU): ${words}${says.includes("failed") ? litThen(seen) : ""}` };
  }
  if (says.includes("local-flash"))
    return { says: "status", flash: "local-manual", words: "the cabinet's monitor (MMU) says: local flash is on" };
  if (twice) return { says: "status", flash: "start-up", words: "the cabinet's monitor (MMU) calls for start-up flash" };
  return { says: "status", flash: null, words: "the cabinet's monitor (MMU) finds nothing wrong" };
}

/** In failure the picture is that of its moment. */
function litThen({ green, yellow }: Lamps): string {
  const some = (lamp: string, mask: number) => (mask === 0 ? [] : [`${lamp} ${numbersIn(mask).join(", ")}`]);
  const lit = [...some("green", green), ...some("yellow", yellow)];
  return lit.length === 0 ? "" : `; lit then: ${lit.join("; ")}`;
}

/** Load switches from 1. */
export const numbersIn = (mask: number): readonly number[] =>
  Array.from({ length: SWITCHES }, (_, i) => i + 1).filter((number) => mask & (1 << (number - 1)));
