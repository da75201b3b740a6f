import type { WallWords } from "../journal/words.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Finding, finding } from "./finding.ts";

/** No unit can have an earlier date: this was written then. */
const WRITTEN = Date.UTC(2026, 10, 1);

/** `synchronised`: what the system says of it; null where it says nothing. */
export function clockFinding(wall: WallTime, synchronised: boolean | null, local: WallWords): Finding {
  const shown = local.secondInZone(wall);
  if (wall < WRITTEN) return finding("clock-unset", "clock", `it says ${shown}`);
  if (synchronised) return finding("clock-good", "clock", `it says ${shown}, and network time keeps it`);
  return finding(
    "clock-alone",
    "clock",
    `it says ${shown}; ${synchronised === null ? "nothing here says whether anything keeps it" : "the system says that it is not in step"}`,
  );
}
