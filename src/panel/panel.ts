import type { LinkLive, Live } from "../traffic/live.ts";

/** The unit's own status page, as the centre side holds it. */
export interface Panel {
  /** Where a browser finds it. */
  readonly url: string;
  /** Called up to ten times a second; what a slow reader has not taken is replaced, never queued. */
  show(live: Live): void;
  showLink(link: LinkLive): void;
  close(): Promise<void>;
}
