import type { Live } from "../../traffic/live.ts";

export type { Indication, LinkLive, Live } from "../../traffic/live.ts";
export type { DrawnSite } from "../drawn.ts";

/** One part of the page. */
export interface View {
  /** What the unit is now; null when nothing is known, and then nothing of the past may look like the present. */
  show(live: Live | null): void;
}
