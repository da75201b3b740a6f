import { PROTOCOLS, type ProtocolName } from "../../../src/detection/protocols/index.ts";
import type { DeviceConfig } from "../../../src/traffic/site.ts";
import { capture, folders } from "../../detection/protocols/captures.ts";
import type { Tally } from "./rig.ts";

/** What a frame is checked with. A cyclic code of n bits lets one damaged frame in 2^n through; the others see less. */
type Checksum =
  | { readonly kind: "crc"; readonly bits: number }
  /** Of all bytes: blind to two turned bits in the same place of two bytes, which is every eighth pair. */
  | { readonly kind: "xor" }
  /** The same, where one of them went up and the other down. */
  | { readonly kind: "sum" }
  /** None at all: whatever still has a message's form is believed. */
  | { readonly kind: "none" };

/** Of a frame that a sum is of, so much is not in it: one byte in ten says what it is of, and its length is covered by its form only. */
const UNCOVERED = 10;

const CHECKSUMS: { readonly [P in ProtocolName]: Checksum } = {
  "modbus-rtu": { kind: "crc", bits: 16 },
  blueprint: { kind: "crc", bits: 16 },
  canoga: { kind: "xor" },
  "count-sentence": { kind: "xor" },
  elektronika: { kind: "none" },
  "rtms-g4": { kind: "sum" },
  "rtms-g4-vehicles": { kind: "sum" },
  ss125: { kind: "crc", bits: 8 },
  "ts2-detectors": { kind: "crc", bits: 16 },
};

/** How many wrong frames may get through at most, `frames` of them in a message, before chance is taken for an excuse. */
export function allowed(protocol: string, frames: number, { damaged, twice }: Tally): number {
  const checksum = CHECKSUMS[protocol as ProtocolName];
  const expected = passes(checksum, damaged, twice) * frames;
  return Math.ceil(expected + 4 * Math.sqrt(expected));
}

function passes(checksum: Checksum, damaged: number, twice: number): number {
  switch (checksum.kind) {
    case "crc":
      return damaged / 2 ** checksum.bits;
    case "xor":
      return twice / 8;
    case "sum":
      return damaged / UNCOVERED + twice / 16;
    case "none":
      return damaged;
  }
}

/** Who holds an answer against the one before needs a second one to believe what has become of it behind a lie. */
export const mayMiss = (protocol: string): number => (protocol === "canoga" ? 2 : 1);

/** One device of each protocol and profile, as its captures have it; asked as often as a loop is. */
export function devices() {
  const found = folders().flatMap(({ captures }) => captures.map((path) => capture(path).config));
  const byName = new Map(found.map((config) => [`${config.protocol} ${config.profile}`.trim(), config]));
  return [...byName].map(([name, config]) => ({ name, config: { ...config, ...usual(config) } }));
}

const SELDOM: readonly string[] = ["ss125", "ss125 mph", "rtms-g4"];

function usual({ protocol, profile }: DeviceConfig) {
  const { listens, timeout_ms } = PROTOCOLS[protocol as ProtocolName];
  if (listens) return { poll_ms: 0, timeout_ms };
  return { poll_ms: SELDOM.includes(`${protocol} ${profile}`.trim()) ? 10_000 : 100, timeout_ms: 500 };
}
