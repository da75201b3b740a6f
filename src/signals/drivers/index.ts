import { OUTPUTS } from "../../serial/framing/ts2/load-switches.ts";
import type { DeviceConfig, Site } from "../../traffic/site.ts";
import type { Driver } from "./driver.ts";
import { heartbeatCoil, LOST_AFTER_MS, openModbusCoils } from "./modbus-coils/index.ts";

import { openLoadSwitches, ROUND_BYTES, TS2_INPUTS, TS2_LOST_AFTER_MS, TS2_RETRIES } from "./ts2-load-switches/index.ts";

export type { Driver } from "./driver.ts";

/** What the rest of the unit, and the check of a site file, must know of a way to drive signals. */
export interface DriverProtocol {
  /** Names that `profile` may have; empty where there are none. */
  readonly profiles: readonly string[];
  /** Outputs that channels can name: 1 to this. */
  readonly outputs: number;
  /** Buttons and contacts that the same device reads: 1 to this; 0 for none. */
  readonly inputs: number;
  /** Its outputs are load switches: red, yellow and green of each in turn, and a channel has one of them to itself. */
  readonly loadSwitches?: true;
  /** No serial port can speak it: its line is a gateway's, reached by datagrams. */
  readonly gateway?: true;
  /** What a device gets whose site file says nothing of `timeout_ms`. */
  readonly timeout_ms: number;
  /** Addresses that a device may have on its line; null where there are none. */
  readonly addresses: readonly [first: number, last: number] | null;
  /** Further tries of a write that is not confirmed. */
  readonly retries: number;
  /** A board that has felt no heartbeat for so long may have taken the lamps away from us: it counts as lost. */
  readonly lost_after_ms: number;
  /** How many bytes a write has on the line, and its confirmation, where `outputs` is the highest output that is used. */
  bytes(outputs: number): { readonly write: number; readonly confirmation: number };
  open(config: DeviceConfig, site: Site): Driver;
}

/** Every way to drive signals, by its folder's name. A new one is a folder and a line here. */
export const DRIVERS = {
  "modbus-coils": {
    profiles: [],
    outputs: 1_024,
    inputs: 0,
    timeout_ms: 100,
    addresses: [1, 247],
    retries: 2,
    lost_after_ms: LOST_AFTER_MS,
    bytes: (outputs) => ({ write: 9 + Math.ceil(heartbeatCoil(outputs) / 8), confirmation: 8 }),
    open: openModbusCoils,
  },
  "ts2-load-switches": {
    profiles: [],
    outputs: OUTPUTS,
    inputs: TS2_INPUTS,
    loadSwitches: true,
    gateway: true,
    timeout_ms: 50,
    addresses: null,
    retries: TS2_RETRIES,
    lost_after_ms: TS2_LOST_AFTER_MS,
    bytes: () => ({ write: ROUND_BYTES.request, confirmation: ROUND_BYTES.answer }),
    open: openLoadSwitches,
  },
} as const satisfies { readonly [name: string]: DriverProtocol };

export type DriverName = keyof typeof DRIVERS;
export const driverNames = Object.keys(DRIVERS) as readonly DriverName[];

/** True for a protocol that drives outputs; the others are in `detection/protocols/`. */
export const isDriver = (protocol: string): protocol is DriverName => Object.hasOwn(DRIVERS, protocol);

/** A device of the site file that lights the lamps of its channels. Throws a RangeError in words for a protocol that is not there. */
export function openDriver(config: DeviceConfig, site: Site): Driver {
  const { name, protocol } = config;
  if (!isDriver(protocol)) throw new RangeError(`device "${name}": no driver "${protocol}"; write one of ${driverNames.join(", ")}`);
  return DRIVERS[protocol].open(config, site);
}
