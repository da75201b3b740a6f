import type { ProtocolName } from "../../../src/detection/protocols/index.ts";
import { capture, folders } from "../../detection/protocols/captures.ts";
import type { Tally } from "./rig.ts";

/** What a frame is checked with. A cyclic code of n bits lets one damaged frame in 2^n through; the others see less. */
type Checksum =
  | { readonly kind: "crc"; readonly bits: number }
  /** Of all bytes: blind to two turned bits in the same place of two bytes, which is every eighth pair. */
  | { readonly kind: "xor" }
  /** The same, where one of them went up and the other down. */
  | { readonly kind: "sum" };

const CHECKSUMS: { readonly [P in ProtocolName]: Checksum } = {
  "modbus-rtu": { kind: "crc", bits: 16 },
  canoga: { kind: "xor" },
  "count-sentence": { kind: "xor" },
  ss125: { kind: "crc", bits: 8 },
};

/** How many wrong frames may get through at most, `frames` of them in a message, before chance is taken for an excuse. */
export function allowed(protocol: string, frames: number, { damaged, twice }: Tally): number {
  const checksum = CHECKSUMS[protocol as ProtocolName];
  const passed = checksum.kind === "crc" ? damaged / 2 ** checksum.bits : twice / (checksum.kind === "xor" ? 8 : 16);
  const expected = passed * frames;
  return Math.ceil(expected + 4 * Math.sqrt(expected));
}

/** One device of each protocol and profile, as its captures have it; asked as often as a loop is. */
export function devices() {
  const found = folders().flatMap(({ captures }) => captures.map((path) => capture(path).config));
  const byName = new Map(found.map((config) => [`${config.protocol} ${config.profile}`.trim(), config]));
  return [...byName].map(([name, config]) => ({ name, config: { ...config, ...usual(config.protocol) } }));
}

const usual = (protocol: string) =>
  protocol === "count-sentence" ? { poll_ms: 0, timeout_ms: 30_000 } : { poll_ms: protocol === "ss125" ? 10_000 : 100, timeout_ms: 500 };
