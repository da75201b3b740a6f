import type { WallTime } from "../traffic/time.ts";

/** The machine that a unit runs on, as its link can see it; null and "" where nothing says it. */
export interface Machine {
  readonly version: string;
  /** Of an executable: the commit that it was made of. */
  readonly commit: string;
  /** "A" or "B"; "" where there is only one. */
  readonly slot: string;
  readonly uptime_s: number;
  /** Since the link's own start. */
  readonly link_s: number;
  readonly link_bytes: number;
  readonly memory: { readonly total_bytes: number; readonly free_bytes: number };
  /** Of all processors in the last minute. */
  readonly load_pm: number;
  /** Where the journal lies. */
  readonly disk: { readonly total_bytes: number; readonly free_bytes: number } | null;
  /** Tenths of a degree Celsius: of what is hottest. */
  readonly temperature_dc: number | null;
  readonly clock: { readonly wall: WallTime /** Whether network time keeps it. */; readonly kept: boolean };
  readonly certificate: Certificate | null;
}

/** The one by which the broker knows us. */
export interface Certificate {
  readonly name: string;
  readonly begins: WallTime;
  readonly ends: WallTime;
  /** Why it cannot be used, or soon not any more, and what to do; "" while it is good. */
  readonly trouble: string;
}
