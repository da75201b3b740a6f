import type { Channel } from "../traffic/site.ts";

/** What the monitor holds the channels of a site to. Clearance is from red to green (pedestrians: from don't walk), compatible or not. */
export interface Rules {
  readonly of: (channel: Channel) => ChannelRules;
  readonly together: (a: Channel, b: Channel) => boolean;
  /** The same while the arrow of `a` flashes yellow. */
  readonly besideArrow: (a: Channel, b: Channel) => boolean;
  readonly clearance_ds: (a: Channel, b: Channel) => number;
}

export interface ChannelRules {
  /** As native/monitor/monitor.cc counts them. */
  readonly kind: typeof VEHICLE | typeof PEDESTRIAN | typeof ARROW;
  /** Walk, of pedestrians. */
  readonly min_green_ds: number;
  readonly min_yellow_ds: number;
  readonly ped_clear_ds: number;
}

export const VEHICLE = 1;
export const PEDESTRIAN = 2;
export const ARROW = 3;
