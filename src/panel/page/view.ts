import type { DrawnSite, LinkLive, Live } from "./told.ts";

export type * from "./told.ts";

/** A part of a view: draws its nodes once, then changes only what differs. */
export interface Part {
  /** What the unit is now; null when nothing is known, and then nothing of the past may look like the present. */
  show(live: Live | null): void;
}

/** What one row of the table in views.ts draws. `show` is called at most once a frame of the screen, and only while the view is shown. */
export interface View extends Part {
  readonly node: HTMLElement;
  /** What the link tells of itself, twice a second while the view is shown; null: not known. */
  link?(link: LinkLive | null): void;
  /** Every frame, shown or not, for a view that keeps the last minutes: some assignments, no node. */
  heard?(live: Live | null): void;
  /** It is shown from now on. `rest` is what stands behind its name in the address: "1200" in "#/journal/1200". Called again when that changes. */
  opened?(rest: string): void;
  /** It is not shown any more: whatever costs anything ends. */
  closed?(): void;
}

/** What a view is drawn from. */
export interface Given {
  readonly site: DrawnSite;
}

export type Draw = (given: Given) => View;
