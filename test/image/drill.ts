import type { BundleName } from "./bundles.ts";
import { byUBoot } from "./drills/by-u-boot.ts";
import { busyUnit, idleUnit } from "./drills/costs.ts";
import { cutInstall, cutUpdate } from "./drills/power-cuts.ts";
import { pulledPlug } from "./drills/pulled-plug.ts";
import { crashingUpdate, goodUpdate, hangingUpdate, olderUpdate, stickUpdate, stuckUpdate, tamperedUpdate } from "./drills/updates.ts";
import { watchdogs } from "./drills/watchdogs.ts";
import type { Rig } from "./rig.ts";

/** What is done to a unit. Whatever it is, it ends with a unit that controls. */
export interface Drill {
  readonly words: string;
  /** What is on the stick in the unit's USB port. */
  readonly bundle?: BundleName;
  /** It lies where the unit looks for it by itself; otherwise somebody types `rauc install`. */
  readonly top?: boolean;
  /** What is typed instead; in the end the console says it. */
  readonly typed?: string;
  /** Traffic as a multiple of the usual. */
  readonly demand?: number;
  run(unit: Rig): Promise<void>;
}

/** To add one: a function in drills/, and a line here. */
export const DRILLS = {
  "pulled-plug": pulledPlug,
  "by-u-boot": byUBoot,
  "good-update": goodUpdate,
  "stick-update": stickUpdate,
  "crashing-update": crashingUpdate,
  "hanging-update": hangingUpdate,
  "stuck-update": stuckUpdate,
  "tampered-update": tamperedUpdate,
  "older-update": olderUpdate,
  "cut-install": cutInstall,
  "cut-update": cutUpdate,
  watchdogs,
  "idle-unit": idleUnit,
  "busy-unit": busyUnit,
} satisfies Record<string, Drill>;
