import type { Device } from "../../serial/device.ts";
import type { DeviceConfig } from "../../traffic/site.ts";
import { BLUEPRINT_INPUTS } from "./blueprint/codec.ts";
import { openBlueprint } from "./blueprint/index.ts";
import { CANOGA_CHANNELS } from "./canoga/codec.ts";
import { CANOGA_ADDRESSES, CANOGA_PROFILES, openCanoga } from "./canoga/index.ts";
import { COUNT_LANES } from "./count-sentence/codec.ts";
import { openCountSentences } from "./count-sentence/index.ts";
import { ELEKTRONIKA_PROFILES, loopsOf, openElektronika } from "./elektronika/index.ts";
import { openModbusBoard } from "./modbus-rtu/board.ts";
import { PROFILES, profileNamed } from "./modbus-rtu/profiles/index.ts";
import { G4_ZONES } from "./rtms-g4/codec.ts";
import { openRtmsG4 } from "./rtms-g4/index.ts";
import { openRtmsG4Vehicles } from "./rtms-g4-vehicles/index.ts";
import { SS125_LANES } from "./ss125/codec.ts";
import { openSs125, SS125_PROFILES } from "./ss125/index.ts";
import { BIU_ADDRESSES, BIU_INPUTS, openDetectorRack } from "./ts2-detectors/index.ts";

export type Addresses = readonly [first: number, last: number] | readonly [first: number, last: number, first: number, last: number];

/** What the rest of the unit, and the check of a site file, must know of a detector protocol. */
export interface Protocol {
  /** Names that `profile` may have; empty where the protocol has no profiles. "" among them means that none need be named. */
  readonly profiles: readonly string[];
  /** Inputs are numbered from 1 to this. Throws for an unknown profile. */
  inputs(profile: string): number;
  /** True for devices that talk by themselves: their `poll_ms` is 0, and `timeout_ms` is the silence after which they count as lost. */
  readonly listens: boolean;
  /** What a device gets whose site file says nothing of `timeout_ms`. */
  readonly timeout_ms: number;
  /** Addresses that a device may have on its line, from a first to a last, and from another first to another last; null where it has none. */
  readonly addresses: Addresses | null;
  /** It must hear nothing, not even what is said to others: its port is its own. */
  readonly deaf?: true;
  /** No serial port can speak it: its line is a gateway's, reached by datagrams. */
  readonly gateway?: true;
  /** Throws a RangeError in words for a profile that is not there. */
  open(config: DeviceConfig): Device;
}

/** Every detector protocol, by its folder's name. A new protocol is a folder and a line here. */
export const PROTOCOLS = {
  "modbus-rtu": {
    profiles: Object.keys(PROFILES),
    inputs: (profile) => profileNamed(profile).inputs.length,
    listens: false,
    timeout_ms: 100,
    addresses: [1, 247],
    open: openModbusBoard,
  },
  blueprint: { profiles: [], inputs: () => BLUEPRINT_INPUTS, listens: false, timeout_ms: 100, addresses: [1, 255], open: openBlueprint },
  canoga: {
    profiles: CANOGA_PROFILES,
    inputs: () => CANOGA_CHANNELS,
    listens: false,
    timeout_ms: 150,
    addresses: CANOGA_ADDRESSES,
    open: openCanoga,
  },
  "count-sentence": {
    profiles: [],
    inputs: () => COUNT_LANES,
    listens: true,
    timeout_ms: 30_000,
    addresses: null,
    open: openCountSentences,
  },
  elektronika: {
    profiles: ELEKTRONIKA_PROFILES,
    inputs: loopsOf,
    listens: true,
    timeout_ms: 3_600_000,
    addresses: null,
    deaf: true,
    open: openElektronika,
  },
  "rtms-g4": { profiles: [], inputs: () => G4_ZONES, listens: false, timeout_ms: 500, addresses: [1, 65_535], open: openRtmsG4 },
  "rtms-g4-vehicles": {
    profiles: [],
    inputs: () => G4_ZONES,
    listens: true,
    timeout_ms: 30_000,
    addresses: [1, 65_535],
    open: openRtmsG4Vehicles,
  },
  ss125: { profiles: SS125_PROFILES, inputs: () => SS125_LANES, listens: false, timeout_ms: 500, addresses: [1, 65_534], open: openSs125 },
  "ts2-detectors": {
    profiles: [],
    inputs: () => BIU_INPUTS,
    listens: false,
    timeout_ms: 50,
    addresses: BIU_ADDRESSES,
    gateway: true,
    open: openDetectorRack,
  },
} as const satisfies { readonly [name: string]: Protocol };

export type ProtocolName = keyof typeof PROTOCOLS;
/** What a site file may name: all of them but the one that is there to be copied. */
export const protocolNames = (Object.keys(PROTOCOLS) as readonly ProtocolName[]).filter((name) => name !== "blueprint");

export const isProtocol = (name: string): name is ProtocolName => (protocolNames as readonly string[]).includes(name);

/** Whether its devices have addresses: then 0 is one of them, and not the want of one. */
export const isAddressed = (protocol: string): boolean => isProtocol(protocol) && PROTOCOLS[protocol].addresses !== null;

/** A device of the site file, ready for its line. Throws a RangeError in words for a protocol or profile that is not there. */
export function openDevice(config: DeviceConfig): Device {
  const { name, protocol } = config;
  if (!Object.hasOwn(PROTOCOLS, protocol))
    throw new RangeError(`device "${name}": no protocol "${protocol}"; write one of ${protocolNames.join(", ")}`);
  return PROTOCOLS[protocol as ProtocolName].open(config);
}
