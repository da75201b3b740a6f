import { deflateSync } from "node:zlib";
import type { HiResSpan } from "./hi-res.ts";
import { localWords } from "./local-time.ts";

export type HiResFormat = "csv" | "dat" | "datZ";

/** What is written about the unit into the head of a file. */
export interface HiResDevice {
  /** Letters, digits and dashes. */
  readonly id: string;
  readonly phases: readonly number[];
}

export interface HiResFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const TENTH_MS = 100;

/** What the file is called whose time begins at `from_tenth`. */
export function hiResName(from_tenth: number, { id }: HiResDevice, format: HiResFormat): string {
  const began = localWords(from_tenth * TENTH_MS)
    .slice(0, 16)
    .replace(":", "")
    .replace(/[- ]/g, "_");
  return format === "csv" ? `${id}_${began}.csv` : `ECON_${id}_${began}.${format}`;
}

/** A span as a file. The same span gives the same bytes (of a .datZ: by the same zlib; what is in it is the same by all). */
export function hiResFile(span: HiResSpan, device: HiResDevice, format: HiResFormat): HiResFile {
  const name = hiResName(span.from_tenth, device, format);
  if (format === "csv") return { name, bytes: csv(span, device) };
  const bytes = dat(span, device, hiResName(span.from_tenth, device, "dat"));
  return { name, bytes: format === "dat" ? bytes : deflateSync(bytes, { level: 9 }) };
}

/** ODOT's columns, which its `atspm` reads without a word about them. */
function csv({ events }: HiResSpan, { id }: HiResDevice): Uint8Array {
  const lines = events.map(({ tenth, code, param }) => `${localWords(tenth * TENTH_MS)},${id},${code},${param}\n`);
  return Buffer.from(`TimeStamp,DeviceId,EventId,Parameter\n${lines.join("")}`);
}

/**
 * Econolite: seven lines of text, each with the file's beginning before it, then four bytes an event: code, parameter, tenths since the
 * beginning (16 bits, the high byte first). Readers take the first twenty characters as the beginning, or all up to the first comma: a space
 * makes both the same.
 */
function dat({ from_tenth, events }: HiResSpan, { id, phases }: HiResDevice, name: string): Uint8Array {
  const [date, time] = localWords(from_tenth * TENTH_MS)
    .slice(0, 19)
    .split(" ") as [string, string];
  const [year, month, day] = date.split("-");
  const began = `${month}/${day}/${year} ${time}`;
  const lines = [
    "Version #:,3",
    name,
    `Intersection #:,${id}`,
    "IP Address:,0.0.0.0",
    "MAC Address:,00:00:00:00:00:00",
    `Controller Data Log Beginning:,${began}`,
    `Phases in use:,${phases.join(",")}`,
  ];
  const head = Buffer.from(lines.map((line) => `${began} ,${line}\n`).join(""));
  const body = Buffer.alloc(4 * events.length);
  events.forEach(({ tenth, code, param }, i) => {
    body.writeUInt8(code, 4 * i);
    body.writeUInt8(param, 4 * i + 1);
    body.writeUInt16BE(tenth - from_tenth, 4 * i + 2);
  });
  return Buffer.concat([head, body]);
}
