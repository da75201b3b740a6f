import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "@iarna/toml";
import { ms, type Play } from "./play.ts";
import type { FaultKind, Span } from "./scenario.ts";
import type { Seen } from "./seen.ts";

/** A place to play scenarios in. */
export interface Rig {
  readonly name: string;
  /** Plays it from beginning to end and tells what is seen; rejects if the rig itself fails, which is no verdict on the unit. `folder` is the run's own. */
  play(play: Play, folder: string, see: (seen: Seen) => void): Promise<void>;
  close(): Promise<void>;
}

/** What drives a kind of rig: a line in `drivers.ts`. */
export interface RigDriver {
  /** Of every fault, whether it can be done here; or why not, in words. A new fault does not compile until each driver has answered. */
  readonly does: { readonly [K in FaultKind]: true | string };
  /** Whether a second lasts a second. */
  readonly real_time: boolean;
  /** Why this play cannot be played here for another reason than its faults; "" if it can. */
  whyNot?(play: Play): string;
  open(file: RigFile): Promise<Rig>;
}

/** A rig's TOML file: test/rigs/README.md says what may be in it. */
export interface RigFile {
  readonly name: string;
  readonly driver: string;
  /** Longer plays are not played here. */
  readonly longest_ms: number;
  /** Faults that this one cannot do, beyond what its driver cannot, and why. */
  readonly cannot: Readonly<Partial<Record<FaultKind, string>>>;
  /** Sites that it is wired for; empty: any. */
  readonly sites: readonly string[];
  /** Everything else in the file, for its driver. */
  readonly more: Readonly<Record<string, unknown>>;
}

const RIGS = join(import.meta.dirname, "../rigs");

/** `named`: "sim", or a path to a file of one's own. */
export function rigFile(named: string): RigFile {
  const path = named.endsWith(".toml") ? named : join(RIGS, `${named}.toml`);
  const {
    driver,
    longest = "1000 d",
    cannot = {},
    sites = [],
    ...more
  } = parse(readFileSync(path, "utf8")) as {
    readonly driver?: string;
    readonly longest?: Span;
    readonly cannot?: RigFile["cannot"];
    readonly sites?: readonly string[];
  };
  if (typeof driver !== "string") throw new Error(`${path}: it does not say which driver drives it, as in: driver = "pty"`);
  return { name: basename(path, ".toml"), driver, longest_ms: ms(longest), cannot, sites, more };
}

/** Why this play cannot be played on this rig; "" if it can. */
export function whyNot(play: Play, file: RigFile, driver: RigDriver): string {
  if (file.sites.length > 0 && !file.sites.includes(play.scenario.site))
    return `this rig is wired for ${file.sites.join(", ")}, not for ${play.scenario.site}`;
  if (play.until > file.longest_ms)
    return `it lasts ${play.scenario.lasts}, and this rig plays no longer than ${file.longest_ms / 60_000} min`;
  for (const { fault } of play.deeds) {
    const can = file.cannot[fault.kind] ?? driver.does[fault.kind];
    if (can !== true) return `${fault.kind}: ${can}`;
  }
  return driver.whyNot?.(play) ?? "";
}
