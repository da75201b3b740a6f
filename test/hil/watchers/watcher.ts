import type { Play } from "../play.ts";
import type { WatcherName } from "../scenario.ts";
import type { Seen } from "../seen.ts";
import type { LampNews } from "../wire/lamps.ts";
import { Conflicts } from "./conflicts.ts";
import { DeliveryWatch } from "./delivery.ts";
import { Flash } from "./flash.ts";
import { Intervals } from "./intervals.ts";
import { Monitor } from "./monitor.ts";
import { Replays } from "./replay.ts";
import { Resources } from "./resources.ts";
import { Waiting } from "./waiting.ts";

/** Something that must never be, at a moment of the play. */
export interface Violation {
  readonly at: number;
  readonly words: string;
}

/** An invariant beside a play. It hears everything that the rig tells, and the lamps as they are read from the wire. */
export interface Watcher {
  see?(seen: Seen): void;
  lamps?(news: LampNews): void;
  /** When all has been seen. */
  end?(): void;
  /** At the end, why it had nothing to judge; "" if it had. */
  unjudged?(): string;
}

export type Tell = (at: number, words: string) => void;
type Open = (play: Play, tell: Tell) => Watcher;

/** To add one: a file here, a name in `scenario.ts`, a line. */
export const WATCHES = {
  conflicts: ({ site }, tell) => new Conflicts(site, tell),
  intervals: ({ site }, tell) => new Intervals(site, tell),
  waiting: ({ site }, tell) => new Waiting(site, tell),
  monitor: (_play, tell) => new Monitor(tell),
  flash: (play, tell) => new Flash(play, tell),
  delivery: (_play, tell) => new DeliveryWatch(tell),
  replay: (_play, tell) => new Replays(tell),
  resources: (_play, tell) => new Resources(tell),
} as const satisfies { readonly [N in WatcherName]: Open };
