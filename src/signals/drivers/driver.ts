import type { Device } from "../../serial/device.ts";
import type { ChannelCodes } from "../../traffic/calls.ts";
import type { Instant, WallTime } from "../../traffic/time.ts";

/**
 * A device that lights lamps. It shares its line with whatever else is there, and being written to without confirmation makes it
 * "not answering" like any other.
 */
export interface Driver extends Device {
  /** A monitor in the cabinet watches its lamps and says so on the same line: nothing leaves flash before it has. */
  readonly watched?: true;
  /** What each channel shows now (by channel number less one). Called every tick: a driver's heartbeat lives only while it is. */
  show(now: Instant, channels: ChannelCodes): void;
  /** What time people call it, every tick, for those who pass it on. */
  date?(wall: WallTime): void;
}
